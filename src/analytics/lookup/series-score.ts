import { quantile } from '../../lib/quantile.ts'

/** Makes 1.5 mean with the 10th and 90th percentile what it means with the quartiles: Kusto's `ctukey`. */
const scale = 2.772_605_605_507_913

/**
 * How far each count is from what was expected, in spreads: the score of `series_decompose_anomalies` (method ctukey, learnt
 * from all but the last `near` steps) with one difference. Counts are whole: a spread of less than one record is taken for one. In a history
 * without any spread Kusto's score is infinite, so that one record more than always would outrank a thousand more than usual.
 */
export function seriesScores(counts: readonly number[], expected: readonly number[], near: number): number[] {
  const residuals = counts.map((count, index) => count - (expected[index] ?? 0))
  const learnt = residuals.slice(0, Math.max(0, residuals.length - near)).sort((a, b) => a - b)
  if (learnt.length === 0) return residuals.map(() => 0)
  const [low, high] = [quantile(learnt, 0.1), quantile(learnt, 0.9)]
  const spread = Math.max(high - low, 1)
  return residuals.map((residual) => {
    if (residual > high) return ((residual - high) / spread) * scale
    if (residual < low) return ((residual - low) / spread) * scale
    return 0
  })
}

/** The score of so many records where there never were any. */
export function scoreOfFirst(records: number): number {
  return records * scale
}
