import { HuntletError } from '../../lib/diagnostic.ts'
import { noProgress, type Progress } from '../../lib/progress.ts'
import { Loess } from './loess.ts'

export interface StlOptions {
  /** Points of one season, 2 or more: 24 for hourly points and a day. */
  readonly period: number
  /**
   * Seasons that the seasonal component is smoothed over, odd, 3 or more; `periodic`: the season is the same throughout, the mean of
   * the points of each phase. Default 7.
   */
  readonly seasonal?: number | 'periodic'
  /** Points that the trend is smoothed over, odd and above the period. Default: the next odd number from 1.5 · period / (1 - 1.5 / seasonal). */
  readonly trend?: number
  /** Points of the low-pass filter, odd and above the period. Default: the next odd number above the period. */
  readonly lowPass?: number
  /** Degrees of the local polynomials. Default 1. */
  readonly seasonalDegree?: 0 | 1
  readonly trendDegree?: 0 | 1
  readonly lowPassDegree?: 0 | 1
  /** Every how many points an estimate is made; those between are interpolated. Default 1: no interpolation. */
  readonly seasonalJump?: number
  readonly trendJump?: number
  readonly lowPassJump?: number
  /** Points far from the fit lose weight, so that outliers do not bend it. Default false. */
  readonly robust?: boolean
  /** Passes that refine season and trend. Default 5, robust 2. */
  readonly innerLoops?: number
  /** Passes that set weights by the residuals. Default 0, robust 15. */
  readonly outerLoops?: number
}

/** Seasonal + trend + residual = the values. Weights are those of the last fit: 1 unless some points lost theirs. */
export interface StlResult {
  readonly seasonal: Float64Array
  readonly trend: Float64Array
  readonly residual: Float64Array
  readonly weights: Float64Array
}

/**
 * Seasonal-trend decomposition by loess (Cleveland, Cleveland, McRae, Terpenning: STL, Journal of Official Statistics 6, 1990), of regular
 * points without gaps. Defaults are those of Python's statsmodels. Costs, for each of the passes, points times the three windows (each
 * divided by its jump). Throws `SERIES_TOO_SHORT` for less than two periods, `SERIES_VALUE` for a value that is no finite number,
 * `OPTION_INVALID`.
 */
export function stl(values: ArrayLike<number>, options: StlOptions, progress: Progress = noProgress): StlResult {
  const settings = stlSettings(options)
  const { period, innerLoops, outerLoops } = settings
  const count = values.length
  checkValues(values, period)

  const y = Float64Array.from(values)
  const seasonal = new Float64Array(count)
  const trend = new Float64Array(count)
  const weights = new Float64Array(count).fill(1)
  const fit = new StlFit(y, settings)
  for (let outer = 0; outer <= outerLoops; outer++) {
    for (let inner = 0; inner < innerLoops; inner++) {
      progress(outer * innerLoops + inner, (outerLoops + 1) * innerLoops, 'Decomposing')
      fit.refine(seasonal, trend, outer === 0 ? undefined : weights)
    }
    if (outer < outerLoops) setRobustnessWeights(y, seasonal, trend, weights)
  }
  if (settings.seasonal === 'periodic') meanOfPhases(seasonal, period)
  return { seasonal, trend, residual: y.map((value, at) => value - seasonal[at]! - trend[at]!), weights }
}

