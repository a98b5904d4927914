const digit = 1
const hexLetter = 2
const letter = 4
const hostMark = 8

const classes = new Uint8Array(128)
for (let code = 48; code <= 57; code++) classes[code] = digit
for (let code = 97; code <= 122; code++) {
  const kind = code <= 102 ? letter | hexLetter : letter
  classes[code] = kind
  classes[code - 32] = kind
}
for (const mark of '._-') classes[mark.charCodeAt(0)] = hostMark

/** 0-9 A-F a-f. */
export function isHexDigit(code: number): boolean {
  return code < 128 && (classes[code]! & (digit | hexLetter)) !== 0
}

/** Letters and digits of ASCII, and letters of other scripts. */
export function isWordCode(code: number): boolean {
  return code < 128 ? (classes[code]! & (digit | letter)) !== 0 : isForeignLetter(code)
}

/** What may stand in the name of a host: letters, digits, dot, hyphen, underscore. */
export function isHostCode(code: number): boolean {
  return code < 128 ? classes[code] !== 0 : isForeignLetter(code)
}

/** Beyond ASCII all but what is surely punctuation or space: a domain may be written in any script. */
function isForeignLetter(code: number): boolean {
  if (code < 0xc0 || code === 0xd7 || code === 0xf7) return false
  return (
    !(code >= 0x2000 && code <= 0x2bff) &&
    !(code >= 0x3000 && code <= 0x3004) &&
    !(code >= 0x3008 && code <= 0x303f) &&
    code < 0xfe00
  )
}
