import type { Json, Table } from '../../lib/table.ts'
import type { TimeRange } from '../workspace.ts'
import type { LookupWorkspace } from './lookup.ts'

/** What is known of a threat was often known before the time one looks at. */
export const allTime: TimeRange = { start: '1900-01-01T00:00:00Z', end: '2200-01-01T00:00:00Z' }

/** Whether the workspace has rows of a table. */
export async function hasTable(workspace: LookupWorkspace, name: string): Promise<boolean> {
  return (await workspace.tables()).some((table) => table.name === name && table.rowCount !== 0)
}

/** What is made of a table is made once, for as long as somebody has the table. */
export function perTable<Made>(make: (table: Table) => Made): (table: Table) => Made {
  const made = new WeakMap<Table, Made>()
  return (table) => {
    const there = made.get(table)
    if (there !== undefined) return there
    const fresh = make(table)
    made.set(table, fresh)
    return fresh
  }
}

/** A row as JSON, without its empty cells. */
export function rowOf(table: Table, row: number): Json {
  return Object.fromEntries(
    table.columns.flatMap(({ name }, at) => {
      const cell = table.cell(row, at)
      if (cell === null || cell === '' || cell === '[]') return []
      return [[name, typeof cell === 'bigint' ? cell.toString() : cell]]
    }),
  )
}
