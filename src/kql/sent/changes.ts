import type { Span } from '../../lib/diagnostic.ts'
import type { Edit } from './edits.ts'

/** What is put in the place of a piece of text: texts, and pieces of the text itself. A span without length is an insertion. */
export interface TextChange {
  readonly span: Span
  readonly by: readonly (string | Span)[]
}

/** The edits of a text that is changed besides: those within what is replaced go with it, those of a piece that is used go there. */
export function withChanges(text: string, edits: readonly Edit[], changes: readonly TextChange[]): Edit[] {
  const kept = edits.filter((edit) => !changes.some(({ span }) => isWithin(edit, span)))
  const changed = changes.map(({ span: { start, end }, by }): Edit => {
    const pieces = by.map((each) => (typeof each === 'string' ? [each] : edited(text, each, edits)))
    return { start, end, by: pieces.flat() }
  })
  return [...kept, ...changed]
}

/** What is inserted at the edge of a piece is no part of it. */
function isWithin({ start, end }: Edit, span: Span): boolean {
  return start === end ? start > span.start && end < span.end : start >= span.start && end <= span.end
}

function edited(text: string, span: Span, edits: readonly Edit[]): Edit['by'] {
  let at = span.start
  const by: Edit['by'][number][] = []
  for (const edit of edits.filter((each) => isWithin(each, span)).toSorted((a, b) => a.start - b.start)) {
    by.push(text.slice(at, edit.start), ...edit.by)
    at = edit.end
  }
  return [...by, text.slice(at, span.end)]
}
