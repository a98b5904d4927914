/**
 * What a surprise is set against: the surprises of a population of sessions, as plain data that JSON can hold. How many sessions
 * are at least so surprising is known exactly for the 2,000 most surprising, and to two in a thousand for the rest.
 */
export interface SurpriseReference {
  /** The sessions it was made from. */
  readonly count: number
  /** Members of a window: surprises by another window are of another scale. */
  readonly window: number
  readonly median: number
  /** 1.4826 times the median absolute deviation, and at least one bit: what is half as likely is no finding. */
  readonly spread: number
  /**
   * From this surprise on a session stands out by more than chance brings among so many: a score of 3.5 and more, and of the sessions that
   * are at least so surprising at most a tenth are expected, where the upper half falls off as it begins to: by half from the median to the
   * upper quartile, and by half again each time as far.
   */
  readonly unusualFrom: number
  /** Surprises, the highest first, each once. */
  readonly surprises: readonly number[]
  /** How many sessions are at least so surprising, for each of `surprises`; the last is `count`. */
  readonly atLeast: readonly number[]
}

/** Where a surprise stands. */
export interface SurprisePlace {
  /** Spreads above the median. 0 where there is nothing to set it against. */
  readonly score: number
  /** How many sessions of the reference are at least so surprising: 0 for what is more surprising than all of them. */
  readonly atLeast: number
  /** Whether it is at least `unusualFrom`. */
  readonly unusual: boolean
}

/** From this score on a session may be unusual: the usual cut for a score by median and median absolute deviation. */
const unusualScore = 3.5

/** Of all sessions marked as unusual, the share that may be there by chance. */
const falseShare = 0.1

const leastSpread = 1

/** The median absolute deviation times this estimates the standard deviation of normal data. */
const deviationScale = 1.4826

/** So many of the most surprising sessions are all kept; below, the next one that is so many times as far down. */
const keptExactly = 2000
const keptRatio = 1.002

/** Makes the reference of these surprises, in any order. Of none: median 0, and every score is 0. */
export function surpriseReference(surprises: Float64Array, window: number): SurpriseReference {
  const sorted = Float64Array.from(surprises).sort()
  const count = sorted.length
  const median = medianOf(sorted)
  const deviation = medianOf(sorted.map((value) => Math.abs(value - median)).sort())
  const kept: number[] = []
  const atLeast: number[] = []
  let next = 1
  for (let at = count - 1; at >= 0; at--) {
    const here = count - at
    const lastOfEquals = at === 0 || sorted[at - 1] !== sorted[at]
    if (!lastOfEquals || (here < next && at > 0)) continue
    kept.push(sorted[at]!)
    atLeast.push(here)
    next = here < keptExactly ? here + 1 : here * keptRatio
  }
  const spread = Math.max(deviationScale * deviation, leastSpread)
  const shape = { count, median, spread, surprises: kept, atLeast }
  return { window, ...shape, unusualFrom: unusualFrom(shape) }
}

/** The lowest surprise of a score of 3.5 and more at which a tenth of those found may be there by chance; else the one at which a session alone would be. */
function unusualFrom({
  count,
  median,
  spread,
  surprises,
  atLeast,
}: Omit<SurpriseReference, 'window' | 'unusualFrom'>): number {
  if (count === 0) return Number.MAX_VALUE
  // So many bits above the median there are half as many sessions.
  const quartile = surprises[atLeast.findIndex((sessions) => sessions >= count / 4)]!
  const halving = Math.max(quartile - median, spread / deviationScale)
  const least = median + unusualScore * spread
  for (let at = surprises.length - 1; at >= 0; at--) {
    if (surprises[at]! < least) continue
    const expected = (count / 2) * 2 ** (-(surprises[at]! - median) / halving)
    if (expected <= falseShare * atLeast[at]!) return surprises[at]!
  }
  return Math.max(least, median + halving * Math.log2(count / 2 / falseShare))
}

/** Sets a surprise against a reference. Between two surprises that are kept, it is counted with the lower: never fewer than there are. */
export function placeSurprise(reference: SurpriseReference, surprise: number): SurprisePlace {
  const { count, median, spread, surprises, atLeast } = reference
  if (count === 0) return { score: 0, atLeast: 0, unusual: false }
  const low = firstIndex(surprises.length, (at) => surprises[at]! < surprise)
  const reached = low === 0 ? 0 : atLeast[low - 1]!
  const exact = low === 0 || low === surprises.length || surprises[low - 1] === surprise || reached < keptExactly
  const found = exact ? reached : atLeast[low]! - 1
  const score = Math.round(((surprise - median) / spread) * 1e9) / 1e9
  return { score, atLeast: found, unusual: surprise >= reference.unusualFrom }
}

/** The first of `count` indices that holds, where all after it hold too. */
function firstIndex(count: number, holds: (index: number) => boolean): number {
  let low = 0
  let high = count
  while (low < high) {
    const middle = (low + high) >>> 1
    if (holds(middle)) high = middle
    else low = middle + 1
  }
  return low
}

function medianOf(sorted: Float64Array): number {
  if (sorted.length === 0) return 0
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}
