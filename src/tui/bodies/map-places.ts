import type { MapView } from '../../notebooklet/view.ts'
import { columnNumbers, labelOf } from '../../report/charts/column-values.ts'
import { fitLine, fitText } from '../../report/charts/fit-text.ts'
import { type StyledLine, span } from '../../report/charts/styled-line.ts'
import { scrolledTo } from '../run/section-look.ts'
import { type Drawn, rowAt, shownCount } from './body.ts'
import type { PlotView } from './plot-view.ts'

/** The lines of a map with the list of its places at their right. */
export function withPlaces(drawn: Drawn<PlotView>, lines: readonly StyledLine[], position: number): StyledLine[] {
  const { view, width } = drawn
  if (view.kind !== 'map') return [...lines]
  const places = placeList(drawn, view, position, lines.length)
  const bar = span(' │ ', 'quiet')
  return lines.map((line, at) => [...fitLine(line, width - listWidth(drawn)), bar, ...(places[at] ?? [])])
}

/** Cells a map leaves to the list of its places: none on a narrow screen. */
export function listWidth({ view, width }: Drawn<PlotView>): number {
  return view.kind === 'map' && width >= 96 ? 42 : 0
}

/** The places beside a map, those around the cursor, in the order of the rows. */
function placeList(drawn: Drawn<PlotView>, view: MapView, position: number, height: number): StyledLine[] {
  const { table } = drawn
  const count = shownCount(drawn)
  const top = scrolledTo(position, Math.max(0, position - Math.floor(height / 2)), height, count)
  const width = listWidth(drawn) - 3
  return Array.from({ length: Math.min(height, count - top) }, (_, line): StyledLine => {
    const at = top + line
    const row = rowAt(drawn, at)
    const label = view.label === undefined ? '' : labelOf(table.value(row, view.label))
    const [latitude, longitude] = [view.latitude, view.longitude].map(
      (name) => columnNumbers(table, name, Uint32Array.of(row))[0],
    )
    const degrees = `${degreesText(latitude, 'N', 'S')} ${degreesText(longitude, 'E', 'W')}`
    const arrow = at === position ? '❯ ' : '  '
    const text = `${arrow}${fitText(label, width - 18)}${degrees.padStart(16)}`
    return [span(fitText(text, width), at === position ? { ground: 'row' } : {})]
  })
}

function degreesText(value: number | undefined, positive: string, negative: string): string {
  if (value === undefined || Number.isNaN(value)) return '-'
  return `${Math.abs(value).toFixed(2)}${value < 0 ? negative : positive}`
}
