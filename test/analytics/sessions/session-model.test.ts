import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  commandProbability,
  overallParameterProbability,
  overallValueProbability,
  parameterProbability,
  sessionEnd,
  sessionStart,
  transitionProbability,
  valueProbability,
} from '../../../src/analytics/sessions/probabilities.ts'
import { rarestWindow } from '../../../src/analytics/sessions/rarest-window.ts'
import type { Session } from '../../../src/analytics/sessions/session.ts'
import { sessionLikelihood } from '../../../src/analytics/sessions/session-likelihood.ts'
import { modellableParameters, trainSessionModel } from '../../../src/analytics/sessions/session-model.ts'
import type { Json } from '../../../src/lib/table.ts'
import { codeOf } from './code-of.ts'
import { DenseModel } from './dense-model.ts'

describe('a model of commands', () => {
  // S = 2 sessions, N = 3 events, V = 2 commands, M = V + 2 = 4.
  const model = trainSessionModel([['A', 'B'], ['A']])

  it('smooths transitions by one for each of M followers', () => {
    // n(A,B) = 1, n(A) = 2: (1 + 1) / (2 + 4)
    expect(transitionProbability(model, 'A', 'B')).toBe(2 / 6)
    // Both sessions start with A: (2 + 1) / (2 + 4)
    expect(transitionProbability(model, sessionStart, 'A')).toBe(3 / 6)
    // B always ended: (1 + 1) / (1 + 4)
    expect(transitionProbability(model, 'B', sessionEnd)).toBe(2 / 5)
    // Never followed by: (0 + 1) / (2 + 4), known or not.
    expect(transitionProbability(model, 'A', 'A')).toBe(1 / 6)
    expect(transitionProbability(model, 'A', 'never seen')).toBe(1 / 6)
    // Nothing is known of an unseen command: 1 / M.
    expect(transitionProbability(model, 'never seen', 'A')).toBe(1 / 4)
  })

  it('smooths the share of a command by 2M', () => {
    // T = N + 2S + 2M² = 3 + 4 + 32 = 39
    expect(commandProbability(model, 'A')).toBe((2 + 8) / 39)
    expect(commandProbability(model, 'B')).toBe((1 + 8) / 39)
    expect(commandProbability(model, 'never seen')).toBe(8 / 39)
  })

  it('takes names that look like tokens, or like nothing, for names', () => {
    const odd = trainSessionModel([
      ['##START##', '__proto__', ''],
      ['##END##', '##UNK##', 'constructor'],
    ])
    // M = 6 + 2; `##START##` occurs once and is followed by `__proto__` once: (1 + 1) / (1 + 8)
    expect(transitionProbability(odd, '##START##', '__proto__')).toBe(2 / 9)
    expect(transitionProbability(odd, '__proto__', '')).toBe(2 / 9)
    expect(transitionProbability(odd, sessionStart, '##END##')).toBe(2 / 10)
    expect(transitionProbability(odd, 'toString', '')).toBe(1 / 8)
  })
})

