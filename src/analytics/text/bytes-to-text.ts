/** Bytes read as text. */
export interface DecodedText {
  readonly text: string
  readonly charset: 'utf-8' | 'utf-16le' | 'utf-16be'
}

/** At least so much of a text can be read: below it, bytes are not taken for a text. */
const leastPrintable = 0.95

/**
 * The text that bytes are, or undefined where they are binary. UTF-16 is told by a byte order mark, or by its zeros: a text mostly of ASCII has one in
 * every second byte. `expectUtf16`, where a program says so (`-EncodedCommand`), takes any text in that encoding that can be read. UTF-8 must be
 * valid throughout. A text has no control characters but tabs and line breaks, up to one in twenty.
 */
export function bytesToText(bytes: Uint8Array, expectUtf16 = false): DecodedText | undefined {
  if (bytes.length === 0) return undefined
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return readable(bytes.subarray(2), 'utf-16le')
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return readable(bytes.subarray(2), 'utf-16be')
  const zeros = zerosByParity(bytes)
  const half = Math.floor(bytes.length / 2)
  if (bytes.length >= 4 && zeros.odd >= 0.5 * half && zeros.even <= 0.05 * half) return readable(bytes, 'utf-16le')
  if (bytes.length >= 4 && zeros.even >= 0.5 * half && zeros.odd <= 0.05 * half) return readable(bytes, 'utf-16be')
  const plain = readable(bytes, 'utf-8')
  if (plain || !expectUtf16) return plain
  const wide = readable(bytes, 'utf-16le')
  // Nearly any bytes are characters of some script: letters and ordinary signs are asked for.
  return wide && share(wide.text, /[\p{L}\p{N}\p{Zs}\r\n\t!-~]/gu) >= leastPrintable ? wide : undefined
}

/** Share of characters that can be read: no control character but tab and line breaks, no half of a pair, none unassigned or for private use. */
export function printableShare(text: string): number {
  return 1 - share(text, /[^\P{C}\p{Cf}\t\r\n]/gu)
}

function share(text: string, pattern: RegExp): number {
  let count = 0
  for (const match of text.matchAll(pattern)) count += match[0].length
  return text.length === 0 ? 0 : count / text.length
}

function readable(bytes: Uint8Array, charset: DecodedText['charset']): DecodedText | undefined {
  // A fragment may have been cut in the middle of a character.
  const even = charset === 'utf-8' ? bytes : bytes.subarray(0, bytes.length - (bytes.length % 2))
  const text = decode(even, charset) ?? (charset === 'utf-8' ? decode(withoutCutEnd(bytes), charset) : undefined)
  if (text === undefined || text.length === 0 || printableShare(text) < leastPrintable) return undefined
  return { text, charset }
}

function decode(bytes: Uint8Array, charset: DecodedText['charset']): string | undefined {
  try {
    return new TextDecoder(charset, { fatal: true }).decode(bytes)
  } catch {
    // Not of that encoding.
    return undefined
  }
}

function withoutCutEnd(bytes: Uint8Array): Uint8Array {
  let end = bytes.length
  while (end > 0 && bytes.length - end < 3 && (bytes[end - 1]! & 0xc0) === 0x80) end--
  return end > 1 && (bytes[end - 1]! & 0xc0) === 0xc0 ? bytes.subarray(0, end - 1) : bytes
}

function zerosByParity(bytes: Uint8Array): { readonly even: number; readonly odd: number } {
  let even = 0
  let odd = 0
  for (let at = 0; at < bytes.length; at++) {
    if (bytes[at] === 0) {
      if (at % 2 === 0) even++
      else odd++
    }
  }
  return { even, odd }
}
