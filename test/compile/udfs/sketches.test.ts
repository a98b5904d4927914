import { describe, expect, it } from 'vitest'
import { type Digest, digestPercentiles, digestRank, mergeDigests } from '../../../src/compile/udfs/sketches.ts'

const longs: Digest = {
  $tdigest: 'long',
  values: [
    ['9007199254740993', 1],
    ['10', 2],
    ['9', 1],
    ['-3', 1],
  ],
}

describe('the percentiles of a sketch', () => {
  it('sort values as numbers, and count each as often as it came', () => {
    // -3, 9, 10, 10, 9007199254740993: ranks 1 to 5.
    expect(digestPercentiles(longs, [0, 20, 21, 40, 80, 81])).toEqual(['-3', '-3', '9', '9', '10', '9007199254740993'])
  })

  it('are null where there is no such percentile', () => {
    expect(digestPercentiles(longs, [-1, 101, Number.NaN])).toEqual([null, null, null])
  })

  it('sort timespans by their length, not by their text', () => {
    const spans: Digest = {
      $tdigest: 'timespan',
      values: [
        ['1.00:00:00', 1],
        ['23:00:00', 1],
      ],
    }
    expect(digestPercentiles(spans, [50, 100])).toEqual(['23:00:00', '1.00:00:00'])
  })

  it('have what is no number behind everything', () => {
    const reals: Digest = {
      $tdigest: 'real',
      values: [
        ['NaN', 1],
        ['inf', 1],
        ['-inf', 1],
        ['2.5', 1],
      ],
    }
    expect(digestPercentiles(reals, [25, 50, 75, 100])).toEqual(['-inf', '2.5', 'inf', 'NaN'])
  })
})

describe('the rank of a value', () => {
  it('counts what is not greater', () => {
    expect(digestRank(longs, 'long', '10')).toBe(4)
    expect(digestRank(longs, 'long', '-4')).toBe(0)
    expect(digestRank(longs, 'real', '9.5')).toBe(2)
  })

  it('is null for a value of another type, and for null', () => {
    expect(digestRank(longs, 'datetime', '2024-05-01T00:00:00.0000000Z')).toBeNull()
    expect(digestRank(longs, 'long', '')).toBeNull()
  })
})

describe('sketches together', () => {
  it('add their counts up', () => {
    const other: Digest = {
      $tdigest: 'long',
      values: [
        ['9', 2],
        ['7', 1],
      ],
    }
    expect(mergeDigests([longs, null, other])?.values).toContainEqual(['9', 3])
    expect(mergeDigests([null])).toBeNull()
  })

  it('have values of one type', () => {
    expect(() => mergeDigests([longs, { $tdigest: 'real', values: [['1.0', 1]] }])).toThrow(/long.*real/)
  })
})
