import type { ColumnType } from '../lib/kql-type.ts'
import { type ColumnData, storageOf, Table } from '../lib/table.ts'

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
  const problem = uniteProblem(tables.map(({ name, table }) => ({ name, columns: table.columns })))
  if (problem) throw new Error(`The sources can't be one table: ${problem}.`)
  const columns = new Map<string, ColumnType>()
  for (const { table } of tables) {
    for (const column of table.columns) if (!columns.has(column.name)) columns.set(column.name, column)
  }
  const rowCount = tables.reduce((sum, { table }) => sum + table.rowCount, 0)
  const source: ColumnData = {
    kind: 'texts',
    dictionary: tables.map(({ name }) => name),
    index: Uint32Array.from(tables.flatMap(({ table }, at) => Array<number>(table.rowCount).fill(at))),
  }
  return Table.fromColumns([{ name: sourceColumn, type: 'string' }, ...columns.values()], rowCount, [
    source,
    ...[...columns.values()].map((column) => stacked(tables, column, rowCount)),
  ])
}

function stacked(tables: readonly NamedTable[], column: ColumnType, rowCount: number): ColumnData {
  const valid = new Uint8Array(rowCount)
  const parts = partsOf(tables, column)
  for (const { data, start, length } of parts) {
    if (data?.valid) valid.set(data.valid, start)
    else if (data || column.type === 'string') valid.fill(1, start, start + length)
  }
  const nulls = valid.includes(0) ? { valid } : {}
  switch (storageOf(column.type)) {
    case 'numbers':
      return { kind: 'numbers', values: filled(new Float64Array(rowCount), parts), ...nulls }
    case 'bools':
      return { kind: 'bools', values: filled(new Uint8Array(rowCount), parts), ...nulls }
    case 'bigints': {
      const values = new BigInt64Array(rowCount)
      for (const { data, start } of parts) if (data?.kind === 'bigints') values.set(data.values, start)
      return { kind: 'bigints', values, ...nulls }
    }
    case 'texts':
      return { ...stackedTexts(parts, rowCount), ...nulls }
  }
}

interface Part {
  readonly data: ColumnData | undefined
  readonly start: number
  readonly length: number
}

function partsOf(tables: readonly NamedTable[], column: ColumnType): Part[] {
  let start = 0
  return tables.map(({ table }) => {
    const part = { data: table.data[table.indexOf(column.name)], start, length: table.rowCount }
    start += table.rowCount
    return part
  })
}

function filled<Values extends Float64Array | Uint8Array>(values: Values, parts: readonly Part[]): Values {
  for (const { data, start } of parts) {
    if (data?.kind === 'numbers' || data?.kind === 'bools') values.set(data.values, start)
  }
  return values
}

function stackedTexts(parts: readonly Part[], rowCount: number): Extract<ColumnData, { kind: 'texts' }> {
  const positions = new Map<string, number>()
  const index = new Uint32Array(rowCount)
  const position = (text: string) => {
    const known = positions.get(text)
    if (known !== undefined) return known
    positions.set(text, positions.size)
    return positions.size - 1
  }
  for (const { data, start, length } of parts) {
    if (data?.kind !== 'texts') index.fill(position(''), start, start + length)
    else {
      const moved = data.dictionary.map(position)
      for (let row = 0; row < length; row++) index[start + row] = moved[data.index[row]!] ?? 0
    }
  }
  return { kind: 'texts', dictionary: [...positions.keys()], index }
}
