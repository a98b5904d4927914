import { HuntletError } from '../../lib/diagnostic.ts'
import type { Cell, Json, Table } from '../../lib/table.ts'
import { columnAt } from '../columns/column-at.ts'
import { describe, EventProblem, eventOfKind, parseJson, readEvent } from './parse-event.ts'
import type { SessionEvent, SessionKind } from './session.ts'

/**
 * The sessions of a table's column, one a row: lists of events as dynamic, or the same as JSON text. Throws `SESSION_EVENTS` with
 * the row and the event where one cannot be read, `SESSIONS_EMPTY` where a row has no events.
 */
export function readSessions(table: Table, column: string, kind: SessionKind): readonly (readonly SessionEvent[])[] {
  const rows = new SessionRows(table, column, kind)
  // Rows with the same events share one text, so it is read once.
  const known: (readonly SessionEvent[] | undefined)[] = []
  const sessions = new Array<readonly SessionEvent[]>(table.rowCount)
  for (let row = 0; row < table.rowCount; row++) {
    const text = rows.textOf(row)
    sessions[row] = known[text] ?? rows.read(row)
    if (text >= 0) known[text] = sessions[row]
  }
  return sessions
}

/** The sessions of a table's column, read one at a time. */
export class SessionRows {
  readonly #table: Table
  readonly #column: string
  readonly #at: number
  readonly #kind: SessionKind

  /** Throws `COLUMN_UNKNOWN`. */
  constructor(table: Table, column: string, kind: SessionKind) {
    this.#table = table
    this.#column = column
    this.#at = columnAt(table, column, 'the events of each session')
    this.#kind = kind
  }

  /** The number of the row's text, by which sessions that are the same are known; -1 where it has none. */
  textOf(row: number): number {
    const data = this.#table.data[this.#at]!
    return data.kind !== 'texts' || data.valid?.[row] === 0 ? -1 : data.index[row]!
  }

  /** Throws `SESSION_EVENTS` and `SESSIONS_EMPTY`, as `readSessions` does. */
  read(row: number): readonly SessionEvent[] {
    const data = this.#table.data[this.#at]!
    const text = this.textOf(row)
    const cell =
      data.kind === 'texts' && text >= 0 ? parseJson(data.dictionary[text]!) : this.#table.cell(row, this.#at)
    return readEvents(cell, this.#kind, () => `Row ${row} of \`${this.#column}\``)
  }
}

function readEvents(cell: Cell | undefined, kind: SessionKind, where: () => string): readonly SessionEvent[] {
  const json = typeof cell === 'string' ? (parseJson(cell) ?? cell) : cell
  if (!Array.isArray(json)) {
    const found =
      typeof json === 'bigint' ? 'a number' : json === undefined ? 'a text that is not JSON' : describe(json)
    throw new HuntletError('SESSION_EVENTS', `${where()} is ${found}, not a list of events.`, {
      hint: 'Collect the events of a session with `make_list`, or with the sessionize step.',
    })
  }
  if (json.length === 0) {
    throw new HuntletError('SESSIONS_EMPTY', `${where()} holds no events: each session needs at least one.`, {
      hint: 'Leave such rows out: `where array_length(…) > 0`.',
    })
  }
  return (json as readonly Json[]).map((item, index) => {
    const event = readEvent(item)
    if (event instanceof EventProblem)
      throw new HuntletError('SESSION_EVENTS', `${where()}: event ${index} ${event.reason}.`)
    return eventOfKind(event, kind)
  })
}
