import type { QueryTable } from '../../providers/workspace.ts'
import type { Fault } from '../faults.ts'
import type { ServeContext } from '../route.ts'
import { cutAnswer, watchedWorkspace } from '../watched-workspace.ts'

/** What is noted of a request on its way. */
export interface Noted {
  status: number
  rows: number | undefined
  readonly notices: string[]
  fault: Fault | undefined
}

/**
 * The context with workspaces whose answers are noted for the request at hand, and cut where its fault says so. They are the
 * same ones for all requests: what a route keeps of a workspace finds it again.
 */
export function watchedContext(context: ServeContext, request: () => Noted | undefined): ServeContext {
  const seen = (answer: QueryTable): QueryTable => {
    const noted = request()
    const given = noted?.fault?.kind === 'partial' ? cutAnswer(answer, noted.fault) : answer
    if (noted) {
      const tables = [given, ...(given.more ?? [])]
      noted.rows = (noted.rows ?? 0) + tables.reduce((rows, { table }) => rows + table.rowCount, 0)
      noted.notices.push(...given.completeness.notices)
    }
    return given
  }
  const { union } = context
  return {
    ...context,
    served: context.served.map((each) => ({ ...each, workspace: watchedWorkspace(each.workspace, seen) })),
    ...(union && { union: async (served) => watchedWorkspace(await union(served), seen) }),
  }
}
