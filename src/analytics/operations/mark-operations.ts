import type { ColumnType } from '../../lib/kql-type.ts'
import type { Table } from '../../lib/table.ts'
import { notableOperation } from './notable-operations.ts'

/** Which columns hold what was done, and what is kept. */
export interface MarkOptions {
  readonly operation: string
  readonly how: string
  /** Rows of less weight are left out; 0 keeps all. */
  readonly least: number
  /** Marked rows first, by weight; or all in the order they have. */
  readonly order: 'weight' | 'kept'
}

const markColumns = {
  Technique: { name: 'Technique', type: 'string' },
  Why: { name: 'Why', type: 'string' },
  Weight: { name: 'Weight', type: 'long' },
} as const satisfies Record<string, ColumnType>

/** The columns that come out: the marks stand behind what was done. */
export function markedColumns(columns: readonly ColumnType[], { operation, how }: MarkOptions): ColumnType[] {
  const rest = columns.filter(({ name }) => !Object.hasOwn(markColumns, name))
  const at = Math.max(
    rest.findIndex(({ name }) => name === operation),
    rest.findIndex(({ name }) => name === how),
  )
  const { Weight, Technique, Why } = markColumns
  return [...rest.slice(0, at + 1), Weight, Technique, Why, ...rest.slice(at + 1)]
}

/** Rows of operations with their ATT&CK technique (`T1567 Exfiltration Over Web Service`), why they matter and how much; 0 and empty where they do not. */
export function markOperations(table: Table, options: MarkOptions): Table {
  const operations = table.column(options.operation)
  const hows = table.column(options.how)
  const marks = operations.map((operation, row) => notableOperation(String(operation), String(hows[row] ?? '')))
  const weight = (row: number) => marks[row]?.weight ?? 0
  const rows = operations.map((_, row) => row).filter((row) => weight(row) >= options.least)
  if (options.order === 'weight') rows.sort((a, b) => weight(b) - weight(a) || a - b)
  return table
    .pick(rows)
    .withColumn(
      markColumns.Technique,
      rows.map((row) => marks[row]?.technique ?? ''),
    )
    .withColumn(
      markColumns.Why,
      rows.map((row) => marks[row]?.why ?? ''),
    )
    .withColumn(markColumns.Weight, rows.map(weight))
    .select(markedColumns(table.columns, options).map(({ name }) => name))
}
