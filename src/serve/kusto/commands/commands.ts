import { kqlName } from '../../../kql/literal.ts'
import type { Table } from '../../../lib/table.ts'
import type { ServedWorkspace } from '../../route.ts'
import { cslSchema, schemaColumn } from '../column-types.ts'
import { noSuchEntity } from '../one-api-error.ts'
import {
  type CommandWorld,
  databases,
  details,
  entities,
  functions,
  schemaJson,
  schemaRows,
  schemaTable,
  tableOf,
  tablesOf,
} from './command-answers.ts'
import { commandTable } from './command-table.ts'
import { tableSchema } from './database-schema.ts'
import { listed } from './names-of-command.ts'

interface Command {
  readonly pattern: RegExp
  /** Given what the pattern's groups matched, without quotes. */
  answer(world: CommandWorld, ...names: (string | undefined)[]): Promise<Table> | Table
}

/** A name, plain or as `['a b']`, `["a b"]`, `"a b"` or `'a b'`. */
const name = String.raw`([\w.-]+|\[\s*'[^']*'\s*\]|\[\s*"[^"]*"\s*\]|"[^"]*"|'[^']*')`
const names = String.raw`\(([^()]*)\)`

/** What may be asked of a database: no names of any. */
const aspects =
  '(?:details|identity|policies|policy|datastats|usage|metadata|extents|journal|ingestion|mirroring|keyvault)\\b'

const command = (pattern: string, answer: Command['answer']): Command => ({
  pattern: new RegExp(
    `^\\.${pattern.replaceAll(' ', '\\s+').replaceAll('NAMES', names).replaceAll('NAME', name)}$`,
    'i',
  ),
  answer,
})

/** The management commands that clients ask before and beside queries. */
export const commands: readonly Command[] = [
  command('show version', () =>
    commandTable('BuildVersion:string, BuildTime:datetime, ServiceType:string, ProductVersion:string', [
      ['1.0.0.0', null, 'Engine', 'huntlet serve'],
    ]),
  ),
  command('show cluster', (world) =>
    commandTable(
      'NodeId:string, Address:string, Name:string, StartTime:datetime, IsAdmin:bool, MachineTotalMemory:long, MachineAvailableMemory:long, ProcessorCount:int, EnvironmentDescription:string',
      [['huntlet', world.origin, 'huntlet serve', null, true, null, null, null, '']],
    ),
  ),
  // Of these there are none.
  command('show (?:materialized-views|materialized-view details)', () =>
    commandTable(
      'Name:string, SourceTable:string, Query:string, MaterializedTo:datetime, LastRun:datetime, LastRunResult:string, IsHealthy:bool, IsEnabled:bool, Folder:string, DocString:string',
      [],
    ),
  ),
  command('show external tables(?: details)?', () =>
    commandTable(
      'TableName:string, TableType:string, Folder:string, DocString:string, Properties:string, ConnectionStrings:dynamic, Partitions:dynamic, PathFormat:string',
      [],
    ),
  ),
  command('show databases(?: details)?', (world) =>
    databases(
      world.served.map((each) => each.name),
      world.database().name,
    ),
  ),
  command('show databases NAMES', (world, list) => databases(listed(list).map((each) => world.database(each).name))),
  command('show cluster databases(?: NAMES)?', (world) => databases(world.served.map((each) => each.name))),
  command('show tables(?: NAMES)?', async (world, list) =>
    commandTable(
      'TableName:string, DatabaseName:string, Folder:string, DocString:string',
      (await tablesOf(world, list)).map(({ table, database }) => [table.name, database, '', '']),
    ),
  ),
  command('show tables(?: NAMES)? details', async (world, list) => details(await tablesOf(world, list))),
  command('show table NAME details', async (world, table) => details([await tableOf(world, table)])),
  command('show table NAME (?:cslschema|schema as csl)', async (world, asked) => {
    const { table, database } = await tableOf(world, asked)
    return schemaTable([[table.name, cslSchema(table.columns), database]])
  }),
  command('show database(?: NAME)? cslschema', async (world, asked) => {
    const { name, tables } = await world.contents(world.database(asked))
    return schemaTable(tables.map((table) => [table.name, cslSchema(table.columns), name]))
  }),
  command('show database(?: NAME)? schema as csl script', async (world, asked) => {
    const { tables, functions: stored } = await world.contents(world.database(asked))
    return commandTable('DatabaseSchemaScript:string', [
      ...tables.map((table) => [`.create-merge table ${kqlName(table.name)} (${cslSchema(table.columns)})`]),
      ...stored.map((each) => [`.create-or-alter function ${kqlName(each.name)} ${each.parameters} ${each.body}`]),
    ])
  }),
  command('show table NAME schema as json', async (world, asked) => {
    const { table, database } = await tableOf(world, asked)
    return schemaTable([[table.name, JSON.stringify(tableSchema(table)), database]])
  }),
  command('show table NAME', async (world, asked) => {
    const { table } = await tableOf(world, asked)
    return commandTable(
      'AttributeName:string, AttributeType:string',
      table.columns.map((column) => [column.name, String(schemaColumn(column).Type)]),
    )
  }),
  command('show(?: database(?: NAME)?)?(?: cluster)? schema', async (world, database) =>
    schemaRows([await world.contents(world.database(database))]),
  ),
  command('show(?: database(?: NAME)?)?(?: cluster)? schema as json', (world, database) =>
    schemaJson(world, [world.database(database)]),
  ),
  command('show databases(?: NAMES)? schema as json', (world, list) => schemaJson(world, listedDatabases(world, list))),
  command('show databases(?: NAMES)? schema', async (world, list) =>
    schemaRows(await Promise.all(listedDatabases(world, list).map((each) => world.contents(each)))),
  ),
  command('show databases?(?: NAMES)? entities(?: with \\([^()]*\\))?', async (world, list) =>
    entities(await Promise.all(listedDatabases(world, list).map((each) => world.contents(each)))),
  ),
  command('show functions', async (world) => functions(await world.contents(world.database()))),
  command('show function NAME', async (world, asked) => {
    const contents = await world.contents(world.database())
    const found = contents.functions.filter((each) => each.name === asked)
    if (found.length === 0) throw noSuchEntity('Function', asked ?? '', world.ids)
    return functions({ ...contents, functions: found })
  }),
  command('show(?: current)? principal (?:access|roles)(?:.*)?', (world) =>
    commandTable(
      'Scope:string, DisplayName:string, AADObjectID:string, Role:string',
      world.served.map((each) => [each.name, 'whoever may reach this server', '', 'Database Viewer']),
    ),
  ),
  command('show database(?: NAME)? principals', (world, database) => {
    const schema =
      'Role:string, PrincipalType:string, PrincipalDisplayName:string, PrincipalObjectId:string, PrincipalFQN:string, Notes:string'
    const role = `Database ${world.database(database).name} Viewer`
    return commandTable(schema, [[role, 'Anyone', 'whoever may reach this server', '', '', '']])
  }),
  // After the others: their words would be taken for the name of a database.
  command(`show database(?: (?!${aspects})NAME)?(?: details| identity)?`, (world, database) =>
    databases([world.database(database).name]),
  ),
  command('cancel query NAME(?: with .*)?', (world, id) => {
    const count = world.cancel(id ?? '')
    return commandTable('ClientRequestId:string, Cancelled:bool, Count:long', [[id ?? '', count > 0, count]])
  }),
]

function listedDatabases(world: CommandWorld, list: string | undefined): readonly ServedWorkspace[] {
  return list === undefined ? world.served : listed(list).map((each) => world.database(each))
}
