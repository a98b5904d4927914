import type { Clock } from '../clock.ts'
import type { WireLimits } from './wire.ts'

/** How questions of one identity to one service wait for each other: first come, first asked. */
export class Limiter {
  readonly #clock: Clock
  #limits: WireLimits
  readonly #waiting: Waiting[] = []
  /** When the last requests were begun, the oldest first. */
  readonly #begun: number[] = []
  readonly #running = { analytics: 0, basic: 0 }
  /** Until then the service wants no request of this identity. */
  #pausedUntil = 0
  #alarm: AbortController | undefined

  constructor(limits: WireLimits, clock: Clock) {
    this.#limits = limits
    this.#clock = clock
  }

  /** A turn; call what it gives when the question is over. Rejects with the signal's reason, and leaves the row then. */
  turn(pool: Pool, signal: AbortSignal): Promise<() => void> {
    if (signal.aborted) return Promise.reject(signal.reason)
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.#waiting.splice(this.#waiting.indexOf(waiting), 1)
        reject(signal.reason)
        if (this.#waiting.length > 0) return
        this.#alarm?.abort()
        this.#alarm = undefined
      }
      const begin = () => {
        signal.removeEventListener('abort', leave)
        this.#running[pool]++
        this.#begun.push(this.#clock.now())
        resolve(once(() => this.#end(pool)))
      }
      const waiting = { pool, begin }
      signal.addEventListener('abort', leave, { once: true })
      this.#waiting.push(waiting)
      this.#next()
    })
  }

  /** Another workspace of the same identity: what is less holds for both. */
  tighten({ concurrent, concurrentBasic, requests }: WireLimits): void {
    const { requests: own } = this.#limits
    this.#limits = {
      ...this.#limits,
      concurrent: Math.min(concurrent, this.#limits.concurrent),
      concurrentBasic: Math.min(concurrentBasic, this.#limits.concurrentBasic),
      requests: requests.count / requests.withinMs < own.count / own.withinMs ? requests : own,
    }
  }

  /** Whether a question would have to wait. */
  isBusy(pool: Pool): boolean {
    return this.#waiting.length > 0 || this.#running[pool] >= this.#most(pool) || this.#delay() > 0
  }

  /** The service has asked for a pause: it is meant for all of this identity. */
  pause(milliseconds: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, this.#clock.now() + milliseconds)
  }

  #end(pool: Pool): void {
    this.#running[pool]--
    this.#next()
  }

  #most(pool: Pool): number {
    return pool === 'basic' ? this.#limits.concurrentBasic : this.#limits.concurrent
  }

  #next(): void {
    for (;;) {
      // Of each pool the first; those of one pool do not keep the other waiting.
      const next = this.#waiting.find(({ pool }) => this.#running[pool] < this.#most(pool))
      if (!next) return
      const delay = this.#delay()
      if (delay > 0) {
        this.#wake(delay)
        return
      }
      this.#waiting.splice(this.#waiting.indexOf(next), 1)
      next.begin()
    }
  }

  /** Milliseconds until a request may begin. */
  #delay(): number {
    const { count, withinMs } = this.#limits.requests
    const now = this.#clock.now()
    while (this.#begun.length > 0 && this.#begun[0]! <= now - withinMs) this.#begun.shift()
    const window = this.#begun.length < count ? 0 : this.#begun[this.#begun.length - count]! + withinMs - now
    return Math.max(0, this.#pausedUntil - now, window)
  }

  #wake(milliseconds: number): void {
    if (this.#alarm) return
    const alarm = new AbortController()
    this.#alarm = alarm
    this.#clock.wait(milliseconds, alarm.signal).then(
      () => {
        this.#alarm = undefined
        this.#next()
      },
      () => {},
    )
  }
}

/** Tables of the Basic and Auxiliary plans have turns of their own. */
export type Pool = 'analytics' | 'basic'

interface Waiting {
  readonly pool: Pool
  begin(): void
}

function once(step: () => void): () => void {
  let isDone = false
  return () => {
    if (isDone) return
    isDone = true
    step()
  }
}

/** Those of this process, by the clock they wait by. */
const shared = new WeakMap<Clock, Map<string, Limiter>>()

/** The limiter that all workspaces of the process share which ask one service with one identity. */
export function sharedLimiter(limits: WireLimits, clock: Clock): Limiter {
  const all = shared.get(clock) ?? new Map<string, Limiter>()
  shared.set(clock, all)
  const limiter = all.get(limits.key) ?? new Limiter(limits, clock)
  limiter.tighten(limits)
  all.set(limits.key, limiter)
  return limiter
}
