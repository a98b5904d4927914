import { describe, expect, it } from 'vitest'
import { rarestWindow } from '../../../src/analytics/sessions/rarest-window.ts'
import { trainSessionModel } from '../../../src/analytics/sessions/session-model.ts'

describe('rarestWindow', () => {
  // V = 2, M = 4, S = 2, N = 5, T = 5 + 4 + 32 = 41; n(A) = 4, n(B) = 1.
  const model = trainSessionModel([
    ['A', 'A', 'B'],
    ['A', 'A'],
  ])

  it('starts the first window from the start and later ones from the share of the command', () => {
    // Windows of 2 of A A B (end): start·A→A: (2+1)/(2+4) · (2+1)/(4+4) = 0.1875; A·A→B: (4+8)/41 · (1+1)/8 = 0.0731…; B·B→end:
    // (1+8)/41 · (1+1)/(1+4) = 0.0878…
    expect(rarestWindow(model, ['A', 'A', 'B'], { window: 2 })).toEqual({
      start: 1,
      length: 2,
      endsSession: false,
      likelihood: (12 / 41) * (2 / 8),
      logLikelihood: expect.closeTo(Math.log((12 / 41) * (2 / 8)), 12),
    })
  })

  it('holds the end as a member, which makes the window one event shorter', () => {
    // A A (end) as one window of 3: (2+1)/(2+4) · (2+1)/(4+4) · (1+1)/(4+4)
    expect(rarestWindow(model, ['A', 'A'], { window: 3 })).toMatchObject({
      start: 0,
      length: 2,
      endsSession: true,
      likelihood: (3 / 6) * (3 / 8) * (2 / 8),
    })
    // The end alone is a window of 1: (S + M) / T = 6/41, less than any command's share.
    expect(rarestWindow(model, ['A'], { window: 1 })).toMatchObject({ start: 1, length: 0, likelihood: 6 / 41 })
  })

  it('without tokens has neither', () => {
    expect(rarestWindow(model, ['A', 'B'], { window: 2, tokens: false })).toMatchObject({
      length: 2,
      likelihood: (12 / 41) * (2 / 8),
    })
    expect(rarestWindow(model, ['A'], { window: 2, tokens: false })).toBeUndefined()
  })

  it('is undefined for a session shorter than a window', () => {
    expect(rarestWindow(model, ['A'], { window: 2 })).toBeDefined()
    expect(rarestWindow(model, ['A'], { window: 3 })).toBeUndefined()
  })

  it('takes the root of the window under the geometric mean', () => {
    const plain = rarestWindow(model, ['A', 'A', 'B'], { window: 3 })!
    const mean = rarestWindow(model, ['A', 'A', 'B'], { window: 3, geometricMean: true })!
    expect(mean.likelihood).toBeCloseTo(plain.likelihood ** (1 / 3), 15)
    expect(mean.logLikelihood).toBeCloseTo(plain.logLikelihood / 3, 12)
  })

  it('takes the earliest of equals, wherever the sum was begun', () => {
    const loop = Array.from({ length: 3000 }, (_, at) => (at % 3 === 0 ? 'B' : 'A'))
    const periodic = trainSessionModel([loop])
    for (const window of [2, 3, 4, 7, 50]) {
      const found = rarestWindow(periodic, loop, { window })!
      // Everything repeats with period 3, but for the bounds: nothing later can be less likely.
      expect(found.start === 0 || found.start <= 3 || found.endsSession).toBe(true)
    }
  })

  it('tells windows apart that a double cannot hold', () => {
    const names = Array.from({ length: 2000 }, (_, at) => `c${at}`)
    const found = rarestWindow(trainSessionModel([names]), names, { window: 500 })!
    expect(found.likelihood).toBe(0)
    expect(found.logLikelihood).toBeLessThan(-700)
    const mean = rarestWindow(trainSessionModel([names]), names, { window: 500, geometricMean: true })!
    expect(mean.likelihood).toBeCloseTo(Math.exp(found.logLikelihood / 500), 12)
  })

  it('scores a session of a million events, whatever the window', () => {
    const million = Array.from({ length: 1_000_000 }, (_, at) => `c${(at * at) % 97}`)
    const model = trainSessionModel([million])
    for (const window of [3, 400_000]) expect(rarestWindow(model, million, { window })!.logLikelihood).toBeLessThan(0)
  })
})
