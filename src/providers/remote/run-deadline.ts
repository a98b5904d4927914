import { HuntletError } from '../../lib/diagnostic.ts'
import type { Clock } from '../clock.ts'

/** How long all questions of a run may take together. Those of one run are asked with one signal. */
export class RunDeadlines {
  readonly #clock: Clock
  readonly #deadlineMs: number
  readonly #begun = new WeakMap<AbortSignal, number>()

  constructor(deadlineMs: number, clock: Clock) {
    this.#deadlineMs = deadlineMs
    this.#clock = clock
  }

  /** What is left for a run, in milliseconds. Throws QUERY_TIMEOUT where that is nothing. */
  leftFor(signal: AbortSignal | undefined): number {
    if (!Number.isFinite(this.#deadlineMs) || !signal) return this.#deadlineMs
    const now = this.#clock.now()
    const begun = this.#begun.get(signal) ?? now
    this.#begun.set(signal, begun)
    const left = begun + this.#deadlineMs - now
    if (left > 0) return left
    throw this.late()
  }

  /** QUERY_TIMEOUT: the time of the run is over. */
  late(): HuntletError {
    return new HuntletError(
      'QUERY_TIMEOUT',
      `The run was stopped: its queries took more than ${Math.round(this.#deadlineMs / 1000)} seconds together.`,
      {
        hint: 'Ask for a shorter time range, or allow more time: --deadline 1h, or `deadline` under `limits` in huntlet.yaml.',
      },
    )
  }
}
