import { describe, expect, it } from 'vitest'
import { scoreOfFirst, seriesScores } from '../../../src/analytics/lookup/series-score.ts'

describe('seriesScores', () => {
  it('is the score of series_decompose_anomalies where the history has a spread', () => {
    // print s = dynamic([3,2,3,4,3,2,3,20,0]) | extend series_decompose_anomalies(s, 1.5, 0, "avg", 2)
    const counts = [3, 2, 3, 4, 3, 2, 3, 20, 0]
    const expected = counts.map(() => 20 / 7)
    const kql = [0, 0, 0, 1.188_259_545_217_676, 0, 0, 0, 32.875_180_751_022_384, -3.960_865_150_725_589]
    for (const [index, score] of seriesScores(counts, expected, 2).entries()) expect(score).toBeCloseTo(kql[index]!, 10)
  })

  it('takes less than a record of spread for one, where KQL gives infinity', () => {
    const quiet = seriesScores([7, 7, 7, 7, 7, 7, 7, 7, 9], new Array<number>(9).fill(7), 1)
    const loud = seriesScores([7, 7, 7, 7, 7, 7, 7, 7, 900], new Array<number>(9).fill(7), 1)
    expect(quiet.at(-1)).toBeCloseTo(2 * 2.7726, 3)
    expect(loud.at(-1)).toBeCloseTo(893 * 2.7726, 0)
  })

  it('does not learn from the steps it tests', () => {
    const counts = [1, 1, 1, 1, 1, 1, 1, 1, 500, 500]
    const scores = seriesScores(counts, new Array<number>(10).fill(1), 2)
    expect(scores[8]).toBe(scores[9])
    expect(scores[8]).toBeGreaterThan(1000)
  })

  it('says nothing where there is nothing to learn from', () => {
    expect(seriesScores([4, 5], [0, 0], 2)).toEqual([0, 0])
  })

  it('counts what never was before as peaks without a history', () => {
    expect(scoreOfFirst(3)).toBeCloseTo(seriesScores([0, 0, 0, 0, 3], [0, 0, 0, 0, 0], 1).at(-1)!, 10)
  })
})
