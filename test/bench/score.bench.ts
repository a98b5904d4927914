/**
 * Scoring sessions, by hand:
 *
 * - `node test/bench/score.bench.ts lines [most events]`: files of sessions of 10⁴ to 10⁷ events and vocabularies of 10² to 10⁵ commands, each
 *   in a process of its own: time, and the most memory beside the size of the file.
 * - `node test/bench/score.bench.ts training`: training on logs of the size that msticpy's own figures are of.
 * - `node test/bench/score.bench.ts [most events]`: sessionizing and scoring tables, beside the same model with a cell for each pair of commands.
 */
import { spawnSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, readSync, rmSync, statSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SessionLineReader } from '../../src/analytics/sessions/read-session-lines.ts'
import { scoreLines } from '../../src/analytics/sessions/score-session-lines.ts'
import { scoreSessionTable } from '../../src/analytics/sessions/score-session-table.ts'
import { findWindows } from '../../src/analytics/sessions/score-sessions.ts'
import { trainSessionModel } from '../../src/analytics/sessions/session-model.ts'
import { sessionize } from '../../src/analytics/sessions/sessionize.ts'
import { Table } from '../../src/lib/table.ts'
import { LineCutter } from '../../src/providers/local/load/line-cutter.ts'
import { DenseModel } from '../analytics/sessions/dense-model.ts'

/** A vocabulary of 10⁴ is 10⁸ cells: the baseline is left out there. */
const mostDense = 1000

/** Seconds that msticpy 2 takes to train on 3,001 sessions of 23,000 events, by the number of commands, on two cores of some server. */
const publishedTraining: Readonly<Record<number, number>> = { 100: 0.014, 300: 0.12, 600: 0.73, 1000: 2.95 }

const [what, ...rest] = process.argv.slice(2)
if (what === 'lines') linesOfAllSizes(Number(rest[0] ?? 10_000_000))
else if (what === 'one') console.log(JSON.stringify(linesOfOneSize(Number(rest[0]), Number(rest[1]))))
else if (what === 'training') training()
else tables(Number(what ?? 1_000_000))

function tables(most: number): void {
  console.log(' events  commands  sessions  sessionize    score     both     model     dense  dense / model')
  for (const events of [10_000, 100_000, 1_000_000].filter((count) => count <= most)) {
    for (const commands of [100, 1000, 10_000]) measure(events, commands)
  }
}

function linesOfAllSizes(most: number): void {
  console.log('  events  commands  sessions     file      read     score  µs / event  memory  memory / file     dense')
  for (const events of [10_000, 100_000, 1_000_000, 10_000_000].filter((count) => count <= most)) {
    for (const commands of [100, 1000, 10_000, 100_000]) {
      // In a process of its own, so that its memory is its own.
      const child = spawnSync(process.execPath, [process.argv[1]!, 'one', String(events), String(commands)], {
        encoding: 'utf8',
      })
      if (child.status !== 0) throw new Error(child.stderr)
      const { sessions, bytes, read, score, memory, dense } = JSON.parse(child.stdout) as LinesMeasured
      console.log(
        [
          String(events).padStart(8),
          String(commands).padStart(8),
          String(sessions).padStart(8),
          megabytes(bytes).padStart(7),
          ms(read).padStart(8),
          ms(score).padStart(8),
          ((1000 * (read + score)) / events).toFixed(2).padStart(10),
          megabytes(memory).padStart(6),
          (memory / bytes).toFixed(1).padStart(13),
          ms(dense ?? Number.NaN).padStart(8),
        ].join('  '),
      )
    }
  }
}

interface LinesMeasured {
  readonly sessions: number
  readonly bytes: number
  readonly read: number
  readonly score: number
  /** Beyond what an idle process has. */
  readonly memory: number
  /** The same likelihoods from a matrix; null where it would be too large, or would measure nothing but itself. */
  readonly dense: number | null
}

