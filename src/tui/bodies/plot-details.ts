import { countOf } from '../../lib/count-of.ts'
import type { Table } from '../../lib/table.ts'
import { screenText } from '../../report/charts/fit-text.ts'
import type { Plot } from '../../report/charts/plot.ts'
import { type Span, type StyledLine, span } from '../../report/charts/styled-line.ts'
import { withThousands } from '../../report/charts/value-axis.ts'
import { displayCell } from '../cell-display.ts'
import { type Drawn, rowAt } from './body.ts'
import { drawnPosition, membersOf } from './plot-cursor.ts'
import type { PlotView } from './plot-view.ts'

/** The row under the cursor: its place on the axes, then what the view names, then how many share the cell. */
export function details(drawn: Drawn<PlotView>, plot: Plot, cell: number): StyledLine[] {
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
