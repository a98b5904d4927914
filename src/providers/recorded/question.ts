import { createHash } from 'node:crypto'
import { HuntletError } from '../../lib/diagnostic.ts'
import { formatDatetime, parseDatetime, parseTimespan } from '../../lib/kql-time.ts'
import type { QueryOptions, TimeRange, Workspace } from '../workspace.ts'
import { plainKql } from './kql-texts.ts'

/** What a workspace is asked: all that its answer depends on. */
export interface Question {
  readonly kql: string
  readonly timespan?: TimeRange
  readonly limit?: number
  readonly parameters?: Readonly<Record<string, string>>
}

export function questionOf(kql: string, { timespan, limit, parameters }: QueryOptions): Question {
  return {
    kql,
    ...(timespan && { timespan }),
    ...(limit !== undefined && { limit }),
    ...(parameters && Object.keys(parameters).length > 0 && { parameters }),
  }
}

/** The same for the same question, however its text is laid out and its times are written. 32 hexadecimal digits. */
export function keyOf({ kql, timespan, limit, parameters = {} }: Question, ...more: readonly string[]): string {
  const named = Object.entries(parameters).sort(([a], [b]) => (a < b ? -1 : 1))
  const range = timespan && [instant(timespan.start), instant(timespan.end)]
  const parts = [plainKql(kql), range ?? null, limit ?? null, named, ...more]
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32)
}

function instant(text: string): string {
  const ticks = parseDatetime(text)
  return ticks === undefined ? text : formatDatetime(ticks)
}

/** `7d` up to now with the newest record in it, or `start/end`. Throws BAD_TIMESPAN. */
export async function rangeOf(text: string, workspace: Workspace): Promise<TimeRange> {
  const [start, end, ...more] = text.split('/')
  if (start !== undefined && end !== undefined && more.length === 0) return { start, end }
  const span = parseTimespan(text)
  if (span === undefined || span <= 0n) throw badTimespan(text)
  const now = parseDatetime((await workspace.now()).at)!
  return { start: formatDatetime(now - span), end: formatDatetime(now + 1n) }
}

/** Throws BAD_TIMESPAN where a range has no such times, or ends before it starts. */
export function checkRange({ start, end }: TimeRange): void {
  const [from, to] = [parseDatetime(start), parseDatetime(end)]
  if (from === undefined) throw badTimespan(start)
  if (to === undefined) throw badTimespan(end)
  if (from > to) throw new HuntletError('BAD_TIMESPAN', `The time range ends (${end}) before it starts (${start}).`)
}

function badTimespan(text: string): HuntletError {
  return new HuntletError('BAD_TIMESPAN', `\`${text}\` is no time range.`, {
    hint: 'Write it like 7d, or as a start and an end: 2026-09-01/2026-09-30T12:00:00Z.',
  })
}
