import { countOf } from '../../lib/count-of.ts'
import type { Table } from '../../lib/table.ts'
import type { ScatterView } from '../../notebooklet/view.ts'
import { BrailleCanvas } from './braille-canvas.ts'
import { columnGroups, columnNumbers, columnTimes, type Groups, groupsByCount, type RowOrder } from './column-values.ts'
import { screenText, widestText } from './fit-text.ts'
import {
  groupMark,
  gutter,
  horizontalAxis,
  legendLine,
  type Plot,
  type PlotOptions,
  type PlotSize,
  timeExtent,
} from './plot.ts'
import { type StyledLine, span } from './styled-line.ts'
import { timeTicks } from './time-axis.ts'
import { type ValueAxis, valueAxis, valueTicks } from './value-axis.ts'

/**
 * Scores against time, one point a row: braille dots where there is one group (a cell is two by four points fine), a glyph
 * for each group where there are several, so that they differ without colour. On a log axis zero and negative scores lie
 * on the bottom edge, and the head says how many.
 */
export function drawScatter(
  view: ScatterView,
  table: Table,
  rows: RowOrder,
  size: PlotSize,
  options: PlotOptions = {},
): Plot {
  const { zone } = options
  const times = columnTimes(table, view.time, rows)
  const scores = columnNumbers(table, view.score, rows)
  const groups = columnGroups(table, view.by, rows)
  const axis = valueAxis(scores, view.scale)
  const { low: start, high: end } = timeExtent(times)
  const order = groupsByCount(groups)
  const head: StyledLine[] = [[span(`${screenText(view.score)}${axis.scale === 'log' ? ', log scale' : ''}`, 'quiet')]]
  if (order.length > 1)
    head.push(
      legendLine(
        order.map((group) => groups.names[group]!),
        size.width,
      ),
    )
  const below = axis.scale === 'log' ? scores.reduce((count, score) => (score <= 0 ? count + 1 : count), 0) : 0
  if (below > 0) head.push([span(`${countOf(below, 'point')} at or below zero: on the bottom edge`, 'warn')])

  const height = Math.max(2, size.height - head.length - 2)
  const ticks = valueTicks(axis, height)
  const labels = widestText(ticks.map(({ label }) => label))
  const left = labels + 2
  const columns = Math.max(2, size.width - left)
  const canvas = new BrailleCanvas(columns, height)
  const cellOf = new Int32Array(times.length).fill(-1)
  const placeOf = new Uint32Array(groups.names.length)
  order.forEach((group, place) => {
    placeOf[group] = place
  })
  const missing = placePoints({ times, scores, start, end, axis, columns, height }, (at, x, y) => {
    cellOf[at] = (y >> 2) * columns + (x >> 1)
    if (order.length <= 1) canvas.dot(x, y, 'group0')
  })
  if (order.length > 1) drawGlyphs(canvas, cellOf, groups, placeOf)
  return {
    head,
    foot: horizontalAxis(timeTicks(start, end, columns, zone), left, columns),
    left,
    columns,
    rows: height,
    row: (index) => [...gutter(ticks, index, labels), ...canvas.row(index)],
    cellOf,
    missing,
  }
}

interface Placement {
  readonly times: Float64Array
  readonly scores: Float64Array
  readonly start: number
  readonly end: number
  readonly axis: ValueAxis
  readonly columns: number
  readonly height: number
}

/** Calls `place` with the dot of each point; says how many points have none. */
function placePoints(points: Placement, place: (at: number, x: number, y: number) => void): number {
  const { times, scores, start, end, axis, columns, height } = points
  let missing = 0
  for (let at = 0; at < times.length; at++) {
    const time = times[at]!
    const score = scores[at]!
    if (Number.isNaN(time) || !Number.isFinite(score)) {
      missing++
      continue
    }
    const x = Math.round(((time - start) / (end - start)) * (columns * 2 - 1))
    const y = Math.round((1 - axis.place(score)) * (height * 4 - 1))
    place(at, x, y)
  }
  return missing
}

/** Small groups are drawn last, on top: what is rare must not hide behind what is common. */
function drawGlyphs(canvas: BrailleCanvas, cellOf: Int32Array, groups: Groups, placeOf: Uint32Array): void {
  const topmost = new Int32Array(canvas.columns * canvas.rows).fill(-1)
  for (let at = 0; at < cellOf.length; at++) {
    const cell = cellOf[at]!
    if (cell < 0) continue
    const place = placeOf[groups.of[at]!]!
    if (place > topmost[cell]!) topmost[cell] = place
  }
  topmost.forEach((place, cell) => {
    if (place < 0) return
    const mark = groupMark(place)
    canvas.glyph(cell % canvas.columns, Math.floor(cell / canvas.columns), mark.glyph, mark.tone)
  })
}
