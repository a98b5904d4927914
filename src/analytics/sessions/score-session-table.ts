import { HuntletError } from '../../lib/diagnostic.ts'
import type { ColumnType } from '../../lib/kql-type.ts'
import { noProgress, type Progress } from '../../lib/progress.ts'
import { type ColumnData, Table } from '../../lib/table.ts'
import { TextColumn } from '../text-column.ts'
import { rankBySurprise } from './rank-by-surprise.ts'
import { findWindows } from './score-sessions.ts'
import { commandOf, type Session } from './session.ts'
import { groupSessions, type SessionTableOptions } from './session-table.ts'

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
] as const satisfies readonly ColumnType[]

export const defaultWindow = 3

/**
 * Scores the sessions of a table, one a row; the rows come back by rank, with these columns added (or replaced, where a table is
 * scored anew):
 *
 * - `Rank` 1 is the most unusual; ties keep the order of the input.
 * - `Score` spreads above the median session of its source; `Unusual` marks those that stand out by more than chance brings among so many.
 * - `Surprise` bits: 2^−Surprise is how many such parts an ordinary session of its length has. See `scoreSessions`.
 * - `AtLeast` of `Baseline` sessions (those of its source, itself among them) are at least so surprising.
 * - `Part` the steps that make the surprise, in words, from event `PartStart` (from 0), `PartLength` members, of which the end may be one.
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
  const added = scoreColumns.map((column) => column.name as string)
  for (const name of [options.events, options.source]) {
    if (name !== undefined && added.includes(name)) {
      throw new HuntletError('OPTION_INVALID', `The column \`${name}\` would be replaced by one of the scores.`, {
        hint: `Name it otherwise in the query: \`project-rename ${name}List = ${name}\`.`,
      })
    }
  }
  const count = table.rowCount
  const window = options.window ?? defaultWindow
  const tokens = options.tokens ?? true
  const groups = groupSessions(table, options)
  const found = groups.map((group) =>
    findWindows(
      group.sessions,
      {
        window,
        tokens,
        kind: options.mode,
        ...(options.modellable && { modellable: options.modellable }),
      },
      progress,
    ),
  )
  const surprise = new Float64Array(count)
  const sourceOf = new Uint32Array(count)
  const indexOf = new Uint32Array(count)
  groups.forEach((group, source) => {
    group.rows.forEach((row, index) => {
      surprise[row] = found[source]!.surprise[index]!
      sourceOf[row] = source
      indexOf[row] = index
    })
  })
  const { order, score, unusual, atLeast, outOf } = rankBySurprise(surprise, { window, sources: sourceOf })

  const values = scoreColumns.map(() => new Float64Array(count))
  const [
    ranks,
    scores,
    ,
    surprises,
    likelihoods,
    logLikelihoods,
    windowLikelihoods,
    ,
    starts,
    lengths,
    events,
    ...more
  ] = values
  const [atLeasts, baselines, , partStarts, partLengths] = more
  const unusuals = new Uint8Array(count)
  const defined = new Uint8Array(count)
  const windows = new TextColumn(count)
  const parts = new TextColumn(count)
  for (let position = 0; position < count; position++) {
    const row = order[position]!
    const index = indexOf[row]!
    const { likelihood, logLikelihood, windowStart, windowLength, partStart, partLength } = found[sourceOf[row]!]!
    const session = groups[sourceOf[row]!]!.sessions[index]!
    ranks![position] = position + 1
    scores![position] = score[row]!
    unusuals[position] = unusual[row]!
    surprises![position] = surprise[row]!
    likelihoods![position] = likelihood[index]!
    defined[position] = Number.isNaN(likelihood[index]!) ? 0 : 1
    logLikelihoods![position] = logLikelihood[index]!
    windowLikelihoods![position] = defined[position] === 1 ? likelihood[index]! : Math.exp(logLikelihood[index]!)
    windows.set(position, windowText(session, windowStart[index]!, windowLength[index]!, window, tokens))
    starts![position] = windowStart[index]!
    lengths![position] = windowLength[index]!
    events![position] = session.length
    atLeasts![position] = atLeast[row]!
    baselines![position] = outOf[row]!
    parts.set(position, windowText(session, partStart[index]!, partLength[index]!, partLength[index]!, tokens))
    partStarts![position] = partStart[index]!
    partLengths![position] = partLength[index]!
  }
  const special: Readonly<Record<string, ColumnData>> = {
    Unusual: { kind: 'bools', values: unusuals },
    Likelihood: { kind: 'numbers', values: likelihoods!, valid: defined },
    RarestWindow: windows.toColumn(),
    Part: parts.toColumn(),
  }
  const data = scoreColumns.map(({ name }, at): ColumnData => special[name] ?? { kind: 'numbers', values: values[at]! })
  const kept = table
    .select(table.columns.map((column) => column.name).filter((name) => !added.includes(name)))
    .pick(order)
  return Table.fromColumns([...kept.columns, ...scoreColumns], count, [...kept.data, ...data])
}

/** `(start) → Set-Mailbox → New-InboxRule → (end)`: start and end where they are part of the evidence. */
export function windowText(session: Session, start: number, length: number, window: number, tokens: boolean): string {
  const names = session.slice(start, start + length).map(commandOf)
  const ends = tokens && start + window > session.length
  return [...(tokens && start === 0 ? ['(start)'] : []), ...names, ...(ends ? ['(end)'] : [])].join(' → ')
}
