import { countOf } from '../../lib/count-of.ts'
import type { Cell } from '../../lib/table.ts'
import { clipText, fitText, screenText, textWidth } from '../../report/charts/fit-text.ts'
import { type Span, type StyledLine, span } from '../../report/charts/styled-line.ts'
import { withThousands } from '../../report/charts/value-axis.ts'
import { parseFilter } from '../arrange.ts'
import { displayCell, isRightAligned } from '../cell-display.ts'
import { withHits } from '../hits.ts'
import { type SectionLook, scrolledTo } from '../run/section-look.ts'
import { type Body, type Drawn, type Motion, positionOf, rowAt, shownCount, steppedTo } from './body.ts'
import { cutCellLines, cutCellRoom, type NamedCell } from './cut-cells.ts'
import {
  columnsOffered,
  columnsShown,
  type MeasuredColumn,
  measuredColumns,
  type Placed,
  placeColumns,
  scrolledColumns,
  withClips,
} from './table-columns.ts'

type PlacedColumn = MeasuredColumn & Placed & { readonly clip: (text: string) => string }

/** Cells left of the first column: the cursor's arrow and the mark of a marked row. */
const gutter = 3

/** Rows and columns, both scrolled; only what is on the screen is ever read. */
export const tableBody: Body = {
  draw(drawn) {
    const { table, look, width, height } = drawn
    const placed = placedColumns(drawn)
    const count = shownCount(drawn)
    const at = positionOf(drawn, look.row)
    const below = cellsBelow(drawn, placed)
    const room = height - 1 - below
    const top = scrolledTo(at, look.top, room, count)
    const lines: StyledLine[] = [headLine(drawn, placed)]
    for (let position = top; position < Math.min(count, top + room); position++) {
      lines.push(rowLine(drawn, placed, rowAt(drawn, position), position === at))
    }
    if (below > 0 && count > 0) lines.push(...cutCellLines(wideCells(drawn, placed, at), width, below))
    if (count === 0) lines.push([], [span(nothingFits(look, table.rowCount), 'quiet')])
    return lines
  },

  move(drawn, motion) {
    const { table, view, look, width } = drawn
    const names = columnsShown(table, view, look)
    const at = Math.max(0, names.indexOf(look.column ?? ''))
    const next = columnStep(at, motion, names.length)
    if (next !== undefined) {
      return {
        ...look,
        column: names[next]!,
        left: scrolledColumns(shownColumns(drawn), next, look.left, width - gutter),
      }
    }
    const count = shownCount(drawn)
    if (count === 0) return look
    if (motion === 'next' || motion === 'previous') return toHit(drawn, names, at, motion)
    const room = rowsRoom(drawn)
    const position = steppedTo(positionOf(drawn, look.row), motion, count, room)
    return { ...look, row: rowAt(drawn, position), top: scrolledTo(position, look.top, room, count) }
  },

  place(drawn) {
    const { table, look, view } = drawn
    const count = shownCount(drawn)
    const names = columnsShown(table, view, look)
    const placed = placedColumns(drawn)
    const last = look.left + placed.length
    const rows =
      count === 0
        ? 'no rows'
        : `row ${withThousands(String(positionOf(drawn, look.row) + 1))} of ${withThousands(String(count))}`
    const columns =
      placed.length < names.length
        ? `columns ${look.left + 1}-${last} of ${names.length}`
        : countOf(names.length, 'column')
    const offered = columnsOffered(table, view, look).length
    const hidden = table.columns.length - offered
    const empty = offered - names.length
    return `${rows} · ${columns}${hidden > 0 ? `, ${hidden} hidden` : ''}${empty > 0 ? `, ${empty} empty` : ''}`
  },

  under(drawn) {
    return shownCount(drawn) === 0 ? [] : [rowAt(drawn, positionOf(drawn, drawn.look.row))]
  },
}

/** The column the cursor is on. */
export function currentColumn({ table, view, look }: Drawn): string | undefined {
  const names = columnsShown(table, view, look)
  return names.find((name) => name === look.column) ?? names[0]
}

function shownColumns({ table, view, look, zone }: Drawn): readonly MeasuredColumn[] {
  return measuredColumns(table, columnsShown(table, view, look), zone, look.order?.column)
}

function placedColumns(drawn: Drawn): readonly PlacedColumn[] {
  const { table, look, width } = drawn
  const columns = shownColumns(drawn)
  return withClips(table, placeColumns(columns, Math.min(look.left, columns.length - 1), width - gutter))
}

/** Lines for rows: all but the names of the columns and the cells that are cut. */
function rowsRoom(drawn: Drawn): number {
  return drawn.height - 1 - cellsBelow(drawn, placedColumns(drawn))
}

/** Lines for what the row of the cursor holds and its line does not show. */
function cellsBelow(drawn: Drawn, placed: readonly PlacedColumn[]): number {
  const isWhole = placed.length === shownColumns(drawn).length && placed.every(({ need, width }) => width >= need.most)
  return isWhole ? 0 : cutCellRoom(drawn.height, shownCount(drawn))
}

