import { invariant } from './invariant.ts'
import { jsonText } from './json-text.ts'
import { formatDatetime, formatTimespan, parseDatetime, parseTimespan } from './kql-time.ts'
import type { ColumnType, KqlType } from './kql-type.ts'

/** A value parsed from JSON, as a cell of type dynamic holds it. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

/**
 * A cell as `rows()` gives it:
 * bool → boolean · int → number · long → number, or bigint beyond ±2^53 · real → number (NaN and infinities included) ·
 * decimal → string · datetime → `2021-04-16T12:07:14.1234567Z` · timespan → `1.02:03:04.5000000` · string → string ·
 * dynamic → JSON value · guid → string. Null is null; a string is never null.
 */
export type Cell = Json | bigint

/**
 * The cells of one column, in a form that crosses a thread by transfer or cheap clone.
 * `valid`, where present, holds 1 for a value and 0 for null.
 * - `numbers`: int, real · `bools` · `bigints`: long (value), datetime (ticks of 100 ns since 0001-01-01), timespan (ticks)
 * - `texts`: string, guid, decimal, and dynamic as JSON text: `dictionary[index[row]]`, each distinct text once.
 */
export type ColumnData =
  | { readonly kind: 'numbers'; readonly values: Float64Array; readonly valid?: Uint8Array }
  | { readonly kind: 'bools'; readonly values: Uint8Array; readonly valid?: Uint8Array }
  | { readonly kind: 'bigints'; readonly values: BigInt64Array; readonly valid?: Uint8Array }
  | {
      readonly kind: 'texts'
      readonly dictionary: readonly string[]
      readonly index: Uint32Array
      readonly valid?: Uint8Array
    }

const storage: Readonly<Record<KqlType, ColumnData['kind']>> = {
  bool: 'bools',
  int: 'numbers',
  real: 'numbers',
  long: 'bigints',
  datetime: 'bigints',
  timespan: 'bigints',
  string: 'texts',
  guid: 'texts',
  decimal: 'texts',
  dynamic: 'texts',
}

/** How the cells of a type are stored: what `Table.fromColumns` expects. */
export function storageOf(type: KqlType): ColumnData['kind'] {
  return storage[type]
}

/** A columnar, typed, immutable table. Cells are decoded when asked for, so that a million rows cost nothing until shown. */
export class Table {
  readonly columns: readonly ColumnType[]
  readonly rowCount: number
  readonly data: readonly ColumnData[]
  readonly #readers: ((row: number) => Cell)[]

  private constructor(columns: readonly ColumnType[], rowCount: number, data: readonly ColumnData[]) {
    this.columns = columns
    this.rowCount = rowCount
    this.data = data
    this.#readers = columns.map((column, index) => cellReader(column.type, data[index]!))
  }

  static fromColumns(columns: readonly ColumnType[], rowCount: number, data: readonly ColumnData[]): Table {
    invariant(columns.length === data.length, 'as many column data as columns')
    columns.forEach((column, index) => {
      invariant(
        data[index]!.kind === storage[column.type],
        `${column.name}: ${column.type} is stored as ${storage[column.type]}`,
      )
    })
    return new Table(columns, rowCount, data)
  }

  /** Rows as arrays in column order; cells as `rows()` gives them (a number also where bigint is meant, an ISO text for a datetime). */
  static fromRows(columns: readonly ColumnType[], rows: readonly (readonly Cell[])[]): Table {
    return new Table(
      columns,
      rows.length,
      columns.map((column, index) => columnFromCells(column, rows, index)),
    )
  }

  static empty(columns: readonly ColumnType[]): Table {
    return Table.fromRows(columns, [])
  }

  /** The column's position, or -1. */
  indexOf(name: string): number {
    return this.columns.findIndex((column) => column.name === name)
  }

  cell(row: number, column: number): Cell {
    return this.#readers[column]!(row)
  }

  /** The cell of a column by name; undefined where there is no such column. */
  value(row: number, name: string): Cell | undefined {
    const index = this.indexOf(name)
    return index < 0 ? undefined : this.cell(row, index)
  }

  row(row: number): Cell[] {
    return this.#readers.map((read) => read(row))
  }

  /** All rows, or those from `start` up to `end` (exclusive), as arrays in column order. */
  rows(start = 0, end = this.rowCount): Cell[][] {
    const result: Cell[][] = []
    for (let row = start; row < Math.min(end, this.rowCount); row++) result.push(this.row(row))
    return result
  }

  /** One column's cells by name; empty where there is no such column. */
  column(name: string): Cell[] {
    const index = this.indexOf(name)
    if (index < 0) return []
    const read = this.#readers[index]!
    return Array.from({ length: this.rowCount }, (_, row) => read(row))
  }

  /** The rows as objects by column name. */
  *objects(): Generator<Record<string, Cell>> {
    for (let row = 0; row < this.rowCount; row++) {
      yield Object.fromEntries(this.columns.map((column, index) => [column.name, this.cell(row, index)]))
    }
  }

  /** A table of the given rows, in that order (a row may repeat). */
  pick(rows: ArrayLike<number>): Table {
    return new Table(
      this.columns,
      rows.length,
      this.data.map((data) => pickData(data, rows)),
    )
  }

