import type { ColumnType, KqlType } from '../lib/kql-type.ts'
import { safeText } from '../lib/safe-text.ts'
import type { Table } from '../lib/table.ts'
import { cellFormat } from './cell-format.ts'
import { clipText, fitText, textWidth, widestText, wrapClipped, wrapText } from './charts/fit-text.ts'
import type { Zone } from './charts/zone.ts'
import { columnClip } from './column-clip.ts'
import { allotWidths, type ColumnNeed, columnNeed, isSentence, widthOf } from './column-widths.ts'
import { constantColumns, filledColumns } from './telling-columns.ts'

export interface TextTableOptions {
  /** Columns of the terminal or log line. */
  readonly width: number
  /** Most rows drawn; the rest is counted in a line of its own. Default all. */
  readonly maxRows?: number
  /** How to see the rows and cells that are not drawn in full. */
  readonly seeAll?: string
  /** The clock that cells of datetime columns are shown by. Default UTC. */
  readonly zone?: Zone
  /**
   * Columns that are empty in every row are only named, under the table, and so are, with their value, those that hold the same in
   * every row, where there is no room for all. Default: every column is drawn.
   */
  readonly condense?: boolean
}

interface TextColumn extends ColumnType {
  readonly cells: readonly string[]
  readonly need: ColumnNeed
}

const gap = 2
const rightAligned: ReadonlySet<KqlType> = new Set(['int', 'long', 'real', 'decimal'])

/** Most columns whose texts stand under their row, most of others after them, and most lines of each. */
const mostUnder = 2
const mostRest = 6
const mostLines = 3

/** Cells that what stands under a row is indented by. */
const indent = 6

/**
 * A table as lines of text. While there is room, a row is a line. Where sentences would be cut to a few words, they stand under
 * their row instead, by name, and so do some last columns; what is cut ends with `…`. Where not even that leaves room, each row
 * becomes a card of `name  value` lines. What was left out is said in the last lines.
 */
export function textTable(table: Table, options: TextTableOptions): string[] {
  const shown = Math.min(table.rowCount, options.maxRows ?? table.rowCount)
  const all = textColumns(table, shown, options.zone)
  const { columns, notes } = options.condense ? condensed(table, all, options.width) : { columns: all, notes: [] }
  const lines = bodyLines(columns, shown, options.width)
  if (shown < table.rowCount) {
    lines.push(
      `… ${table.rowCount - shown} more of ${table.rowCount} rows${options.seeAll ? ` (${options.seeAll})` : ''}`,
    )
  }
  return [...lines, ...notes.flatMap((note) => wrapText(note, Math.max(20, options.width)))]
}

function textColumns(table: Table, shown: number, zone: Zone | undefined): TextColumn[] {
  const rows = table.rows(0, shown)
  return table.columns.map(({ name, type }, at) => {
    const cells = rows.map((row) => row[at])
    const format = cellFormat(type, cells, zone)
    const texts = cells.map(format)
    // Names may come from the log too: `bag_unpack` and `pivot` make columns of what is in it.
    const safe = safeText(name)
    return { name: safe, type, cells: texts, need: columnNeed(safe, type, texts.map(textWidth)) }
  })
}

function condensed(
  table: Table,
  all: readonly TextColumn[],
  width: number,
): { readonly columns: readonly TextColumn[]; readonly notes: readonly string[] } {
  const isFilled = filledColumns(table)
  const filled = all.filter((_, at) => isFilled[at])
  if (filled.length === 0) return { columns: all, notes: [] }
  const notes = filled.length < all.length ? [`(empty: ${namesOf(all.filter((_, at) => !isFilled[at]))})`] : []
  if (
    widthOf(
      filled.map(({ need }) => need.most),
      gap,
    ) <= width
  )
    return { columns: filled, notes }
  const isConstant = constantColumns(table)
  const telling = filled.filter((column) => !isConstant[all.indexOf(column)])
  if (telling.length === 0 || telling.length === filled.length) return { columns: filled, notes }
  const constant = filled.filter((column) => !telling.includes(column))
  const values = constant.map(({ name, cells }) => `${name} ${clipText(cells[0] ?? '', width)}`)
  return { columns: telling, notes: [...notes, `(the same in every row: ${values.join(' · ')})`] }
}

