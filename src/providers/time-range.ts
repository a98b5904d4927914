import { HuntletError } from '../lib/diagnostic.ts'
import { formatDatetime, parseDatetime, parseTimespan } from '../lib/kql-time.ts'
import type { TimeRange } from './workspace.ts'

/** Ticks of 100 ns since 0001-01-01; the end is exclusive. */
export interface TickRange {
  readonly start: bigint
  readonly end: bigint
}

/** What now is to mean, as a user gave it. Throws BAD_NOW. */
export function givenNow(text: string): { readonly at: string; readonly source: 'given' } {
  const at = parseDatetime(text)
  if (at === undefined) {
    throw new HuntletError('BAD_NOW', `\`${text}\` is no point in time.`, {
      hint: 'Write it like 2026-09-30T18:00:00Z.',
    })
  }
  return { at: formatDatetime(at), source: 'given' }
}

/** `7d` up to now, or `start/end`. Throws BAD_TIMESPAN. */
export function rangeOf(text: string, now: string): TimeRange {
  const [start, end, ...more] = text.split('/')
  if (start !== undefined && end !== undefined && more.length === 0) return { start, end }
  const span = parseTimespan(text)
  if (span === undefined || span <= 0n) throw badTimespan(text)
  const at = parseDatetime(now)!
  // The end is exclusive, and a record of this very instant is to be seen.
  return { start: formatDatetime(at - span), end: formatDatetime(at + 1n) }
}

/** Throws BAD_TIMESPAN where it is none, or ends before it starts. */
export function parseRange({ start, end }: TimeRange): TickRange {
  const [from, to] = [parseDatetime(start), parseDatetime(end)]
  if (from === undefined) throw badTimespan(start)
  if (to === undefined) throw badTimespan(end)
  if (from > to) throw new HuntletError('BAD_TIMESPAN', `The time range ends (${end}) before it starts (${start}).`)
  return { start: from, end: to }
}

function badTimespan(text: string): HuntletError {
  return new HuntletError('BAD_TIMESPAN', `\`${text}\` is no time range.`, {
    hint: 'Write it like 7d, or as a start and an end: 2026-09-01/2026-09-30T12:00:00Z.',
  })
}
