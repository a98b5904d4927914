import type { Table } from '../../lib/table.ts'
import type { MapView, ScatterView, SeriesView, TimelineView } from '../../notebooklet/view.ts'
import { columnNumbers, columnTimes, labelOf, type RowOrder } from '../../report/charts/column-values.ts'
import { fitLine, fitText, restyle, screenText } from '../../report/charts/fit-text.ts'
import type { Plot } from '../../report/charts/plot.ts'
import { drawMap } from '../../report/charts/point-map.ts'
import { drawScatter } from '../../report/charts/scatter.ts'
import { drawSeries } from '../../report/charts/series.ts'
import { type Span, type StyledLine, span } from '../../report/charts/styled-line.ts'
import { drawTimeline } from '../../report/charts/timeline.ts'
import { countOf, withThousands } from '../../report/charts/value-axis.ts'
import { displayCell } from '../cell-display.ts'
import { remembered } from '../remembered.ts'
import { scrolledTo } from '../run/section-look.ts'
import { type Body, type Drawn, type Motion, positionOf, rowAt, shownCount } from './body.ts'

export type PlotView = TimelineView | ScatterView | SeriesView | MapView

/** The lines of a map with the list of its places at their right. */
function withPlaces(drawn: Drawn<PlotView>, lines: readonly StyledLine[], position: number): StyledLine[] {
  const { view, width } = drawn
  if (view.kind !== 'map') return [...lines]
  const places = placeList(drawn, view, position, lines.length)
  const bar = span(' │ ', 'quiet')
  return lines.map((line, at) => [...fitLine(line, width - listWidth(drawn)), bar, ...(places[at] ?? [])])
}

