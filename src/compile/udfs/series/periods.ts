import { checkWork } from '../../too-large.ts'
import { fitLine, lineOf } from './statistics.ts'

export interface Period {
  readonly period: number
  /** 0 to 1: how much the series resembles itself one period later. */
  readonly score: number
}

/** A shorter period is no period, nor one that fits less than twice. */
const shortestPeriod = 4

/** The series without its straight line, which would make every shift look alike. */
export function detrended(values: readonly number[]): number[] {
  const line = lineOf(fitLine(values), values.length)
  return values.map((value, index) => value - line[index]!)
}

/** Correlation of a series with itself shifted: of the stretch that both share. */
function selfCorrelation(values: readonly number[], shift: number): number {
  let xy = 0
  let xx = 0
  let yy = 0
  for (let at = shift; at < values.length; at++) {
    const [x, y] = [values[at - shift]!, values[at]!]
    xy += x * y
    xx += x * x
    yy += y * y
  }
  const size = Math.sqrt(xx * yy)
  return size === 0 ? 0 : xy / size
}

export function scoreOf(values: readonly number[], period: number): number {
  if (period < shortestPeriod || period > values.length / 2) return 0
  return Math.max(0, selfCorrelation(detrended(values), Math.round(period)))
}

/**
 * The periods at which a series resembles itself most: peaks of the correlation with itself, a multiple of a better or
 * nearly as good period left out. An approximation: Kusto's own score is not published.
 */
export function detectPeriods(values: readonly number[], shortest: number, longest: number, count: number): Period[] {
  const limit = Math.floor(Math.min(longest, values.length / 2))
  if (limit < shortestPeriod) return []
  checkWork(limit * values.length, 'a series too long to look for periods in')
  const flat = detrended(values)
  const scores = Float64Array.from({ length: limit + 2 }, (_, shift) => (shift < 1 ? 1 : selfCorrelation(flat, shift)))
  return choosePeriods(scores, shortest, limit, count)
}

/** The best periods from `shortest` up to `limit`, of the correlations with itself at shifts of 0 to `limit + 1`. */
export function choosePeriods(scores: Float64Array, shortest: number, limit: number, count: number): Period[] {
  const peaks: Period[] = []
  for (let period = Math.max(shortestPeriod, Math.ceil(shortest)); period < limit; period++) {
    const score = scores[period]!
    if (score > 0 && score >= scores[period - 1]! && score > scores[period + 1]!) peaks.push({ period, score })
  }
  peaks.sort((a, b) => b.score - a.score || a.period - b.period)
  const chosen: Period[] = []
  for (const peak of peaks) {
    if (chosen.length === count) break
    if (!chosen.some(({ period }) => isRelated(peak.period, period))) chosen.push(simplest(peak, peaks))
  }
  return chosen
}

/** Multiples of a period, and its neighbours, resemble themselves for its sake. */
function isRelated(period: number, chosen: number): boolean {
  return isMultiple(period, chosen) || Math.abs(period - chosen) < chosen / 4
}

function isMultiple(longer: number, shorter: number): boolean {
  return longer >= shorter && Math.abs(longer / shorter - Math.round(longer / shorter)) < 0.05
}

/** The shortest period of which this is a multiple and which is nearly as good: two weeks are no better than one. */
function simplest(peak: Period, peaks: readonly Period[]): Period {
  return peaks
    .filter(({ period, score }) => isMultiple(peak.period, period) && score > peak.score * 0.95)
    .reduce((best, one) => (one.period < best.period ? one : best), peak)
}
