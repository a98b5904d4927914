import type { Span } from '../lib/diagnostic.ts'

/** Functions that Kusto has and Log Analytics refuses. */
const refusedFunctions: ReadonlySet<string> = new Set([
  'cursor_after',
  'cursor_before_or_at',
  'cursor_current',
  'current_cluster_endpoint',
  'current_database',
  'current_principal',
  'current_principal_details',
  'current_principal_is_member_of',
  'extent_id',
  'extent_tags',
])

/** Statements that Kusto has and Log Analytics refuses. */
const refusedStatements = /(?<=^|;)\s*(declare\s+(?:query_parameters|pattern)|alias\s+database|restrict\s+access)\b/gm

/** Something in a query that Log Analytics does not answer. */
export interface Refusal {
  readonly name: string
  readonly span: Span
}

/** What Log Analytics would refuse in a query: `tree` is the query, bound. */
export function refusedByLogAnalytics(kql: string, tree: unknown): Refusal[] {
  const statements = Array.from(kql.matchAll(refusedStatements), (match) => {
    const name = match[1]!
    const start = match.index + match[0].indexOf(name)
    return { name: name.replace(/\s+/g, ' '), span: { start, end: start + name.length } }
  })
  return [...statements, ...refusedCalls(tree)]
}

function refusedCalls(node: unknown): Refusal[] {
  if (Array.isArray(node)) return node.flatMap(refusedCalls)
  if (typeof node !== 'object' || node === null) return []
  const { kind, name, nameSpan } = node as { kind?: unknown; name?: unknown; nameSpan?: Span }
  const isRefused = kind === 'call' && typeof name === 'string' && refusedFunctions.has(name)
  const own = isRefused && nameSpan ? [{ name, span: nameSpan }] : []
  return [...own, ...Object.values(node).flatMap(refusedCalls)]
}
