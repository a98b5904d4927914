import type { FunctionSchema, WatchlistSchema } from '../../kql/language-service.ts'
import type { ColumnType } from '../../lib/kql-type.ts'
import type { Json } from '../../lib/table.ts'
import { kqlTypeOf } from '../remote/answer/declared-type.ts'
import { ServiceFault, type TablePlan, type WireSchema, type WireTable } from '../remote/wire.ts'

type Members = { readonly [key: string]: Json }

/** What `/metadata` told, and whether it says anything of watchlists: the service does not, `huntlet serve` does. */
export interface Metadata {
  readonly schema: WireSchema
  readonly tellsWatchlists: boolean
  readonly hasWatchlists: boolean
}

/** Reads the answer of `/metadata`. `workspace`: its id or resource id, as it was asked for. Throws ServiceFault `bad-answer`. */
export function readMetadata(text: string, workspace: string, plans: Readonly<Record<string, TablePlan>>): Metadata {
  const members = parsed(text)
  const tables = objectsIn(members.tables).flatMap((table) => wireTable(table, plans))
  const functions = objectsIn(members.functions).flatMap(functionSchema)
  const names = objectsIn(members.workspaces)
    .filter((each) => [each.id, each.resourceId].some((id) => sameText(id, workspace)))
    .flatMap((each) => [each.name, each.id, each.resourceId].filter((name) => typeof name === 'string'))
  return {
    schema: {
      tables,
      // These are known to the binder, as what they give depends on the list.
      functions: functions.filter(({ name }) => !/^_GetWatchlist(Alias)?$/.test(name)),
      watchlists: objectsIn(members.watchlists).flatMap(watchlistSchema),
      names: names.length > 0 ? names : [workspace],
      ...(workspace.startsWith('/') && { isPartial: true }),
    },
    tellsWatchlists: Array.isArray(members.watchlists),
    hasWatchlists:
      tables.some(({ name }) => name === 'Watchlist') || functions.some(({ name }) => /^_GetWatchlist/.test(name)),
  }
}

function parsed(text: string): Members {
  try {
    const body = JSON.parse(text) as Json
    if (isObject(body) && Array.isArray(body.tables)) return body
  } catch {
    // Said below.
  }
  throw new ServiceFault('bad-answer', 'What the service says of its tables cannot be read.')
}

function wireTable(table: Members, plans: Readonly<Record<string, TablePlan>>): WireTable[] {
  const { name, timespanColumn } = table
  if (typeof name !== 'string' || name === '') return []
  const columns = objectsIn(table.columns).flatMap(columnType)
  const plan = Object.hasOwn(plans, name) ? plans[name] : planOf(table)
  return [
    {
      name,
      columns,
      ...(plan && { plan }),
      ...(typeof timespanColumn === 'string' && timespanColumn !== 'TimeGenerated' && { time: timespanColumn }),
    },
  ]
}

/** Told under several names. */
function planOf(table: Members): TablePlan | undefined {
  const properties = isObject(table.properties) ? table.properties : {}
  const told = [table.plan, properties.plan, properties.tablePlan, properties.tableSubType, table.tablePlan]
  for (const each of told) {
    const word = typeof each === 'string' ? each.toLowerCase() : ''
    if (word === 'basic' || word === 'auxiliary' || word === 'analytics') return word
  }
  return undefined
}

/** A column of a type that KQL does not have is one that nothing is known of. */
function columnType(column: Members): ColumnType[] {
  const { name, type } = column
  if (typeof name !== 'string' || name === '') return []
  return [{ name, type: (typeof type === 'string' && kqlTypeOf(type)) || 'dynamic' }]
}

function functionSchema(each: Members): FunctionSchema[] {
  const { name, parameters, body } = each
  if (typeof name !== 'string' || typeof body !== 'string') return []
  const list = typeof parameters === 'string' ? parameters.trim() : ''
  return [{ name, parameters: list.startsWith('(') ? list : `(${list})`, body: braced(body) }]
}

/** On lines of its own: a comment may end the body. */
function braced(body: string): string {
  const text = body.trim()
  return text.startsWith('{') && text.endsWith('}') ? text : `{\n${text}\n}`
}

function watchlistSchema(each: Members): WatchlistSchema[] {
  if (typeof each.alias !== 'string') return []
  const columns = (Array.isArray(each.columns) ? (each.columns as readonly Json[]) : []).flatMap((column) =>
    typeof column === 'string'
      ? [{ name: column, type: 'string' as const }]
      : isObject(column)
        ? columnType(column)
        : [],
  )
  return [{ alias: each.alias, columns }]
}

function objectsIn(value: Json | undefined): Members[] {
  return Array.isArray(value) ? (value as readonly Json[]).filter(isObject) : []
}

function isObject(value: Json | undefined): value is Members {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}

function sameText(one: Json | undefined, other: string): boolean {
  return typeof one === 'string' && one.toLowerCase() === other.toLowerCase()
}
