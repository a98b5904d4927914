import type { Span, StyledLine } from '../report/charts/styled-line.ts'

/** The line with every occurrence of `needle` (lower case) underlined. */
export function withHits(line: StyledLine, needle: string): StyledLine {
  return needle === '' ? line : line.flatMap((piece) => splitAtHits(piece, needle))
}

function splitAtHits(piece: Span, needle: string): Span[] {
  const lower = piece.text.toLowerCase()
  // Some letters change length with their case: offsets of the one text would not fit the other.
  if (lower.length !== piece.text.length || !lower.includes(needle)) return [piece]
  const spans: Span[] = []
  let from = 0
  for (let hit = lower.indexOf(needle); hit >= 0; hit = lower.indexOf(needle, from)) {
    if (hit > from) spans.push({ ...piece, text: piece.text.slice(from, hit) })
    from = hit + needle.length
    spans.push({ ...piece, text: piece.text.slice(hit, from), underline: true, bold: true })
  }
  if (from < piece.text.length) spans.push({ ...piece, text: piece.text.slice(from) })
  return spans
}
