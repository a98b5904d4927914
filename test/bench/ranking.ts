/**
 * Where the attack stands in the ranking, over labelled logs and made-up populations: by msticpy's likelihood of the rarest window of three (sessions
 * without one last), by its geometric mean over the whole session, and by huntlet's score. Ties count half of those that tie. Run by hand:
 * `node test/bench/ranking.ts [seeds]`.
 */
import { encodeSessions } from '../../src/analytics/sessions/encode-sessions.ts'
import { eventOfKind } from '../../src/analytics/sessions/parse-event.ts'
import { findWindows, scoreSessions } from '../../src/analytics/sessions/score-sessions.ts'
import type { SessionKind } from '../../src/analytics/sessions/session.ts'
import { sessionLikelihoodOf } from '../../src/analytics/sessions/session-likelihood.ts'
import { SessionSteps } from '../../src/analytics/sessions/session-steps.ts'
import { type LabelledSessions, labelledLogs } from './labelled-sessions.ts'
import { type Attack, madeUpPopulation } from './made-up-populations.ts'

const seeds = Number(process.argv[2] ?? 5)
const window = 3

interface Ranks {
  readonly sessions: number
  readonly attacks: number
  readonly unscoredByMsticpy: number
  readonly unscoredByHuntlet: number
  readonly msticpy: number
  readonly geometricMean: number
  readonly huntlet: number
  readonly median: number
  readonly unusual: number
}

const columns = [
  'set'.padEnd(44),
  ...['sessions', 'attacks', '– mstic', '– huntl', 'msticpy', 'geomean', 'huntlet', 'median', 'unusual'].map((name) =>
    name.padStart(8),
  ),
]
console.log(columns.join(' '))
for (const mode of ['commands', 'params'] as const) {
  for await (const log of labelledLogs(mode)) print(`${log.name} ${mode}`, [ranksOf(log)])
}
for (const [name, populations] of madeUpSets()) print(name, [...populations].map(ranksOf))

/** Populations by kind of attack and size, of several seeds each; a large one of one seed. */
function* madeUpSets(): Generator<[name: string, populations: Iterable<LabelledSessions>]> {
  const kinds: readonly (readonly [Attack, SessionKind])[] = [
    ['rare order', 'commands'],
    ['rare command', 'commands'],
    ['rare commands', 'commands'],
    ['rare parameter', 'params'],
    ['rare value', 'values'],
    ['short', 'commands'],
    ['long', 'commands'],
    ['bulk', 'commands'],
    ['in a service', 'commands'],
  ]
  for (const [sessions, services] of [
    [15, 0],
    [15, 2],
    [100, 2],
    [400, 0],
    [2000, 3],
  ] as const) {
    for (const noise of [0.01, 0.06]) {
      for (const [attack, mode] of kinds) {
        const populations = function* () {
          for (let seed = 1; seed <= seeds; seed++) {
            yield kindOf(madeUpPopulation({ seed: seed * 7919, sessions, services, attack, mode, noise }))
          }
        }
        yield [`${attack} in ${sessions} + ${services} busy, noise ${noise}`, populations()]
      }
    }
  }
  const large = { seed: 1, sessions: 100_000, services: 3, noise: 0.01 }
  yield [
    'rare commands in 100000 + 3 busy, noise 0.01',
    [kindOf(madeUpPopulation({ ...large, attack: 'rare commands', mode: 'commands' }))],
  ]
}

function kindOf(population: ReturnType<typeof madeUpPopulation>): LabelledSessions {
  const { mode } = population
  return {
    ...population,
    sessions: population.sessions.map((session) => session.map((each) => eventOfKind(each, mode))),
  }
}

function ranksOf({ sessions, attacks, mode }: LabelledSessions): Ranks {
  const windows = findWindows(sessions, { window, kind: mode })
  const { surprise, unusual } = scoreSessions(sessions, { window, kind: mode })
  const likelihoods = windows.likelihood.map((each) => (Number.isNaN(each) ? Number.NEGATIVE_INFINITY : -each))
  const ranks = attacks.map((attack) => rankOf(surprise, attack)).sort((a, b) => a - b)
  return {
    sessions: sessions.length,
    attacks: attacks.length,
    unscoredByMsticpy: windows.likelihood.filter(Number.isNaN).length,
    unscoredByHuntlet: surprise.filter(Number.isNaN).length,
    msticpy: firstRank(likelihoods, attacks),
    geometricMean: firstRank(geometricMeans(windows.model, sessions), attacks),
    huntlet: ranks[0]!,
    median: ranks[(ranks.length - 1) >> 1]!,
    unusual: unusual.reduce((sum, each) => sum + each, 0),
  }
}

function geometricMeans(model: ReturnType<typeof findWindows>['model'], sessions: LabelledSessions['sessions']) {
  const encoded = encodeSessions(sessions, model.kind, model.vocabularies, false)
  const steps = new SessionSteps(model, encoded)
  return Float64Array.from(sessions, (_, session) => {
    steps.load(session)
    return -sessionLikelihoodOf(steps, true).geometricMean
  })
}

function firstRank(figures: Float64Array, attacks: readonly number[]): number {
  return Math.min(...attacks.map((attack) => rankOf(figures, attack)))
}

function rankOf(figures: Float64Array, at: number): number {
  let above = 0
  let equal = 0
  for (const figure of figures) {
    if (figure > figures[at]!) above++
    else if (figure === figures[at]) equal++
  }
  return above + (equal + 1) / 2
}

/** The mean over populations; of ranks the geometric one, as the first places matter most. */
function print(name: string, all: readonly Ranks[]): void {
  const mean = (key: keyof Ranks) => all.reduce((sum, each) => sum + each[key], 0) / all.length
  const rank = (key: keyof Ranks) => Math.exp(all.reduce((sum, each) => sum + Math.log(each[key]), 0) / all.length)
  const cells = [
    ...(['sessions', 'attacks', 'unscoredByMsticpy', 'unscoredByHuntlet'] as const).map(mean),
    ...(['msticpy', 'geometricMean', 'huntlet', 'median'] as const).map(rank),
    mean('unusual'),
  ]
  console.log([name.padEnd(44), ...cells.map((cell) => String(Math.round(cell * 10) / 10).padStart(8))].join(' '))
}
