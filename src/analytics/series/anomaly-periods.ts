import { kqlName } from '../../kql/literal.ts'
import { HuntletError } from '../../lib/diagnostic.ts'
import { formatDatetime, ticksFrom2020, ticksPerDay } from '../../lib/kql-time.ts'
import { Table } from '../../lib/table.ts'
import { columnAt } from '../columns/column-at.ts'
import { readNumbers, readTimes, readTimespan } from '../columns/numbers-and-times.ts'
import { orderByActorAndTime } from '../sessions/order-by-actor.ts'

export interface AnomalyPeriodOptions {
  /** A datetime column: the start of each point's interval. */
  readonly time: string
  readonly value: string
  readonly by?: readonly string[]
  readonly anomaly?: string
  readonly score?: string
  readonly baseline?: string
  readonly direction?: 'both' | 'peaks' | 'dips'
  /** The length of a point's interval, `1h`. Default: the shortest distance of two points of a series. */
  readonly interval?: string
  /** Points between two anomalies of one direction that do not part them. Default 1. */
  readonly bridge?: number
  /** The column that the filter asks, where it is another than `time`. */
  readonly filterColumn?: string
}

export interface AnomalyPeriods {
  /**
   * One row a range, by series and time: the columns of `by`, Begin and End (the last instant of its last interval), Direction
   * (`peak`, `dip`), Points (anomalous ones), PeakScore (the one farthest from 0), PeakTime, PeakValue, Expected, and Filter, the KQL
   * condition of the range.
   */
  readonly table: Table
  /** `| where TimeGenerated between (…) or …` over all ranges; empty where there is none. */
  readonly filter: string
}

/**
 * Anomalous points that follow one another, merged into ranges of time, peaks and dips apart. A range covers the intervals of its
 * points and not more: its filter returns what was counted in them. Throws `COLUMN_UNKNOWN`, `OPTION_INVALID`.
 */
export function anomalyPeriods(table: Table, options: AnomalyPeriodOptions): AnomalyPeriods {
  const { anomaly = 'Anomaly', score = 'Score', baseline = 'Baseline', direction = 'both', bridge = 1 } = options
  const times = readTimes(table, options.time)
  const flags = readNumbers(table, anomaly, 'which points are anomalous')
  const scores = readNumbers(table, score, 'the score')
  const values = readNumbers(table, options.value, 'the values')
  const expected =
    table.indexOf(baseline) < 0
      ? new Float64Array(table.rowCount).fill(Number.NaN)
      : readNumbers(table, baseline, 'the baseline')
  const by = (options.by ?? []).map((name) => columnAt(table, name, 'tells one series from another'))
  const { rows, actors } = orderByActorAndTime(table, by, times, { unknownAs: undefined })
  const interval =
    options.interval === undefined ? shortestGap(rows, actors, times) : readTimespan(options.interval, 'interval')

  interface Range {
    readonly series: number
    readonly sign: number
    readonly first: number
    last: number
    points: number
    best: number
  }
  const ranges: Range[] = []
  const open = new Map<number, Range>()
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at]!
    const sign = Math.sign(flags[row]!)
    if (at > 0 && actors[at] !== actors[at - 1]) open.clear()
    if (Number.isNaN(times[row]!) || Number.isNaN(sign) || sign === 0) continue
    if ((direction === 'peaks' && sign < 0) || (direction === 'dips' && sign > 0)) continue
    const before = open.get(sign)
    if (before && times[row]! - times[before.last]! <= (bridge + 1) * interval) {
      before.last = row
      before.points++
      if (Math.abs(scores[row]!) > Math.abs(scores[before.best]!)) before.best = row
    } else {
      const range = { series: actors[at]!, sign, first: row, last: row, points: 1, best: row }
      open.set(sign, range)
      ranges.push(range)
    }
  }
  ranges.sort((a, b) => a.series - b.series || times[a.first]! - times[b.first]! || b.sign - a.sign)

  const column = options.filterColumn ?? options.time
  const endOf = (range: Range) => times[range.last]! + Math.max(1, interval) - 1
  const named = (options.by ?? []).map((name) => table.columns[table.indexOf(name)]!)
  const number = (value: number) => (Number.isNaN(value) ? null : value)
  const made = Table.fromRows(
    [
      ...named,
      { name: 'Begin', type: 'datetime' },
      { name: 'End', type: 'datetime' },
      { name: 'Direction', type: 'string' },
      { name: 'Points', type: 'int' },
      { name: 'PeakScore', type: 'real' },
      { name: 'PeakTime', type: 'datetime' },
      { name: 'PeakValue', type: 'real' },
      { name: 'Expected', type: 'real' },
      { name: 'Filter', type: 'string' },
    ],
    ranges.map((range) => [
      ...by.map((at) => table.cell(range.first, at)),
      timeText(times[range.first]!),
      timeText(endOf(range)),
      range.sign > 0 ? 'peak' : 'dip',
      range.points,
      number(scores[range.best]!),
      timeText(times[range.best]!),
      number(values[range.best]!),
      number(expected[range.best]!),
      betweenClause(column, times[range.first]!, endOf(range)),
    ]),
  )
  // Series may be anomalous at one time: each range is asked once.
  const clauses = new Set(
    [...ranges]
      .sort((a, b) => times[a.first]! - times[b.first]!)
      .map((range) => betweenClause(column, times[range.first]!, endOf(range))),
  )
  return { table: made, filter: clauses.size === 0 ? '' : `| where ${[...clauses].join(' or ')}` }
}

