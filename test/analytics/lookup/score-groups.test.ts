import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { groupScores } from '../../../src/analytics/lookup/score-groups.ts'

describe('groupScores', () => {
  it('puts what lies together into one group, the highest first', () => {
    const { groups, centres } = groupScores([2, 100, 3, 2.5, 40, 41, 101], 3)
    expect([...groups]).toEqual([2, 0, 2, 2, 1, 1, 0])
    expect(centres).toEqual([100.5, 40.5, 2.5])
  })

  it('has no more groups than distinct scores, and keeps equal scores together', () => {
    expect(groupScores([7, 7, 7], 3)).toEqual({ groups: Uint8Array.of(0, 0, 0), centres: [7] })
    expect(groupScores([7, 1, 7], 3)).toEqual({ groups: Uint8Array.of(0, 1, 0), centres: [7, 1] })
    expect(groupScores([], 3)).toEqual({ groups: new Uint8Array(0), centres: [] })
  })

  it('is the best of all divisions', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 14 }), (scores) => {
        const { groups, centres } = groupScores(scores, 3)
        expect(costOf(scores, groups)).toBeCloseTo(leastCost(scores, centres.length), 6)
      }),
      { seed: 4, numRuns: 300 },
    )
  })

  it('takes many scores at once', () => {
    const scores = Array.from({ length: 20_000 }, (_, index) => (index * 7919) % 20_011)
    const { groups, centres } = groupScores(scores, 3)
    // Even scores fall into even thirds.
    expect(centres.map((centre) => Math.round(centre / 1000))).toEqual([17, 10, 3])
    expect(groups).toHaveLength(20_000)
  })
})

function costOf(scores: readonly number[], groups: Uint8Array): number {
  const members = Map.groupBy(scores.keys(), (index) => groups[index]!)
  return [...members.values()].reduce((sum, each) => sum + spreadOf(each.map((index) => scores[index]!)), 0)
}

/** By trying every pair of borders between the sorted scores. */
function leastCost(scores: readonly number[], count: number): number {
  const sorted = scores.toSorted((a, b) => a - b)
  let least = Number.POSITIVE_INFINITY
  for (let first = 0; first <= sorted.length; first++) {
    for (let second = first; second <= sorted.length; second++) {
      const parts = [sorted.slice(0, first), sorted.slice(first, second), sorted.slice(second)]
      if (parts.filter(({ length }) => length > 0).length > count) continue
      least = Math.min(
        least,
        parts.reduce((sum, part) => sum + spreadOf(part), 0),
      )
    }
  }
  return least
}

function spreadOf(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
}
