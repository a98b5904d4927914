import type { ColumnType, KqlType } from '../lib/kql-type.ts'
import { safeText } from '../lib/safe-text.ts'
import type { Table } from '../lib/table.ts'
import { shownText } from './cell-text.ts'
import { clipText, fitText, textWidth, widestText } from './charts/fit-text.ts'
import type { Zone } from './charts/zone.ts'

export interface TextTableOptions {
  /** Columns of the terminal or log line. */
  readonly width: number
  /** Most rows drawn; the rest is counted in a line of its own. Default all. */
  readonly maxRows?: number
  /** How to see the rows and cells that are not drawn in full. */
  readonly seeAll?: string
  /** The clock that cells of datetime columns are shown by. Default UTC. */
  readonly zone?: Zone
}

const narrowest = 6
const gap = 2
const rightAligned: ReadonlySet<KqlType> = new Set(['int', 'long', 'real', 'decimal'])

/**
 * A table as lines of text. Cells are cut to the width with `…`; where not even narrow columns fit side by side, each row
 * becomes a card of `name  value` lines. What was left out is said in the last line.
 */
export function textTable(table: Table, options: TextTableOptions): string[] {
  const shown = Math.min(table.rowCount, options.maxRows ?? table.rowCount)
  // A text that looks like a time stays what the log says.
  const zones = table.columns.map(({ type }) => (type === 'datetime' ? options.zone : undefined))
  const cells = table.rows(0, shown).map((row) => row.map((cell, at) => shownText(cell, zones[at])))
  const room = options.width - gap * (table.columns.length - 1)
  // Names may come from the log too: `bag_unpack` and `pivot` make columns of what is in it.
  const columns = table.columns.map(({ name, type }) => ({ name: safeText(name), type }))
  const lines = columns.length * narrowest > room ? cards(columns, cells, options.width) : grid(columns, cells, room)
  if (shown < table.rowCount) {
    lines.push(
      `… ${table.rowCount - shown} more of ${table.rowCount} rows${options.seeAll ? ` (${options.seeAll})` : ''}`,
    )
  }
  return lines
}

function grid(columns: readonly ColumnType[], cells: readonly string[][], room: number): string[] {
  const wanted = columns.map((column, at) =>
    cells.reduce((most, row) => Math.max(most, textWidth(row[at]!)), textWidth(column.name)),
  )
  const widths = fitWidths(wanted, room)
  const line = (texts: readonly string[]) =>
    texts
      .map((text, at) => fitText(text, widths[at]!, rightAligned.has(columns[at]!.type) ? 'right' : 'left'))
      .join(' '.repeat(gap))
      .trimEnd()
  return [
    line(columns.map((column) => column.name)),
    widths.map((width) => '─'.repeat(width)).join(' '.repeat(gap)),
    ...cells.map(line),
  ]
}

function cards(columns: readonly ColumnType[], cells: readonly string[][], width: number): string[] {
  const label = Math.min(32, widestText(columns.map((column) => column.name)))
  return cells.flatMap((row, index) => [
    `── row ${index + 1} ${'─'.repeat(20)}`,
    ...columns.flatMap((column, at) =>
      row[at] === '' ? [] : [`${fitText(column.name, label)}  ${clipText(row[at]!, Math.max(20, width - label - 2))}`],
    ),
  ])
}

/** Gives each column what it wants while there is room; else the widest give way first. */
export function fitWidths(wanted: readonly number[], room: number): number[] {
  const widths = [...wanted]
  let excess = widths.reduce((sum, width) => sum + width, 0) - room
  while (excess > 0) {
    const widest = Math.max(...widths)
    const atWidest = widths.flatMap((width, at) => (width === widest ? [at] : []))
    const next = Math.max(narrowest, ...widths.filter((width) => width < widest))
    if (widest <= narrowest) break
    const cut = Math.min(widest - next || 1, Math.max(1, Math.ceil(excess / atWidest.length)))
    for (const at of atWidest) {
      if (excess <= 0) break
      widths[at] = widths[at]! - cut
      excess -= cut
    }
  }
  return widths
}
