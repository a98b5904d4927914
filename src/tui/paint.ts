import { asciiLine } from '../report/charts/ascii.ts'
import type { Ground, Span, StyledLine, Tone } from '../report/charts/styled-line.ts'

/** SGR parameters of the sixteen colours every terminal has and its user has chosen. */
const toneCodes: Readonly<Record<Tone, string>> = {
  quiet: '2',
  accent: '36',
  good: '32',
  warn: '33',
  bad: '31',
  group0: '36',
  group1: '33',
  group2: '35',
  group3: '32',
  group4: '34',
  group5: '2',
  heat0: '2',
  heat1: '34',
  heat2: '36',
  heat3: '33',
  heat4: '31',
}

const groundCodes: Readonly<Record<Ground, string>> = { row: '97;44', cursor: '30;46' }

/** Without colour the ground is reverse video; the cell under the cursor is bold and underlined within it. */
const plainGroundCodes: Readonly<Record<Ground, string>> = { row: '7', cursor: '1;4;7' }

/** A line as it is written to the terminal. */
export type Painter = (line: StyledLine) => string

/** How lines are painted on this terminal: with colours unless told otherwise, in ASCII only where told. */
export function painter({
  color = true,
  ascii = false,
}: {
  readonly color?: boolean
  readonly ascii?: boolean
}): Painter {
  return (line) => paint(ascii ? asciiLine(line) : line, color)
}

/**
 * A line with its styles as SGR sequences. They are written here, not by the colour library below Ink, because that one
 * decides by the process it runs in, and drops reverse video together with the colours.
 */
export function paint(line: StyledLine, color: boolean): string {
  let painted = ''
  for (const piece of line) {
    const codes = codesOf(piece, color)
    painted += codes === '' ? piece.text : `\x1b[${codes}m${piece.text}\x1b[0m`
  }
  return painted
}

function codesOf(piece: Span, color: boolean): string {
  const codes: string[] = []
  if (piece.bold) codes.push('1')
  if (piece.underline) codes.push('4')
  if (piece.ground) codes.push((color ? groundCodes : plainGroundCodes)[piece.ground])
  else if (piece.tone && (color || toneCodes[piece.tone] === '2')) codes.push(toneCodes[piece.tone])
  return codes.join(';')
}
