import { HuntletError, nearest } from '../../lib/diagnostic.ts'
import type { Table } from '../../lib/table.ts'

/** The position of a column that somebody named. Throws `COLUMN_UNKNOWN`, which names those there are. */
export function knownColumn(table: Table, name: string): number {
  const at = table.indexOf(name)
  if (at >= 0) return at
  const names = table.columns.map((column) => column.name)
  const meant = nearest(name, names)
  throw new HuntletError('COLUMN_UNKNOWN', `There is no column \`${name}\`; the table has ${names.join(', ')}.`, {
    ...(meant !== undefined && { hint: `Did you mean \`${meant}\`?` }),
  })
}
