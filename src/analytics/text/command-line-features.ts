import { type CommandLineIndicator, commandLineIndicators } from './command-line-indicators.ts'
import { decodeText } from './decode-text.ts'
import { extractIocs } from './extract-iocs.ts'

/** What is around a command line, where it is known. */
export interface CommandLineContext {
  /** Name or path of the program; without it the first word of the line is taken for it. */
  readonly process?: string
  /** Name or path of what started it. */
  readonly parent?: string
}

/** Facts about one command line. Shares are of its characters, 0 to 1; an empty line has 0 throughout. */
export interface CommandLineFeatures {
  /** UTF-16 units. */
  readonly length: number
  /** Pieces between spaces; a quoted one with spaces in it is several. */
  readonly tokens: number
  readonly longestToken: number
  /** Shannon entropy of its characters, bits a character. */
  readonly entropy: number
  /** Neither letters, digits nor spaces. */
  readonly specialShare: number
  readonly digitShare: number
  readonly upperShare: number
  /** Share of the pairs of neighbouring letters that go from small to capital: near 0 in plain text, 0.25 where capitals are strewn at random. */
  readonly caseChanges: number
  /** In runs of 20 and more letters and digits with small letters, capitals and digits. */
  readonly base64Share: number
  /** In runs of 8 and more hexadecimal digits. */
  readonly hexShare: number
  readonly carets: number
  readonly backticks: number
  /** Literals joined by + or &. */
  readonly concatenations: number
  /** Parts that could be decoded, at any depth. */
  readonly encodedParts: number
  /** URLs, addresses and domains, those in what it decodes to included. */
  readonly urls: number
  readonly addresses: number
  readonly domains: number
  /** What `commandLineIndicators` says of it, in their order. */
  readonly indicators: readonly CommandLineIndicator[]
}

/** Windows takes 32,767 characters. What stands beyond twice that is counted, but not looked at by rules. */
export const lookedAt = 65_536

/** Encodings of bytes; the others write a text in another way. */
const ofBytes: ReadonlySet<string> = new Set(['base64', 'hex', 'escapes', 'char codes'])

/** Features of a command line and what in it attacks have in common. The program and its parent, where known, are looked at too. */
export function commandLineFeatures(line: string, context: CommandLineContext = {}): CommandLineFeatures {
  const head = line.slice(0, lookedAt)
  const { text, steps } = decodeText(head, { bytes: 2 ** 20 })
  const plain = text.slice(0, lookedAt)
  const observables = extractIocs(plain, { types: ['url', 'ipv4', 'ipv6', 'dns'] })
  const distinct = (...types: readonly string[]) =>
    new Set(observables.filter(({ type }) => types.includes(type)).map(({ observable }) => observable)).size
  const facts = {
    line: head,
    plain,
    program: programName(context.process ?? '') || programName(firstWord(head)),
    parent: programName(context.parent ?? ''),
    encodings: new Set(steps.map(({ encoding }) => encoding)),
    holdsEncoded: steps.some(
      ({ encoding, charset, fileType }) => ofBytes.has(encoding) && (charset !== 'binary' || fileType !== ''),
    ),
  }
  const tokens = line.match(/\S+/g) ?? []
  return {
    length: line.length,
    tokens: tokens.length,
    longestToken: tokens.reduce((longest, { length }) => Math.max(longest, length), 0),
    ...characterFeatures(line),
    base64Share: shareOf(
      line,
      /[A-Za-z0-9+/=]{20,}/g,
      (run) => /[a-z]/.test(run) && /[A-Z]/.test(run) && /\d/.test(run),
    ),
    hexShare: shareOf(line, /[0-9a-fA-F]{8,}/g),
    concatenations: line.match(/['"][ \t]{0,4}[+&][ \t]{0,4}['"]/g)?.length ?? 0,
    encodedParts: steps.length,
    urls: distinct('url'),
    addresses: distinct('ipv4', 'ipv6'),
    domains: distinct('dns'),
    indicators: commandLineIndicators.filter(({ test }) => test(facts)),
  }
}

/** The file name of a program in lower case, without path and `.exe`. */
function programName(path: string): string {
  const name = path.slice(Math.max(path.lastIndexOf('\\'), path.lastIndexOf('/')) + 1).toLowerCase()
  return name.replace(/\.(?:exe|com)$/, '')
}

/** The program a line begins with: to the closing quote, to the end of a full name with extension, or to the first space. */
function firstWord(line: string): string {
  const start = line.trimStart().slice(0, 1024)
  return (
    /^"([^"]{1,520})"/.exec(start)?.[1] ??
    /^((?:[a-z]:|\\|%)[^"<>|]{1,400}?\.(?:exe|com|bat|cmd|scr))(?=["\s]|$)/i.exec(start)?.[1] ??
    /^[^\s"]{1,520}/.exec(start)?.[0] ??
    ''
  )
}

const lower = 1
const upper = 2
const digit = 3
const space = 4
const special = 5

/** What kind of character each of ASCII is. */
const kinds = Uint8Array.from({ length: 128 }, (_, code) => {
  if (code >= 97 && code <= 122) return lower
  if (code >= 65 && code <= 90) return upper
  if (code >= 48 && code <= 57) return digit
  return code === 32 || (code >= 9 && code <= 13) ? space : special
})

/** Letters of other scripts count as small ones: not every script has capitals. */
function kindBeyondAscii(code: number): number {
  if (code === 0xa0) return space
  return code >= 0xc0 && /\p{L}/u.test(String.fromCharCode(code)) ? lower : special
}

function characterFeatures(line: string) {
  const ascii = new Uint32Array(128)
  const others = new Map<number, number>()
  const ofKind = new Uint32Array(special + 1)
  let pairs = 0
  let changes = 0
  let before = 0
  for (let at = 0; at < line.length; at++) {
    const code = line.charCodeAt(at)
    let kind: number
    if (code < 128) {
      ascii[code]!++
      kind = kinds[code]!
    } else {
      others.set(code, (others.get(code) ?? 0) + 1)
      kind = kindBeyondAscii(code)
    }
    ofKind[kind]!++
    if (kind <= upper && before <= upper && before > 0) {
      pairs++
      if (kind === upper && before === lower) changes++
    }
    before = kind
  }
  const total = line.length || 1
  return {
    entropy: entropyOf(ascii, total) + entropyOf(others.values(), total),
    specialShare: ofKind[special]! / total,
    digitShare: ofKind[digit]! / total,
    upperShare: ofKind[upper]! / total,
    caseChanges: pairs === 0 ? 0 : changes / pairs,
    carets: ascii[94]!,
    backticks: ascii[96]!,
  }
}

function entropyOf(counts: Iterable<number>, total: number): number {
  let bits = 0
  for (const count of counts) if (count > 0) bits -= (count / total) * Math.log2(count / total)
  return bits
}

function shareOf(line: string, runs: RegExp, counts: (run: string) => boolean = () => true): number {
  let length = 0
  for (const [run] of line.matchAll(runs)) if (counts(run)) length += run.length
  return line.length === 0 ? 0 : length / line.length
}