/** Options with every default filled in. Throws `OPTION_INVALID`. */
export function stlSettings(options: StlOptions): Required<StlOptions> {
  const { period, seasonal = 7, robust = false } = options
  whole('period', period, 2)
  if (seasonal !== 'periodic') odd('seasonal', seasonal, 3)
  const ofSeason = seasonal === 'periodic' ? 1 : 1 - 1.5 / seasonal
  const { trend = nextOdd(Math.ceil((1.5 * period) / ofSeason)), lowPass = nextOdd(period + 1) } = options
  for (const [name, window] of [
    ['trend', trend],
    ['lowPass', lowPass],
  ] as const) {
    odd(name, window, 3)
    if (window <= period) throw invalid(`\`${name}\` must be above the period (${period}), not ${window}.`)
  }
  const settings = {
    period,
    seasonal,
    robust,
    trend,
    lowPass,
    seasonalDegree: options.seasonalDegree ?? 1,
    trendDegree: options.trendDegree ?? 1,
    lowPassDegree: options.lowPassDegree ?? 1,
    seasonalJump: options.seasonalJump ?? 1,
    trendJump: options.trendJump ?? 1,
    lowPassJump: options.lowPassJump ?? 1,
    innerLoops: options.innerLoops ?? (robust ? 2 : 5),
    outerLoops: options.outerLoops ?? (robust ? 15 : 0),
  }
  for (const name of ['seasonalJump', 'trendJump', 'lowPassJump', 'innerLoops'] as const) whole(name, settings[name], 1)
  whole('outerLoops', settings.outerLoops, 0)
  for (const name of ['seasonalDegree', 'trendDegree', 'lowPassDegree'] as const) {
    if (settings[name] !== 0 && settings[name] !== 1)
      throw invalid(`\`${name}\` must be 0 or 1, not ${settings[name]}.`)
  }
  return settings
}

/** The work buffers of one decomposition. */
class StlFit {
  readonly #y: Float64Array
  readonly #period: number
  readonly #seasonal: Loess | undefined
  readonly #lowPass: Loess
  readonly #trend: Loess
  /** Seasons smoothed along each phase, one period longer on both sides. */
  readonly #extended: Float64Array
  readonly #work: Float64Array
  readonly #passed: Float64Array
  readonly #phase: Float64Array
  readonly #phaseWeights: Float64Array
  readonly #phaseSmoothed: Float64Array

