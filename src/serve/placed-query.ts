import { readString } from '../kql/read-literal.ts'
import { withoutTexts } from './log-analytics/kql-words.ts'
import { servedBy } from './log-analytics/workspace-of.ts'
import type { ServedWorkspace } from './route.ts'

/** A query, and which of the served workspaces are to answer it together. Names of workspaces are blank in it, and all else is where it was. */
export interface PlacedQuery {
  readonly served: readonly ServedWorkspace[]
  readonly kql: string
}

/** `workspace("other").`, `cluster("…").database('other').` where it begins and ends. */
interface Head {
  readonly start: number
  readonly end: number
  readonly served: ServedWorkspace
}

/** Where a query names tables: with the workspace that is named before, else its own. */
interface Reference {
  readonly at: number
  readonly served: ServedWorkspace
}

const text = String.raw`@?"[^"\\\n]*"|@?'[^'\\\n]*'`
const heads = new RegExp(
  String.raw`//[^\n]*|(?:\bcluster\s*\(\s*(?:${text})\s*\)\s*\.\s*)?\b(?:workspace|app|resource|database)\s*\(\s*(${text})\s*\)\s*\.\s*|@?"(?:[^"\\\n]|\\.)*"|@?'(?:[^'\\\n]|\\.)*'`,
  'g',
)

/** Reads tables without naming each: they would be those of its own workspace. */
const readsOwn = /\b(?:search|find|table|externaldata|_GetWatchlist\w*)\b|\bunion\b[^|;)]*\*/

const unions =
  /\bunion(?:\s+(?:kind\s*=\s*outer|isfuzzy\s*=\s*(?:true|false)))*\s+((?:[A-Za-z_]\w*)(?:\s*,\s*[A-Za-z_]\w*)+)(?=\s*(?:[|;)]|$))/g

/**
 * Where a query goes that names workspaces before its tables: to one of them, or, where it is a union of one table of several, to all of
 * them together. A workspace that is not served is left for the binder to refuse. Undefined where the query is neither.
 */
export async function placedQuery(
  kql: string,
  own: ServedWorkspace,
  served: readonly ServedWorkspace[],
): Promise<PlacedQuery | undefined> {
  const named = headsOf(kql, served)
  if (!named || named.length === 0) return { served: [own], kql }
  const stripped = named.reduce((changed, head) => blank(changed, head.start, head.end), kql)
  const others = new Set(named.map((head) => head.served))
  if (others.size === 1 && others.has(own)) return { served: [own], kql: stripped }
  const words = withoutTexts(stripped)
  const bare = await ownReferences(words, own, new Set(named.map(({ end }) => end)))
  const isOwnRead = bare.length > 0 || readsOwn.test(words)
  if (others.size === 1 && !isOwnRead) return { served: [...others], kql: stripped }
  if (readsOwn.test(words)) return undefined
  const references = [...named.map(({ end, served: of }) => ({ at: end, served: of })), ...bare]
  return unionOfOne(stripped, words, references)
}

/** Undefined where one of them is not served. */
function headsOf(kql: string, served: readonly ServedWorkspace[]): Head[] | undefined {
  const found: Head[] = []
  for (const match of kql.matchAll(heads)) {
    const [whole, literal] = match
    if (literal === undefined) continue
    const meant = servedBy(served, readString(literal))
    if (!meant) return undefined
    found.push({ start: match.index, end: match.index + whole.length, served: meant })
  }
  return found
}

async function ownReferences(
  words: string,
  own: ServedWorkspace,
  placed: ReadonlySet<number>,
): Promise<readonly Reference[]> {
  const { functions = [] } = (await own.workspace.surroundings?.()) ?? {}
  const names = new Set([...(await own.workspace.tables()), ...functions].map(({ name }) => name))
  return [...words.matchAll(/(?<![\w.])[A-Za-z_]\w*/g)]
    .filter(({ 0: word, index }) => names.has(word) && !placed.has(index))
    .map(({ index }) => ({ at: index, served: own }))
}

/** `union T, workspace("other").T` is the table T of a workspace of both, where that is all the query reads. */
async function unionOfOne(
  stripped: string,
  words: string,
  references: readonly Reference[],
): Promise<PlacedQuery | undefined> {
  let kql = stripped
  let [within, together] = [0, new Set<ServedWorkspace>()]
  for (const match of words.matchAll(unions)) {
    const list = match[1]!
    const from = match.index + match[0].length - list.length
    const inside = references.filter(({ at }) => at >= from && at < from + list.length)
    const members = list.split(/\s*,\s*/)
    const name = members[0]!
    const of = new Set(inside.map(({ served }) => served))
    const isOne = members.every((each) => each === name) && of.size === members.length && inside.length === of.size
    if (!isOne || (together.size > 0 && together.symmetricDifference(of).size > 0)) return undefined
    if (!(await agree(name, of))) return undefined
    together = of
    within += inside.length
    kql = blank(kql, from + name.length, from + list.length)
    kql = kql.slice(0, from) + name + kql.slice(from + name.length)
  }
  return together.size > 0 && within === references.length ? { served: [...together], kql } : undefined
}

/** Columns of one name are of one type in all: a union makes two of them otherwise, and one workspace one. */
async function agree(table: string, served: ReadonlySet<ServedWorkspace>): Promise<boolean> {
  const types = new Map<string, string>()
  for (const { workspace } of served) {
    const found = (await workspace.tables()).find(({ name }) => name === table)
    if (!found) return false
    for (const { name, type } of found.columns) {
      if ((types.get(name) ?? type) !== type) return false
      types.set(name, type)
    }
  }
  return true
}

function blank(kql: string, start: number, end: number): string {
  return kql.slice(0, start) + kql.slice(start, end).replace(/[^\n]/g, ' ') + kql.slice(end)
}

/** Why a query is not placed, and what to do instead. */
export const notPlaced =
  'This query reads tables of several workspaces. This server answers one on the tables of one of them, and a union of the same table of several (union T, workspace("other").T); name the others in `workspaces` of the request to have each table be that of all.'
