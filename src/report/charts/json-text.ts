import type { Json } from '../../lib/table.ts'

/** JSON on one line. A log can hold nesting so deep that it can be read but not written again: it is said to be so. */
export function jsonText(value: Json): string {
  try {
    return JSON.stringify(value)
  } catch {
    return '(nested too deeply to be shown)'
  }
}

/** Levels laid out one below the other; what lies deeper stands on one line. */
const deepest = 20

/** JSON laid out: what fits into `width` on one line, the rest an entry a line. */
export function jsonLines(value: Json, width: number, depth = 0): string[] {
  const whole = jsonText(value)
  if (whole.length <= width || typeof value !== 'object' || value === null || depth >= deepest) return [whole]
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}']
  const entries: readonly (readonly [string, Json])[] = Array.isArray(value)
    ? value.map((item: Json) => ['', item] as const)
    : Object.entries(value).map(([name, item]) => [`${JSON.stringify(name)}: `, item] as const)
  const lines = entries.flatMap(([name, item], at) => {
    const [first = '', ...rest] = jsonLines(item, width - 3 - name.length, depth + 1)
    const entry = [`  ${name}${first}`, ...rest.map((line) => `  ${line}`)]
    return at < entries.length - 1 ? [...entry.slice(0, -1), `${entry.at(-1)},`] : entry
  })
  return [open, ...lines, close]
}
