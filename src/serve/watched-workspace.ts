import type { QueryOptions, QueryTable, TimeRange, Workspace } from '../providers/workspace.ts'

/** A workspace whose answers pass through `seen`, which may change them. Closing it does nothing: it is another's. */
export function watchedWorkspace(workspace: Workspace, seen: (answer: QueryTable) => QueryTable): Workspace {
  const run = async (kql: string, options?: QueryOptions) => seen(await workspace.run(kql, options))
  const query = async (kql: string, options: QueryOptions & { timespan?: TimeRange | string } = {}) => {
    const { timespan, ...rest } = options
    // A range in words is the workspace's to read.
    if (typeof timespan === 'string') return workspace.query(kql, options)
    return (await run(kql, { ...rest, ...(timespan && { timespan }) })).table
  }
  const ours: Pick<Workspace, 'run' | 'query' | 'close'> = { run, query, close: async () => {} }
  return new Proxy(workspace, {
    get(target, name) {
      if (Object.hasOwn(ours, name)) return ours[name as keyof typeof ours]
      const value: unknown = Reflect.get(target, name, target)
      // Methods reach private members of the workspace, which the proxy has none of.
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
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
