import { describe, expect, it } from 'vitest'
import { anomalyFlags, anomalyScores, scoreKindOf } from '../../../src/analytics/series/anomaly-scores.ts'

const numbers = (...values: number[]) => Float64Array.from(values)

describe('anomalyScores', () => {
  it('are deviations from the mean, over n', () => {
    // Mean 4, variance (9 + 1 + 1 + 9) / 4 = 5.
    const [first, second] = anomalyScores(numbers(1, 3, 5, 7), 'deviation')
    expect(first).toBeCloseTo(-3 / Math.sqrt(5), 12)
    expect(second).toBeCloseTo(-1 / Math.sqrt(5), 12)
  })

  it('are spreads around the median that one large value does not widen', () => {
    // Median 3, distances 2 1 0 1 97: MAD 1.
    expect(anomalyScores(numbers(1, 2, 3, 4, 100), 'median')[4]).toBeCloseTo(97 / 1.4826, 12)
    expect(anomalyScores(numbers(1, 2, 3, 4, 100), 'deviation')[4]).toBeLessThan(2.1)
  })

  it('fall back to the mean distance where most values are one', () => {
    // Mean absolute deviation 10 / 5.
    expect(anomalyScores(numbers(0, 0, 0, 0, 10), 'median')[4]).toBeCloseTo(10 / (1.2533 * 2), 12)
  })

  it('allow counts their square root, and one event where none is usual', () => {
    const expected = numbers(100, 100, 0, 0, 0)
    const scores = anomalyScores(numbers(20, -10, 1, 0, 0), 'counts', { expected })
    // Roots 10 and 1 (of at least 1): 2, -1, 1, 0, 0 with a MAD of 1, which is 1.4826.
    expect([...scores].map((score) => score * 1.4826)).toEqual(
      [2, -1, 1, 0, 0].map((score) => expect.closeTo(score, 12)),
    )
    const quiet = new Float64Array(100)
    quiet[7] = 2
    expect(anomalyScores(quiet, 'counts', { expected: new Float64Array(100) })[7]).toBe(2)
  })

  it('have no score for no value, and none but 0 for rounding', () => {
    expect([...anomalyScores(numbers(Number.NaN, 1e-12, -1e-12, 3e-12), 'median', { size: 100 })]).toEqual([
      Number.NaN,
      0,
      0,
      0,
    ])
  })
})

describe('scoreKindOf', () => {
  it('tells counts from sums and from fractions', () => {
    const residuals = numbers(3, -2, 5, -4, 0)
    const expected = numbers(10, 10, 10, 10, 10)
    expect(scoreKindOf(numbers(13, 8, 15, 6, 10), residuals, expected)).toBe('counts')
    expect(scoreKindOf(numbers(13.5, 8, 15, 6, 10), residuals, expected)).toBe('median')
    expect(scoreKindOf(numbers(-1, 8, 15, 6, 10), residuals, expected)).toBe('median')
    const bytes = residuals.map((value) => value * 1e6)
    expect(
      scoreKindOf(
        numbers(13e6, 8e6, 15e6, 6e6, 10e6),
        bytes,
        expected.map((value) => value * 1e6),
      ),
    ).toBe('median')
  })
})

describe('anomalyFlags', () => {
  it('are set from the thresholds on', () => {
    expect([...anomalyFlags([3, 2.9, -2, -1.9, Number.NaN], 3, 2)]).toEqual([1, 0, -1, 0, 0])
  })
})
