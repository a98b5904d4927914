import type { Clock } from '../../../src/providers/clock.ts'

/** A clock that goes on only when it is told to. */
export function stoppedClock(
  start = 1_000_000,
): Clock & { pass(milliseconds: number): void; readonly waiting: number } {
  let now = start
  const waits = new Set<{ readonly until: number; readonly done: () => void }>()
  return {
    now: () => now,
    random: () => 0.5,
    wait: (milliseconds, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason)
        const each = { until: now + milliseconds, done: resolve }
        waits.add(each)
        signal?.addEventListener(
          'abort',
          () => {
            waits.delete(each)
            reject(signal.reason)
          },
          { once: true },
        )
      }),
    pass: (milliseconds) => {
      now += milliseconds
      for (const each of [...waits]) {
        if (each.until > now) continue
        waits.delete(each)
        each.done()
      }
    },
    get waiting() {
      return waits.size
    },
  }
}