function namesOf(columns: readonly TextColumn[]): string {
  return columns.map(({ name }) => name).join(', ')
}

/** Where the columns of a table stand. */
interface Arrangement {
  /** Side by side. */
  readonly beside: readonly TextColumn[]
  /** Under their row, each on lines of its own. */
  readonly under: readonly TextColumn[]
  /** Under their row, one after the other. */
  readonly rest: readonly TextColumn[]
}

function bodyLines(columns: readonly TextColumn[], shown: number, width: number): string[] {
  const arranged = arrange(columns, width)
  return arranged ? grid(arranged, shown, width) : cards(columns, shown, width)
}

/** A line for each row where names have to be cut for it at most; else sentences stand under it, and then the last columns. Undefined where too many had to. */
function arrange(columns: readonly TextColumn[], width: number): Arrangement | undefined {
  const fits = (beside: readonly TextColumn[], by: 'enough' | 'least') =>
    widthOf(
      beside.map(({ need }) => need[by]),
      gap,
    ) <= width
  const under: TextColumn[] = []
  let beside = columns
  while (under.length < mostUnder && beside.length > 1 && !fits(beside, 'enough')) {
    const [longest] = beside.filter(({ need }) => isSentence(need)).sort((a, b) => b.need.usual - a.need.usual)
    if (!longest) break
    under.push(longest)
    beside = beside.filter((column) => column !== longest)
  }
  under.sort((a, b) => columns.indexOf(a) - columns.indexOf(b))
  if (under.length === 0 && fits(beside, 'least')) return { beside, under, rest: [] }
  const dropped = [...Array(mostRest + 1).keys()].find((count) =>
    fits(beside.slice(0, beside.length - count), 'enough'),
  )
  if (dropped !== undefined && beside.length - dropped >= 2) {
    const kept = beside.length - dropped
    return { beside: beside.slice(0, kept), under, rest: beside.slice(kept) }
  }
  return fits(beside, 'least') ? { beside, under, rest: [] } : undefined
}

function grid({ beside, under, rest }: Arrangement, shown: number, width: number): string[] {
  const widths = allotWidths(
    beside.map(({ need }) => need),
    width - gap * (beside.length - 1),
  )
  const clips = beside.map(({ cells }, at) => columnClip(cells, widths[at]!))
  const line = (texts: readonly string[]) =>
    texts
      .map((text, at) => fitText(text, widths[at]!, rightAligned.has(beside[at]!.type) ? 'right' : 'left'))
      .join(' '.repeat(gap))
      .trimEnd()
  const lines = [
    line(beside.map((column) => column.name)),
    widths.map((cells) => '─'.repeat(cells)).join(' '.repeat(gap)),
  ]
  for (let row = 0; row < shown; row++) {
    lines.push(line(beside.map(({ cells }, at) => clips[at]!(cells[row]!))))
    for (const { name, cells } of under) lines.push(...labelled(`${name}: `, cells[row]!, indent, width))
    const others = rest.flatMap(({ name, cells }) => (cells[row] === '' ? [] : [`${name}: ${cells[row]}`]))
    lines.push(...labelled('', others.join(' · '), indent, width))
  }
  return lines
}

function cards(columns: readonly TextColumn[], shown: number, width: number): string[] {
  const label = Math.min(32, widestText(columns.map(({ name }) => name)))
  return Array.from({ length: shown }, (_, row) => [
    `── row ${row + 1} ${'─'.repeat(20)}`,
    ...columns.flatMap(({ name, cells }) =>
      labelled(`${fitText(name, label)}  `, cells[row]!, 0, Math.max(width, label + 22)),
    ),
  ]).flat()
}

/** A value behind its name, wrapped and set in; none where it is empty. */
function labelled(label: string, text: string, from: number, width: number): string[] {
  if (text === '') return []
  const room = Math.max(20, width - from - textWidth(label))
  const lines = wrapClipped(text, room, mostLines)
  return lines.map((line, at) => `${' '.repeat(from)}${at === 0 ? label : ' '.repeat(textWidth(label))}${line}`)
}
