import { screenText, textWidth, wrapText } from '../../report/charts/fit-text.ts'
import { type StyledLine, span } from '../../report/charts/styled-line.ts'
import { withThousands } from '../../report/charts/value-axis.ts'
import { type Motion, steppedTo } from '../bodies/body.ts'
import { type Frame, frame } from '../frame.ts'
import type { DialogPlace } from '../layout.ts'
import { scrolledTo } from '../run/section-look.ts'
import type { PageOverlay } from './overlay.ts'

/** Paragraphs, wrapped to the page, scrolled by line. */
export function pageFrame(page: PageOverlay, place: DialogPlace): Frame {
  const lines = linesOf(page, place.width - 4)
  const height = place.height - 2
  const top = scrolledTo(page.top, page.top, height, lines.length)
  const last = Math.min(lines.length, top + height)
  return frame(
    lines.slice(top, last).map((line) => [span(' '), ...line]),
    {
      ...place,
      isOpaque: true,
      tone: 'accent',
      title: [span(` ${screenText(page.title)} `, { bold: true })],
      foot: `lines ${withThousands(String(Math.min(top + 1, last)))}-${withThousands(String(last))} of ${withThousands(String(lines.length))}`,
    },
  )
}

export function movePage(page: PageOverlay, motion: Motion, place: DialogPlace): PageOverlay {
  const lines = linesOf(page, place.width - 4)
  const height = place.height - 2
  const highest = Math.max(0, lines.length - height)
  return { ...page, top: steppedTo(Math.min(page.top, highest), motion, highest + 1, height) }
}

function linesOf({ paragraphs }: PageOverlay, width: number): StyledLine[] {
  return paragraphs.flatMap(({ text, tone, bold, isCode = false }) =>
    text
      .split(/\r?\n/)
      .flatMap((line) => wrapped(screenText(line.replaceAll('\t', '    ')), width, isCode))
      .map((line): StyledLine => [span(line, { ...(tone && { tone }), ...(bold && { bold }) })]),
  )
}

const indent = '      '

function wrapped(line: string, width: number, isCode: boolean): string[] {
  if (!isCode || textWidth(line) <= width) return wrapText(line, width)
  const [first = ''] = wrapText(line, width)
  const rest = line.slice(first.length).trimStart()
  return [first, ...wrapText(rest, width - indent.length).map((each) => indent + each)]
}
