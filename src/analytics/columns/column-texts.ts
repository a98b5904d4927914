import type { KqlType } from '../../lib/kql-type.ts'
import { noProgress, type Progress } from '../../lib/progress.ts'
import type { Cell, ColumnData, Table } from '../../lib/table.ts'
import { positionOf } from './position-of.ts'
import { withColumns } from './with-columns.ts'

/** A column as texts, each distinct one held once, so that work on a text is done once however often it stands in the log. */
export interface ColumnTexts {
  /** Distinct; some may stand in no row. */
  readonly texts: readonly string[]
  /** By row, the position of its text. */
  readonly index: Uint32Array
}

/**
 * A column's cells as texts. Null and NaN are the empty text; a dynamic cell that is a text is that text, any other dynamic cell its JSON.
 * All empty where there is no such column, or none is named.
 */
export function columnTexts(table: Table, name: string | undefined): ColumnTexts {
  const at = name === undefined ? -1 : table.indexOf(name)
  if (at < 0) return { texts: [''], index: new Uint32Array(table.rowCount) }
  const { type } = table.columns[at]!
  const data = table.data[at]!
  if (data.kind !== 'texts') return distinct(table.rowCount, (row) => cellText(table.cell(row, at)))
  const texts = type === 'dynamic' ? data.dictionary.map(dynamicText) : data.dictionary
  return data.valid === undefined ? { texts, index: data.index } : withEmpty(texts, data.index, data.valid)
}

/** Reads a column row by row as `columnTexts` has it. */
export function textReader(table: Table, name: string | undefined): (row: number) => string {
  const { texts, index } = columnTexts(table, name)
  return (row) => texts[index[row]!]!
}

/** The texts that `textOf` gives the rows. */
export function distinct(rowCount: number, textOf: (row: number) => string): ColumnTexts {
  const positions = new Map<string, number>()
  const index = new Uint32Array(rowCount)
  for (let row = 0; row < rowCount; row++) {
    index[row] = positionOf(positions, textOf(row))
  }
  return { texts: [...positions.keys()], index }
}

/** So many texts are read between two words of progress: a command line takes some ten microseconds. */
const toldEach = 10_000

/** What `make` makes of each distinct text that stands in a row. */
export function mapTexts(column: ColumnTexts, make: (text: string, rows: number) => string): ColumnTexts {
  const counts = rowCounts(column)
  const positions = new Map<string, number>()
  const made = new Uint32Array(column.texts.length)
  column.texts.forEach((text, at) => {
    if (counts[at]! > 0) made[at] = positionOf(positions, make(text, counts[at]!))
  })
  return { texts: [...positions.keys()], index: column.index.map((at) => made[at]!) }
}

/** As `mapTexts`, into several columns at once: a text of each. `progress` is told of texts. */
export function spreadTexts(
  column: ColumnTexts,
  width: number,
  make: (text: string, rows: number) => readonly string[],
  progress: Progress = noProgress,
): readonly ColumnTexts[] {
  const counts = rowCounts(column)
  const positions = Array.from({ length: width }, () => new Map<string, number>())
  const made = positions.map(() => new Uint32Array(column.texts.length))
  column.texts.forEach((text, at) => {
    if (at % toldEach === 0) progress(at, column.texts.length)
    if (counts[at] === 0) return
    const values = make(text, counts[at]!)
    for (let each = 0; each < width; each++) made[each]![at] = positionOf(positions[each]!, values[each]!)
  })
  return positions.map((known, each) => ({
    texts: [...known.keys()],
    index: column.index.map((at) => made[each]![at]!),
  }))
}

/** What `make` makes of the texts of several columns in one row, once for each combination that occurs; `progress` is told of rows. */
export function combineTexts(
  columns: readonly ColumnTexts[],
  make: (texts: readonly string[]) => string,
  progress: Progress = noProgress,
): ColumnTexts {
  const ids = combinations(columns)
  const positions = new Map<string, number>()
  const made: number[] = []
  const index = new Uint32Array(ids.length)
  for (let row = 0; row < ids.length; row++) {
    const id = ids[row]!
    if (row % toldEach === 0) progress(row, ids.length)
    made[id] ??= positionOf(positions, make(columns.map((column) => column.texts[column.index[row]!]!)))
    index[row] = made[id]!
  }
  return { texts: [...positions.keys()], index }
}

