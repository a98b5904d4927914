import type { Clock } from '../../providers/clock.ts'

/** A turn that was given; call it when done, once. */
export type Release = () => void

interface Line {
  underWay: number
  readonly waiting: (() => void)[]
}

/** Gives each client so many turns at once, and the next in the order they came. */
export class Turns {
  readonly #concurrent: number
  readonly #queue: { readonly count: number; readonly withinMs: number }
  readonly #clock: Clock
  readonly #lines = new Map<string, Line>()

  constructor(concurrent: number, queue: { readonly count: number; readonly withinMs: number }, clock: Clock) {
    this.#concurrent = concurrent
    this.#queue = queue
    this.#clock = clock
  }

  /** `full`: too many wait already. `late`: it waited too long. Rejects with the signal's reason where that is aborted. */
  async take(client: string, signal: AbortSignal): Promise<Release | 'full' | 'late'> {
    signal.throwIfAborted()
    let line = this.#lines.get(client)
    if (!line) {
      line = { underWay: 0, waiting: [] }
      this.#lines.set(client, line)
    }
    if (line.underWay < this.#concurrent) {
      line.underWay++
      return this.#release(client, line)
    }
    if (line.waiting.length >= this.#queue.count) return 'full'
    return this.#wait(client, line, signal)
  }

  async #wait(client: string, line: Line, signal: AbortSignal): Promise<Release | 'late'> {
    const turn = Promise.withResolvers<'turn'>()
    const called = () => turn.resolve('turn')
    line.waiting.push(called)
    const done = new AbortController()
    try {
      const late = this.#clock
        .wait(this.#queue.withinMs, AbortSignal.any([signal, done.signal]))
        .then(() => 'late' as const)
      const outcome = await Promise.race([turn.promise, late])
      // Called in the very moment in which the time was over: it has its turn.
      return outcome === 'late' && line.waiting.includes(called) ? 'late' : this.#release(client, line)
    } catch (error) {
      // Called in the very moment in which the client went: the turn is the next one's.
      if (!line.waiting.includes(called)) this.#release(client, line)()
      throw error
    } finally {
      const at = line.waiting.indexOf(called)
      if (at >= 0) line.waiting.splice(at, 1)
      done.abort()
    }
  }

  #release(client: string, line: Line): Release {
    let isReleased = false
    return () => {
      if (isReleased) return
      isReleased = true
      const next = line.waiting.shift()
      // The turn goes over to the next: nobody who comes now gets before it.
      if (next) next()
      else if (--line.underWay === 0) this.#lines.delete(client)
    }
  }
}
