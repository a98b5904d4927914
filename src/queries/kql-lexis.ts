/** A string or a comment that a text leaves open, and what opened it. */
export interface OpenPlace {
  readonly name: 'a string literal' | 'a comment' | 'a multi-line string'
  readonly opener: string
}

/** What a text that begins in code leaves open: a value may only be put where nothing is. */
export function openAtEnd(text: string): OpenPlace | undefined {
  let index = 0
  while (index < text.length) {
    const character = text[index]!
    if (text.startsWith('//', index)) {
      const end = text.indexOf('\n', index)
      if (end < 0) return { name: 'a comment', opener: '//' }
      index = end + 1
    } else if (text.startsWith('```', index) || text.startsWith('~~~', index)) {
      const end = text.indexOf(text.slice(index, index + 3), index + 3)
      if (end < 0) return { name: 'a multi-line string', opener: text.slice(index, index + 3) }
      index = end + 3
    } else if (character === '"' || character === "'") {
      const isVerbatim = text[index - 1] === '@'
      const end = stringEnd(text, index, isVerbatim)
      if (end < 0) return { name: 'a string literal', opener: isVerbatim ? `@${character}` : character }
      index = end
    } else index++
  }
  return undefined
}

/** Offset behind the closing quote, or -1. In a verbatim string a quote is written twice; elsewhere a backslash escapes. */
function stringEnd(text: string, start: number, isVerbatim: boolean): number {
  const quote = text[start]!
  for (let index = start + 1; index < text.length; index++) {
    if (text[index] === '\\' && !isVerbatim) index++
    else if (text[index] === quote) {
      if (isVerbatim && text[index + 1] === quote) index++
      else return index + 1
    }
  }
  return -1
}

/** True where a character would grow together with a literal beside it: a letter, a digit, a quote, `@` of a verbatim string. */
export function wouldMerge(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}_@$'"`~\\]/u.test(character)
}