/** The rows of each distinct text. */
export function rowCounts({ texts, index }: ColumnTexts): Uint32Array {
  const counts = new Uint32Array(texts.length)
  for (let row = 0; row < index.length; row++) counts[index[row]!]!++
  return counts
}

/** A number for each row: the same where all columns have the same text. */
export function combinations(columns: readonly ColumnTexts[]): Uint32Array {
  const rowCount = columns[0]?.index.length ?? 0
  let ids: Uint32Array = new Uint32Array(rowCount)
  let count = 1
  for (const { texts, index } of columns) {
    if (texts.length <= 1) continue
    const numbers = numbering(count * texts.length, rowCount)
    const next = new Uint32Array(rowCount)
    for (let row = 0; row < rowCount; row++) next[row] = numbers.of(ids[row]! * texts.length + index[row]!)
    ids = next
    count = numbers.count()
  }
  return ids
}

/** Numbers keys below `size` in order of appearance: in an array where that is no larger than some of the rows' own, else in a map. */
function numbering(size: number, rowCount: number): { of(key: number): number; count(): number } {
  let count = 0
  if (size <= Math.max(rowCount * 4, 1024)) {
    const numbers = new Uint32Array(size)
    return {
      of: (key) => {
        if (numbers[key] === 0) numbers[key] = ++count
        return numbers[key]! - 1
      },
      count: () => count,
    }
  }
  const numbers = new Map<number, number>()
  return {
    of: (key) => {
      let number = numbers.get(key)
      if (number === undefined) {
        number = count++
        numbers.set(key, number)
      }
      return number
    },
    count: () => count,
  }
}

/** True where a column has a cell that says something. */
export function hasValues(table: Table, name: string): boolean {
  const at = table.indexOf(name)
  if (at < 0) return false
  const data = table.data[at]!
  if (data.kind !== 'texts')
    return data.valid === undefined ? table.rowCount > 0 : data.valid.some((valid) => valid === 1)
  const isEmpty = data.dictionary.map((text) => text === '' || text === 'null' || text === '""')
  return data.index.some((at, row) => !isEmpty[at] && data.valid?.[row] !== 0)
}

export function toColumnData({ texts, index }: ColumnTexts): ColumnData {
  return { kind: 'texts', dictionary: texts, index }
}

/** The table with the column replaced, or added at the end; a dynamic column's texts are JSON. */
export function withTexts(table: Table, name: string, column: ColumnTexts, type: KqlType = 'string'): Table {
  return withColumns(table, [[{ name, type }, toColumnData(column)]])
}

/** A cell as text; null and NaN are empty. */
export function cellText(cell: Cell): string {
  if (cell === null || (typeof cell === 'number' && Number.isNaN(cell))) return ''
  return typeof cell === 'object' ? JSON.stringify(cell) : String(cell)
}

/** What rows are grouped by: the text of a column's cell, that of a list or a bag being its JSON, read from how it is held; null is no text. */
export function groupKeys(table: Table, at: number): (row: number) => string | null {
  const data = table.data[at]!
  if (data.kind !== 'texts') return (row) => (data.valid?.[row] === 0 ? null : String(data.values[row]))
  const { dictionary, index, valid } = data
  const isDynamic = table.columns[at]!.type === 'dynamic'
  return (row) => {
    const text = valid?.[row] === 0 ? 'null' : dictionary[index[row]!]!
    return (isDynamic || valid?.[row] === 0) && text === 'null' ? null : text
  }
}

function dynamicText(json: string): string {
  if (json === 'null') return ''
  return json.startsWith('"') ? (JSON.parse(json) as string) : json
}

function withEmpty(texts: readonly string[], index: Uint32Array, valid: Uint8Array): ColumnTexts {
  const known = texts.indexOf('')
  const empty = known < 0 ? texts.length : known
  return {
    texts: known < 0 ? [...texts, ''] : texts,
    index: index.map((at, row) => (valid[row] === 1 ? at : empty)),
  }
}
