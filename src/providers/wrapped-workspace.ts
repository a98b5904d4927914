import { HuntletError } from '../lib/diagnostic.ts'
import { formatDatetime, parseDatetime, parseTimespan } from '../lib/kql-time.ts'
import type { TimeRange, Workspace } from './workspace.ts'

/** A workspace that is another one, but for how it answers and what else is given. */
export function wrapped(workspace: Workspace, run: Workspace['run'], other: Partial<Workspace> = {}): Workspace {
  const { name, kind, beside, isExport } = workspace
  const self: Workspace = {
    name,
    kind,
    now: () => workspace.now(),
    tables: () => workspace.tables(),
    notices: () => workspace.notices(),
    ...(workspace.surroundings && { surroundings: () => workspace.surroundings!() }),
    ...(beside && { beside }),
    ...(isExport !== undefined && { isExport }),
    run,
    query: (kql, options) => queryBy(self, kql, options),
    close: () => workspace.close(),
    ...other,
  }
  return self
}

/** `query` of a workspace by its `run`. */
export async function queryBy(workspace: Workspace, kql: string, options: Parameters<Workspace['query']>[1] = {}) {
  const { timespan, ...rest } = options
  const range = typeof timespan === 'string' ? await rangeOf(timespan, workspace) : timespan
  return (await workspace.run(kql, { ...rest, ...(range && { timespan: range }) })).table
}

/** `7d` up to now with the newest record in it, or `start/end`. Throws BAD_TIMESPAN. */
async function rangeOf(text: string, workspace: Workspace): Promise<TimeRange> {
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
