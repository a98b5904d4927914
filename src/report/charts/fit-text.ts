import stringWidth from 'string-width'
import { safeText } from '../../lib/safe-text.ts'
import type { Span, Style, StyledLine } from './styled-line.ts'

const printableAscii = /^[\x20-\x7e]*$/

/** Characters that take one cell each, whatever stands beside them: ASCII, letters of Europe, and what drawings are made of. */
const narrow =
  /^[\x20-\x7e\u00a1-\u00a8\u00aa-\u00ac\u00af-\u024f\u2010-\u2027\u2030-\u203b\u2190-\u2193\u22ef\u2500-\u25fc\u2713\u2717\u276f\u2800-\u28ff]*$/

/** Default-ignorable characters that `safeText` lets through, skin tones and regional indicators. */
const invisible =
  /\u00ad|\u034f|[\u115f-\u1160]|[\u17b4-\u17b5]|[\u180b-\u180f]|\u3164|[\ufe00-\ufe0f]|\uffa0|[\u{1f1e6}-\u{1f1ff}]|[\u{1f3fb}-\u{1f3ff}]|[\u{e0000}-\u{e0fff}]/gu
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/**
 * Text from a log, ready for a grid of character cells: what `safeText` makes visible, and beyond it everything whose width
 * terminals disagree about or do not show at all (variation selectors, tag characters, fillers, skin tones, regional
 * indicators) as its code point. Piles of combining marks are cut to three.
 */
export function screenText(text: string): string {
  if (printableAscii.test(text)) return text
  return safeText(text)
    .toWellFormed()
    .replace(invisible, (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`)
    .replace(/(\p{Mn}{3})\p{Mn}+/gu, '$1…')
}

/** Character cells a text takes. */
export function textWidth(text: string): number {
  return narrow.test(text) ? text.length : stringWidth(text)
}

/** Character cells the widest of some texts takes. */
export function widestText(texts: Iterable<string>): number {
  let widest = 0
  for (const text of texts) widest = Math.max(widest, textWidth(text))
  return widest
}

/** The text in at most `width` cells; a cut is marked with `…` as its last cell. */
export function clipText(text: string, width: number): string {
  if (width <= 0) return ''
  if (narrow.test(text)) return text.length <= width ? text : `${text.slice(0, width - 1)}…`
  // A text of a megabyte is not measured to show its first eighty cells.
  if (text.length <= width * 8 && stringWidth(text) <= width) return text
  let kept = ''
  let used = 0
  for (const { segment } of graphemes.segment(text.slice(0, width * 8 + 64))) {
    const cells = stringWidth(segment)
    if (used + cells > width - 1) break
    kept += segment
    used += cells
  }
  return `${kept}…`
}

/** Whether a text is a path or a URL, alone or behind what started it: its end tells more than its middle. A command line with switches is none. */
export function isPathLike(text: string): boolean {
  return /^(?:\S+ → )?(?:[a-z]:\\|\\\\|[a-z][a-z0-9+.-]*:\/\/|\/[^/\s]+\/)/i.test(text) && !/["']|\s[-/]/.test(text)
}

/** Cells below which both ends of a text would tell nothing. */
const shortestMiddle = 8

/** The text in at most `width` cells; what is cut out of its middle is marked with `…`. */
export function clipMiddle(text: string, width: number): string {
  if (width < shortestMiddle || textWidth(text) <= width) return clipText(text, width)
  const pieces = [...graphemes.segment(text.slice(-width * 4))].map(({ segment }) => segment)
  const most = Math.ceil((width - 1) * 0.6)
  let tail = ''
  let used = 0
  for (const piece of pieces.reverse()) {
    const cells = textWidth(piece)
    if (used + cells > most) break
    tail = piece + tail
    used += cells
  }
  return clipText(text, width - used) + tail
}

/** The text in exactly `width` cells: clipped, or padded on the right (or on the left for `align: 'right'`). */
export function fitText(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  const clipped = clipText(text, width)
  const padding = ' '.repeat(Math.max(0, width - textWidth(clipped)))
  return align === 'left' ? clipped + padding : padding + clipped
}

/** The text broken into lines of at most `width` cells, at spaces where there are any, else anywhere. */
export function wrapText(text: string, width: number): string[] {
  const lines: string[] = []
  const cells = Math.max(1, width)
  let line = ''
  let used = 0
  const flush = () => {
    lines.push(line)
    line = ''
    used = 0
  }
  for (const word of text.split(/(?<= )/)) {
    const bare = textWidth(word.trimEnd())
    if (used > 0 && used + bare > cells) flush()
    if (bare <= cells) {
      line += word
      used += textWidth(word)
      continue
    }
    for (const { segment } of graphemes.segment(word)) {
      const size = textWidth(segment)
      if (used + size > cells) flush()
      line += segment
      used += size
    }
  }
  flush()
  return lines.map((each) => each.trimEnd())
}

/** The text wrapped into at most `most` lines of at most `width` cells; where they do not hold all of it, the last ends with `…`. */
export function wrapClipped(text: string, width: number, most: number): string[] {
  // What no line can hold is not wrapped: it may be a megabyte.
  const lines = wrapText(clipText(text, width * most), width)
  if (lines.length <= most) return lines
  const last = lines[most - 1]!
  return [
    ...lines.slice(0, most - 1),
    `${clipText(last, width - 1)
      .replace(/…$/, '')
      .trimEnd()}…`,
  ]
}

export function lineWidth(line: StyledLine): number {
  let width = 0
  for (const piece of line) width += textWidth(piece.text)
  return width
}

/** The line in exactly `width` cells: clipped with `…`, or padded in the style `rest`. */
export function fitLine(line: StyledLine, width: number, rest: Style = {}): StyledLine {
  const fitted: Span[] = []
  let used = 0
  for (const piece of line) {
    const cells = textWidth(piece.text)
    if (used + cells <= width) {
      fitted.push(piece)
      used += cells
      continue
    }
    const text = clipText(piece.text, width - used)
    if (text === '' && fitted.length > 0) {
      // The cut falls exactly between two pieces: the mark takes the last cell of the one before.
      const last = fitted.pop()!
      const room = textWidth(last.text)
      fitted.push({ ...last, text: fitText(`${last.text}…`, room) })
      return fitted
    }
    fitted.push({ ...piece, text })
    used += textWidth(text)
    if (used < width) fitted.push({ ...rest, text: ' '.repeat(width - used) })
    return fitted
  }
  if (used < width) fitted.push({ ...rest, text: ' '.repeat(width - used) })
  return fitted
}

/** The line with the cells from `from` up to `to` in another style on top of their own. */
export function restyle(line: StyledLine, from: number, to: number, style: Style): StyledLine {
  const restyled: Span[] = []
  let at = 0
  for (const piece of line) {
    const end = at + textWidth(piece.text)
    if (end <= from || at >= to) restyled.push(piece)
    else if (at >= from && end <= to) restyled.push({ ...piece, ...style })
    else {
      let text = ''
      let inside: boolean | undefined
      let cell = at
      const flush = () => {
        if (text !== '') restyled.push(inside ? { ...piece, ...style, text } : { ...piece, text })
        text = ''
      }
      for (const { segment } of graphemes.segment(piece.text)) {
        const within = cell >= from && cell < to
        if (within !== inside) flush()
        inside = within
        text += segment
        cell += textWidth(segment)
      }
      flush()
    }
    at = end
  }
  return restyled
}
