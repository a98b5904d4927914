import { memoryUsage } from 'node:process'
import { HuntletError } from '../../../lib/diagnostic.ts'
import { isTooMuch } from './memory.ts'

const everyMs = 100

/**
 * Stops what runs when it takes more memory than the engine would ever count: the engine's own limit knows nothing of the texts
 * of the rows it is at, of our functions, nor of the results.
 */
export class MemoryWatch {
  readonly #limit: number
  readonly #running = new Set<AbortController>()
  #before = 0
  #timer: NodeJS.Timeout | undefined

  /** `limit`: bytes the engine may take. */
  constructor(limit: number) {
    this.#limit = limit
  }

  /** Does the work with a signal that is aborted by the one given, and where there is too little memory for it. */
  async during<Result>(signal: AbortSignal, work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
    const controller = new AbortController()
    if (this.#running.size === 0) this.#start()
    this.#running.add(controller)
    try {
      return await work(AbortSignal.any([signal, controller.signal]))
    } finally {
      this.#running.delete(controller)
      if (this.#running.size === 0) clearInterval(this.#timer)
    }
  }

  #start(): void {
    this.#before = memoryUsage.rss()
    this.#timer = setInterval(() => this.#look(), everyMs).unref()
  }

  /** Which of several it is cannot be told: all of them stop. */
  #look(): void {
    if (!isTooMuch(memoryUsage.rss() - this.#before, this.#limit)) return
    for (const controller of this.#running) {
      controller.abort(
        new HuntletError('OUT_OF_MEMORY', 'The query was stopped: it took more memory than it may.', {
          hint: 'Ask for a shorter time range or fewer columns, summarize earlier, or raise the memory limit (--memory 8GB).',
        }),
      )
    }
  }
}
