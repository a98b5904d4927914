import { parseDatetime, unixMillisecondsOf } from '../../lib/kql-time.ts'
import type { Cell, Table } from '../../lib/table.ts'
import { screenText } from './fit-text.ts'
import { jsonText } from './json-text.ts'

/** The rows looked at, in order: positions in the table. Absent means all. */
export type RowOrder = Uint32Array | undefined

/** One number for each row: NaN where there is none. A timespan is its seconds, a bool 0 or 1. */
export function columnNumbers(table: Table, name: string, rows: RowOrder): Float64Array {
  const index = table.indexOf(name)
  const count = rows?.length ?? table.rowCount
  const numbers = new Float64Array(count).fill(Number.NaN)
  if (index < 0) return numbers
  const data = table.data[index]!
  const perSecond = table.columns[index]!.type === 'timespan' ? 1e7 : 1
  const read = (row: number): number => {
    switch (data.kind) {
      case 'numbers':
        return data.values[row]!
      case 'bools':
        return data.values[row]!
      case 'bigints':
        return Number(data.values[row]!) / perSecond
      case 'texts': {
        const cell = table.cell(row, index)
        return typeof cell === 'number' || (typeof cell === 'string' && cell.trim() !== '') ? Number(cell) : Number.NaN
      }
    }
  }
  for (let at = 0; at < count; at++) {
    const row = rows ? rows[at]! : at
    if (!data.valid || data.valid[row] === 1) numbers[at] = read(row)
  }
  return numbers
}

/** One instant for each row, in milliseconds since 1970: NaN where there is none. Texts that are datetimes count. */
export function columnTimes(table: Table, name: string, rows: RowOrder): Float64Array {
  const index = table.indexOf(name)
  const count = rows?.length ?? table.rowCount
  const times = new Float64Array(count).fill(Number.NaN)
  if (index < 0) return times
  const data = table.data[index]!
  const isDatetime = table.columns[index]!.type === 'datetime'
  for (let at = 0; at < count; at++) {
    const row = rows ? rows[at]! : at
    if (data.valid && data.valid[row] !== 1) continue
    if (isDatetime && data.kind === 'bigints') times[at] = unixMillisecondsOf(data.values[row]!)
    else {
      const cell = table.cell(row, index)
      const parsed = typeof cell === 'string' ? parseDatetime(cell) : undefined
      if (parsed !== undefined) times[at] = unixMillisecondsOf(parsed)
    }
  }
  return times
}

/** Each row's group by the texts of a column, groups in order of appearance. Without a column all are one group. */
export interface Groups {
  readonly of: Uint32Array
  /** Safe to print; an empty or absent value is `(none)`. */
  readonly names: readonly string[]
}

export function columnGroups(table: Table, name: string | undefined, rows: RowOrder): Groups {
  const count = rows?.length ?? table.rowCount
  const of = new Uint32Array(count)
  const index = name === undefined ? -1 : table.indexOf(name)
  if (index < 0) return { of, names: count > 0 ? [''] : [] }
  const names: string[] = []
  const seen = new Map<string, number>()
  const data = table.data[index]!
  // Texts repeat: each distinct one is looked up once by its number in the dictionary.
  const byNumber = data.kind === 'texts' ? new Int32Array(data.dictionary.length).fill(-1) : undefined
  for (let at = 0; at < count; at++) {
    const row = rows ? rows[at]! : at
    const valid = !data.valid || data.valid[row] === 1
    const number = data.kind === 'texts' && valid ? data.index[row]! : -1
    const known = byNumber && number >= 0 ? byNumber[number]! : -1
    if (known >= 0) {
      of[at] = known
      continue
    }
    const text = labelOf(table.cell(row, index))
    let group = seen.get(text)
    if (group === undefined) {
      group = names.push(text) - 1
      seen.set(text, group)
    }
    if (byNumber && number >= 0) byNumber[number] = group
    of[at] = group
  }
  return { of, names }
}

/** Numbers of the groups, largest first. */
export function groupsByCount(groups: Groups): number[] {
  const counts = new Uint32Array(groups.names.length)
  for (const group of groups.of) counts[group]!++
  return groups.names.map((_, group) => group).sort((a, b) => counts[b]! - counts[a]! || a - b)
}

/** A cell as a label: safe to print, on one line; `(none)` for null and empty. */
export function labelOf(cell: Cell | undefined): string {
  if (cell === null || cell === undefined || cell === '') return '(none)'
  const text = typeof cell === 'object' ? jsonText(cell) : String(cell)
  return screenText(text.length > 400 ? `${text.slice(0, 400)}…` : text)
}
