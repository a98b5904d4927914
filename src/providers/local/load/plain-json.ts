import { outsideStrings } from '../../../lib/outside-strings.ts'
import type { Json } from '../../../lib/table.ts'

/**
 * JSON text parsed, together with the text as the standard has it; undefined where it is none. Python and pandas write
 * `NaN` and `Infinity` for missing and unbounded numbers, which JSON does not know: they become null. Whole numbers that
 * a number of JavaScript cannot hold keep their digits when they are written again.
 */
export function readJson(text: string): { readonly value: Json; readonly text: string } | undefined {
  const value = parse(text)
  if (value !== undefined) return { value, text }
  if (!/NaN|Infinity/.test(text)) return undefined
  const repaired = outsideStrings(text, (piece) => piece.replace(/-?\b(?:NaN|Infinity)\b/g, 'null'))
  const repairedValue = parse(repaired)
  return repairedValue === undefined ? undefined : { value: repairedValue, text: repaired }
}

function parse(text: string): Json | undefined {
  try {
    // The slower way, only where there may be such a number.
    return (/\d{16}/.test(text) ? JSON.parse(text, keepDigits) : JSON.parse(text)) as Json
  } catch {
    return undefined
  }
}

function keepDigits(_: string, value: unknown, { source }: { source?: string } = {}): unknown {
  if (typeof value !== 'number' || source === undefined || Number.isSafeInteger(value)) return value
  return /^-?\d+$/.test(source) ? rawJson(source) : value
}

/** Written again, it is the text it was made of. Newer than the types that TypeScript has for JSON. */
const { rawJSON: rawJson } = JSON as unknown as { rawJSON(text: string): unknown }
