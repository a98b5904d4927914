import { createHash } from 'node:crypto'
import { bytesToText, printableShare } from './bytes-to-text.ts'
import { fileTypeOf } from './file-type.ts'
import { type EncodedPart, encodings } from './find-encoded.ts'
import { joins, type Rewriting } from './text-joins.ts'
import { inflate, type Unpacked, unpack } from './unpack-archive.ts'

export interface DecodeOptions {
  /** How many encodings within each other are undone. Default 20. */
  readonly depth?: number
  /** Bytes that may come out of one text in all. Default 16 MiB. */
  readonly bytes?: number
  /** Members of one archive, and steps of one text. Default 100 and 500. */
  readonly members?: number
  readonly steps?: number
}

/** One encoding undone. */
export interface DecodeStep {
  /** Place in the list of the step whose output this one is in; undefined for those of the text itself. */
  readonly parent: number | undefined
  /** 1 for what stands in the text itself. */
  readonly depth: number
  readonly encoding: string
  /** The fragment as it stands; of bytes inside bytes the name of the member. */
  readonly input: string
  /** UTF-16 offset in the text this depth works on; undefined for bytes inside bytes. */
  readonly position: number | undefined
  /** What came out, where it is a text, as far as this step goes; empty for bytes. */
  readonly decoded: string
  /** `utf-8`, `utf-16le`, `utf-16be`, or `binary`. */
  readonly charset: string
  /** Kind of file by its beginning; empty where unknown. */
  readonly fileType: string
  readonly bytes: number
  readonly md5: string
  readonly sha1: string
  readonly sha256: string
  /** Share of characters that can be read, 0 to 1. */
  readonly printable: number
  /** Why it was not unpacked; empty where it was. */
  readonly problem: string
}

export interface Decoding {
  /** The text with all that could be decoded in its place; the same text where there was nothing. Files stand there as `<exe, 73802 bytes, sha256 …>`. */
  readonly text: string
  readonly steps: readonly DecodeStep[]
  /** What was left as it is because of a limit. */
  readonly notices: readonly string[]
}

interface Work {
  readonly steps: DecodeStep[]
  readonly notices: Set<string>
  /** Hashes of the bytes being decoded, so that an archive that holds itself ends. */
  readonly within: Set<string>
  readonly limits: Required<DecodeOptions>
  bytesLeft: number
}

/** Most rounds of joins at one depth: each round makes the text shorter or plainer. */
const mostRounds = 4

/**
 * Undoes what hides a text: Base64 (standard, URL-safe, cut or without padding, over lines), its wrappers gzip, zlib, deflate, zip and tar, UTF-16, URL
 * encoding, hexadecimal, characters by number, joined, formatted, replaced and reversed literals, carets and backticks. Nested ones are undone
 * to a depth of 20. Only what a program would read without knowing a variable is undone; a word that merely looks encoded is left alone.
 */
export function decodeText(text: string, options: DecodeOptions = {}): Decoding {
  if (!mayBeEncoded(text)) return { text, steps: [], notices: [] }
  const limits = { depth: 20, bytes: 16 * 2 ** 20, members: 100, steps: 500, ...options }
  const work: Work = { steps: [], notices: new Set(), within: new Set(), limits, bytesLeft: limits.bytes }
  const decoded = decodeLevel(work, text, 1, undefined, text)
  return { text: decoded, steps: work.steps, notices: [...work.notices] }
}

/** A quick look: most texts hold nothing encoded. */
function mayBeEncoded(text: string): boolean {
  if (text.length < 6) return false
  // One pattern for each first sign: together they would be tried one after the other at every place.
  return signs.some((sign) => sign.test(text))
}

