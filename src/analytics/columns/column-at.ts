import { HuntletError, nearest } from '../../lib/diagnostic.ts'
import type { Table } from '../../lib/table.ts'

/** The position of a column that must be there; `purpose` says what it is for. Throws `COLUMN_UNKNOWN`. */
export function columnAt(table: Table, name: string, purpose: string): number {
  const at = table.indexOf(name)
  if (at >= 0) return at
  const names = table.columns.map((column) => column.name)
  const meant = nearest(name, names)
  throw new HuntletError(
    'COLUMN_UNKNOWN',
    `The table has no column \`${name}\` (${purpose}).${meant === undefined ? '' : ` Did you mean \`${meant}\`?`}`,
    { hint: `It has ${names.map((known) => `\`${known}\``).join(', ') || 'no columns'}.` },
  )
}
