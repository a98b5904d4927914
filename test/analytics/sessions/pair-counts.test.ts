import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { countPairs, findPair, pairCount, rowLength } from '../../../src/analytics/sessions/pair-counts.ts'

describe('countPairs', () => {
  it('counts each pair once, and knows the absent ones', () => {
    const pairs = countPairs(Uint32Array.of(0, 2, 0, 0), Uint32Array.of(1, 0, 1, 2), 3, 3)
    expect([pairCount(pairs, 0, 1), pairCount(pairs, 0, 2), pairCount(pairs, 2, 0)]).toEqual([2, 1, 1])
    expect([pairCount(pairs, 0, 0), pairCount(pairs, 1, 0), pairCount(pairs, 9, 0)]).toEqual([0, 0, 0])
    expect([0, 1, 2, 3].map((row) => rowLength(pairs, row))).toEqual([2, 0, 1, 0])
    expect(findPair(pairs, 1, 1)).toBe(-1)
  })

  it('agrees with counting in a map, rows and columns in order', () => {
    const id = fc.integer({ min: 0, max: 6 })
    fc.assert(
      fc.property(fc.array(fc.tuple(id, id)), (list) => {
        const expected = new Map<string, number>()
        for (const [row, column] of list) expected.set(`${row},${column}`, (expected.get(`${row},${column}`) ?? 0) + 1)
        const pairs = countPairs(
          Uint32Array.from(list, ([row]) => row),
          Uint32Array.from(list, ([, column]) => column),
          7,
          7,
        )
        for (let row = 0; row < 7; row++) {
          for (let column = 0; column < 7; column++) {
            expect(pairCount(pairs, row, column)).toBe(expected.get(`${row},${column}`) ?? 0)
          }
          const columns = [...pairs.columns.subarray(pairs.rowStart[row], pairs.rowStart[row + 1])]
          expect(columns).toEqual([...new Set(columns)].sort((a, b) => a - b))
        }
        expect(pairs.counts.length).toBe(expected.size)
      }),
      { seed: 7 },
    )
  })
})
