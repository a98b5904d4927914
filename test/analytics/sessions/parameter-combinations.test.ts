import { describe, expect, it } from 'vitest'
import { parameterCombinations } from '../../../src/analytics/sessions/parameter-combinations.ts'
import type { Session } from '../../../src/analytics/sessions/session.ts'
import { trainSessionModel } from '../../../src/analytics/sessions/session-model.ts'

describe('parameterCombinations', () => {
  it('gives each combination of a command once, the least probable first', () => {
    // C1(A) = 3 + 2·3 = 9: p 3/9, q 2/9, an unseen one 1/9.
    const sessions: Session[] = [
      [
        { name: 'A', params: ['p', 'q'] },
        { name: 'A', params: ['q', 'p'] },
        { name: 'A', params: [] },
      ],
    ]
    const model = trainSessionModel(sessions)
    // p and q occur twice each.
    const both = (3 / 9) * (3 / 9) * (8 / 9)
    expect(parameterCombinations(model, sessions, { geometricMean: false })).toEqual([
      { command: 'A', parameters: ['p', 'q'], probability: expect.closeTo(both, 14), count: 2 },
      { command: 'A', parameters: [], probability: 1, count: 1 },
    ])
    expect(parameterCombinations(model, sessions, { geometricMean: true })[0]!.probability).toBeCloseTo(
      both ** (1 / 3),
      14,
    )
  })

  it('names the value where it is modelled', () => {
    const sessions: Session[] = [[{ name: 'A', params: { on: true, id: '7' } }]]
    const model = trainSessionModel(sessions, { modellable: ['on'] })
    expect(parameterCombinations(model, sessions, { geometricMean: true })[0]!.parameters).toEqual([
      'id',
      'on --- true',
    ])
  })

  it('is refused where there are no parameters', () => {
    const sessions = [['A']]
    expect(() => parameterCombinations(trainSessionModel(sessions), sessions, { geometricMean: true })).toThrow(
      'commands alone',
    )
  })
})
