import type { Udf } from '../row.ts'

/** How pairs are written: see `ParseKv` of the tree. */
export interface KeyValueForm {
  readonly pair: string
  readonly keyValue: string
  /** The characters around a quoted key or value: none, one for both ends, or two. */
  readonly quotes: readonly string[]
  readonly escape?: string
  readonly greedy: boolean
}

/** The pairs of a text in order. White space around keys, values and delimiters is not theirs. */
export function parsePairs(text: string, form: KeyValueForm): ReadonlyMap<string, string> {
  const pairs = new Map<string, string>()
  const reader = new PairReader(text, form)
  while (reader.skipToKey()) {
    const key = reader.key()
    if (!reader.skipKeyValueDelimiter()) continue
    const value = reader.value()
    // The first appearance of a key counts.
    if (!pairs.has(key)) pairs.set(key, value)
  }
  return pairs
}

class PairReader {
  readonly #text: string
  readonly #form: KeyValueForm
  #at = 0

  constructor(text: string, form: KeyValueForm) {
    this.#text = text
    this.#form = form
  }

  /** False at the end of the text. */
  skipToKey(): boolean {
    const { pair } = this.#form
    for (;;) {
      this.#skipSpace()
      if (!this.#text.startsWith(pair, this.#at) || this.#at >= this.#text.length) return this.#at < this.#text.length
      this.#at += pair.length
    }
  }

  key(): string {
    const quoted = this.#quoted()
    if (quoted !== undefined) return quoted
    const { pair, keyValue } = this.#form
    const end = Math.min(this.#indexOf(pair), this.#indexOf(keyValue))
    return this.#take(end)
  }

  /** False where no value follows: the key was none. */
  skipKeyValueDelimiter(): boolean {
    const { keyValue } = this.#form
    this.#skipSpace()
    if (!this.#text.startsWith(keyValue, this.#at)) return false
    this.#at += keyValue.length
    this.#skipSpace()
    return true
  }

  value(): string {
    const quoted = this.#quoted()
    if (quoted !== undefined) return quoted
    const { pair, keyValue, greedy } = this.#form
    if (!greedy) return this.#take(this.#indexOf(pair))
    const next = this.#indexOf(keyValue)
    if (next === this.#text.length) return this.#take(next)
    // The next key begins behind the last pair delimiter before its own delimiter.
    const end = this.#text.lastIndexOf(pair, next - 1)
    return this.#take(end < this.#at ? next : end)
  }

  #take(end: number): string {
    const piece = this.#text.slice(this.#at, end).trim()
    this.#at = end
    return piece
  }

  #quoted(): string | undefined {
    const { quotes, escape: escapeSign } = this.#form
    const [open, close = open] = quotes
    if (open === undefined || close === undefined || !this.#text.startsWith(open, this.#at)) return undefined
    let value = ''
    let at = this.#at + open.length
    while (at < this.#text.length && !this.#text.startsWith(close, at)) {
      if (escapeSign !== undefined && this.#text.startsWith(escapeSign, at)) at += escapeSign.length
      value += this.#text[at] ?? ''
      at++
    }
    this.#at = at + close.length
    return value
  }

  #skipSpace(): void {
    while (/\s/.test(this.#text[this.#at] ?? '')) this.#at++
  }

  #indexOf(delimiter: string): number {
    const found = this.#text.indexOf(delimiter, this.#at)
    return found < 0 ? this.#text.length : found
  }
}

/** A text, and the form and the keys wanted as JSON → the values as a JSON array, null for a key that does not appear. */
export const parseKv: Udf = {
  name: 'kql_parse_kv',
  parameters: ['VARCHAR', 'VARCHAR'],
  returns: 'VARCHAR',
  evaluate(text, options) {
    if (typeof text !== 'string' || typeof options !== 'string') return null
    const { keys, ...form } = JSON.parse(options) as KeyValueForm & { keys: readonly string[] }
    const pairs = parsePairs(text, form)
    return JSON.stringify(keys.map((key) => pairs.get(key) ?? null))
  },
}
