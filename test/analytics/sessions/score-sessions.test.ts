import { describe, expect, it } from 'vitest'
import { findWindows, scoreSessions } from '../../../src/analytics/sessions/score-sessions.ts'
import type { Session } from '../../../src/analytics/sessions/session.ts'
import { trainSessionModel } from '../../../src/analytics/sessions/session-model.ts'
import { surpriseReference } from '../../../src/analytics/sessions/surprise-reference.ts'

const times = (count: number, session: Session): Session[] => Array.from({ length: count }, () => session)

/** −log2 of e^−x (1 + x + x²/2) */
function gammaOfThree(bits: number): number {
  const x = bits * Math.LN2
  return -Math.log2(Math.exp(-x) * (1 + x + (x * x) / 2))
}

describe('scoreSessions', () => {
  it('is the surprise of the rarest part, less what a session of that length brings by itself', () => {
    const { surprise, partStart, partLength } = findWindows([...times(3, ['A', 'B']), ['A', 'C']], { window: 3 })
    // A→C is 1 of 4 steps from A: 2 bits. C is 1 of 8 events: 3 bits more, as the step is not known otherwise. One of three members.
    expect(surprise[3]).toBeCloseTo(2 + 3 - Math.log2(3), 8)
    expect([partStart[3], partLength[3]]).toEqual([1, 1])
    // A→B is 3 of 4, and all 4 are at most as common; B is 3 of 8, and 4 of 8 at most as common, of which a step that was taken three
    // times takes 1 / (1 + log2 3).
    const b = Math.log2(4 / 3) / 2 + (Math.log2(8 / 3) + Math.log2(8 / 4)) / 2 / (1 + Math.log2(3))
    // Start→A is 4 of 4; A is 4 of 8, and all are at most as common.
    const a = Math.log2(8 / 4) / 2 / (1 + Math.log2(4))
    const two = (a + b) * Math.LN2
    expect(surprise[0]).toBeCloseTo(
      Math.max(b - Math.log2(3), -Math.log2(Math.exp(-two) * (1 + two)) - Math.log2(3 / 2), gammaOfThree(a + b)),
      8,
    )
  })

  it('leaves a session that is shorter than the window its whole surprise', () => {
    const { likelihood, logLikelihood, surprise } = findWindows([...times(99, ['A', 'B']), ['A']], { window: 4 })
    // V = 2, M = 4, S = 100: start→A (100+1)/(100+4), A→end (1+1)/(100+4).
    expect(likelihood[99]).toBeNaN()
    expect(Math.exp(logLikelihood[99]!)).toBeCloseTo((101 / 104) * (2 / 104), 14)
    // A→end is 1 of 100, one of two members.
    expect(surprise[99]).toBeCloseTo(Math.log2(100) - 1, 2)
  })

  it('lets a service that repeats what is its own stay below what is rare', () => {
    const service = Array<string>(10_000).fill('Poll')
    const usual = times(60, ['Get', 'Set', 'Get'])
    const { rank, unusual } = scoreSessions([...usual, service, ['Get', 'Drop', 'Set']], { window: 3 })
    expect(rank[61]).toBe(1)
    expect(rank[60]).toBeGreaterThan(1)
    expect(unusual[60]).toBe(0)
  })

  it('is surprised by parameters, values and commands that a model has never seen', () => {
    const usual = times(40, [
      { name: 'Set', params: { to: 'inside' } },
      { name: 'Get', params: {} },
    ])
    const model = trainSessionModel(usual)
    const event = (name: string, params: Record<string, string>): Session => [
      { name, params },
      { name: 'Get', params: {} },
    ]
    const sessions = [
      event('Set', { to: 'inside' }),
      event('Set', { to: 'outside' }),
      event('Set', { to: 'inside', forward: 'x' }),
      event('Drop', {}),
    ]
    const { surprise } = findWindows(sessions, { window: 3, model })
    expect(surprise[0]).toBeLessThan(0.5)
    // One more among 40: log2 41 bits at least, less the room of one in three.
    expect(surprise[1]).toBeGreaterThan(Math.log2(41) - Math.log2(3))
    expect(surprise[2]).toBeGreaterThan(Math.log2(41) - Math.log2(3))
    expect(surprise[3]).toBeGreaterThan(Math.log2(41) - Math.log2(3))
  })

  it('sets against a reference where one is given', () => {
    const usual = times(40, ['A', 'B'])
    const reference = surpriseReference(scoreSessions(usual, { window: 3 }).surprise, 3)
    const { atLeast, score } = scoreSessions(
      [
        ['X', 'Y', 'Z'],
        ['A', 'B'],
      ],
      {
        window: 3,
        model: trainSessionModel(usual),
        reference,
      },
    )
    expect(atLeast[0]).toBe(0)
    expect(score[0]).toBeGreaterThan(3.5)
    expect(Math.abs(score[1]!)).toBeLessThan(0.5)
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
