import { HuntletError } from '../../lib/diagnostic.ts'
import type { ColumnType } from '../../lib/kql-type.ts'
import { noProgress, type Progress } from '../../lib/progress.ts'
import { type ColumnData, Table } from '../../lib/table.ts'
import { TextColumn } from '../columns/text-column.ts'
import { type DistinctSessions, distinctPositions } from './distinct-events.ts'
import { encodeSessionTable } from './encode-session-table.ts'
import { type EncodedSessions, keepEvents } from './encode-sessions.ts'
import { SessionExplainer } from './explain-session.ts'
import { checkWindow } from './rarest-window.ts'
import { SessionRows } from './read-sessions.ts'
import { findEncodedWindows, type SessionWindows } from './score-sessions.ts'
import { type BaselineScores, placeWindows } from './session-baseline.ts'
import { countSessions } from './session-model.ts'
import { encodedSessions, type SessionReader } from './session-reader.ts'
import type { SessionTableOptions } from './session-table.ts'
import { surpriseReference } from './surprise-reference.ts'

/** What scoring adds to a session table, in this order. */
export const scoreColumns = [
  { name: 'Rank', type: 'int' },
  { name: 'Score', type: 'real' },
  { name: 'Unusual', type: 'bool' },
  { name: 'Surprise', type: 'real' },
  { name: 'Likelihood', type: 'real' },
  { name: 'LogLikelihood', type: 'real' },
  { name: 'WindowLikelihood', type: 'real' },
  { name: 'RarestWindow', type: 'string' },
  { name: 'WindowStart', type: 'int' },
  { name: 'WindowLength', type: 'int' },
  { name: 'Events', type: 'int' },
  { name: 'AtLeast', type: 'int' },
  { name: 'Baseline', type: 'int' },
  { name: 'Part', type: 'string' },
  { name: 'PartStart', type: 'int' },
  { name: 'PartLength', type: 'int' },
  { name: 'Why', type: 'string' },
] as const satisfies readonly ColumnType[]

export const defaultWindow = 3

/** Where the session queries give the times of the events. */
export const defaultTimes = 'Times'

/** So many of the most unusual sessions are explained; nobody reads on beyond. */
const mostExplained = 10_000

/** So many rows are written between two words of progress. */
const toldEach = 8192

/**
 * Scores the sessions of a table, one a row; the rows come back by rank, with these columns added (or replaced, where a table is
 * scored anew):
 *
 * - `Rank` 1 is the most unusual; ties keep the order of the input.
 * - `Score` spreads above the median session of its source; `Unusual` marks those that stand out by more than chance brings among so many.
 * - `Surprise` bits: how seldom an ordinary session of its length has such a part, and repeats a command so often. See `scoreSessions`.
 * - `AtLeast` of `Baseline` sessions (those of its source, itself among them) are at least so surprising.
 * - `Part` the steps that are most surprising, in words, from event `PartStart` (from 0), `PartLength` members, of which the end may be one.
 * - `Why` the strongest of what makes the surprise as a sentence, and what is usual there; empty beyond rank 10,000. See `explainSession`.
 * - `Likelihood` of the rarest window; null where the session is shorter than a window.
 * - `LogLikelihood` ln of that, of the whole session where it is shorter: never null, for a plot. `WindowLikelihood` is the same as a
 *   likelihood, for a plot with a logarithmic axis: 0 where a double cannot hold it.
 * - `RarestWindow` in words; `WindowStart` its first event (from 0) and `WindowLength` its events.
 * - `Events` the number of events of the session.
 *
 * Throws `COLUMN_UNKNOWN`, `SESSION_EVENTS`, `SESSIONS_EMPTY`, `WINDOW_INVALID`, `OPTION_INVALID`. A table without rows comes back
 * without rows.
 */
