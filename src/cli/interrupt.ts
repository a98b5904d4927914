import { HuntletError } from '../lib/diagnostic.ts'

/** What asks a process to end: ctrl+c, whoever manages it, the terminal that is closed. */
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Runs work that such a signal cancels: the first asks the work to stop, the second ends the process. */
export async function interruptible<Result>(work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
  const controller = new AbortController()
  const interrupt = () => {
    if (controller.signal.aborted) process.exit(130)
    controller.abort(new HuntletError('CANCELLED', 'Cancelled.'))
  }
  for (const each of signals) process.on(each, interrupt)
  try {
    return await work(controller.signal)
  } finally {
    for (const each of signals) process.off(each, interrupt)
  }
}
