import { HuntletError } from '../lib/diagnostic.ts'
import { type Clock, systemClock } from './clock.ts'
import { defaultTimeoutMs } from './local/deadline.ts'
import type { Workspace } from './workspace.ts'
import { wrapped } from './wrapped-workspace.ts'

/**
 * The workspace, for one run of so many milliseconds from now on: what is not answered by then, and what is asked later, throws QUERY_TIMEOUT. What was
 * answered in time stays.
 */
export function withRunDeadline(workspace: Workspace, deadlineMs: number, clock: Clock = systemClock): Workspace {
  const end = clock.now() + deadlineMs
  const seconds = Math.round(deadlineMs / 1000)
  const over = (cause?: unknown) =>
    new HuntletError('QUERY_TIMEOUT', `The run’s time is over: ${seconds} s for all its questions together.`, {
      hint: 'Allow more with --deadline 1h, or ask for a shorter time range.',
      ...(cause !== undefined && { cause }),
    })
  return wrapped(workspace, async (kql, options = {}) => {
    const left = end - clock.now()
    if (left <= 0) throw over()
    if (left >= (options.timeoutMs ?? defaultTimeoutMs)) return workspace.run(kql, options)
    try {
      return await workspace.run(kql, { ...options, timeoutMs: left })
    } catch (error) {
      throw error instanceof HuntletError && error.code === 'QUERY_TIMEOUT' ? over(error) : error
    }
  })
}
