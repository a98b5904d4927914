import { knownColumn } from '../analytics/columns/known-column.ts'
import type { Cell, Table } from '../lib/table.ts'

/** The cells of a column that must be there. Throws `COLUMN_UNKNOWN`, which names those there are. */
export function columnCells(table: Table, column: string): Cell[] {
  knownColumn(table, column)
  return table.column(column)
}
