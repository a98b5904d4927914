import { printLiteral } from '../../../sql/print.ts'
import { tableOfActions } from './device-actions.ts'
import { type FoundFile, nameOf } from './find-files.ts'
import { telltaleColumns } from './recognise-headers.ts'
import type { DistinctValues, Session } from './session.ts'
import { type NamedTable, tableName, tableOf } from './table-name.ts'

/** A table some or all rows of a file belong to. */
export interface RowsOfTable {
  readonly table: string
  /** The column, as the file names it, and its values that mark these rows; absent for all rows. */
  readonly where?: { readonly column: string; readonly values: readonly string[]; readonly orEmpty: boolean }
}

export interface Identity {
  readonly tables: readonly RowsOfTable[]
  /** What the file is by its name or its headers; absent where the user said it or the rows do. */
  readonly named?: NamedTable
}

/** The columns by which rows say what table they are of: as `search` and `union` write it, and as every record of Log Analytics does. */
const markers = ['$table', 'Type']

/**
 * The tables of a file: what the user said; else what its rows say in `$table` or `Type`, where that names tables; else its
 * name, its folder, its headers. One export may hold rows of many tables.
 */
export async function identify(
  session: Session,
  file: FoundFile,
  columns: readonly string[],
  distinct: DistinctValues,
): Promise<Identity> {
  const { schemas } = session
  if (file.table !== undefined) {
    return { tables: [{ table: schemas.findIgnoringCase(file.table)?.name ?? file.table }] }
  }
  const named = tableOf(nameOf(file), columns, schemas)
  for (const column of markers.filter((each) => columns.includes(each))) {
    const values = await distinct(column)
    const tables = new Map<string, string[]>()
    for (const value of values) {
      const known = schemas.findIgnoringCase(value)?.name
      // `Type` is a common word: it counts only where every value of it is a table.
      if (known === undefined && column === 'Type' && !/^\w+_CL$/.test(value)) tables.set('', [])
      const table = known ?? tableName(value)
      tables.set(table, [...(tables.get(table) ?? []), value])
    }
    if (tables.size === 0 || tables.has('')) continue
    // Rows that do not say belong with the others where there is but one table, else to what the file is named for.
    const rest = tables.size === 1 ? tables.keys().next().value! : named.table
    if (!tables.has(rest)) tables.set(rest, [])
    return {
      tables: Array.from(tables, ([table, each]) =>
        tables.size === 1 ? { table } : { table, where: { column, values: each, orEmpty: table === rest } },
      ),
    }
  }
  // The tables of devices have most columns in common: what happened tells them apart.
  const isOfDevice = named.by === 'headers' && named.table.startsWith('Device') && columns.includes('ActionType')
  const byAction = isOfDevice ? tableOfActions(await distinct('ActionType')) : undefined
  if (byAction !== undefined) {
    const matched = telltaleColumns(columns, byAction, schemas)
    const recognition = { table: byAction, matched, of: named.recognition?.of ?? matched }
    return { tables: [{ table: byAction }], named: { ...named, table: byAction, recognition } }
  }
  return { tables: [{ table: named.table }], named }
}

/** SQL that is true for the rows. `column` is SQL of the marker as text. */
export function rowsCondition(where: NonNullable<RowsOfTable['where']>, column: string): string {
  const isOneOf = `coalesce(${column}, '') IN (${where.values.map(printLiteral).join(', ')})`
  const isEmpty = `coalesce(${column}, '') = ''`
  if (where.values.length === 0) return isEmpty
  return where.orEmpty ? `(${isOneOf} OR ${isEmpty})` : isOneOf
}
