import type { Json } from '../lib/table.ts'

/** JSON on one line, however deep: JavaScript reads what a log nests beyond its stack, but does not write it again. */
export function wholeJson(value: Json): string {
  try {
    return JSON.stringify(value)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    return deepJson(value)
  }
}

/** The same without a call for each level. */
function deepJson(whole: Json): string {
  const pieces: string[] = []
  /** What is still to be written, the next one last; texts as they are. */
  const rest: (string | { readonly value: Json })[] = [{ value: whole }]
  for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
    if (typeof next === 'string') pieces.push(next)
    else if (typeof next.value !== 'object' || next.value === null) pieces.push(JSON.stringify(next.value))
    else {
      const isArray = Array.isArray(next.value)
      const entries = Object.entries(next.value as Readonly<Record<string, Json>>)
      pieces.push(isArray ? '[' : '{')
      rest.push(isArray ? ']' : '}')
      for (let at = entries.length - 1; at >= 0; at--) {
        const [name, value] = entries[at]!
        rest.push({ value }, `${at > 0 ? ',' : ''}${isArray ? '' : `${JSON.stringify(name)}:`}`)
      }
    }
  }
  return pieces.join('')
}
