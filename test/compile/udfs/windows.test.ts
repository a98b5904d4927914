import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { weightedRank, windowSessions } from '../../../src/compile/udfs/windows.ts'

const sessions = (times: (number | null)[], longest: number, gap: number, restarts: boolean[] = []) =>
  windowSessions(
    times.map((time) => (time === null ? null : BigInt(time))),
    times.map((_, row) => restarts[row] ?? false),
    BigInt(longest),
    BigInt(gap),
  ).map((begin) => (begin === null ? null : Number(begin)))

describe('windowSessions', () => {
  it('begins anew at a gap as long as allowed: both limits are inclusive', () => {
    expect(sessions([0, 9, 19, 28], 100, 10)).toEqual([0, 0, 19, 19])
  })

  it('begins anew once the session is as long as allowed', () => {
    expect(sessions([0, 4, 8, 12, 16], 10, 5)).toEqual([0, 0, 0, 12, 12])
  })

  it('begins anew where told to', () => {
    expect(sessions([0, 1, 2], 100, 10, [false, true, false])).toEqual([0, 1, 1])
  })

  it('gives a null instant no session, and begins anew behind it', () => {
    expect(sessions([0, null, 1, 2], 100, 10)).toEqual([0, null, 1, 1])
  })

  it('never names a begin later than the instant, nor one further back than allowed', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 100 })), fc.integer({ min: 1, max: 50 }), (times, longest) => {
        const sorted = times.toSorted((a, b) => a - b)
        sessions(sorted, longest, 7).forEach((begin, row) => {
          expect(begin).toBeLessThanOrEqual(sorted[row]!)
          expect(sorted[row]! - begin!).toBeLessThan(longest)
        })
      }),
    )
  })
})

describe('weightedRank', () => {
  it('is the place where the running weight reaches the fraction', () => {
    expect([0, 0.44, 0.45, 0.5, 0.75, 0.999, 1].map((fraction) => weightedRank([8n, 6n, 3n, 1n], fraction))).toEqual([
      1n,
      1n,
      2n,
      2n,
      2n,
      4n,
      4n,
    ])
  })

  it('is null without weights', () => {
    expect(weightedRank([], 0.5)).toBeNull()
  })
})
