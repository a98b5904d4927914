import type { LimitFunction } from 'p-limit'
import { HuntletError, KqlError, positionOf } from '../lib/diagnostic.ts'
import type { Progress } from '../lib/progress.ts'
import type { Cell, Table } from '../lib/table.ts'
import type { Lookup } from '../providers/lookups/lookup.ts'
import type { ObservableKind } from '../providers/lookups/observable.ts'
import type { TimeRange, Workspace } from '../providers/workspace.ts'
import type { Parameter } from '../queries/parameter.ts'
import type { Query } from '../queries/query-definition.ts'
import { bindParameters, placeDiagnostics, type RenderedQuery, renderQuery } from '../queries/render.ts'
import {
  type Binding,
  type Bindings,
  type Compute,
  type ComputeContext,
  columnReference,
  constantOf,
  type LookupDefinition,
  type NotebookletDefinition,
  type OwnTime,
  referenceOf,
  type TableSource,
} from './definition.ts'
import type { RequestTime, RunHooks } from './desk.ts'
import { enquiryNamed } from './enquiries.ts'
import type { EntityOfColumn } from './entity-columns.ts'
import { lookUpIn } from './look-up-in.ts'
import type { PlainValue, ResolvedRequest } from './request.ts'
import type { EntityType, QueryRecord } from './result-data.ts'
import { runStep } from './run-step.ts'
import { stepNamed } from './steps.ts'
import { resolveTimeRange, widened } from './time-range.ts'
import { uniteTables } from './unite-tables.ts'

/** A table and all that is to be known of it. */
export interface Evaluated {
  readonly table: Table
  readonly queries: readonly QueryRecord[]
  readonly notices: readonly string[]
  readonly completeness: 'complete' | 'partial' | 'truncated'
  /** Entity columns that the queries declare. */
  readonly entities: Readonly<Record<string, EntityType>>
  /** Tables of the workspace that were read. */
  readonly tables: readonly string[]
  /** The time that was asked about, where it is not that of the run. */
  readonly timeRange?: TimeRange
}

/** A table that could not be had: why, and what was asked. */
export class SourceFailure extends Error {
  override readonly name = 'SourceFailure'
  readonly notices: readonly string[]
  readonly queries: readonly QueryRecord[]

  constructor(notices: readonly string[], queries: readonly QueryRecord[], cause: unknown) {
    super(notices[0] ?? 'failed', { cause })
    this.notices = notices
    this.queries = queries
  }
}

/** What one run works with. Named data is kept, so that it is fetched once however many sections and follow-ups use it. */
export interface RunScope {
  readonly definition: NotebookletDefinition
  readonly findQuery: (id: string) => Query
  readonly workspace: Workspace
  /** What a column holds where neither section nor query says so. */
  readonly entityOf: EntityOfColumn
  readonly request: ResolvedRequest
  /** What bindings may name: the value, parameters, choices. */
  readonly values: Readonly<Record<string, PlainValue>>
  readonly choices: Readonly<Record<string, string>>
  readonly sources: Readonly<Record<string, TableSource>>
  /** Where data of a name is kept: that of the notebooklet for as long as its Results live, a follow-up's own for its run. */
  readonly kept: (name: string) => Map<string, Promise<Evaluated>>
  /** What the workspace said of complete answers: `no SigninLogs in this workspace`. Many sections may say the same. */
  readonly common: Set<string>
  readonly limit: LimitFunction
  readonly hooks: RunHooks
  /** Where observables are looked up. */
  readonly lookups: readonly Lookup[]
  /** Ids of the notebooklets whose sections this run is to be, outermost first. */
  readonly within: readonly string[]
}

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

