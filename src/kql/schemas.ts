import type { TableSchema } from '../lib/kql-type.ts'
import type { Schemas } from './bind-kql.ts'
import type { FunctionSchema, Globals, LanguageService } from './language-service.ts'

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
  const functions = [...(schemas.functions ?? []), ...watchlists(text, schemas, tableNames)]
  const words = new Set(
    [text, ...functions.map((each) => each.body)].flatMap((each) => each.match(/[\p{L}_$][\p{L}\p{N}_$]*/gu) ?? []),
  )
  const named = [...words].filter((word) => !tableNames.has(word)).sort()
  const known = named.flatMap((word) => schemas.known?.get(word) ?? [])
  const called = functions.filter((each) => words.has(each.name))
  const key = JSON.stringify([[...known, ...extra].map((table) => table.name), called])
  let globals = cached.globals.get(key)
  if (!globals) {
    globals = service.globals([...schemas.tables, ...known, ...extra], called)
    if (cached.globals.size >= cachedGlobals) cached.globals.clear()
    cached.globals.set(key, globals)
  }
  return { globals, tableNames, allTables: [...schemas.tables, ...known] }
}

/** A watchlist of Sentinel is here the workspace's table of its alias; where one is not there, the function is unknown. */
function watchlists(text: string, { functions }: Schemas, tableNames: ReadonlySet<string>): FunctionSchema[] {
  const name = '_GetWatchlist'
  const aliases = [...text.matchAll(/\b_GetWatchlist\s*\(\s*(?:"([^"]*)"|'([^']*)')/g)]
  const areThere = aliases.every(([, double, single]) => tableNames.has(double ?? single ?? ''))
  if (aliases.length === 0 || !areThere || functions?.some((each) => each.name === name)) return []
  return [{ name, parameters: '(watchlistAlias:string)', body: '{ table(watchlistAlias) }' }]
}
