import type { Table } from '../../lib/table.ts'
import type { MatrixView } from '../../notebooklet/view.ts'
import { columnNumbers, labelOf, type RowOrder } from './column-values.ts'
import { clipMiddle, clipText, fitText, widestText } from './fit-text.ts'
import { heatTones, type Span, type StyledLine, span } from './styled-line.ts'
import { formatNumber } from './value-axis.ts'

export interface MatrixCell {
  readonly value: number
  /** Looked-at rows behind it; more than one where a pair of labels repeats: the value is their sum. */
  readonly rows: readonly number[]
}

export interface Matrix {
  readonly rowLabels: readonly string[]
  readonly columnLabels: readonly string[]
  /** Absent where the table has no row for the pair. */
  cell(row: number, column: number): MatrixCell | undefined
  readonly highest: number
  /** Pairs of labels that several rows have. */
  readonly repeated: number
  readonly missing: number
}

/** The cells of a heat map; labels in order of appearance. */
export function matrixOf(view: MatrixView, table: Table, rows: RowOrder): Matrix {
  const values = columnNumbers(table, view.value, rows)
  const rowNumbers = new Map<string, number>()
  const columnNumbersOf = new Map<string, number>()
  const [rowColumn, columnColumn] = [table.indexOf(view.row), table.indexOf(view.column)]
  const cells = new Map<string, { value: number; rows: number[] }>()
  let missing = 0
  let repeated = 0
  let highest = 0
  values.forEach((value, at) => {
    if (!Number.isFinite(value)) {
      missing++
      return
    }
    const row = rows ? rows[at]! : at
    const key = `${numberOf(rowNumbers, labelIn(table, row, rowColumn))},${numberOf(columnNumbersOf, labelIn(table, row, columnColumn))}`
    const cell = cells.get(key)
    if (cell) {
      if (cell.rows.length === 1) repeated++
      cell.value += value
      cell.rows.push(at)
    } else cells.set(key, { value, rows: [at] })
    highest = Math.max(highest, cells.get(key)!.value)
  })
  return {
    rowLabels: [...rowNumbers.keys()],
    columnLabels: [...columnNumbersOf.keys()],
    cell: (row, column) => cells.get(`${row},${column}`),
    highest,
    repeated,
    missing,
  }
}

function labelIn(table: Table, row: number, column: number): string {
  return labelOf(column < 0 ? undefined : table.cell(row, column))
}

function numberOf(numbers: Map<string, number>, label: string): number {
  const known = numbers.get(label)
  if (known !== undefined) return known
  numbers.set(label, numbers.size)
  return numbers.size - 1
}

/** Cells of a column's label that still tell it from others; those it has where there is no need to spare; those it has at most. */
const [shortLabel, usualLabel, longLabel] = [8, 14, 28]

export interface MatrixLayout {
  readonly labels: number
  /** Cells of a column: label or value, the shade, and a gap. */
  readonly cell: number
  /** Columns that fit. */
  readonly shown: number
}

export function layoutMatrix(matrix: Matrix, width: number): MatrixLayout {
  const labels = Math.min(widestText(matrix.rowLabels), Math.max(8, Math.floor(width * 0.35)))
  const value = widestText([formatNumber(matrix.highest)])
  // Rather all columns with short labels than some of them with long ones; the cursor's line and the rows have them whole.
  const even = Math.floor((width - labels) / Math.max(1, matrix.columnLabels.length)) - 1
  const label = Math.min(Math.max(usualLabel, Math.min(even, longLabel)), widestText(matrix.columnLabels))
  const cell = Math.max(value + 2, Math.min(label, Math.max(even, shortLabel)), 4) + 1
  return { labels, cell, shown: Math.max(1, Math.floor((width - labels) / cell)) }
}

/** The line of column labels, from the column `from`. */
export function matrixHead(matrix: Matrix, layout: MatrixLayout, from: number): StyledLine {
  const line: Span[] = [span(' '.repeat(layout.labels))]
  const width = layout.cell - 1
  const cut = matrix.columnLabels.map((label) => clipText(label, width))
  for (let column = from; column < Math.min(from + layout.shown, cut.length); column++) {
    // Those that begin alike are told apart by their ends.
    const isAlike = cut.indexOf(cut[column]!) !== cut.lastIndexOf(cut[column]!)
    const label = isAlike ? clipMiddle(matrix.columnLabels[column]!, width) : cut[column]!
    line.push(span(` ${fitText(label, width, 'right')}`, { tone: 'quiet', bold: true }))
  }
  return line
}

const shades = ['░', '▒', '▓', '█'] as const

/** A line of cells: the number and, after it, a shade that grows with its share of the highest. */
export function matrixRow(matrix: Matrix, layout: MatrixLayout, row: number, from: number): StyledLine {
  const line: Span[] = [span(fitText(matrix.rowLabels[row]!, layout.labels))]
  for (let column = from; column < Math.min(from + layout.shown, matrix.columnLabels.length); column++) {
    const cell = matrix.cell(row, column)
    if (!cell) {
      line.push(span(fitText('·', layout.cell - 2, 'right'), 'quiet'), span('  '))
      continue
    }
    const heat = heatOf(cell.value, matrix.highest)
    const shade = heat === 0 ? ' ' : shades[(heat - 1) as 0 | 1 | 2 | 3]
    line.push(span(fitText(formatNumber(cell.value), layout.cell - 2, 'right')), span(` ${shade}`, heatTones[heat]))
  }
  return line
}

/** 0 for nothing, then 1…4 by quarters of the highest. */
function heatOf(value: number, highest: number): 0 | 1 | 2 | 3 | 4 {
  if (!(value > 0) || highest <= 0) return 0
  return Math.min(4, Math.ceil((value / highest) * 4)) as 1 | 2 | 3 | 4
}
