import { clipText, fitText, textWidth } from './fit-text.ts'
import type { Span, StyledLine, Tone } from './styled-line.ts'
import { groupTones, span } from './styled-line.ts'
import type { Tick } from './time-axis.ts'
import type { Zone } from './zone.ts'

export interface PlotSize {
  /** Character cells of the whole drawing, axes and legend included. */
  readonly width: number
  readonly height: number
}

export interface PlotOptions {
  /** The clock of the time axis. Default UTC. */
  readonly zone?: Zone
}

/** A drawing of points in a grid of cells that knows where each point lies, so that a cursor can find it. */
export interface Plot {
  /** Lines above the grid: what is drawn, the legend. */
  readonly head: readonly StyledLine[]
  /** Lines below it: the axis. */
  readonly foot: readonly StyledLine[]
  /** Cells of a grid line before the grid itself. */
  readonly left: number
  readonly columns: number
  /** Lines of the grid. May be more than fit on a screen (a timeline of many groups). */
  readonly rows: number
  /** A line of the grid with what stands left and right of it. */
  row(index: number): StyledLine
  /** The grid cell (row · columns + column) of each looked-at row, in their order; -1 for one that has no place. */
  readonly cellOf: Int32Array
  /** Rows that have no place, for want of a time or a value. */
  readonly missing: number
}

/** A plot as one picture. */
export function plotLines(plot: Plot): readonly StyledLine[] {
  return [...plot.head, ...Array.from({ length: plot.rows }, (_, row) => plot.row(row)), ...plot.foot]
}

const shapes = ['●', '▲', '■', '◆', '○', '·'] as const

/** The glyph and tone of a group by its place in the legend; from the sixth on they share one. */
export function groupMark(place: number): { readonly glyph: string; readonly tone: Tone } {
  const at = Math.min(place, groupTones.length - 1) as 0 | 1 | 2 | 3 | 4 | 5
  return { glyph: shapes[at], tone: groupTones[at] }
}

/** `● Success  ▲ Failure  · 3 more`, clipped to `width`. */
export function legendLine(names: readonly string[], width: number): StyledLine {
  const own = names.length > groupTones.length ? groupTones.length - 1 : names.length
  const line: Span[] = []
  let used = 0
  const add = (place: number, text: string) => {
    const mark = groupMark(place)
    const clipped = clipText(text, Math.min(24, width - used - 4))
    if (clipped === '') return
    if (used > 0) line.push(span('  '))
    line.push(span(`${mark.glyph} `, mark.tone), span(clipped))
    used += textWidth(clipped) + 4
  }
  names.slice(0, own).forEach((name, place) => {
    add(place, name)
  })
  if (own < names.length) add(own, `${names.length - own} more`)
  return line
}

/** The gutter of a grid line: a label at a tick, else blank, then the axis. */
export function gutter(ticks: readonly Tick[], row: number, width: number): StyledLine {
  const tick = ticks.find(({ cell }) => cell === row)
  const axis = tick ? '┤' : '│'
  return [span(`${fitText(tick?.label ?? '', width, 'right')} `, 'quiet'), span(axis, 'quiet')]
}

/** The two lines of a horizontal axis under a grid that begins after `left` cells. */
export function horizontalAxis(ticks: readonly Tick[], left: number, columns: number): readonly StyledLine[] {
  const rule: string[] = Array.from({ length: columns }, () => '─')
  let labels = ''
  for (const { cell, label } of ticks) {
    rule[cell] = '┬'
    if (label !== '') labels = `${labels.padEnd(cell)}${label}`
  }
  return [
    [span(`${' '.repeat(Math.max(0, left - 1))}${'└'}${rule.join('')}`, 'quiet')],
    [span(`${' '.repeat(left)}${labels}`, 'quiet')],
  ]
}

/** The lowest and highest finite number, or undefined where there is none. */
export function extent(
  ...series: readonly Float64Array[]
): { readonly low: number; readonly high: number } | undefined {
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  for (const numbers of series) {
    for (const number of numbers) {
      if (!Number.isFinite(number)) continue
      if (number < low) low = number
      if (number > high) high = number
    }
  }
  return low <= high ? { low, high } : undefined
}

/** A span of time to draw: a single instant gets a minute around it. */
export function timeExtent(...series: readonly Float64Array[]): { readonly low: number; readonly high: number } {
  const found = extent(...series) ?? { low: 0, high: 0 }
  return found.low < found.high ? found : { low: found.low - 30_000, high: found.high + 30_000 }
}
