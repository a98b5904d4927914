import { HuntletError } from '../../src/lib/diagnostic.ts'
import type { ColumnType } from '../../src/lib/kql-type.ts'
import { type Cell, Table } from '../../src/lib/table.ts'
import type { Completeness, QueryOptions, Workspace, WorkspaceTable } from '../../src/providers/workspace.ts'

/** What the fake answers to KQL that holds a text: a table, an error, or both depending on the KQL. */
export type Answer = Table | Error | ((kql: string, options: QueryOptions) => Table | Error | Promise<Table | Error>)

export interface FakeWorkspace extends Workspace {
  readonly asked: { readonly kql: string; readonly options: QueryOptions }[]
  /** Most queries that ran at one time. */
  readonly most: number
}

export interface FakeOptions {
  readonly answers?: Readonly<Record<string, Answer>>
  readonly completeness?: Completeness
  readonly now?: Awaited<ReturnType<Workspace['now']>>
  readonly tables?: readonly Pick<WorkspaceTable, 'name' | 'first' | 'last'>[]
}

/** A workspace that answers by what the KQL holds; nothing fits: a table without rows. */
export function fakeWorkspace(options: FakeOptions = {}): FakeWorkspace {
  const asked: FakeWorkspace['asked'] = []
  const { answers = {}, completeness = { status: 'complete', notices: [] } } = options
  let running = 0
  let most = 0
  return {
    name: 'fake',
    kind: 'local',
    asked,
    get most() {
      return most
    },
    now: async () => options.now ?? { at: '2026-01-31T00:00:00.0000000Z', source: 'given' },
    tables: async () => (options.tables ?? []).map((each) => ({ columns: [], rowCount: 0, sources: [], ...each })),
    notices: async () => [],
    query: async (kql) => (await answer(kql, {})) as Table,
    async run(kql, queryOptions = {}) {
      asked.push({ kql, options: queryOptions })
      running++
      most = Math.max(most, running)
      try {
        const found = await answer(kql, queryOptions)
        if (queryOptions.signal?.aborted) throw new HuntletError('CANCELLED', 'cancelled')
        if (found instanceof Error) throw found
        return { table: found, completeness, durationMs: 5 }
      } finally {
        running--
      }
    },
    close: async () => {},
  }

  async function answer(kql: string, queryOptions: QueryOptions): Promise<Table | Error> {
    await Promise.resolve()
    const found = Object.entries(answers).find(([text]) => kql.includes(text))?.[1]
    if (typeof found === 'function') return found(kql, queryOptions)
    return found ?? Table.empty([{ name: 'Nothing', type: 'string' }])
  }
}

/** `table('Account:string Count:long', ['alice', 3])` */
export function table(columns: string, ...rows: readonly (readonly Cell[])[]): Table {
  const types = columns.split(' ').map((column) => {
    const [name, type] = column.split(':')
    return { name, type: type ?? 'string' } as ColumnType
  })
  return Table.fromRows(types, rows)
}
