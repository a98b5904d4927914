import { HuntletError } from '../lib/diagnostic.ts'
import { formatDatetime, formatTimespan, parseDatetime, parseTimespan } from '../lib/kql-time.ts'
import { isExport } from '../providers/is-export.ts'
import type { TimeRange, Workspace } from '../providers/workspace.ts'
import type { RequestTime } from './desk.ts'
import type { ResultRequest } from './result-data.ts'

type Now = ResultRequest['now']
export type AskedTime = RequestTime

/** How much time on each side of `around` where nobody says. */
export const eachSide = '1d'

/**
 * The time range of a run, end exclusive. Where nothing is asked, files are taken whole, because an export is somebody's
 * choice of time already; a workspace that never ends gets the notebooklet's own timespan. Throws `INVALID_TIME_RANGE`.
 */
export async function runTimeRange(
  workspace: Workspace,
  asked: AskedTime,
  ownTimespan: string,
  now: Now,
): Promise<ResultRequest['timeRange']> {
  if (Object.values(timeOf(asked)).every((text) => text === undefined)) {
    const recorded = await recordedRange(workspace)
    if (recorded) return { ...recorded, said: 'all records of the workspace' }
  }
  return resolveTimeRange(asked, now, ownTimespan)
}

/**
 * The range that texts name. `timespan` reaches back from now (or from `end`, or on from `start`); `start` and `end` are
 * datetimes, `now`, or relative to now: `-3d`, `3d ago`. `around` is one of these alone, `within` the time on each side of it. Throws `INVALID_TIME_RANGE`.
 */
export function resolveTimeRange(asked: AskedTime, now: Now, ownTimespan: string): ResultRequest['timeRange'] {
  const { timespan, start, end } = asked
  if (asked.around !== undefined || asked.within !== undefined) return rangeAround(asked, now)
  if (timespan !== undefined && start !== undefined && end !== undefined) {
    throw invalid('`timespan`, `start` and `end` are given together.', 'Give two of them.')
  }
  const nowAt = instant(now.at, 'now', 0n)
  // The newest record is part of what is asked for, though the end is exclusive.
  const latest = now.source === 'newest record' ? nowAt + 1n : nowAt
  const from = start === undefined ? undefined : instant(start, 'start', nowAt)
  const to = end === undefined ? undefined : instant(end, 'end', nowAt)
  const length = duration(timespan ?? ownTimespan)
  const range =
    from !== undefined
      ? { from, to: to ?? (timespan === undefined ? latest : from + length) }
      : { from: (to ?? nowAt) - length, to: to ?? latest }
  if (range.from >= range.to) {
    throw invalid(`The time range begins at ${formatDatetime(range.from)} and ends at ${formatDatetime(range.to)}.`)
  }
  return {
    start: formatDatetime(range.from),
    end: formatDatetime(range.to),
    said: said(asked, timespan ?? ownTimespan),
  }
}

function rangeAround(asked: AskedTime, now: Now): ResultRequest['timeRange'] {
  const { around, within = eachSide } = timeOf(asked)
  if (around === undefined) throw invalid('`within` is given without `around`.', 'Give the datetime it lies around.')
  if (asked.timespan !== undefined || asked.start !== undefined || asked.end !== undefined) {
    throw invalid('`around` is given with `timespan`, `start` or `end`.', 'Give one or the other.')
  }
  const at = instant(around, 'middle', instant(now.at, 'now', 0n))
  const side = duration(within)
  return {
    start: formatDatetime(at - side),
    end: formatDatetime(at + side),
    said: `${within} on each side of ${around.replace(/\.0+Z$/, 'Z')}`,
  }
}

/** The time that a request asks for, and nothing else of it. */
function timeOf({ timespan, start, end, around, within }: AskedTime): AskedTime {
  return { timespan, start, end, around, within }
}

/** The range with its begin moved back by a lookback. */
export function widened(range: TimeRange, lookback: string | undefined): TimeRange {
  if (lookback === undefined) return { start: range.start, end: range.end }
  return { start: formatDatetime(instant(range.start, 'start', 0n) - duration(lookback)), end: range.end }
}

async function recordedRange(workspace: Workspace): Promise<TimeRange | undefined> {
  if (!isExport(workspace)) return undefined
  const tables = await workspace.tables()
  const instants = tables.flatMap(({ first, last }) => [...parsed(first), ...parsed(last)])
  instants.sort(ascending)
  const [first] = instants
  const last = instants.at(-1)
  return first === undefined || last === undefined
    ? undefined
    : { start: formatDatetime(first), end: formatDatetime(last + 1n) }
}

function ascending(a: bigint, b: bigint): number {
  return a < b ? -1 : Number(a > b)
}

function parsed(text: string | undefined): bigint[] {
  const instant = text === undefined ? undefined : parseDatetime(text)
  return instant === undefined ? [] : [instant]
}

function said(asked: AskedTime, timespan: string): string {
  if (asked.start !== undefined && asked.end !== undefined) return `${asked.start} to ${asked.end}`
  if (asked.start !== undefined) return asked.timespan ? `${timespan} from ${asked.start}` : `since ${asked.start}`
  return asked.end === undefined ? `last ${timespan}` : `${timespan} up to ${asked.end}`
}

/** Ticks since 0001-01-01. */
function instant(text: string, what: string, now: bigint): bigint {
  const trimmed = text.trim()
  if (trimmed === 'now') return now
  const relative = /^-(.+)$/.exec(trimmed) ?? /^(.+?)\s+ago$/.exec(trimmed)
  const back = relative ? parseTimespan(relative[1]!) : undefined
  if (back !== undefined && back > 0n) return now - back
  const absolute = parseDatetime(trimmed)
  if (absolute !== undefined) return absolute
  throw invalid(
    `\`${text.slice(0, 60)}\` is no ${what} of a time range.`,
    'Write a datetime (2026-01-31 or 2026-01-31T08:00:00Z) or a relative time (-3d).',
  )
}

/** Ticks. */
function duration(text: string): bigint {
  const ticks = parseTimespan(text)
  if (ticks === undefined || ticks <= 0n) {
    const found = ticks === undefined ? `\`${text.slice(0, 60)}\`` : formatTimespan(ticks)
    throw invalid(`${found} is no timespan.`, 'Write 7d, 12h, 90m or 2w.')
  }
  return ticks
}

function invalid(message: string, hint?: string): HuntletError {
  return new HuntletError('INVALID_TIME_RANGE', message, { hint })
}
