import { formatDatetime, formatTimespan, parseDatetime, ticksPerDay } from '../../lib/kql-time.ts'
import type { Cell, Json } from '../../lib/table.ts'
import { type ColumnCounts, chooseColumns } from './categorical-columns.ts'
import { canHoldText } from './entity-filter.ts'
import {
  categoryQuery,
  countableColumns,
  historyQuery,
  ownValuesQuery,
  type Span,
  seriesQuery,
} from './lookup-queries.ts'
import { isCancelled, isOutOfQueries, type LookupQuestions } from './lookup-questions.ts'
import type { TableReport } from './lookup-report.ts'
import type { LookupRequest, LookupTable } from './lookup-request.ts'
import { chooseWindow, earliest, fewestSteps, type LookupWindow, latest, wholeSecond } from './lookup-window.ts'

/** Columns that one query makes series of. */
const columnsAtOnce = 20

/** Up to so many records all of the time is read, beyond that its last day. */
const smallTable = 1_000_000

/** The entity's records in a table near the time: how many, and the last of them, ISO. */
export interface Presence {
  readonly records: number
  readonly last: string
}

/** A table that holds the entity, on its way through the questions. */
export interface LookedTable {
  readonly table: LookupTable
  readonly presence: Presence
  report: TableReport
  window?: LookupWindow
  /** Where there is no window, but the table is older: the time over which its values are compared with everybody's. */
  everybody?: Span
  /** Distinct values among the entity's records, of the columns that may be categorical. */
  counted?: readonly Omit<ColumnCounts, 'distinct'>[]
}

/** Most queries a table may cost. */
export function costOf({ columns }: LookupRequest): number {
  return 2 + Math.ceil(columns / columnsAtOnce)
}

/** As far back as history is looked for. */
export function reachOf({ days }: LookupRequest, time: bigint): bigint {
  return latest(0n, time - BigInt(days) * ticksPerDay)
}

/** The first question about a table, and the time it is about: up to a day after, as far as there are records. */
export function historyOf(
  table: LookupTable,
  request: LookupRequest,
  time: bigint,
): { readonly kql: string; readonly span: Span } {
  const last = table.last === undefined ? undefined : parseDatetime(table.last)
  const end = earliest(time + ticksPerDay, request.end, ...(last === undefined ? [] : [wholeSecond(last + 1n)]))
  const span = { start: reachOf(request, time), end }
  return { kql: historyQuery(table, request, span), span }
}

/**
 * Asks for the history of the entity in each table, then for categorical columns, then for series; each report grows with the
 * answers. A question that fails makes its table fail.
 */
export async function lookIntoTables(
  looked: readonly LookedTable[],
  questions: LookupQuestions,
  request: LookupRequest,
  time: bigint,
): Promise<void> {
  const attempt = (each: LookedTable, work: Promise<void>) =>
    work.catch((error: unknown) => {
      if (isCancelled(error)) throw error
      each.report = { ...each.report, ...failure(error), series: [] }
    })
  await questions.forEach(looked, 'Reading history: table', (each) =>
    attempt(each, readHistory(each, questions, request, time)),
  )
  const comparable = looked.filter(({ window, everybody }) => window || everybody)
  await questions.forEach(comparable, 'Finding categorical columns: table', (each) =>
    attempt(each, findCategories(each, questions, request)),
  )
  const parts = comparable.filter(({ report }) => isAnswered(report)).flatMap(seriesParts)
  const found = new Map<SeriesPart, Found>()
  await questions.forEach(parts, 'Counting by value: query', (part) =>
    attempt(
      part.each,
      (part.each.window ? readSeries : readOwnValues)(part, questions, request).then((values) => {
        found.set(part, values)
      }),
    ),
  )
  for (const part of parts) {
    const { report } = part.each
    const { series = [], own } = found.get(part) ?? {}
    if (!isAnswered(report)) continue
    const owned = own && { own: [...(report.own ?? []), ...own] }
    part.each.report = { ...report, series: [...report.series, ...series], ...owned }
  }
}

