import { countOf } from '../../lib/count-of.ts'
import type { MatrixView } from '../../notebooklet/view.ts'
import { fitLine, restyle } from '../../report/charts/fit-text.ts'
import {
  layoutMatrix,
  type Matrix,
  type MatrixLayout,
  matrixHead,
  matrixOf,
  matrixRow,
} from '../../report/charts/matrix.ts'
import { type StyledLine, span } from '../../report/charts/styled-line.ts'
import { formatNumber } from '../../report/charts/value-axis.ts'
import { remembered } from '../remembered.ts'
import { scrolledTo } from '../run/section-look.ts'
import { type Body, type Drawn, rowAt, steppedTo } from './body.ts'

/** A heat map with a cursor on one of its cells, also on one that no row stands behind. */
export const matrixBody: Body<MatrixView> = {
  draw(drawn) {
    const { look, width, height } = drawn
    const matrix = madeMatrix(drawn)
    if (matrix.rowLabels.length === 0) return [[span(' No row has a value to draw.', 'quiet')]]
    const layout = madeLayout(drawn, matrix)
    const { row, column } = cursor(drawn, matrix)
    const top = scrolledTo(row, look.top, windowOf(drawn), matrix.rowLabels.length)
    const left = scrolledTo(column, look.left, layout.shown, matrix.columnLabels.length)
    const lines: StyledLine[] = [matrixHead(matrix, layout, left)]
    for (let at = top; at < Math.min(matrix.rowLabels.length, top + windowOf(drawn)); at++) {
      const line = matrixRow(matrix, layout, at, left)
      const from = layout.labels + (column - left) * layout.cell + 1
      lines.push(
        at === row
          ? restyle(restyle(fitLine(line, width), 0, layout.labels, { bold: true }), from, from + layout.cell - 1, {
              ground: 'cursor',
            })
          : line,
      )
    }
    lines.push([], cellLine(matrix, row, column))
    return lines.slice(0, height)
  },

  move(drawn, motion) {
    const { look } = drawn
    const matrix = madeMatrix(drawn)
    if (matrix.rowLabels.length === 0) return look
    const layout = madeLayout(drawn, matrix)
    const from = cursor(drawn, matrix)
    const to = { ...from }
    if (motion === 'left') to.column = Math.max(0, from.column - 1)
    else if (motion === 'right') to.column = Math.min(matrix.columnLabels.length - 1, from.column + 1)
    else if (motion === 'row-start') to.column = 0
    else if (motion === 'row-end') to.column = matrix.columnLabels.length - 1
    else to.row = steppedTo(from.row, motion, matrix.rowLabels.length, windowOf(drawn))
    const behind = matrix.cell(to.row, to.column)?.rows[0]
    return {
      ...look,
      cell: to,
      row: behind === undefined ? look.row : rowAt(drawn, behind),
      top: scrolledTo(to.row, look.top, windowOf(drawn), matrix.rowLabels.length),
      left: scrolledTo(to.column, look.left, layout.shown, matrix.columnLabels.length),
    }
  },

  place(drawn) {
    const matrix = madeMatrix(drawn)
    const layout = madeLayout(drawn, matrix)
    const { columnLabels, rowLabels, repeated, missing } = matrix
    const columns =
      layout.shown < columnLabels.length
        ? `columns ${drawn.look.left + 1}-${Math.min(columnLabels.length, drawn.look.left + layout.shown)} of ${columnLabels.length}`
        : countOf(columnLabels.length, 'column')
    const sums = repeated > 0 ? ` · ${countOf(repeated, 'cell')} with the sum of several rows` : ''
    return `${countOf(rowLabels.length, 'row')} · ${columns}${sums}${missing > 0 ? ` · ${countOf(missing, 'row')} without a value` : ''}`
  },

  under(drawn) {
    const matrix = madeMatrix(drawn)
    const { row, column } = cursor(drawn, matrix)
    return (matrix.cell(row, column)?.rows ?? []).map((position) => rowAt(drawn, position))
  },
}

function madeMatrix(drawn: Drawn<MatrixView>): Matrix {
  const { view, table, look } = drawn
  return remembered('matrix', table, [view, look.rows], () => matrixOf(view, table, look.rows))
}

function madeLayout({ table, width }: Drawn<MatrixView>, matrix: Matrix): MatrixLayout {
  return remembered('matrix layout', table, [matrix, width], () => layoutMatrix(matrix, width))
}

function cursor({ look }: Drawn<MatrixView>, matrix: Matrix): { row: number; column: number } {
  return {
    row: Math.max(0, Math.min(look.cell.row, matrix.rowLabels.length - 1)),
    column: Math.max(0, Math.min(look.cell.column, matrix.columnLabels.length - 1)),
  }
}

function windowOf({ height }: Drawn<MatrixView>): number {
  return Math.max(1, height - 3)
}

function cellLine(matrix: Matrix, row: number, column: number): StyledLine {
  const cell = matrix.cell(row, column)
  return [
    span('❯ ', 'accent'),
    span(`${matrix.rowLabels[row]} ${'×'} ${matrix.columnLabels[column]}  `),
    cell ? span(formatNumber(cell.value), { bold: true }) : span('no row', 'quiet'),
    ...(cell && cell.rows.length > 1 ? [span(`  from ${countOf(cell.rows.length, 'row')}`, 'quiet')] : []),
  ]
}
