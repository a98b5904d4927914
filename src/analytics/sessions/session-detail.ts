import { HuntletError } from '../../lib/diagnostic.ts'
import { parseDatetime } from '../../lib/kql-time.ts'
import type { ColumnType } from '../../lib/kql-type.ts'
import { type Cell, type Json, Table } from '../../lib/table.ts'
import { columnAt } from '../columns/column-at.ts'
import { distinctEvents } from './distinct-events.ts'
import { encodeSessions } from './encode-sessions.ts'
import { SessionExplainer } from './explain-session.ts'
import { parseJson } from './parse-event.ts'
import { endLabel } from './rarest-transitions.ts'
import { defaultTimes, defaultWindow } from './score-session-table.ts'
import { parametersOf, type Session } from './session.ts'
import type { SessionModel } from './session-model.ts'
import { groupSessions, type SessionTableOptions, trainTableModel } from './session-table.ts'
import { type SessionStep, stepProbabilities } from './step-probabilities.ts'

/** What comes out. */
export const detailColumns = [
  { name: 'Step', type: 'int' },
  { name: 'Time', type: 'datetime' },
  { name: 'Event', type: 'string' },
  { name: 'Detail', type: 'string' },
  { name: 'Parameters', type: 'dynamic' },
  { name: 'Probability', type: 'real' },
  { name: 'ParameterProbability', type: 'real' },
  { name: 'Surprise', type: 'real' },
  { name: 'Expected', type: 'string' },
  { name: 'ExpectedProbability', type: 'real' },
  { name: 'InRarestWindow', type: 'bool' },
  { name: 'Bits', type: 'real' },
  { name: 'InPart', type: 'bool' },
  { name: 'Reason', type: 'string' },
] as const satisfies readonly ColumnType[]

export interface DetailOptions extends SessionTableOptions {
  /** Which session: its rank in a scored table, its row (from 0), or cells that it has. */
  readonly session:
    | { readonly rank: number }
    | { readonly row: number }
    | { readonly where: Readonly<Record<string, Cell>> }
  /** A column with the times of the events, a list as long as the list of events. */
  readonly times?: string
  /** A column with a text for each event (its command line, its parameters), a list as long as the list of events; null where the session has none. */
  readonly details?: string
  /** A model learned elsewhere, such as that of a baseline; default is one of the session's source in the table. */
  readonly model?: SessionModel
  /** The one that surprises are of, where records came twice among the sessions of `model`. */
  readonly once?: SessionModel
  /** Whether the session is one of those that model was learned from. Default false: one more. */
  readonly known?: boolean
}

/**
 * One session of a table, step by step, the step to its end last: when, which command, in which words of the log, with which parameters (and values), how
 * probable after the one before, how probable its parameters, bits of surprise of both, what usually comes there, and whether the
 * step is part of the rarest window; then the bits that it adds to the surprise, whether it is part of what makes it, and the reason in words. What the
 * session repeats as few do, the first of these events adds; a record that comes twice adds nothing the second time.
 * The model is that of the whole table (of the session's source), as in the scoring, unless another is given.
 * Throws `SESSION_UNKNOWN` where there is no such session.
 */