export function scoreSessionTable(table: Table, options: SessionTableOptions, progress: Progress = noProgress): Table {
  refuseScoreNames([options.events, options.source])
  const { mode: kind, window = defaultWindow, tokens = true, modellable } = options
  checkWindow(window)
  // Three things are done with each row: it is read, scored and written.
  const work = 3 * table.rowCount
  const read = encodeSessionTable(table, options, (done, _, text) => progress(done, work, text))
  const asTableHasThem = new SessionRows(table, options.events, kind)
  let scored = table.rowCount
  const groups = read.map(({ rows, encoded, vocabularies }) => {
    const from = scored
    scored += rows.length
    const windowsOf = (sessions: EncodedSessions, half: 0 | 1) =>
      findEncodedWindows(
        countSessions(sessions, kind, vocabularies, modellable),
        sessions,
        { window, tokens, known: true },
        (done, total) => progress(from + (rows.length / 2) * (half + done / total), work, 'Scoring sessions'),
      )
    progress(from, work, 'Scoring sessions')
    const logged = windowsOf(encoded, 0)
    const sessions = encodedSessions(encoded, vocabularies)
    const kept = distinctPositions(table, options.times ?? defaultTimes, rows, {
      lengthOf: sessions.lengthOf,
      sessionAt: (session) => asTableHasThem.read(rows[session]!),
    })
    // What is left out came before, so that the names and their numbers stay the same.
    const once = kept && keepEvents(encoded, kept)
    const windows = once ? countedOnce(logged, windowsOf(once, 1)) : logged
    const scores = placeWindows(windows, surpriseReference(windows.surprise, window))
    const distinct = once && { sessions: encodedSessions(once, vocabularies), kept }
    return { rows, sessions, scores, ...(distinct && { distinct }) }
  })
  return scoredSessionTable(table, groups, { window, tokens }, (done, total, text) =>
    progress((2 + done / total) * table.rowCount, work, text),
  )
}

/** Likelihoods of the sessions as they were logged, surprises of those without what came twice. */
export function countedOnce(logged: SessionWindows, once: SessionWindows): SessionWindows {
  const { model, encoded, surprise, partStart, partLength } = once
  return { ...logged, model, encoded, surprise, partStart, partLength }
}

/** Throws `OPTION_INVALID` where a column that is read would be replaced. */
export function refuseScoreNames(names: readonly (string | undefined)[]): void {
  const added = new Set<string | undefined>(scoreColumns.map(({ name }) => name))
  const taken = names.find((name) => added.has(name))
  if (taken === undefined) return
  throw new HuntletError('OPTION_INVALID', `The column \`${taken}\` would be replaced by one of the scores.`, {
    hint: `Name it otherwise in the query: \`project-rename ${taken}List = ${taken}\`.`,
  })
}

/** Sessions of a table that were scored together. */
export interface ScoredGroup {
  /** Their rows in the table. */
  readonly rows: ArrayLike<number>
  readonly sessions: SessionReader
  /** The sessions that surprises are of, where records came twice. */
  readonly distinct?: { readonly sessions: SessionReader; readonly kept: DistinctSessions['kept'] }
  readonly scores: BaselineScores
}

/** The rows of a table by score, ties in the order of the input, with the columns of scores. Every row is of one group. */
export function scoredSessionTable(
  table: Table,
  groups: readonly ScoredGroup[],
  shape: { readonly window: number; readonly tokens: boolean },
  progress: Progress = noProgress,
): Table {
  const count = table.rowCount
  const groupOf = new Uint32Array(count)
  const indexOf = new Uint32Array(count)
  const score = new Float64Array(count)
  groups.forEach(({ rows, scores }, group) => {
    for (let index = 0; index < rows.length; index++) {
      const row = rows[index]!
      groupOf[row] = group
      indexOf[row] = index
      score[row] = scores.score[index]!
    }
  })
  progress(0, scoreColumns.length, 'Ranking sessions')
  const order = rowsOf(count).sort((a, b) => score[b]! - score[a]! || a - b)
  const explained = groups.map((group) => {
    const { model, encoded, known } = group.scores
    return { ...group, explainer: new SessionExplainer(model, encoded, { ...shape, known }) }
  })
  const collected = scoreColumns.map(({ name, type }, column) => {
    const value = scoreValues[name]
    const valueAt = (at: number) => {
      if (at % toldEach === 0) progress(column + at / count, scoreColumns.length, `Writing ${name}`)
      const row = order[at]!
      return value(explained[groupOf[row]!]!, indexOf[row]!, at, shape)
    }
    if (type === 'string') {
      const texts = new TextColumn(count)
      for (let at = 0; at < count; at++) texts.set(at, String(valueAt(at)))
      return texts.toColumn()
    }
    const values = type === 'bool' ? new Uint8Array(count) : new Float64Array(count)
    for (let at = 0; at < count; at++) values[at] = Number(valueAt(at))
    return columnOf(values)
  })
  const added = new Set<string>(scoreColumns.map(({ name }) => name))
  const kept = table.select(table.columns.map(({ name }) => name).filter((name) => !added.has(name))).pick(order)
  return Table.fromColumns([...kept.columns, ...scoreColumns], count, [...kept.data, ...collected])
}

