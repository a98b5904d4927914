const encoder = new TextEncoder()

const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1
  return value
})

/** CRC32 of the text in UTF-8, as an unsigned number: 0 of the empty text. */
export function crc32Hash(text: string): number {
  let crc = 0xffffffff
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code > 127) return crcOfBytes(encoder.encode(text))
    crc = crcTable[(crc ^ code) & 0xff]! ^ (crc >>> 8)
  }
  return (crc ^ 0xffffffff) >>> 0
}

function crcOfBytes(bytes: Uint8Array): number {
  let crc = 0xffffffff
  for (const byte of bytes) crc = crcTable[(crc ^ byte) & 0xff]! ^ (crc >>> 8)
  return (crc ^ 0xffffffff) >>> 0
}

// Python's notion of white space, which the published figures rest on: JavaScript's has no \x1c-\x1f and \x85, but has \ufeff.
const delimiter = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\-\\/.,"'|&:;%$()]/g

/** How many characters are white space or one of `- \ / . , " ' | & : ; % $ ( )`. */
export function delimCount(text: string): number {
  return text.match(delimiter)?.length ?? 0
}

/** CRC32 of those characters alone, in their order: equal for texts that differ only in what stands between them. */
export function delimHash(text: string): number {
  return crc32Hash((text.match(delimiter) ?? []).join(''))
}

/** Sum of the code points, divided by `scale` and cut to a whole number. */
export function charOrdScore(text: string, scale = 1): number {
  let sum = 0
  for (const character of text) sum += character.codePointAt(0)!
  return Math.floor(sum / scale)
}

/** How many pieces the text has between delimiters: 1 of the empty text. */
export function tokenCount(text: string, between = ' '): number {
  return text.split(between).length
}