export interface TimePeriod {
  /** Ticks since 2020, both included. */
  readonly start: number
  readonly end: number
}

/**
 * The periods of msticpy's `extract_anomaly_periods`: anomalous points are put into bins of `period`, a bin at t opens [t - period,
 * t + period], and a bin within two periods of the bin before extends it. Bins start at midnight of the first point's day. Such
 * a period begins one interval before the anomaly; `anomalyPeriods` has the anomalous intervals alone.
 */
export function publishedAnomalyPeriods(
  table: Table,
  options: {
    readonly time: string
    readonly anomaly: string
    readonly period: string
    readonly positiveOnly?: boolean
  },
): readonly TimePeriod[] {
  const times = readTimes(table, options.time)
  const flags = readNumbers(table, options.anomaly, 'which points are anomalous')
  const period = readTimespan(options.period, 'period')
  const wanted = (options.positiveOnly ?? true) ? [1] : [1, -1]
  const anomalous = times.filter((time, row) => !Number.isNaN(time) && wanted.includes(flags[row]!)).sort()
  const periods: { start: number; end: number }[] = []
  const midnight = Math.floor((anomalous[0] ?? 0) / Number(ticksPerDay)) * Number(ticksPerDay)
  let before = Number.NaN
  for (const time of anomalous) {
    const bin = midnight + Math.floor((time - midnight) / period) * period
    if (bin === before) continue
    if (bin - before <= 2 * period) periods.at(-1)!.end = bin + period
    else periods.push({ start: bin - period, end: bin + period })
    before = bin
  }
  return periods
}

/** The KQL filter of periods: `| where TimeGenerated between (datetime(…) .. datetime(…)) or …`; empty where there are none. */
export function timePeriodFilter(periods: readonly TimePeriod[], column = 'TimeGenerated'): string {
  if (periods.length === 0) return ''
  return `| where ${periods.map(({ start, end }) => betweenClause(column, start, end)).join(' or ')}`
}

function betweenClause(column: string, start: number, end: number): string {
  return `${kqlName(column)} between (datetime(${shortTime(start)}) .. datetime(${shortTime(end)}))`
}

function timeText(ticks: number): string {
  return formatDatetime(ticksFrom2020(ticks))
}

/** Exact to the tick, without the zeros that say nothing. */
function shortTime(ticks: number): string {
  return timeText(ticks).replace(/\.?0*Z$/, 'Z')
}

function shortestGap(rows: Uint32Array, actors: Uint32Array, times: Float64Array): number {
  let shortest = 0
  for (let at = 1; at < rows.length; at++) {
    const gap = times[rows[at]!]! - times[rows[at - 1]!]!
    if (actors[at] === actors[at - 1] && gap > 0 && (shortest === 0 || gap < shortest)) shortest = gap
  }
  if (shortest === 0 && rows.length > 0) {
    throw new HuntletError('OPTION_INVALID', 'No series has two points: how long an interval is cannot be told.', {
      hint: 'Name it: `interval: 1h`.',
    })
  }
  return shortest
}
