import type { Clock } from '../../src/providers/clock.ts'

export interface PassingClock extends Clock {
  /** What was waited for before asking again. */
  readonly waits: number[]
  pass(milliseconds: number): void
  /** What happens while somebody waits. */
  meanwhile: (() => Promise<void>) | undefined
}

/** Nobody is asked to wait longer than this before asking again. */
const longestPauseMs = 5 * 60_000

/**
 * Time that passes when somebody waits for it, and at no other time: pauses are over at once. What is longer than any pause is a deadline,
 * and over when the pauses of others have brought the time there.
 */
export function passingClock(start: number, random = 0): PassingClock {
  let now = start
  const waits: number[] = []
  const deadlines = new Set<{ readonly at: number; readonly over: () => void }>()
  const reach = (time: number) => {
    now = Math.max(now, time)
    for (const each of [...deadlines]) {
      if (each.at > now) continue
      deadlines.delete(each)
      each.over()
    }
  }
  const clock: PassingClock = {
    waits,
    meanwhile: undefined,
    now: () => now,
    pass: (milliseconds) => reach(now + milliseconds),
    random: () => random,
    async wait(milliseconds, signal) {
      const at = now + milliseconds
      await Promise.resolve()
      if (signal?.aborted) throw signal.reason
      if (milliseconds <= longestPauseMs) {
        waits.push(milliseconds)
        await clock.meanwhile?.()
        reach(at)
        return
      }
      await new Promise<void>((over, reject) => {
        const deadline = { at, over }
        deadlines.add(deadline)
        signal?.addEventListener(
          'abort',
          () => {
            deadlines.delete(deadline)
            reject(signal.reason)
          },
          { once: true },
        )
      })
    },
  }
  return clock
}