  constructor(y: Float64Array, settings: Required<StlOptions>) {
    const { period, seasonal } = settings
    this.#y = y
    this.#period = period
    this.#seasonal =
      seasonal === 'periodic'
        ? undefined
        : new Loess({ window: seasonal, degree: settings.seasonalDegree, jump: settings.seasonalJump })
    this.#lowPass = new Loess({
      window: settings.lowPass,
      degree: settings.lowPassDegree,
      jump: settings.lowPassJump,
    })
    this.#trend = new Loess({ window: settings.trend, degree: settings.trendDegree, jump: settings.trendJump })
    const cycles = Math.ceil(y.length / period)
    this.#extended = new Float64Array(y.length + 2 * period)
    this.#work = new Float64Array(y.length + 2 * period)
    this.#passed = new Float64Array(y.length + 2 * period)
    this.#phase = new Float64Array(cycles)
    this.#phaseWeights = new Float64Array(cycles)
    this.#phaseSmoothed = new Float64Array(cycles + 2)
  }

  /** One pass of the inner loop: a new season from what the trend leaves, a new trend from what the season leaves. */
  refine(seasonal: Float64Array, trend: Float64Array, weights: Float64Array | undefined): void {
    const y = this.#y
    const count = y.length
    const work = this.#work
    for (let at = 0; at < count; at++) work[at] = y[at]! - trend[at]!
    this.#smoothPhases(work, weights)
    const extended = this.#extended
    const passed = this.#passed
    // Three moving averages take the season out; what is left is the part of the trend that slipped into it.
    movingAverage(extended, count + 2 * this.#period, this.#period, passed)
    movingAverage(passed, count + this.#period + 1, this.#period, work)
    movingAverage(work, count + 2, 3, passed)
    this.#lowPass.smooth(passed, count, undefined, work)
    for (let at = 0; at < count; at++) {
      seasonal[at] = extended[this.#period + at]! - work[at]!
      passed[at] = y[at]! - seasonal[at]!
    }
    this.#trend.smooth(passed, count, weights, trend)
  }

  #smoothPhases(detrended: Float64Array, weights: Float64Array | undefined): void {
    const period = this.#period
    const count = this.#y.length
    const phaseValues = this.#phase
    const smoothed = this.#phaseSmoothed
    for (let phase = 0; phase < period; phase++) {
      const cycles = Math.floor((count - 1 - phase) / period) + 1
      for (let cycle = 0; cycle < cycles; cycle++) phaseValues[cycle] = detrended[cycle * period + phase]!
      let phaseWeights: Float64Array | undefined
      if (weights) {
        phaseWeights = this.#phaseWeights
        for (let cycle = 0; cycle < cycles; cycle++) phaseWeights[cycle] = weights[cycle * period + phase]!
      }
      if (this.#seasonal) {
        this.#seasonal.smooth(phaseValues, cycles, phaseWeights, smoothed, 1)
        const [before, after] = this.#seasonal.beyond(phaseValues, cycles, phaseWeights)
        smoothed[0] = Number.isNaN(before) ? smoothed[1]! : before
        smoothed[cycles + 1] = Number.isNaN(after) ? smoothed[cycles]! : after
      } else smoothed.fill(weightedMean(phaseValues, cycles, phaseWeights), 0, cycles + 2)
      for (let cycle = 0; cycle < cycles + 2; cycle++) this.#extended[cycle * period + phase] = smoothed[cycle]!
    }
  }
}

function weightedMean(values: Float64Array, count: number, weights: Float64Array | undefined): number {
  let sum = 0
  let total = 0
  for (let at = 0; at < count; at++) {
    const weight = weights ? weights[at]! : 1
    sum += weight * values[at]!
    total += weight
  }
  return total > 0 ? sum / total : values[0]!
}

/** The average of each `window` of values: `count - window + 1` of them. */
function movingAverage(values: Float64Array, count: number, window: number, averages: Float64Array): void {
  let sum = 0
  for (let at = 0; at < window; at++) sum += values[at]!
  averages[0] = sum / window
  for (let at = window; at < count; at++) {
    sum += values[at]! - values[at - window]!
    averages[at - window + 1] = sum / window
  }
}

/** Bisquare weights: nothing counts that lies six median residuals off. */
function setRobustnessWeights(
  y: Float64Array,
  seasonal: Float64Array,
  trend: Float64Array,
  weights: Float64Array,
): void {
  const count = y.length
  const distances = new Float64Array(count)
  let size = 0
  for (let at = 0; at < count; at++) {
    distances[at] = Math.abs(y[at]! - seasonal[at]! - trend[at]!)
    size = Math.max(size, Math.abs(y[at]!))
  }
  const sorted = distances.slice().sort()
  const upper = Math.floor(count / 2)
  // Where most points fit exactly, what rounding leaves of them must not make outliers of the others.
  const limit = Math.max(3 * (sorted[upper]! + sorted[count - upper - 1]!), 1e-9 * size)
  for (let at = 0; at < count; at++) {
    const distance = distances[at]!
    if (distance <= 0.001 * limit) weights[at] = 1
    else if (distance > 0.999 * limit) weights[at] = 0
    else weights[at] = (1 - (distance / limit) ** 2) ** 2
  }
}

function meanOfPhases(seasonal: Float64Array, period: number): void {
  for (let phase = 0; phase < Math.min(period, seasonal.length); phase++) {
    let sum = 0
    let cycles = 0
    for (let at = phase; at < seasonal.length; at += period, cycles++) sum += seasonal[at]!
    for (let at = phase; at < seasonal.length; at += period) seasonal[at] = sum / cycles
  }
}

function checkValues(values: ArrayLike<number>, period: number): void {
  if (values.length < 2 * period) {
    throw new HuntletError(
      'SERIES_TOO_SHORT',
      `A series of ${values.length} points does not hold two periods of ${period}.`,
      { hint: 'Take a longer time, a shorter period, or shorter intervals.' },
    )
  }
  for (let at = 0; at < values.length; at++) {
    if (!Number.isFinite(values[at])) {
      throw new HuntletError('SERIES_VALUE', `Point ${at} of the series is ${values[at]}: expected a finite number.`, {
        hint: 'Fill gaps first: the step `time-series` makes a regular series.',
      })
    }
  }
}

const nextOdd = (value: number) => value + ((value + 1) % 2)

function whole(name: string, value: number, least: number): void {
  if (!Number.isInteger(value) || value < least) {
    throw invalid(`\`${name}\` must be a whole number of ${least} or more, not ${value}.`)
  }
}

function odd(name: string, value: number, least: number): void {
  whole(name, value, least)
  if (value % 2 === 0) throw invalid(`\`${name}\` must be odd, not ${value}.`)
}

function invalid(message: string): HuntletError {
  return new HuntletError('OPTION_INVALID', message)
}
