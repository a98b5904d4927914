import { median, quantile } from '../../lib/quantile.ts'

export type ScoreKind = 'deviation' | 'median' | 'counts'

/**
 * How far each residual lies from the middle of all, in units of their spread.
 * - `deviation`: from the mean, in standard deviations over n: the z-score. A few large values widen the spread, and hide one another.
 * - `median`: from the median, in 1.4826 · MAD (the median absolute deviation; the factor makes it the standard deviation of a normal
 *   law). Where more than half of the values are one, and MAD is 0, in 1.2533 mean absolute deviations instead.
 * - `counts`: as `median`, each residual first divided by the square root of what was expected, at least 1, and the spread being at least
 *   1. Counts of events that do not know of each other vary by the square root of their mean, at night less than by day, and no
 *   less: of a log where nothing happens most of the time, one more event is no anomaly.
 *
 * A spread below a billionth of `size` is rounding: then every score is 0. Values that are NaN are not looked at and have no score (NaN).
 */
export function anomalyScores(
  residuals: Float64Array,
  kind: ScoreKind,
  { size = 0, expected }: { readonly size?: number; readonly expected?: Float64Array } = {},
): Float64Array {
  const values = kind === 'counts' && expected ? inSquareRoots(residuals, expected) : residuals
  const { middle, spread } = kind === 'deviation' ? meanAndDeviation(known(values)) : medianAndSpread(known(values))
  if (!(spread > 1e-9 * size)) return values.map((value) => (Number.isNaN(value) ? value : 0))
  const unit = kind === 'counts' ? Math.max(1, spread) : spread
  return values.map((value) => (value - middle) / unit)
}

/** Events that are counted singly vary by a few square roots of their number; sums of bytes by thousands. */
const mostRoots = 10

/** How residuals of a series are best scored: `counts` for whole numbers of 0 and more that vary as counts do, else `median`. */
export function scoreKindOf(values: Float64Array, residuals: Float64Array, expected: Float64Array): ScoreKind {
  const areWhole = values.every((value, at) => Number.isNaN(residuals[at]!) || (Number.isInteger(value) && value >= 0))
  if (!areWhole) return 'median'
  return medianAndSpread(known(inSquareRoots(residuals, expected))).spread <= mostRoots ? 'counts' : 'median'
}

function inSquareRoots(residuals: Float64Array, expected: Float64Array): Float64Array {
  return residuals.map((residual, at) => residual / Math.sqrt(Math.max(1, expected[at]!)))
}

function known(values: Float64Array): Float64Array {
  return values.filter((value) => !Number.isNaN(value))
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
  const middle = median(values)
  const distances = values.map((value) => Math.abs(value - middle)).sort()
  const spread = 1.4826 * quantile(distances, 0.5)
  if (spread > 1e-12 * (distances.at(-1) ?? 0)) return { middle, spread }
  let sum = 0
  for (const distance of distances) sum += distance
  return { middle, spread: (1.2533 * sum) / values.length }
}

/** 1 for a peak (a score of `high` or more), -1 for a dip (minus `low` or less), else 0; 0 for no score. */
export function anomalyFlags(scores: ArrayLike<number>, high: number, low: number): Float64Array {
  return Float64Array.from(scores, (score) => (score >= high ? 1 : score <= -low ? -1 : 0))
}
