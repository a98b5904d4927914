import { countOf } from '../../lib/count-of.ts'
import type { BarsView } from '../../notebooklet/view.ts'
import { type Bars, barsLegend, barsOf, drawBar, layoutBars } from '../../report/charts/bars.ts'
import { fitLine } from '../../report/charts/fit-text.ts'
import { type StyledLine, span } from '../../report/charts/styled-line.ts'
import { formatNumber, withThousands } from '../../report/charts/value-axis.ts'
import { remembered } from '../remembered.ts'
import { scrolledTo } from '../run/section-look.ts'
import { type Body, type Drawn, positionOf, rowAt, steppedTo } from './body.ts'

/** A bar a line; left and right go along the parts of a stack. */
export const barsBody: Body<BarsView> = {
  draw(drawn) {
    const { look, width, height } = drawn
    const bars = madeBars(drawn)
    if (bars.bars.length === 0) return [[span(' No row has a value to draw.', 'quiet')]]
    const layout = remembered('bar layout', drawn.table, [bars, width], () => layoutBars(bars, width - 2))
    const stacked = bars.groups.length > 0
    const at = barAt(drawn, bars)
    const window = windowOf(drawn, bars)
    const top = scrolledTo(at, look.top, window, bars.bars.length)
    const lines: StyledLine[] = stacked ? [[span('  '), ...barsLegend(bars, width - 2)]] : []
    for (let bar = top; bar < Math.min(bars.bars.length, top + window); bar++) {
      const isCurrent = bar === at
      const line = drawBar(bars.bars[bar]!, layout)
      const arrow = isCurrent ? '❯ ' : '  '
      const fitted = fitLine([span(arrow, 'accent'), ...line], width)
      lines.push(isCurrent ? fitted.map((piece) => ({ ...piece, ground: 'row' as const })) : fitted)
    }
    if (stacked) lines.push([], partLine(drawn, bars, at))
    return lines.slice(0, height)
  },

  move(drawn, motion) {
    const { look } = drawn
    const bars = madeBars(drawn)
    if (bars.bars.length === 0) return look
    const at = barAt(drawn, bars)
    if (motion === 'left' || motion === 'right') {
      const { parts } = bars.bars[at]!
      const part = partAt(drawn, bars, at) + (motion === 'left' ? -1 : 1)
      return { ...look, row: rowAt(drawn, parts[Math.max(0, Math.min(parts.length - 1, part))]!.row) }
    }
    const window = windowOf(drawn, bars)
    const to = steppedTo(at, motion, bars.bars.length, window)
    const top = scrolledTo(to, look.top, window, bars.bars.length)
    return { ...look, row: rowAt(drawn, bars.bars[to]!.parts[0]!.row), top }
  },

  place(drawn) {
    const bars = madeBars(drawn)
    const missing = bars.missing > 0 ? ` · ${countOf(bars.missing, 'row')} without a value` : ''
    const at = bars.bars.length === 0 ? 0 : barAt(drawn, bars) + 1
    return `bar ${withThousands(String(at))} of ${withThousands(String(bars.bars.length))}${missing}`
  },

  under(drawn) {
    const bars = madeBars(drawn)
    if (bars.bars.length === 0) return []
    const at = barAt(drawn, bars)
    const { parts } = bars.bars[at]!
    const own = partAt(drawn, bars, at)
    return [parts[own]!, ...parts.filter((_, part) => part !== own)].map(({ row }) => rowAt(drawn, row))
  },
}

function madeBars(drawn: Drawn<BarsView>): Bars {
  const { view, table, look } = drawn
  return remembered('bars', table, [view, look.rows], () => barsOf(view, table, look.rows))
}

function windowOf({ height }: Drawn<BarsView>, { groups }: Bars): number {
  return Math.max(1, groups.length > 0 ? height - 3 : height)
}

/** The bar that has the cursor's row. */
function barAt(drawn: Drawn<BarsView>, bars: Bars): number {
  const byPosition = remembered('bar of row', drawn.table, [bars], () => {
    const made = new Map<number, number>()
    for (const [at, { parts }] of bars.bars.entries()) for (const { row } of parts) made.set(row, at)
    return made
  })
  return byPosition.get(positionOf(drawn, drawn.look.row)) ?? 0
}

function partAt(drawn: Drawn<BarsView>, bars: Bars, at: number): number {
  const position = positionOf(drawn, drawn.look.row)
  return Math.max(
    0,
    bars.bars[at]!.parts.findIndex(({ row }) => row === position),
  )
}

function partLine(drawn: Drawn<BarsView>, bars: Bars, at: number): StyledLine {
  const part = bars.bars[at]!.parts[partAt(drawn, bars, at)]!
  return [span('❯ ', 'accent'), span(`${bars.groups[part.group]} `), span(formatNumber(part.value))]
}
