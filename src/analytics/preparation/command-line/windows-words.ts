/** A program as a command line begins with it, and where its arguments begin in the text. */
export interface LeadingProgram {
  readonly program: string
  readonly end: number
}

const executable = /\.(?:exe|com|bat|cmd|scr|pif|msc|cpl|ps1|vbs|js|sys|tmp)$/i

/**
 * The program of a Windows command line, by the rule of CommandLineToArgvW: up to the next quotation mark after one at the start, up to
 * the next blank otherwise; no escapes. A path that is not quoted goes on across blanks up to its file extension, as CreateProcess
 * finds it: `C:\Program Files\x\y.exe -k`; `image`, where the log tells the program's path, says so for certain. Blanks before it, which
 * CommandLineToArgvW takes for an empty program, are passed over.
 */
export function leadingProgram(text: string, image?: string): LeadingProgram {
  const start = text.length - text.trimStart().length
  if (text[start] === '"') {
    const close = text.indexOf('"', start + 1)
    const end = close < 0 ? text.length : close
    return { program: text.slice(start + 1, end), end: Math.min(end + 1, text.length) }
  }
  const first = wordEnd(text, start)
  if (image !== undefined && image !== '' && isImage(text, start, image)) {
    return { program: text.slice(start, start + image.length), end: start + image.length }
  }
  const word = text.slice(start, first)
  // `cmd/c dir`: what cmd itself is asked to run.
  const glued = /^cmd(?:\.exe)?(?=\/)/i.exec(word)
  if (glued) return { program: glued[0], end: start + glued[0].length }
  if (!/^(?:[a-z]:\\|\\\\|\\\?\?\\|\\systemroot\\|%\w+%\\)/i.test(word) || executable.test(word))
    return { program: word, end: first }
  const end = pathEnd(text, start, first)
  return { program: text.slice(start, end), end }
}

/** The path may go on across blanks only while it stays one path: no quotation mark, no second drive, no switch. */
function pathEnd(text: string, start: number, first: number): number {
  let end = first
  // Longer than any path that Windows runs unquoted.
  while (end < text.length && end - start < 1024) {
    let from = end
    while (isBlank(text[from])) from++
    end = wordEnd(text, from)
    const word = text.slice(from, end)
    if (word === '' || /^\/|^-\w|^[a-z]:|"/i.test(word)) break
    if (executable.test(word)) return end
  }
  return first
}

function isImage(text: string, start: number, image: string): boolean {
  const after = text[start + image.length]
  if (after !== undefined && !isBlank(after)) return false
  return text.slice(start, start + image.length).toLowerCase() === image.toLowerCase()
}

/**
 * The arguments in a text, by the rules of CommandLineToArgvW: 2n backslashes before a quotation mark are n and the mark quotes; 2n+1
 * are n and the mark is itself; other backslashes are themselves. Of marks side by side inside quotes every third is itself.
 */
export function windowsWords(text: string): string[] {
  const words: string[] = []
  let at = 0
  while (at < text.length) {
    while (isBlank(text[at])) at++
    if (at >= text.length) break
    const read = readWord(text, at)
    words.push(read.word)
    at = read.end
  }
  return words
}

function readWord(text: string, start: number): { readonly word: string; readonly end: number } {
  const parts: string[] = []
  let plain = start
  let quotes = 0
  let at = start
  const take = (end: number) => {
    if (end > plain) parts.push(text.slice(plain, end))
  }
  while (at < text.length && (quotes > 0 || !isBlank(text[at]))) {
    if (text[at] === '\\') {
      const run = at
      while (text[at] === '\\') at++
      if (text[at] !== '"') continue
      take(run)
      parts.push('\\'.repeat((at - run) >> 1))
      plain = at
      if ((at - run) % 2 === 1) {
        // The mark is itself: it is taken with what follows.
        at++
        const counted = quotesAfter(text, at, quotes)
        if (counted.at > at) {
          take(at)
          parts.push('"'.repeat(counted.literal))
          plain = counted.at
        }
        ;({ quotes, at } = counted)
        continue
      }
    }
    if (text[at] === '"') {
      take(at)
      const counted = quotesAfter(text, at + 1, quotes + 1)
      parts.push('"'.repeat(counted.literal))
      ;({ quotes, at } = counted)
      plain = at
      continue
    }
    at++
  }
  take(at)
  return { word: parts.join(''), end: at }
}

/** Marks right after a mark: every third of a run is itself and closes the quotes, as does a second one. */
function quotesAfter(text: string, from: number, before: number): { quotes: number; at: number; literal: number } {
  let quotes = before
  let at = from
  let literal = 0
  for (; text[at] === '"'; at++) {
    if (++quotes === 3) {
      literal++
      quotes = 0
    }
  }
  return { quotes: quotes === 2 ? 0 : quotes, at, literal }
}

function wordEnd(text: string, from: number): number {
  let end = from
  while (end < text.length && !isBlank(text[end])) end++
  return end
}

function isBlank(character: string | undefined): boolean {
  return character === ' ' || character === '\t'
}
