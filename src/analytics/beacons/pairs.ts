import { ticksPerSecond } from '../../lib/kql-time.ts'
import type { Table } from '../../lib/table.ts'
import { columnAt } from '../columns/column-at.ts'
import { readTimes } from '../columns/numbers-and-times.ts'
import { orderByActorAndTime } from '../sessions/order-by-actor.ts'

/** Columns of a log of connections; those that are not there are not used. */
export interface ConnectionColumns {
  readonly time: string
  /** Who connects, and to whom: both must be known. */
  readonly client: string
  readonly destination: string
  /** Columns that tell one pair from another besides client and destination: port, log. */
  readonly also: readonly string[]
}

/** The connections of one pair, by time. */
export interface Pair {
  readonly rows: Uint32Array
  /** Seconds since the first time of the log. */
  readonly times: Float64Array
}

export interface Pairs {
  readonly pairs: readonly Pair[]
  /** Ticks since 2020 of second 0. */
  readonly start: number
  /** Rows without a time, a client or a destination. */
  readonly left: number
}

/** The connections of a table by pair. Throws `COLUMN_UNKNOWN`, and `OPTION_INVALID` for a time that is no datetime. */
export function readPairs(table: Table, columns: ConnectionColumns): Pairs {
  const times = readTimes(table, columns.time)
  const [client, destination] = [
    columnAt(table, columns.client, 'who connects'),
    columnAt(table, columns.destination, 'to whom'),
  ]
  const also = columns.also.map((name) => table.indexOf(name)).filter((at) => at >= 0)
  const isKnown = [client, destination].map((column) => knownTest(table, column))
  const { rows, actors } = orderByActorAndTime(table, [client, destination, ...also], times, { unknownAs: undefined })
  let start = Number.POSITIVE_INFINITY
  for (const time of times) if (time < start) start = time
  const pairs: Pair[] = []
  let left = 0
  for (let from = 0; from < rows.length; ) {
    let to = from
    while (to < rows.length && actors[to] === actors[from]) to++
    // Rows without a time come first.
    let timed = from
    while (timed < to && Number.isNaN(times[rows[timed]!]!)) timed++
    if (!isKnown.every((test) => test(rows[from]!))) timed = to
    left += timed - from
    if (timed < to) {
      const own = rows.subarray(timed, to)
      pairs.push({ rows: own, times: Float64Array.from(own, (row) => (times[row]! - start) / Number(ticksPerSecond)) })
    }
    from = to
  }
  return { pairs, start: Number.isFinite(start) ? start : 0, left }
}

function knownTest(table: Table, column: number): (row: number) => boolean {
  return (row) => {
    const cell = table.cell(row, column)
    return cell !== null && cell !== ''
  }
}

/** Steps that logs round times to, in seconds. */
const roundings = [3600, 600, 300, 60, 10, 1] as const

/** How far a report may be off its minute, as a part of the step: agents that report each minute are seldom exact. */
const looseness = 0.02

/**
 * To how many seconds times of one log are known. A rounding is one that nine of ten pairs keep to: a single pair on whole minutes may be
 * a beacon. Of less than ten pairs, only whole seconds are told. An interval of a few roundings says nothing of rhythm.
 */
export function timeResolution(pairs: readonly Pair[]): number {
  const judged = pairs.filter(({ times }) => times.length > 1)
  const keeps = (step: number) => {
    let kept = 0
    for (const { times } of judged) {
      let onGrid = true
      for (let at = 1; at < times.length && onGrid; at++) {
        const turns = (times[at]! - times[0]!) / step
        onGrid = Math.abs(turns - Math.round(turns)) < (step < 60 ? 1e-6 : looseness)
      }
      if (onGrid) kept++
    }
    return kept >= 0.9 * judged.length
  }
  const told = judged.length < 10 ? roundings.filter((step) => step <= 1) : roundings
  return judged.length === 0 ? 1 : (told.find(keeps) ?? 0.001)
}
