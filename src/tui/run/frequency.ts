import { withThousands } from '../../report/charts/value-axis.ts'
import type { Drawn } from '../bodies/body.ts'
import { displayCell } from '../cell-display.ts'
import type { PickItem, PickOverlay } from '../overlays/overlay.ts'
import { openPick } from '../overlays/pick.ts'

/** Most values listed; how many there are is said. */
const mostListed = 1000

/** How often each value of a column occurs among the looked-at rows, most frequent first. Choosing one filters by it. */
export function frequencyPick({ table, look, zone }: Drawn, column: string): PickOverlay {
  const index = table.indexOf(column)
  const { type } = table.columns[index]!
  const counts = new Map<string, number>()
  const total = look.rows?.length ?? table.rowCount
  for (let at = 0; at < total; at++) {
    const text = displayCell(table.cell(look.rows ? look.rows[at]! : at, index), type, zone)
    counts.set(text, (counts.get(text) ?? 0) + 1)
  }
  const sorted = [...counts].sort(([, a], [, b]) => b - a)
  const widest = withThousands(String(sorted[0]?.[1] ?? 0)).length
  return openPick({
    purpose: 'frequency',
    title: `Values of ${column}`,
    text: `${withThousands(String(counts.size))} different in ${withThousands(String(total))} rows${counts.size > mostListed ? `, the ${mostListed} most frequent listed` : ''}. Enter filters by one.`,
    items: sorted.slice(0, mostListed).map(
      ([text, count]): PickItem => ({
        label: text === '' ? '(empty)' : text,
        detail: `${withThousands(String(count)).padStart(widest)}  ${share(count, total)}`,
        ...(text === '' && { disabled: 'an empty value cannot be filtered by' }),
        does: { kind: 'filter', text },
      }),
    ),
  })
}

function share(count: number, total: number): string {
  const percent = (count / total) * 100
  return `${percent >= 10 ? percent.toFixed(0) : percent.toFixed(1)} %`.padStart(6)
}
