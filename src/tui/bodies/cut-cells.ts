import { fitText, screenText, widestText, wrapClipped } from '../../report/charts/fit-text.ts'
import { type StyledLine, span } from '../../report/charts/styled-line.ts'

export interface NamedCell {
  readonly name: string
  readonly text: string
}

/** A body of fewer lines has none to spare. */
const lowest = 12

/** Most lines for the cells of the row where the table needs the room itself, and where it does not. */
const [fewest, most] = [6, 14]

/**
 * Lines under a table of `count` rows for what the row of the cursor holds and its line does not show, their rule included. They
 * are as many for each row, so that nothing jumps.
 */
export function cutCellRoom(height: number, count: number): number {
  if (height < lowest) return 0
  const spare = height - 2 - count
  return 1 + Math.max(Math.min(fewest, Math.floor(height / 5)), Math.min(most, spare))
}

/** Cells by name, wrapped, in at most `height` lines with the rule above them: the first get what they need while a line is left for each of the others. */
export function cutCellLines(cells: readonly NamedCell[], width: number, height: number): StyledLine[] {
  const shown = cells.slice(0, height - 1)
  const labels = Math.min(24, widestText(shown.map(({ name }) => screenText(name))))
  const room = Math.max(10, width - labels - 4)
  const lines: StyledLine[] = [[span('╌'.repeat(width), 'quiet')]]
  shown.forEach(({ name, text }, at) => {
    const share = height - lines.length - (shown.length - at - 1)
    wrapClipped(text, room, share).forEach((line, index) => {
      const label = fitText(index === 0 ? screenText(name) : '', labels)
      lines.push([span(` ${label}  `, 'accent'), span(line)])
    })
  })
  return lines
}
