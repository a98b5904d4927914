import { describe, expect, it } from 'vitest'
import { detectPolling, fisherG, periodogram } from '../../../src/analytics/beacons/detect-polling.ts'
import { poisson, seeded } from './traffic.ts'

describe('fisherG', () => {
  const powers = [10, 60, 20, 30, 40, 10, 10, 10]

  // As fisher.g.test of R's GeneCycle gives them.
  it.each([
    [true, 0.5857339],
    [false, 0.5357916],
  ])('has the published chance, last power left out: %s', (excludeLast, expected) => {
    expect(fisherG(powers, excludeLast).pValue).toBeCloseTo(expected, 7)
  })

  it('approximates where the sum would lose its digits', () => {
    const many = Array.from({ length: 200 }, () => powers).flat()
    expect(fisherG(many, true).pValue).toBeCloseTo(1, 7)
    expect(fisherG(many, false).pValue).toBeCloseTo(1, 7)
  })

  it('has no chance where there is no power', () => {
    expect(fisherG([0, 0, 0], false).pValue).toBe(null)
  })
})

describe('periodogram', () => {
  it('holds the power of a wave at its frequency', () => {
    const powers = periodogram(Array.from({ length: 64 }, (_, at) => 5 + 2 * Math.cos((2 * Math.PI * at) / 16)))
    expect(powers).toHaveLength(33)
    // One-sided: amplitude² · n / 2.
    expect(powers[4]).toBeCloseTo((4 * 64) / 2, 9)
    powers.forEach((power, at) => {
      if (at !== 4) expect(power).toBeCloseTo(0, 9)
    })
  })
})

describe('detectPolling', () => {
  it('finds the frequency of connections each fifth second', () => {
    const times = Array.from({ length: 120 }, (_, at) => 1000 + 5 * at)
    const { pValue, dominantFrequency, dominantInterval } = detectPolling(times)
    expect(pValue).toBeLessThan(1e-6)
    // A train of spikes is as strong at each harmonic of 1/5.
    expect((dominantFrequency! * 5) % 1).toBeCloseTo(0, 2)
    expect(dominantInterval).toBeCloseTo(1 / dominantFrequency!, 12)
  })

  it('takes the strongest wave of counts that come and go', () => {
    const times = Array.from({ length: 3600 }, (_, second) => second).flatMap((second) =>
      second % 60 < 30 ? [second] : [],
    )
    const { dominantInterval, pValue } = detectPolling(times, { start: 0, end: 3600 })
    expect(dominantInterval).toBe(60)
    expect(pValue).toBeLessThan(1e-9)
  })

  it('takes random connections for such', () => {
    const random = [1, 2, 3, 4, 5].map((seed) => {
      const times = poisson(20, 1000)(seeded(seed)).map(Math.floor)
      return detectPolling(times, { start: 0, end: 1000 }).pValue!
    })
    expect(random.filter((pValue) => pValue < 0.01)).toEqual([])
  })

  it('has no answer for nothing, for one time, and where every second is alike', () => {
    const none = { pValue: null, dominantFrequency: null, dominantInterval: null }
    expect(detectPolling([])).toEqual(none)
    expect(detectPolling([7])).toEqual(none)
    expect(detectPolling(Array.from({ length: 50 }, (_, at) => at))).toEqual(none)
  })
})
