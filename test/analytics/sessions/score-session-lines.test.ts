import { describe, expect, it } from 'vitest'
import { scoreSessionLines } from '../../../src/analytics/sessions/score-session-lines.ts'
import { trainBaseline } from '../../../src/analytics/sessions/session-baseline.ts'

describe('scoreSessionLines', () => {
  it('scores each of the three forms', () => {
    const plain = scoreSessionLines(['["A","B"]', '["A"]', ''], { window: 3 })
    expect(plain.problems).toEqual([])
    // V = 2, M = 4, S = 2: start→A 3/6, A→B 2/6, B→end 2/5.
    expect(plain.sessions[0]).toMatchObject({
      session: 0,
      line: 1,
      likelihood: expect.closeTo((3 / 6) * (2 / 6) * (2 / 5), 15),
      window: ['A', 'B'],
      windowStart: 0,
      rank: 1,
    })
    expect(plain.sessions[1]).toMatchObject({ session: 1, line: 2, likelihood: null, window: ['A'], rank: 2 })
    const names = scoreSessionLines(['[{"name":"A","params":["p"]}]'], { window: 2 })
    // V = 1, M = 3: start→A 2/4; C1(A) = 7: p 2/7, nothing unseen 6/7, K = 2; A→end 2/4.
    expect(names.sessions[0]!.likelihood).toBeCloseTo((2 / 4) * Math.sqrt((2 / 7) * (6 / 7)) * (2 / 4), 15)
    const values = scoreSessionLines(Array(20).fill('[{"name":"A","params":{"p":"v"}}]'), { window: 2 })
    // n = 20: start→A 21/23; p 21/26, nothing unseen 25/26, v 21/22, K = 3; A→end 21/23.
    const parameters = ((21 / 26) * (25 / 26) * (21 / 22)) ** (1 / 3)
    expect(values.sessions[19]!.likelihood).toBeCloseTo((21 / 23) * parameters * (21 / 23), 14)
  })

  it('takes the options of the model', () => {
    const lines = ['["A","B"]', '["A","A"]']
    const one = (options: object) => scoreSessionLines(lines, { window: 2, ...options }).sessions[0]!
    expect(one({ geometricMean: true }).likelihood).toBeCloseTo(Math.sqrt(one({}).likelihood!), 15)
    // T = 4 + 4 + 32: the share of A, (3 + 8)/40, then A→B (1+1)/(3+4).
    expect(one({ tokens: false }).likelihood).toBeCloseTo((11 / 40) * (2 / 7), 15)
    expect(() => one({ window: -1 })).toThrow('whole number')
  })

  it('says what a session repeats, also of a command that the baseline has never seen', () => {
    const usual = Array<string[]>(3000).fill(['Get', 'Set'])
    const bulk = JSON.stringify([...Array<string>(30).fill('Get'), 'Set'])
    const against = { window: 3, baseline: trainBaseline(usual) }
    const [known] = scoreSessionLines([bulk], against).sessions
    expect(known!.why).toContain('Get 30 times in the session, at least as many in 1 of 3,001 sessions (usually 1)')
    const surprise = (session: readonly string[]) =>
      scoreSessionLines([JSON.stringify(session)], against).sessions[0]!.surprise
    const fresh = (name: (at: number) => string) => Array.from({ length: 8 }, (_, at) => name(at))
    // Eight of one against eight different ones, of which the steps are as unknown.
    expect(surprise(fresh(() => 'New')) - surprise(fresh((at) => `New${at}`))).toBeCloseTo(Math.log2(3001) - 3, 8)
  })

  it('scores the good lines and says what is wrong with the others', () => {
    const { sessions, problems } = scoreSessionLines(
      ['\ufeff["A"]', 'A, B', '{"name":"A"}', '[]', '  ', '["A", null]', '[{"name":"A","params":[]}]', '["B"]\r'],
      { window: 2 },
    )
    expect(sessions.map(({ session, line }) => [session, line])).toEqual([
      [0, 1],
      [1, 8],
    ])
    expect(problems).toEqual([
      { line: 2, message: 'This is not JSON.' },
      { line: 3, message: 'This is an object, not a list of events.' },
      { line: 4, message: 'This session has no events.' },
      { line: 6, message: 'Event 1 is null, not a name or {"name", "params"}.' },
      { line: 7, message: 'Event 0 is a command with parameters, but the sessions of this file are plain names.' },
    ])
  })

  it('does not guess what a run models', () => {
    expect(scoreSessionLines(['[{"name":"A"}]'], { window: 2 })).toEqual({
      sessions: [],
      problems: [{ line: 1, message: 'Event 0 has no `params`: write [] or {} where there are none.' }],
    })
  })

  it('has nothing to say of nothing', () => {
    expect(scoreSessionLines([], { window: 3 })).toEqual({ sessions: [], problems: [] })
  })
})
