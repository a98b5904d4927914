import type { Udf } from '../row.ts'
import { isList } from './is-list.ts'

/**
 * The begin of each row's session. A row begins one where none is open, where `restart` says so, where it is `longest` or
 * more after the begin, or `gap` or more after the row before. A null instant belongs to none and ends the open one.
 * Instants, `longest` and `gap` are in one unit.
 */
export function windowSessions(
  instants: readonly (bigint | null)[],
  restarts: readonly (boolean | null)[],
  longest: bigint,
  gap: bigint,
): (bigint | null)[] {
  let begin: bigint | null = null
  let last = 0n
  return instants.map((instant, row) => {
    if (instant === null) begin = null
    else {
      if (begin === null || restarts[row] === true || instant >= begin + longest || instant >= last + gap)
        begin = instant
      last = instant
    }
    return begin
  })
}

/** The 1-based place in a list of weights at which their running sum reaches the fraction of the whole. */
export function weightedRank(weights: readonly bigint[], fraction: number): bigint | null {
  const total = weights.reduce((sum, weight) => sum + weight, 0n)
  const wanted = Number(total) * fraction
  let running = 0n
  for (const [index, weight] of weights.entries()) {
    running += weight
    if (Number(running) >= wanted) return BigInt(index + 1)
  }
  return null
}

export const windowUdfs: readonly Udf[] = [
  {
    name: 'row_window_session',
    parameters: ['BIGINT[]', 'BOOLEAN[]', 'BIGINT', 'BIGINT'],
    returns: 'BIGINT[]',
    evaluate(instants, restarts, longest, gap) {
      if (!isList(instants) || !isList(restarts)) return null
      if (typeof longest !== 'bigint' || typeof gap !== 'bigint') return instants.map(() => null)
      return windowSessions(
        instants as readonly (bigint | null)[],
        restarts as readonly (boolean | null)[],
        longest,
        gap,
      )
    },
  },
  {
    name: 'kql_weighted_rank',
    parameters: ['BIGINT[]', 'DOUBLE'],
    returns: 'BIGINT',
    evaluate(weights, fraction) {
      if (!isList(weights) || typeof fraction !== 'number') return null
      return weightedRank(weights as readonly bigint[], fraction)
    },
  },
]
