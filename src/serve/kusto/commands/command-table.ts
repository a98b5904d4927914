import type { ColumnType, KqlType } from '../../../lib/kql-type.ts'
import { type Cell, Table } from '../../../lib/table.ts'

/** A table from `Name:string, Rows:long` and its rows. */
export function commandTable(schema: string, rows: readonly (readonly Cell[])[]): Table {
  const columns = schema.split(', ').map((each): ColumnType => {
    const [name, type] = each.split(':')
    return { name: name!, type: type as KqlType }
  })
  return Table.fromRows(columns, rows)
}