function linesOfOneSize(events: number, commands: number): LinesMeasured {
  const folder = mkdtempSync(join(tmpdir(), 'huntlet-bench-'))
  try {
    const file = join(folder, 'sessions.jsonl')
    writeLines(file, madeUpLines(events, commands))
    return measureFile(file, events, commands)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function writeLines(file: string, lines: Iterable<string>): void {
  const to = openSync(file, 'w')
  let waiting = ''
  for (const text of lines) {
    waiting += `${text}\n`
    if (waiting.length < 1 << 20) continue
    writeSync(to, waiting)
    waiting = ''
  }
  writeSync(to, waiting)
  closeSync(to)
}

function* linesOf(file: string): Generator<string> {
  const from = openSync(file, 'r')
  const cutter = new LineCutter()
  const chunk = Buffer.alloc(1 << 20)
  for (let size = readSync(from, chunk); size > 0; size = readSync(from, chunk)) {
    yield* cutter.push(chunk.toString('latin1', 0, size))
  }
  yield* cutter.end()
  closeSync(from)
}

function measureFile(file: string, events: number, commands: number): LinesMeasured {
  const idle = process.resourceUsage().maxRSS * 1024
  const [lines, read] = timed(() => {
    const reader = new SessionLineReader(({ message }) => {
      throw new Error(message)
    })
    for (const text of linesOf(file)) reader.add(text)
    return reader.finish()!
  })
  const [scored, score] = timed(() => scoreLines(lines, { window: 3 }))
  const memory = process.resourceUsage().maxRSS * 1024 - idle
  const sessions = lines.lineOf.length
  let dense: number | null = null
  if (commands <= mostDense && events <= 1_000_000) {
    const lists = Array.from(madeUpLines(events, commands), (text) => JSON.parse(text) as string[])
    const [likelihoods, time] = timed(() => denseScores(lists, 3))
    dense = time
    compareAll(scored.scores.likelihood, likelihoods)
  }
  return { sessions, bytes: statSync(file).size, read, score, memory, dense }
}

/** Habits that repeat, some odd command in between, eight events a session. */
function* madeUpLines(events: number, commands: number): Generator<string> {
  const random = generator(42)
  let last = 0
  for (let at = 0; at < events; ) {
    const size = Math.min(events - at, 1 + Math.floor(random() * 15))
    at += size
    yield JSON.stringify(
      Array.from({ length: size }, () => {
        last = random() < 0.8 ? (last * 31 + 7) % Math.min(commands, 50) : Math.floor(random() ** 3 * commands)
        return `Set-Command${last}`
      }),
    )
  }
}

function training(): void {
  console.log('commands   sparse    loops over pairs   msticpy, published   published / sparse')
  for (const [commands, published] of Object.entries(publishedTraining)) {
    const sessions = Array.from(madeUpLines(23_000, Number(commands)), (text) => JSON.parse(text) as string[])
    // The first time is that of the compiler.
    const times = Array.from({ length: 5 }, () => timed(() => trainSessionModel(sessions))[1])
    const sparse = Math.min(...times)
    const [, loops] = timed(
      () => new DenseModel(sessions.map((session) => session.map((name) => ({ name, params: new Map() })))),
    )
    console.log(
      [
        commands.padStart(8),
        `${sparse.toFixed(1)} ms`.padStart(8),
        ms(loops).padStart(18),
        ms(1000 * published).padStart(19),
        ((1000 * published) / sparse).toFixed(1).padStart(19),
      ].join(' '),
    )
  }
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
  const found = (scored.column('Likelihood') as (number | null)[]).map((cell) => cell ?? Number.NaN)
  compareAll(found.sort(), [...dense].sort())
}

function compareAll(found: ArrayLike<number>, expected: readonly number[]): void {
  for (let at = 0; at < found.length; at++) {
    if (Math.abs(found[at]! / expected[at]! - 1) > 1e-9) {
      throw new Error(`The likelihoods differ: ${found[at]} and ${expected[at]}`)
    }
  }
}

function timed<Value>(action: () => Value): [Value, number] {
  const start = performance.now()
  const value = action()
  return [value, performance.now() - start]
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`
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
