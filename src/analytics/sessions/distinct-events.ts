import type { Json, Table } from '../../lib/table.ts'
import { parseJson } from './parse-event.ts'
import type { Session, SessionEvent } from './session.ts'
import { heldSessions, type SessionReader } from './session-reader.ts'

/** Where the session queries give what else a record says. */
const defaultDetails = 'Details'

/** Sessions without the records that came twice. */
export interface DistinctSessions {
  readonly sessions: readonly Session[]
  /** Of a session that lost records: where each event that was kept stands in it. */
  readonly kept: ReadonlyMap<number, readonly number[]>
}

/**
 * Of the events of a session that agree in time, name and parameters the first; where the column `Details` tells what else the record says, in that
 * too. The column `times` holds a list as long as the events; a row whose list is another is left as it is, as is an event without a time.
 * Undefined where no record comes twice.
 */
export function distinctEvents(
  table: Table,
  times: string,
  rows: readonly number[],
  sessions: readonly Session[],
): DistinctSessions | undefined {
  const { lengthOf, sessionAt } = heldSessions(sessions)
  const kept = distinctPositions(table, times, rows, { lengthOf, sessionAt })
  if (!kept) return undefined
  return {
    sessions: sessions.map((session, index) => kept.get(index)?.map((position) => session[position]!) ?? session),
    kept,
  }
}

/** Of each session that has events twice where those that are kept stand; undefined where none has. `sessionAt`: as the table has it. */
export function distinctPositions(
  table: Table,
  times: string,
  rows: ArrayLike<number>,
  { lengthOf, sessionAt }: Pick<SessionReader, 'lengthOf' | 'sessionAt'>,
): DistinctSessions['kept'] | undefined {
  const at = table.indexOf(times)
  if (at < 0) return undefined
  const detailsAt = table.indexOf(defaultDetails)
  const kept = new Map<number, readonly number[]>()
  for (let index = 0; index < rows.length; index++) {
    const length = lengthOf(index)
    const list = length < 2 ? undefined : listAt(table, rows[index]!, at, length)
    if (!list || !hasRepeats(list)) continue
    const details = listAt(table, rows[index]!, detailsAt, length) ?? []
    const positions = firstOfEach(sessionAt(index), list, details)
    if (positions.length < length) kept.set(index, positions)
  }
  return kept.size === 0 ? undefined : kept
}

/** Only events of one time can be the same. */
function hasRepeats(times: readonly Json[]): boolean {
  return new Set(times).size < times.length
}

function listAt(table: Table, row: number, column: number, length: number): readonly Json[] | undefined {
  const cell = column < 0 ? null : table.cell(row, column)
  const list = typeof cell === 'string' ? parseJson(cell) : cell
  return Array.isArray(list) && list.length === length ? (list as readonly Json[]) : undefined
}

function firstOfEach(session: Session, times: readonly Json[], details: readonly Json[]): readonly number[] {
  // Only events of one time are compared, and mostly there is but one.
  const seen = new Map<Json, Set<string> | number>()
  const textAt = (position: number) => textOf(session[position]!, details[position] ?? null)
  const positions: number[] = []
  session.forEach((_, position) => {
    const time = times[position]!
    if (time === null || time === '') {
      positions.push(position)
      return
    }
    const known = seen.get(time)
    if (known === undefined) seen.set(time, position)
    else {
      const texts = known instanceof Set ? known : new Set([textAt(known)])
      seen.set(time, texts)
      if (texts.size === texts.add(textAt(position)).size) return
    }
    positions.push(position)
  })
  return positions
}

function textOf(event: SessionEvent, detail: Json): string {
  if (typeof event === 'string') return JSON.stringify([event, detail])
  const { name, params } = event
  return JSON.stringify([name, detail, params instanceof Map || params instanceof Set ? [...params] : params])
}
