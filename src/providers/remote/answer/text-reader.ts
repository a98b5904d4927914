import { endOfNull, isNullAt, jsonAt, unquoted, wordAt } from './cell-bytes.ts'
import type { CellReader } from './cell-reader.ts'
import { backslash, endOfText, endOfValue, quote } from './json-bytes.ts'
import { NullMarks } from './null-marks.ts'
import { mix, TextPool } from './text-pool.ts'

/**
 * string, guid and decimal. A string is never null: null is the empty text there; elsewhere the empty text is null. A decimal keeps
 * the digits it was written with. A number or an object in a column of strings is shown as it was written.
 */
export function textReader(seed: number, isString: boolean): CellReader {
  const quoted = new QuotedTexts(seed)
  const { pool } = quoted
  let index = new Uint32Array(0)
  const nulls = new NullMarks()
  const keep = (row: number, position: number) => {
    index[row] = position
    nulls.isValue(row)
  }
  return {
    grow(rows) {
      index = grownIndex(index, rows)
      nulls.grow(rows)
    },
    read(bytes, at, end, row) {
      if (bytes[at] === quote) {
        const next = quoted.read(bytes, at, end)
        if (next === at + 2 && !isString) nulls.isNull(row)
        else if (next > 0) keep(row, quoted.last)
        return next
      }
      if (isNullAt(bytes, at)) {
        if (isString) keep(row, pool.of(''))
        else nulls.isNull(row)
        return endOfNull(bytes, at, end)
      }
      if (isString) {
        const next = endOfValue(bytes, at, end)
        if (next > 0) keep(row, pool.of(jsonAt(bytes, at, next)))
        return next
      }
      const word = wordAt(bytes, at, end)
      if (word) keep(row, pool.of(word.text))
      return word?.next ?? -1
    },
    finish: (rows) => ({ kind: 'texts', dictionary: pool.texts, index: index.slice(0, rows), ...nulls.finish(rows) }),
  }
}

/** Reads texts of JSON into a pool. */
export class QuotedTexts {
  readonly pool: TextPool
  /** Where the text read last is in the pool. */
  last = 0
  #room = Buffer.allocUnsafeSlow(1024)

  constructor(seed: number) {
    this.pool = new TextPool(seed)
  }

  /** The position after the text that begins with the quote at `at`; -1 where it goes on behind `end`. */
  read(bytes: Buffer, at: number, end: number): number {
    let hash = this.pool.seed
    for (let position = at + 1; position < end; position++) {
      const byte = bytes[position]!
      if (byte === quote) {
        this.last = this.pool.ofBytes(bytes, at + 1, position, hash)
        return position + 1
      }
      if (byte === backslash || byte > 0x7f || byte < 0x20) return this.#readOther(bytes, at, end)
      hash = mix(hash, byte)
    }
    return -1
  }

  /** A text with escapes, or that is not ASCII. */
  #readOther(bytes: Buffer, at: number, end: number): number {
    const next = endOfText(bytes, at, end)
    if (next < 0) return -1
    this.last = this.#unescaped(bytes, at + 1, next - 1) ?? this.pool.of(unquoted(bytes, at, next))
    return next
  }

  /** Where the text is in the pool; undefined where it is not ASCII, or more than plain escapes are in it. */
  #unescaped(bytes: Buffer, start: number, end: number): number | undefined {
    if (end - start > this.#room.length) this.#room = Buffer.allocUnsafeSlow((end - start) * 2)
    const room = this.#room
    let hash = this.pool.seed
    let length = 0
    for (let position = start; position < end; position++) {
      let byte = bytes[position]!
      if (byte === backslash) byte = meaning[bytes[++position]!]!
      else if (byte < 0x20) return undefined
      if (byte === 0 || byte > 0x7f) return undefined
      room[length++] = byte
      hash = mix(hash, byte)
    }
    return this.pool.ofBytes(room, 0, length, hash)
  }
}

/** What the byte after a backslash means; 0 where JSON is to say it. */
const meaning = new Uint8Array(256)
for (const [letter, code] of [
  ['"', 0x22],
  ['\\', 0x5c],
  ['/', 0x2f],
  ['b', 8],
  ['t', 9],
  ['n', 10],
  ['f', 12],
  ['r', 13],
] as const) {
  meaning[letter.charCodeAt(0)] = code
}

/** The index with room for so many rows. */
export function grownIndex(index: Uint32Array, rows: number): Uint32Array<ArrayBuffer> {
  const grown = new Uint32Array(rows)
  grown.set(index)
  return grown
}