export function sessionDetail(table: Table, options: DetailOptions): Table {
  const row = findRow(table, options.session)
  const group = groupSessions(table, options).find((candidate) => candidate.rows.includes(row))
  if (!group) throw new HuntletError('SESSION_UNKNOWN', `The table has no row ${row}.`)
  const index = group.rows.indexOf(row)
  const session = group.sessions[index]!
  const model = options.model ?? trainTableModel(group.sessions, options)
  const windows = { window: options.window ?? defaultWindow, tokens: options.tokens ?? true }
  const steps = stepProbabilities(model, session, windows)
  // As it was scored: what came twice counts once.
  const distinct = distinctEvents(table, options.times ?? defaultTimes, group.rows, group.sessions)
  const counted = distinct?.sessions[index] ?? session
  const kept = distinct?.kept.get(index)
  const members = new Map(kept?.map((event, member) => [event, member])).set(session.length, counted.length)
  const memberOf = (event: number) => (kept || event === session.length ? members.get(event) : event)
  const known = options.known ?? options.model === undefined
  const counts = options.once ?? options.model ?? (distinct ? trainTableModel(distinct.sessions, options) : model)
  const encoded = encodeSessions([counted], counts.kind, counts.vocabularies, false)
  const explainer = new SessionExplainer(counts, encoded, { ...windows, known })
  const { part, repeats } = explainer.explain(0, counted)
  const beside = (column: string | undefined, what: string) =>
    column === undefined ? [] : listBeside(table, row, column, session.length, what)
  const times = beside(options.times, 'times').map((time) => (parseDatetime(String(time)) === undefined ? null : time))
  const details = beside(options.details, 'details')
  return Table.fromRows(
    detailColumns,
    steps.map((step, at) => {
      const member = at < session.length || windows.tokens ? memberOf(at) : undefined
      const { bits, reason } =
        member === undefined ? { bits: 0, reason: '' } : explainer.reasonOf(0, counted, member, repeats)
      return [
        at + 1,
        times[at] ?? null,
        step.command ?? endLabel,
        detailText(details[at]),
        parametersJson(session, at),
        step.probability,
        step.parameterProbability,
        surpriseOf(step),
        step.expected ?? endLabel,
        step.expectedProbability,
        step.inRarestWindow,
        bits,
        member !== undefined && member >= part.start && member < part.start + part.length,
        reason,
      ]
    }),
  )
}

function surpriseOf({ probability, parameterProbability }: SessionStep): number {
  return -Math.log2(probability) - Math.log2(parameterProbability)
}

/** Names alone as a list, values as a bag; null where there are none. */
function parametersJson(session: Session, at: number): Json {
  const event = session[at]
  if (event === undefined || typeof event === 'string') return null
  const parameters = parametersOf(event)
  if (parameters.length === 0) return null
  return parameters.every(([, value]) => value === null)
    ? parameters.map(([name]) => name)
    : Object.fromEntries(parameters)
}

function findRow(table: Table, session: DetailOptions['session']): number {
  if ('row' in session) return session.row
  const wanted = 'rank' in session ? { Rank: session.rank } : session.where
  const columns = Object.entries(wanted).map(
    ([name, cell]) => [columnAt(table, name, 'tells the session'), cell] as const,
  )
  for (let row = 0; row < table.rowCount; row++) {
    if (columns.every(([at, cell]) => sameCell(table.cell(row, at), cell))) return row
  }
  const told = Object.entries(wanted).map(([name, cell]) => `${name} ${String(cell)}`)
  throw new HuntletError('SESSION_UNKNOWN', `No session has ${told.join(' and ')}.`, {
    hint: `The table has ${table.rowCount} sessions.`,
  })
}

function sameCell(a: Cell, b: Cell): boolean {
  return a === b || (typeof a === 'object' ? JSON.stringify(a) === JSON.stringify(b) : String(a) === String(b))
}

function detailText(detail: Json | undefined): string {
  if (detail === undefined || detail === null) return ''
  return typeof detail === 'string' ? detail : JSON.stringify(detail)
}

function listBeside(table: Table, row: number, column: string, count: number, what: string): readonly Json[] {
  const cell = table.cell(row, columnAt(table, column, `the ${what} of the events`))
  if (cell === null && what === 'details') return []
  const list = typeof cell === 'string' ? parseJson(cell) : cell
  if (Array.isArray(list) && list.length === count) return list as readonly Json[]
  const found = Array.isArray(list) ? `${list.length} ${what} for ${count} events` : `no list of ${what}`
  throw new HuntletError('SESSION_EVENTS', `Row ${row} of \`${column}\` holds ${found}.`, {
    hint: `\`make_list\` leaves out nulls: collect the ${what} of the very rows whose events are collected.`,
  })
}
