import { isHexDigit, isWordCode } from './character-class.ts'
import type { FoundSpan, IocType } from './ioc-types.ts'

/** Type by number of digits. */
const lengths: Readonly<Record<number, IocType>> = {
  32: 'md5_hash',
  40: 'sha1_hash',
  64: 'sha256_hash',
  128: 'sha512_hash',
}

/** Digits of the shortest. */
const shortest = 32

/** Hashes of no bytes at all: of every empty file, and so of none in particular. */
const emptyFile: ReadonlySet<string> = new Set([
  'd41d8cd98f00b204e9800998ecf8427e',
  'da39a3ee5e6b4b0d3255bfef95601890afd80709',
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  'cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e',
])

/** A GUID of version 4 written without hyphens. One MD5 in 64 looks like it. */
const randomGuid = /^.{12}4.{3}[89ab]/

/** The type of hash a text is by its length, or `unknown`: `md5_hash`, `sha1_hash`, `sha256_hash`, `sha512_hash`. */
export function fileHashType(text: string): IocType | 'unknown' {
  return (/^[0-9a-f]+$/i.test(text) && lengths[text.length]) || 'unknown'
}

/**
 * Every run of hexadecimal digits that has the length of a hash and no letter or digit beside it (`0x` before it is none of it). A run of decimal
 * digits alone is a number. Parts of a GUID are too short.
 */
export function findHashes(text: string): FoundSpan[] {
  const found: FoundSpan[] = []
  let floor = 0
  // A run of 32 digits has one at every 32nd place: most characters are never looked at.
  for (let at = shortest - 1; at < text.length; at += shortest) {
    if (at < floor || !isHexDigit(text.charCodeAt(at))) continue
    let start = at
    while (start > floor && isHexDigit(text.charCodeAt(start - 1))) start--
    let end = at + 1
    while (end < text.length && isHexDigit(text.charCodeAt(end))) end++
    floor = end
    const span = hashIn(text, start, end)
    if (span) found.push(span)
  }
  return found
}

function hashIn(text: string, start: number, end: number): FoundSpan | undefined {
  const type = lengths[end - start]
  if (!type || (end < text.length && isWordCode(text.charCodeAt(end)))) return undefined
  if (start > 0 && isWordCode(text.charCodeAt(start - 1))) {
    // The 0 of `0x` belongs to no run, as x is no digit.
    if (!/(?:^|[^\p{L}\p{N}])0x$/iu.test(text.slice(Math.max(0, start - 3), start))) return undefined
  }
  const observable = text.slice(start, end).toLowerCase()
  const zeros = /^0+$/.test(observable)
  if (!zeros && /^\d+$/.test(observable)) return undefined
  return { type, observable, kind: kindOf(observable, zeros) || placeOf(text, start, end), start, end }
}

function kindOf(hash: string, zeros: boolean): string {
  if (zeros) return 'zeros'
  if (emptyFile.has(hash)) return 'empty file'
  return hash.length === 32 && randomGuid.test(hash) ? 'may be a GUID' : ''
}

/** What stands around a hash says that it is not that of a file: Sysmon gives the hash of a program's imports, caches name folders by hashes. */
function placeOf(text: string, start: number, end: number): string {
  if (/imphash["']?\s?[:=]\s?["']?$/i.test(text.slice(Math.max(0, start - 12), start))) return 'of imports'
  return text[start - 1] === '\\' && text[end] === '\\' ? 'names a folder' : ''
}
