import { HuntletError } from '../../lib/diagnostic.ts'
import { type Clock, systemClock } from '../clock.ts'

/** How long a query may take where nobody says: the longest that Log Analytics allows. Kusto itself allows four minutes. */
export const defaultTimeoutMs = 10 * 60_000

/** Longer than a timer can be set for: as good as for ever. */
const longestMs = 2 ** 31 - 1

export interface DeadlineOptions {
  /** Default the machine's. */
  readonly clock?: Clock
  /** What the work is aborted with; default QUERY_TIMEOUT that names the time. */
  readonly late?: () => HuntletError
}

/** Does the work with a signal that is aborted by the one given, and once the time is over. Throws BAD_TIMEOUT, and what the work throws then. */
export async function withDeadline<Result>(
  timeoutMs: number = defaultTimeoutMs,
  given: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<Result>,
  { clock = systemClock, late = () => tooLate(timeoutMs) }: DeadlineOptions = {},
): Promise<Result> {
  if (!(timeoutMs > 0)) throw new HuntletError('BAD_TIMEOUT', `${timeoutMs} ms is no time for a query.`)
  const deadline = new AbortController()
  const done = new AbortController()
  if (timeoutMs <= longestMs) {
    clock.wait(timeoutMs, done.signal).then(
      () => deadline.abort(late()),
      () => {},
    )
  }
  try {
    return await work(given ? AbortSignal.any([given, deadline.signal]) : deadline.signal)
  } finally {
    done.abort()
  }
}

function tooLate(timeoutMs: number): HuntletError {
  const time =
    timeoutMs >= 120_000 && timeoutMs % 60_000 === 0 ? `${timeoutMs / 60_000} minutes` : `${timeoutMs / 1000} seconds`
  return new HuntletError('QUERY_TIMEOUT', `The query was stopped: it was not done after ${time}.`, {
    hint: 'Ask for a shorter time range, filter and summarize earlier, or allow more time: --timeout 30m.',
  })
}