export function stopIfCancelled(scope: RunScope): void {
  if (!scope.hooks.signal?.aborted) return
  throw new HuntletError('CANCELLED', 'The run was cancelled.', { cause: scope.hooks.signal.reason })
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

async function ownTimeRange(scope: RunScope, time: OwnTime, section: string): Promise<TimeRange | undefined> {
  const asked = await ownTime(scope, time, section)
  return asked && attempt([], () => resolveTimeRange(asked, scope.request.said.now, scope.definition.timespan))
}

/** The time around what is bound to a datetime; undefined where nothing is, or what is bound is empty. */
export async function ownTime(
  scope: RunScope,
  { around, within }: OwnTime,
  section: string,
): Promise<RequestTime | undefined> {
  const at = around === undefined ? undefined : await resolveText(scope, around, section)
  if (at === undefined || at.trim() === '') return undefined
  const side = within === undefined ? undefined : await resolveText(scope, within, section)
  return { around: at.trim(), ...(side !== undefined && { within: side }) }
}

async function runQuery(
  scope: RunScope,
  section: string,
  id: string,
  parameters: Readonly<Record<string, unknown>>,
  timeRange: TimeRange = scope.request.said.timeRange,
): Promise<Evaluated> {
  let rendered: RenderedQuery
  try {
    const query = scope.findQuery(id)
    const { start, end } = timeRange
    rendered = renderQuery(query, bindParameters(query, { ...fitting(query.parameters, parameters), start, end }))
  } catch (error) {
    throw new SourceFailure(failureNotices(error), [], error)
  }
  const { kql, query } = rendered
  const timespan = widened(timeRange, query.lookback)
  return scope.limit(() => askWorkspace(scope, section, { kql, timespan, rendered }))
}

/** KQL to be asked, and the template it is of, where it is of one. */
interface Question {
  readonly kql: string
  readonly timespan: TimeRange
  readonly rendered?: RenderedQuery
}

/** A question of code, asked once in the life of a Result and of those that grow from it. What failed may be asked again. */
function askOnce(scope: RunScope, section: string, question: Question): Promise<Evaluated> {
  const key = answerKey(question.kql, question.timespan)
  const kept = scope.kept(key)
  const known = kept.get(key)
  if (known) return known
  const asked = scope.limit(() => askWorkspace(scope, section, question))
  kept.set(key, asked)
  asked.catch(() => kept.delete(key))
  return asked
}

/** Answers are kept beside named data: no name of data holds a space. */
function answerKey(kql: string, { start, end }: TimeRange): string {
  return `${start} ${end} ${kql}`
}

async function askWorkspace(scope: RunScope, section: string, question: Question): Promise<Evaluated> {
  stopIfCancelled(scope)
  const { kql, timespan, rendered } = question
  const { signal, onEvent } = scope.hooks
  const query = rendered?.query.id
  const asked = { ...(query !== undefined && { query }), kql, timeRange: timespan }
  // Of questions that code asks its progress tells: there may be hundreds.
  if (query !== undefined) onEvent?.({ kind: 'query-started', section, query, kql })
  const finished = (rowCount: number, durationMs: number) => {
    if (query !== undefined) onEvent?.({ kind: 'query-finished', section, query, rowCount, durationMs })
  }
  try {
    const { table, completeness, durationMs } = await scope.workspace.run(kql, { timespan, signal })
    const rowCount = table.rowCount
    if (completeness.status === 'complete') for (const notice of completeness.notices) scope.common.add(notice)
    finished(rowCount, durationMs)
    return {
      table,
      queries: [{ ...asked, rowCount, durationMs, completeness: completeness.status }],
      notices: completeness.notices,
      completeness: completeness.status,
      // Checked against the entity types when the project is checked.
      entities: (rendered?.query.entities ?? {}) as Readonly<Record<string, EntityType>>,
      tables: rendered?.query.tables ?? [],
    }
  } catch (error) {
    stopIfCancelled(scope)
    finished(0, 0)
    const failed: QueryRecord = { ...asked, rowCount: 0, durationMs: 0, completeness: 'failed' }
    throw new SourceFailure(failureNotices(error, rendered), [failed], error)
  }
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
  return {
    ...joined,
    table: attempt(joined.queries, () =>
      uniteTables(tables.map(({ name, evaluated }) => ({ name, table: evaluated.table }))),
    ),
    notices: [...failureTexts, ...joined.notices],
    queries: [...joined.queries, ...failedQueries],
    completeness: failures.length > 0 ? 'partial' : joined.completeness,
    ...(timeRange && { timeRange }),
  }
}

async function evaluateStep(
  scope: RunScope,
  source: Extract<TableSource, { kind: 'from' }>,
  section: string,
): Promise<Evaluated> {
  const inputs = await Promise.all(source.from.map((name) => namedData(scope, name, section)))
  const joined = joinKnowledge(inputs)
  if (source.step === undefined) return { ...inputs[0]!, ...joined }
  const name = source.step
  try {
    const step = stepNamed(scope.definition.steps, name)
    const tables = inputs.map((input) => input.table)
    const hooks = { signal: scope.hooks.signal, progress: progressOf(scope, section, name) }
    const options = await resolveBindings(scope, source.with, section)
    const { table, notices } = await runStep(name, step, tables, options, hooks)
    return { ...joined, table, notices: [...joined.notices, ...notices] }
  } catch (error) {
    stopIfCancelled(scope)
    throw new SourceFailure(failureNotices(error), joined.queries, error)
  }
}

async function evaluateEnquiry(
  scope: RunScope,
  source: Extract<TableSource, { kind: 'enquiry' }>,
  section: string,
): Promise<Evaluated> {
  const { enquiry: name } = source
  const bindings = await resolveBindings(scope, source.with, section)
  const compute = attempt([], () => {
    const enquiry = enquiryNamed(name)
    const options = enquiry.options.safeParse(bindings)
    if (options.success) return (context: ComputeContext) => enquiry.run(context, options.data)
    const faults = options.error.issues.map(({ path, message }) => [...path, message].join(': '))
    throw new HuntletError('INVALID_OPTIONS', `Enquiry \`${name}\`: ${faults.join('; ')}`)
  })
  return evaluateCode(scope, compute, section)
}

async function evaluateLookup(scope: RunScope, lookup: LookupDefinition, section: string): Promise<Evaluated> {
  const { value, from } = lookup
  const written = value === undefined ? [] : [await resolveBinding(scope, value, section)].flat().map(String)
  const compute: Compute = async (context) => {
    const tables = await Promise.all(from.map((name) => context.data(name)))
    const { now } = scope.request.said
    return lookUpIn(lookup, { tables, written }, scope.lookups, { ...context, now: now.at, workspace: scope.workspace })
  }
  const evaluated = await evaluateCode(scope, compute, section)
  const kinds = new Set(evaluated.table.column('Kind'))
  const [kind] = kinds
  const entities: Record<string, EntityType> =
    kinds.size === 1 ? { Observable: entityOfKind[kind as ObservableKind] } : {}
  return { ...evaluated, tables: [], entities }
}

/** What an observable is to pivots. */
const entityOfKind: Readonly<Record<ObservableKind, EntityType>> = {
  ip: 'ip',
  domain: 'domain',
  url: 'url',
  hash: 'hash',
  email: 'account',
}

async function evaluateCode(scope: RunScope, compute: Compute, section: string): Promise<Evaluated> {
  // In the order in which it asked, whatever the order of the answers.
  const answers: (Evaluated | undefined)[] = []
  const used = () => answers.flatMap((answer) => answer ?? [])
  const failed: QueryRecord[] = []
  const notices: string[] = []
  let isIncomplete = false
  const notice = (text: string) => {
    notices.push(text)
    // Sections that show parts of the same data need not all say it.
    scope.common.add(text)
  }
  const use = async (evaluated: Promise<Evaluated>) => {
    const at = answers.push(undefined) - 1
    const answer = await evaluated
    answers[at] = answer
    return answer.table
  }
  const { value, ...named } = scope.values
  const parameters = Object.fromEntries(Object.entries(named).filter(([name]) => !Object.hasOwn(scope.choices, name)))
  try {
    const table = await compute({
      value: value === undefined ? '' : String(value),
      parameters,
      options: scope.request.said.options,
      choices: scope.choices,
      timeRange: scope.request.said.timeRange,
      signal: scope.hooks.signal,
      query: (id, given = {}) => use(runQuery(scope, section, id, given)),
      data: (name) => use(namedData(scope, name, section)),
      tables: () => scope.workspace.tables(),
      async ask(kql, timeRange = scope.request.said.timeRange) {
        try {
          return await use(askOnce(scope, section, { kql, timespan: timeRange }))
        } catch (error) {
          // Code may do without the answer: that it was asked for stands with the section all the same.
          if (error instanceof SourceFailure) failed.push(...error.queries)
          throw error
        }
      },
      isKept(kql, timeRange = scope.request.said.timeRange) {
        const key = answerKey(kql, timeRange)
        return scope.kept(key).has(key)
      },
      notice,
      incomplete(text) {
        isIncomplete = true
        notice(text)
      },
      progress: progressOf(scope, section, 'Working'),
    })
    const joined = joinKnowledge(used())
    return {
      ...joined,
      table,
      queries: [...joined.queries, ...failed],
      notices: [...joined.notices, ...notices],
      completeness: isIncomplete ? 'partial' : joined.completeness,
    }
  } catch (error) {
    if (error instanceof HuntletError && error.code === 'CANCELLED') throw error
    const before = [...joinKnowledge(used()).queries, ...failed]
    if (error instanceof SourceFailure) {
      const queries = [...new Set([...before, ...error.queries])]
      throw new SourceFailure(error.notices, queries, error)
    }
    throw new SourceFailure(failureNotices(error), before, error)
  }
}

/** Tells the run's listener how far a section's long work has come. */
function progressOf(scope: RunScope, section: string, what: string): Progress {
  return (done, total, text = what) => scope.hooks.onEvent?.({ kind: 'progress', section, text, done, total })
}

function attempt<T>(queries: readonly QueryRecord[], work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw new SourceFailure(failureNotices(error), queries, error)
  }
}

