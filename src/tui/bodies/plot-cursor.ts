import type { Table } from '../../lib/table.ts'
import type { SeriesView } from '../../notebooklet/view.ts'
import { columnNumbers, columnTimes, type RowOrder } from '../../report/charts/column-values.ts'
import type { Plot } from '../../report/charts/plot.ts'
import { remembered } from '../remembered.ts'
import { type Drawn, type Motion, positionOf } from './body.ts'
import type { PlotView } from './plot-view.ts'

/** The position of the cursor's row; until there is one, of the point one would look at first. */
export function drawnPosition(drawn: Drawn<PlotView>, plot: Plot): number {
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

export function firstAnomaly(view: SeriesView, table: Table, rows: RowOrder): number {
  if (view.anomaly === undefined) return -1
  return columnNumbers(table, view.anomaly, rows).findIndex((value) => value !== 0 && !Number.isNaN(value))
}

export function cursorCell(drawn: Drawn<PlotView>, plot: Plot): number {
  return plot.cellOf[drawnPosition(drawn, plot)] ?? -1
}

/** Positions of the points in a cell. */
export function membersOf(plot: Plot, cell: number): number[] {
  const members: number[] = []
  plot.cellOf.forEach((each, position) => {
    if (each === cell) members.push(position)
  })
  return members
}

/** The position a motion leads to, -1 where there is none; a page is half of the `window` lines that are shown. */
export function motionTarget(drawn: Drawn<PlotView>, plot: Plot, window: number, motion: Motion): number {
  const from = drawnPosition(drawn, plot)
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
      return nearest(drawn, plot, from, 'up', Math.floor(window / 2))
    case 'page-down':
    case 'half-down':
      return nearest(drawn, plot, from, 'down', Math.floor(window / 2))
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
