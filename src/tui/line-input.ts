import { screenText, textWidth } from '../report/charts/fit-text.ts'
import { type Span, type StyledLine, span } from '../report/charts/styled-line.ts'

/** A line of text being edited. `cursor` is an offset into it, always between two graphemes. */
export interface LineInput {
  readonly text: string
  readonly cursor: number
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** A line holding `text`, the cursor at its end. */
export function lineInput(text = ''): LineInput {
  return { text, cursor: text.length }
}

/** Types or pastes at the cursor. Line breaks become spaces, unless they are kept; other control characters go: it is one line. */
export function insertText(input: LineInput, typed: string, keepsLines = false): LineInput {
  const lines = typed.replace(/\r\n?|\n/g, keepsLines ? '\n' : ' ').replaceAll('\t', ' ')
  const clean = lines.replace(/[\x00-\x09\x0b-\x1f\x7f-\x9f]/g, '')
  return {
    text: input.text.slice(0, input.cursor) + clean + input.text.slice(input.cursor),
    cursor: input.cursor + clean.length,
  }
}

/** The edit a key stands for, or undefined where it stands for none. */
export function editLine(input: LineInput, key: string): LineInput | undefined {
  const { text, cursor } = input
  switch (key) {
    case 'left':
    case 'ctrl+b':
      return { text, cursor: before(input) }
    case 'right':
    case 'ctrl+f':
      return { text, cursor: after(input) }
    case 'home':
    case 'ctrl+a':
      return { text, cursor: 0 }
    case 'end':
    case 'ctrl+e':
      return { text, cursor: text.length }
    case 'backspace':
      return remove(input, before(input), cursor)
    case 'delete':
    case 'ctrl+d':
      return remove(input, cursor, after(input))
    case 'ctrl+u':
      return remove(input, 0, cursor)
    case 'ctrl+k':
      return remove(input, cursor, text.length)
    case 'ctrl+w':
      return remove(input, text.slice(0, cursor).search(/\S*\s*$/), cursor)
    case 'space':
      return insertText(input, ' ')
    default:
      return isTyped(key) ? insertText(input, key) : undefined
  }
}

/** Whether a key name is the character itself, not the name of a key such as `up` or `ctrl+a`. */
function isTyped(key: string): boolean {
  if (key === '') return false
  const [first] = graphemes.segment(key)
  return first?.segment.length === key.length
}

function remove({ text }: LineInput, from: number, to: number): LineInput {
  return { text: text.slice(0, from) + text.slice(to), cursor: from }
}

function before({ text, cursor }: LineInput): number {
  let last = 0
  for (const { index } of graphemes.segment(text.slice(0, cursor))) last = index
  return last
}

function after({ text, cursor }: LineInput): number {
  const [next] = graphemes.segment(text.slice(cursor))
  return cursor + (next?.segment.length ?? 0)
}

/** The line in exactly `width` cells, scrolled so that the cursor is in it. */
export function drawLineInput(input: LineInput, width: number, isFocused = true): StyledLine {
  const head = [...graphemes.segment(input.text.slice(0, input.cursor))].map(({ segment }) => screenText(segment))
  const tail = [...graphemes.segment(input.text.slice(input.cursor))].map(({ segment }) => screenText(segment))
  const under = isFocused ? (tail.shift() ?? ' ') : ''
  let used = textWidth(under)
  let start = head.length
  while (start > 0 && used + textWidth(head[start - 1]!) <= width) {
    start--
    used += textWidth(head[start]!)
  }
  let rest = ''
  for (const piece of tail) {
    const cells = textWidth(piece)
    if (used + cells > width) break
    rest += piece
    used += cells
  }
  const line: Span[] = [span(head.slice(start).join(''))]
  if (under !== '') line.push(span(under, { ground: 'cursor' }))
  line.push(span(rest + ' '.repeat(Math.max(0, width - used))))
  return line
}
