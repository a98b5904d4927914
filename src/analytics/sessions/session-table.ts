import { HuntletError } from '../../lib/diagnostic.ts'
import type { Table } from '../../lib/table.ts'
import { columnAt } from '../columns/column-at.ts'
import { readSessions } from './read-sessions.ts'
import type { Session, SessionEvent, SessionKind } from './session.ts'
import { type SessionModel, trainSessionModel } from './session-model.ts'

/** How a table holds its sessions, one a row. The same for every step over session tables. */
export interface SessionTableOptions {
  /** What is modelled of an event: its command, also its parameters, or also their values. */
  readonly mode: SessionKind
  /** The column with the list of events. */
  readonly events: string
  /**
   * The column with the times of the events: records of one time, name and parameters are one record that came twice, and count once in the
   * surprise; the likelihood is of the log as it stands. Default `Times`, where there is one.
   */
  readonly times?: string
  /** Members of a window; the end of a session is one. Default 3. */
  readonly window?: number
  /** Whether start and end belong to a session. Default true. */
  readonly tokens?: boolean
  /** The parameters whose values are modelled, in place of the heuristic. */
  readonly modellable?: readonly string[]
  /** The column that names the source of a session: each source has its own model, as what is usual differs. */
  readonly source?: string
}

/** The sessions of one source. */
export interface SessionGroup {
  readonly source: string
  /** Their rows in the table. */
  readonly rows: readonly number[]
  readonly sessions: readonly Session[]
}

const modes: readonly string[] = ['commands', 'params', 'values'] satisfies readonly SessionKind[]

/** Throws `OPTION_INVALID`. */
export function checkMode(mode: string): void {
  if (modes.includes(mode)) return
  throw new HuntletError('OPTION_INVALID', `The mode must be one of ${modes.join(', ')}, not \`${mode}\`.`)
}

/** The table's sessions by source, in order of first appearance; one group where no source is named; none for a table without rows. */
export function groupSessions(table: Table, options: SessionTableOptions): readonly SessionGroup[] {
  checkMode(options.mode)
  const sessions = readSessions(table, options.events, options.mode)
  const sourceAt = options.source === undefined ? -1 : columnAt(table, options.source, 'the source of each session')
  const groups = new Map<string, { source: string; rows: number[]; sessions: (readonly SessionEvent[])[] }>()
  sessions.forEach((session, row) => {
    const source = sourceAt < 0 ? '' : String(table.cell(row, sourceAt) ?? '')
    let group = groups.get(source)
    if (!group) {
      group = { source, rows: [], sessions: [] }
      groups.set(source, group)
    }
    group.rows.push(row)
    group.sessions.push(session)
  })
  return [...groups.values()]
}

/** The model of sessions of a table. */
export function trainTableModel(sessions: readonly Session[], { mode, modellable }: SessionTableOptions): SessionModel {
  return trainSessionModel(sessions, { kind: mode, modellable })
}
