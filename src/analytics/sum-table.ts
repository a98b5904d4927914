import { HuntletError } from '../lib/diagnostic.ts'
import { firstFew } from '../lib/first-few.ts'
import type { ColumnType } from '../lib/kql-type.ts'
import { noProgress, type Progress } from '../lib/progress.ts'
import { type Cell, Table } from '../lib/table.ts'
import { groupKeys } from './columns/column-texts.ts'
import { knownColumn } from './columns/known-column.ts'

/** What a table is added up to. Columns are `Column`, or `Name=Column` for one that gets another name. */
export interface SumOptions {
  /** One row for each combination of their values. */
  readonly by: readonly string[]
  /** Columns added up; null where no row of the group has a number. */
  readonly sum: readonly string[]
  /** How many different values, empty ones left out. */
  readonly distinct: readonly string[]
  /** The different values in a text, the commonest first. */
  readonly list: readonly string[]
  readonly first: readonly string[]
  readonly last: readonly string[]
  /** Only rows in which none of these is empty. */
  readonly filled: readonly string[]
  /** The smallest sum first: what is rare. */
  readonly rarest: boolean
}

/** Values that a list names; of more, it says how many there are. */
const mostListed = 8

interface Group {
  readonly row: number
  rows: number
  readonly sums: number[]
  readonly values: Map<string, number>[]
  /** The row that each of these times is of. */
  readonly times: (number | undefined)[]
}

/**
 * A table added up by groups, the largest first sum first (rows, where nothing is added up), ties in the order in which they came. Throws
 * `COLUMN_UNKNOWN`, and `OPTION_INVALID` where a column to be added up is no number.
 */
export function sumTable(table: Table, options: SumOptions, progress: Progress = noProgress): Table {
  const by = options.by.map((column) => named(table, column))
  const sums = options.sum.map((column) => numeric(table, named(table, column)))
  const distinct = options.distinct.map((column) => named(table, column))
  const lists = options.list.map((column) => named(table, column))
  const times = [...options.first, ...options.last].map((column) => timed(table, column))
  const filled = options.filled.map((column) => named(table, column).cells)
  const counted = [...distinct, ...lists]
  const keys = options.by.map((text) => groupKeys(table, knownColumn(table, text.split('=', 2).at(-1)!)))
  const groupOf = groupsOf(keys, table.rowCount)
  const groups = new Map<number, Group>()
  for (let row = 0; row < table.rowCount; row++) {
    if (row % 10_000 === 0) progress(row, table.rowCount, 'Adding up')
    if (filled.some((cells) => isEmpty(cells[row]!))) continue
    const key = groupOf[row]!
    let group = groups.get(key)
    if (!group) {
      group = { row, rows: 0, sums: sums.map(() => Number.NaN), values: counted.map(() => new Map()), times: [] }
      groups.set(key, group)
    }
    addRow(group, row, { sums, counted, times, firsts: options.first.length })
  }
  const ordered = [...groups.values()].sort((a, b) => {
    const difference = sums.length > 0 ? (b.sums[0] || 0) - (a.sums[0] || 0) : b.rows - a.rows
    return (options.rarest ? -difference : difference) || a.row - b.row
  })
  return Table.fromRows(
    [
      ...by.map(({ column }) => column),
      ...(sums.length === 0 ? [{ name: 'Rows', type: 'long' } as const] : sums.map(({ column }) => column)),
      ...distinct.map(({ column }): ColumnType => ({ name: column.name, type: 'long' })),
      ...lists.map(({ column }): ColumnType => ({ name: column.name, type: 'string' })),
      ...times.map(({ column }) => column),
    ],
    ordered.map((group) => [
      ...by.map(({ cells }) => cells[group.row]!),
      ...(sums.length === 0
        ? [group.rows]
        : group.sums.map((sum, at) => (Number.isNaN(sum) ? null : inType(sum, sums[at]!.column)))),
      ...group.values.slice(0, distinct.length).map((values) => values.size),
      ...group.values.slice(distinct.length).map(listText),
      ...times.map(({ cellAt }, at) => (group.times[at] === undefined ? null : cellAt(group.times[at]))),
    ]),
  )
}

