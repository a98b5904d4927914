import { isJson } from '../../../lib/is-json.ts'
import { BadCell } from './cell-reader.ts'
import { endOfValue, quote } from './json-bytes.ts'

const letterN = 0x6e

/** A word or a text of a cell, and the position after it; undefined where it goes on behind `end`. */
export interface CellWord {
  /** Without quotes, escapes resolved. */
  readonly text: string
  readonly wasQuoted: boolean
  readonly next: number
}

/** Whether the cell at `at` begins as `null` does: no other word of JSON begins so. */
export function isNullAt(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === letterN
}

/** The position after `null` at `at`; -1 where it goes on behind `end`. */
export function endOfNull(bytes: Buffer, at: number, end: number): number {
  const next = at + 4
  if (next >= end) return -1
  if (bytes[at + 1] === 0x75 && bytes[at + 2] === 0x6c && bytes[at + 3] === 0x6c) return next
  throw new BadCell(found(bytes, at, next))
}

/** A number, a word or a text; throws BadCell for an array or an object. */
export function wordAt(bytes: Buffer, at: number, end: number): CellWord | undefined {
  const next = endOfValue(bytes, at, end)
  if (next < 0) return undefined
  if (bytes[at] === quote) return { text: unquoted(bytes, at, next), wasQuoted: true, next }
  const text = bytes.toString('latin1', at, next)
  if (!/^[-+\w.]+$/.test(text)) throw new BadCell(found(bytes, at, next))
  return { text, wasQuoted: false, next }
}

/** The text between the quotes at `start` and before `end`, escapes resolved. Throws BadCell where it is no text of JSON. */
export function unquoted(bytes: Buffer, start: number, end: number): string {
  try {
    return JSON.parse(bytes.toString('utf8', start, end)) as string
  } catch {
    throw new BadCell(found(bytes, start, end))
  }
}

/** The text of a value as it is written. Throws BadCell where it is no JSON. */
export function jsonAt(bytes: Buffer, start: number, end: number): string {
  const text = bytes.toString('utf8', start, end)
  if (!isJson(text)) throw new BadCell(found(bytes, start, end))
  return text
}

/** What stands in the bytes, short enough to be shown. */
function found(bytes: Buffer, start: number, end: number): string {
  return bytes.toString('utf8', start, Math.min(end, start + 80))
}
