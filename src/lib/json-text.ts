import type { Json } from './table.ts'

/** A value as JSON text, however deeply it is nested: what comes from logs may be deeper than `JSON.stringify` goes. */
export function jsonText(value: Json): string {
  try {
    return JSON.stringify(value)
  } catch (error) {
    // The stack was too small.
    if (error instanceof RangeError) return withoutRecursion(value)
    throw error
  }
}

function withoutRecursion(value: Json): string {
  let text = ''
  /** What is still to be written, the next at the end. */
  const left: (string | { readonly json: Json })[] = [{ json: value }]
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    if (typeof next === 'string') {
      text += next
      continue
    }
    const { json } = next
    if (typeof json !== 'object' || json === null) {
      text += JSON.stringify(json)
      continue
    }
    const isList = Array.isArray(json)
    left.push(isList ? ']' : '}')
    Object.entries(json)
      .reverse()
      .forEach(([key, inner], index, { length }) => {
        left.push(
          { json: inner as Json },
          `${index === length - 1 ? '' : ','}${isList ? '' : `${JSON.stringify(key)}:`}`,
        )
      })
    left.push(isList ? '[' : '{')
  }
  return text
}
