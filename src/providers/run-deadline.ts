import { type Clock, systemClock } from './clock.ts'
import { defaultTimeoutMs } from './local/deadline.ts'
import { RunDeadlines } from './remote/run-deadline.ts'
import type { Workspace } from './workspace.ts'
import { wrapped } from './wrapped-workspace.ts'

/**
 * The workspace, for runs of so many milliseconds each: what is asked with one signal is one run. What is not answered by then, and what is asked
 * later, throws QUERY_TIMEOUT; what was answered in time stays. Workspaces of services do so themselves.
 */
export function withRunDeadline(workspace: Workspace, deadlineMs: number, clock: Clock = systemClock): Workspace {
  const deadlines = new RunDeadlines(deadlineMs, clock)
  return wrapped(workspace, async (kql, options = {}) => {
    const left = deadlines.leftFor(options.signal)
    return workspace.run(kql, { ...options, timeoutMs: Math.min(left, options.timeoutMs ?? defaultTimeoutMs) })
  })
}
