import type { TextView } from '../../notebooklet/view.ts'
import { screenText, wrapText } from '../../report/charts/fit-text.ts'
import { type StyledLine, span } from '../../report/charts/styled-line.ts'
import { withThousands } from '../../report/charts/value-axis.ts'
import { scrolledTo } from '../run/section-look.ts'
import { type Body, type Drawn, steppedTo } from './body.ts'

/** Text, wrapped and scrolled by line. */
export const textBody: Body<TextView> = {
  draw(drawn) {
    const lines = linesOf(drawn)
    const top = topOf(drawn, lines)
    return lines.slice(top, top + drawn.height)
  },

  move(drawn, motion) {
    const lines = linesOf(drawn)
    const highest = Math.max(0, lines.length - drawn.height)
    const top = steppedTo(topOf(drawn, lines), motion, highest + 1, drawn.height)
    return { ...drawn.look, top }
  },

  place(drawn) {
    const lines = linesOf(drawn)
    const top = topOf(drawn, lines)
    const last = Math.min(lines.length, top + drawn.height)
    return `lines ${withThousands(String(top + 1))}-${withThousands(String(last))} of ${withThousands(String(lines.length))}`
  },

  under: () => [],
}

function topOf({ look, height }: Drawn<TextView>, lines: readonly StyledLine[]): number {
  return scrolledTo(look.top, look.top, height, lines.length)
}

function linesOf({ view, width }: Drawn<TextView>): StyledLine[] {
  return view.text
    .split(/\r?\n/)
    .flatMap((line) => wrapText(screenText(line.replaceAll('\t', '  ')), width - 2))
    .map((line) => [span(` ${line}`)])
}
