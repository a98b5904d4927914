import { HuntletError } from '../../lib/diagnostic.ts'
import { ticksPerSecond } from '../../lib/kql-time.ts'
import { noProgress, type Progress } from '../../lib/progress.ts'
import { type Cell, Table } from '../../lib/table.ts'
import { columnAt } from '../columns/column-at.ts'
import { readTimes } from '../columns/numbers-and-times.ts'
import { orderByActorAndTime } from '../sessions/order-by-actor.ts'
import { detectPolling } from './detect-polling.ts'

export interface PollingOptions {
  readonly time: string
  /** Columns that together name a pair. */
  readonly by: readonly string[]
  /** Seconds that connections are counted in. Default 1. */
  readonly interval?: number
}

/** Counts that are transformed in some seconds. */
const mostCounts = 20_000_000

/**
 * `detectPolling` for each group of a log, from its own first to its last second (fractions cut): the columns of `by`, PValue,
 * DominantFrequency (per second), DominantInterval (seconds), null where a group has too few or only equal counts; least PValue first.
 * Throws `POLLING_TOO_LARGE` where all groups have more than twenty million seconds to count, `COLUMN_UNKNOWN`, `OPTION_INVALID`.
 */
export function pollingTable(table: Table, options: PollingOptions, progress: Progress = noProgress): Table {
  const { interval = 1 } = options
  const times = readTimes(table, options.time).map((ticks) => Math.floor(ticks / Number(ticksPerSecond)))
  const by = options.by.map((name) => columnAt(table, name, 'names a pair'))
  const { rows, actors } = orderByActorAndTime(table, by, times, { unknownAs: undefined })
  const groups: { readonly row: number; readonly seconds: number[] }[] = []
  rows.forEach((row, at) => {
    if (at === 0 || actors[at] !== actors[at - 1]) groups.push({ row, seconds: [] })
    if (!Number.isNaN(times[row]!)) groups.at(-1)!.seconds.push(times[row]!)
  })
  const counts = groups.reduce((sum, { seconds }) => sum + ((seconds.at(-1) ?? 0) - (seconds[0] ?? 0)) / interval, 0)
  if (counts > mostCounts) {
    throw new HuntletError(
      'POLLING_TOO_LARGE',
      `${groups.length} groups have ${Math.round(counts)} intervals of ${interval} s to count, more than twenty million.`,
      { hint: 'Take a longer `interval`, a shorter time or fewer pairs, or the step `beacons`, which counts none.' },
    )
  }
  const found = groups.map(({ row, seconds }, index) => {
    if (index % Math.ceil(groups.length / 50) === 0) progress(index, groups.length, 'Transforming')
    // Counted from the first: seconds of our century lose no digit, but those between two multiples of the interval would.
    const { pValue, dominantFrequency, dominantInterval } = detectPolling(
      seconds.map((second) => Math.floor((second - seconds[0]!) / interval)),
    )
    const cells: Cell[] = [
      ...by.map((column) => table.cell(row, column)),
      pValue,
      dominantFrequency === null ? null : dominantFrequency / interval,
      dominantInterval === null ? null : dominantInterval * interval,
    ]
    return { pValue: pValue ?? Number.POSITIVE_INFINITY, cells }
  })
  found.sort((a, b) => (a.pValue < b.pValue ? -1 : a.pValue > b.pValue ? 1 : 0))
  return Table.fromRows(
    [
      ...by.map((column) => table.columns[column]!),
      { name: 'PValue', type: 'real' },
      { name: 'DominantFrequency', type: 'real' },
      { name: 'DominantInterval', type: 'real' },
    ],
    found.map(({ cells }) => cells),
  )
}
