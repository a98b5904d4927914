import { rangeOf } from './time-range.ts'
import type { Workspace } from './workspace.ts'

/** A workspace that is another one, but for how it answers and what else is given. */
export function wrapped(workspace: Workspace, run: Workspace['run'], other: Partial<Workspace> = {}): Workspace {
  const { name, kind, beside, isExport } = workspace
  const self: Workspace = {
    name,
    kind,
    now: () => workspace.now(),
    tables: () => workspace.tables(),
    notices: () => workspace.notices(),
    ...(workspace.surroundings && { surroundings: () => workspace.surroundings!() }),
    ...(beside && { beside }),
    ...(isExport !== undefined && { isExport }),
    run,
    query: (kql, options) => queryBy(self, kql, options),
    close: () => workspace.close(),
    ...other,
  }
  return self
}

/** `query` of a workspace by its `run`. */
export async function queryBy(workspace: Workspace, kql: string, options: Parameters<Workspace['query']>[1] = {}) {
  const { timespan, ...rest } = options
  const range = typeof timespan === 'string' ? rangeOf(timespan, (await workspace.now()).at) : timespan
  return (await workspace.run(kql, { ...rest, ...(range && { timespan: range }) })).table
}