/** What is known of several tables together: the worst completeness, each notice once. */
function joinKnowledge(parts: readonly Evaluated[]): Omit<Evaluated, 'table'> {
  const statuses = parts.map(({ completeness }) => completeness)
  return {
    queries: [...new Set(parts.flatMap(({ queries }) => queries))],
    notices: [...new Set(parts.flatMap(({ notices }) => notices))],
    completeness: statuses.includes('partial') ? 'partial' : statuses.includes('truncated') ? 'truncated' : 'complete',
    entities: Object.assign({}, ...parts.map(({ entities }) => entities)),
    tables: [...new Set(parts.flatMap(({ tables }) => tables))],
  }
}

/** What bindings come to in this run; `read` is told of the data that was read for them. */
export async function resolveBindings(
  scope: RunScope,
  bindings: Bindings,
  section: string,
  read?: (data: Evaluated) => void,
): Promise<Record<string, PlainValue>> {
  const resolved = Object.entries(bindings).map(async ([name, binding]) => {
    return [name, await resolveBinding(scope, binding, section, read)] as const
  })
  return Object.fromEntries(await Promise.all(resolved))
}

/** What a binding comes to, as one text: of a column its first value, undefined where it has none. */
export async function resolveText(scope: RunScope, binding: Binding, section: string): Promise<string | undefined> {
  const value = await resolveBinding(scope, binding, section)
  const first = Array.isArray(value) ? value[0] : value
  return first === undefined ? undefined : String(first)
}

