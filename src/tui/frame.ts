import { clipText, fitLine, lineWidth, textWidth } from '../report/charts/fit-text.ts'
import { type Span, type StyledLine, span, type Tone } from '../report/charts/styled-line.ts'

export interface FrameOptions {
  /** Size with the border. */
  readonly width: number
  readonly height: number
  readonly title: StyledLine
  /** At the right end of the upper border. */
  readonly corner?: StyledLine
  /** In the lower border. */
  readonly foot?: string
  readonly tone?: Tone
}

const edge = { topLeft: '╭', topRight: '╮', bottomLeft: '╰', bottomRight: '╯', across: '─', down: '│' }

/** Lines in a border, title above and foot below, in exactly `height` lines of `width` cells. */
export function frame(lines: readonly StyledLine[], options: FrameOptions): StyledLine[] {
  const { width, height, tone = 'quiet' } = options
  const inner = width - 2
  const down = span(edge.down, tone)
  const body = Array.from({ length: Math.max(0, height - 2) }, (_, at) => [
    down,
    ...fitLine(lines[at] ?? [], inner),
    down,
  ])
  return [topBorder(options), ...body, bottomBorder(options)]
}

function topBorder({ title, corner = [], width, tone = 'quiet' }: FrameOptions): StyledLine {
  const end = lineWidth(corner)
  const room = width - 4 - (end > 0 ? end + 3 : 0)
  const named = clipLine(title, room)
  const rule = Math.max(0, width - 4 - lineWidth(named) - (end > 0 ? end + 3 : 0))
  return [
    span(`${edge.topLeft}${edge.across}`, tone),
    ...named,
    span(edge.across.repeat(rule), tone),
    ...(end > 0 ? [span(' '), ...corner, span(` ${edge.across}`, tone)] : []),
    span(`${edge.across}${edge.topRight}`, tone),
  ]
}

function bottomBorder({ foot = '', width, tone = 'quiet' }: FrameOptions): StyledLine {
  const text = foot === '' ? '' : ` ${clipText(foot, width - 6)} `
  const rule = Math.max(0, width - 3 - textWidth(text))
  return [
    span(`${edge.bottomLeft}${edge.across.repeat(rule)}`, tone),
    span(text, 'quiet'),
    span(`${edge.across}${edge.bottomRight}`, tone),
  ]
}

function clipLine(line: StyledLine, width: number): StyledLine {
  return lineWidth(line) <= width ? line : fitLine(line, Math.max(1, width))
}

/** What stands left and right of a line, with the space between. */
export function spread(left: StyledLine, right: StyledLine, width: number): StyledLine {
  const room = width - lineWidth(right)
  if (room <= 0) return fitLine(left, width)
  return [...fitLine(left, room), ...right]
}

/** Pieces of a line with a quiet separator between them. */
export function joined(pieces: readonly StyledLine[], separator = ' · '): StyledLine {
  const line: Span[] = []
  pieces.forEach((piece, at) => {
    if (at > 0) line.push(span(separator, 'quiet'))
    line.push(...piece)
  })
  return line
}
