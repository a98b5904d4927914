import type { QueryTable, Workspace } from '../providers/workspace.ts'

/** A workspace whose answers pass through `seen`, which may change them. Closing it does nothing: it is another's. */
export function watchedWorkspace(workspace: Workspace, seen: (answer: QueryTable) => QueryTable): Workspace {
  const { beside } = workspace
  return {
    name: workspace.name,
    kind: workspace.kind,
    now: () => workspace.now(),
    tables: () => workspace.tables(),
    notices: () => workspace.notices(),
    ...(workspace.surroundings && { surroundings: () => workspace.surroundings!() }),
    ...(beside && { beside }),
    query: async (kql, options) => {
      const { timespan, ...rest } = options ?? {}
      // A range in words is the workspace's to read.
      if (typeof timespan === 'string') return workspace.query(kql, options)
      return seen(await workspace.run(kql, { ...rest, ...(timespan && { timespan }) })).table
    },
    run: async (kql, options) => seen(await workspace.run(kql, options)),
    close: async () => {},
  }
}

/** An answer that lacks rows and says so, as where a part of the work failed. */
export function cutAnswer(
  answer: QueryTable,
  fault: { readonly rows?: number; readonly message?: string },
): QueryTable {
  const { table, completeness } = answer
  const rows = Math.min(fault.rows ?? Math.floor(table.rowCount / 2), table.rowCount)
  return {
    ...answer,
    table: table.pick(Uint32Array.from({ length: rows }, (_, row) => row)),
    completeness: {
      status: 'partial',
      notices: [...completeness.notices, fault.message ?? 'A part of the data could not be read.'],
    },
  }
}
