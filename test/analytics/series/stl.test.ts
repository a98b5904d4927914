import { describe, expect, it } from 'vitest'
import { type StlOptions, stl, stlSettings } from '../../../src/analytics/series/stl.ts'
import { co2 } from './co2.ts'

// Row: seasonal, trend, weight, as the authors' program gives them for these data and windows.
type Figures = Readonly<Record<number, readonly [number, number, number]>>

const windows: StlOptions = {
  period: 12,
  seasonal: 35,
  trend: 19,
  lowPass: 13,
  seasonalJump: 4,
  trendJump: 2,
  lowPassJump: 2,
  innerLoops: 1,
  outerLoops: 2,
}

const baseline: Figures = {
  0: [-0.13125464336066284, 315.55193972532356, 0.94748803176461716],
  1: [0.51706942811097434, 315.6444815723392, 0.88239070760993688],
  8: [-2.6757382124558076, 316.2933120823252, 0.63788491165242378],
  52: [2.7659535008909888, 319.0678481244226, 0.50441999057188136],
  82: [-1.9653380963052129, 320.69461437192018, 0.2651672528703003],
  93: [-3.0192920742255533, 321.38591076938843, 0.18203278005122117],
  108: [-9.6571428364680162e-2, 322.30861264109046, 0.98461478046216344],
  147: [2.3800185233733959, 326.32393967871712, 0.10460030870706755],
  332: [-3.1010259953836288, 347.11142561396395, 0.53604535847752643],
  336: [-7.7005934187575842e-2, 347.61309922464494, 0.9436698662052051],
  347: [-0.94898196289088432, 349.70269160292088, 0.98071842215379312],
}

const lowPassAtEachPoint: Figures = {
  0: [-0.13125362300212545, 315.55193834363786, 0.94748816400966929],
  44: [-2.7311463752880307, 318.75115795712287, 0.58590442688069955],
  93: [-3.0192903249771956, 321.38591130624093, 0.18203383659548231],
  132: [-8.8984871626667891e-2, 324.85013581544246, 0.94062693005857556],
}

describe('stl', () => {
  it.each([
    ['with jumps, weights and one inner loop', windows, baseline],
    ['with a low-pass filter at each point', { ...windows, lowPassJump: 1 }, lowPassAtEachPoint],
  ])('gives the published figures for carbon dioxide, %s', (_name, options, figures) => {
    const { seasonal, trend, residual, weights } = stl(co2, options)
    for (const [row, [season, level, weight]] of Object.entries(figures)) {
      const at = Number(row)
      expect(seasonal[at]).toBeCloseTo(season, 9)
      expect(trend[at]).toBeCloseTo(level, 9)
      expect(weights[at]).toBeCloseTo(weight, 8)
      expect(residual[at]).toBeCloseTo(co2[at]! - season - level, 9)
    }
  })

  it.each([
    ['a season that may change', {}],
    ['a season that is the same throughout', { seasonal: 'periodic' as const }],
    ['robust', { robust: true }],
  ])('takes a straight line and a season apart without a rest: %s', (_name, options) => {
    const season = [3, -1, 4, -2, -5, 1]
    const values = Array.from({ length: 90 }, (_, at) => 10 + 0.5 * at + season[at % 6]!)
    const { seasonal, trend, residual } = stl(values, { period: 6, ...options, robust: 'robust' in options })
    for (let at = 0; at < 90; at++) {
      expect(seasonal[at]).toBeCloseTo(season[at % 6]!, 2)
      expect(trend[at]).toBeCloseTo(10 + 0.5 * at, 2)
      expect(Math.abs(residual[at]!)).toBeLessThan(0.01)
    }
  })

  it('adds up to the values', () => {
    const { seasonal, trend, residual } = stl(co2, { period: 12, robust: true })
    co2.forEach((value, at) => {
      expect(seasonal[at]! + trend[at]! + residual[at]!).toBeCloseTo(value, 10)
    })
  })

  it('gives an outlier no weight where it is robust, so that it stays in the residual', () => {
    const wave = (at: number) => 50 + 10 * Math.sin((2 * Math.PI * at) / 24) + ((at * 7919) % 13) / 13
    const values = Array.from({ length: 240 }, (_, at) => wave(at) + (at === 100 ? 60 : 0))
    const robust = stl(values, { period: 24, robust: true })
    const plain = stl(values, { period: 24 })
    expect(robust.weights[100]).toBe(0)
    expect(plain.weights[100]).toBe(1)
    expect(robust.residual[100]).toBeGreaterThan(57)
    // The plain season follows the outlier, and misses a season before and after it.
    expect(plain.residual[100]).toBeLessThan(45)
    expect(Math.abs(plain.residual[76]!)).toBeGreaterThan(5 * Math.abs(robust.residual[76]!))
  })

  it('has the windows of statsmodels where none are given', () => {
    expect(stlSettings({ period: 24 })).toMatchObject({
      seasonal: 7,
      trend: 47,
      lowPass: 25,
      innerLoops: 5,
      outerLoops: 0,
    })
    expect(stlSettings({ period: 12, robust: true })).toMatchObject({
      trend: 23,
      lowPass: 13,
      innerLoops: 2,
      outerLoops: 15,
    })
    expect(stlSettings({ period: 7, seasonal: 13 })).toMatchObject({ trend: 13, lowPass: 9 })
  })

  it.each([
    [{ period: 1 }, 'OPTION_INVALID', '`period` must be a whole number of 2 or more'],
    [{ period: 12, seasonal: 8 }, 'OPTION_INVALID', '`seasonal` must be odd'],
    [{ period: 12, trend: 11 }, 'OPTION_INVALID', '`trend` must be above the period (12)'],
    [{ period: 12, lowPass: 14 }, 'OPTION_INVALID', '`lowPass` must be odd'],
    [{ period: 12, trendJump: 0 }, 'OPTION_INVALID', '`trendJump`'],
    [{ period: 200 }, 'SERIES_TOO_SHORT', '348 points does not hold two periods of 200'],
  ])('refuses %j', (options, code, text) => {
    const thrown = (() => {
      try {
        stl(co2, options)
      } catch (error) {
        return error
      }
    })()
    expect(thrown).toMatchObject({ code, message: expect.stringContaining(text) })
  })

  it('refuses a gap rather than fill it with a number', () => {
    expect(() => stl([1, 2, Number.NaN, 4], { period: 2 })).toThrow('Point 2 of the series is NaN')
  })

  it.each([24, 31])('keeps its figures where the length is no whole number of periods of %d', (length) => {
    const values = co2.slice(0, length)
    const { seasonal, trend } = stl(values, { period: 12, robust: true })
    expect([...seasonal, ...trend].every(Number.isFinite)).toBe(true)
  })
})
