import type { Clock } from '../clock.ts'

/** A bucket of leave to ask: so many at once, and then as many a minute as the service allows. */
export class RateLimit {
  readonly #perMinute: number
  readonly #burst: number
  readonly #clock: Clock
  #tokens: number
  #at: number
  /** Not before this time, as the service said. */
  #notBefore = 0
  #queue: Promise<void> = Promise.resolve()

  constructor(perMinute: number, burst: number, clock: Clock) {
    this.#perMinute = perMinute
    this.#burst = burst
    this.#clock = clock
    this.#tokens = burst
    this.#at = clock.now()
  }

  /** Waits for leave to ask once. */
  take(signal: AbortSignal | undefined): Promise<void> {
    const turn = this.#queue.then(() => this.#wait(signal))
    // Who was cancelled in the queue does not stop those behind.
    this.#queue = turn.catch(() => {})
    return turn
  }

  /** Nobody asks for so long. */
  pause(milliseconds: number): void {
    this.#notBefore = Math.max(this.#notBefore, this.#clock.now() + milliseconds)
  }

  async #wait(signal: AbortSignal | undefined): Promise<void> {
    for (;;) {
      signal?.throwIfAborted()
      const now = this.#clock.now()
      this.#tokens = Math.min(this.#burst, this.#tokens + ((now - this.#at) * this.#perMinute) / 60_000)
      this.#at = now
      const closed = this.#notBefore - now
      if (closed <= 0 && this.#tokens >= 1) {
        this.#tokens -= 1
        return
      }
      await this.#clock.wait(Math.max(closed, ((1 - this.#tokens) * 60_000) / this.#perMinute, 1), signal)
    }
  }
}
