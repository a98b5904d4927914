import { describe, expect, it } from 'vitest'
import { cutNotice, resultLimits } from '../../../src/providers/local/result-limits.ts'

const size = 64 * 2 ** 20

describe('a result is cut', () => {
  it.each([
    ['at the defaults', [500_000, false, {}], { rows: 500_000, bytes: size }],
    ['nowhere after notruncation', [500_000, false, { isUnlimited: true }], { rows: Number.MAX_SAFE_INTEGER - 1 }],
    ['at more rows, where the query says so', [500_000, false, { keptRows: 9e5 }], { rows: 9e5, bytes: size }],
    ['at another size', [500_000, false, { keptBytes: 10 }], { rows: 500_000, bytes: 10 }],
    [
      'at a size after notruncation',
      [5, false, { isUnlimited: true, keptBytes: 10 }],
      { rows: 2 ** 53 - 2, bytes: 10 },
    ],
    ['at the rows wanted, whatever is lifted', [5, false, { isUnlimited: true, mostRows: 7 }], { rows: 7 }],
    ['at no more than the caller wants', [5, true, { isUnlimited: true, keptRows: 9 }], { rows: 5 }],
    ['at less than the caller wants', [5, true, { keptRows: 3, mostRows: 2 }], { rows: 2 }],
  ] as const)('%s', (_, [limit, isGiven, settings], expected) => {
    expect(resultLimits(limit, isGiven, settings)).toEqual(expected)
  })

  it('with the limit, what was given, and how to get more', () => {
    expect(cutNotice({ rows: 5000 }, 5000, false, true)).toBe('only the first 5,000 rows are shown; there are more')
    expect(cutNotice({ rows: 1 }, 1, false, false)).toMatch(
      /first 1 row are|set truncationmaxrecords.*notruncation.*--limit/,
    )
    expect(cutNotice({ rows: 9, bytes: size }, 1234, true, false)).toMatch(
      /^only the first 1,234 rows, which is 64 MB of data, .*`set truncationmaxsize=BYTES;`.*`set notruncation;`.*--limit/,
    )
  })
})
