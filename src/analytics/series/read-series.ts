import { HuntletError } from '../../lib/diagnostic.ts'
import { formatDatetime, formatTimespan, ticksFrom2020 } from '../../lib/kql-time.ts'
import type { Table } from '../../lib/table.ts'
import { columnAt } from '../columns/column-at.ts'
import { readNumbers, readTimes } from '../columns/numbers-and-times.ts'
import { orderByActorAndTime } from '../sessions/order-by-actor.ts'

export interface SeriesColumns {
  /** A datetime column. */
  readonly time: string
  readonly value: string
  /** Columns that together tell one series from another. */
  readonly by: readonly string[]
}

/** What a point gets that the table does not have: the line between its neighbours, or 0. */
export type GapFill = 'linear' | 'zero'

/** One series: a point for each interval from its first to its last time. */
export interface Series {
  readonly label: string
  readonly values: Float64Array
  /** The table's row of each point; -1 for one that was filled in. A row without a number is filled in too. */
  readonly rows: Int32Array
}

export interface SeriesSet {
  readonly series: readonly Series[]
  /** Ticks from one point to the next; 0 where no series has two. */
  readonly interval: number
  readonly notices: readonly string[]
}

/**
 * The series of a table, one row a point, in any order: sorted, with gaps filled, the same point told twice taken once. The interval is
 * the commonest distance of two times, unless given in ticks. Throws `SERIES_IRREGULAR` where times do not stand on a grid of it, tell
 * different values for one time, or lack more than half of the points; `COLUMN_UNKNOWN`, `OPTION_INVALID`.
 */
export function readSeries(table: Table, columns: SeriesColumns, fill: GapFill = 'linear', given?: number): SeriesSet {
  const by = columns.by.map((name) => columnAt(table, name, 'tells one series from another'))
  const times = readTimes(table, columns.time)
  const values = readNumbers(table, columns.value, 'the values')
  const sorted = orderByActorAndTime(table, by, times, { unknownAs: undefined })
  const interval = given ?? commonestGap(sorted, times)
  const series: Series[] = []
  let timeless = 0
  let repeated = 0
  let filled = 0
  for (let from = 0; from < sorted.rows.length; ) {
    let to = from
    while (to < sorted.rows.length && sorted.actors[to] === sorted.actors[from]) to++
    while (from < to && Number.isNaN(times[sorted.rows[from]!]!)) {
      from++
      timeless++
    }
    if (from < to) {
      const rows = sorted.rows.subarray(from, to)
      const label = by.map((column) => labelOf(table, rows[0]!, column)).join(' · ')
      const made = regular({ rows, times, values, interval, label, fill })
      repeated += made.repeated
      filled += made.filled
      series.push(made.series)
    }
    from = to
  }
  const notices = [
    ...(timeless > 0 ? [`${timeless} rows have no time and are left out.`] : []),
    ...(repeated > 0 ? [`${repeated} points are told twice and taken once.`] : []),
    ...(filled > 0
      ? [
          `${filled} points are missing or no number: ${fill === 'zero' ? 'taken for 0' : 'put on the line between their neighbours'}, and not judged.`,
        ]
      : []),
  ]
  return { series, interval, notices }
}

function regular(given: {
  readonly rows: Uint32Array
  readonly times: Float64Array
  readonly values: Float64Array
  readonly interval: number
  readonly label: string
  readonly fill: GapFill
}): { readonly series: Series; readonly repeated: number; readonly filled: number } {
  const { rows, times, values, interval, label, fill } = given
  const first = times[rows[0]!]!
  const last = times[rows.at(-1)!]!
  const count = interval === 0 ? 1 : Math.floor((last - first) / interval) + 1
  const named = label === '' ? 'The series' : `The series of ${label}`
  // Far fewer rows than points: it is not made, as its length would be anything.
  if (count > 2 * rows.length + 10) {
    throw irregular(
      `${named} lacks most of its points: ${rows.length} rows for ${count} intervals of ${formatTimespan(BigInt(interval))}.`,
    )
  }
  const rowAt = new Int32Array(count).fill(-1)
  let repeated = 0
  for (const row of rows) {
    const place = interval === 0 ? 0 : (times[row]! - first) / interval
    if (!Number.isInteger(place)) {
      throw irregular(
        `${named} has a point at ${timeText(times[row]!)}, which is not on the grid of ${formatTimespan(BigInt(interval))} from ${timeText(first)}.`,
      )
    }
    const before = rowAt[place]!
    if (before >= 0 && !Object.is(values[before], values[row]) && !Number.isNaN(values[row]!)) {
      if (!Number.isNaN(values[before]!)) {
        throw irregular(
          `${named} has two values at ${timeText(times[row]!)}: ${values[before]} and ${values[row]}.`,
          'Name the columns that tell one series from another in `by`.',
        )
      }
      rowAt[place] = row
    }
    if (before >= 0) repeated++
    else rowAt[place] = row
  }
  const points = new Float64Array(count)
  let filled = 0
  for (let at = 0; at < count; at++) {
    const row = rowAt[at]!
    const value = row < 0 ? Number.NaN : values[row]!
    points[at] = Number.isFinite(value) ? value : Number.NaN
    if (Number.isFinite(value)) continue
    rowAt[at] = -1
    filled++
  }
  if (filled > count / 2) throw irregular(`${named} has a number in ${count - filled} of ${count} intervals only.`)
  fillGaps(points, fill)
  return { series: { label, values: points, rows: rowAt }, repeated, filled }
}

function fillGaps(points: Float64Array, fill: GapFill): void {
  let before = -1
  for (let at = 0; at <= points.length; at++) {
    if (at < points.length && Number.isNaN(points[at]!)) continue
    for (let gap = before + 1; gap < at; gap++) {
      if (fill === 'zero') points[gap] = 0
      else if (before < 0) points[gap] = points[at]!
      else if (at === points.length) points[gap] = points[before]!
      else points[gap] = points[before]! + ((points[at]! - points[before]!) * (gap - before)) / (at - before)
    }
    before = at
  }
}

/** The distance that most neighbours in time have, the shortest of equals; 0 where there are none. */
function commonestGap(
  { rows, actors }: { readonly rows: Uint32Array; readonly actors: Uint32Array },
  times: Float64Array,
): number {
  const counts = new Map<number, number>()
  for (let at = 1; at < rows.length; at++) {
    const gap = times[rows[at]!]! - times[rows[at - 1]!]!
    if (actors[at] === actors[at - 1] && gap > 0) counts.set(gap, (counts.get(gap) ?? 0) + 1)
  }
  let best = 0
  for (const [gap, count] of counts) {
    const most = counts.get(best) ?? 0
    if (count > most || (count === most && gap < best)) best = gap
  }
  return best
}

function labelOf(table: Table, row: number, column: number): string {
  const cell = table.cell(row, column)
  if (cell === null || cell === '') return '(unknown)'
  return typeof cell === 'object' ? JSON.stringify(cell) : String(cell)
}

function timeText(ticks: number): string {
  return formatDatetime(ticksFrom2020(ticks)).replace(/\.?0*Z$/, 'Z')
}

function irregular(
  message: string,
  hint = 'Make a regular series of it first: the step `time-series` (counts or sums by interval).',
): HuntletError {
  return new HuntletError('SERIES_IRREGULAR', message, { hint })
}
