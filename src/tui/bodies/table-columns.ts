import type { Table } from '../../lib/table.ts'
import type { View } from '../../notebooklet/view.ts'
import { screenText, textWidth } from '../../report/charts/fit-text.ts'
import type { Zone } from '../../report/charts/zone.ts'
import { displayCell } from '../cell-display.ts'
import { remembered } from '../remembered.ts'
import type { SectionLook } from '../run/section-look.ts'

export interface ShownColumn {
  readonly name: string
  readonly index: number
  /** Cells its widest value takes, as far as looked; at least its name, with a mark where it is sorted by. */
  readonly wanted: number
}

/** Cells of the mark behind the name of the column that rows are sorted by. */
const sortMark = 2

/** Rows looked at to learn how wide a column is. */
const sampleSize = 400

/** The columns shown: those the user chose, else those the view names, else all; of the latter none that is empty from top to bottom. */
export function columnsShown(table: Table, view: View, look: SectionLook): readonly string[] {
  const names = columnsOffered(table, view, look)
  if (look.columns || table.rowCount === 0) return names
  const filled = filledColumns(table)
  const kept = names.filter((name) => filled.has(name))
  return kept.length > 0 ? kept : names
}

/** Columns in which some cell holds something. Their cells are not looked at one by one: there may be a million. */
function filledColumns(table: Table): ReadonlySet<string> {
  return remembered('filled columns', table, [], () => {
    const filled = table.columns.filter((_, at) => {
      const data = table.data[at]!
      if (data.valid && !data.valid.includes(1)) return false
      return data.kind !== 'texts' || data.dictionary.some((text) => text !== '')
    })
    return new Set(filled.map(({ name }) => name))
  })
}

/** The columns the user chose, else those the view names, else all. */
export function columnsOffered(table: Table, view: View, look: SectionLook): readonly string[] {
  const named = look.columns ?? ((view.kind === 'table' || view.kind === 'facts') && view.columns)
  const known = named ? named.filter((name) => table.indexOf(name) >= 0) : []
  return known.length > 0 ? known : table.columns.map(({ name }) => name)
}

/** The shown columns with the width each would like, learned from rows spread over the whole table, so that it does not change with scrolling. */
export function measuredColumns(
  table: Table,
  names: readonly string[],
  zone: Zone,
  sorted?: string,
): readonly ShownColumn[] {
  return remembered('columns', table, [zone, names.join('\n'), sorted], () =>
    names.map((name) => {
      const index = table.indexOf(name)
      const { type } = table.columns[index]!
      let wanted = textWidth(screenText(name)) + (name === sorted ? sortMark : 0)
      const step = Math.max(1, Math.floor(table.rowCount / sampleSize))
      for (let row = 0; row < table.rowCount; row += step) {
        wanted = Math.max(wanted, textWidth(displayCell(table.cell(row, index), type, zone)))
      }
      return { name, index, wanted }
    }),
  )
}

export interface PlacedColumn extends ShownColumn {
  readonly width: number
  /** The last one, where the room that was left is less than it would have got. */
  readonly isCut: boolean
}

const gap = 2
const narrow = 24

/** Room that is worth showing the beginning of one more column in. */
const worthwhile = 10

/**
 * The columns that fit in `room` cells, from the column `left`, with the width each gets. Wide ones are cut to a share of
 * the room first; what is left over goes back to them, or to the beginning of the next. At least one column is placed.
 */
export function placeColumns(columns: readonly ShownColumn[], left: number, room: number): readonly PlacedColumn[] {
  const most = Math.max(narrow, Math.floor(room * 0.4))
  const placed: { column: ShownColumn; width: number; isCut: boolean }[] = []
  let used = 0
  for (const column of columns.slice(left)) {
    // The first says what the row is about: it may have half.
    const share = placed.length === 0 ? Math.max(most, Math.floor(room / 2)) : most
    const width = Math.min(column.wanted, share, room)
    const space = placed.length > 0 ? gap : 0
    const rest = room - used - space
    if (placed.length > 0 && width > rest) {
      if (rest >= worthwhile) {
        placed.push({ column, width: rest, isCut: true })
        used = room
      }
      break
    }
    placed.push({ column, width, isCut: false })
    used += space + width
  }
  for (const each of placed) {
    const more = Math.min(each.column.wanted - each.width, room - used)
    if (more <= 0) continue
    each.width += more
    used += more
  }
  return placed.map(({ column, ...rest }) => ({ ...column, ...rest }))
}

/** The first shown column that brings column `at` into the room, whole if that can be. */
export function scrolledColumns(columns: readonly ShownColumn[], at: number, left: number, room: number): number {
  if (at <= left) return at
  let first = left
  while (first < at) {
    const placed = placeColumns(columns, first, room)
    const there = placed[at - first]
    if (there && !there.isCut) break
    first++
  }
  return first
}
