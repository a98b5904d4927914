import type { Table } from '../../lib/table.ts'
import type { View } from '../../notebooklet/view.ts'
import { type CellFormat, cellFormat } from '../../report/cell-format.ts'
import { screenText, textWidth } from '../../report/charts/fit-text.ts'
import type { Zone } from '../../report/charts/zone.ts'
import { columnClip } from '../../report/column-clip.ts'
import { allotWidths, type ColumnNeed, columnNeed, wholeWidth, widthOf } from '../../report/column-widths.ts'
import { filledColumns } from '../../report/telling-columns.ts'
import { remembered } from '../remembered.ts'
import type { SectionLook } from '../run/section-look.ts'

export interface ShownColumn {
  readonly name: string
  readonly index: number
  /** The room it would like, as far as looked; at least for its name, with a mark where it is sorted by. */
  readonly need: ColumnNeed
}

export interface MeasuredColumn extends ShownColumn {
  readonly format: CellFormat
  /** Cells looked at, as they are shown. */
  readonly texts: readonly string[]
}

/** Cells of the mark behind the name of the column that rows are sorted by. */
const sortMark = 2

/** Rows looked at to learn how a column is shown: so many together, as neighbours have to be told apart, in so many places. */
const [neighbours, places] = [8, 50]

/** The columns shown: those the user chose, else those the view names, else all; of the latter none that is empty from top to bottom. */
export function columnsShown(table: Table, view: View, look: SectionLook): readonly string[] {
  const names = columnsOffered(table, view, look)
  if (look.columns || table.rowCount === 0) return names
  const filled = remembered('filled columns', table, [], () => filledColumns(table))
  const kept = names.filter((name) => filled[table.indexOf(name)])
  return kept.length > 0 ? kept : names
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
): readonly MeasuredColumn[] {
  return remembered('columns', table, [zone, names.join('\n'), sorted], () => {
    const rows = sampledRows(table.rowCount)
    return names.map((name) => {
      const index = table.indexOf(name)
      const { type } = table.columns[index]!
      const cells = rows.map((row) => table.cell(row, index))
      const format = cellFormat(type, cells, zone)
      const texts = cells.map(format)
      const need = columnNeed(screenText(name), type, texts.map(textWidth), name === sorted ? sortMark : 0)
      return { name, index, need, format, texts }
    })
  })
}

function sampledRows(count: number): number[] {
  const step = Math.max(neighbours, Math.floor(count / places))
  const rows: number[] = []
  for (let row = 0; row < count; row += step) {
    for (let at = row; at < Math.min(count, row + neighbours); at++) rows.push(at)
  }
  return rows
}

export interface Placed {
  readonly width: number
  /** The last one, where the room that was left is less than it can be read in. */
  readonly isCut: boolean
}

const gap = 2

/**
 * The columns that fit in `room` cells, from the column `left`, with the width each gets: as many as can be read side by side, and
 * the beginning of the next where that leaves room for it. At least one column is placed.
 */
export function placeColumns<Column extends ShownColumn>(
  columns: readonly Column[],
  left: number,
  room: number,
): readonly (Column & Placed)[] {
  const placed: Column[] = []
  const taken = (width: (need: ColumnNeed) => number, next: number) =>
    widthOf([...placed.map(({ need }) => width(need)), next], gap)
  let beginning: Column | undefined
  for (const column of columns.slice(left)) {
    if (placed.length > 0 && taken(({ enough }) => enough, column.need.enough) > room) {
      if (taken(wholeWidth, column.need.least) <= room) beginning = column
      break
    }
    placed.push(column)
  }
  const needs = placed.map(({ need }) => need)
  if (beginning) {
    placed.push(beginning)
    needs.push({ ...beginning.need, enough: beginning.need.least })
  }
  const widths = allotWidths(needs, room - gap * (needs.length - 1))
  return placed.map((column, at) => {
    const width = Math.min(widths[at]!, room)
    return { ...column, width, isCut: at > 0 && width < column.need.enough }
  })
}

/** The placed columns with what cuts their cells. */
export function withClips(
  table: Table,
  placed: readonly (MeasuredColumn & Placed)[],
): readonly (MeasuredColumn & Placed & { readonly clip: (text: string) => string })[] {
  const key = placed.map(({ index, width }) => `${index}:${width}`).join(' ')
  const clips = remembered('clips', table, [key, placed[0]?.texts], () =>
    placed.map(({ texts, width }) => columnClip(texts, width)),
  )
  return placed.map((column, at) => ({ ...column, clip: clips[at]! }))
}

/** The first shown column that brings column `at` into the room, readable if that can be. */
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
