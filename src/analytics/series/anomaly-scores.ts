/**
 * How far each value lies from the middle of all, in units of their spread.
 * - `deviation`: from the mean, in standard deviations over n: the z-score. A few large values widen the spread, and hide one another.
 * - `median`: from the median, in 1.4826 · MAD (the median absolute deviation; the factor makes it the standard deviation of a normal
 *   law). Where more than half of the values are one, and MAD is 0, in 1.2533 mean absolute deviations instead.
 *
 * A spread below a billionth of `size` is rounding: then every score is 0. Values that are NaN are not looked at and have no score (NaN).
 */
export function anomalyScores(values: Float64Array, kind: 'deviation' | 'median', size = 0): Float64Array {
  const known = values.filter((value) => !Number.isNaN(value))
  const { middle, spread } = kind === 'deviation' ? meanAndDeviation(known) : medianAndSpread(known)
  if (!(spread > 1e-9 * size)) return values.map((value) => (Number.isNaN(value) ? value : 0))
  return values.map((value) => (value - middle) / spread)
}

function meanAndDeviation(values: Float64Array): { readonly middle: number; readonly spread: number } {
  let sum = 0
  for (const value of values) sum += value
  const middle = sum / values.length
  let squares = 0
  for (const value of values) squares += (value - middle) ** 2
  return { middle, spread: Math.sqrt(squares / values.length) }
}

function medianAndSpread(values: Float64Array): { readonly middle: number; readonly spread: number } {
  const middle = sortedMedian(values.slice().sort())
  const distances = values.map((value) => Math.abs(value - middle)).sort()
  const spread = 1.4826 * sortedMedian(distances)
  if (spread > 1e-12 * (distances.at(-1) ?? 0)) return { middle, spread }
  let sum = 0
  for (const distance of distances) sum += distance
  return { middle, spread: (1.2533 * sum) / values.length }
}

function sortedMedian(sorted: Float64Array): number {
  const half = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2
}

/** 1 for a peak (a score of `high` or more), -1 for a dip (minus `low` or less), else 0; 0 for no score. */
export function anomalyFlags(scores: ArrayLike<number>, high: number, low: number): Float64Array {
  return Float64Array.from(scores, (score) => (score >= high ? 1 : score <= -low ? -1 : 0))
}
