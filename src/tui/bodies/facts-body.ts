import type { FactsView } from '../../notebooklet/view.ts'
import { clipText, fitText, screenText, widestText } from '../../report/charts/fit-text.ts'
import { type StyledLine, span } from '../../report/charts/styled-line.ts'
import { withThousands } from '../../report/charts/value-axis.ts'
import { parseFilter } from '../arrange.ts'
import { displayCell } from '../cell-display.ts'
import { withHits } from '../hits.ts'
import { remembered } from '../remembered.ts'
import { scrolledTo } from '../run/section-look.ts'
import { type Body, type Drawn, shownCount, steppedTo } from './body.ts'
import { columnsShown } from './table-columns.ts'

/** The non-empty cells of all cards, one after the other. */
interface Fields {
  /** Table row, column number and card number of each field. */
  readonly row: readonly number[]
  readonly column: readonly number[]
  readonly card: readonly number[]
  readonly cards: number
  readonly labels: number
}

/** Each row a card of label and value, one field a line; empty cells are left out. */
export const factsBody: Body<FactsView> = {
  draw(drawn) {
    const { table, look, width, height, zone } = drawn
    const fields = fieldsOf(drawn)
    const at = fieldAt(drawn, fields)
    const several = fields.cards > 1
    const lineOf = (field: number) => field + (several ? fields.card[field]! + 1 : 0)
    const count = fields.row.length + (several ? fields.cards : 0)
    const top = scrolledTo(lineOf(at), look.top, height, count)
    const lines: StyledLine[] = []
    for (let field = firstFieldFrom(fields, lineOf, top); field < fields.row.length; field++) {
      const card = fields.card[field]!
      const opens = several && (field === 0 || fields.card[field - 1] !== card)
      if (opens && lineOf(field) - 1 >= top) lines.push(cardHead(card, fields.cards, width))
      if (lineOf(field) >= top) lines.push(fieldLine(drawn, fields, field, field === at))
      if (lines.length >= height) break
    }
    if (fields.row.length === 0) lines.push([span(' Every value is empty.', 'quiet')])
    return lines.slice(0, height)

    function fieldLine(
      { table: cells }: Drawn,
      { row, column }: Fields,
      field: number,
      isCurrent: boolean,
    ): StyledLine {
      const { name, type } = cells.columns[column[field]!]!
      const ground = isCurrent ? ({ ground: 'row' } as const) : {}
      const value = displayCell(table.cell(row[field]!, column[field]!), type, zone)
      const room = width - fields.labels - 5
      const { needle, inverse } = parseFilter(look.filter)
      const line = [
        span(isCurrent ? '❯ ' : '  ', ground),
        span(fitText(screenText(name), fields.labels), { tone: 'accent', ...ground }),
        span('  ', ground),
        span(isCurrent ? fitText(value, room + 1) : clipText(value, room), isCurrent ? { ground: 'cursor' } : {}),
      ]
      return withHits(line, inverse ? '' : needle)
    }
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
    const several = fields.cards > 1
    const line = to + (several ? fields.card[to]! + 1 : 0)
    // The head of a card comes into view with its first field.
    const head = several && (to === 0 || fields.card[to - 1] !== fields.card[to]) ? line - 1 : line
    const count = fields.row.length + (several ? fields.cards : 0)
    const top = scrolledTo(line, scrolledTo(head, look.top, height, count), height, count)
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

function fieldsOf(drawn: Drawn<FactsView>): Fields {
  const { table, view, look } = drawn
  const names = columnsShown(table, view, look)
  return remembered('fields', table, [look.rows, names.join('\n')], () => {
    const indexes = names.map((name) => table.indexOf(name))
    const row: number[] = []
    const column: number[] = []
    const card: number[] = []
    let cards = 0
    for (let position = 0; position < shownCount(drawn); position++) {
      const at = look.rows ? look.rows[position]! : position
      const filled = indexes.filter((index) => {
        const cell = table.cell(at, index)
        return cell !== null && cell !== ''
      })
      if (filled.length === 0) continue
      for (const index of filled) {
        row.push(at)
        column.push(index)
        card.push(cards)
      }
      cards++
    }
    return { row, column, card, cards, labels: Math.min(32, widestText(names.map(screenText))) }
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

function firstFieldFrom(fields: Fields, lineOf: (field: number) => number, top: number): number {
  let low = 0
  let high = fields.row.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (lineOf(middle) < top) low = middle + 1
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
