import type { ColumnType } from '../../lib/kql-type.ts'
import { type ColumnData, Table } from '../../lib/table.ts'

/** The table with columns replaced where the name exists, else added at the end. */
export function withColumns(table: Table, added: readonly (readonly [ColumnType, ColumnData])[]): Table {
  const columns = [...table.columns]
  const data = [...table.data]
  for (const [column, cells] of added) {
    const known = columns.findIndex(({ name }) => name === column.name)
    const at = known < 0 ? columns.length : known
    columns[at] = column
    data[at] = cells
  }
  return Table.fromColumns(columns, table.rowCount, data)
}
