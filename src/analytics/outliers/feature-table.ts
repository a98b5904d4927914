import type { ColumnType, KqlType } from '../../lib/kql-type.ts'
import { type Cell, Table } from '../../lib/table.ts'

/** A feature as a step gives it: its column, and what it means. */
export interface FeatureColumn {
  readonly name: string
  readonly type: Extract<KqlType, 'long' | 'real'>
  readonly text: string
}

/** Columns that say whose features these are, with the features behind them. */
export function featureTable(
  own: readonly ColumnType[],
  features: readonly FeatureColumn[],
  rows: readonly (readonly Cell[])[],
): Table {
  return Table.fromRows([...own, ...features.map(({ name, type }) => ({ name, type }))], rows)
}
