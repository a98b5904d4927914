import type { Table } from '../../lib/table.ts'
import type { SeriesView } from '../../notebooklet/view.ts'
import { BrailleCanvas } from './braille-canvas.ts'
import { columnGroups, columnNumbers, columnTimes, groupsByCount, type RowOrder } from './column-values.ts'
import { clipText, lineWidth, screenText, textWidth, widestText } from './fit-text.ts'
import { extent, gutter, horizontalAxis, type Plot, type PlotOptions, type PlotSize, timeExtent } from './plot.ts'
import { groupTones, type Span, type StyledLine, span, type Tone } from './styled-line.ts'
import { timeTicks } from './time-axis.ts'
import { valueAxis, valueTicks } from './value-axis.ts'

/**
 * Values over time as lines of braille dots: one line for each value of `by`, the baseline as a broken line, anomalies
 * (rows whose anomaly is not zero) as ▲ above and ▼ below what was expected. `focus` names the series that is drawn last, in full,
 * by default the one with most anomalies, else with the highest value; the others step back.
 */
export function drawSeries(
  view: SeriesView,
  table: Table,
  rows: RowOrder,
  size: PlotSize,
  options: PlotOptions & { readonly focus?: string } = {},
): Plot {
  const { zone, focus } = options
  const times = columnTimes(table, view.time, rows)
  const values = columnNumbers(table, view.value, rows)
  const baseline = view.baseline === undefined ? undefined : columnNumbers(table, view.baseline, rows)
  const anomaly = view.anomaly === undefined ? undefined : columnNumbers(table, view.anomaly, rows)
  const groups = columnGroups(table, view.by, rows)
  const { low: start, high: end } = timeExtent(times)
  const range = extent(values, ...(baseline ? [baseline] : [])) ?? { low: 0, high: 0 }
  // Counts are read against zero: an axis that began at the lowest value would make every dip a cliff.
  const axis = valueAxis(Float64Array.of(range.low, range.high), 'linear', range.low >= 0 ? 0 : undefined)

  const order = groupsByCount(groups).reverse()
  const focused =
    order.find((group) => groups.names[group] === focus) ?? tellingGroup(order, groups.of, values, anomaly)
  const drawn = [...order.filter((group) => group !== focused), ...(focused === undefined ? [] : [focused])]
  const several = drawn.length > 1
  const others = drawn.slice(0, -1).map((group) => groups.names[group]!)
  const head = [
    legend(view, several ? { name: groups.names[focused!]!, others: others.reverse() } : undefined, size.width),
  ]
  const height = Math.max(2, size.height - head.length - 2)
  const ticks = valueTicks(axis, height)
  const labels = widestText(ticks.map(({ label }) => label))
  const left = labels + 2
  const columns = Math.max(2, size.width - left)
  const canvas = new BrailleCanvas(columns, height)
  const cellOf = new Int32Array(times.length).fill(-1)
  const xOf = (at: number) => Math.round(((times[at]! - start) / (end - start)) * (columns * 2 - 1))
  const yOf = (value: number) => Math.round((1 - axis.place(value)) * (height * 4 - 1))

  const lines = membersInTime(times, groups.of, groups.names.length)
  const trace = (members: readonly number[], numbers: Float64Array, tone: Tone, every: number) => {
    let before = -1
    for (const at of members) {
      // A gap in the values is a gap in the line, not a bridge over it.
      if (!Number.isFinite(numbers[at]!)) before = -1
      else {
        const from = before < 0 ? at : before
        canvas.line(xOf(from), yOf(numbers[from]!), xOf(at), yOf(numbers[at]!), tone, every)
        before = at
      }
    }
  }
  for (const group of drawn) {
    const isFocused = group === focused
    if (baseline && isFocused) trace(lines[group]!, baseline, 'quiet', 3)
    trace(lines[group]!, values, isFocused ? groupTones[0] : 'quiet', several && !isFocused ? 2 : 1)
  }
  let missing = 0
  for (let at = 0; at < times.length; at++) {
    if (Number.isNaN(times[at]!) || !Number.isFinite(values[at]!)) {
      missing++
      continue
    }
    const cell = (yOf(values[at]!) >> 2) * columns + (xOf(at) >> 1)
    cellOf[at] = cell
    const mark = anomaly?.[at] ?? 0
    if (Number.isNaN(mark) || mark === 0) continue
    const glyph = mark > 0 ? '▲' : '▼'
    canvas.glyph(cell % columns, Math.floor(cell / columns), glyph, 'bad')
  }
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

/** Others that are named; how many more there are is counted. */
const mostNamed = 4

function legend(
  view: SeriesView,
  group: { readonly name: string; readonly others: readonly string[] } | undefined,
  width: number,
): StyledLine {
  const line: Span[] = [span('── ', 'group0'), span(screenText(view.value))]
  if (group) line.push(span(` of ${clipText(group.name, 40)}`))
  if (view.baseline !== undefined) line.push(span(`  ${'╌╌'} ${screenText(view.baseline)}`, 'quiet'))
  if (view.anomaly !== undefined) line.push(span(`  ${'▲▼'} `, 'bad'), span('anomaly'))
  if (group) {
    const { others } = group
    const named = others.length <= mostNamed ? `  dotted: ${others.join(', ')}` : ''
    const isRoom = named !== '' && lineWidth(line) + textWidth(named) <= width
    line.push(span(isRoom ? named : `  (${others.length} more, dotted)`, 'quiet'))
  }
  return line
}

/** The group to look at first: that of the most anomalies, and of those alike that which reaches highest. */
function tellingGroup(
  order: readonly number[],
  groupOf: Uint32Array,
  values: Float64Array,
  anomaly: Float64Array | undefined,
): number | undefined {
  const marks = new Map<number, number>()
  const highest = new Map<number, number>()
  values.forEach((value, at) => {
    const group = groupOf[at]!
    if (value > (highest.get(group) ?? Number.NEGATIVE_INFINITY)) highest.set(group, value)
    const mark = anomaly?.[at] ?? 0
    if (mark !== 0 && !Number.isNaN(mark)) marks.set(group, (marks.get(group) ?? 0) + 1)
  })
  const rank = (group: number) => [marks.get(group) ?? 0, highest.get(group) ?? Number.NEGATIVE_INFINITY] as const
  return order.toReversed().reduce<number | undefined>((best, group) => {
    if (best === undefined) return group
    const [[bestMarks, bestHighest], [ownMarks, ownHighest]] = [rank(best), rank(group)]
    return ownMarks > bestMarks || (ownMarks === bestMarks && ownHighest > bestHighest) ? group : best
  }, undefined)
}

/** The looked-at rows of each group that have a time, in time order. */
function membersInTime(times: Float64Array, groupOf: Uint32Array, groupCount: number): number[][] {
  const members: number[][] = Array.from({ length: groupCount }, () => [])
  times.forEach((time, at) => {
    if (!Number.isNaN(time)) members[groupOf[at]!]!.push(at)
  })
  for (const each of members) each.sort((a, b) => times[a]! - times[b]!)
  return members
}