  /** The table with one more column at the end, or with that column replaced where the name exists. */
  withColumn(column: ColumnType, cells: readonly Cell[]): Table {
    invariant(cells.length === this.rowCount, `${column.name} has a cell for each row`)
    const data = columnFromCells(
      column,
      cells.map((cell) => [cell]),
      0,
    )
    const at = this.indexOf(column.name)
    if (at < 0) return new Table([...this.columns, column], this.rowCount, [...this.data, data])
    return new Table(this.columns.with(at, column), this.rowCount, this.data.with(at, data))
  }

  /** The columns named, in that order; unknown names are left out. */
  select(names: readonly string[]): Table {
    const at = names.map((name) => this.indexOf(name)).filter((index) => index >= 0)
    return new Table(
      at.map((index) => this.columns[index]!),
      this.rowCount,
      at.map((index) => this.data[index]!),
    )
  }
}

function cellReader(type: KqlType, data: ColumnData): (row: number) => Cell {
  const { valid } = data
  const read = valueReader(type, data)
  return valid ? (row) => (valid[row] === 1 ? read(row) : null) : read
}

function valueReader(type: KqlType, data: ColumnData): (row: number) => Cell {
  switch (data.kind) {
    case 'numbers':
      return (row) => data.values[row]!
    case 'bools':
      return (row) => data.values[row] === 1
    case 'bigints':
      if (type === 'datetime') return (row) => formatDatetime(data.values[row]!)
      if (type === 'timespan') return (row) => formatTimespan(data.values[row]!)
      return (row) => narrowLong(data.values[row]!)
    case 'texts':
      if (type === 'dynamic') return (row) => parseJson(data.dictionary[data.index[row]!]!)
      return (row) => data.dictionary[data.index[row]!]!
  }
}

function narrowLong(value: bigint): number | bigint {
  return value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value
}

function parseJson(text: string): Json {
  return JSON.parse(text) as Json
}

function pickData(data: ColumnData, rows: ArrayLike<number>): ColumnData {
  const valid = data.valid && gather(data.valid, rows, new Uint8Array(rows.length))
  switch (data.kind) {
    case 'numbers':
      return { ...data, values: gather(data.values, rows, new Float64Array(rows.length)), ...(valid && { valid }) }
    case 'bools':
      return { ...data, values: gather(data.values, rows, new Uint8Array(rows.length)), ...(valid && { valid }) }
    case 'bigints':
      return { ...data, values: gather(data.values, rows, new BigInt64Array(rows.length)), ...(valid && { valid }) }
    case 'texts':
      return { ...data, index: gather(data.index, rows, new Uint32Array(rows.length)), ...(valid && { valid }) }
  }
}

function gather<Values extends { [row: number]: number | bigint }>(
  from: Values,
  rows: ArrayLike<number>,
  to: Values,
): Values {
  for (let row = 0; row < rows.length; row++) to[row] = from[rows[row]!]!
  return to
}

function columnFromCells(column: ColumnType, rows: readonly (readonly Cell[])[], at: number): ColumnData {
  const { type } = column
  const valid = new Uint8Array(rows.length)
  let nulls = 0
  const fill = (store: (row: number, cell: Exclude<Cell, null>) => void) => {
    for (let row = 0; row < rows.length; row++) {
      const cell = rows[row]![at] ?? (type === 'string' ? '' : null)
      if (cell === null) nulls++
      else {
        valid[row] = 1
        store(row, cell)
      }
    }
  }
  switch (storage[type]) {
    case 'numbers': {
      const values = new Float64Array(rows.length)
      fill((row, cell) => {
        values[row] = Number(cell)
      })
      return { kind: 'numbers', values, ...(nulls > 0 && { valid }) }
    }
    case 'bools': {
      const values = new Uint8Array(rows.length)
      fill((row, cell) => {
        values[row] = cell ? 1 : 0
      })
      return { kind: 'bools', values, ...(nulls > 0 && { valid }) }
    }
    case 'bigints': {
      const values = new BigInt64Array(rows.length)
      fill((row, cell) => {
        values[row] = bigintOf(column, cell)
      })
      return { kind: 'bigints', values, ...(nulls > 0 && { valid }) }
    }
    case 'texts': {
      const index = new Uint32Array(rows.length)
      const dictionary: string[] = []
      const seen = new Map<string, number>()
      fill((row, cell) => {
        const text = type === 'dynamic' ? jsonText(cell as Json) : String(cell)
        let position = seen.get(text)
        if (position === undefined) {
          position = dictionary.push(text) - 1
          seen.set(text, position)
        }
        index[row] = position
      })
      return { kind: 'texts', dictionary, index, ...(nulls > 0 && { valid }) }
    }
  }
}

function bigintOf(column: ColumnType, cell: Exclude<Cell, null>): bigint {
  if (typeof cell === 'bigint') return cell
  if (column.type === 'long') return BigInt(cell as number | string)
  const parsed = column.type === 'datetime' ? parseDatetime(String(cell)) : parseTimespan(String(cell))
  invariant(parsed !== undefined, `${column.name}: ${JSON.stringify(cell)} is a ${column.type}`)
  return parsed
}
