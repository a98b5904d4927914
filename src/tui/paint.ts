import { asciiLine } from '../report/charts/ascii.ts'
import type { Ground, Span, StyledLine, Tone } from '../report/charts/styled-line.ts'

/** A style the terminal can switch on, and what switches it off. Bold and dim share their end. */
interface Code {
  readonly open: string
  readonly close: string
}

const bold = code(1, 22)
const dim = code(2, 22)
const underline = code(4, 24)
const reverse = code(7, 27)

function code(open: number, close: number): Code {
  return { open: `\x1b[${open}m`, close: `\x1b[${close}m` }
}

function foreground(color: number): Code {
  return code(color, 39)
}

function background(color: number): Code {
  return code(color, 49)
}

/** The sixteen colours every terminal has and its user has chosen. */
const toneCodes: Readonly<Record<Tone, Code>> = {
  quiet: dim,
  accent: foreground(36),
  good: foreground(32),
  warn: foreground(33),
  bad: foreground(31),
  group0: foreground(36),
  group1: foreground(33),
  group2: foreground(35),
  group3: foreground(32),
  group4: foreground(34),
  group5: dim,
  heat0: dim,
  heat1: foreground(34),
  heat2: foreground(36),
  heat3: foreground(33),
  heat4: foreground(31),
}

const groundCodes: Readonly<Record<Ground, readonly Code[]>> = {
  row: [foreground(97), background(44)],
  cursor: [foreground(30), background(46)],
}

/** Without colour the ground is reverse video; the cell under the cursor is bold and underlined within it. */
const plainGroundCodes: Readonly<Record<Ground, readonly Code[]>> = {
  row: [reverse],
  cursor: [bold, underline, reverse],
}

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
 * decides by the process it runs in, and drops reverse video together with the colours. And they are written as Ink itself would
 * write them again, from one style to the next by the least that differs: a line that is so already, it reads only once.
 */
export function paint(line: StyledLine, color: boolean): string {
  let painted = ''
  let active: readonly Code[] = []
  for (const piece of line) {
    if (piece.text === '') continue
    const change = transition(active, codesOf(piece, color))
    painted += change.sequence + piece.text
    active = change.active
  }
  return painted + transition(active, []).sequence
}

function transition(from: readonly Code[], to: readonly Code[]): { sequence: string; active: readonly Code[] } {
  if (from.length === 0 && to.length === 0) return { sequence: '', active: from }
  const undone = from.filter((each) =>
    isIntensity(each) ? !to.includes(each) : !to.some(({ close }) => close === each.close),
  )
  // The end of bold ends dim too.
  const isIntensityUndone = undone.some(isIntensity)
  const kept = from.filter((each) => to.includes(each) && !(isIntensityUndone && isIntensity(each)))
  const added = to.filter((each) => !kept.includes(each))
  const sequence = new Set([...undone.toReversed().map(({ close }) => close), ...added.map(({ open }) => open)])
  return { sequence: [...sequence].join(''), active: [...kept, ...added] }
}

function isIntensity({ close }: Code): boolean {
  return close === bold.close
}

function codesOf(piece: Span, color: boolean): Code[] {
  const codes: Code[] = []
  if (piece.bold) codes.push(bold)
  if (piece.underline) codes.push(underline)
  if (piece.ground) codes.push(...(color ? groundCodes : plainGroundCodes)[piece.ground])
  else if (piece.tone && (color || toneCodes[piece.tone] === dim)) codes.push(toneCodes[piece.tone])
  return [...new Set(codes)]
}
