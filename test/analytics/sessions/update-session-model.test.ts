import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Session, SessionKind } from '../../../src/analytics/sessions/session.ts'
import {
  modellableParameters,
  type SessionModel,
  trainSessionModel,
} from '../../../src/analytics/sessions/session-model.ts'
import { updateSessionModel } from '../../../src/analytics/sessions/update-session-model.ts'
import { anyPopulation, anySession, ofKind } from './any-sessions.ts'

const kinds: readonly SessionKind[] = ['commands', 'params', 'values']

/** All a model holds, names in place of ids. */
function contentOf(model: SessionModel) {
  const { vocabularies, parameters } = model
  return {
    ...model,
    vocabularies: Object.values(vocabularies).map((each) => each.names),
    parameters: parameters && { ...parameters, values: parameters.values && { ...parameters.values } },
  }
}

describe('updateSessionModel', () => {
  it.each(kinds)('counts as training on both together does, of %s', (kind) => {
    fc.assert(
      fc.property(anyPopulation, fc.array(anySession, { maxLength: 6 }), (first, then) => {
        const [known, added] = [ofKind(kind, first), ofKind(kind, then)]
        const options = kind === 'values' ? { kind, modellable: ['p', 'q'] } : { kind }
        for (const each of [{ kind }, options]) {
          const updated = updateSessionModel(trainSessionModel(known, each), added)
          expect(contentOf(updated)).toEqual(contentOf(trainSessionModel([...known, ...added], each)))
        }
      }),
      { numRuns: 100, seed: 5 },
    )
  })

  it('leaves the model as it was', () => {
    const model = trainSessionModel([['A', 'B']])
    const before = structuredClone(contentOf(model))
    const updated = updateSessionModel(model, [['C', 'A'], ['D']])
    expect(contentOf(model)).toEqual(before)
    expect([updated.sessionCount, updated.eventCount, updated.vocabularies.commands.names]).toEqual([
      3,
      5,
      ['A', 'B', 'C', 'D'],
    ])
    expect(updateSessionModel(model, [])).toBe(model)
  })

  it('asks anew which parameters have categories, unless they were named', () => {
    const day = (count: number): Session[] => [
      Array.from({ length: count }, () => ({ name: 'A', params: { flag: 'on' } })),
    ]
    expect(modellableParameters(trainSessionModel(day(15)))).toEqual([])
    expect(modellableParameters(updateSessionModel(trainSessionModel(day(15)), day(5)))).toEqual(['flag'])
    const named = trainSessionModel(day(15), { modellable: ['later'] })
    expect(modellableParameters(updateSessionModel(named, [[{ name: 'A', params: { later: 'x' } }]]))).toEqual([
      'later',
    ])
  })

  it('refuses sessions of another kind', () => {
    expect(() => updateSessionModel(trainSessionModel([['A']]), [[{ name: 'A', params: [] }]])).toThrow(/plain command/)
    expect(() => updateSessionModel(trainSessionModel([['A']]), [[]])).toThrow(/no events/)
  })
})
