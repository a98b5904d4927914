import type { FactsView } from '../../notebooklet/view.ts'
import { clipText, fitText, screenText, widestText, wrapClipped } from '../../report/charts/fit-text.ts'
import { type StyledLine, span } from '../../report/charts/styled-line.ts'
import { withThousands } from '../../report/charts/value-axis.ts'
import { parseFilter } from '../arrange.ts'
import { withHits } from '../hits.ts'
import { remembered } from '../remembered.ts'
import { scrolledTo } from '../run/section-look.ts'
import { type Body, type Drawn, shownCount, steppedTo } from './body.ts'
import { columnsShown, measuredColumns } from './table-columns.ts'

/** The non-empty cells of all cards, one after the other. */
interface Fields {
  /** Table row, column number and card number of each field. */
  readonly row: readonly number[]
  readonly column: readonly number[]
  readonly card: readonly number[]
  readonly cards: number
  readonly labels: number
  /** What each field shows, in lines. */
  readonly texts: readonly (readonly string[])[]
  /** The line each field begins at, the heads of cards counted; behind the last, how many lines there are. */
  readonly starts: readonly number[]
}

/** Most lines of a field; the row shows it whole. */
const mostLines = 6

/** Fields beyond which each has one line: nobody reads so many, and they are not all wrapped for that. */
const mostWrapped = 2000

/** Each row a card of label and value, long values wrapped; empty cells are left out. */
export const factsBody: Body<FactsView> = {
  draw(drawn) {
    const { look, width, height } = drawn
    const fields = fieldsOf(drawn)
    const at = fieldAt(drawn, fields)
    const several = fields.cards > 1
    const top = topAt(fields, at, look.top, height)
    const lines: StyledLine[] = []
    for (let field = firstFieldFrom(fields, top); field < fields.row.length; field++) {
      const start = fields.starts[field]!
      const opens = several && (field === 0 || fields.card[field - 1] !== fields.card[field])
      if (opens && start - 1 >= top) lines.push(cardHead(fields.card[field]!, fields.cards, width))
      lines.push(...fieldLines(drawn, fields, field, field === at).slice(Math.max(0, top - start)))
      if (lines.length >= height) break
    }
    if (fields.row.length === 0) lines.push([span(' Every value is empty.', 'quiet')])
    return lines.slice(0, height)
  },

  move(drawn, motion) {
    const { table, look, height } = drawn
    const fields = fieldsOf(drawn)
    if (fields.row.length === 0) return look
    const from = fieldAt(drawn, fields)
    const to =
      motion === 'left' || motion === 'right'
        ? cardBeside(fields, from, motion === 'left' ? -1 : 1)
        : steppedTo(from, motion, fields.row.length, height)
    const top = topAt(fields, to, look.top, height)
    return { ...look, row: fields.row[to]!, column: table.columns[fields.column[to]!]!.name, top }
  },

  place(drawn) {
    const fields = fieldsOf(drawn)
    const at = fieldAt(drawn, fields)
    const field = `field ${withThousands(String(fields.row.length === 0 ? 0 : at + 1))} of ${withThousands(String(fields.row.length))}`
    return fields.cards > 1
      ? `card ${(fields.card[at] ?? 0) + 1} of ${withThousands(String(fields.cards))} · ${field}`
      : field
  },

  under(drawn) {
    const fields = fieldsOf(drawn)
    const row = fields.row[fieldAt(drawn, fields)]
    return row === undefined ? [] : [row]
  },
}

/** The name of the column the cursor is on. */
export function currentField(drawn: Drawn<FactsView>): string | undefined {
  const fields = fieldsOf(drawn)
  const column = fields.column[fieldAt(drawn, fields)]
  return column === undefined ? undefined : drawn.table.columns[column]!.name
}

