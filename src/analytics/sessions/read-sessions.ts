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
  const at = columnAt(table, column, 'the events of each session')
  const data = table.data[at]!
  // Rows with the same events share one text, so it is read once.
  const read: (readonly SessionEvent[] | undefined)[] = []
  const sessions = new Array<readonly SessionEvent[]>(table.rowCount)
  for (let row = 0; row < table.rowCount; row++) {
    const where = () => `Row ${row} of \`${column}\``
    if (data.kind !== 'texts' || data.valid?.[row] === 0) sessions[row] = readEvents(table.cell(row, at), kind, where)
    else {
      const position = data.index[row]!
      read[position] ??= readEvents(parseJson(data.dictionary[position]!), kind, where)
      sessions[row] = read[position]!
    }
  }
  return sessions
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
