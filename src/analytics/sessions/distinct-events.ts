import type { Json, Table } from '../../lib/table.ts'
import { parseJson } from './parse-event.ts'
import type { Session, SessionEvent } from './session.ts'

/** Sessions without the records that came twice. */
export interface DistinctSessions {
  readonly sessions: readonly Session[]
  /** Of a session that lost records: where each event that was kept stands in it. */
  readonly kept: ReadonlyMap<number, readonly number[]>
}

/**
 * Of the events of a session that agree in time, name and parameters the first. The column `times` holds a list as long as the events; a row
 * whose list is another is left as it is, as is an event without a time. Undefined where no record comes twice.
 */
export function distinctEvents(
  table: Table,
  times: string,
  rows: readonly number[],
  sessions: readonly Session[],
): DistinctSessions | undefined {
  const at = table.indexOf(times)
  if (at < 0) return undefined
  const kept = new Map<number, readonly number[]>()
  sessions.forEach((session, index) => {
    if (session.length < 2) return
    const cell = table.cell(rows[index]!, at)
    const list = typeof cell === 'string' ? parseJson(cell) : cell
    if (!Array.isArray(list) || list.length !== session.length) return
    const positions = firstOfEach(session, list as readonly Json[])
    if (positions.length < session.length) kept.set(index, positions)
  })
  if (kept.size === 0) return undefined
  return {
    sessions: sessions.map((session, index) => kept.get(index)?.map((position) => session[position]!) ?? session),
    kept,
  }
}

function firstOfEach(session: Session, times: readonly Json[]): readonly number[] {
  // Only events of one time are compared, and mostly there is but one.
  const seen = new Map<Json, Set<string> | SessionEvent>()
  const positions: number[] = []
  session.forEach((event, position) => {
    const time = times[position]!
    if (time === null || time === '') {
      positions.push(position)
      return
    }
    const known = seen.get(time)
    if (known === undefined) seen.set(time, event)
    else {
      const texts = known instanceof Set ? known : new Set([textOf(known)])
      seen.set(time, texts)
      if (texts.size === texts.add(textOf(event)).size) return
    }
    positions.push(position)
  })
  return positions
}

function textOf(event: SessionEvent): string {
  if (typeof event === 'string') return JSON.stringify(event)
  const { name, params } = event
  return JSON.stringify([name, params instanceof Map || params instanceof Set ? [...params] : params])
}
