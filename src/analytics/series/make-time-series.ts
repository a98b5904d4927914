import { HuntletError } from '../../lib/diagnostic.ts'
import { formatDatetime, formatTimespan, parseDatetime, ticksFrom2020, ticksSince2020 } from '../../lib/kql-time.ts'
import { noProgress, type Progress } from '../../lib/progress.ts'
import { type ColumnData, Table } from '../../lib/table.ts'
import { columnAt } from '../columns/column-at.ts'
import { readNumbers, readTimes, readTimespan } from '../columns/numbers-and-times.ts'
import { orderByActorAndTime } from '../sessions/order-by-actor.ts'

export interface TimeSeriesOptions {
  /** A datetime column. */
  readonly time: string
  /** The length of an interval, `1h`; intervals start where KQL's `bin` starts them. */
  readonly interval: string
  /** Columns that together name a series; none: one series of all rows. */
  readonly by?: readonly string[]
  /** A column of numbers to add up; none: rows are counted. A null counts as 0. */
  readonly sum?: string
  /** A column that identifies a record: one that comes twice counts once. */
  readonly id?: string
  /** First interval and end (exclusive), as datetimes. Default: those of the first and last record. */
  readonly start?: string
  readonly end?: string
}

export interface TimeSeriesTable {
  readonly table: Table
  readonly notices: readonly string[]
}

/** More points than any screen or analysis of ours wants, at about 50 bytes each. */
const mostPoints = 10_000_000

/**
 * A log as regular series: one row for each interval and group, by group and then time, 0 where nothing was logged. Columns: the time
 * column (the start of the interval), the columns of `by`, and `Value` (long: rows; real: the sum). All groups cover the same
 * time, so that one that falls silent shows. Records without a time are left out, with a notice.
 * Throws `COLUMN_UNKNOWN`, `OPTION_INVALID`, and `SERIES_TOO_LARGE` for more than ten million points.
 */
export function makeTimeSeries(
  table: Table,
  options: TimeSeriesOptions,
  progress: Progress = noProgress,
): TimeSeriesTable {
  const times = readTimes(table, options.time)
  const interval = readTimespan(options.interval, 'interval')
  const by = (options.by ?? []).map((name) => columnAt(table, name, 'names a series'))
  const sum = options.sum === undefined ? undefined : readNumbers(table, options.sum, 'what is added up')
  const id = options.id === undefined ? {} : { id: columnAt(table, options.id, 'identifies a record') }
  const { rows, actors } = orderByActorAndTime(table, by, times, { unknownAs: undefined, ...id })
  // `bin` counts from the year 1: the last start of an interval up to 2020, from which times are counted here without losing a tick.
  const before2020 = Number(ticksFrom2020(0) % BigInt(interval))
  const binOf = (ticks: number) => Math.floor((ticks + before2020) / interval)
  const startOf = (bin: number) => bin * interval - before2020
  const range = timeRange(times, rows, options)
  const first = binOf(range.start)
  const bins = range.end > range.start ? binOf(range.end - 1) - first + 1 : 0
  const groups = firstRowOfEach(rows, actors)
  const points = groups.length * bins
  if (points > mostPoints) throw tooLarge(groups.length, bins, interval)

  const counts = new Float64Array(points)
  let timeless = 0
  let outside = 0
  let unknown = 0
  let group = -1
  for (let at = 0; at < rows.length; at++) {
    if (at % 500_000 === 0) progress(at, rows.length, 'Counting')
    if (at === 0 || actors[at] !== actors[at - 1]) group++
    const row = rows[at]!
    const time = times[row]!
    if (Number.isNaN(time)) timeless++
    else if (time < range.start || time >= range.end) outside++
    else {
      const value = sum ? sum[row]! : 1
      if (Number.isFinite(value)) counts[group * bins + binOf(time) - first]! += value
      else unknown++
    }
  }
  const starts = new BigInt64Array(points)
  const groupRows = new Uint32Array(points)
  for (let bin = 0; bin < bins; bin++) starts[bin] = ticksFrom2020(startOf(first + bin))
  for (let at = 0; at < groups.length; at++) {
    if (at > 0) starts.copyWithin(at * bins, 0, bins)
    groupRows.fill(groups[at]!, at * bins, (at + 1) * bins)
  }
  const names = table.select(options.by ?? []).pick(groupRows)
  const value: ColumnData = sum
    ? { kind: 'numbers', values: counts }
    : { kind: 'bigints', values: BigInt64Array.from(counts, BigInt) }
  const made = Table.fromColumns(
    [{ name: options.time, type: 'datetime' }, ...names.columns, { name: 'Value', type: sum ? 'real' : 'long' }],
    points,
    [{ kind: 'bigints', values: starts }, ...names.data, value],
  )
  const isCut = bins > 0 && (range.start > startOf(first) || range.end < startOf(first + bins))
  return {
    table: made,
    notices: [
      ...(timeless > 0 ? [`${timeless} rows have no time and are left out.`] : []),
      ...(outside > 0
        ? [`${outside} rows are before ${options.start ?? 'the start'} or after ${options.end ?? 'the end'}.`]
        : []),
      ...(unknown > 0 ? [`${unknown} rows have no number in \`${options.sum}\` and add nothing.`] : []),
      ...(isCut
        ? [
            `The first and last interval are partly before ${timeText(range.start)} or after ${timeText(range.end - 1)}, where the log begins and ends: their values may be low for that.`,
          ]
        : []),
    ],
  }
}

function timeRange(
  times: Float64Array,
  rows: Uint32Array,
  { start, end }: TimeSeriesOptions,
): { readonly start: number; readonly end: number } {
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  for (const row of rows) {
    const time = times[row]!
    if (time < low) low = time
    if (time > high) high = time
  }
  const given = (text: string, option: string): number => {
    const ticks = parseDatetime(text)
    if (ticks === undefined) {
      throw new HuntletError(
        'OPTION_INVALID',
        `\`${option}\` must be a datetime such as \`2026-09-01\`, not \`${text}\`.`,
      )
    }
    return ticksSince2020(ticks)
  }
  const from = start === undefined ? low : given(start, 'start')
  const to = end === undefined ? high + 1 : given(end, 'end')
  return Number.isFinite(from) && Number.isFinite(to) ? { start: from, end: to } : { start: 0, end: 0 }
}

function firstRowOfEach(rows: Uint32Array, actors: Uint32Array): Uint32Array {
  return rows.filter((_, at) => at === 0 || actors[at] !== actors[at - 1])
}

function timeText(ticks: number): string {
  return formatDatetime(ticksFrom2020(ticks)).replace(/\.\d+Z$/, 'Z')
}

function tooLarge(groups: number, bins: number, interval: number): HuntletError {
  return new HuntletError(
    'SERIES_TOO_LARGE',
    `${groups} series of ${bins} intervals of ${formatTimespan(BigInt(interval))} are more than ten million points.`,
    { hint: 'Take longer intervals, or fewer series: filter the log, or name other columns in `by`.' },
  )
}
