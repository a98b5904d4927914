import { type Filling, writeEdits } from '../../kql/sent/edits.ts'
import { formatDatetime } from '../../lib/kql-time.ts'
import type { Clock } from '../clock.ts'
import type { ServiceQuery } from '../local/compiler/service-binder.ts'
import { defaultTimeoutMs, withDeadline } from '../local/deadline.ts'
import type { TickRange } from '../time-range.ts'
import type { SentText } from './fault-error.ts'
import type { Limiter } from './limiter.ts'
import { askPatiently } from './patient-asking.ts'
import { ServiceFault, type TablePlan, type Wire, type WireAnswer } from './wire.ts'

/** Who asks, and how. */
export interface Asker {
  readonly wire: Wire
  readonly limiter: Limiter
  readonly clock: Clock
  readonly signal: AbortSignal
  /** Longest one question may take. */
  readonly timeoutMs: number
  readonly plan: TablePlan | undefined
  readonly onProgress: ((text: string) => void) | undefined
}

/** What is asked of a query at once. */
export interface Asking {
  readonly range: TickRange | undefined
  /** Most rows; undefined for as many as the service gives. */
  readonly rows?: number | undefined
  /** What now means; undefined for the service's own time. */
  readonly now?: string | undefined
  /** Only how many rows there are. */
  readonly counts?: boolean
}

/** The text that is sent, and where its places stand in the user's. */
export function sentText(kql: string, query: ServiceQuery, { range, rows, now, counts }: Asking): SentText {
  const filling: Filling = {
    ...(range && { start: instant(range.start), end: instant(range.end) }),
    ...(now !== undefined && { now: `datetime(${now})` }),
    ...(rows !== undefined && { limit: String(rows) }),
    ...(counts && { count: '' }),
  }
  const written = writeEdits(query.text, query.edits, filling)
  return { kql, sent: written.kql, toOwn: written.toOwn }
}

function instant(ticks: bigint): string {
  return `datetime(${formatDatetime(ticks)})`
}

/** A service that is told its time ends a question by itself; one that does not is not waited for much longer. */
const graceMs = 15_000

/** The answer to one question. Throws ServiceFault, KqlError, CANCELLED, QUERY_TIMEOUT. */
export async function ask(
  query: Pick<ServiceQuery, 'wide' | 'readsWatchlists'>,
  sent: string,
  range: TickRange | undefined,
  asker: Asker,
): Promise<WireAnswer> {
  const { wire, limiter, clock, signal, plan, onProgress } = asker
  const isNarrowed = query.wide.length === 0
  // Lists have no time in the query's sense, and a service would apply its range to them too.
  const told = range && !(isNarrowed && query.readsWatchlists) ? range : undefined
  const timeoutMs = Math.min(asker.timeoutMs, wire.limited.longestMs, defaultTimeoutMs)
  const once = () =>
    withDeadline(
      timeoutMs + graceMs,
      signal,
      (inner) =>
        wire.ask({
          kql: sent,
          ...(told && { range: { start: formatDatetime(told.start), end: formatDatetime(told.end) } }),
          ...(isNarrowed && { isNarrowed }),
          timeoutMs,
          signal: inner,
          ...(plan && { plan }),
        }),
      { clock },
    ).catch((error: unknown) => {
      throw isLate(error) && !signal.aborted
        ? new ServiceFault('timed-out', notInTime(timeoutMs), { cause: error })
        : error
    })
  const pool = plan === undefined || plan === 'analytics' ? 'analytics' : 'basic'
  return askPatiently(once, { limiter, clock, pool, signal, onProgress })
}

function isLate(error: unknown): boolean {
  return error instanceof Error && (error as { code?: unknown }).code === 'QUERY_TIMEOUT'
}

function notInTime(timeoutMs: number): string {
  return `The service did not answer within ${Math.round(timeoutMs / 1000)} seconds.`
}
