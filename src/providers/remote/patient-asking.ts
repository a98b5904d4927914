import type { Clock } from '../clock.ts'
import { cancelled } from '../local/thread.ts'
import type { Limiter, Pool } from './limiter.ts'
import { type FaultKind, ServiceFault } from './wire.ts'

/** How often what is asked again, in all: a fault that lasts is the user's to know. */
const tries: Readonly<Record<FaultKind, number>> = {
  throttled: 8,
  unavailable: 5,
  'bad-answer': 3,
  'token-expired': 2,
  'timed-out': 1,
  'too-large': 1,
  'not-logged-in': 1,
  forbidden: 1,
  'not-found': 1,
  refused: 1,
}

const firstWaitMs = 1_000
const longestWaitMs = 60_000
/** Longer than this nobody is kept waiting without being asked. */
const longestPauseMs = 5 * 60_000

export interface Patience {
  readonly limiter: Limiter
  readonly clock: Clock
  readonly pool: Pool
  readonly signal: AbortSignal
  readonly onProgress?: ((text: string) => void) | undefined
}

/**
 * Asks when it is one's turn, and again where the fault is one that passes: throttling, the network, a server's fault, an answer cut
 * off; with a new token once. Throws the last ServiceFault, or CANCELLED or QUERY_TIMEOUT where the signal is aborted.
 */
export async function askPatiently<Answer>(ask: () => Promise<Answer>, patience: Patience): Promise<Answer> {
  const { limiter, clock, pool, signal, onProgress } = patience
  const failed = new Map<FaultKind, number>()
  for (let attempt = 1; ; attempt++) {
    // What is asked again has said why it waits.
    const waits = limiter.isBusy(pool)
    if (waits && attempt === 1) onProgress?.('waiting for a turn')
    const done = await limiter.turn(pool, signal).catch(() => {
      throw cancelled(signal)
    })
    if (waits || attempt > 1) onProgress?.('asking')
    let fault: ServiceFault
    try {
      return await ask()
    } catch (error) {
      if (signal.aborted) throw cancelled(signal)
      if (!(error instanceof ServiceFault)) throw error
      fault = error
    } finally {
      done()
    }
    const count = (failed.get(fault.kind) ?? 0) + 1
    failed.set(fault.kind, count)
    if (count >= tries[fault.kind]) throw fault
    const wait = waitAfter(fault, attempt, clock)
    if (wait > longestPauseMs) throw tooLong(fault, wait)
    onProgress?.(`${saidOf(fault)}; asking again${wait >= 1000 ? ` in ${Math.round(wait / 1000)} s` : ''}`)
    if (fault.kind === 'throttled') limiter.pause(wait)
    else if (wait > 0) {
      await clock.wait(wait, signal).catch(() => {
        throw cancelled(signal)
      })
    }
  }
}

/** What the service says, else twice as long as before, up to a minute; less by chance, so that many do not come back at once. */
function waitAfter({ kind, retryAfterMs }: ServiceFault, attempt: number, clock: Clock): number {
  if (kind === 'token-expired') return 0
  const longest = Math.min(longestWaitMs, firstWaitMs * 2 ** (attempt - 1))
  const own = longest * (0.5 + clock.random() / 2)
  return retryAfterMs === undefined ? own : Math.max(0, retryAfterMs)
}

function tooLong(fault: ServiceFault, wait: number): ServiceFault {
  return new ServiceFault(fault.kind, fault.message, {
    hint: `The service asks to wait ${Math.ceil(wait / 60_000)} minutes: ask again then.`,
    cause: fault,
    ...(fault.retryAfterMs !== undefined && { retryAfterMs: fault.retryAfterMs }),
    ...(fault.status !== undefined && { status: fault.status }),
  })
}

function saidOf({ kind, status }: ServiceFault): string {
  switch (kind) {
    case 'throttled':
      return 'the service is asked too often'
    case 'token-expired':
      return 'the login has run out'
    case 'bad-answer':
      return 'the answer could not be read'
    default:
      return status === undefined ? 'the service could not be reached' : `the service failed (${status})`
  }
}