interface Named {
  readonly column: ColumnType
  readonly cells: readonly Cell[]
}

function named(table: Table, text: string): Named {
  const [name = '', from = name] = text.split('=', 2)
  const { type } = table.columns[knownColumn(table, from)]!
  return { column: { name, type }, cells: table.column(from) }
}

/** A number for each row, the same for rows with the same values. */
function groupsOf(by: readonly ((row: number) => string | null)[], rowCount: number): Float64Array {
  const groups = new Float64Array(rowCount)
  for (const keyOf of by) {
    const values = new Map<string | null, number>()
    const seen = new Map<number, number>()
    const places = Float64Array.from(groups, (_, row) => placeOf(values, keyOf(row)))
    for (let row = 0; row < rowCount; row++) groups[row] = placeOf(seen, groups[row]! * values.size + places[row]!)
  }
  return groups
}

function placeOf<Key>(places: Map<Key, number>, key: Key): number {
  const known = places.get(key)
  if (known !== undefined) return known
  places.set(key, places.size)
  return places.size - 1
}

interface Timed {
  readonly column: ColumnType
  readonly cellAt: (row: number) => Cell
  readonly isEmptyAt: (row: number) => boolean
  readonly isBefore: (row: number, other: number) => boolean
}

/** A column of which the first or last value is wanted: times are compared as they are held, as writing them out takes longer. */
function timed(table: Table, text: string): Timed {
  const [name = '', from = name] = text.split('=', 2)
  const at = table.indexOf(from)
  const data = table.data[at]
  if (data?.kind !== 'bigints') {
    const { column, cells } = named(table, text)
    return {
      column,
      cellAt: (row) => cells[row]!,
      isEmptyAt: (row) => cells[row] === null,
      isBefore: (row, other) => isBefore(cells[row]!, cells[other]!),
    }
  }
  const { values, valid } = data
  return {
    column: { name, type: table.columns[at]!.type },
    cellAt: (row) => table.cell(row, at),
    isEmptyAt: (row) => valid?.[row] === 0,
    isBefore: (row, other) => values[row]! < values[other]!,
  }
}

function numeric(table: Table, { column, cells }: Named): Named {
  if (['int', 'long', 'real'].includes(column.type))
    return { column: { ...column, type: column.type === 'int' ? 'long' : column.type }, cells }
  throw new HuntletError('OPTION_INVALID', `The column \`${column.name}\` is a ${column.type}: it can't be added up.`, {
    hint: `Numbers: ${table.columns.flatMap(({ name, type }) => (['int', 'long', 'real'].includes(type) ? [name] : [])).join(', ')}.`,
  })
}

function addRow(
  group: Group,
  row: number,
  columns: { sums: readonly Named[]; counted: readonly Named[]; times: readonly Timed[]; firsts: number },
): void {
  group.rows++
  columns.sums.forEach(({ cells }, at) => {
    const cell = cells[row]!
    if (cell !== null) group.sums[at] = (group.sums[at] || 0) + Number(cell)
  })
  columns.counted.forEach(({ cells }, at) => {
    const cell = cells[row]!
    if (isEmpty(cell)) return
    const text = typeof cell === 'object' ? JSON.stringify(cell) : String(cell)
    group.values[at]!.set(text, (group.values[at]!.get(text) ?? 0) + 1)
  })
  columns.times.forEach(({ isEmptyAt, isBefore }, at) => {
    if (isEmptyAt(row)) return
    const known = group.times[at]
    if (known === undefined || (at < columns.firsts ? isBefore(row, known) : isBefore(known, row)))
      group.times[at] = row
  })
}

function isBefore(a: Cell, b: Cell): boolean {
  return typeof a === 'string' && typeof b === 'string' ? a < b : Number(a) < Number(b)
}

function isEmpty(cell: Cell): boolean {
  return cell === null || cell === ''
}

function inType(sum: number, column: ColumnType): number {
  return column.type === 'long' ? Math.round(sum) : Math.round(sum * 1e6) / 1e6
}

function listText(values: ReadonlyMap<string, number>): string {
  const ordered = [...values].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([value]) => value)
  return firstFew(ordered, mostListed)
}
