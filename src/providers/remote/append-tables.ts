import type { ColumnType } from '../../lib/kql-type.ts'
import { type ColumnData, Table } from '../../lib/table.ts'

/** Whether tables have the same columns, in the same order. */
export function haveSameColumns(tables: readonly Table[]): boolean {
  const [first, ...rest] = tables.map(({ columns }) => JSON.stringify(columns.map(({ name, type }) => [name, type])))
  return rest.every((each) => each === first)
}

/** The rows of all tables, one table after the other. They have the same columns; there is at least one. */
export function appendTables(tables: readonly Table[]): Table {
  const [first, ...rest] = tables
  if (first && rest.length === 0) return first
  const rowCount = tables.reduce((sum, table) => sum + table.rowCount, 0)
  const { columns } = first!
  const data = columns.map((_, at) =>
    appendData(
      tables.map((table) => ({ data: table.data[at]!, rowCount: table.rowCount })),
      rowCount,
    ),
  )
  return Table.fromColumns(columns, rowCount, data)
}

/** The first rows of a table, which share its memory. */
export function firstRows(table: Table, count: number): Table {
  if (table.rowCount <= count) return table
  return Table.fromColumns(
    table.columns,
    count,
    table.data.map((each) => firstOf(each, count)),
  )
}

function firstOf(data: ColumnData, count: number): ColumnData {
  const valid = data.valid && { valid: data.valid.subarray(0, count) }
  switch (data.kind) {
    case 'numbers':
      return { ...data, values: data.values.subarray(0, count), ...valid }
    case 'bools':
      return { ...data, values: data.values.subarray(0, count), ...valid }
    case 'bigints':
      return { ...data, values: data.values.subarray(0, count), ...valid }
    case 'texts':
      return { ...data, index: data.index.subarray(0, count), ...valid }
  }
}

/** A column of nulls, or of empty texts where the type has no null. */
export function emptyColumn({ type }: ColumnType, rowCount: number): ColumnData {
  const { data } = Table.fromRows([{ name: '', type }], [[null]])
  const [one] = data
  return Table.fromColumns([{ name: '', type }], 1, [one!]).pick(new Uint32Array(rowCount)).data[0]!
}

interface Piece {
  readonly data: ColumnData
  readonly rowCount: number
}

function appendData(pieces: readonly Piece[], rowCount: number): ColumnData {
  const valid = appendValid(pieces, rowCount)
  const [first] = pieces
  switch (first!.data.kind) {
    case 'numbers':
      return { kind: 'numbers', values: filled(pieces, 'numbers', new Float64Array(rowCount)), ...valid }
    case 'bools':
      return { kind: 'bools', values: filled(pieces, 'bools', new Uint8Array(rowCount)), ...valid }
    case 'bigints':
      return { kind: 'bigints', values: filled(pieces, 'bigints', new BigInt64Array(rowCount)), ...valid }
    case 'texts':
      return { ...appendTexts(pieces, rowCount), ...valid }
  }
}

function appendValid(pieces: readonly Piece[], rowCount: number): { readonly valid?: Uint8Array } {
  if (pieces.every(({ data }) => !data.valid)) return {}
  const valid = new Uint8Array(rowCount).fill(1)
  eachPlace(pieces, ({ data: { valid: own } }, at) => {
    if (own) valid.set(own, at)
  })
  return { valid }
}

type Values = { readonly numbers: Float64Array; readonly bools: Uint8Array; readonly bigints: BigInt64Array }

function filled<Kind extends keyof Values>(pieces: readonly Piece[], kind: Kind, values: Values[Kind]): Values[Kind] {
  eachPlace(pieces, ({ data }, at) => {
    if (data.kind === kind) (values as Uint8Array).set(data.values as Uint8Array, at)
  })
  return values
}

/** Each distinct text stays there once. */
function appendTexts(pieces: readonly Piece[], rowCount: number): ColumnData & { readonly kind: 'texts' } {
  const dictionary: string[] = []
  const places = new Map<string, number>()
  const index = new Uint32Array(rowCount)
  eachPlace(pieces, ({ data, rowCount: rows }, at) => {
    if (data.kind !== 'texts') return
    const moved = data.dictionary.map((text) => {
      const known = places.get(text)
      if (known !== undefined) return known
      places.set(text, dictionary.length)
      return dictionary.push(text) - 1
    })
    for (let row = 0; row < rows; row++) index[at + row] = moved[data.index[row]!] ?? 0
  })
  return { kind: 'texts', dictionary, index }
}

function eachPlace(pieces: readonly Piece[], visit: (piece: Piece, at: number) => void): void {
  let at = 0
  for (const piece of pieces) {
    visit(piece, at)
    at += piece.rowCount
  }
}
