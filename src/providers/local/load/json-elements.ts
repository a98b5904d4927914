/** One value of a JSON text, not yet parsed. */
export interface JsonElement {
  /** 1-based line on which it begins. */
  readonly line: number
  readonly text: string
}

/** No string of JavaScript can be much longer. */
const longestElement = 400_000_000

const space = /[\s,]*/y
const structural = /["{}[\]]/g
const stringEnd = /["\\]/g
const scalarEnd = /[\s,\]]/g

/**
 * Takes a JSON text in pieces and gives the values it lists: the elements of a top-level array, or top-level values that
 * follow one another (pretty-printed records, one document). Brackets are counted and nothing else is checked: whoever
 * takes a value parses it. What is left unclosed at the end is given as it is.
 */
export class JsonElements {
  #buffer = ''
  #line = 1
  /** Within a top-level array. */
  #inArray = false
  /** Where the search for the end of the current value goes on. */
  #scanned = 0
  #depth = 0
  #inString = false;

  *push(text: string): Generator<JsonElement> {
    this.#buffer += text
    yield* this.#drain(false)
  }

  *end(): Generator<JsonElement> {
    yield* this.#drain(true)
  }

  /** A top-level array whose end has not come. */
  get isUnclosed(): boolean {
    return this.#inArray
  }

  /** The line that was come to. */
  get line(): number {
    return this.#line
  }

  *#drain(final: boolean): Generator<JsonElement> {
    let at = 0
    for (;;) {
      const text = this.#buffer
      if (this.#depth === 0 && this.#scanned === at) {
        space.lastIndex = at
        space.exec(text)
        this.#line += lineBreaks(text, at, space.lastIndex)
        at = space.lastIndex
        this.#scanned = at
        if (at >= text.length) break
        if (text[at] === '[' && !this.#inArray) {
          this.#inArray = true
          this.#scanned = ++at
          continue
        }
        if (text[at] === ']' && this.#inArray) {
          this.#inArray = false
          this.#scanned = ++at
          continue
        }
      }
      const end = this.#findEnd(text, at, final)
      if (end < 0) {
        if (text.length - at > longestElement) throw new RangeError('one value of more than 400 MB')
        if (!final) break
        yield { line: this.#line, text: text.slice(at) }
        at = text.length
        this.#scanned = at
        this.#depth = 0
        this.#inArray = false
        break
      }
      const element = text.slice(at, end)
      yield { line: this.#line, text: element }
      this.#line += lineBreaks(text, at, end)
      at = end
      this.#scanned = end
    }
    this.#buffer = this.#buffer.slice(at)
    this.#scanned -= at
  }

  /** The offset after the value that begins at `start`, or -1 where the text ends before it does. */
  #findEnd(text: string, start: number, final: boolean): number {
    const first = text[start]!
    if (first !== '{' && first !== '[' && first !== '"') {
      scalarEnd.lastIndex = start + 1
      const match = scalarEnd.exec(text)
      return match ? Math.max(match.index, start + 1) : final ? text.length : -1
    }
    let at = this.#scanned
    for (;;) {
      if (this.#inString) {
        stringEnd.lastIndex = at
        const match = stringEnd.exec(text)
        if (!match) break
        at = match.index + 1
        if (match[0] === '\\') {
          if (at >= text.length) {
            // Look at the backslash again when what it escapes is here.
            this.#scanned = match.index
            return -1
          }
          at++
          continue
        }
        this.#inString = false
        if (this.#depth === 0) return at
        continue
      }
      structural.lastIndex = at
      const match = structural.exec(text)
      if (!match) break
      at = match.index + 1
      if (match[0] === '"') this.#inString = true
      else if (match[0] === '{' || match[0] === '[') this.#depth++
      else if (--this.#depth <= 0) {
        this.#depth = 0
        return at
      }
    }
    this.#scanned = text.length
    return -1
  }
}

function lineBreaks(text: string, from: number, to: number): number {
  let count = 0
  for (let at = text.indexOf('\n', from); at >= 0 && at < to; at = text.indexOf('\n', at + 1)) count++
  return count
}
