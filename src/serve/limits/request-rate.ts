import type { Clock } from '../../providers/clock.ts'

/** Counts the requests of each client in the span of time behind now. */
export class RequestRate {
  readonly #count: number
  readonly #withinMs: number
  readonly #clock: Clock
  readonly #times = new Map<string, number[]>()

  constructor({ count, withinMs }: { readonly count: number; readonly withinMs: number }, clock: Clock) {
    this.#count = count
    this.#withinMs = withinMs
    this.#clock = clock
  }

  /** Counts a request; where it is one too many, how many milliseconds to wait, and it is not counted. */
  excess(client: string): number | undefined {
    const now = this.#clock.now()
    const times = (this.#times.get(client) ?? []).filter((time) => time > now - this.#withinMs)
    this.#times.set(client, times)
    if (times.length >= this.#count) return Math.max(1, times[0]! + this.#withinMs - now)
    times.push(now)
    if (this.#times.size > mostClients) this.#forget(now)
    return undefined
  }

  /** How many are remembered. */
  get clients(): number {
    return this.#times.size
  }

  #forget(now: number): void {
    for (const [client, times] of this.#times) {
      if ((times.at(-1) ?? 0) <= now - this.#withinMs) this.#times.delete(client)
    }
  }
}

const mostClients = 1000
