import { isJson } from '../../../lib/is-json.ts'
import { outsideStrings } from '../../../lib/outside-strings.ts'

/**
 * JSON text as the standard has it. DuckDB's JSON also knows `NaN`, `Infinity` and their like; Kusto writes them as
 * strings, and so does this. What is no JSON at all becomes a string of itself.
 */
export function strictJson(text: string): string {
  // Text without these letters has none of the words, and is what the engine printed.
  if (!/nan|inf/i.test(text) || isJson(text)) return text
  const strict = outsideStrings(text, (piece) =>
    piece.replace(/[-+]?\b(?:nan|inf(?:inity)?)\b/gi, (word) =>
      /nan/i.test(word) ? '"NaN"' : word.startsWith('-') ? '"-Infinity"' : '"Infinity"',
    ),
  )
  return isJson(strict) ? strict : JSON.stringify(text)
}
