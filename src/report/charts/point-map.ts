import { countOf } from '../../lib/count-of.ts'
import type { Table } from '../../lib/table.ts'
import type { MapView } from '../../notebooklet/view.ts'
import { BrailleCanvas } from './braille-canvas.ts'
import { coastlines } from './coastlines.ts'
import { columnNumbers, type RowOrder } from './column-values.ts'
import { extent, gutter, horizontalAxis, type Plot, type PlotSize } from './plot.ts'
import { span } from './styled-line.ts'
import type { Tick } from './time-axis.ts'

interface Window {
  readonly west: number
  readonly east: number
  readonly south: number
  readonly north: number
}

/**
 * Points by latitude and longitude, degrees of both equally long, over a coarse outline of the continents for
 * orientation: it is no map to measure on. Coordinates beyond ±90 and ±180 have no place.
 */
export function drawMap(view: MapView, table: Table, rows: RowOrder, size: PlotSize): Plot {
  const latitudes = columnNumbers(table, view.latitude, rows).map((value) =>
    Math.abs(value) <= 90 ? value : Number.NaN,
  )
  const longitudes = columnNumbers(table, view.longitude, rows).map((value) =>
    Math.abs(value) <= 180 ? value : Number.NaN,
  )
  const labels = 4
  const left = labels + 2
  const columns = Math.max(2, size.width - left)
  const height = Math.max(2, size.height - 3)
  const window = windowAround(latitudes, longitudes, columns / (height * 2))
  const canvas = new BrailleCanvas(columns, height)
  const xOf = (longitude: number) =>
    Math.round(((longitude - window.west) / (window.east - window.west)) * (columns * 2 - 1))
  const yOf = (latitude: number) =>
    Math.round(((window.north - latitude) / (window.north - window.south)) * (height * 4 - 1))
  for (const outline of coastlines) {
    for (let at = 2; at < outline.length; at += 2) {
      const from = [xOf(outline[at - 2]!), yOf(outline[at - 1]!)] as const
      canvas.line(...from, xOf(outline[at]!), yOf(outline[at + 1]!), 'quiet')
    }
  }
  const counts = new Map<number, number>()
  const cellOf = new Int32Array(latitudes.length).fill(-1)
  let missing = 0
  for (let at = 0; at < latitudes.length; at++) {
    if (Number.isNaN(latitudes[at]!) || Number.isNaN(longitudes[at]!)) {
      missing++
      continue
    }
    const cell = (yOf(latitudes[at]!) >> 2) * columns + (xOf(longitudes[at]!) >> 1)
    cellOf[at] = cell
    counts.set(cell, (counts.get(cell) ?? 0) + 1)
  }
  for (const [cell, count] of counts) {
    const glyph = count > 1 ? '◆' : '●'
    canvas.glyph(cell % columns, Math.floor(cell / columns), glyph, 'accent')
  }
  const down = degreeTicks(window.south, window.north, height, 4, ['N', 'S']).map(({ cell, label }) => ({
    cell: height - 1 - cell,
    label,
  }))
  return {
    head: [[span(`${'●'} one place  ${'◆'} several  `, 'quiet'), span(countOf(counts.size, 'mark'), 'quiet')]],
    foot: horizontalAxis(degreeTicks(window.west, window.east, columns, 10, ['E', 'W']), left, columns),
    left,
    columns,
    rows: height,
    row: (index) => [...gutter(down, index, labels), ...canvas.row(index)],
    cellOf,
    missing,
  }
}

/** All points with a margin, at least 40° wide, in the shape of the drawing, within the world. */
function windowAround(latitudes: Float64Array, longitudes: Float64Array, aspect: number): Window {
  const across = extent(longitudes) ?? { low: -180, high: 180 }
  const down = extent(latitudes) ?? { low: -60, high: 80 }
  const needed = Math.max(40, (across.high - across.low) * 1.2, (down.high - down.low) * 1.2 * aspect)
  const width = Math.min(360, needed)
  const height = Math.min(180, Math.max(width / aspect, (down.high - down.low) * 1.1, 10))
  const west = clamp((across.low + across.high - width) / 2, -180, 180 - width)
  const south = clamp((down.low + down.high - height) / 2, -90, 90 - height)
  return { west, east: west + width, south, north: south + height }
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high)
}

/** Marks at round degrees: `60N`, `0`, `120W`. */
function degreeTicks(
  low: number,
  high: number,
  cells: number,
  apart: number,
  signs: readonly [string, string],
): Tick[] {
  const step = [5, 10, 15, 30, 60, 90].find((degrees) => ((cells - 1) * degrees) / (high - low) >= apart) ?? 90
  const ticks: Tick[] = []
  for (let degree = Math.ceil(low / step) * step; degree <= high; degree += step) {
    const cell = Math.round(((degree - low) / (high - low)) * (cells - 1))
    const sign = degree > 0 ? signs[0] : degree < 0 ? signs[1] : ''
    const label = `${Math.abs(degree)}${sign}`
    if (signs[0] === 'N' || cell + label.length <= cells) ticks.push({ cell, label })
  }
  return ticks
}
