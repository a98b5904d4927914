import type { ColumnType } from '../../lib/kql-type.ts'
import { noProgress, type Progress } from '../../lib/progress.ts'
import { type Cell, Table } from '../../lib/table.ts'
import { textReader } from '../columns/column-texts.ts'
import { eventPairs } from './event-pairs.ts'

export interface ExpandOptions {
  /** Only events with these ids; all of them where none is given. */
  readonly ids?: readonly number[]
}

/** Columns that say nothing of the event: where it was collected, and the raw data once it is expanded. */
const left = new Set(
  'TenantId SourceSystem EventOriginId MG ManagementGroupName TimeCollected Type EventData ParameterXml RawEventData RenderedDescription _BilledSize _IsBillable _SubscriptionId'.split(
    ' ',
  ),
)

const most = 200

/**
 * Events with the pairs of name and value in their event data (XML, or a bag) as columns of text behind the table's own. A value fills the table's own
 * column of that name where that is a text and empty; columns that are empty in all rows are left out. More than 200 new columns are not made,
 * which a notice says. Event data that can't be read leaves the row as it is, which a notice says too.
 */
export function expandEventData(
  table: Table,
  options: ExpandOptions = {},
  progress: Progress = noProgress,
): { readonly table: Table; readonly notices: readonly string[] } {
  const id = textReader(table, 'EventID')
  const wanted = new Set(options.ids)
  const rows = Array.from({ length: table.rowCount }, (_, row) => row).filter(
    (row) => wanted.size === 0 || wanted.has(Number(id(row))),
  )
  const picked = table.pick(rows)
  const data = textReader(picked, 'EventData')
  const own = new Map(picked.columns.map(({ name, type }, at) => [name, { at, type }]))
  const filled = new Map<number, (string | undefined)[]>()
  const added = new Map<string, string[]>()
  let unread = 0
  let tooMany = 0
  for (let row = 0; row < picked.rowCount; row++) {
    if (row % 16_384 === 0) progress(row, picked.rowCount, 'Expanding event data')
    const text = data(row)
    const pairs = eventPairs(text)
    if (pairs.length === 0 && text.trim() !== '') unread++
    for (const [name, value] of pairs) {
      if (value === '') continue
      const column = own.get(name)
      if (column?.type === 'string') {
        if (String(picked.cell(row, column.at) ?? '').trim() === '') {
          const values = filled.get(column.at) ?? []
          filled.set(column.at, values)
          values[row] = value
        }
      } else if (!column) {
        let values = added.get(name)
        if (!values && added.size >= most) {
          tooMany++
          continue
        }
        values ??= Array<string>(picked.rowCount).fill('')
        added.set(name, values)
        values[row] = value
      }
    }
  }
  const columns: { readonly column: ColumnType; readonly cells: readonly Cell[] }[] = [
    ...picked.columns.map((column, at) => {
      const cells = picked.column(column.name)
      const values = filled.get(at)
      return { column, cells: values ? cells.map((cell, row) => values[row] ?? cell) : cells }
    }),
    ...[...added].map(([name, cells]) => ({ column: { name, type: 'string' as const }, cells })),
  ].filter(({ column, cells }) => !left.has(column.name) && (picked.rowCount === 0 || cells.some(isFilled)))
  const notices = [
    ...(unread > 0 ? [`The event data of ${unread} events could not be read: they are shown as they are.`] : []),
    ...(tooMany > 0
      ? [`There are more than ${most} kinds of fields: ${tooMany} values are not shown. Name fewer ids.`]
      : []),
  ]
  const expanded = Table.fromRows(
    columns.map(({ column }) => column),
    Array.from({ length: picked.rowCount }, (_, row) => columns.map(({ cells }) => cells[row] ?? null)),
  )
  return { table: expanded, notices }
}

function isFilled(cell: Cell): boolean {
  return cell !== null && cell !== '' && cell !== '-'
}
