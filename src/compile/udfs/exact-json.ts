import type { Json } from '../../lib/table.ts'

interface ReviverContext {
  readonly source?: string
}

const { rawJSON } = JSON as typeof JSON & { rawJSON(text: string): Json }
const parse = JSON.parse as (text: string, reviver: (key: string, value: Json, context: ReviverContext) => Json) => Json

/**
 * Parses JSON so that `JSON.stringify` writes every number as it stood: `1.0` keeps its point and a long its nineteen
 * digits. Numbers that JavaScript would write otherwise come as opaque objects: for passing on, not for reckoning.
 */
export function parseExactly(text: string): Json {
  if (!/\d\.\d*0(?!\d)|\d{16}|[eE]|-0/.test(text)) return JSON.parse(text) as Json
  return parse(text, (_key, value, { source }) =>
    typeof value === 'number' && source !== undefined && String(value) !== source ? rawJSON(source) : value,
  )
}

/**
 * True for a text of JSON that is nested more than a thousand levels deep: functions that go through a value level by level have no
 * stack for it. Kusto does not say where its own limit is.
 */
export function isTooDeep(text: string): boolean {
  // A level takes two characters, so that few texts are looked through.
  if (text.length < 2 * deepest) return false
  for (const { depth } of marksOf(text)) if (depth > deepest) return true
  return false
}

const deepest = 1000

/** The text of an array, with null for each element that is nested too deeply. */
export function withoutTooDeep(array: string): string {
  if (!isTooDeep(array)) return array
  const elements: string[] = []
  let [from, lowest] = [array.indexOf('[') + 1, 0]
  for (const { at, mark, depth } of marksOf(array)) {
    lowest = Math.max(lowest, depth)
    if ((mark === ',' && depth === 1) || depth === 0) {
      elements.push(lowest > deepest ? 'null' : array.slice(from, at))
      ;[from, lowest] = [at + 1, 0]
    }
  }
  return `[${elements.join()}]`
}

interface Mark {
  readonly at: number
  readonly mark: string
  /** How many brackets are open behind it. */
  readonly depth: number
}

/** Brackets, braces and commas outside strings. */
function* marksOf(text: string): Generator<Mark> {
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    const mark = text[at]!
    if (mark === '"') at = endOfString(text, at)
    else if (mark === '[' || mark === '{') yield { at, mark, depth: ++depth }
    else if (mark === ']' || mark === '}') yield { at, mark, depth: --depth }
    else if (mark === ',') yield { at, mark, depth }
  }
}

/** Where the string that begins here has its closing quote. */
function endOfString(text: string, from: number): number {
  let at = from + 1
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1
  return at
}

export function isBag(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isRaw(value)
}

/** True for a number kept as its text. */
export function isRaw(value: Json | undefined): boolean {
  const { isRawJSON } = JSON as typeof JSON & { isRawJSON(value: unknown): boolean }
  return isRawJSON(value)
}

/** An object whose keys may be any text, `__proto__` too. */
export function bagOf(entries: Iterable<readonly [string, Json]>): { [key: string]: Json } {
  return Object.fromEntries(entries)
}

/** A number that `JSON.stringify` writes as it stands here. */
export function rawNumber(text: string): Json {
  return rawJSON(text)
}
