/** The texts of KQL in which a bracket is none: strings of every kind, and comments. */
const passive =
  /\/\/[^\n]*|```[\s\S]*?```|~~~[\s\S]*?~~~|@"(?:[^"]|"")*"|@'(?:[^']|'')*'|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'/y

/** Where the white space and comments from a place on end. */
export function skipSpace(text: string, from: number): number {
  const space = /(?:\s+|\/\/[^\n]*)*/y
  space.lastIndex = from
  space.exec(text)
  return space.lastIndex
}

/** The place after the bracket that closes the one at `from`; undefined where none does. */
export function closing(text: string, from: number): number | undefined {
  let depth = 0
  for (let at = from; at < text.length; ) {
    passive.lastIndex = at
    const skipped = passive.exec(text)
    if (skipped) {
      at = passive.lastIndex
      continue
    }
    if (/[({[]/.test(text[at]!)) depth++
    if (/[)}\]]/.test(text[at]!)) depth--
    at++
    if (depth === 0) return at
  }
  return undefined
}
