import type { Table } from '../../lib/table.ts'
import { columnAt } from '../columns/column-at.ts'
import { withTechniqueNames } from './attack-techniques.ts'

/** A table with the names of the techniques of ATT&CK beside their ids in some of its columns of text. Throws `COLUMN_UNKNOWN`. */
export function nameTechniques(table: Table, columns: readonly string[]): Table {
  return columns.reduce((named, name) => {
    const { type } = named.columns[columnAt(named, name, 'names techniques')]!
    if (type !== 'string') return named
    return named.withColumn(
      { name, type },
      named.column(name).map((cell) => (typeof cell === 'string' ? withTechniqueNames(cell) : cell)),
    )
  }, table)
}