async function resolveBinding(
  scope: RunScope,
  binding: Binding,
  section: string,
  read?: (data: Evaluated) => void,
): Promise<PlainValue> {
  const name = referenceOf(binding)
  if (name === undefined) return constantOf(binding)
  const named = columnReference(name)
  if (named) {
    const data = await namedData(scope, named.data, section)
    read?.(data)
    return distinctValues(data.table, named.column)
  }
  const value = scope.values[name]
  if (value === undefined) throw new SourceFailure([`\`$${name}\` has no value.`], [], undefined)
  return value
}

/** The distinct values of a column, in order of rows, without what is null or empty. A list in a dynamic cell gives its items. */
function distinctValues(table: Table, column: string): readonly (string | number | boolean)[] {
  if (table.indexOf(column) < 0) {
    const known = table.columns.map(({ name }) => name).join(', ')
    throw new SourceFailure([`There is no column \`${column}\`; the table has ${known}.`], [], undefined)
  }
  const values = new Set<string | number | boolean>()
  for (const cell of table.column(column)) {
    for (const item of Array.isArray(cell) ? (cell as readonly Cell[]) : [cell]) {
      if (item === null || item === '') continue
      if (typeof item === 'bigint') values.add(String(item))
      else values.add(typeof item === 'object' ? JSON.stringify(item) : item)
    }
  }
  return [...values]
}

/** A parameter that takes one value gets the first of several, and nothing where there is none. */
export function fitting<Value>(
  declared: Readonly<Record<string, Parameter>>,
  values: Readonly<Record<string, Value>>,
): Readonly<Record<string, Value>> {
  const fitted = Object.entries(values).flatMap(([name, value]) => {
    if (!Array.isArray(value) || declared[name]?.type === 'list') return [[name, value] as const]
    return value.length > 0 ? [[name, value[0]] as const] : []
  })
  return Object.fromEntries(fitted)
}

/** A failure in the words of a reader: what, where in which file, and what to do. */
function failureNotices(error: unknown, rendered?: RenderedQuery): readonly string[] {
  if (error instanceof SourceFailure) return error.notices
  if (error instanceof KqlError && rendered && error.diagnostics.length > 0) {
    return placeDiagnostics(rendered, error.diagnostics).map(({ message, hint, source, span }) => {
      const { line, column } = positionOf(source!, span.start)
      return `${message}${hint ? ` ${hint}` : ''} (${source!.name}:${line}:${column})`
    })
  }
  if (error instanceof HuntletError) return [error.hint ? `${error.message} ${error.hint}` : error.message]
  return [error instanceof Error ? error.message : String(error)]
}
