/**
 * The parity table: every figure of the session model beside the model by its definition, and beside what msticpy publishes, with the
 * largest relative difference. The same comparisons are tests: `test/analytics/sessions/parity.test.ts`, `exchange-golden.test.ts`.
 * Run by hand: `node test/bench/parity.ts`.
 */
import { computeScores } from '../../src/analytics/sessions/compute-scores.ts'
import { readSessions } from '../../src/analytics/sessions/read-sessions.ts'
import type { Session, SessionKind } from '../../src/analytics/sessions/session.ts'
import { trainSessionModel } from '../../src/analytics/sessions/session-model.ts'
import { hasRealLogs } from '../analytics/real-logs.ts'
import { exchangeSessions } from '../analytics/sessions/exchange-sessions.ts'
import { parityRows } from '../analytics/sessions/parity.ts'
import { publishedWindows } from '../analytics/sessions/published-windows.ts'

const kinds: readonly SessionKind[] = ['commands', 'params', 'values']

const populations: readonly (readonly [name: string, of: (kind: SessionKind) => readonly Session[]])[] = [
  ['made up, 300 sessions', madeUpSessions],
  ...(hasRealLogs ? ([['Exchange, 400 sessions', exchangeOf]] as const) : []),
]

for (const [name, sessionsOf] of populations) {
  for (const kind of kinds) {
    console.log(`\n${name}, ${kind}: beside the definition`)
    for (const { figure, compared, largest } of parityRows(kind, sessionsOf(kind), madeUpSessions(kind).slice(0, 20))) {
      console.log(`  ${figure.padEnd(58)} ${String(compared).padStart(6)}  ${largest.toExponential(1)}`)
    }
  }
}

if (hasRealLogs) {
  console.log('\nExchange, 400 sessions: beside the published figures')
  for (const [kind, window, unscored, first, rarest] of publishedWindows) {
    const sessions = exchangeOf(kind)
    const { likelihood } = computeScores(trainSessionModel(sessions, { kind }), sessions, {
      windows: [window],
    }).windows.get(window)!
    const pairs = [[0, first] as const, ...rarest]
    const largest = Math.max(...pairs.map(([row, expected]) => Math.abs(likelihood[row]! / expected - 1)))
    const without = likelihood.filter(Number.isNaN).length
    console.log(
      `  ${`${kind}, window ${window}`.padEnd(58)} ${String(pairs.length).padStart(6)}  ${largest.toExponential(1)}  without one: ${without} (${unscored})`,
    )
  }
} else console.log('\nThe Exchange log is not at hand: left out.')

function exchangeOf(kind: SessionKind): readonly Session[] {
  return readSessions(exchangeSessions(), 'EventList', kind)
}

/** Seeded, so that every run is alike. */
function madeUpSessions(kind: SessionKind): readonly Session[] {
  let state = 3
  const below = (limit: number) => {
    state = (state * 1_664_525 + 1_013_904_223) >>> 0
    return Math.floor((state / 4_294_967_296) * limit)
  }
  return Array.from({ length: 300 }, () =>
    Array.from({ length: 1 + below(12) }, () => {
      const name = `Set-Command${below(below(40) + 1)}`
      const values = Object.fromEntries(
        Array.from({ length: below(5) }, () => [`p${below(15)}`, below(4) === 0 ? `id${below(1000)}` : `v${below(3)}`]),
      )
      if (kind === 'commands') return name
      return { name, params: kind === 'params' ? Object.keys(values) : values }
    }),
  )
}
