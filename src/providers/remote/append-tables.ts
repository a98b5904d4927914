import type { ColumnType } from '../../lib/kql-type.ts'
import { stackColumns } from '../../lib/stack-columns.ts'
import { type ColumnData, Table } from '../../lib/table.ts'

/** Whether tables have the same columns, in the same order. */
export function haveSameColumns(tables: readonly Table[]): boolean {
  return tables.every(({ columns }) => areSameColumns(columns, tables[0]!.columns))
}

export function areSameColumns(some: readonly ColumnType[], others: readonly ColumnType[]): boolean {
  return some.length === others.length && some.every(({ name, type }, at) => isColumn(others[at]!, name, type))
}

function isColumn(column: ColumnType, name: string, type: ColumnType['type']): boolean {
  return column.name === name && column.type === type
}

/** The table with its columns in this order; undefined where it has others, or lacks one. */
export function withColumns(table: Table, columns: readonly ColumnType[]): Table | undefined {
  const places = columns.map(({ name, type }) => table.columns.findIndex((each) => isColumn(each, name, type)))
  const isOther = places.includes(-1) || columns.length !== table.columns.length
  if (isOther) return undefined
  return Table.fromColumns(
    columns,
    table.rowCount,
    places.map((at) => table.data[at]!),
  )
}

/** The rows of all tables, one table after the other. They have the same columns; there is at least one. */
export function appendTables(tables: readonly Table[]): Table {
  const [first, ...rest] = tables
  if (first && rest.length === 0) return first
  const rowCount = tables.reduce((sum, table) => sum + table.rowCount, 0)
  const { columns } = first!
  const data = columns.map(({ type }, at) =>
    stackColumns(
      type,
      tables.map((table) => ({ data: table.data[at], rowCount: table.rowCount })),
    ),
  )
  return Table.fromColumns(columns, rowCount, data)
}

/** The first rows of a table, which share its memory. */
export function firstRows(table: Table, count: number): Table {
  if (table.rowCount <= count) return table
  return Table.fromColumns(
    table.columns,
    count,
    table.data.map((each) => firstOf(each, count)),
  )
}

function firstOf(data: ColumnData, count: number): ColumnData {
  const valid = data.valid && { valid: data.valid.subarray(0, count) }
  switch (data.kind) {
    case 'numbers':
      return { ...data, values: data.values.subarray(0, count), ...valid }
    case 'bools':
      return { ...data, values: data.values.subarray(0, count), ...valid }
    case 'bigints':
      return { ...data, values: data.values.subarray(0, count), ...valid }
    case 'texts':
      return { ...data, index: data.index.subarray(0, count), ...valid }
  }
}
