import { findBase64 } from './find-base64.ts'

/** A part of a text that stands for other bytes or another text. */
export interface EncodedPart {
  readonly start: number
  readonly end: number
  readonly encoding: string
  readonly bytes: Uint8Array
  /** Said to be UTF-16 by what stands before it. */
  readonly expectUtf16?: boolean
  /** Whether what stands around says that this is encoded, so that anything may come out of it. */
  readonly certain: boolean
}

/** One way of encoding. `find` takes time in proportion to the text. */
interface Encoding {
  readonly encoding: string
  readonly text: string
  find(text: string): EncodedPart[]
}

const hexBytes = 'Bytes in hexadecimal'

/** Ways of encoding, most specific first: where two claim the same place the first has it. */
export const encodings: readonly Encoding[] = [
  {
    encoding: 'char codes',
    text: 'Characters by number: [char]104+[char]0x74, chr(104)&chr(116), String.fromCharCode(104,116), [char[]](104,116)',
    find: (text) => (/char|chr/i.test(text) ? [...sequences(text), ...lists(text)] : []),
  },
  {
    encoding: 'escapes',
    text: String.raw`\x68\x74, \u0068\u0074, %u0068%u0074, at least four`,
    find: (text) => {
      if (!/\\x[0-9a-f]{2}\\x|[\\%]u[0-9a-f]{4}[\\%]u/i.test(text)) return []
      return [
        ...parts(text, /(?:\\x[0-9a-f]{2}){4,}/gi, 'escapes', ([all]) =>
          Buffer.from(all.replaceAll(/\\x/gi, ''), 'hex'),
        ),
        ...parts(text, /(?:[\\%]u[0-9a-f]{4}){4,}/gi, 'escapes', ([all]) =>
          utf16(all.match(/[0-9a-f]{4}/gi)!.map((code) => Number.parseInt(code, 16))),
        ),
      ]
    },
  },
  {
    encoding: 'hex',
    text: `${hexBytes}: 0x68747470…, 0x68,0x74,…, 68 74 74 70 …, or 24 digits and more that are a text`,
    find: (text) => [
      ...(/0x/i.test(text)
        ? [
            ...parts(
              text,
              /0x[0-9a-f]{1,2}(?:[ \t]{0,2},[ \t\r\n]{0,4}0x[0-9a-f]{1,2}){7,}/gi,
              'hex',
              ([all]) => Buffer.from(all.match(/0x[0-9a-f]{1,2}/gi)!.map(Number)),
              true,
            ),
            ...parts(text, /(?<![0-9a-z])0x((?:[0-9a-f]{2}){8,})(?![0-9a-z])/gi, 'hex', ([, digits]) =>
              Buffer.from(digits!, 'hex'),
            ),
          ]
        : []),
      ...parts(text, /(?<![0-9a-z])(?:[0-9a-f]{2}[ -]){7,}[0-9a-f]{2}(?![0-9a-z])/gi, 'hex', ([all]) =>
        Buffer.from(all.replaceAll(/[ -]/g, ''), 'hex'),
      ),
      ...parts(text, /(?<![0-9a-z+/_-])(?:[0-9a-f]{2}){12,}(?![0-9a-z+/=_-])/gi, 'hex', ([all]) =>
        Buffer.from(all, 'hex'),
      ),
    ],
  },
  {
    encoding: 'base64',
    text: 'Base64 as in RFC 4648: also URL-safe, unpadded, over several lines, cut off',
    find: findBase64,
  },
  {
    encoding: 'percent',
    text: 'URL encoding: two %XX and more in a word',
    find: (text) => {
      if (!/%[0-9a-f]{2}/i.test(text)) return []
      return parts(text, /[^\s"'<>]{1,8000}/g, 'percent', ([word]) => {
        const escapes = word.match(/%[0-9a-f]{2}/gi) ?? []
        // %PROGRAMDATA% is a variable: what is left of its name must not be taken for an escape.
        if (escapes.length < 2 || /%[a-z_]{3,}%/i.test(word)) return undefined
        const plain = word.replaceAll(/(?:%[0-9a-f]{2})+/gi, (run) =>
          Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8'),
        )
        return plain.includes('\ufffd') ? undefined : Buffer.from(plain)
      })
    },
  },
]

function parts(
  text: string,
  pattern: RegExp,
  encoding: string,
  decode: (match: RegExpMatchArray) => Uint8Array | undefined,
  certain = false,
): EncodedPart[] {
  const found: EncodedPart[] = []
  for (const match of text.matchAll(pattern)) {
    const bytes = decode(match)
    if (bytes && bytes.length > 0)
      found.push({ start: match.index, end: match.index + match[0].length, encoding, bytes, certain })
  }
  return found
}

const code = '(?:0x[0-9a-f]{1,6}|&h[0-9a-f]{1,6}|\\d{1,7})'
const oneChar = `(?:\\[char\\][ \\t]{0,2}\\(?[ \\t]{0,2}${code}[ \\t]{0,2}\\)?|\\bn?chr?(?:ar|w|b)?\\$?\\([ \\t]{0,2}${code}[ \\t]{0,2}\\))`
const charSequence = new RegExp(`${oneChar}(?:[ \\t]{0,4}[+&.|]{1,2}[ \\t]{0,4}${oneChar})+`, 'gi')

function sequences(text: string): EncodedPart[] {
  return parts(text, charSequence, 'char codes', ([all]) =>
    codesIn(all.replaceAll(/\[char\]|n?chr?(?:ar|w|b)?\$?\(/gi, ' ')),
  )
}

/** Numbers between commas, spaces or other single marks, where a word before or after them says that they are characters. */
const list = new RegExp(
  `(?:fromCharCode|char\\[\\]\\]?|\\bchar|\\bchr|AscW?)[^0-9'"\\n]{0,12}['"(@ ]{0,4}(${code}(?:[ \\t]{0,2}[,; :_|][ \\t\\r\\n]{0,4}${code}){2,})` +
    `|['"(@]{1,3}(\\d{2,3}(?:[ \\t]{0,2}[,; :_|~!-][ \\t]{0,4}\\d{2,3}){3,})['")]{1,3}(?=[^\\n]{0,120}(?:\\[char|\\bchr|toChar))`,
  'dgi',
)

function lists(text: string): EncodedPart[] {
  return Array.from(text.matchAll(list)).flatMap(({ indices, 1: before, 2: after }) => {
    const [start, end] = (indices![1] ?? indices![2])!
    const bytes = codesIn((before ?? after)!)
    return bytes ? [{ start, end, encoding: 'char codes', bytes, certain: false }] : []
  })
}

function codesIn(text: string): Uint8Array | undefined {
  const codes = Array.from(text.matchAll(/0x[0-9a-f]+|&h[0-9a-f]+|\d+/gi), ([each]) =>
    Number(each.toLowerCase().replace('&h', '0x')),
  )
  return codes.every((each) => each > 0 && each < 0x110000) ? utf16(codes) : undefined
}

function utf16(codes: readonly number[]): Uint8Array {
  return Buffer.from(codes.map((each) => String.fromCodePoint(each)).join(''), 'utf8')
}
