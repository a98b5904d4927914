/** JSON within texts of JSON is opened so many times over: records of Office keep theirs as text in text. */
const deepest = 4

/**
 * The texts in a cell: of JSON its names and strings, one a line, so that a backslash is a backslash and a line break one; anything else as it is. A text
 * in a column of strings is JSON where it is an object or a list.
 */
export function plainText(text: string, isJson: boolean): string {
  return (isJson || mayBeJson(text)) && text.length > 1 ? (stringsIn(text) ?? text) : text
}

function mayBeJson(text: string): boolean {
  return (text[0] === '{' && text.endsWith('}')) || (text[0] === '[' && text.endsWith(']'))
}

function stringsIn(text: string): string | undefined {
  const first = parse(text)
  if (first === undefined) return undefined
  const strings: string[] = []
  // A stack of one's own: nesting may be as deep as the text is long.
  const waiting: { readonly value: unknown; readonly depth: number }[] = [{ value: first, depth: 0 }]
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { value, depth } = next
    if (typeof value === 'string') {
      const inner = depth < deepest && mayBeJson(value) ? parse(value) : undefined
      if (inner === undefined) strings.push(value)
      else waiting.push({ value: inner, depth: depth + 1 })
    } else if (Array.isArray(value)) {
      for (let at = value.length - 1; at >= 0; at--) waiting.push({ value: value[at], depth })
    } else if (value !== null && typeof value === 'object') {
      for (const [name, inner] of Object.entries(value).reverse())
        waiting.push({ value: inner, depth }, { value: name, depth: deepest })
    }
  }
  return strings.join('\n')
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // A text that only looks like it.
    return undefined
  }
}
