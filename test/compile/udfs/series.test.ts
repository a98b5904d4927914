import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  customTukey,
  decompose,
  fenceOfPercentiles,
  flagsOf,
  outlierScores,
} from '../../../src/compile/udfs/series/decompose.ts'
import { fourier } from '../../../src/compile/udfs/series/fourier.ts'
import { detectPeriods } from '../../../src/compile/udfs/series/periods.ts'
import { fitLine, fitTwoLines, lineOf } from '../../../src/compile/udfs/series/statistics.ts'
import { quantile } from '../../../src/lib/quantile.ts'

const number = fc.integer({ min: -1000, max: 1000 })
const series = fc.array(number, { minLength: 4, maxLength: 60 })

describe('decompose', () => {
  it('gives baseline and residual that add up to the series', () => {
    fc.assert(
      fc.property(
        series,
        fc.integer({ min: 0, max: 10 }),
        fc.constantFrom('avg', 'linefit', 'none'),
        (values, period, trend) => {
          const parts = decompose(values, { seasonality: period, trend, testPoints: 0, threshold: 0.6 })
          values.forEach((value, index) => {
            expect(parts.baseline[index]! + parts.residual[index]!).toBeCloseTo(value, 6)
            expect(parts.seasonal[index]! + parts.trend[index]!).toBeCloseTo(parts.baseline[index]!, 6)
          })
        },
      ),
    )
  })

  it('takes the median of each phase, not the mean', () => {
    // Phase 0 holds 1, 1, 100: its median is 1.
    const { seasonal } = decompose([1, 5, 1, 5, 100, 5], {
      seasonality: 2,
      trend: 'none',
      testPoints: 0,
      threshold: 0.6,
    })
    expect(seasonal).toEqual([1, 5, 1, 5, 1, 5])
  })

  it('does not learn from test points', () => {
    const options = { seasonality: 0, trend: 'avg', testPoints: 1, threshold: 0.6 } as const
    expect(decompose([2, 4, 99], options).baseline).toEqual([3, 3, 3])
  })
})

describe('outlierScores', () => {
  it('is 0 within the fence and counts in its widths beyond', () => {
    // 0 … 100: the fence is 10 to 90, 80 wide.
    const values = Array.from({ length: 101 }, (_, index) => index)
    const scores = outlierScores(values, { low: 10, high: 90, factor: 8 })
    expect([scores[0], scores[50], scores[100]]).toEqual([-1, 0, 1])
    expect(flagsOf([scores[0]!, scores[50]!, scores[100]!], 1)).toEqual([-1, 0, 1])
  })

  it('is a few percent off where the percentiles are not the usual ones', () => {
    const { factor } = fenceOfPercentiles(10, 90)
    expect(factor).toBeCloseTo(2.714, 3)
    expect(Math.abs(factor / customTukey.factor - 1)).toBeLessThan(0.03)
  })
})

describe('quantile', () => {
  it('lies between two values by linear interpolation', () => {
    expect([0, 0.25, 0.5, 1].map((fraction) => quantile([1, 2, 4, 8], fraction))).toEqual([1, 1.75, 3, 8])
  })
})

describe('fitLine', () => {
  it('reports an interception one step before the first point', () => {
    // y = 3 + 2i: the line begins at 3, and is 1 one step before.
    const fit = fitLine([3, 5, 7, 9])
    expect([fit.slope, fit.start, fit.interception, fit.rsquare]).toEqual([2, 3, 1, 1])
    expect(lineOf(fit, 5)).toEqual([3, 5, 7, 9, 11])
  })
})

describe('fitTwoLines', () => {
  it('finds the split with the least residual among all', () => {
    fc.assert(
      fc.property(series, (values) => {
        const fit = fitTwoLines(values)!
        const residuals = Array.from({ length: values.length - 3 }, (_, index) => {
          const at = index + 2
          return fitLine(values.slice(0, at)).residual + fitLine(values.slice(at)).residual
        })
        expect(fit.left.residual + fit.right.residual).toBeCloseTo(Math.min(...residuals), 3)
      }),
    )
  })

  it('needs two points on each side', () => {
    expect(fitTwoLines([1, 2, 3])).toBeUndefined()
  })
})

describe('detectPeriods', () => {
  const wave = (length: number, period: number) =>
    Array.from({ length }, (_, index) => Math.sin((2 * Math.PI * index) / period) + index / 100)

  it('finds the period under a trend, and not its multiples', () => {
    expect(detectPeriods(wave(240, 24), 4, 120, 3).map(({ period }) => period)).toEqual([24])
  })

  it('finds none in a series too short', () => {
    expect(detectPeriods([1, 3, 5, 2, 4, 6, 1, 3, 5, 2, 4, 6], 4, 6, 1)).toEqual([])
  })
})

describe('fourier', () => {
  it('comes back to the series', () => {
    fc.assert(
      fc.property(fc.array(number, { minLength: 1, maxLength: 40 }), (values) => {
        const there = fourier({ real: values, imaginary: values.map(() => 0) }, false)
        const back = fourier(there, true)
        values.forEach((value, index) => {
          expect(back.real[index]).toBeCloseTo(value, 6)
          expect(back.imaginary[index]).toBeCloseTo(0, 6)
        })
      }),
    )
  })

  it('is the sum of turned values, at a length that is no power of two', () => {
    // n = 3: X₁ = 1 + 2·e^(−2πi/3) + 3·e^(−4πi/3) = −1.5 + 0.866i
    const { real, imaginary } = fourier({ real: [1, 2, 3], imaginary: [0, 0, 0] }, false)
    expect(real.map((value) => Number(value.toFixed(9)))).toEqual([6, -1.5, -1.5])
    expect(imaginary[1]).toBeCloseTo(Math.sqrt(3) / 2, 9)
  })
})
