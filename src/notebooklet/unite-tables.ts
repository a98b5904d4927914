import type { ColumnType } from '../lib/kql-type.ts'
import { stackingColumns } from '../lib/stack-columns.ts'
import { type ColumnData, Table } from '../lib/table.ts'

/** The column that says where a row of united tables came from. */
export const sourceColumn = 'Source'

export interface NamedTable {
  readonly name: string
  readonly table: Table
}

/** Why tables can't be one, or undefined: a column of two types, or one that is called `Source` already. */
export function uniteProblem(tables: readonly { readonly name: string; readonly columns: readonly ColumnType[] }[]) {
  const known = new Map<string, { readonly type: string; readonly of: string }>()
  for (const { name, columns } of tables) {
    for (const column of columns) {
      if (column.name === sourceColumn) return `\`${name}\` has a column \`${sourceColumn}\` of its own`
      const first = known.get(column.name)
      if (first && first.type !== column.type) {
        return `\`${column.name}\` is ${first.type} in \`${first.of}\` and ${column.type} in \`${name}\``
      }
      if (!first) known.set(column.name, { type: column.type, of: name })
    }
  }
  return undefined
}

/** Tables below one another under a first column `Source`. A column that a table lacks is null there (empty, if text). Throws where they don't fit. */
export function uniteTables(tables: readonly NamedTable[]): Table {
  const work = unitingTables(tables)
  for (;;) {
    const { done, value } = work.next()
    if (done) return value
  }
}

/** As `uniteTables`; gives way now and then, and tells how far it is: columns done, of how many. */
export function* unitingTables(
  tables: readonly NamedTable[],
): Generator<{ readonly done: number; readonly total: number }, Table> {
  const problem = uniteProblem(tables.map(({ name, table }) => ({ name, columns: table.columns })))
  if (problem) throw new Error(`The sources can't be one table: ${problem}.`)
  const columns = new Map<string, ColumnType>()
  for (const { table } of tables) {
    for (const column of table.columns) if (!columns.has(column.name)) columns.set(column.name, column)
  }
  const rowCount = tables.reduce((sum, { table }) => sum + table.rowCount, 0)
  const index = new Uint32Array(rowCount)
  let first = 0
  for (const [at, { table }] of tables.entries()) {
    index.fill(at, first, first + table.rowCount)
    first += table.rowCount
  }
  const source: ColumnData = { kind: 'texts', dictionary: tables.map(({ name }) => name), index }
  const data: ColumnData[] = []
  for (const { name, type } of columns.values()) {
    const parts = tables.map(({ table }) => ({ data: table.data[table.indexOf(name)], rowCount: table.rowCount }))
    const work = stackingColumns(type, parts)
    let stacked = work.next()
    while (!stacked.done) {
      yield { done: data.length, total: columns.size }
      stacked = work.next()
    }
    data.push(stacked.value)
  }
  return Table.fromColumns([{ name: sourceColumn, type: 'string' }, ...columns.values()], rowCount, [source, ...data])
}
