/**
 * What a piece of text means for the eye. Colour never carries meaning alone: whatever a tone says is also said by a
 * glyph, a word or a place. `group0`…`group5` tell series and groups apart, `heat0`…`heat4` are rising intensities.
 */
export type Tone =
  | 'quiet'
  | 'accent'
  | 'good'
  | 'warn'
  | 'bad'
  | 'group0'
  | 'group1'
  | 'group2'
  | 'group3'
  | 'group4'
  | 'group5'
  | 'heat0'
  | 'heat1'
  | 'heat2'
  | 'heat3'
  | 'heat4'

/** How many groups have a tone and a glyph of their own; the rest share the last. */
export const groupTones = [
  'group0',
  'group1',
  'group2',
  'group3',
  'group4',
  'group5',
] as const satisfies readonly Tone[]

export const heatTones = ['heat0', 'heat1', 'heat2', 'heat3', 'heat4'] as const satisfies readonly Tone[]

/** What lies under a text: the row or the cell the cursor is on. */
export type Ground = 'row' | 'cursor'

export interface Style {
  readonly tone?: Tone
  readonly bold?: boolean
  readonly underline?: boolean
  readonly ground?: Ground
}

/** A run of text in one style. The text is safe to print: no control characters. */
export interface Span extends Style {
  readonly text: string
}

/** One line of a drawing, left to right. */
export type StyledLine = readonly Span[]

export function span(text: string, style: Style | Tone = {}): Span {
  return typeof style === 'string' ? { text, tone: style } : { text, ...style }
}

/** A line without its styles, as a plain text or a file shows it. */
export function lineText(line: StyledLine): string {
  let text = ''
  for (const piece of line) text += piece.text
  return text
}
