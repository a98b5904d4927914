import { median, quantile } from '../../../lib/quantile.ts'
import { detectPeriods } from './periods.ts'
import { fitLine, lineOf, mean } from './statistics.ts'

export type Trend = 'avg' | 'linefit' | 'none'

export interface Decomposition {
  readonly baseline: readonly number[]
  readonly seasonal: readonly number[]
  readonly trend: readonly number[]
  readonly residual: readonly number[]
}

/** The median of the points of each phase; zeros for a period of 0. Points from `learned` on are not looked at. */
export function seasonalOf(values: readonly number[], period: number, learned = values.length): number[] {
  if (period <= 0) return values.map(() => 0)
  const phases = Array.from({ length: Math.min(period, values.length) }, (_, phase) => {
    const points: number[] = []
    for (let at = phase; at < learned; at += period) points.push(values[at]!)
    return points.length > 0 ? median(points) : 0
  })
  return values.map((_, index) => phases[index % period]!)
}

function trendOf(values: readonly number[], trend: Trend, learned: number): number[] {
  const known = values.slice(0, learned)
  switch (trend) {
    case 'none':
      return values.map(() => 0)
    case 'avg': {
      const level = mean(known)
      return values.map(() => level)
    }
    case 'linefit':
      return lineOf(fitLine(known), values.length)
  }
}

/**
 * A series as baseline (seasonal + trend) and residual: the seasonal part first, the trend of what it leaves. The last
 * `testPoints` are not learned from. A negative seasonality is looked for, and taken where its score reaches `threshold`.
 */
export function decompose(
  values: readonly number[],
  options: { seasonality: number; trend: Trend; testPoints: number; threshold: number },
): Decomposition {
  const learned = Math.max(0, values.length - Math.max(0, options.testPoints))
  const period =
    options.seasonality < 0 ? foundPeriod(values.slice(0, learned), options.threshold) : options.seasonality
  const seasonal = seasonalOf(values, period, learned)
  const deseasonal = values.map((value, index) => value - seasonal[index]!)
  const trend = trendOf(deseasonal, options.trend, learned)
  const baseline = seasonal.map((value, index) => value + trend[index]!)
  return { baseline, seasonal, trend, residual: values.map((value, index) => value - baseline[index]!) }
}

/** The most likely period, or 0 where none reaches the score. */
export function foundPeriod(values: readonly number[], threshold: number): number {
  const [best] = detectPeriods(values, 4, values.length / 2, 1)
  return best && best.score >= threshold ? best.period : 0
}

export interface Fence {
  /** Percentiles, 0 to 100. */
  readonly low: number
  readonly high: number
  /** What distances beyond the percentiles, in units of their distance from one another, are multiplied by. */
  readonly factor: number
}

export const tukey: Fence = { low: 25, high: 75, factor: 1 }

/**
 * Kusto's own test, for the 10th and 90th percentile: the factor makes a score of 1.5 mean under a normal law what it means
 * for Tukey's. It is the vendor's, who inverts the normal law only approximately; exact would be 2.714.
 */
export const customTukey: Fence = { low: 10, high: 90, factor: 2.772605605507913 }

/** The fence of other percentiles, by the exact normal law: a few percent off the vendor's, which is not published. */
export function fenceOfPercentiles(low: number, high: number): Fence {
  const quartile = normalQuantile(0.75)
  const limit = quartile + 1.5 * 2 * quartile
  const [below, above] = [normalQuantile(low / 100), normalQuantile(high / 100)]
  return { low, high, factor: (1.5 * (above - below)) / (limit - above) }
}

/** The inverse of the normal law's distribution, by bisection. */
function normalQuantile(probability: number): number {
  let [low, high] = [-10, 10]
  for (let step = 0; step < 100; step++) {
    const middle = (low + high) / 2
    if (normalDistribution(middle) < probability) low = middle
    else high = middle
  }
  return (low + high) / 2
}

/** The series of Abramowitz and Stegun 26.2.10. */
function normalDistribution(x: number): number {
  let term = x
  let sum = x
  for (let n = 1; Math.abs(term) > 1e-17; n++) {
    term *= -(x * x) / (2 * n)
    sum += term / (2 * n + 1)
  }
  return 0.5 + sum / Math.sqrt(2 * Math.PI)
}

/** How far each value lies beyond the fence: 0 within, negative below. */
export function outlierScores(values: readonly number[], fence: Fence, learned = values.length): number[] {
  const sorted = values.slice(0, learned).sort((a, b) => a - b)
  if (sorted.length === 0) return values.map(() => 0)
  const [low, high] = [quantile(sorted, fence.low / 100), quantile(sorted, fence.high / 100)]
  return values.map((value) => {
    if (value > high) return ((value - high) / (high - low)) * fence.factor
    return value < low ? ((value - low) / (high - low)) * fence.factor : 0
  })
}

/** 1 where a score reaches the threshold, -1 where it falls to its negative. */
export function flagsOf(scores: readonly number[], threshold: number): number[] {
  return scores.map((score) => (score >= threshold ? 1 : score <= -threshold ? -1 : 0))
}
