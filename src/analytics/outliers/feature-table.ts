import type { KqlType } from '../../lib/kql-type.ts'
import { type Cell, Table } from '../../lib/table.ts'
import { withColumns } from '../columns/with-columns.ts'

/** A feature as a step gives it: its column, and what it means. */
export interface FeatureColumn {
  readonly name: string
  readonly type: Extract<KqlType, 'long' | 'real'>
  readonly text: string
}

/** A table of whose features these are, with the features behind its columns, a list of cells for each of its rows. */
export function featureTable(
  own: Table,
  features: readonly FeatureColumn[],
  cells: readonly (readonly Cell[])[],
): Table {
  const { columns, data } = Table.fromRows(
    features.map(({ name, type }) => ({ name, type })),
    cells,
  )
  return withColumns(
    own,
    columns.map((column, at) => [column, data[at]!]),
  )
}
