import { describe, expect, it } from 'vitest'
import { rankBySurprise } from '../../../src/analytics/sessions/rank-by-surprise.ts'
import { surpriseReference } from '../../../src/analytics/sessions/surprise-reference.ts'

/** Some surprises among themselves. */
function ranked(...surprises: readonly number[]) {
  const surprise = Float64Array.from(surprises)
  return rankBySurprise(surprise, surpriseReference(surprise, 3))
}

describe('rankBySurprise', () => {
  it('scores by spreads above the median', () => {
    // Median 3, deviations 2 1 0 1 7 of median 1: spread 1.4826.
    const { score, rank, unusual, atLeast } = ranked(1, 2, 3, 4, 10)
    expect([...score]).toEqual([-2, -1, 0, 1, 7].map((distance) => expect.closeTo(distance / 1.4826, 8)))
    expect([...rank]).toEqual([5, 4, 3, 2, 1])
    // 7 above the median, where half are gone after 1: five sessions bring 2.5 · 2^−7 such by chance.
    expect([...unusual]).toEqual([0, 0, 0, 0, 1])
    expect([...atLeast]).toEqual([5, 4, 3, 2, 1])
  })

  it('takes one bit for the least spread there is', () => {
    // All but one alike: the deviation is 0, and 0.1 bits more is no finding.
    const { score, unusual } = ranked(2, 2, 2, 2, 2.1)
    expect(score[4]).toBeCloseTo(0.1, 8)
    expect([...unusual]).toEqual([0, 0, 0, 0, 0])
  })

  it('keeps the order of the input among ties', () => {
    expect([...ranked(5, 7, 5, 7).rank]).toEqual([3, 1, 4, 2])
  })

  it('is of one scale, whatever the source', () => {
    // Twice the surprise all through is not twice as unusual.
    expect(ranked(2, 4, 18).score[2]).toBeCloseTo(ranked(1, 2, 9).score[2]!, 8)
  })

  it('has nothing to say of one session, or of none', () => {
    expect([...ranked(5).score]).toEqual([0])
    expect(ranked().rank).toHaveLength(0)
  })
})
