import type { Span } from '../../lib/diagnostic.ts'

/** What is filled into an edit when the text is sent. */
export type Slot = 'start' | 'end' | 'now' | 'limit' | 'count'

/** A place of a query's text, and what is put there. A span without length is an insertion. Edits do not overlap. */
export interface Edit {
  readonly start: number
  readonly end: number
  readonly by: readonly (string | { readonly slot: Slot })[]
  /** Left out, too, where this one is not given. */
  readonly needs?: Slot
}

/** KQL for the slots: `datetime(…)`, a number. An edit that needs one that is not given is left out. */
export type Filling = { readonly [slot in Slot]?: string }

export interface Written {
  readonly kql: string
  /** Where a span of the written text stands in the query's own. */
  toOwn(span: Span): Span
}

/** The text with its edits done. Those at the same place stand in the order they are given. */
export function writeEdits(text: string, edits: readonly Edit[], filling: Filling): Written {
  const done = edits
    .filter(({ by, needs }) =>
      [...by, ...(needs ? [{ slot: needs }] : [])].every(
        (part) => typeof part === 'string' || filling[part.slot] !== undefined,
      ),
    )
    .map((edit, index) => ({ ...edit, index }))
    .sort((a, b) => a.start - b.start || a.end - b.end || a.index - b.index)
  /** Where the written text goes on as the own one does, and how much of it. */
  const copies: { readonly at: number; readonly from: number; readonly length: number }[] = []
  let kql = ''
  let read = 0
  const copyUpTo = (end: number) => {
    if (end <= read) return
    copies.push({ at: kql.length, from: read, length: end - read })
    kql += text.slice(read, end)
    read = end
  }
  for (const { start, end, by } of done) {
    copyUpTo(start)
    kql += by.map((part) => (typeof part === 'string' ? part : filling[part.slot])).join('')
    read = Math.max(read, end)
  }
  copyUpTo(text.length)
  const ownStart = (offset: number) => {
    const copy = copies.findLast((each) => each.at <= offset)
    if (!copy) return 0
    const into = offset - copy.at
    // In what was put there: the place where it was.
    return into < copy.length ? copy.from + into : Math.min(nextCopy(copy), text.length)
  }
  const nextCopy = (copy: (typeof copies)[number]) => copies[copies.indexOf(copy) + 1]?.from ?? text.length
  return {
    kql,
    toOwn({ start, end }) {
      const from = ownStart(start)
      const last = end > start ? ownStart(end - 1) + 1 : from
      return { start: from, end: Math.min(text.length, Math.max(last, from)) }
    },
  }
}
