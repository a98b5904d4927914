/** One record of a CSV text. `fault` says why it cannot be trusted; its fields are then what could be made out. */
export interface CsvRecord {
  /** 1-based line on which it begins. */
  readonly line: number
  readonly fields: readonly string[]
  readonly fault?: string
}

/** A quoted field longer than this is taken for a quote that was never closed. */
const longestRecord = 16 * 1024 * 1024

const quote = 0x22
const lineFeed = 0x0a
const carriageReturn = 0x0d

/**
 * Takes CSV text in pieces of any size and gives its records (RFC 4180: quoted fields may hold the delimiter, line breaks
 * and doubled quotes). Where a quote is never closed, the line it opens on is given as faulty and reading goes on with the
 * next line, so that one bad line does not swallow the rest. Blank lines are passed over.
 */
export class CsvRecords {
  readonly #delimiter: string
  #buffer = ''
  #line = 1

  constructor(delimiter: string) {
    this.#delimiter = delimiter
  }

  *push(text: string): Generator<CsvRecord> {
    this.#buffer += text
    yield* this.#drain(false)
  }

  *end(): Generator<CsvRecord> {
    yield* this.#drain(true)
  }

  *#drain(final: boolean): Generator<CsvRecord> {
    const text = this.#buffer
    let at = 0
    while (at < text.length) {
      const parsed = parseRecord(text, at, this.#delimiter, final)
      if (parsed === 'more' && !final && text.length - at < longestRecord) break
      if (parsed === 'more') {
        const next = lineEnd(text, at)
        yield { line: this.#line, fields: [text.slice(at, next)], fault: 'a quote is opened and never closed' }
        at = next
        this.#line++
        continue
      }
      if (parsed.fields.length > 1 || parsed.fields[0] !== '' || parsed.quoted) {
        yield { line: this.#line, fields: parsed.fields, ...(parsed.fault && { fault: parsed.fault }) }
      }
      at = parsed.end
      this.#line += parsed.lines
    }
    this.#buffer = text.slice(at)
  }
}

interface Parsed {
  readonly fields: readonly string[]
  readonly end: number
  readonly lines: number
  readonly quoted: boolean
  readonly fault?: string
}

/** `more` where the text ends inside the record. */
function parseRecord(text: string, start: number, delimiter: string, final: boolean): Parsed | 'more' {
  const separator = delimiter.charCodeAt(0)
  const fields: string[] = []
  let at = start
  let lines = 1
  let quoted = false
  let fault: string | undefined
  for (;;) {
    if (text.charCodeAt(at) === quote) {
      quoted = true
      let field = ''
      for (;;) {
        const close = text.indexOf('"', at + 1)
        if (close < 0) return 'more'
        field += text.slice(at + 1, close)
        at = close + 1
        // A quote at the very end of a piece may be the first half of a doubled one.
        if (at >= text.length && !final) return 'more'
        if (text.charCodeAt(at) !== quote) break
        field += '"'
      }
      lines += countLines(field)
      const after = at
      while (at < text.length && !isBreak(text.charCodeAt(at), separator)) at++
      if (text.slice(after, at).trim() !== '') fault ??= 'text follows a closing quote'
      fields.push(field)
    } else {
      const from = at
      while (at < text.length && !isBreak(text.charCodeAt(at), separator)) at++
      fields.push(text.slice(from, at))
    }
    if (at >= text.length) {
      if (!final) return 'more'
      return { fields, end: at, lines, quoted, ...(fault && { fault }) }
    }
    const code = text.charCodeAt(at)
    at++
    if (code === separator) continue
    if (code === carriageReturn) {
      if (at >= text.length && !final) return 'more'
      if (text.charCodeAt(at) === lineFeed) at++
    }
    return { fields, end: at, lines, quoted, ...(fault && { fault }) }
  }
}

function isBreak(code: number, separator: number): boolean {
  return code === separator || code === lineFeed || code === carriageReturn
}

function countLines(text: string): number {
  let count = 0
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++
  return count
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from)
  return end < 0 ? text.length : end + 1
}