const signs: readonly RegExp[] = [
  /[A-Za-z0-9+/_-]{16}/,
  /[`^]|['"][ \t]*[+&]|\\[xu]|%u/,
  /%[0-9a-f]{2}/i,
  /[-/\u2013-\u2015]e|-f|-1[ \t]*\.\./i,
  /0x|\/\/:/i,
  /base64|b64|basic |bearer /i,
  /char|chr|replace|reverse|atob/i,
  /(?:[0-9a-f]{2}[ -]){7}/i,
]

function decodeLevel(work: Work, source: string, depth: number, parent: number | undefined, context: string): string {
  if (depth > work.limits.depth) {
    if (mayBeEncoded(source) && partsIn(source).length > 0) work.notices.add(tooDeep(work))
    return source
  }
  const text = joinLevel(work, source, depth, parent)
  const parts = partsIn(text)
  let result = ''
  let from = 0
  for (const part of parts) {
    if (isExhausted(work)) break
    const plain = decodePart(work, text, part, depth, parent, context)
    if (plain === undefined) continue
    result += text.slice(from, part.start) + plain
    from = part.end
  }
  return result + text.slice(from)
}

function tooDeep(work: Work): string {
  return `What is encoded more than ${work.limits.depth} times over is left as it is.`
}

function isExhausted(work: Work): boolean {
  if (work.steps.length >= work.limits.steps)
    work.notices.add(`Only the first ${work.limits.steps} encoded parts are decoded.`)
  else if (work.bytesLeft <= 0) work.notices.add(`No more than ${work.limits.bytes} bytes are decoded.`)
  else return false
  return true
}

/** Joins literals and the like, until nothing changes. */
function joinLevel(work: Work, source: string, depth: number, parent: number | undefined): string {
  let text = source
  for (let round = 0; round < mostRounds; round++) {
    const before = text
    for (const join of joins) {
      const rewritings = join.find(text).filter(() => !isExhausted(work))
      if (rewritings.length === 0) continue
      // One row for all of a kind: a joined text has a dozen places, which say nothing one by one.
      const [first] = rewritings as [Rewriting]
      const last = rewritings.at(-1)!
      const plainer = apply(text, rewritings)
      const decoded = plainer.slice(first.start, plainer.length - (text.length - last.end))
      addStep(
        work,
        { parent, depth, encoding: join.encoding, input: text.slice(first.start, last.end), position: first.start },
        decoded,
      )
      text = plainer
    }
    if (text === before) break
  }
  return text
}

function apply(text: string, rewritings: readonly Rewriting[]): string {
  const pieces: string[] = []
  let from = 0
  for (const { start, end, text: plainer } of rewritings) {
    pieces.push(text.slice(from, start), plainer)
    from = end
  }
  pieces.push(text.slice(from))
  return pieces.join('')
}

/** Encoded parts, none over another, in order; of two at one place the more specific way has it. */
function partsIn(text: string): EncodedPart[] {
  const chosen: EncodedPart[] = []
  for (const { find } of encodings) {
    const found = find(text)
    if (found.length === 0) continue
    const before = chosen.toSorted((a, b) => a.start - b.start)
    let next = 0
    for (const part of found.sort((a, b) => a.start - b.start)) {
      while (next < before.length && before[next]!.end <= part.start) next++
      if (next >= before.length || before[next]!.start >= part.end) chosen.push(part)
    }
  }
  const ordered = chosen.sort((a, b) => a.start - b.start)
  return ordered.filter((part, at) => at === 0 || part.start >= ordered[at - 1]!.end)
}

/** What a part stands for, or undefined where nothing meaningful comes out. */
function decodePart(
  work: Work,
  text: string,
  part: EncodedPart,
  depth: number,
  parent: number | undefined,
  context: string,
): string | undefined {
  const input = text.slice(part.start, part.end)
  const decoded = bytesToText(part.bytes, part.expectUtf16)
  const type = fileTypeOf(part.bytes)
  if (part.encoding !== 'base64' && !isWorthIt(part, decoded?.text, input, type?.sure ?? false)) return undefined
  const place = { parent, depth, encoding: part.encoding, input, position: part.start }
  return decodeBytes(work, place, part.bytes, decoded, context)
}

function isWorthIt(part: EncodedPart, text: string | undefined, input: string, isFile: boolean): boolean {
  if (isFile || part.certain) return true
  if (text === undefined || text === input) return false
  // Digits that come out as digits or signs are a number, an identifier.
  return part.encoding !== 'hex' || (text.match(/[\t\r\n -~]/g)?.length ?? 0) >= 0.9 * text.length
}

type Place = Pick<DecodeStep, 'parent' | 'depth' | 'encoding' | 'input' | 'position'>

function decodeBytes(
  work: Work,
  place: Place,
  bytes: Uint8Array,
  known: ReturnType<typeof bytesToText>,
  context: string,
): string {
  const type = fileTypeOf(bytes)
  const step = addStep(work, place, known?.text ?? '', {
    bytes,
    charset: known?.charset ?? 'binary',
    fileType: known ? '' : type?.type,
  })
  const { depth } = place
  const sha256 = work.steps[step]!.sha256
  if (known) {
    return isExhausted(work)
      ? known.text
      : decodeLevel(work, known.text, depth + 1, step, `${context.slice(-2000)}${known.text}`)
  }
  // Not the whole hash: the text is searched for hashes that somebody else wrote.
  const label = `<${type?.type ?? 'binary'}, ${bytes.length} bytes, sha256 ${sha256.slice(0, 16)}…>`
  if (isExhausted(work) || work.within.has(sha256)) return label
  if (depth >= work.limits.depth) {
    if (type) work.notices.add(tooDeep(work))
    return label
  }
  work.within.add(sha256)
  const limits = { bytes: work.bytesLeft, members: work.limits.members }
  const raw = /deflatestream|inflate/i.test(context)
  const members =
    unpack(bytes, type?.type, limits) ?? (raw ? readableOnly(inflate(bytes, 'deflate', limits)) : undefined)
  const texts = members?.map((member) => decodeMember(work, member, depth + 1, step, context)) ?? []
  work.within.delete(sha256)
  return texts.length > 0 ? texts.join('\n') : label
}

function decodeMember(work: Work, member: Unpacked, depth: number, parent: number, context: string): string {
  const { encoding, name, bytes, problem = '' } = member
  const place = { parent, depth, encoding, input: name, position: undefined }
  if (isExhausted(work)) return `<${name}>`
  if (bytes) return decodeBytes(work, place, bytes, bytesToText(bytes), context)
  work.notices.add(`${encoding}${name === '' ? '' : ` ${name}`}: ${problem}.`)
  addStep(work, place, '', { charset: 'binary', problem })
  return `<${[name, problem].filter((word) => word !== '').join(', ')}>`
}

/** Random bytes may be taken for a deflate stream: it counts where a text comes out. */
function readableOnly(members: Unpacked[] | undefined): Unpacked[] | undefined {
  return members?.[0]?.bytes && bytesToText(members[0].bytes) ? members : undefined
}

function addStep(
  work: Work,
  place: Place,
  decoded: string,
  about: { bytes?: Uint8Array; charset?: string; fileType?: string; problem?: string } = {},
): number {
  const bytes = about.bytes ?? Buffer.from(decoded, 'utf8')
  const isEmpty = about.problem !== undefined
  work.bytesLeft -= bytes.length
  return (
    work.steps.push({
      ...place,
      decoded,
      charset: about.charset ?? 'utf-8',
      fileType: about.fileType ?? '',
      bytes: bytes.length,
      md5: isEmpty ? '' : hash('md5', bytes),
      sha1: isEmpty ? '' : hash('sha1', bytes),
      sha256: isEmpty ? '' : hash('sha256', bytes),
      printable:
        decoded === ''
          ? printableShare(Buffer.from(bytes.subarray(0, 65_536)).toString('latin1'))
          : printableShare(decoded),
      problem: about.problem ?? '',
    }) - 1
  )
}

function hash(algorithm: string, bytes: Uint8Array): string {
  return createHash(algorithm).update(bytes).digest('hex')
}
