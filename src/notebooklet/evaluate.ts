import type { Table } from '../lib/table.ts'
import type { TimeRange } from '../providers/workspace.ts'
import { runQuery } from './ask-workspace.ts'
import { ownTimeRange, resolveBindings, resolveText } from './bindings.ts'
import type { Bindings, TableSource } from './definition.ts'
import { evaluateCode } from './evaluate-code.ts'
import { evaluateLookup } from './evaluate-lookup.ts'
import { evaluateEnquiry, evaluateStep } from './evaluate-step.ts'
import { type Evaluated, joinKnowledge } from './evaluated.ts'
import type { QueryRecord } from './result-data.ts'
import { progressOf, type RunScope, stopIfCancelled } from './run-scope.ts'
import { attempt, SourceFailure } from './source-failure.ts'
import { type NamedTable, unitingTables } from './unite-tables.ts'

/** The table of a source. Throws SourceFailure, or `CANCELLED`. `section` is named in the events. */
export async function evaluate(scope: RunScope, source: TableSource, section: string): Promise<Evaluated> {
  stopIfCancelled(scope)
  switch (source.kind) {
    case 'query':
      return evaluateQuery(scope, source, section, await ownTimeRange(scope, source, section))
    case 'sources':
      return evaluateSources(scope, source, section)
    case 'from':
      return evaluateStep(scope, source, section)
    case 'enquiry':
      return evaluateEnquiry(scope, source, section)
    case 'lookup':
      return evaluateLookup(scope, source.lookup, section)
    case 'compute':
      return evaluateCode(scope, source.compute, section)
  }
}

/** Named data, fetched when first wanted. What failed is forgotten, so that a later follow-up may try again. */
export function namedData(scope: RunScope, name: string, section: string): Promise<Evaluated> {
  const kept = scope.kept(name)
  const known = kept.get(name)
  if (known) return known
  const source = scope.sources[name]
  if (!source) throw new SourceFailure([`There is no data \`${name}\`.`], [], undefined)
  const evaluated = evaluate(scope, source, section)
  kept.set(name, evaluated)
  evaluated.catch(() => kept.delete(name))
  return evaluated
}

/** A query with its bindings. Where data that a binding reads is incomplete, so is what is asked about it. */
async function evaluateQuery(
  scope: RunScope,
  { query, with: bindings }: { readonly query: string; readonly with: Bindings },
  section: string,
  timeRange: TimeRange | undefined,
): Promise<Evaluated> {
  const read: Evaluated[] = []
  const values = await resolveBindings(scope, bindings, section, (data) => read.push(data))
  const evaluated = { ...(await runQuery(scope, section, query, values, timeRange)), ...(timeRange && { timeRange }) }
  const lacking = read.filter(({ completeness }) => completeness !== 'complete')
  if (lacking.length === 0) return evaluated
  const { completeness, notices } = joinKnowledge([...lacking, evaluated])
  return { ...evaluated, completeness, notices }
}

async function evaluateSources(
  scope: RunScope,
  source: Extract<TableSource, { kind: 'sources' }>,
  section: string,
): Promise<Evaluated> {
  const said = source.only === undefined ? undefined : await resolveText(scope, source.only, section)
  const only = (said ?? 'all').toLowerCase()
  const wanted = Object.entries(source.sources).filter(([name]) => only === 'all' || name === only)
  if (wanted.length === 0) {
    const names = Object.keys(source.sources).join(', ')
    throw new SourceFailure([`There is no source \`${only}\`: expected all, ${names}.`], [], undefined)
  }
  const timeRange = await ownTimeRange(scope, source, section)
  const outcomes = await Promise.all(
    wanted.map(async ([name, each]) => {
      try {
        return { name, evaluated: await evaluateQuery(scope, each, section, timeRange) }
      } catch (error) {
        if (error instanceof SourceFailure) return { name, failure: error }
        throw error
      }
    }),
  )
  const failures = outcomes.flatMap(({ name, failure }) => (failure ? [{ name, failure }] : []))
  const tables = outcomes.flatMap(({ name, evaluated }) => (evaluated ? [{ name, evaluated }] : []))
  const failureTexts = failures.flatMap(({ name, failure }) => failure.notices.map((text) => `${name}: ${text}`))
  const failedQueries = failures.flatMap(({ failure }) => failure.queries)
  if (tables.length === 0) throw new SourceFailure(failureTexts, failedQueries, failures[0]?.failure)
  const joined = joinKnowledge(tables.map(({ evaluated }) => evaluated))
  const named = tables.map(({ name, evaluated }) => ({ name, table: evaluated.table }))
  return {
    ...joined,
    table: await unitedInTurns(scope, section, named, joined.queries),
    notices: [...failureTexts, ...joined.notices],
    queries: [...joined.queries, ...failedQueries],
    completeness: failures.length > 0 ? 'partial' : joined.completeness,
    ...(timeRange && { timeRange }),
  }
}

/** Many rows of many sources are put together in turns, between which the rest of the program goes on. */
async function unitedInTurns(
  scope: RunScope,
  section: string,
  tables: readonly NamedTable[],
  queries: readonly QueryRecord[],
): Promise<Table> {
  const progress = progressOf(scope, section, 'Putting sources together')
  const work = unitingTables(tables)
  for (;;) {
    const { done, value } = attempt(queries, () => work.next())
    if (done) return value
    progress(value.done, value.total)
    await new Promise(setImmediate)
    stopIfCancelled(scope)
  }
}
