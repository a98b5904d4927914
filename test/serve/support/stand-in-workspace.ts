import { Table } from '../../../src/lib/table.ts'
import type { QueryOptions, QueryTable, Workspace } from '../../../src/providers/workspace.ts'

/** A workspace that answers as it is told, at once and without an engine. Default: the query as its own row. */
export function standIn(
  answer: (kql: string, options: QueryOptions) => Promise<Partial<QueryTable>> = async (kql) => ({
    table: Table.fromRows([{ name: 'kql', type: 'string' }], [[kql]]),
  }),
): Workspace {
  const columns = [
    { name: 'TimeGenerated', type: 'datetime' as const },
    { name: 'n', type: 'long' as const },
  ]
  const run = async (kql: string, options: QueryOptions = {}): Promise<QueryTable> => ({
    table: Table.empty(columns),
    completeness: { status: 'complete', notices: [] },
    durationMs: 1,
    ...(await answer(kql, options)),
  })
  return {
    name: 'stand-in',
    kind: 'local',
    now: async () => ({ at: '2026-05-10T00:00:00.0000000Z', source: 'newest record' }),
    tables: async () => [{ name: 'Numbers', columns, rowCount: 0, sources: [] }],
    notices: async () => [],
    query: async (kql, { timespan, ...options } = {}) =>
      (await run(kql, { ...options, ...(typeof timespan === 'object' && { timespan }) })).table,
    run,
    close: async () => {},
  }
}
