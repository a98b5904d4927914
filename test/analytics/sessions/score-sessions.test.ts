import { describe, expect, it } from 'vitest'
import { findWindows, scoreSessions } from '../../../src/analytics/sessions/score-sessions.ts'
import type { Session } from '../../../src/analytics/sessions/session.ts'
import { trainSessionModel } from '../../../src/analytics/sessions/session-model.ts'

const times = (count: number, session: Session): Session[] => Array.from({ length: count }, () => session)

describe('scoreSessions', () => {
  it('scores a session shorter than the window by all of it, its missing steps certain', () => {
    // V = 1, M = 3, S = 4: start→A (4+1)/(4+3), A→end (4+1)/(4+3): two steps of a window of four.
    const { likelihood, logLikelihood, surprise } = findWindows(times(4, ['A']), { window: 4 })
    expect(likelihood[0]).toBeNaN()
    expect(Math.exp(logLikelihood[0]!)).toBeCloseTo((5 / 7) ** 2, 14)
    expect(surprise[0]).toBeCloseTo((-2 * Math.log2(5 / 7)) / 4, 11)
  })

  it('takes off what many windows bring by themselves', () => {
    const { logLikelihood, surprise } = findWindows([Array(9).fill('A')], { window: 2 })
    // Nine events and the end: a length of five windows of two.
    expect(surprise[0]).toBeCloseTo((-logLikelihood[0]! / Math.LN2 - Math.log2(5)) / 2, 11)
  })

  it('does not let a session of one event win by being alone', () => {
    const usual = times(60, ['Get', 'Get', 'Set', 'Get'])
    const { rank } = scoreSessions([...usual, ['Rare1'], ['Rare2', 'Rare3', 'Rare4']], { window: 3 })
    // Unusual it is all the same, above every usual one.
    expect([rank[60], rank[61]]).toEqual([2, 1])
  })

  it('does not let a session win by being long', () => {
    const words = ['Get', 'Set', 'List', 'Describe']
    const long = Array.from({ length: 4000 }, (_, at) => words[(at * at + (at >> 3)) % 4]!)
    const { rank } = scoreSessions([long, ...times(30, ['Get', 'Set', 'List']), ['Drop', 'Mount', 'Wipe']], {
      window: 3,
    })
    expect(rank[31]).toBe(1)
    expect(rank[0]).toBeGreaterThan(15)
  })

  it('finds three odd steps in a long session', () => {
    const usual = times(50, ['Get', 'Set', 'Get', 'Set', 'Get', 'Set', 'Get', 'Set', 'Get', 'Set'])
    const odd = [...usual[0]!.slice(0, 6), 'Mount', 'Wipe', ...usual[0]!.slice(6)]
    const scores = scoreSessions([...usual, odd], { window: 3 })
    expect(scores.rank[50]).toBe(1)
    expect(scores.unusual[50]).toBe(1)
    expect(odd.slice(scores.windowStart[50], scores.windowStart[50]! + scores.windowLength[50]!)).toContain('Wipe')
  })

  it('ties what is the same, also in another order', () => {
    const { surprise, score } = scoreSessions(
      [
        ['A', 'B'],
        ['C', 'D'],
        ['A', 'B'],
        ['C', 'D'],
      ],
      { window: 3 },
    )
    expect(new Set(surprise)).toHaveLength(1)
    expect([...score]).toEqual([0, 0, 0, 0])
  })

  it('scores sessions by a model learned elsewhere', () => {
    const model = trainSessionModel(times(20, ['A', 'B']))
    const { likelihood, rank } = scoreSessions(
      [
        ['A', 'B'],
        ['X', 'Y'],
      ],
      { window: 3, model },
    )
    expect([...rank]).toEqual([2, 1])
    // V = 2, M = 4: an unseen first command 1/(20+4), then 1/M, and 1/M to the end.
    expect(likelihood[1]).toBeCloseTo((1 / 24) * (1 / 4) * (1 / 4), 15)
  })
})