describe('a model of parameters', () => {
  // A occurs 3 times: with p and q, with p, without any. M = 3.
  const sessions: Session[] = [
    [
      { name: 'A', params: ['p', 'q'] },
      { name: 'A', params: ['p', 'p'] },
      { name: 'A', params: [] },
    ],
  ]
  const model = trainSessionModel(sessions)

  it('divides by the smoothed count of the command', () => {
    // C1(A) = 3 + 2·3 = 9; p was there twice (a name counts once an event), q once.
    expect(parameterProbability(model, 'A', 'p')).toBe(3 / 9)
    expect(parameterProbability(model, 'A', 'q')).toBe(2 / 9)
    expect(parameterProbability(model, 'A', 'never seen')).toBe(1 / 9)
    expect(parameterProbability(model, 'never seen', 'p')).toBe(1 / 6)
  })

  it('multiplies presence and absence of every parameter of the command, to the power of 1/K', () => {
    // n(start,A) = 1 of S = 1: 2/4; parameters p there, q not, an unseen one not, K = 3: (3/9 · 7/9 · 8/9)^(1/3); n(A,end) = 1 of 3: 2/6
    const likelihood = (2 / 4) * ((3 / 9) * (7 / 9) * (8 / 9)) ** (1 / 3) * (2 / 6)
    expect(sessionLikelihood(model, [{ name: 'A', params: ['p'] }]).likelihood).toBeCloseTo(likelihood, 15)
  })

  it('counts no parameters as certain, and ignores those the command never had', () => {
    const end = (2 / 4) * (2 / 6)
    expect(sessionLikelihood(model, [{ name: 'A', params: [] }]).likelihood).toBeCloseTo(end, 15)
    // p not, q not, an unseen one not: `x` itself is no factor.
    const unknown = end * ((6 / 9) * (7 / 9) * (8 / 9)) ** (1 / 3)
    expect(sessionLikelihood(model, [{ name: 'A', params: ['x'] }]).likelihood).toBeCloseTo(unknown, 15)
    // A command never seen has only the unseen parameter to lack: 1 − 1/(2M). Its row: 1/4 after the start, 1/3 to the end.
    expect(sessionLikelihood(model, [{ name: 'X', params: ['p'] }]).likelihood).toBeCloseTo(
      (1 / 4) * (5 / 6) * (1 / 3),
      15,
    )
  })

  it('gives the share of a parameter whatever its command', () => {
    // (n(p) + commands with p) / T, T = 3 + 2 + 2·9 = 23; unseen (V + 3) / T
    expect(overallParameterProbability(model, 'p')).toBe((2 + 1) / 23)
    expect(overallParameterProbability(model, 'x')).toBe(4 / 23)
  })

  it('holds 100,000 parameters of one command', () => {
    const names = Array.from({ length: 100_000 }, (_, index) => `p${index}`)
    const events = names.map((name) => ({ name: 'A', params: [name] }))
    const wide = trainSessionModel([[{ name: 'A', params: names }, ...events]])
    const { logLikelihood } = sessionLikelihood(wide, [{ name: 'A', params: names }])
    expect(Number.isFinite(logLikelihood)).toBe(true)
    expect(rarestWindow(wide, [{ name: 'A', params: names }, ...events], { window: 2 })).toMatchObject({ start: 0 })
  })
})

describe('a model of values', () => {
  const on = { name: 'A', params: { flag: 'on', id: 'x' } }

  it('models the values of parameters that look like categories', () => {
    // 20 occurrences with 2 values: 10 distinct in 100. 20 with 20 values: too many.
    const sessions = [
      Array.from({ length: 20 }, (_, at) => ({ name: 'A', params: { flag: at < 2 ? 'off' : 'on', id: `${at}` } })),
    ]
    expect(modellableParameters(trainSessionModel(sessions))).toEqual(['flag'])
    expect(modellableParameters(trainSessionModel([sessions[0]!.slice(1)]))).toEqual([])
    expect(modellableParameters(trainSessionModel(sessions, { modellable: ['id', 'nobody'] }))).toEqual(['id'])
  })

  it('smooths values by one for each seen and one unseen', () => {
    const model = trainSessionModel([
      [on, on, { name: 'B', params: { flag: 'off' } }, { name: 'B', params: { flag: '' } }],
    ])
    // n(on) = 2, n(off) = 1, the empty value is none: (2 + 1) / (3 + 2 + 1), whatever the command.
    expect(valueProbability(model, 'flag', 'on')).toBe(3 / 6)
    expect(valueProbability(model, 'flag', 'off')).toBe(2 / 6)
    expect([null, '', false, 0, 'never seen'].map((value) => valueProbability(model, 'flag', value))).toEqual(
      Array(5).fill(1 / 6),
    )
    expect(valueProbability(model, 'nobody', 'on')).toBe(1)
    // Shares whatever the parameter: on 2 + 1, off 1 + 1, x 2 + 1, unseen 2 parameters + 1: 11 in all.
    expect([overallValueProbability(model, 'on'), overallValueProbability(model, 'z')]).toEqual([3 / 11, 3 / 11])
  })

  it('multiplies the value of each modelled parameter in, and counts it in K', () => {
    const model = trainSessionModel([[on]], { modellable: ['flag'] })
    // M = 3, C1(A) = 7: flag 2/7, id 2/7, no unseen 6/7; flag is `on`: (1+1)/(1+1+1); K = 3 + 1.
    const parameters = ((2 / 7) * (2 / 7) * (6 / 7) * (2 / 3)) ** (1 / 4)
    expect(sessionLikelihood(model, [on]).likelihood).toBeCloseTo((2 / 4) * parameters * (2 / 4), 15)
  })

  it('takes names without values for values of nothing', () => {
    const model = trainSessionModel([[on], [{ name: 'A', params: ['flag'] }]], { modellable: ['flag'] })
    expect(valueProbability(model, 'flag', 'on')).toBe(2 / 3)
    // C1(A) = 2 + 6: flag 3/8 with no value 1/3, id absent 6/8, no unseen 7/8; K = 4
    const parameters = ((3 / 8) * (1 / 3) * (6 / 8) * (7 / 8)) ** (1 / 4)
    expect(sessionLikelihood(model, [{ name: 'A', params: ['flag'] }]).likelihood).toBeCloseTo(
      (3 / 5) * parameters * (3 / 5),
      15,
    )
  })

  it('tells values of different types apart', () => {
    const model = trainSessionModel([
      [
        { name: 'A', params: { n: 1 } },
        { name: 'A', params: { n: '1' } },
      ],
    ])
    expect(valueProbability(model, 'n', 1)).toBe(2 / 5)
  })
})