/** The cells of the row at a position that are cut, that of the cursor's column first, then the longest; then those that are beside the screen. */
function wideCells(drawn: Drawn, placed: readonly PlacedColumn[], position: number): readonly NamedCell[] {
  const { table } = drawn
  const current = currentColumn(drawn)
  const row = rowAt(drawn, position)
  const cell = ({ name, index, format }: MeasuredColumn) => ({ name, text: format(table.cell(row, index)) })
  const cut = placed.flatMap((column) => {
    const made = cell(column)
    return textWidth(made.text) > column.width ? [made] : []
  })
  const isCurrent = ({ name }: NamedCell) => Number(name === current)
  cut.sort((a, b) => isCurrent(b) - isCurrent(a) || b.text.length - a.text.length)
  const isPlaced = new Set(placed.map(({ name }) => name))
  const beside = shownColumns(drawn).filter(({ name }) => !isPlaced.has(name))
  return [...cut, ...beside.map(cell).filter(({ text }) => text !== '')]
}

function columnStep(at: number, motion: Motion, count: number): number | undefined {
  switch (motion) {
    case 'left':
      return Math.max(0, at - 1)
    case 'right':
      return Math.min(count - 1, at + 1)
    case 'row-start':
      return 0
    case 'row-end':
      return count - 1
    default:
      return undefined
  }
}

function nothingFits({ filter }: SectionLook, rowCount: number): string {
  return `   None of ${countOf(rowCount, 'row')} ${filter.startsWith('!') ? 'is without' : 'contains'} "${screenText(filter.replace(/^!/, ''))}". Esc clears the filter.`
}

function headLine(drawn: Drawn, placed: readonly PlacedColumn[]): StyledLine {
  const { table, look } = drawn
  const current = currentColumn(drawn)
  const line: Span[] = [span(' '.repeat(gutter))]
  for (const { name, index, width } of placed) {
    if (line.length > 1) line.push(span('  '))
    const sorted = look.order?.column === name
    const mark = sorted ? (look.order!.descending ? ' ▼' : ' ▲') : ''
    const text = clipText(screenText(name), width - mark.length) + mark
    const padding = ' '.repeat(Math.max(0, width - textWidth(text)))
    const named = span(text, { tone: 'accent', bold: true, underline: name === current })
    line.push(...(isRightAligned(table.columns[index]!.type) ? [span(padding), named] : [named, span(padding)]))
  }
  return line
}

function rowLine(drawn: Drawn, placed: readonly PlacedColumn[], row: number, isCurrent: boolean): StyledLine {
  const { table, view, look, width } = drawn
  const ground = isCurrent ? ({ ground: 'row' } as const) : {}
  const marked = view.kind === 'table' && view.mark !== undefined && table.value(row, view.mark) === true
  const line: Span[] = [
    span(isCurrent ? '❯' : ' ', ground),
    span(marked ? '! ' : '  ', { tone: 'warn', bold: true, ...ground }),
  ]
  const current = isCurrent ? currentColumn(drawn) : undefined
  const { needle, inverse } = parseFilter(look.filter)
  let used = gutter
  for (const { name, index, width: cells, format, clip } of placed) {
    if (used > gutter) {
      line.push(span('  ', ground))
      used += 2
    }
    const { type } = table.columns[index]!
    const fitted = fitText(clip(format(table.cell(row, index))), cells, isRightAligned(type) ? 'right' : 'left')
    const style = name === current ? ({ ground: 'cursor' } as const) : ground
    line.push(...withHits([span(fitted, style)], inverse ? '' : needle))
    used += cells
  }
  if (isCurrent && used < width) line.push(span(' '.repeat(width - used), ground))
  return line
}

/** Most rows searched for the next hit: every looked-at row has one, if perhaps in a hidden column. */
const searched = 500

function toHit(drawn: Drawn, names: readonly string[], at: number, motion: 'next' | 'previous'): SectionLook {
  const { table, look, width, zone } = drawn
  const { needle, inverse } = parseFilter(look.filter)
  if (needle === '' || inverse) return look
  const step = motion === 'next' ? 1 : -1
  const count = shownCount(drawn)
  let column = at + step
  let position = positionOf(drawn, look.row)
  for (let tries = 0; tries < searched; tries++) {
    for (; column >= 0 && column < names.length; column += step) {
      const index = table.indexOf(names[column]!)
      const cell: Cell = table.cell(rowAt(drawn, position), index)
      if (!displayCell(cell, table.columns[index]!.type, zone).toLowerCase().includes(needle)) continue
      const left = scrolledColumns(shownColumns(drawn), column, look.left, width - gutter)
      const top = scrolledTo(position, look.top, rowsRoom(drawn), count)
      return { ...look, row: rowAt(drawn, position), column: names[column]!, left, top }
    }
    position += step
    if (position < 0 || position >= count) return look
    column = step > 0 ? 0 : names.length - 1
  }
  return look
}
