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
