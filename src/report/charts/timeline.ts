import type { Table } from '../../lib/table.ts'
import type { TimelineView } from '../../notebooklet/view.ts'
import { columnGroups, columnTimes, type RowOrder } from './column-values.ts'
import { fitText, widestText } from './fit-text.ts'
import { horizontalAxis, type Plot, type PlotOptions, type PlotSize, timeExtent } from './plot.ts'
import { type Span, type StyledLine, span } from './styled-line.ts'
import { timeTicks } from './time-axis.ts'
import { withThousands } from './value-axis.ts'

/**
 * Events on a time axis, a line for each value of `by` in order of first appearance in time, its count at the end. One
 * event is a dot; several in a cell are a block as high as their share of the fullest cell. Where events have an end,
 * a rule shows how long they lasted. The plot has a row for every group, however many: the caller shows a window of them.
 */
export function drawTimeline(
  view: TimelineView,
  table: Table,
  rows: RowOrder,
  size: PlotSize,
  options: PlotOptions = {},
): Plot {
  const { zone } = options
  const times = columnTimes(table, view.time, rows)
  const ends = view.end === undefined ? undefined : columnTimes(table, view.end, rows)
  const groups = columnGroups(table, view.by, rows)
  const { low: start, high: end } = ends ? timeExtent(times, ends) : timeExtent(times)
  const lanes = lanesOf(times, groups.of, groups.names.length)
  const countWidth = widestText(lanes.members.map((members) => withThousands(String(members.length))))
  const widest = widestText(groups.names)
  const labels = view.by === undefined ? 0 : Math.min(widest, Math.max(8, Math.floor(size.width * 0.3)))
  const left = labels > 0 ? labels + 2 : 1
  const columns = Math.max(2, size.width - left - countWidth - 2)
  const columnAt = (time: number) => Math.round(((time - start) / (end - start)) * (columns - 1))
  const cellOf = new Int32Array(times.length).fill(-1)
  let fullest = 1
  lanes.members.forEach((members, lane) => {
    const counts = new Uint32Array(columns)
    for (const at of members) {
      const column = columnAt(times[at]!)
      cellOf[at] = lane * columns + column
      counts[column]!++
    }
    for (const count of counts) if (count > fullest) fullest = count
  })

  const row = (lane: number): StyledLine => {
    const members = lanes.members[lane]!
    const counts = new Uint32Array(columns)
    const lasting = new Uint8Array(columns)
    for (const at of members) {
      counts[cellOf[at]! - lane * columns]!++
      const until = ends?.[at] ?? Number.NaN
      if (until > times[at]!) lasting.fill(1, columnAt(times[at]!), columnAt(until) + 1)
    }
    const name = labels > 0 ? [span(fitText(groups.names[lanes.groups[lane]!]!, labels)), span(' ')] : []
    return [
      ...name,
      span('│', 'quiet'),
      ...cells(counts, lasting, fullest),
      span('│', 'quiet'),
      span(` ${withThousands(String(members.length)).padStart(countWidth)}`, 'quiet'),
    ]
  }
  const legend = fullest > 1 ? `, ${'▁-█'} more (up to ${withThousands(String(fullest))} a cell)` : ''
  return {
    head: [[span(`${'•'} one event${legend}${ends ? `, ${'━'} how long it lasted` : ''}`, 'quiet')]],
    foot: horizontalAxis(timeTicks(start, end, columns, zone), left, columns),
    left,
    columns,
    rows: lanes.groups.length,
    row,
    cellOf,
    missing: lanes.missing,
  }
}

interface Lanes {
  /** Group number of each lane. */
  readonly groups: readonly number[]
  /** Looked-at rows of each lane that have a time. */
  readonly members: readonly (readonly number[])[]
  readonly missing: number
}

function lanesOf(times: Float64Array, groupOf: Uint32Array, groupCount: number): Lanes {
  const first = new Float64Array(groupCount).fill(Number.POSITIVE_INFINITY)
  const members: number[][] = Array.from({ length: groupCount }, () => [])
  let missing = 0
  times.forEach((time, at) => {
    if (Number.isNaN(time)) {
      missing++
      return
    }
    const group = groupOf[at]!
    if (time < first[group]!) first[group] = time
    members[group]!.push(at)
  })
  const groups = members
    .map((_, group) => group)
    .filter((group) => members[group]!.length > 0)
    .sort((a, b) => first[a]! - first[b]! || a - b)
  return { groups, members: groups.map((group) => members[group]!), missing }
}

const blocks = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const

function cells(counts: Uint32Array, lasting: Uint8Array, fullest: number): Span[] {
  let text = ''
  counts.forEach((count, column) => {
    if (count === 0) text += lasting[column] === 1 ? '━' : ' '
    else if (count === 1) text += '•'
    else text += blocks[Math.round((Math.log(count) / Math.log(fullest)) * 7)]
  })
  return [span(text, 'accent')]
}
