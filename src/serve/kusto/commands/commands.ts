import { kqlLiteral } from '../../../kql/literal.ts'
import type { TableSchema } from '../../../lib/kql-type.ts'
import type { Table } from '../../../lib/table.ts'
import type { ServedWorkspace } from '../../route.ts'
import { cslSchema, schemaColumn } from '../column-types.ts'
import { noSuchEntity, type RequestIds } from '../one-api-error.ts'
import { commandTable } from './command-table.ts'
import { type DatabaseContents, databaseSchema, tableSchema } from './database-schema.ts'

/** What commands ask about. */
export interface CommandWorld {
  readonly served: readonly ServedWorkspace[]
  /** The database of the request; a command may name another. */
  database(name?: string): ServedWorkspace
  contents(served: ServedWorkspace): Promise<DatabaseContents>
  /** Ends the queries that a client calls so; how many there were. */
  cancel(clientRequestId: string): number
  readonly ids: RequestIds
}

interface Command {
  readonly pattern: RegExp
  /** Given what the pattern's groups matched, without quotes. */
  answer(world: CommandWorld, ...names: (string | undefined)[]): Promise<Table> | Table
}

/** A name, plain or as `['a b']`, `["a b"]`, `"a b"` or `'a b'`. */
const name = String.raw`([\w.-]+|\[\s*'[^']*'\s*\]|\[\s*"[^"]*"\s*\]|"[^"]*"|'[^']*')`
const names = String.raw`\(([^()]*)\)`

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
  command('show table NAME cslschema', async (world, asked) => {
    const { table, database } = await tableOf(world, asked)
    return schemaRow(table.name, cslSchema(table.columns), database)
  }),
  command('show table NAME schema as json', async (world, asked) => {
    const { table, database } = await tableOf(world, asked)
    return schemaRow(table.name, JSON.stringify(tableSchema(table)), database)
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
  command('show databases(?: NAMES)? entities(?: with \\([^()]*\\))?', async (world, list) =>
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
  command('show database(?: NAME)?(?: details)?', (world, database) => databases([world.database(database).name])),
  command('cancel query NAME(?: with .*)?', (world, id) => {
    const count = world.cancel(id ?? '')
    return commandTable('ClientRequestId:string, Cancelled:bool, Count:long', [[id ?? '', count > 0, count]])
  }),
]

function listed(list: string | undefined): string[] {
  return (list ?? '')
    .split(',')
    .map(unquoted)
    .filter((each) => each !== '')
}

function listedDatabases(world: CommandWorld, list: string | undefined): readonly ServedWorkspace[] {
  return list === undefined ? world.served : listed(list).map((each) => world.database(each))
}

/** The name itself of one that may stand in brackets or quotes. */
export function unquoted(text: string): string {
  return text
    .trim()
    .replace(/^\[\s*([^[\]]*?)\s*\]$/, '$1')
    .replace(/^(["'])([^"']*)\1$/, '$2')
}

function databases(list: readonly string[], current?: string): Table {
  const schema =
    'DatabaseName:string, PersistentStorage:string, Version:string, IsCurrent:bool, DatabaseAccessMode:string, PrettyName:string, DatabaseId:guid'
  return commandTable(
    schema,
    list.map((each) => [each, '', 'v1.1', each === current, 'ReadOnly', each, null]),
  )
}

interface FoundTable {
  readonly table: DatabaseContents['tables'][number]
  readonly database: string
}

async function tablesOf(world: CommandWorld, list: string | undefined): Promise<FoundTable[]> {
  if (list !== undefined) return Promise.all(listed(list).map((each) => tableOf(world, each)))
  const { name: database, tables } = await world.contents(world.database())
  return tables.map((table) => ({ table, database }))
}

async function tableOf(world: CommandWorld, asked: string | undefined): Promise<FoundTable> {
  const { name: database, tables } = await world.contents(world.database())
  const table = tables.find((each) => each.name === asked)
  if (!table) throw noSuchEntity('Table', asked ?? '', world.ids)
  return { table, database }
}

function details(found: readonly FoundTable[]): Table {
  return commandTable(
    'TableName:string, DatabaseName:string, Folder:string, DocString:string, TotalRowCount:long, HotRowCount:long, MinExtentsCreationTime:datetime, MaxExtentsCreationTime:datetime',
    found.map(({ table: { name, rowCount, first, last }, database }) => [
      name,
      database,
      '',
      '',
      rowCount ?? null,
      rowCount ?? null,
      first ?? null,
      last ?? null,
    ]),
  )
}

function schemaRow(table: string, schema: string, database: string): Table {
  const columns = 'TableName:string, Schema:string, DatabaseName:string, Folder:string, DocString:string'
  return commandTable(columns, [[table, schema, database, '', '']])
}

async function schemaJson(world: CommandWorld, asked: readonly ServedWorkspace[]): Promise<Table> {
  const found = await Promise.all(
    asked.map(async (each) => {
      const contents = await world.contents(each)
      return [each.name, databaseSchema(contents, await watchlistsOf(each, contents.watchlists))] as const
    }),
  )
  const Databases = Object.fromEntries(found)
  return commandTable('DatabaseSchema:string', [[JSON.stringify({ Plugins: [], Databases })]])
}

/** As `_GetWatchlist` gives them, with more columns than the list's own. */
function watchlistsOf({ workspace }: ServedWorkspace, aliases: readonly string[]): Promise<TableSchema[]> {
  return Promise.all(
    aliases.map(async (name) => {
      const { table } = await workspace.run(`_GetWatchlist(${kqlLiteral('string', name)}) | take 0`)
      return { name, columns: table.columns }
    }),
  )
}

function schemaRows(found: readonly DatabaseContents[]): Table {
  const schema =
    'DatabaseName:string, TableName:string, ColumnName:string, ColumnType:string, IsDefaultTable:bool, IsDefaultColumn:bool, PrettyName:string, Version:string, Folder:string, DocString:string'
  const rows = found.flatMap(({ name: database, tables }) => [
    [database, '', '', '', false, false, '', 'v1.1', '', ''],
    ...tables.flatMap(({ name: table, columns }) => [
      [database, table, '', '', false, false, '', '', '', ''],
      ...columns.map((column) => [
        database,
        table,
        column.name,
        schemaColumn(column).Type,
        false,
        false,
        '',
        '',
        '',
        '',
      ]),
    ]),
  ])
  return commandTable(schema, rows)
}

function entities(found: readonly DatabaseContents[]): Table {
  const schema =
    'DatabaseName:string, EntityType:string, EntityName:string, DocString:string, Folder:string, CslInputSchema:string, Content:string, CslOutputSchema:string, Properties:dynamic'
  const rows = found.flatMap(({ name: database, tables, functions: stored }) => [
    ...tables.map((each) => [database, 'Table', each.name, '', '', '', '', cslSchema(each.columns), {}]),
    ...stored.map((each) => [database, 'Function', each.name, '', '', each.parameters, each.body, '', {}]),
  ])
  return commandTable(schema, rows)
}

function functions({ functions: stored }: DatabaseContents): Table {
  return commandTable(
    'Name:string, Parameters:string, Body:string, Folder:string, DocString:string',
    stored.map(({ name: called, parameters, body }) => [called, parameters, body, '', '']),
  )
}
