import { countOf } from '../../lib/count-of.ts'
import type { Table } from '../../lib/table.ts'
import { screenText, textWidth } from '../../report/charts/fit-text.ts'
import type { Plot } from '../../report/charts/plot.ts'
import { type Span, type StyledLine, span } from '../../report/charts/styled-line.ts'
import { withThousands } from '../../report/charts/value-axis.ts'
import { type Drawn, rowAt } from './body.ts'
import { drawnPosition, membersOf } from './plot-cursor.ts'
import type { PlotView } from './plot-view.ts'
import { measuredColumns } from './table-columns.ts'

/** Lines under a plot of some height for the row the cursor is on; a drawing that is lower than its place leaves more. */
export function detailLines(height: number): number {
  return height >= 30 ? 5 : height >= 20 ? 4 : 3
}

/** The row under the cursor in at most `height` lines: its place on the axes, then what the view names, then all else, and how many share the cell. */
export function details(drawn: Drawn<PlotView>, plot: Plot, cell: number, height: number): StyledLine[] {
  const { table, view, width, zone } = drawn
  if (cell < 0) return [[span(` No row has ${needs(view)}.`, 'quiet')]]
  const row = rowAt(drawn, drawnPosition(drawn, plot))
  const fields = measuredColumns(table, detailColumns(view, table), zone).flatMap(({ name, index, format }) => {
    const text = format(table.cell(row, index))
    return text === '' ? [] : [{ name: `${screenText(name)} `, text }]
  })
  const others = membersOf(plot, cell).length - 1
  const more =
    others > 0 ? `${countOf(others, 'more row')} at this point: Enter shows them one by one` : 'Enter shows the row'
  return [
    [span('─'.repeat(width), 'quiet')],
    ...fieldLines(fields, width, Math.max(1, height - 2)),
    [span(`  ${more}${others > 0 ? ` (${withThousands(String(others + 1))} in all)` : ''}`, 'quiet')],
  ]
}

/** Fields one after the other, none broken between two lines; `…` where some are left. */
function fieldLines(
  fields: readonly { readonly name: string; readonly text: string }[],
  width: number,
  height: number,
): StyledLine[] {
  const lines: Span[][] = [[span('❯ ', 'accent')]]
  let used = 2
  for (const { name, text } of fields) {
    const cells = textWidth(name) + textWidth(text)
    const isFirst = used === 2
    if (!isFirst && used + 2 + cells > width - 2) {
      if (lines.length === height) {
        lines.at(-1)!.push(span('  …', 'quiet'))
        break
      }
      lines.push([span('  ')])
      used = 2
    }
    if (used > 2) lines.at(-1)!.push(span('  '))
    lines.at(-1)!.push(span(name, 'accent'), span(text))
    used += cells + (used > 2 ? 2 : 0)
  }
  return lines
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

/** The columns the view names, then all others. */
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
  const names = new Set([...named.filter((name) => name !== undefined), ...table.columns.map(({ name }) => name)])
  return [...names].filter((name) => table.indexOf(name) >= 0)
}
