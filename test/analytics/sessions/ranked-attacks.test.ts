import { describe, expect, it } from 'vitest'
import { eventOfKind } from '../../../src/analytics/sessions/parse-event.ts'
import { RepeatSurprises } from '../../../src/analytics/sessions/repeat-surprises.ts'
import { findWindows, scoreSessions } from '../../../src/analytics/sessions/score-sessions.ts'
import type { SessionKind } from '../../../src/analytics/sessions/session.ts'
import { type Attack, madeUpPopulation } from '../../bench/made-up-populations.ts'

/** The geometric mean rank of a planted attack over ten populations that nothing was fitted to: by msticpy's figure, and by the score. */
function ranks(attack: Attack, mode: SessionKind, sessions: number, services: number) {
  let msticpy = 0
  let huntlet = 0
  for (let seed = 1; seed <= 10; seed++) {
    const population = madeUpPopulation({ seed: seed * 104_729, sessions, services, attack, mode, noise: 0.02 })
    const events = population.sessions.map((session) => session.map((event) => eventOfKind(event, mode)))
    const scores = scoreSessions(events, { window: 3, kind: mode })
    const [at] = population.attacks
    const likelihoods = scores.likelihood.map((each) => (Number.isNaN(each) ? Number.NEGATIVE_INFINITY : -each))
    msticpy += Math.log(rankOf(likelihoods, at!)) / 10
    huntlet += Math.log(rankOf(scores.surprise, at!)) / 10
  }
  return { msticpy: Math.exp(msticpy), huntlet: Math.exp(huntlet) }
}

function rankOf(figures: Float64Array, at: number): number {
  const above = figures.filter((figure) => figure > figures[at]!).length
  return above + (figures.filter((figure) => figure === figures[at]).length + 1) / 2
}

describe('a planted attack', () => {
  it.each<[Attack, SessionKind, number, number, number]>([
    ['rare command', 'commands', 200, 1, 0.6],
    ['rare commands', 'commands', 15, 0, 0.6],
    ['rare commands', 'commands', 200, 1, 0.2],
    ['rare parameter', 'params', 200, 1, 0.4],
    ['short', 'commands', 200, 0, 0.2],
    ['short', 'commands', 15, 2, 0.6],
    ['rare order', 'commands', 200, 1, 1.2],
  ])(
    'of %s (%s) among %i sessions and %i busy ones stands higher than by likelihood',
    (attack, mode, sessions, services, share) => {
      const { msticpy, huntlet } = ranks(attack, mode, sessions, services)
      expect(huntlet).toBeLessThan(Math.max(1.01, msticpy * share))
    },
  )
})

describe('a mass action', () => {
  it.each([
    [400, 0, 0.01],
    [2000, 3, 0.06],
  ])('of one command among %i sessions and %i busy ones (noise %f) rises by being one', (sessions, services, noise) => {
    let [steps, all] = [0, 0]
    for (let seed = 1; seed <= 5; seed++) {
      const population = madeUpPopulation({
        seed: seed * 7919,
        sessions,
        services,
        attack: 'bulk',
        mode: 'commands',
        noise,
      })
      const names = population.sessions.map((session) => session.map(({ name }) => name))
      const { surprise, model, encoded } = findWindows(names, { window: 3 })
      const repeats = new RepeatSurprises(model, encoded, { known: true })
      const without = surprise.map((bits, session) => bits - (repeats.of(session)?.bits ?? 0))
      const [at] = population.attacks
      all += Math.log2(rankOf(surprise, at!)) / 5
      steps += Math.log2(rankOf(without, at!)) / 5
    }
    // By half a power of two at least: to 0.7 of the place.
    expect(all).toBeLessThan(steps - 0.5)
  })
})

describe('every session', () => {
  it('has a score and a rank of its own', () => {
    const { sessions } = madeUpPopulation({ seed: 5, sessions: 300, attack: 'short', mode: 'params' })
    const { surprise, rank } = scoreSessions(sessions, { window: 3, kind: 'params' })
    expect(surprise.every(Number.isFinite)).toBe(true)
    expect(new Set(rank)).toHaveLength(sessions.length)
  })
})
