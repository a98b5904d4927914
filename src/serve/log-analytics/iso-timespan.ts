import {
  formatDatetime,
  isInstant,
  lastInstant,
  parseDatetime,
  ticksPerDay,
  ticksPerHour,
  ticksPerMinute,
  ticksPerSecond,
} from '../../lib/kql-time.ts'

/** Ticks since the year 1; the end is exclusive. */
export interface TickRange {
  readonly start: bigint
  readonly end: bigint
}

const durationForm =
  /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:[.,](\d{1,9}))?S)?)?$/i

/** `P1D`, `PT12H30M`, `P1Y2M`: a year is 365 days and a month 30, as .NET takes them. Ticks, or undefined where it is none. */
export function parseDuration(text: string): bigint | undefined {
  const match = durationForm.exec(text)
  if (!match || match.slice(1, 8).every((part) => part === undefined) || /T$/i.test(text)) return undefined
  const part = (index: number) => BigInt(match[index] ?? '0')
  const days = part(1) * 365n + part(2) * 30n + part(3) * 7n + part(4)
  const fraction = BigInt((match[8] ?? '').padEnd(7, '0').slice(0, 7))
  return days * ticksPerDay + part(5) * ticksPerHour + part(6) * ticksPerMinute + part(7) * ticksPerSecond + fraction
}

/**
 * `P1D` (up to now, and with the record of now), `start/end`, `start/duration` or `duration/end`; undefined where it is none
 * of them, or ends before it starts. A start before the year 1 is the year 1.
 */
export function parseTimespanParameter(text: string, now: bigint): TickRange | undefined {
  const [first = '', second, ...more] = text.trim().split('/')
  if (more.length > 0) return undefined
  const range = second === undefined ? upTo(first, now + 1n) : between(first, second)
  if (!range) return undefined
  const { start, end } = range
  const inside = { start: later(start, 0n), end: earlier(end, lastInstant) }
  return isInstant(inside.start) && inside.start <= inside.end ? inside : undefined
}

function upTo(duration: string, end: bigint): TickRange | undefined {
  const length = parseDuration(duration)
  return length === undefined ? undefined : { start: end - 1n - length, end }
}

function between(first: string, second: string): TickRange | undefined {
  const [start, end] = [parseDatetime(first), parseDatetime(second)]
  if (start !== undefined && end !== undefined) return { start, end }
  const length = parseDuration(start === undefined ? first : second)
  if (length === undefined) return undefined
  if (start !== undefined) return { start, end: start + length }
  return end === undefined ? undefined : { start: end - length, end }
}

/** What lies in both. Where that is nothing: an empty range at the later start. */
export function intersection(one: TickRange, other: TickRange): TickRange {
  const start = later(one.start, other.start)
  return { start, end: later(start, earlier(one.end, other.end)) }
}

// Math.min and Math.max take no bigints.
function earlier(one: bigint, other: bigint): bigint {
  if (one < other) return one
  return other
}

function later(one: bigint, other: bigint): bigint {
  if (one > other) return one
  return other
}

export function rangeTexts({ start, end }: TickRange): { readonly start: string; readonly end: string } {
  return { start: formatDatetime(start), end: formatDatetime(end) }
}
