import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sqlTypeOf } from '../../../../src/compile/row.ts'
import { lastInstant } from '../../../../src/lib/kql-time.ts'
import type { KqlType } from '../../../../src/lib/kql-type.ts'
import { openDatabase } from '../../../../src/providers/local/engine/database.ts'
import { Engine } from '../../../../src/providers/local/engine/engine.ts'
import { folderName, writeParquet } from '../../../../src/providers/local/engine/write-parquet.ts'
import type { StoredTable } from '../../../../src/providers/local/load/build-table.ts'
import { printLiteral, printName } from '../../../../src/sql/print.ts'
import { makeFolder } from '../../../support/load-fixture.ts'

/** SQL of values of each type, as our tables keep them. */
const values: Readonly<Record<KqlType, fc.Arbitrary<string>>> = {
  bool: fc.constantFrom('true', 'false', 'NULL'),
  int: orNull(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }).map(String)),
  long: orNull(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map((each) => `'${each}'::BIGINT`)),
  real: orNull(fc.double().map((each) => `'${Object.is(each, -0) ? '-0' : each}'::DOUBLE`)),
  decimal: orNull(
    fc
      .tuple(fc.bigInt({ min: -(10n ** 19n), max: 10n ** 19n }), fc.bigInt({ min: 0n, max: 10n ** 18n - 1n }))
      .map(([whole, part]) => `'${whole}.${String(part).padStart(18, '0')}'::DECIMAL(38,18)`),
  ),
  datetime: orNull(
    fc
      .oneof(
        fc.bigInt({ min: 0n, max: lastInstant }),
        fc.bigInt({ min: 637_000_000_000_000_000n, max: 637_000_900_000_000_000n }),
        fc.bigInt({ min: 0n, max: lastInstant / 10n }).map((each) => each * 10n),
        fc.constantFrom(0n, lastInstant, 621_355_968_000_000_000n, 529_210_367_999_999_999n, 713_502_432_000_000_000n),
      )
      .map(String),
  ),
  timespan: orNull(fc.bigInt({ min: -(2n ** 62n), max: 2n ** 62n }).map(String)),
  string: fc.oneof(fc.constantFrom(`''`, `'null'`, `'NaN'`, `' '`, `'{"a":1}'`), fc.string().map(text)),
  dynamic: orNull(fc.jsonValue().map((each) => `${text(JSON.stringify(each))}::JSON`)),
  guid: orNull(fc.uuid().map((each) => `'${each}'::UUID`)),
}

function orNull(sql: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.oneof({ weight: 5, arbitrary: sql }, { weight: 1, arbitrary: fc.constant('NULL') })
}

function text(each: string): string {
  return printLiteral(each.replaceAll('\0', ''))
}

const types = Object.keys(sqlTypeOf) as KqlType[]
const names = ['TimeGenerated', 'Type', 'type', 'c1', 'a "b"', 'f [UTC]', 'x_dynamic', 'SELECT', 'rowid', 'äöü']
const columns = fc
  .uniqueArray(fc.constantFrom(...names), { maxLength: 8 })
  .chain((picked) => fc.tuple(...picked.map((name) => fc.constantFrom(...types).map((type) => ({ name, type })))))
  // A TimeGenerated that is no datetime becomes one when it is read.
  .map((each) =>
    each.map((column) => (column.name === 'TimeGenerated' ? { ...column, type: 'datetime' as const } : column)),
  )
const tables = columns.chain((each) =>
  fc.record({
    name: fc.constantFrom('log', 'Plain', 'ä/b', 'CON', '.hidden', 'node_modules'),
    columns: fc.constant(each),
    // Records without a time were given one when they were read.
    rows: fc.array(
      fc.tuple(
        ...each.map(({ name, type }) =>
          name === 'TimeGenerated' ? values.datetime.filter((value) => value !== 'NULL') : values[type],
        ),
      ),
      { maxLength: 12 },
    ),
  }),
)

describe('tables written as Parquet', () => {
  it('read back as they were: names, types, order, every value, null and empty', async () => {
    await fc.assert(
      fc.asyncProperty(tables, async (table) => {
        const written = await writeAndRead(table)
        expect(written.read).toEqual(written.before)
      }),
      { numRuns: 60, seed: 7 },
    )
  }, 120_000)
})

async function writeAndRead(table: {
  readonly name: string
  readonly columns: readonly { readonly name: string; readonly type: KqlType }[]
  readonly rows: readonly (readonly string[])[]
}) {
  const stored: StoredTable = {
    name: table.name,
    sqlName: table.name,
    columns: table.columns.map((column, index) => ({ ...column, sqlName: `${column.name}_${index}` })),
    rowCount: table.rows.length,
    sources: [],
  }
  const folder = makeFolder({})
  const { signal } = new AbortController()
  const database = await openDatabase({})
  const connection = await database.connect()
  try {
    const definitions = stored.columns.map(({ sqlName, type }) => `${printName(sqlName!)} ${sqlTypeOf[type]}`)
    await connection.run(`CREATE TABLE ${printName(table.name)} (${definitions.join(', ') || 'nothing BOOLEAN'})`)
    const rowsSql = table.rows.map((row) => `(${row.join(', ') || 'NULL'})`).join(', ')
    if (rowsSql !== '') await connection.run(`INSERT INTO ${printName(table.name)} VALUES ${rowsSql}`)
    const before = (await connection.runAndReadAll(textsOf(stored))).getRows().map(([each]) => each)
    await writeParquet(connection, [stored], folder.path, signal, () => {})
    const engine = await Engine.open({ kind: 'files', paths: [folder.path] }, { signal, onProgress: () => {} })
    const [read] = engine.tables
    const { data } = await engine.run(textsOf(read!), ['string'], [], 1000, signal)
    engine.close()
    const [texts] = data
    const rows = texts?.kind === 'texts' ? Array.from(texts.index, (at) => texts.dictionary[at]) : []
    const shape = ({ columns: each }: StoredTable) => each.map(({ name, type }) => `${name}: ${type}`)
    // Rows of one day follow those of the day before; those that have none come last.
    return {
      before: { name: table.name, columns: shape(stored), rows: [...before].sort() },
      read: { name: read!.name, columns: shape(read!), rows: [...rows].sort() },
    }
  } finally {
    connection.closeSync()
    database.close()
    folder.remove()
  }
}

function textsOf({ sqlName, columns: each }: StoredTable): string {
  const texts = each.map((column) => `coalesce(${printName(column.sqlName!)}::VARCHAR, '(null)')`)
  return `SELECT [${texts.join(', ')}]::VARCHAR[]::VARCHAR AS texts FROM ${printName(sqlName)}`
}

describe('the folder of a table', () => {
  it('has a name that every system takes and that is looked into, for each table its own', () => {
    const taken = new Set<string>()
    expect(
      ['SigninLogs', 'signinlogs', '../x', 'CON', 'node_modules', '.git', 'a b', '...'].map((name) =>
        folderName(name, taken),
      ),
    ).toEqual(['SigninLogs', 'signinlogs_2', '_x', 'CON_', 'node_modules_', '_git', 'a b', '_'])
  })
})
