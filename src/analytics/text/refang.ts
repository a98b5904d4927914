/** A text with what had been made harmless in it made whole again. */
export interface Refanged {
  readonly text: string
  /** Where a place of `text` stands in the text as it was. */
  originalOffset(offset: number): number
  /** Whether anything between two places was written defanged. */
  wasDefanged(start: number, end: number): boolean
}

const replacements: Readonly<Record<string, string>> = {
  '.': '.',
  dot: '.',
  '@': '@',
  at: '@',
  ':': ':',
  '://': '://',
  '/': '/',
  '//': '//',
}

/** Bounded at every place, so that no text makes it slow. */
const marks =
  /[ \t]?\[(?:\.|dot|@|at)\][ \t]?|\[(?::|:\/\/|\/{1,2})\]|[ \t]?[({](?:dot|at)[)}][ \t]?|\(\.\)|\{\.\}|\b(?:h(?:xx|\*\*)ps?|s?fxps?)(?=:|\[:)|\\\./gi

/**
 * Undoes the ways in which indicators are made harmless: `hxxp`, `h**p`, `fxp`, `[.]`, `(.)`, `{.}`, `[dot]`, `(dot)`, `[at]`, `(at)`, `[@]`, `[:]`,
 * `[://]`, `[/]` and `\.` (a domain out of a regular expression). Marks other than those of a scheme count between letters or digits only, and
 * `\.` only where the word has no other backslash: `C:\a\.ssh` is a path.
 */
export function refang(text: string): Refanged {
  const starts: number[] = []
  const originals: number[] = []
  const pieces: string[] = []
  const isEscaped = escapedWords(text)
  let from = 0
  let length = 0
  for (const match of text.matchAll(marks)) {
    const at = match.index
    const end = at + match[0].length
    const plain = plainOf(match[0])
    if (at < from || !counts(text, at, end, match[0], isEscaped)) continue
    pieces.push(text.slice(from, at), plain)
    length += at - from
    starts.push(length)
    originals.push(at)
    length += plain.length
    starts.push(length)
    originals.push(end)
    from = end
  }
  if (pieces.length === 0) return { text, originalOffset: (offset) => offset, wasDefanged: () => false }
  pieces.push(text.slice(from))
  return {
    text: pieces.join(''),
    originalOffset: (offset) => {
      const at = lastAtOrBefore(starts, offset)
      return at < 0 ? offset : Math.min(originals[at]! + offset - starts[at]!, originals[at + 1] ?? text.length)
    },
    // Even places are beginnings of what was replaced.
    wasDefanged: (start, end) => {
      const at = lastAtOrBefore(starts, end - 1)
      return at >= 0 && starts[at]! >= start
    },
  }
}

function plainOf(mark: string): string {
  const word = mark.toLowerCase()
  if (word === '\\.') return '.'
  if (word.startsWith('h')) return word.endsWith('s') ? 'https' : 'http'
  if (word.includes('fxp')) return word.replace('fxp', 'ftp')
  return replacements[word.trim().slice(1, -1)]!
}

function counts(text: string, start: number, end: number, mark: string, isEscaped: (at: number) => boolean): boolean {
  if (/^[hsf]/i.test(mark)) return true
  if (/^\[[:/]/.test(mark)) return true
  if (!isWord(text[start - 1]) || !isWord(text[end])) return false
  return mark !== '\\.' || isEscaped(start)
}

function isWord(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}]/u.test(character)
}

/** Ends of words that are looked at in order, so that each is read once: whether a word has no backslash but those before a dot. */
function escapedWords(text: string): (at: number) => boolean {
  let end = 0
  let isEscaped = false
  return (at) => {
    if (at < end) return isEscaped
    let start = at
    while (start > end && !isSpace(text.charCodeAt(start - 1))) start--
    end = at
    while (end < text.length && !isSpace(text.charCodeAt(end))) end++
    isEscaped = !/\\(?!\.)/.test(text.slice(start, end))
    return isEscaped
  }
}

function isSpace(code: number): boolean {
  return code <= 32 || code === 0xa0
}

function lastAtOrBefore(sorted: readonly number[], value: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle]! <= value) low = middle + 1
    else high = middle
  }
  return low - 1
}
