import { describe, expect, it } from 'vitest'
import { computeScores } from '../../../src/analytics/sessions/compute-scores.ts'
import { parameterCombinations } from '../../../src/analytics/sessions/parameter-combinations.ts'
import { transitionProbability } from '../../../src/analytics/sessions/probabilities.ts'
import { loadSessionModel, saveSessionModel } from '../../../src/analytics/sessions/saved-session-model.ts'
import { scoreSessionLines } from '../../../src/analytics/sessions/score-session-lines.ts'
import { scoreSessions } from '../../../src/analytics/sessions/score-sessions.ts'
import type { Session } from '../../../src/analytics/sessions/session.ts'
import { scoreAgainst, trainBaseline, updateBaseline } from '../../../src/analytics/sessions/session-baseline.ts'
import { modellableParameters, trainSessionModel } from '../../../src/analytics/sessions/session-model.ts'
import type { Json } from '../../../src/lib/table.ts'
import { parityRows } from './parity.ts'

describe('a model of', () => {
  it('nothing is refused, and of nothing new is what it was', () => {
    expect(() => trainBaseline([])).toThrow(/no sessions/)
    expect(() => trainSessionModel([], { kind: 'commands' })).toThrow(/no sessions/)
    const model = trainSessionModel([['A']])
    expect(computeScores(model, []).likelihood).toHaveLength(0)
    expect(scoreSessionLines(['', '  '], { window: 3 })).toEqual({ sessions: [], problems: [] })
  })

  it('one session of one command has all its figures', () => {
    const rows = parityRows('commands', [['A']], [['B'], ['A', 'A']])
    expect(rows.filter(({ largest }) => largest > 1e-12)).toEqual([])
    const baseline = trainBaseline([['A']])
    const { score, atLeast, unusual } = scoreAgainst(baseline, [['A'], ['B', 'C', 'D']], { window: 3 })
    // One session tells of nothing how usual it is.
    expect([...atLeast]).toEqual([1, 1])
    expect(score[0]).toBe(0)
    expect([...unusual]).toEqual([0, 0])
    expect(updateBaseline(baseline, [['A']]).model.sessionCount).toBe(2)
  })

  it('one command alone, however often, has nothing that is unusual', () => {
    const sessions = Array.from({ length: 1000 }, (_, at): Session => Array(1 + (at % 5)).fill('A'))
    expect(scoreSessions(sessions, { window: 3 }).unusual.includes(1)).toBe(false)
  })

  it('100,000 parameters on one command is saved, loaded, updated and scored', () => {
    const names = Array.from({ length: 100_000 }, (_, at) => `p${at}`)
    const session: Session = [
      { name: 'A', params: names },
      { name: 'A', params: ['p1'] },
    ]
    const baseline = trainBaseline([session])
    const loaded = loadSessionModel(JSON.parse(JSON.stringify(saveSessionModel(baseline.model))))
    expect(computeScores(loaded, [session])).toEqual(computeScores(baseline.model, [session]))
    const updated = updateBaseline(baseline, [[{ name: 'A', params: ['another'] }]])
    expect(updated.model.parameters!.counts).toHaveLength(100_001)
    const { surprise } = scoreAgainst(updated, [session], { window: 3 })
    expect(Number.isFinite(surprise[0])).toBe(true)
    expect(parameterCombinations(baseline.model, [session], { geometricMean: true })).toHaveLength(2)
  })

  it('a session of a million events is read, scored and added', () => {
    const million = Array.from({ length: 1_000_000 }, (_, at) => `c${(at * at) % 97}`)
    const { sessions, problems } = scoreSessionLines([JSON.stringify(million), '["c1"]'], { window: 3 })
    expect(problems).toEqual([])
    expect(sessions.map(({ events }) => events)).toEqual([1_000_000, 1])
    const { window, windowStart } = sessions[0]!
    expect(window).toEqual(million.slice(windowStart, windowStart + window.length))
    expect(updateBaseline(trainBaseline([['c1']]), [million]).model.eventCount).toBe(1_000_001)
  })

  it('names of any text takes each for itself', () => {
    const names = [
      '',
      ' ',
      'a',
      'A',
      'a→b',
      'a\u0000b',
      'a\nb',
      '##START##',
      '##END##',
      '##UNK##',
      'é',
      'e\u0301',
      '😀',
      '\ud800',
      '(end)',
    ]
    const model = trainSessionModel([names, [...names].reverse()])
    expect(model.vocabularies.commands.names).toEqual(names)
    // M = 15 + 2, each occurs twice: once followed by the next one, once by the one before.
    expect(transitionProbability(model, '', ' ')).toBe(2 / 19)
    expect(transitionProbability(model, ' ', '##START##')).toBe(1 / 19)
    const lines = scoreSessionLines([JSON.stringify(names)], { window: 2 })
    expect(lines.problems).toEqual([])
  })

  it('values of every kind counts those that say something', () => {
    const values: Json[] = [Number.NaN, Number.POSITIVE_INFINITY, -0, {}, [], [[]], { a: {} }, '0', ' ', -1]
    const many = values.flatMap((value) => Array(20).fill({ name: 'A', params: { p: value } }))
    const model = trainSessionModel([many])
    // NaN, infinity, a list with a list in it, a bag with a bag in it, two texts and -1; not -0, {} and [].
    expect(model.vocabularies.values.size).toBe(7)
    expect(modellableParameters(model)).toEqual(['p'])
    const { likelihood } = computeScores(model, [many], { windows: [2] }).windows.get(2)!
    expect(likelihood[0]).toBeGreaterThan(0)
  })

  it('values that are missing altogether are none', () => {
    const params = { p: undefined } as unknown as { readonly [name: string]: Json }
    const model = trainSessionModel([[{ name: 'A', params }]])
    expect(model.parameters!.counts[0]).toBe(1)
    expect(model.vocabularies.values.size).toBe(0)
  })
})
