import type { PhysicalTable } from '../../src/compile/compilation.ts'
import { sqlTypeOf } from '../../src/compile/row.ts'
import { parseDatetime } from '../../src/lib/kql-time.ts'
import type { KqlType, TableSchema } from '../../src/lib/kql-type.ts'
import type { TestDatabase } from './duckdb.ts'

/** SQL of a datetime: its ticks. */
function instant(text: string): string {
  return String(parseDatetime(text))
}

/** A few small tables to compile queries against. The physical names differ from KQL's, as they do in a real workspace. */
interface FixtureTable {
  readonly schema: TableSchema
  readonly physical: string
  /** SQL of the cells, in the order of the columns. */
  readonly rows: readonly (readonly string[])[]
}

const signIns: FixtureTable = {
  schema: schema('SigninLogs', {
    TimeGenerated: 'datetime',
    UserPrincipalName: 'string',
    IPAddress: 'string',
    ResultType: 'string',
    RiskScore: 'real',
    Attempts: 'long',
    IsInteractive: 'bool',
    DeviceDetail: 'dynamic',
  }),
  physical: 'signin_logs',
  rows: [
    [
      instant('2024-05-01 08:00:00'),
      "'ada@contoso.com'",
      "'10.0.0.1'",
      "'0'",
      '0.5',
      '1',
      'TRUE',
      `'{"os":"Windows","tags":["vpn","new"]}'`,
    ],
    [
      instant('2024-05-01 08:05:00'),
      "'ada@contoso.com'",
      "'10.0.0.2'",
      "'50126'",
      '7.25',
      '3',
      'TRUE',
      `'{"os":"Linux","tags":[]}'`,
    ],
    [instant('2024-05-01 09:30:00'), "'Bob@Contoso.com'", "'10.0.0.1'", "'0'", 'NULL', '1', 'FALSE', 'NULL'],
    [
      instant('2024-05-02 23:59:00'),
      "'bob@contoso.com'",
      "'192.168.7.7'",
      "'50126'",
      "'nan'",
      '9',
      'NULL',
      `'{"os":null}'`,
    ],
    [instant('2024-05-03 00:00:00'), "''", "''", "''", '2.0', 'NULL', 'TRUE', `'{"os":"Windows"}'`],
  ],
}

const processes: FixtureTable = {
  schema: schema('DeviceProcessEvents', {
    TimeGenerated: 'datetime',
    DeviceName: 'string',
    FileName: 'string',
    ProcessCommandLine: 'string',
    ProcessId: 'int',
  }),
  physical: 'processes',
  rows: [
    [instant('2024-05-01 08:01:00'), "'ws-01'", "'powershell.exe'", "'powershell.exe -enc SQBFAFgA'", '11'],
    [instant('2024-05-01 08:02:00'), "'ws-01'", "'whoami.exe'", "'whoami /all'", '12'],
    [instant('2024-05-02 10:00:00'), "'ws-02'", "'cmd.exe'", "'cmd.exe /c net user eve_p4ss /add'", '11'],
  ],
}

const fixtures = [signIns, processes]

/** Tables the workspace has. */
export const fixtureSchemas: readonly TableSchema[] = fixtures.map(({ schema }) => schema)

/** Tables that are known, and that the workspace lacks. */
export const knownSchemas: ReadonlyMap<string, TableSchema> = new Map([
  ['AuditLogs', schema('AuditLogs', { TimeGenerated: 'datetime', OperationName: 'string', Count: 'long' })],
])

export function physicalTable(name: string): PhysicalTable | undefined {
  const found = fixtures.find(({ schema }) => schema.name === name)
  return found && { name: found.physical, columns: physicalColumns(found), rowOrder: 'rowid' }
}

export async function createFixtures(database: TestDatabase): Promise<void> {
  for (const table of fixtures) {
    const columns = physicalColumns(table)
    const types = table.schema.columns.map(({ name, type }) => `${columns.get(name)} ${sqlTypeOf[type]}`)
    const rows = table.rows.map((row) => `(${row.join(', ')})`)
    await database.query(`CREATE TABLE ${table.physical} (${types.join(', ')})`)
    await database.query(`INSERT INTO ${table.physical} VALUES ${rows.join(', ')}`)
  }
}

function physicalColumns(table: FixtureTable): ReadonlyMap<string, string> {
  return new Map(table.schema.columns.map(({ name }, index) => [name, `f${index}_${name.toLowerCase()}`]))
}

function schema(name: string, columns: Readonly<Record<string, KqlType>>): TableSchema {
  return { name, columns: Object.entries(columns).map(([column, type]) => ({ name: column, type })) }
}
