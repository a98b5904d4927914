import { countOf } from '../../lib/count-of.ts'
import type { SeriesView } from '../../notebooklet/view.ts'
import { labelOf } from '../../report/charts/column-values.ts'
import { fitLine, restyle } from '../../report/charts/fit-text.ts'
import type { Plot } from '../../report/charts/plot.ts'
import { drawMap } from '../../report/charts/point-map.ts'
import { drawScatter } from '../../report/charts/scatter.ts'
import { drawSeries } from '../../report/charts/series.ts'
import { type Span, type StyledLine, span } from '../../report/charts/styled-line.ts'
import { drawTimeline } from '../../report/charts/timeline.ts'
import { clipLine } from '../frame.ts'
import { remembered } from '../remembered.ts'
import { scrolledTo } from '../run/section-look.ts'
import { type Body, type Drawn, rowAt, shownCount } from './body.ts'
import { listWidth, withPlaces } from './map-places.ts'
import { cursorCell, drawnPosition, firstAnomaly, membersOf, motionTarget } from './plot-cursor.ts'
import { detailLines, details } from './plot-details.ts'
import type { PlotView } from './plot-view.ts'

/**
 * Points in a grid with a cursor that is always on one of them: left and right go to the next point over, up and down to the next
 * above or below, `n` and `N` in time.
 */
export const plotBody: Body<PlotView> = {
  draw(drawn) {
    const { look, width, height } = drawn
    const plot = plotOf(drawn)
    const window = windowOf(drawn, plot)
    const cell = cursorCell(drawn, plot)
    const top = cell < 0 ? 0 : scrolledTo(Math.floor(cell / plot.columns), look.top, window, plot.rows)
    const lines: StyledLine[] = [...plot.head]
    for (let row = top; row < Math.min(plot.rows, top + window); row++) {
      const line = plot.row(row)
      const here = cell >= 0 && Math.floor(cell / plot.columns) === row
      const at = plot.left + (cell % plot.columns)
      lines.push(here ? restyle(fitLine(line, width), at, at + 1, { ground: 'cursor', bold: true }) : line)
    }
    plot.foot.forEach((line, index) => {
      lines.push(index === 0 && cell >= 0 ? pointer(line, plot.left + (cell % plot.columns)) : line)
    })
    const beside = drawn.view.kind === 'map' && listWidth(drawn) > 0
    const whole = beside ? withPlaces(drawn, lines, drawnPosition(drawn, plot)) : lines
    const room = Math.max(detailLines(height), height - whole.length)
    return [...whole, ...details(drawn, plot, cell, room)].slice(0, height).map((line) => clipLine(line, width))
  },

  move(drawn, motion) {
    const plot = plotOf(drawn)
    const count = shownCount(drawn)
    if (count === 0) return drawn.look
    const to = motionTarget(drawn, plot, windowOf(drawn, plot), motion)
    if (to < 0) return drawn.look
    const cell = plot.cellOf[to]!
    const top = scrolledTo(Math.floor(cell / plot.columns), drawn.look.top, windowOf(drawn, plot), plot.rows)
    return { ...drawn.look, row: rowAt(drawn, to), top }
  },

  place(drawn) {
    const plot = plotOf(drawn)
    const drawnRows = shownCount(drawn) - plot.missing
    const lost = plot.missing > 0 ? ` · ${countOf(plot.missing, 'row')} without a place` : ''
    const lanes = plot.rows > windowOf(drawn, plot) ? ` · ${countOf(plot.rows, 'lane')}, up and down scroll` : ''
    return `${countOf(drawnRows, 'point')}${lanes}${lost}`
  },

  under(drawn) {
    const plot = plotOf(drawn)
    const cell = cursorCell(drawn, plot)
    if (cell < 0) return []
    const own = drawnPosition(drawn, plot)
    return [own, ...membersOf(plot, cell).filter((position) => position !== own)].map((position) =>
      rowAt(drawn, position),
    )
  },
}

function plotOf(drawn: Drawn<PlotView>): Plot {
  const { view, table, look, width, height, zone } = drawn
  const size = { width: width - listWidth(drawn), height: Math.max(6, height - detailLines(height)) }
  const focus = view.kind === 'series' ? focusedSeries(drawn, view) : undefined
  return remembered('plot', table, [view, look.rows, size.width, size.height, zone, focus], () => {
    const options = { zone }
    switch (view.kind) {
      case 'timeline':
        return drawTimeline(view, table, look.rows, size, options)
      case 'scatter':
        return drawScatter(view, table, look.rows, size, options)
      case 'series':
        return drawSeries(view, table, look.rows, size, { ...options, ...(focus !== undefined && { focus }) })
      case 'map':
        return drawMap(view, table, look.rows, size)
    }
  })
}

/** The series the cursor is on; until it is on any, the one with the first anomaly. */
function focusedSeries(drawn: Drawn<PlotView>, view: SeriesView): string | undefined {
  const { table, look } = drawn
  if (view.by === undefined) return undefined
  const row = look.row >= 0 ? look.row : rowAt(drawn, firstAnomaly(view, table, look.rows))
  return row < 0 ? undefined : labelOf(table.value(row, view.by))
}

function windowOf({ height }: Drawn<PlotView>, plot: Plot): number {
  return Math.max(1, height - detailLines(height) - plot.head.length - plot.foot.length)
}

/** The axis with an arrow below the cursor, which is to be found without colour too. */
function pointer(line: StyledLine, at: number): StyledLine {
  let cell = 0
  return line.flatMap((piece): Span[] => {
    const from = cell
    cell += piece.text.length
    if (at < from || at >= cell) return [piece]
    const before = piece.text.slice(0, at - from)
    const after = piece.text.slice(at - from + 1)
    return [{ ...piece, text: before }, span('▲', { tone: 'accent', bold: true }), { ...piece, text: after }]
  })
}
