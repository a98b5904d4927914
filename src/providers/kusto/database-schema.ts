import type { FunctionSchema } from '../../kql/language-service.ts'
import { canBeName, kqlName } from '../../kql/literal.ts'
import type { ColumnType } from '../../lib/kql-type.ts'
import type { Json } from '../../lib/table.ts'
import { kqlTypeOf } from '../remote/answer/declared-type.ts'
import type { WireSchema, WireTable } from '../remote/wire.ts'
import { timeColumnOf } from './time-column.ts'

type Bag = { readonly [key: string]: Json }

/** What queries of a database can name, before it is known what it goes by. */
export type DatabaseSchema = Pick<WireSchema, 'tables' | 'functions' | 'watchlists'>

/**
 * Of `.show database schema as json`: the database of that name, else the only one. Undefined where it is not in it. What is no
 * table or function there is left out.
 */
export function schemaOfJson(text: string, database: string, timeColumn?: string): DatabaseSchema | undefined {
  const databases = bagOf(bagOf(parsed(text))?.Databases)
  if (!databases) return undefined
  const all = Object.values(databases)
    .map(bagOf)
    .filter((each) => each !== undefined)
  const lower = database.toLowerCase()
  const found =
    bagOf(databases[database]) ??
    all.find((each) =>
      [each.Name, each.PrettyName].some((name) => typeof name === 'string' && name.toLowerCase() === lower),
    ) ??
    (all.length === 1 ? all[0] : undefined)
  if (!found) return undefined
  const tables = [found.Tables, found.MaterializedViews].flatMap((each) => Object.values(bagOf(each) ?? {}))
  return {
    tables: tables.flatMap((each) => tableOf(bagOf(each), timeColumn)),
    functions: Object.values(bagOf(found.Functions) ?? {}).flatMap((each) => functionOf(bagOf(each))),
    // Kusto has none; `huntlet serve` tells those of what it serves.
    watchlists: Object.values(bagOf(found.Watchlists) ?? {})
      .flatMap((each) => tableOf(bagOf(each), timeColumn))
      .map(({ name, columns }) => ({ alias: name, columns })),
  }
}

function tableOf(table: Bag | undefined, timeColumn: string | undefined): WireTable[] {
  const columns = columnsOf(table?.OrderedColumns)
  return typeof table?.Name === 'string' && table.Name !== ''
    ? [withTime({ name: table.Name, columns }, timeColumn)]
    : []
}

/** Says which column is its time, where it is not `TimeGenerated`. */
export function withTime(table: WireTable, timeColumn: string | undefined): WireTable {
  const time = timeColumnOf(table.columns, timeColumn)
  return time === undefined ? table : { ...table, time }
}

function columnsOf(list: Json | undefined): ColumnType[] {
  return listOf(list).flatMap((each) => {
    const { Name: name, CslType: csl, Type: type } = bagOf(each) ?? {}
    const declared = typeof csl === 'string' && csl !== '' ? csl : type
    if (typeof name !== 'string' || typeof declared !== 'string') return []
    return [{ name, type: kqlTypeOf(declared) ?? 'dynamic' }]
  })
}

function functionOf(stored: Bag | undefined): FunctionSchema[] {
  if (typeof stored?.Name !== 'string' || typeof stored.Body !== 'string') return []
  const parameters = listOf(stored.InputParameters).map(parameterText)
  if (!parameters.every((each) => each !== undefined)) return []
  const body = stored.Body.trim()
  return [
    {
      name: stored.Name,
      parameters: `(${parameters.join(', ')})`,
      // On lines of its own: a comment may end the body.
      body: body.startsWith('{') && body.endsWith('}') ? body : `{\n${body}\n}`,
    },
  ]
}

/** `x:string`, `n:long=5`, `T:(a:string)`, `T:(*)`; undefined where a name in it can be none. */
function parameterText(parameter: Json): string | undefined {
  const { Name, CslType, CslDefaultValue, Columns } = bagOf(parameter) ?? {}
  if (typeof Name !== 'string' || !canBeName(Name)) return undefined
  const name = kqlName(Name)
  if (Array.isArray(Columns)) {
    const given = columnsOf(Columns as Json)
    if (!given.every((column) => canBeName(column.name))) return undefined
    const columns = given.map((column) => `${kqlName(column.name)}:${column.type}`)
    return `${name}:(${columns.length > 0 ? columns.join(', ') : '*'})`
  }
  const standard = typeof CslDefaultValue === 'string' && CslDefaultValue !== '' ? `=${CslDefaultValue}` : ''
  return `${name}:${kqlTypeOf(String(CslType ?? 'dynamic')) ?? 'dynamic'}${standard}`
}

function bagOf(value: Json | undefined): Bag | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Bag) : undefined
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : []
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json
  } catch {
    return null
  }
}
