/** What JSON is made of, as bytes. */
export const quote = 0x22
export const comma = 0x2c
export const colon = 0x3a
export const openBracket = 0x5b
export const closeBracket = 0x5d
export const openBrace = 0x7b
export const closeBrace = 0x7d
export const backslash = 0x5c

/** The position of the first byte from `at` on that is no white space, or `end`. */
export function skipSpace(bytes: Uint8Array, at: number, end: number): number {
  let position = at
  while (position < end) {
    const byte = bytes[position]!
    if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) break
    position++
  }
  return position
}

/** The position after the text that begins with the quote at `at`; -1 where it goes on behind `end`. */
export function endOfText(bytes: Uint8Array, at: number, end: number): number {
  for (let position = at + 1; position < end; position++) {
    const byte = bytes[position]!
    if (byte === quote) return position + 1
    if (byte === backslash) position++
  }
  return -1
}

/**
 * The position after the value at `at`, which is not white space; -1 where the value may go on behind `end`. Brackets are counted,
 * not matched: whoever reads the value parses it.
 */
export function endOfValue(bytes: Uint8Array, at: number, end: number): number {
  const first = bytes[at]!
  if (first === quote) return endOfText(bytes, at, end)
  if (first !== openBracket && first !== openBrace) return endOfWord(bytes, at, end)
  let depth = 0
  for (let position = at; position < end; position++) {
    const byte = bytes[position]!
    if (byte === quote) {
      position = endOfText(bytes, position, end) - 1
      if (position < 0) return -1
    } else if (byte === openBracket || byte === openBrace) depth++
    else if (byte === closeBracket || byte === closeBrace) {
      depth--
      if (depth === 0) return position + 1
    }
  }
  return -1
}

/** The position after the number or word at `at`; -1 where it may go on behind `end`. */
function endOfWord(bytes: Uint8Array, at: number, end: number): number {
  for (let position = at; position < end; position++) {
    const byte = bytes[position]!
    if (byte === comma || byte === closeBracket || byte === closeBrace || byte <= 0x20) return position
  }
  return -1
}
