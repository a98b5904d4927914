import { bytesToText } from './bytes-to-text.ts'
import { fileTypeOf } from './file-type.ts'
import type { EncodedPart } from './find-encoded.ts'

/** Below this, only what stands before a run says that it is Base64. */
const shortest = 16

/** After `-enc` and the like, after `echo`, `token` and the like: shorter ones are words. After the name of a decoder anything counts. */
const shortestCommand = 8
const shortestHinted = 12

/** A padded run, or one of this length, is taken where a text comes out; a chance text of so many bytes is one in ten million. */
const shortestUnpadded = 24

/** From this length on, a run is tried from its second, third and fourth character too. */
const shortestShifted = 40

/** Bytes of no known kind are taken for decoded from this length on, where the run has small and large letters and digits. */
const shortestBinary = 128

/** Where it stands, the alphabet of a decoder does and nothing encoded. */
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'

const saysUtf16 =
  /(?:^|[\s"'])[-/\u2013-\u2015]e(?:c|n(?:c(?:o(?:d(?:e(?:d(?:[ac][a-z]{0,12})?)?)?)?)?)?)?[\s:"'=]{1,8}$/i
const saysBase64 =
  /(?:decode|secret|token|basic|bearer)[\w-]{0,24}[\s:"'(=,[\]]{1,8}$|(?:\||<<<|echo|printf)[ \t]{1,4}["']?$/i
const saysDecoded = /(?:base64|b64|atob)[\w-]{0,24}[\s:"'(=,[\]]{1,8}$/i
const anyHint = /base64|b64|atob|decode|secret|token|basic|bearer|echo|printf|<<<|\||[\s"'][-/\u2013-\u2015]e/i

/**
 * Runs of Base64 from which something meaningful comes out. A word of the same letters is none: out of it must come a text that can be read, the
 * beginning of a known kind of file, or, from 128 characters on, any bytes where the run mixes small and large letters and digits. Text before
 * it such as `-enc` or `FromBase64String(` lets shorter ones count, and any bytes.
 *
 * Runs go over line breaks where every line but the last has the same length, a multiple of four. One whose length leaves a single character
 * over was cut off there: that character holds no byte.
 */
export function findBase64(text: string): EncodedPart[] {
  if (text.length < 4) return []
  const found: EncodedPart[] = []
  const hinted = anyHint.test(text)
  let floor = 0
  for (const match of text.matchAll(hinted ? /[A-Za-z0-9+/_-]{4,}={0,2}/g : /[A-Za-z0-9+/_-]{16,}={0,2}/g)) {
    if (match.index < floor) continue
    const lineEnd = match.index + match[0].length
    const end = joinedEnd(text, lineEnd, match[0].length)
    const joined = decodeRun(text, match.index, end)
    // What follows a line break may be a word of the next line: then each line stands for itself.
    const isJoined = end === lineEnd || joined.some((part) => part.certain || isMeaningful(part))
    found.push(...(isJoined ? joined : decodeLines(text, match.index, end)))
    floor = end
  }
  return found
}

/** Each line by itself; of a line break written as `\n` the letter is no part of the line behind it. */
function decodeLines(text: string, start: number, end: number): EncodedPart[] {
  return Array.from(text.slice(start, end).matchAll(/[^\s\\]+/g)).flatMap(({ 0: line, index }) => {
    const first = /^[rn]/.test(line) && text[start + index - 1] === '\\' ? 1 : 0
    return decodeRun(text, start + index + first, start + index + line.length)
  })
}

/** Where a run ends that goes on after line breaks, every full line as long as the first. */
function joinedEnd(text: string, lineEnd: number, lineLength: number): number {
  if (lineLength < 32 || lineLength % 4 !== 0 || text[lineEnd - 1] === '=') return lineEnd
  const next = /(?:\r\n|\n|\r|\\r\\n|\\n)[ \t]{0,16}([A-Za-z0-9+/]{1,400}={0,2})(?![A-Za-z0-9+/=])/y
  let end = lineEnd
  for (;;) {
    next.lastIndex = end
    const line = next.exec(text)?.[1]
    if (line === undefined || line.length > lineLength) return end
    end = next.lastIndex
    if (line.length < lineLength || line.endsWith('=')) return end
  }
}

function decodeRun(text: string, start: number, end: number): EncodedPart[] {
  const before = text.slice(Math.max(0, start - 48), start)
  const whole = decodePart(text, start, end, before)
  if (whole && (whole.certain || isMeaningful(whole))) return [whole]
  // A run cut out of a longer one may begin in the middle of a group of four.
  const shifted = end - start >= shortestShifted ? cutAtStart(text, start, end) : undefined
  if (shifted ?? whole) return [(shifted ?? whole)!]
  // The slash of an option or a path, or a hyphen, may be glued to it.
  const run = text.slice(start, end)
  if (end - start > 100_000 || !/[/_-]/.test(run)) return []
  const found: EncodedPart[] = []
  for (const piece of run.matchAll(/[A-Za-z0-9+]{16,}={0,2}/g)) {
    if (piece[0].length === run.length) continue
    const part = decodePart(text, start + piece.index, start + piece.index + piece[0].length, before)
    if (part) found.push(part)
  }
  return found
}

function isMeaningful(part: EncodedPart): boolean {
  return (fileTypeOf(part.bytes)?.sure ?? false) || bytesToText(part.bytes) !== undefined
}

function cutAtStart(text: string, start: number, end: number): EncodedPart | undefined {
  const digits = text.slice(start, end).replaceAll(/[=\s]|\\[rn]/g, '')
  if (!/[A-Z]/.test(digits) || !/[a-z]/.test(digits)) return undefined
  for (let cut = 1; cut < 4; cut++) {
    const rest = digits.slice(cut)
    const bytes = Buffer.from(rest.length % 4 === 1 ? rest.slice(0, -1) : rest, 'base64url')
    const decoded = bytesToText(bytes)
    if (decoded && isPlausible(decoded.text, rest)) return { start, end, encoding: 'base64', bytes, certain: false }
  }
  return undefined
}

function decodePart(text: string, start: number, end: number, before: string): EncodedPart | undefined {
  const expectUtf16 = saysUtf16.test(before) && (/-en/i.test(before) || /powershell|pwsh/i.test(text.slice(0, 4096)))
  const certain = saysDecoded.test(before)
  const hinted = expectUtf16 || certain || saysBase64.test(before)
  const run = text.slice(start, end).replaceAll(/\\r|\\n|\s/g, '')
  const digits = run.replace(/=+$/, '')
  if (digits.length < (certain ? 4 : expectUtf16 ? shortestCommand : hinted ? shortestHinted : shortest))
    return undefined
  if (hinted && !certain && digits.length < shortest && run.length % 4 !== 0) return undefined
  // `base64_decode(data)` names a variable, a quoted word is a value.
  if (certain && digits.length < shortest && !/["',]$/.test(before) && run.length % 4 !== 0) return undefined
  if (digits.includes(alphabet)) return undefined
  // Hexadecimal digits, a number and a word all in capitals or all in small letters are what they look like.
  if (!hinted && (/^[0-9a-f]+$/i.test(digits) || !/[A-Z]/.test(digits) || !/[a-z]/.test(digits))) return undefined
  if (/[+/]/.test(digits) && /[-_]/.test(digits)) return undefined
  const bytes = Buffer.from(digits.length % 4 === 1 ? digits.slice(0, -1) : digits, 'base64url')
  if (bytes.length < 3) return undefined
  const part: EncodedPart = {
    start,
    end,
    encoding: 'base64',
    bytes,
    expectUtf16,
    certain: expectUtf16 || certain,
  }
  const type = fileTypeOf(bytes)
  if (type?.sure && bytes.length >= 20) return part
  const decoded = bytesToText(bytes, expectUtf16)
  if (decoded && (hinted || isPlausible(decoded.text, run))) return part
  if (hinted && type && bytes.length >= 20) return part
  if (part.certain && bytes.length >= 16) return part
  const mixed = /[A-Z]/.test(digits) && /[a-z]/.test(digits) && /\d/.test(digits)
  return digits.length >= shortestBinary && mixed && !/(?:\/[A-Za-z0-9]{1,20}){4}/.test(run.slice(0, 200))
    ? part
    : undefined
}

/** Whether a text came out, and not by chance: it is of ASCII nearly throughout, or long. */
function isPlausible(text: string, run: string): boolean {
  const padded = run.endsWith('=')
  if (run.length < shortestUnpadded && !padded) return false
  const ascii = text.match(/[\t\r\n -~]/g)?.length ?? 0
  return ascii >= 0.9 * text.length || (run.length >= 60 && /^[\p{L}\p{N}\p{P}\p{Z}\p{S}\r\n\t]+$/u.test(text))
}
