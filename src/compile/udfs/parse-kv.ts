import type { Udf } from '../row.ts'

interface Quoting {
  /** What opens and what closes a quoted key or value. */
  readonly quotes: readonly (readonly [open: string, close: string])[]
  readonly escapes: readonly string[]
}

/** How pairs are written: see `ParseKv` of the tree. */
export interface KeyValueForm extends Quoting {
  readonly pair: string
  readonly keyValue: string
  readonly greedy: boolean
}

/** The pairs of a text in order. White space around keys, values and delimiters is not theirs. */
function parsePairs(text: string, form: KeyValueForm): ReadonlyMap<string, string> {
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

/** What stands in quotes at a place, without them, and where it ends; undefined where no quote opens. */
function readQuoted(
  text: string,
  start: number,
  { quotes, escapes }: Quoting,
): { value: string; end: number } | undefined {
  const quote = quotes.find(([open]) => text.startsWith(open, start))
  if (!quote) return undefined
  const [open, close] = quote
  let value = ''
  let at = start + open.length
  while (at < text.length && !text.startsWith(close, at)) {
    if (escapes.includes(text[at]!)) at++
    value += text[at] ?? ''
    at++
  }
  return { value, end: at + close.length }
}

/** Where every sign but letters and digits delimits: each of the keys, as a word or in quotes, with what comes next. */
function parseWords(text: string, keys: readonly string[], quoting: Quoting): ReadonlyMap<string, string> {
  const words: string[] = []
  const wordPattern = /[\p{L}\p{N}]+/uy
  for (let at = 0; at < text.length; ) {
    const quoted = readQuoted(text, at, quoting)
    wordPattern.lastIndex = at
    const word = quoted ? undefined : wordPattern.exec(text)?.[0]
    if (quoted) words.push(quoted.value)
    else if (word !== undefined) words.push(word)
    at = quoted ? quoted.end : at + (word?.length ?? 1)
  }
  const wanted = new Set(keys)
  const pairs = new Map<string, string>()
  for (let place = 0; place + 1 < words.length; place++) {
    const key = words[place]!
    if (!wanted.has(key)) continue
    if (!pairs.has(key)) pairs.set(key, words[place + 1]!)
    place++
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
    const found = readQuoted(this.#text, this.#at, this.#form)
    if (!found) return undefined
    this.#at = found.end
    return found.value
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
    const { keys, ...form } = JSON.parse(options) as { keys: readonly string[] } & (
      | (KeyValueForm & { kind: 'delimiters' })
      | (Quoting & { kind: 'words' })
    )
    const pairs = form.kind === 'words' ? parseWords(text, keys, form) : parsePairs(text, form)
    return JSON.stringify(keys.map((key) => pairs.get(key) ?? null))
  },
}
