import type { ColumnType } from '../../lib/kql-type.ts'
import type { Cell, Table } from '../../lib/table.ts'
import { knownColumn } from '../columns/known-column.ts'
import { type NameParts, nameParts, unusualAbout } from './name-parts.ts'

const columns: readonly (ColumnType & { readonly of: (parts: NameParts) => Cell })[] = [
  { name: 'Url', type: 'string', of: ({ url }) => url },
  { name: 'Name', type: 'string', of: ({ host }) => host },
  { name: 'Kind', type: 'string', of: ({ kind }) => kind },
  { name: 'Registered', type: 'string', of: ({ domain }) => domain },
  { name: 'Subdomain', type: 'string', of: ({ subdomain }) => subdomain },
  { name: 'Suffix', type: 'string', of: ({ suffix }) => suffix },
  { name: 'SuffixKind', type: 'string', of: ({ suffixKind }) => suffixKind },
  { name: 'Entropy', type: 'real', of: ({ entropy }) => (entropy === null ? null : Math.round(entropy * 1e5) / 1e5) },
  { name: 'Unusual', type: 'string', of: (parts) => unusualAbout(parts).join(', ') },
  { name: 'Reads', type: 'string', of: ({ unicode }) => unicode },
  { name: 'Scheme', type: 'string', of: ({ scheme }) => scheme },
  { name: 'Port', type: 'int', of: ({ port }) => port },
  { name: 'Path', type: 'string', of: ({ path }) => path },
  { name: 'Query', type: 'string', of: ({ query }) => query },
  { name: 'User', type: 'string', of: ({ user }) => user },
]

/**
 * The rows whose column holds a URL, domain or address, with its parts behind (or instead of) their columns. The notices say how many held none.
 * Throws `COLUMN_UNKNOWN`.
 */
export function namePartsTable(
  table: Table,
  {
    column,
    keep,
    parts: wanted,
  }: { readonly column: string; readonly keep?: readonly string[]; readonly parts?: readonly string[] },
): { readonly table: Table; readonly notices: readonly string[] } {
  knownColumn(table, column)
  const known = new Map<string, NameParts | undefined>()
  const partsOf = (text: string) => {
    if (!known.has(text)) known.set(text, nameParts(text))
    return known.get(text)
  }
  const cells = table.column(column).map((cell) => partsOf(String(cell ?? '')))
  const rows = cells.flatMap((parts, row) => (parts ? [row] : []))
  const shown = columns.filter(({ name }) => wanted === undefined || wanted.includes(name))
  const own = (keep === undefined ? table : table.select(keep)).pick(rows)
  const kept = own.select(
    own.columns.map(({ name }) => name).filter((name) => !shown.some((each) => each.name === name)),
  )
  const lost = table.rowCount - rows.length
  const example = lost > 0 ? String(table.column(column)[cells.indexOf(undefined)] ?? '').slice(0, 80) : ''
  return {
    table: shown.reduce(
      (grown, { name, type, of }) =>
        grown.withColumn(
          { name, type },
          rows.map((row) => of(cells[row]!)),
        ),
      kept,
    ),
    notices: lost > 0 ? [`${lost} of ${table.rowCount} hold no URL, domain or address: \`${example}\`.`] : [],
  }
}
