import type { ColumnType, KqlType } from '../../lib/kql-type.ts'
import { type ColumnPart, stackColumns } from '../../lib/stack-columns.ts'
import { type ColumnData, Table } from '../../lib/table.ts'

/** A table and the workspace it is from. */
export interface OwnedTable {
  readonly workspace: string
  readonly table: Table
}

/**
 * The rows of all tables, with the workspace of each first. Columns are the same where they have one name; of one name with several types
 * all are kept, as `name_type`, as `union` does. A table without rows does not decide types.
 */
export function uniteColumns(tables: readonly OwnedTable[]): Table {
  const united = unitedColumns(tables.map(({ table }) => table))
  const taken = new Set(united.map(({ column }) => column.name))
  const own: ColumnType = { name: freeName('Workspace', taken), type: 'string' }
  const names = tables.map(({ workspace, table }) => {
    const data: ColumnData = { kind: 'texts', dictionary: [workspace], index: new Uint32Array(table.rowCount) }
    return { data, rowCount: table.rowCount }
  })
  const rowCount = tables.reduce((sum, { table }) => sum + table.rowCount, 0)
  return Table.fromColumns([own, ...united.map(({ column }) => column)], rowCount, [
    stackColumns(own.type, names),
    ...united.map(({ from, type }) =>
      stackColumns(
        type,
        tables.map(({ table }) => partOf(table, from, type)),
      ),
    ),
  ])
}

/** The column of this name and type, where the table has it. */
function partOf(table: Table, name: string, type: KqlType): ColumnPart {
  const at = table.columns.findIndex((each) => each.name === name && each.type === type)
  return { data: table.data[at], rowCount: table.rowCount }
}

interface United {
  readonly column: ColumnType
  /** The column of this name and type of each table. */
  readonly from: string
  readonly type: KqlType
}

/** The columns of all tables, in the order in which they come up. */
export function unitedColumns(
  tables: readonly { readonly columns: readonly ColumnType[]; readonly rowCount?: number }[],
): United[] {
  const types = new Map<string, Set<KqlType>>()
  const isEmpty = (table: (typeof tables)[number]) => table.rowCount === 0
  for (const table of [...tables.filter((each) => !isEmpty(each)), ...tables.filter(isEmpty)]) {
    for (const { name, type } of table.columns) {
      const known = types.get(name)
      if (!known) types.set(name, new Set([type]))
      else if (!isEmpty(table)) known.add(type)
    }
  }
  const order = new Set(tables.flatMap(({ columns }) => columns.map(({ name }) => name)))
  const taken = new Set([...order].filter((name) => types.get(name)!.size === 1))
  return [...order].flatMap((from) => {
    const all = [...types.get(from)!]
    return all.map((type): United => {
      const name = all.length === 1 ? from : freeName(`${from}_${type}`, taken)
      taken.add(name)
      return { column: { name, type }, from, type }
    })
  })
}

function freeName(name: string, taken: ReadonlySet<string>): string {
  let free = name
  for (let count = 1; taken.has(free); count++) free = `${name}${count}`
  return free
}
