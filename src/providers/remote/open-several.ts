import { HuntletError } from '../../lib/diagnostic.ts'
import type { RemoteRequest, SeveralRequest } from '../open-workspace.ts'
import type { RecordedRequest } from '../service-request.ts'
import type { Workspace } from '../workspace.ts'
import { noneAnswered, saidOf } from './none-answered.ts'
import { severalWorkspaces } from './several-workspaces.ts'

type Request = RemoteRequest | RecordedRequest

/**
 * Opens all, side by side, as one. One that cannot be opened does not keep the others from being asked: its error comes with every answer.
 * Throws the errors of all where none can be opened, CANCELLED, and what `severalWorkspaces` throws.
 */
export async function openSeveral(
  { workspaces }: SeveralRequest,
  open: (request: Request) => Promise<Workspace>,
): Promise<Workspace> {
  const opened = await Promise.allSettled(workspaces.map(open))
  const whole = opened.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []))
  const failed = opened.flatMap((each, at) =>
    each.status === 'rejected' ? [{ workspace: nameOf(workspaces[at]!), error: each.reason as unknown }] : [],
  )
  const cancelled = failed.find(({ error }) => error instanceof HuntletError && error.code === 'CANCELLED')
  try {
    if (cancelled) throw cancelled.error
    if (failed.length > 0 && whole.length === 0) throw noneAnswered(failed)
    return severalWorkspaces(
      opened.map((each, at) => {
        const workspace = each.status === 'fulfilled' ? each.value : unopened(workspaces[at]!, each.reason)
        return { name: workspace.name, workspace }
      }),
    )
  } catch (error) {
    await Promise.all(whole.map((each) => each.close()))
    throw error
  }
}

/** What could not be opened, in the place it would have. */
function unopened(request: Request, error: unknown): Workspace {
  const name = nameOf(request)
  const fail = () => Promise.reject(error)
  const message = saidOf({ workspace: name, error })
  return {
    name,
    kind: request.kind,
    // It has nothing to say: the latest of the others is meant.
    now: async () => ({ at: '', source: 'clock' }),
    tables: async () => [],
    // No warning: each answer says it.
    notices: async () => [{ severity: 'notice', message: `It could not be opened: ${message}` }],
    query: fail,
    run: fail,
    close: async () => {},
  }
}

function nameOf(request: Request): string {
  switch (request.kind) {
    case 'recorded':
      return `recorded:${request.folder}`
    case 'kusto':
      return request.name ?? `kusto:${request.cluster}/${request.database}`
    case 'log-analytics':
      return request.name ?? `azure:${request.workspace}`
  }
}
