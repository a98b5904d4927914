import type { Json } from '../../../lib/table.ts'

/**
 * JSON text parsed, together with the text as the standard has it; undefined where it is none. Python and pandas write
 * `NaN` and `Infinity` for missing and unbounded numbers, which JSON does not know: they become null.
 */
export function readJson(text: string): { readonly value: Json; readonly text: string } | undefined {
  const value = parse(text)
  if (value !== undefined) return { value, text }
  if (!/NaN|Infinity/.test(text)) return undefined
  // Strings are matched first, so that a `NaN` within one is left alone.
  const repaired = text.replace(/"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/gs, (token) =>
    token.startsWith('"') ? token : 'null',
  )
  const repairedValue = parse(repaired)
  return repairedValue === undefined ? undefined : { value: repairedValue, text: repaired }
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json
  } catch {
    return undefined
  }
}
