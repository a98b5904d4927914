import { describe, expect, it } from 'vitest'
import { rankBySurprise } from '../../../src/analytics/sessions/rank-by-surprise.ts'

describe('rankBySurprise', () => {
  it('scores by spreads above the median', () => {
    // Median 3, deviations 2 1 0 1 7 of median 1: spread 1.4826.
    const { score, rank, unusual, atLeast, outOf } = rankBySurprise(Float64Array.of(1, 2, 3, 4, 10), { window: 3 })
    expect([...score]).toEqual([-2, -1, 0, 1, 7].map((distance) => expect.closeTo(distance / 1.4826, 8)))
    expect([...rank]).toEqual([5, 4, 3, 2, 1])
    // 7 above the median, where half are gone after 1: five sessions bring 2.5 · 2^−7 such by chance.
    expect([...unusual]).toEqual([0, 0, 0, 0, 1])
    expect([...atLeast]).toEqual([5, 4, 3, 2, 1])
    expect([...outOf]).toEqual([5, 5, 5, 5, 5])
  })

  it('takes one bit for the least spread there is', () => {
    // All but one alike: the deviation is 0, and 0.1 bits more is no finding.
    const { score, unusual } = rankBySurprise(Float64Array.of(2, 2, 2, 2, 2.1), { window: 4 })
    expect(score[4]).toBeCloseTo(0.1, 8)
    expect([...unusual]).toEqual([0, 0, 0, 0, 0])
  })

  it('keeps the order of the input among ties', () => {
    expect([...rankBySurprise(Float64Array.of(5, 7, 5, 7), { window: 3 }).rank]).toEqual([3, 1, 4, 2])
  })

  it('measures each source by itself', () => {
    // Twice the surprise all through is not twice as unusual.
    const { score } = rankBySurprise(Float64Array.of(1, 2, 9, 2, 4, 18), { window: 3, sources: [0, 0, 0, 1, 1, 1] })
    expect(score[5]).toBeCloseTo(score[2]!, 8)
  })

  it('has nothing to say of one session, or of none', () => {
    expect([...rankBySurprise(Float64Array.of(5), { window: 3 }).score]).toEqual([0])
    expect(rankBySurprise(new Float64Array(0), { window: 3 }).rank).toHaveLength(0)
  })
})
