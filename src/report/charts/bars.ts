import type { Table } from '../../lib/table.ts'
import type { BarsView } from '../../notebooklet/view.ts'
import { columnNumbers, labelOf, type RowOrder } from './column-values.ts'
import { fitText, widestText } from './fit-text.ts'
import { legendLine } from './plot.ts'
import { groupTones, type Span, type StyledLine, span, type Tone } from './styled-line.ts'
import { formatNumber } from './value-axis.ts'

export interface Bar {
  readonly label: string
  /** Sum of its parts. */
  readonly value: number
  /** `row` counts among the looked-at rows. */
  readonly parts: readonly { readonly row: number; readonly group: number; readonly value: number }[]
}

export interface Bars {
  readonly bars: readonly Bar[]
  /** Names of the groups bars are stacked by; empty where they are not. */
  readonly groups: readonly string[]
  /** Rows without a value. */
  readonly missing: number
}

/** The bars of a view in the order of the rows: a row each, or, stacked, the rows of one label together. */
export function barsOf(view: BarsView, table: Table, rows: RowOrder): Bars {
  const values = columnNumbers(table, view.value, rows)
  const labels = table.indexOf(view.label)
  const by = view.by === undefined ? -1 : table.indexOf(view.by)
  const groups = new Map<string, number>()
  const bars: { label: string; value: number; parts: { row: number; group: number; value: number }[] }[] = []
  const byLabel = new Map<string, (typeof bars)[number]>()
  let missing = 0
  values.forEach((value, at) => {
    if (!Number.isFinite(value)) {
      missing++
      return
    }
    const row = rows ? rows[at]! : at
    const label = labelOf(labels < 0 ? undefined : table.cell(row, labels))
    let bar = by < 0 ? undefined : byLabel.get(label)
    if (!bar) {
      bar = { label, value: 0, parts: [] }
      bars.push(bar)
      byLabel.set(label, bar)
    }
    const name = by < 0 ? '' : labelOf(table.cell(row, by))
    const group = groups.get(name) ?? groups.size
    groups.set(name, group)
    bar.value += value
    bar.parts.push({ row: at, group, value })
  })
  return { bars, groups: by < 0 ? [] : [...groups.keys()], missing }
}

/** What all bars of a drawing share. */
export interface BarLayout {
  readonly labels: number
  readonly values: number
  /** Cells for the bars themselves; `zero` of them are for negative values. */
  readonly columns: number
  readonly zero: number
  /** The longest bar, and how many cells it takes. */
  readonly longest: number
  readonly cells: number
  readonly stacked: boolean
}

export function layoutBars({ bars, groups }: Bars, width: number): BarLayout {
  const labels = Math.min(widestText(bars.map((bar) => bar.label)), Math.max(8, Math.floor(width * 0.35)))
  const values = widestText(bars.map((bar) => formatNumber(bar.value)))
  const columns = Math.max(4, width - labels - values - 2)
  let above = 0
  let below = 0
  for (const { parts } of bars) {
    above = Math.max(above, sum(parts, 1))
    below = Math.max(below, -sum(parts, -1))
  }
  // In shares of the longest side, which neither overflow nor vanish.
  const longest = Math.max(above, below)
  const [up, down] = longest > 0 ? [above / longest, below / longest] : [0, 0]
  const zero = longest > 0 ? Math.round((down / (up + down)) * columns) : 0
  const cells = Math.min(up > 0 ? (columns - zero) / up : Infinity, down > 0 ? zero / down : Infinity)
  return { labels, values, columns, zero, longest, cells: longest > 0 ? cells : 0, stacked: groups.length > 0 }
}

/** How many cells a value is long, of either sign. */
function lengthOf(value: number, { longest, cells }: BarLayout): number {
  const share = Math.abs(value) / longest
  return Number.isFinite(share) ? share * cells : 0
}

const fills = ['█', '▓', '▒', '░', '▚', '▪'] as const
const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'] as const

/** One bar: label, bar, value. Parts of a stack differ by their filling, not by colour alone. */
export function drawBar(bar: Bar, layout: BarLayout): StyledLine {
  const { labels, values, zero, stacked } = layout
  const line: Span[] = [span(fitText(bar.label, labels)), span(' ')]
  const below = Math.min(zero, Math.round(lengthOf(sum(bar.parts, -1), layout)))
  if (zero > 0) {
    line.push(span(' '.repeat(zero - below)), span('▒'.repeat(below), 'group3'))
  }
  let used = 0
  if (stacked) {
    let total = 0
    for (const { group, value } of bar.parts) {
      if (value <= 0) continue
      total += value
      // From the running total, so that rounding never makes a stack longer than its value.
      const cells = Math.round(lengthOf(total, layout)) - used
      used += cells
      const fill = Math.min(group, groupTones.length - 1) as 0 | 1 | 2 | 3 | 4 | 5
      line.push(span(fills[fill].repeat(cells), groupTones[fill]))
    }
    if (used === 0 && total > 0) {
      line.push(span('▏', 'group0'))
      used = 1
    }
  } else {
    const length = bar.value > 0 ? lengthOf(bar.value, layout) : 0
    const whole = Math.floor(length + 1e-9)
    const rest = eighths[Math.floor((length - whole) * 8 + 1e-9) as 0]
    const text = '█'.repeat(whole) + (rest ?? '')
    // A value that is not zero is never drawn as nothing.
    const shown = text === '' && bar.value > 0 ? '▏' : text
    used = shown.length
    line.push(span(shown, 'group0'))
  }
  line.push(span(' '.repeat(Math.max(0, layout.columns - zero - used))))
  line.push(span(` ${formatNumber(bar.value).padStart(values)}`))
  return line
}

/** The filling each group of a stack is drawn with. */
export function barsLegend({ groups }: Bars, width: number): StyledLine {
  return legendLine(groups, width).map((piece) => {
    const place = (groupTones as readonly (Tone | undefined)[]).indexOf(piece.tone)
    return place < 0 ? piece : { ...piece, text: `${fills[place as 0]} ` }
  })
}

function sum(parts: Bar['parts'], sign: 1 | -1): number {
  return parts.reduce((total, { value }) => (value * sign > 0 ? total + value : total), 0)
}
