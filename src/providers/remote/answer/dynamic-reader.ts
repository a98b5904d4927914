import { isJson } from '../../../lib/is-json.ts'
import { endOfNull, isNullAt, jsonAt } from './cell-bytes.ts'
import type { CellReader } from './cell-reader.ts'
import { endOfValue, quote } from './json-bytes.ts'
import { NullMarks } from './null-marks.ts'
import { grownIndex, QuotedTexts } from './text-reader.ts'

/** Of a text in a pool: that it has not been looked at yet, and that it says null. */
const unseen = 0
const saysNull = -1

/**
 * dynamic: the service writes a value as a text that holds JSON, and a text that holds none as itself; a value that is written as
 * JSON outright is taken as well. Kept as JSON text, so that numbers in it stay exact.
 */
export function dynamicReader(seed: number): CellReader {
  const quoted = new QuotedTexts(seed)
  const dictionary: string[] = []
  const positions = new Map<string, number>()
  /** By position in the pool: where its JSON is in the dictionary, plus one. */
  let known = new Int32Array(64)
  let index = new Uint32Array(0)
  const nulls = new NullMarks()
  const place = (json: string) => {
    const position = positions.get(json)
    if (position !== undefined) return position
    positions.set(json, dictionary.length)
    return dictionary.push(json) - 1
  }
  const seen = (position: number) => {
    if (position >= known.length) {
      const grown = new Int32Array(position * 2)
      grown.set(known)
      known = grown
    }
    if (known[position] === unseen) {
      const json = jsonOf(quoted.pool.texts[position]!)
      known[position] = json === 'null' ? saysNull : place(json) + 1
    }
    return known[position]!
  }
  const keep = (row: number, entry: number) => {
    if (entry === saysNull) nulls.isNull(row)
    else {
      index[row] = entry - 1
      nulls.isValue(row)
    }
  }
  return {
    grow(rows) {
      index = grownIndex(index, rows)
      nulls.grow(rows)
    },
    read(bytes, at, end, row) {
      if (bytes[at] === quote) {
        const next = quoted.read(bytes, at, end)
        if (next > 0) keep(row, seen(quoted.last))
        return next
      }
      if (isNullAt(bytes, at)) {
        nulls.isNull(row)
        return endOfNull(bytes, at, end)
      }
      const next = endOfValue(bytes, at, end)
      if (next < 0) return -1
      keep(row, place(jsonAt(bytes, at, next)) + 1)
      return next
    },
    finish: (rows) => ({ kind: 'texts', dictionary, index: index.slice(0, rows), ...nulls.finish(rows) }),
  }
}

function jsonOf(text: string): string {
  if (!isJson(text)) return JSON.stringify(text)
  const trimmed = text.trim()
  return trimmed.length === text.length ? text : trimmed
}
