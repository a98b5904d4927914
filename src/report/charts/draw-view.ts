import { countOf } from '../../lib/count-of.ts'
import type { Table } from '../../lib/table.ts'
import type { View } from '../../notebooklet/view.ts'
import { asciiLine } from './ascii.ts'
import { barsLegend, barsOf, drawBar, layoutBars } from './bars.ts'
import type { RowOrder } from './column-values.ts'
import { fitLine } from './fit-text.ts'
import { layoutMatrix, matrixHead, matrixOf, matrixRow } from './matrix.ts'
import { type Plot, type PlotOptions, type PlotSize, plotLines } from './plot.ts'
import { drawMap } from './point-map.ts'
import { drawScatter } from './scatter.ts'
import { drawSeries } from './series.ts'
import { type StyledLine, span } from './styled-line.ts'
import { drawTimeline } from './timeline.ts'
import { treeLine, treeOf, walk } from './tree.ts'

/** The views that are drawings; the others are text and tables. */
export type ChartView = Exclude<View, { kind: 'facts' | 'table' | 'text' }>

export function isChartView(view: View): view is ChartView {
  return view.kind !== 'facts' && view.kind !== 'table' && view.kind !== 'text'
}

/** The columns a view cannot be drawn without, and which of them the table lacks. */
export function missingColumns(view: View, table: Table): string[] {
  return requiredColumns(view).filter((name) => table.indexOf(name) < 0)
}

function requiredColumns(view: View): string[] {
  switch (view.kind) {
    case 'timeline':
      return [view.time]
    case 'scatter':
      return [view.time, view.score]
    case 'series':
      return [view.time, view.value]
    case 'bars':
      return [view.label, view.value]
    case 'matrix':
      return [view.row, view.column, view.value]
    case 'tree':
      return [view.id, view.parent, view.label]
    case 'map':
      return [view.latitude, view.longitude]
    case 'facts':
    case 'table':
    case 'text':
      return []
  }
}

export interface DrawOptions extends PlotOptions {
  /** Only characters of ASCII: for terminals and files that show no others. */
  readonly ascii?: boolean
  /** How to see what is not drawn. */
  readonly seeAll?: string
}

/**
 * The whole drawing of a view for a text that does not scroll: at most `size.height` lines of at most `size.width` cells. What
 * does not fit is counted in a last line, never left out in silence.
 */
export function drawChart(
  view: ChartView,
  table: Table,
  size: PlotSize,
  options: DrawOptions = {},
  rows?: RowOrder,
): readonly StyledLine[] {
  const lines = chartLines(view, table, size, options, rows).map((line) => fitLine(line, size.width))
  return options.ascii ? lines.map(asciiLine) : lines
}

function chartLines(view: ChartView, table: Table, size: PlotSize, options: DrawOptions, rows: RowOrder): StyledLine[] {
  const { seeAll } = options
  switch (view.kind) {
    case 'scatter':
      return wholePlot(drawScatter(view, table, rows, size, options), size, seeAll)
    case 'series':
      return wholePlot(drawSeries(view, table, rows, size, options), size, seeAll)
    case 'timeline':
      return wholePlot(drawTimeline(view, table, rows, size, options), size, seeAll)
    case 'map':
      return wholePlot(drawMap(view, table, rows, size), size, seeAll)
    case 'bars': {
      const bars = barsOf(view, table, rows)
      const layout = layoutBars(bars, size.width)
      const legend = bars.groups.length > 0 ? [barsLegend(bars, size.width)] : []
      const lines = bars.bars.map((bar) => () => drawBar(bar, layout))
      return [...legend, ...cut(lines, size.height - legend.length, 'bar', seeAll), ...withoutPlace(bars.missing)]
    }
    case 'matrix': {
      const matrix = matrixOf(view, table, rows)
      const layout = layoutMatrix(matrix, size.width)
      const beside = matrix.columnLabels.length - layout.shown
      const lines = matrix.rowLabels.map((_, row) => () => matrixRow(matrix, layout, row, 0))
      const notes: StyledLine[] = []
      if (beside > 0) notes.push([span(`${countOf(beside, 'more column')} not shown`, 'warn')])
      if (matrix.repeated > 0)
        notes.push([span(`${countOf(matrix.repeated, 'cell')} with the sum of several rows`, 'quiet')])
      return [
        matrixHead(matrix, layout, 0),
        ...cut(lines, size.height - 1 - notes.length, 'row', seeAll),
        ...notes,
        ...withoutPlace(matrix.missing),
      ]
    }
    case 'tree': {
      const tree = treeOf(view, table)
      const lines = [...walk(tree.roots, tree.children)].map((row) => () => treeLine(view, table, tree, row))
      return cut(lines, size.height, 'row', seeAll)
    }
  }
}

function wholePlot(plot: Plot, size: PlotSize, seeAll: string | undefined): StyledLine[] {
  const around = plot.head.length + plot.foot.length
  const note = withoutPlace(plot.missing)
  if (plot.rows + around <= size.height) return [...plotLines(plot), ...note]
  const rows = Array.from({ length: plot.rows }, (_, row) => () => plot.row(row))
  return [...plot.head, ...cut(rows, size.height - around - note.length, 'lane', seeAll), ...plot.foot, ...note]
}

function cut(
  lines: readonly (() => StyledLine)[],
  height: number,
  what: string,
  seeAll: string | undefined,
): StyledLine[] {
  if (lines.length <= height) return lines.map((draw) => draw())
  const shown = Math.max(0, height - 1)
  const more = `${countOf(lines.length - shown, `more ${what}`)} not shown${seeAll ? ` (${seeAll})` : ''}`
  return [...lines.slice(0, shown).map((draw) => draw()), [span(more, 'warn')]]
}

function withoutPlace(missing: number): StyledLine[] {
  return missing === 0 ? [] : [[span(`${countOf(missing, 'row')} without a time or a value not drawn`, 'warn')]]
}
