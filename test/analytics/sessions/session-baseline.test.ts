import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { loadBaseline, saveBaseline } from '../../../src/analytics/sessions/saved-baseline.ts'
import { saveSessionModel } from '../../../src/analytics/sessions/saved-session-model.ts'
import { scoreSessions } from '../../../src/analytics/sessions/score-sessions.ts'
import {
  type SessionBaseline,
  scoreAgainst,
  trainBaseline,
  updateBaseline,
} from '../../../src/analytics/sessions/session-baseline.ts'
import { trainSessionModel } from '../../../src/analytics/sessions/session-model.ts'
import { surpriseReference } from '../../../src/analytics/sessions/surprise-reference.ts'
import { anyPopulation, anySession, ofKind } from './any-sessions.ts'
import { codeOf } from './code-of.ts'

const usual = Array.from({ length: 40 }, (_, at) => (at % 4 === 0 ? ['Open', 'Save', 'Close'] : ['Open', 'Close']))

describe('scoreAgainst', () => {
  const baseline = trainBaseline(usual)

  it('finds what the baseline has never seen, and lets the usual be', () => {
    const scores = scoreAgainst(
      baseline,
      [
        ['Open', 'Close'],
        ['Open', 'Delete', 'Delete', 'Close'],
      ],
      { window: 3 },
    )
    expect([...scores.rank]).toEqual([2, 1])
    expect([...scores.unusual]).toEqual([0, 1])
    // 30 of 40 sessions of the baseline are this very one, and the ten others are more surprising; none is like the second.
    expect([...scores.atLeast]).toEqual([40, 0])
  })

  it('does not depend on what else is scored', () => {
    const odd = ['Open', 'Delete', 'Close']
    const alone = scoreAgainst(baseline, [odd], { window: 3 })
    const among = scoreAgainst(baseline, [...Array(50).fill(odd), ['Open', 'Close']], { window: 3 })
    expect(alone.score[0]).toBe(among.score[7])
    expect(alone.atLeast[0]).toBe(among.atLeast[7])
  })

  it('takes each of its own sessions for one more, which is no more surprising', () => {
    const alone = scoreSessions(usual, { window: 3 })
    const against = scoreAgainst(baseline, usual, { window: 3 })
    for (const key of ['likelihood', 'unusual'] as const) expect([key, ...against[key]]).toEqual([key, ...alone[key]])
    against.surprise.forEach((surprise, at) => {
      expect(surprise).toBeLessThanOrEqual(alone.surprise[at]! + 1e-9)
    })
  })

  it('has nothing to say of nothing', () => {
    expect(scoreAgainst(baseline, [], { window: 3 }).score).toHaveLength(0)
  })

  it('says which windows it was made for', () => {
    const two = trainBaseline(usual, { windows: [2, 4] })
    expect(two.references.map(({ window }) => window)).toEqual([2, 4])
    expect(codeOf(() => scoreAgainst(two, usual, { window: 3 }))).toBe('MODEL_WINDOW')
    expect(() => scoreAgainst(two, usual, { window: 3 })).toThrow(/made for windows of 2, 4/)
    expect(codeOf(() => scoreAgainst(two, [[{ name: 'Open', params: [] }]], { window: 2 }))).toBe('SESSION_KIND')
  })

  it('is trained with or without start and end, and scores so', () => {
    const without = trainBaseline(usual, { tokens: false, windows: [2] })
    const scores = scoreAgainst(without, [['Close', 'Open']], { window: 2 })
    expect(scores.likelihood[0]).toBe(
      scoreSessions([['Close', 'Open']], { window: 2, tokens: false, model: without.model }).likelihood[0],
    )
  })
})

