import { HuntletError } from '../lib/diagnostic.ts'
import type { Cell, Table } from '../lib/table.ts'

/** The cells of a column that must be there. Throws `COLUMN_UNKNOWN`, which names those there are. */
export function columnCells(table: Table, column: string): Cell[] {
  if (table.indexOf(column) >= 0) return table.column(column)
  const known = table.columns.map(({ name }) => name).join(', ')
  throw new HuntletError('COLUMN_UNKNOWN', `There is no column \`${column}\`; the table has ${known}.`)
}