function rowsOf(count: number): Uint32Array {
  const rows = new Uint32Array(count)
  for (let row = 0; row < count; row++) rows[row] = row
  return rows
}

/** What is NaN is null. */
function columnOf(values: Float64Array | Uint8Array): ColumnData {
  if (values instanceof Uint8Array) return { kind: 'bools', values }
  const valid = new Uint8Array(values.length)
  for (let at = 0; at < values.length; at++) valid[at] = Number.isNaN(values[at]!) ? 0 : 1
  return { kind: 'numbers', values, ...(valid.includes(0) && { valid }) }
}

type ScoreValue = (
  group: ScoredGroup & { readonly explainer: SessionExplainer },
  index: number,
  position: number,
  shape: { readonly window: number; readonly tokens: boolean },
) => number | string

/** Each column of a session, by its index in its group and its position in the ranking. */
const scoreValues: Readonly<Record<(typeof scoreColumns)[number]['name'], ScoreValue>> = {
  Rank: (_, __, position) => position + 1,
  Score: ({ scores }, at) => scores.score[at]!,
  Unusual: ({ scores }, at) => scores.unusual[at]!,
  Surprise: ({ scores }, at) => scores.surprise[at]!,
  Likelihood: ({ scores }, at) => scores.likelihood[at]!,
  LogLikelihood: ({ scores }, at) => scores.logLikelihood[at]!,
  WindowLikelihood: ({ scores }, at) =>
    Number.isNaN(scores.likelihood[at]!) ? Math.exp(scores.logLikelihood[at]!) : scores.likelihood[at]!,
  RarestWindow: ({ scores, sessions }, at, _, { window, tokens }) =>
    windowText(sessions, at, scores.windowStart[at]!, scores.windowLength[at]!, window, tokens),
  WindowStart: ({ scores }, at) => scores.windowStart[at]!,
  WindowLength: ({ scores }, at) => scores.windowLength[at]!,
  Events: ({ sessions }, at) => sessions.lengthOf(at),
  AtLeast: ({ scores }, at) => scores.atLeast[at]!,
  Baseline: ({ scores }) => scores.reference.count,
  Part: ({ scores, sessions, distinct }, at, _, { tokens }) =>
    windowText(
      distinct?.sessions ?? sessions,
      at,
      scores.partStart[at]!,
      scores.partLength[at]!,
      scores.partLength[at]!,
      tokens,
    ),
  PartStart: ({ scores, distinct }, at) => distinct?.kept.get(at)?.[scores.partStart[at]!] ?? scores.partStart[at]!,
  PartLength: ({ scores }, at) => scores.partLength[at]!,
  Why: ({ explainer, sessions, distinct }, at, position) =>
    position < mostExplained ? explainer.explain(at, (distinct?.sessions ?? sessions).sessionAt(at)).sentence : '',
}

/** `(start) → Set-Mailbox → New-InboxRule → (end)`: start and end where they are part of the evidence. */
function windowText(
  sessions: SessionReader,
  session: number,
  start: number,
  length: number,
  window: number,
  tokens: boolean,
): string {
  const size = sessions.lengthOf(session)
  const names: string[] = []
  for (let event = start; event < Math.min(start + length, size); event++)
    names.push(sessions.commandAt(session, event))
  const ends = tokens && start + window > size
  return [...(tokens && start === 0 ? ['(start)'] : []), ...names, ...(ends ? ['(end)'] : [])].join(' → ')
}
