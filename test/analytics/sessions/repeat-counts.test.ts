import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pairCount } from '../../../src/analytics/sessions/pair-counts.ts'
import { sessionsWith, usualTimes } from '../../../src/analytics/sessions/repeat-counts.ts'
import { trainSessionModel } from '../../../src/analytics/sessions/session-model.ts'

const population = fc.array(fc.array(fc.constantFrom('A', 'B', 'C'), { minLength: 1, maxLength: 9 }), {
  minLength: 1,
  maxLength: 9,
})

describe('repeats', () => {
  it('are how many sessions hold a command so often, whatever their order', () => {
    fc.assert(
      fc.property(population, (sessions) => {
        const { repeats, vocabularies, commandCounts } = trainSessionModel(sessions)
        vocabularies.commands.names.forEach((name, id) => {
          const held = sessions.map((session) => session.filter((each) => each === name).length)
          for (let times = 2; times < 10; times++) {
            expect(pairCount(repeats, id, times)).toBe(held.filter((each) => each === times).length)
          }
          const holding = held.filter((each) => each > 0).sort((a, b) => a - b)
          expect(sessionsWith(repeats, id, commandCounts[id]!)).toBe(holding.length)
          const median = holding[Math.ceil(holding.length / 2) - 1]!
          expect(usualTimes(repeats, id, commandCounts[id]!)).toEqual({
            times: median,
            share: holding.filter((each) => each === median).length / holding.length,
          })
        })
      }),
      { numRuns: 200, seed: 31 },
    )
  })

  it('of a million events and 100,000 commands are counted', () => {
    const long = Array.from({ length: 1_000_000 }, (_, at) => (at < 900_000 ? 'Poll' : `c${at}`))
    const { repeats } = trainSessionModel([long, ['Poll', 'Poll']])
    expect([...repeats.columns]).toEqual([2, 900_000])
    expect([...repeats.counts]).toEqual([1, 1])
  })
})
