import { describe, expect, it } from 'vitest'
import { tailShares } from '../../../src/analytics/clustering/tail-shares.ts'

describe('tailShares', () => {
  const ones = (count: number) => new Float64Array(count).fill(1)

  it('is the share of what is as rare in its context', () => {
    // In context 0: thing 7 three times, thing 8 once.
    expect([...tailShares([0, 0, 0, 0], [7, 7, 7, 8], ones(4), 4)]).toEqual([1, 1, 1, 0.25])
    // Being different is usual where all differ; another context does not matter.
    expect([...tailShares([0, 0, 1], [1, 2, 1], ones(3), 3)]).toEqual([1, 1, 1])
  })

  it('weighs, and leaves out what weighs nothing', () => {
    expect([...tailShares([0, 0, 0], [1, 2, 3], Float64Array.of(3, 1, 0), 3)]).toEqual([1, 0.25, 1])
  })

  it('never has what is known for rarer than what is not', () => {
    // Thing 1 once and thing 2 twice in the log; thing 1 is known, with little weight.
    expect([...tailShares([0, 0, 0, 0], [1, 2, 2, 1], Float64Array.of(1, 1, 1, 0.5), 3)]).toEqual([
      1,
      2 / 3.5,
      2 / 3.5,
      1,
    ])
  })

  it('works on nothing', () => {
    expect([...tailShares([], [], ones(0), 0)]).toEqual([])
  })
})
