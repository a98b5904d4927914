import { describe, expect, it } from 'vitest'
import { sessionLikelihood } from '../../../src/analytics/sessions/session-likelihood.ts'
import { trainSessionModel } from '../../../src/analytics/sessions/session-model.ts'

describe('sessionLikelihood', () => {
  // V = 2, M = 4, T = 3 + 4 + 32 = 39
  const model = trainSessionModel([['A', 'B'], ['A']])

  it('goes from the start to the end', () => {
    // start→A (2+1)/(2+4), A→B (1+1)/(2+4), B→end (1+1)/(1+4)
    const likelihood = (3 / 6) * (2 / 6) * (2 / 5)
    expect(sessionLikelihood(model, ['A', 'B'])).toEqual({
      likelihood,
      logLikelihood: expect.closeTo(Math.log(likelihood), 12),
      // Two events: the square root, though there are three factors.
      geometricMean: Math.sqrt(likelihood),
    })
  })

  it('without tokens begins with the share of the first command', () => {
    expect(sessionLikelihood(model, ['A', 'B'], { tokens: false }).likelihood).toBe((10 / 39) * (2 / 6))
  })

  it('keeps the logarithm where a long session underflows', () => {
    const long = Array.from({ length: 100_000 }, (_, at) => (at % 2 === 0 ? 'A' : 'B'))
    const { likelihood, logLikelihood, geometricMean } = sessionLikelihood(model, long)
    expect(likelihood).toBe(0)
    // A→B 2/6 and B→A 1/5, in turn.
    expect(logLikelihood / 100_000).toBeCloseTo(Math.log((2 / 6) * (1 / 5)) / 2, 3)
    expect(geometricMean).toBeCloseTo(Math.sqrt((2 / 6) * (1 / 5)), 3)
  })
})
