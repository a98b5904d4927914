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
  /** Covers what lies under it: its lines are filled up with blanks. */
  readonly isOpaque?: boolean
}

/**
 * Lines in a border. The sides are kept apart from the lines: so these are plain ASCII most of the time, which is measured
 * many times faster than a line with box characters at its ends.
 */
export interface Frame {
  readonly width: number
  /** Lines between the borders. */
  readonly height: number
  readonly top: StyledLine
  readonly lines: readonly StyledLine[]
  readonly bottom: StyledLine
  /** One cell of either side. */
  readonly side: Span
}

const edge = { topLeft: '╭', topRight: '╮', bottomLeft: '╰', bottomRight: '╯', across: '─', down: '│' }

/** A frame of exactly the size asked for; lines that are too long are clipped, lines that are too many left out. */
export function frame(lines: readonly StyledLine[], options: FrameOptions): Frame {
  const { width, tone = 'quiet', isOpaque = false } = options
  const inner = width - 2
  const height = Math.max(0, options.height - 2)
  const shown = Array.from({ length: height }, (_, at) => lines[at] ?? [])
  return {
    width,
    height,
    top: topBorder(options),
    lines: shown.map((line) => (isOpaque ? fitLine(line, inner) : clipLine(line, inner))),
    bottom: bottomBorder(options),
    side: span(edge.down, tone),
  }
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

/** The line, clipped where it is wider. */
export function clipLine(line: StyledLine, width: number): StyledLine {
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