describe('updateBaseline', () => {
  it('counts as training on both together does', () => {
    fc.assert(
      fc.property(anyPopulation, fc.array(anySession, { maxLength: 5 }), (first, then) => {
        const [known, added] = [ofKind('values', first), ofKind('values', then)]
        const updated = updateBaseline(trainBaseline(known, { kind: 'values' }), added)
        expect(saveSessionModel(updated.model)).toEqual(
          saveSessionModel(trainSessionModel([...known, ...added], { kind: 'values' })),
        )
        expect(updated.references[0]!.count).toBe(known.length + added.length)
      }),
      { numRuns: 50, seed: 3 },
    )
  })

  it('sets against the surprises of the first sessions and those that the new ones were to it', () => {
    const baseline = trainBaseline(usual, { windows: [2, 3] })
    const added = [
      ['Open', 'Close'],
      ['Open', 'Delete', 'Close'],
    ]
    const updated = updateBaseline(baseline, added)
    for (const [at, window] of [2, 3].entries()) {
      const before = scoreSessions(usual, { window }).surprise
      const fresh = scoreAgainst(baseline, added, { window }).surprise
      expect(updated.references[at]).toEqual(surpriseReference(Float64Array.of(...before, ...fresh), window))
    }
    expect(updateBaseline(baseline, [])).toBe(baseline)
  })

  it('is less surprised the second time', () => {
    const baseline = trainBaseline(usual)
    const odd = ['Open', 'Delete', 'Close']
    const [first, second] = [baseline, updateBaseline(baseline, [odd])].map(
      (each) => scoreAgainst(each, [odd], { window: 3 }).surprise[0]!,
    )
    expect(second).toBeLessThan(first!)
  })
})

describe('a saved baseline', () => {
  const baseline = trainBaseline(usual, { windows: [2, 3] })
  const saved = () => JSON.parse(JSON.stringify(saveBaseline(baseline)))

  it('scores as the one it was made from', () => {
    const loaded: SessionBaseline = loadBaseline(saved())
    const sessions = [['Open', 'Close'], ['Open', 'Delete', 'Close'], ['Open']]
    for (const window of [2, 3]) {
      const { model: _, ...found } = scoreAgainst(loaded, sessions, { window })
      const { model: __, ...expected } = scoreAgainst(baseline, sessions, { window })
      expect(found).toEqual(expected)
    }
    expect(saveBaseline(updateBaseline(loaded, sessions))).toEqual(saveBaseline(updateBaseline(baseline, sessions)))
  })

  it.each<readonly [string, (damaged: ReturnType<typeof saved>) => unknown, RegExp]>([
    ['a model alone', (json) => ({ ...json, references: undefined }), /`references` is nothing, not a list/],
    ['without its tokens', (json) => ({ ...json, tokens: 'yes' }), /`tokens` is "yes"/],
    [
      'of other sessions',
      (json) => ({ ...json, references: [surpriseReference(Float64Array.of(1, 2), 3)] }),
      /of 2 sessions, the model of 40/,
    ],
    ['without a spread', (json) => withReference(json, { spread: 0 }), /spread` is 0, not above 0/],
    ['with a spread that is none', (json) => withReference(json, { spread: null }), /spread` is null, not a number/],
    [
      'with surprises that rise',
      (json) => withReference(json, { surprises: [1, 2], atLeast: [10, 40] }),
      /surprises\[1\]` is not less/,
    ],
    [
      'with counts that fall',
      (json) => withReference(json, { surprises: [2, 1], atLeast: [40, 10] }),
      /atLeast\[1\]` is 10/,
    ],
    [
      'with counts that end early',
      (json) => withReference(json, { surprises: [2, 1], atLeast: [3, 39] }),
      /ends with 39, not 40/,
    ],
    [
      'with fewer counts',
      (json) => withReference(json, { surprises: [2, 1], atLeast: [40] }),
      /2 surprises and 1 counts/,
    ],
  ])('is refused where it is %s', (_, damage, message) => {
    expect(codeOf(() => loadBaseline(damage(saved())))).toBe('MODEL_INVALID')
    expect(() => loadBaseline(damage(saved()))).toThrow(message)
  })
})

function withReference(json: { references: object[] }, changed: object): unknown {
  return { ...json, references: [{ ...json.references[0], ...changed }] }
}
