import type { ColumnType } from '../../lib/kql-type.ts'
import { type ColumnData, Table } from '../../lib/table.ts'
import { columnAt } from '../columns/column-at.ts'
import type { PopulationOptions } from './compared-populations.ts'
import { distinctEvents } from './distinct-events.ts'
import { encodeSessions } from './encode-sessions.ts'
import { SessionExplainer } from './explain-session.ts'
import { nearestSession, stepsOf } from './nearest-session.ts'
import { noSuchRank } from './no-such-rank.ts'
import { rankedSession } from './ranked-session.ts'
import { endLabel, startLabel } from './rarest-transitions.ts'
import { defaultTimes, defaultWindow } from './score-session-table.ts'
import { trainEncoded } from './session-model.ts'
import { groupSessions, type SessionGroup, type SessionTableOptions, trainTableModel } from './session-table.ts'
import type { SurpriseFactor } from './surprise-factor.ts'

const factorColumns = [
  { name: 'Step', type: 'int' },
  { name: 'Kind', type: 'string' },
  { name: 'What', type: 'string' },
  { name: 'Bits', type: 'real' },
  { name: 'Count', type: 'int' },
  { name: 'OutOf', type: 'int' },
  { name: 'AsRare', type: 'int' },
  { name: 'Usual', type: 'string' },
  { name: 'UsualShare', type: 'real' },
] as const satisfies readonly ColumnType[]

/**
 * What the surprise of a session is made of, a row for each contribution: the step it is about (from 1; null for what is about the whole), its
 * kind (`order`, `command`, `parameter`, `value`, `repeats`, `several steps`, `length`), what it is, its bits, which add up to `Surprise`; how often
 * that occurs, out of how many, and how often anything that is at most as common does; what is usual there instead, and its share. Of `repeats` (a
 * command that the session holds many times) the counts are of sessions that hold it at least as often, and usual is how often those that hold it at all
 * do: the median, and the share of them where it is exactly so.
 * The counts are of the sessions that it was scored against: with `baseline` those of that table, with `peers` those of its group, else those of its
 * source in the table. Throws `SESSION_UNKNOWN` where no session has the rank.
 */
export function explainRankedSession(
  table: Table,
  options: PopulationOptions & { readonly rank: number },
  baseline?: Table,
): Table {
  const { rank, ...shared } = options
  const { population, index } = rankedSession(table, baseline, rank, shared)
  const { rows, sessions, comparedWith, comparedTable, comparedRows, isKnown } = population
  const { window = defaultWindow, tokens = true, times = defaultTimes } = shared
  // As they were scored: what came twice counts once.
  const session = distinctEvents(table, times, [rows[index]!], [sessions[index]!])?.sessions[0] ?? sessions[index]!
  const learnt = distinctEvents(comparedTable, times, comparedRows, comparedWith)?.sessions ?? comparedWith
  const model = trainTableModel(learnt, shared)
  const encoded = encodeSessions([session], model.kind, model.vocabularies, false)
  const explainer = new SessionExplainer(model, encoded, { window, tokens, known: isKnown })
  return Table.fromRows(factorColumns, explainer.explain(0, session).factors.map(factorRow))
}

function factorRow({ member, kind, what, bits, share, usual }: SurpriseFactor) {
  const [most] = usual
  return [
    member === undefined ? null : member + 1,
    kind,
    what,
    bits,
    share?.count ?? null,
    share?.total ?? null,
    share?.tail ?? null,
    usual.map((each) => each.what).join(', '),
    most?.share ?? null,
  ]
}

const nearestColumns = [
  { name: 'Similarity', type: 'real' },
  { name: 'OnlyHere', type: 'dynamic' },
  { name: 'OnlyThere', type: 'dynamic' },
] as const satisfies readonly ColumnType[]

/** A session within so many spreads of the median is usual. */
const usualScore = 1

/** So many steps of a difference are listed. */
const mostListed = 20

/**
 * The usual session whose steps are most like those of the session of a rank: its row of the table, after `Similarity` (steps that both have
 * out of those of either), `OnlyHere` and `OnlyThere` (steps that only one of them has, 20 at most). Usual is a score of 1 and less; where no such session of its
 * source shares a step, one that is less unusual than it. No row where none does. Throws `SESSION_UNKNOWN` where no session has the rank.
 */
export function nearestUsualSession(table: Table, options: SessionTableOptions & { readonly rank: number }): Table {
  const { group, index, trained } = sessionAtRank(table, options)
  const { model, encoded } = trained
  const scoreAt = columnAt(table, 'Score', 'tells usual sessions')
  const isUsual = (other: number) => Number(table.cell(group.rows[other]!, scoreAt)) <= usualScore
  const commandCount = model.commandCounts.length
  const own = Number(table.cell(group.rows[index]!, scoreAt))
  const isLess = (other: number) => Number(table.cell(group.rows[other]!, scoreAt)) < own
  const nearest =
    nearestSession(encoded, commandCount, index, isUsual) ?? nearestSession(encoded, commandCount, index, isLess)
  const rows = nearest ? [group.rows[nearest.index]!] : []
  const here = new Set(stepsOf(encoded, commandCount, index))
  const there = new Set(nearest ? stepsOf(encoded, commandCount, nearest.index) : [])
  const { names } = model.vocabularies.commands
  const textOf = (step: number) =>
    `${names[Math.floor(step / (commandCount + 1))] ?? startLabel} → ${names[step % (commandCount + 1)] ?? endLabel}`
  const only = (some: ReadonlySet<number>, others: ReadonlySet<number>) =>
    [...some]
      .filter((step) => !others.has(step))
      .slice(0, mostListed)
      .map(textOf)
  const found = Table.fromRows(
    nearestColumns,
    nearest ? [[nearest.similarity, only(here, there), only(there, here)]] : [],
  )
  const added = new Set<string>(nearestColumns.map(({ name }) => name))
  const kept = table.select(table.columns.map(({ name }) => name).filter((name) => !added.has(name))).pick(rows)
  const data: readonly ColumnData[] = [...found.data, ...kept.data]
  return Table.fromColumns([...found.columns, ...kept.columns], rows.length, data)
}

function sessionAtRank(
  table: Table,
  options: SessionTableOptions & { readonly rank: number },
): { readonly group: SessionGroup; readonly index: number; readonly trained: ReturnType<typeof trainEncoded> } {
  const at = columnAt(table, 'Rank', 'tells the session')
  for (const group of groupSessions(table, options)) {
    const index = group.rows.findIndex((row) => table.cell(row, at) === options.rank)
    if (index < 0) continue
    const { mode: kind, modellable, times = defaultTimes } = options
    // As they were scored: what came twice counts once.
    const sessions = distinctEvents(table, times, group.rows, group.sessions)?.sessions ?? group.sessions
    const trained = trainEncoded(sessions, { kind, modellable })
    return { group: { ...group, sessions }, index, trained }
  }
  throw noSuchRank(options.rank, table)
}