async function readHistory(
  each: LookedTable,
  questions: LookupQuestions,
  request: LookupRequest,
  time: bigint,
): Promise<void> {
  const { table, presence } = each
  const { kql, span } = historyOf(table, request, time)
  const history = await questions.ask('history', kql, span)
  const number = (name: string) => Number(history.value(0, name) ?? 0)
  const first = history.value(0, 'First')
  each.report = {
    ...each.report,
    near: presence.records,
    records: number('Records'),
    ...(typeof first === 'string' && { first }),
    last: String(history.value(0, 'Last') ?? presence.last),
    ...(table.first !== undefined && { tableFirst: table.first }),
    holding: table.columns
      .filter(canHoldText)
      .map((column, index) => ({ name: column.name, type: column.type, records: number(`h${index}`) }))
      .filter(({ records }) => records > 0),
  }
  const begin = typeof first === 'string' ? parseDatetime(first) : undefined
  const window =
    begin === undefined ? undefined : chooseWindow({ first: begin, time, end: span.end, days: request.days })
  if (!window) {
    const since = latest(span.start, parseDatetime(table.first ?? '') ?? span.end)
    const isOlder = begin !== undefined && begin - since >= ticksPerDay
    const reason = `Its history there is shorter than ${fewestSteps} steps of ten minutes${isOlder ? '.' : ': there is nothing to compare with.'}`
    each.report = { ...each.report, status: 'too little history', reason }
    if (!isOlder) return
    each.everybody = { start: isSmall(table) ? since : latest(since, span.end - ticksPerDay), end: span.end }
  }
  each.window = window
  each.counted = countableColumns(table)
    .map((column, index) => ({ column, values: number(`v${index}`) }))
    .filter(({ values }) => values > 0 && values < request.distinct)
}

async function findCategories(each: LookedTable, questions: LookupQuestions, request: LookupRequest): Promise<void> {
  const { table, counted, window } = each
  const whole = window ?? each.everybody!
  const span = { start: isSmall(table) ? whole.start : latest(whole.start, whole.end - ticksPerDay), end: whole.end }
  const columns = counted!.map(({ column }) => column)
  const answer = await questions.ask('categorical columns', categoryQuery(table, columns, span), span)
  const rows = Number(answer.value(0, 'Rows') ?? 0)
  const counts = counted!.map((one, index) => ({ ...one, distinct: Number(answer.value(0, `d${index}`) ?? 0) }))
  const { chosen, leftOut } = chooseColumns(counts, rows, request)
  each.report = {
    ...each.report,
    ...(window
      ? { status: 'looked into', reason: '', window: saidWindow(window) }
      : {
          status: 'new there',
          reason: `Compared with everybody's records since ${formatDatetime(whole.start).slice(0, 16)}.`,
        }),
    categories: chosen.map(({ column, values, distinct }) => ({ ...column, values, distinct })),
    leftOut: leftOut.map(({ column }) => column.name),
  }
}

function saidWindow({ start, end, step, steps, period }: LookupWindow): NonNullable<TableReport['window']> {
  return { start: formatDatetime(start), end: formatDatetime(end), step: formatTimespan(step), steps, period }
}

/** Columns of a table that one query makes series of; the first also of all records. */
interface SeriesPart {
  readonly each: LookedTable
  readonly columns: TableReport['categories']
  readonly isFirst: boolean
}

function seriesParts(each: LookedTable): SeriesPart[] {
  const { categories } = each.report
  if (!each.window && categories.length === 0) return []
  const parts: SeriesPart[] = []
  for (let from = 0; from === 0 || from < categories.length; from += columnsAtOnce) {
    parts.push({ each, columns: categories.slice(from, from + columnsAtOnce), isFirst: from === 0 })
  }
  return parts
}

async function readSeries(
  { each, columns, isFirst }: SeriesPart,
  questions: LookupQuestions,
  request: LookupRequest,
): Promise<Found> {
  const window = each.window!
  const kql = seriesQuery(each.table, each.report.holding, columns, request, window, isFirst)
  const answer = await questions.ask('series', kql, window)
  const series = Array.from(answer.objects(), (row) => ({
    column: String(row.Column),
    value: String(row.Value),
    counts: numbers(row.Counts),
    expected: numbers(row.Expected),
    scores: Array.isArray(row.Scores) ? (row.Scores as readonly Json[]) : [],
  }))
  return { series }
}

async function readOwnValues(
  { each, columns }: SeriesPart,
  questions: LookupQuestions,
  request: LookupRequest,
): Promise<Found> {
  const span = each.everybody!
  const kql = ownValuesQuery(each.table, each.report.holding, columns, request, span, mostOwnValues)
  const answer = await questions.ask('values nobody else has', kql, span)
  const own = Array.from(answer.objects(), (row) => ({
    column: String(row.Column),
    value: String(row.Value),
    records: Number(row.Records),
  }))
  return { own }
}

/** Of an entity without history nearly every value may be its own: the most frequent say what it is about. */
const mostOwnValues = 5

type Found = Partial<Pick<TableReport, 'series' | 'own'>>

function isAnswered({ status }: TableReport): boolean {
  return status === 'looked into' || status === 'new there'
}

function isSmall({ rowCount }: LookupTable): boolean {
  return rowCount > 0 && rowCount <= smallTable
}

/** What is said of a table that could not be answered for. */
export function failure(error: unknown): Pick<TableReport, 'status' | 'reason'> {
  const reason = error instanceof Error ? error.message : String(error)
  return { status: isOutOfQueries(error) ? 'left over' : 'failed', reason }
}

function numbers(cell: Cell | undefined): number[] {
  return Array.isArray(cell) ? cell.map((each) => Number(each)) : []
}
