import { kqlLiteral } from '../../../kql/literal.ts'
import type { TableSchema } from '../../../lib/kql-type.ts'
import type { Table } from '../../../lib/table.ts'
import type { ServedWorkspace } from '../../route.ts'
import { cslSchema, schemaColumn } from '../column-types.ts'
import { noSuchEntity, type RequestIds } from '../one-api-error.ts'
import { commandTable } from './command-table.ts'
import { type DatabaseContents, databaseSchema } from './database-schema.ts'
import { listed } from './names-of-command.ts'

/** What commands ask about. */
export interface CommandWorld {
  readonly served: readonly ServedWorkspace[]
  /** The database of the request; a command may name another. */
  database(name?: string): ServedWorkspace
  contents(served: ServedWorkspace): Promise<DatabaseContents>
  /** Ends the queries that a client calls so; how many there were. */
  cancel(clientRequestId: string): number
  /** `http://127.0.0.1:8080` */
  readonly origin: string
  readonly ids: RequestIds
}

/** A row for each database, as `.show databases` has it. */
export function databases(list: readonly string[], current?: string): Table {
  const schema =
    'DatabaseName:string, PersistentStorage:string, Version:string, IsCurrent:bool, DatabaseAccessMode:string, PrettyName:string, DatabaseId:guid'
  return commandTable(
    schema,
    list.map((each) => [each, '', 'v1.1', each === current, 'ReadOnly', each, null]),
  )
}

/** A table, and the name of its database. */
export interface FoundTable {
  readonly table: DatabaseContents['tables'][number]
  readonly database: string
}

/** Those of a list of names, else all of the request's database. Throws KustoRefusal for one that is not there. */
export async function tablesOf(world: CommandWorld, list: string | undefined): Promise<FoundTable[]> {
  if (list !== undefined) return Promise.all(listed(list).map((each) => tableOf(world, each)))
  const { name: database, tables } = await world.contents(world.database())
  return tables.map((table) => ({ table, database }))
}

/** Throws KustoRefusal where it is not there. */
export async function tableOf(world: CommandWorld, asked: string | undefined): Promise<FoundTable> {
  const { name: database, tables } = await world.contents(world.database())
  const table = tables.find((each) => each.name === asked)
  if (!table) throw noSuchEntity('Table', asked ?? '', world.ids)
  return { table, database }
}

/** Numbers of records and their times, as far as they are known. */
export function details(found: readonly FoundTable[]): Table {
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

/** The schema of tables, each in one text. */
export function schemaTable(rows: readonly (readonly [table: string, schema: string, database: string])[]): Table {
  const columns = 'TableName:string, Schema:string, DatabaseName:string, Folder:string, DocString:string'
  return commandTable(
    columns,
    rows.map((row) => [...row, '', '']),
  )
}

/** What can be named in databases, in one text of JSON. */
export async function schemaJson(world: CommandWorld, asked: readonly ServedWorkspace[]): Promise<Table> {
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

/** A row for each database, table and column. */
export function schemaRows(found: readonly DatabaseContents[]): Table {
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

/** A row for each table and stored function. */
export function entities(found: readonly DatabaseContents[]): Table {
  const schema =
    'DatabaseName:string, EntityType:string, EntityName:string, DocString:string, Folder:string, CslInputSchema:string, Content:string, CslOutputSchema:string, Properties:dynamic'
  const rows = found.flatMap(({ name: database, tables, functions: stored }) => [
    ...tables.map((each) => [database, 'Table', each.name, '', '', '', '', cslSchema(each.columns), {}]),
    ...stored.map((each) => [database, 'Function', each.name, '', '', each.parameters, each.body, '', {}]),
  ])
  return commandTable(schema, rows)
}

/** A row for each stored function. */
export function functions({ functions: stored }: DatabaseContents): Table {
  return commandTable(
    'Name:string, Parameters:string, Body:string, Folder:string, DocString:string',
    stored.map(({ name: called, parameters, body }) => [called, parameters, body, '', '']),
  )
}
