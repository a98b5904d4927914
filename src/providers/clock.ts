/** Time as those wait by it who ask services: tests bring their own. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number
  /** Rejects with the reason of the signal where that is aborted first. */
  wait(milliseconds: number, signal: AbortSignal | undefined): Promise<void>
  /** 0 up to 1. */
  random(): number
}

export const systemClock: Clock = {
  now: () => Date.now(),
  random: () => Math.random(),
  wait: (milliseconds, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason)
      const stop = () => {
        clearTimeout(timer)
        reject(signal?.reason)
      }
      const timer = setTimeout(() => {
        signal?.removeEventListener('abort', stop)
        resolve()
      }, milliseconds)
      signal?.addEventListener('abort', stop, { once: true })
    }),
}