describe('what cannot be modelled', () => {
  it('is refused', () => {
    expect(codeOf(() => trainSessionModel([]))).toBe('SESSIONS_EMPTY')
    expect(codeOf(() => trainSessionModel([[]]))).toBe('SESSIONS_EMPTY')
    expect(codeOf(() => trainSessionModel([['A'], []]))).toBe('SESSIONS_EMPTY')
    expect(codeOf(() => trainSessionModel([['A'], [{ name: 'A', params: [] }]]))).toBe('SESSION_KIND')
    expect(codeOf(() => trainSessionModel([[{ name: 'A', params: [] }, 'A']]))).toBe('SESSION_KIND')
    const model = trainSessionModel([['A']])
    expect(codeOf(() => parameterProbability(model, 'A', 'p'))).toBe('SESSION_KIND')
    expect(codeOf(() => rarestWindow(model, ['A'], { window: 0 }))).toBe('WINDOW_INVALID')
    expect(codeOf(() => rarestWindow(model, ['A'], { window: 1.5 }))).toBe('WINDOW_INVALID')
  })
})

describe('any sessions', () => {
  const name = fc.constantFrom('A', 'B', 'C', 'D', 'E')
  const value: fc.Arbitrary<Json> = fc.constantFrom('x', 'y', '', null, true, 3)
  const event = fc.record({ name, params: fc.dictionary(fc.constantFrom('p', 'q', 'r'), value) })
  const sessions = fc.array(fc.array(event, { minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 8 })
  const dense = (session: readonly { name: string; params: Record<string, Json> }[]) =>
    session.map(({ name, params }) => ({ name, params: new Map(Object.entries(params)) }))

  it('have transition rows that sum to one', () => {
    fc.assert(
      fc.property(sessions, (runs) => {
        const model = trainSessionModel(runs.map((run) => run.map((item) => item.name)))
        const { names } = model.vocabularies.commands
        for (const from of [sessionStart, ...names, 'never seen'] as const) {
          const row = [...names, sessionEnd, 'never seen'].map((to) => transitionProbability(model, from, to as string))
          expect(row.reduce((total, part) => total + part, 0)).toBeCloseTo(1, 12)
        }
      }),
      { seed: 7 },
    )
  })

  it('have the likelihoods of the model with all its pairs', () => {
    fc.assert(
      fc.property(sessions, sessions, fc.integer({ min: 1, max: 5 }), (training, others, window) => {
        const modellable = ['p', 'r']
        const sparse = trainSessionModel(training, { modellable, kind: 'values' })
        const slow = new DenseModel(training.map(dense), new Set(modellable))
        for (const session of [...training, ...others]) {
          const windows = slow.windows(dense(session), window)
          const least = Math.min(...windows)
          const found = rarestWindow(sparse, session, { window })
          expect(found === undefined).toBe(windows.length === 0)
          if (found) {
            expect(Math.abs(found.likelihood / least - 1)).toBeLessThan(1e-12)
            expect(found.start).toBe(windows.findIndex((likelihood) => likelihood <= least * (1 + 1e-9)))
            expect(Math.exp(found.logLikelihood) / found.likelihood).toBeCloseTo(1, 12)
          }
          expect(sessionLikelihood(sparse, session).likelihood / slow.session(dense(session))).toBeCloseTo(1, 12)
        }
      }),
      { numRuns: 60, seed: 7 },
    )
  })
})
