/**
 * Sessionizing and scoring, for logs of 10⁴ to 10⁶ events and vocabularies of 10² to 10⁴ commands, beside the same model with a cell for
 * each pair of commands. Run by hand: `node test/bench/score.bench.ts [most events]`.
 */
import { scoreSessionTable } from '../../src/analytics/sessions/score-session-table.ts'
import { findWindows } from '../../src/analytics/sessions/score-sessions.ts'
import { sessionize } from '../../src/analytics/sessions/sessionize.ts'
import { Table } from '../../src/lib/table.ts'

const most = Number(process.argv[2] ?? 1_000_000)
/** A vocabulary of 10⁴ is 10⁸ cells: the baseline is left out there. */
const mostDense = 1000

console.log(' events  commands  sessions  sessionize    score     both     model     dense  dense / model')
for (const events of [10_000, 100_000, 1_000_000].filter((count) => count <= most)) {
  for (const commands of [100, 1000, 10_000]) measure(events, commands)
}

function measure(events: number, commands: number): void {
  const log = madeUpLog(events, commands)
  const [sessions, sessionizeMs] = timed(() =>
    sessionize(log, { by: ['User'], time: 'Time', maxLength: '20m', maxGap: '2m', event: 'Operation' }),
  )
  const [scored, scoreMs] = timed(() =>
    scoreSessionTable(sessions, { mode: 'commands', events: 'EventList', window: 3 }),
  )
  const lists = sessions.column('EventList') as string[][]
  const [, modelMs] = timed(() => findWindows(lists, { window: 3 }))
  const [dense, denseMs] = commands <= mostDense ? timed(() => denseScores(lists, 3)) : [undefined, Number.NaN]
  if (dense) compare(scored, dense)
  console.log(
    [
      String(events).padStart(7),
      String(commands).padStart(8),
      String(sessions.rowCount).padStart(8),
      ms(sessionizeMs).padStart(10),
      ms(scoreMs).padStart(7),
      ms(sessionizeMs + scoreMs).padStart(7),
      ms(modelMs).padStart(8),
      ms(denseMs).padStart(8),
      (Number.isNaN(denseMs) ? '–' : (denseMs / modelMs).toFixed(1)).padStart(8),
    ].join('  '),
  )
}

/** Users who repeat a few habits, some odd command in between; seeded, so that every run is alike. */
function madeUpLog(events: number, commands: number): Table {
  const random = generator(42)
  const users = Math.max(10, Math.round(events / 500))
  const time = new BigInt64Array(events)
  const user = new Uint32Array(events)
  const command = new Uint32Array(events)
  const last = new Uint32Array(users)
  let now = 638_396_640_000_000_000n
  for (let at = 0; at < events; at++) {
    now += BigInt(Math.floor((random() * 600_000_000) / users))
    time[at] = now
    const who = Math.floor(random() * users)
    user[at] = who
    last[who] = random() < 0.8 ? (last[who]! * 31 + 7) % Math.min(commands, 50) : Math.floor(random() ** 3 * commands)
    command[at] = last[who]!
    // Everybody pauses now and then: some eight events a session.
    if (random() < 1 / (8 * users)) now += 2_000_000_000n
  }
  return Table.fromColumns(
    [
      { name: 'Time', type: 'datetime' },
      { name: 'User', type: 'string' },
      { name: 'Operation', type: 'string' },
    ],
    events,
    [
      { kind: 'bigints', values: time },
      { kind: 'texts', dictionary: Array.from({ length: users }, (_, at) => `user${at}@contoso.com`), index: user },
      { kind: 'texts', dictionary: Array.from({ length: commands }, (_, at) => `Set-Command${at}`), index: command },
    ],
  )
}

/** The plain way: a count for every pair, smoothed by walking them all; the likelihood of each rarest window. */
function denseScores(sessions: readonly (readonly string[])[], window: number): readonly number[] {
  const ids = new Map<string, number>()
  for (const session of sessions) for (const name of session) if (!ids.has(name)) ids.set(name, ids.size)
  const size = ids.size
  const states = size + 2
  // Row `size` is the start, column `size` the end; the last of each is an unseen command.
  const pairs = new Float64Array(states * states).fill(1)
  const single = new Float64Array(states).fill(2 * states)
  for (const session of sessions) {
    let previous = size
    for (const name of session) {
      const id = ids.get(name)!
      single[id]!++
      pairs[previous * states + id]!++
      previous = id
    }
    pairs[previous * states + size]!++
  }
  single[size] = sessions.length + states
  const total = single.reduce((sum, count) => sum + count, 0) + sessions.length + states
  const rows = Float64Array.from({ length: states }, (_, row) =>
    pairs.subarray(row * states, (row + 1) * states).reduce((sum, count) => sum + count, 0),
  )
  return sessions.map((session) => {
    const members = [...session.map((name) => ids.get(name)!), size]
    let least = Number.NaN
    for (let first = 0; first + window <= members.length; first++) {
      let likelihood =
        first === 0 ? pairs[size * states + members[0]!]! / rows[size]! : single[members[first]!]! / total
      for (let at = first + 1; at < first + window; at++) {
        likelihood *= pairs[members[at - 1]! * states + members[at]!]! / rows[members[at - 1]!]!
      }
      if (!(likelihood >= least)) least = likelihood
    }
    return least
  })
}

/** Both ways must find the same: a benchmark of something wrong is worth nothing. */
function compare(scored: Table, dense: readonly number[]): void {
  const found = (scored.column('Likelihood') as (number | null)[]).map((cell) => cell ?? Number.NaN).sort()
  const expected = [...dense].sort()
  found.forEach((likelihood, at) => {
    const error = Math.abs(likelihood / expected[at]! - 1)
    if (error > 1e-9) throw new Error(`The likelihoods differ: ${likelihood} and ${expected[at]}`)
  })
}

function timed<Value>(action: () => Value): [Value, number] {
  const start = performance.now()
  const value = action()
  return [value, performance.now() - start]
}

function ms(milliseconds: number): string {
  return Number.isNaN(milliseconds) ? '–' : `${milliseconds.toFixed(0)} ms`
}

function generator(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) >>> 0
    return state / 4_294_967_296
  }
}
