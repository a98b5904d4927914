import type { TableSchema } from '../lib/kql-type.ts'
import type { Schemas } from './bind-kql.ts'
import { type FunctionSchema, type Globals, type LanguageService, watchlistDatabase } from './language-service.ts'
import { wordsIn } from './stored-functions.ts'

interface Cached {
  readonly tableNames: ReadonlySet<string>
  /** By the names of known tables and functions that were added to the workspace's. */
  readonly globals: Map<string, Globals>
}

const cache = new WeakMap<readonly TableSchema[], Cached>()
const cachedGlobals = 64

/** Stands for a member of a fuzzy union that is not there. */
export const absentTable: TableSchema = { name: '_', columns: [] }

/**
 * What the binder needs to know for one query: the workspace's tables and, of the known schemas, those whose name occurs in
 * the text — of 900 a query names two.
 */
export function globalsFor(
  schemas: Schemas,
  text: string,
  service: LanguageService,
  extra: readonly TableSchema[] = [],
): { readonly globals: Globals; readonly tableNames: ReadonlySet<string>; readonly allTables: readonly TableSchema[] } {
  let cached = cache.get(schemas.tables)
  if (!cached) {
    cached = { tableNames: new Set(schemas.tables.map((table) => table.name)), globals: new Map() }
    cache.set(schemas.tables, cached)
  }
  const { tableNames } = cached
  const functions = [...(schemas.functions ?? []), ...watchlistFunctions(text, schemas, tableNames)]
  const words = new Set([text, ...functions.map((each) => each.body)].flatMap(wordsIn))
  const named = [...words].filter((word) => !tableNames.has(word)).sort()
  const known = named.flatMap((word) => schemas.known?.get(word) ?? [])
  const called = functions.filter((each) => words.has(each.name))
  const lists = called.some((each) => each.name === getWatchlist) ? (schemas.watchlists ?? []) : []
  const key = JSON.stringify([
    [...known, ...extra].map((table) => table.name),
    called.map(({ name, parameters, body }) => [name, parameters, body]),
    lists.length,
  ])
  let globals = cached.globals.get(key)
  if (!globals) {
    globals = service.globals([...schemas.tables, ...known, ...extra], called, lists)
    if (cached.globals.size >= cachedGlobals) cached.globals.clear()
    cached.globals.set(key, globals)
  }
  return { globals, tableNames, allTables: [...schemas.tables, ...known] }
}

const getWatchlist = '_GetWatchlist'

/** `_GetWatchlist` and `_GetWatchlistAlias` over the workspace's lists, else over its table of the alias where there is one. */
function watchlistFunctions(text: string, schemas: Schemas, tableNames: ReadonlySet<string>): FunctionSchema[] {
  const bodies = [text, ...(schemas.functions ?? []).map((each) => each.body)]
  if (!bodies.some((body) => body.includes(getWatchlist))) return []
  const { functions, watchlists } = schemas
  const own = new Set(functions?.map((each) => each.name))
  const aliases = bodies.flatMap((body) =>
    [...body.matchAll(/\b_GetWatchlist\s*\(\s*(?:"([^"]*)"|'([^']*)')/g)].map(
      ([, double, single]) => double ?? single ?? '',
    ),
  )
  const isList = (alias: string) => watchlists?.some((each) => each.alias === alias) ?? false
  const areTables = aliases.length > 0 && aliases.every((alias) => tableNames.has(alias) && !isList(alias))
  const body = areTables ? '{ table(watchlistAlias) }' : `{ database("${watchlistDatabase}").table(watchlistAlias) }`
  const told = watchlists?.filter((each) => !each.isImplied) ?? []
  const named = told.map(({ alias }) => JSON.stringify(alias)).join(', ')
  return [
    ...(areTables || watchlists ? [{ name: getWatchlist, parameters: '(watchlistAlias:string)', body }] : []),
    ...(watchlists
      ? [{ name: `${getWatchlist}Alias`, parameters: '()', body: `{ datatable(WatchlistAlias:string)[${named}] }` }]
      : []),
  ].filter((each) => !own.has(each.name))
}