/** Lines under the plot that show the row the cursor is on. */
const detailLines = 3

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
    return [...whole, ...details(drawn, plot, cell)].slice(0, height)
  },

  move(drawn, motion) {
    const plot = plotOf(drawn)
    const count = shownCount(drawn)
    if (count === 0) return drawn.look
    const from = drawnPosition(drawn, plot)
    const to = motionTarget(drawn, plot, from, motion)
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
  const size = { width: width - listWidth(drawn), height: Math.max(6, height - detailLines) }
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

/** Cells a map leaves to the list of its places: none on a narrow screen. */
function listWidth({ view, width }: Drawn<PlotView>): number {
  return view.kind === 'map' && width >= 96 ? 42 : 0
}

/** The places beside a map, those around the cursor, in the order of the rows. */
function placeList(drawn: Drawn<PlotView>, view: MapView, position: number, height: number): StyledLine[] {
  const { table, look } = drawn
  const count = shownCount(drawn)
  const top = scrolledTo(position, Math.max(0, position - Math.floor(height / 2)), height, count)
  const [latitude, longitude] = [view.latitude, view.longitude].map((name) => columnNumbers(table, name, look.rows))
  const width = listWidth(drawn) - 3
  return Array.from({ length: Math.min(height, count - top) }, (_, line): StyledLine => {
    const at = top + line
    const label = view.label === undefined ? '' : labelOf(table.value(rowAt(drawn, at), view.label))
    const degrees = `${degreesText(latitude?.[at], 'N', 'S')} ${degreesText(longitude?.[at], 'E', 'W')}`
    const arrow = at === position ? '❯ ' : '  '
    const text = `${arrow}${fitText(label, width - 18)}${degrees.padStart(16)}`
    return [span(fitText(text, width), at === position ? { ground: 'row' } : {})]
  })
}

function degreesText(value: number | undefined, positive: string, negative: string): string {
  if (value === undefined || Number.isNaN(value)) return '-'
  return `${Math.abs(value).toFixed(2)}${value < 0 ? negative : positive}`
}

function windowOf({ height }: Drawn<PlotView>, plot: Plot): number {
  return Math.max(1, height - detailLines - plot.head.length - plot.foot.length)
}

/** The position of the cursor's row; until there is one, of the point one would look at first. */
function drawnPosition(drawn: Drawn<PlotView>, plot: Plot): number {
  const { view, table, look } = drawn
  const position = look.row < 0 ? -1 : positionOf(drawn, look.row)
  if ((plot.cellOf[position] ?? -1) >= 0) return position
  return remembered('first point', table, [view, look.rows], () => firstPosition(drawn, plot))
}

/** The rarest session, the first anomaly; else the first point that has a place. */
function firstPosition({ view, table, look }: Drawn<PlotView>, plot: Plot): number {
  const first = plot.cellOf.findIndex((cell) => cell >= 0)
  if (view.kind === 'series') {
    const anomaly = firstAnomaly(view, table, look.rows)
    return (plot.cellOf[anomaly] ?? -1) >= 0 ? anomaly : first
  }
  if (view.kind !== 'scatter') return first
  const scores = columnNumbers(table, view.score, look.rows)
  // Likelihoods are drawn on a log scale: there the lowest is the rarest. Other scores are the higher the stranger.
  const sign = view.scale === 'log' ? -1 : 1
  let best = first
  for (const [at, score] of scores.entries()) {
    if (plot.cellOf[at]! >= 0 && sign * score > sign * scores[best]!) best = at
  }
  return best
}

function firstAnomaly(view: SeriesView, table: Table, rows: RowOrder): number {
  if (view.anomaly === undefined) return -1
  return columnNumbers(table, view.anomaly, rows).findIndex((value) => value !== 0 && !Number.isNaN(value))
}

function cursorCell(drawn: Drawn<PlotView>, plot: Plot): number {
  return plot.cellOf[drawnPosition(drawn, plot)] ?? -1
}

/** Positions of the points in a cell. */
function membersOf(plot: Plot, cell: number): number[] {
  const members: number[] = []
  plot.cellOf.forEach((each, position) => {
    if (each === cell) members.push(position)
  })
  return members
}

function motionTarget(drawn: Drawn<PlotView>, plot: Plot, from: number, motion: Motion): number {
  switch (motion) {
    case 'next':
      return besideInTime(drawn, plot, from, 1)
    case 'previous':
      return besideInTime(drawn, plot, from, -1)
    case 'first':
    case 'row-start':
      return inTime(drawn, plot)[0] ?? -1
    case 'last':
    case 'row-end':
      return inTime(drawn, plot).at(-1) ?? -1
    case 'left':
    case 'right':
    case 'up':
    case 'down':
      return nearest(drawn, plot, from, motion, 1)
    case 'page-up':
    case 'half-up':
      return nearest(drawn, plot, from, 'up', Math.floor(windowOf(drawn, plot) / 2))
    case 'page-down':
    case 'half-down':
      return nearest(drawn, plot, from, 'down', Math.floor(windowOf(drawn, plot) / 2))
  }
}

/** Positions of the placed points in time order (on a map: from west to east). */
function inTime(drawn: Drawn<PlotView>, plot: Plot): Uint32Array {
  const { view, table, look } = drawn
  return remembered('in time', table, [view, look.rows], () => {
    const keys =
      view.kind === 'map' ? columnNumbers(table, view.longitude, look.rows) : columnTimes(table, view.time, look.rows)
    const placed: number[] = []
    plot.cellOf.forEach((cell, position) => {
      if (cell >= 0) placed.push(position)
    })
    return Uint32Array.from(placed).sort((a, b) => keys[a]! - keys[b]! || a - b)
  })
}

function besideInTime(drawn: Drawn<PlotView>, plot: Plot, from: number, step: -1 | 1): number {
  const sorted = inTime(drawn, plot)
  const places = remembered('places in time', drawn.table, [sorted], () => {
    const made = new Int32Array(plot.cellOf.length).fill(-1)
    sorted.forEach((position, place) => {
      made[position] = place
    })
    return made
  })
  const place = places[from] ?? -1
  return sorted[Math.max(0, Math.min(sorted.length - 1, place < 0 ? 0 : place + step))] ?? -1
}

/**
 * The nearest point in a direction, at least `least` cells away. Distance across the direction weighs double: the eye
 * follows the line it was sent along.
 */
function nearest(
  drawn: Drawn<PlotView>,
  plot: Plot,
  from: number,
  direction: 'left' | 'right' | 'up' | 'down',
  least: number,
): number {
  if (from < 0) return -1
  const firsts = remembered('cells', drawn.table, [plot], () => firstsByCell(plot))
  const start = plot.cellOf[from]!
  const [x, y] = [start % plot.columns, Math.floor(start / plot.columns)]
  let best = -1
  let bestDistance = Number.POSITIVE_INFINITY
  for (const [cell, position] of firsts) {
    const across = (cell % plot.columns) - x
    const down = Math.floor(cell / plot.columns) - y
    const along = direction === 'left' ? -across : direction === 'right' ? across : direction === 'up' ? -down : down
    if (along < least) continue
    const aside = Math.abs(direction === 'left' || direction === 'right' ? down : across)
    const distance = along + aside * 2
    if (distance >= bestDistance) continue
    best = position
    bestDistance = distance
  }
  return best
}

function firstsByCell(plot: Plot): ReadonlyMap<number, number> {
  const firsts = new Map<number, number>()
  plot.cellOf.forEach((cell, position) => {
    if (cell >= 0 && !firsts.has(cell)) firsts.set(cell, position)
  })
  return firsts
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

/** The row under the cursor: its place on the axes, then what the view names, then how many share the cell. */
function details(drawn: Drawn<PlotView>, plot: Plot, cell: number): StyledLine[] {
  const { table, view, zone, width } = drawn
  if (cell < 0) return [[span(` No row has ${needs(view)}.`, 'quiet')]]
  const row = rowAt(drawn, drawnPosition(drawn, plot))
  const shown: Span[] = []
  for (const name of detailColumns(view, table)) {
    const index = table.indexOf(name)
    if (index < 0) continue
    const text = displayCell(table.cell(row, index), table.columns[index]!.type, zone)
    if (text === '') continue
    if (shown.length > 0) shown.push(span('  '))
    shown.push(span(`${screenText(name)} `, 'accent'), span(text))
  }
  const others = membersOf(plot, cell).length - 1
  const more =
    others > 0 ? `${countOf(others, 'more row')} at this point: Enter shows them one by one` : 'Enter shows the row'
  return [
    [span('─'.repeat(width), 'quiet')],
    [span('❯ ', 'accent'), ...shown],
    [span(`  ${more}${others > 0 ? ` (${withThousands(String(others + 1))} in all)` : ''}`, 'quiet')],
  ]
}

function needs(view: PlotView): string {
  switch (view.kind) {
    case 'map':
      return 'coordinates'
    case 'timeline':
      return 'a time'
    case 'scatter':
    case 'series':
      return 'a time and a value'
  }
}

/** The columns the view names, then all others: as many as the line holds. */
function detailColumns(view: PlotView, table: Table): string[] {
  const named = (() => {
    switch (view.kind) {
      case 'timeline':
        return [view.time, view.end, view.by, ...(view.tooltip ?? [])]
      case 'scatter':
        return [view.time, view.score, view.by, ...(view.tooltip ?? [])]
      case 'series':
        return [view.time, view.by, view.value, view.baseline, view.anomaly]
      case 'map':
        return [view.label, view.latitude, view.longitude]
    }
  })()
  return [...new Set([...named.filter((name) => name !== undefined), ...table.columns.map(({ name }) => name)])]
}