/** The first line shown so that a field is in view, with the head of its card where it is the first of it. */
function topAt(fields: Fields, at: number, top: number, height: number): number {
  const start = fields.starts[at] ?? 0
  const count = fields.starts.at(-1) ?? 0
  const isFirst = fields.cards > 1 && (at === 0 || fields.card[at - 1] !== fields.card[at])
  const last = start + (fields.texts[at]?.length ?? 1) - 1
  return scrolledTo(isFirst ? start - 1 : start, scrolledTo(last, top, height, count), height, count)
}

function fieldLines(drawn: Drawn, fields: Fields, field: number, isCurrent: boolean): StyledLine[] {
  const { table, look, width } = drawn
  const ground = isCurrent ? ({ ground: 'row' } as const) : {}
  const { needle, inverse } = parseFilter(look.filter)
  const name = screenText(table.columns[fields.column[field]!]!.name)
  const room = valueRoom(width, fields.labels)
  return fields.texts[field]!.map((text, index) =>
    withHits(
      [
        span(isCurrent && index === 0 ? '❯ ' : '  ', ground),
        span(fitText(index === 0 ? name : '', fields.labels), { tone: 'accent', ...ground }),
        span('  ', ground),
        span(isCurrent ? fitText(text, room + 1) : text, isCurrent ? { ground: 'cursor' } : {}),
      ],
      inverse ? '' : needle,
    ),
  )
}

/** Cells for a value beside its label. */
function valueRoom(width: number, labels: number): number {
  return Math.max(1, width - labels - 5)
}

function fieldsOf(drawn: Drawn): Fields {
  const { table, view, look, width, zone } = drawn
  const names = columnsShown(table, view, look)
  return remembered('fields', table, [look.rows, names.join('\n'), width, zone], () => {
    const columns = measuredColumns(table, names, zone)
    const row: number[] = []
    const column: number[] = []
    const card: number[] = []
    const values: string[] = []
    let cards = 0
    for (let position = 0; position < shownCount(drawn); position++) {
      const at = look.rows ? look.rows[position]! : position
      const before = row.length
      for (const { index, format } of columns) {
        const cell = table.cell(at, index)
        if (cell === null || cell === '') continue
        row.push(at)
        column.push(index)
        card.push(cards)
        values.push(format(cell))
      }
      if (row.length > before) cards++
    }
    const labels = Math.min(32, widestText(names.map(screenText)))
    const room = valueRoom(width, labels)
    const texts = values.map((text) =>
      values.length > mostWrapped ? [clipText(text, room)] : wrapClipped(text, room, mostLines),
    )
    const starts: number[] = []
    let line = 0
    texts.forEach((each, field) => {
      if (cards > 1 && (field === 0 || card[field - 1] !== card[field])) line++
      starts.push(line)
      line += each.length
    })
    return { row, column, card, cards, labels, texts, starts: [...starts, line] }
  })
}

/** The field the cursor is on: that row's and column's, else the row's first, else the first of all. */
function fieldAt({ table, look }: Drawn, fields: Fields): number {
  let first = -1
  for (let field = fields.row.indexOf(look.row); field >= 0 && fields.row[field] === look.row; field++) {
    if (first < 0) first = field
    if (look.column !== undefined && table.columns[fields.column[field]!]!.name === look.column) return field
  }
  return Math.max(0, first)
}

function firstFieldFrom({ starts, texts }: Fields, top: number): number {
  let low = 0
  let high = texts.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (starts[middle]! + texts[middle]!.length <= top) low = middle + 1
    else high = middle
  }
  return low
}

function cardHead(card: number, cards: number, width: number): StyledLine {
  const text = ` ${card + 1} of ${withThousands(String(cards))} `
  const rule = '─'
  return [span(`${rule.repeat(2)}${text}${rule.repeat(Math.max(0, width - text.length - 3))}`, 'quiet')]
}

function cardBeside(fields: Fields, from: number, step: -1 | 1): number {
  const wanted = fields.card[from]! + step
  const found = fields.card.indexOf(Math.max(0, wanted))
  return found < 0 ? from : found
}
