import { isHostCode, isWordCode } from './character-class.ts'
import { findIpv6, ipv4In } from './find-addresses.ts'
import { domainOf, isMeantAsDomain, type SuffixOptions } from './find-domains.ts'
import { findEmails } from './find-emails.ts'
import { findHashes } from './find-hashes.ts'
import { findLinuxPaths, findWindowsPaths } from './find-paths.ts'
import { type FoundUrls, findUrls } from './find-urls.ts'
import { allIocTypes, type FoundSpan, type IocFinding, type IocType, iocTypes, type TextRange } from './ioc-types.ts'
import { type Refanged, refang } from './refang.ts'

export interface IocOptions extends SuffixOptions {
  /** Types to look for. Default: all. */
  readonly types?: readonly IocType[]
  /** Whether indicators made harmless are made whole first. Default true. */
  readonly refang?: boolean
}

/**
 * The observables in a text, in the order they stand, best type first where two begin at one place. An observable within another is given where it
 * means something by itself: the host of a URL, a hash or an e-mail address in a query, the host of a share; the domain of an e-mail address, the name
 * of a file in a path are not. Takes time in proportion to the text, whatever is in it.
 */
export function extractIocs(text: string, options: IocOptions = {}): IocFinding[] {
  if (text.length < 5) return []
  const plain = options.refang === false ? asItIs(text) : refang(text)
  const wanted = new Set<IocType>(options.types ?? allIocTypes)
  const spans = findSpans(plain, wanted, options)
  spans.sort((a, b) => a.start - b.start || iocTypes[a.type].priority - iocTypes[b.type].priority || b.end - a.end)
  const findings: IocFinding[] = []
  const seen = new Map<string, number>()
  for (const { type, observable, kind, start, end } of spans) {
    if (!wanted.has(type)) continue
    const key = `${start} ${end} ${observable}`
    if (seen.has(key)) continue
    seen.set(key, findings.length)
    const position = plain.originalOffset(start)
    findings.push({ type, observable, kind, asFound: text.slice(position, plain.originalOffset(end)), position })
  }
  return findings
}

function asItIs(text: string): Refanged {
  return { text, originalOffset: (offset) => offset, wasDefanged: () => false }
}

function findSpans(plain: Refanged, wanted: ReadonlySet<IocType>, options: SuffixOptions): FoundSpan[] {
  const { text } = plain
  const has = (...types: IocType[]) => types.some((type) => wanted.has(type))
  const none: FoundUrls = { spans: [], authorities: [] }
  // URLs and e-mail addresses are found even when not wanted: their parts are not to be taken for something else.
  const urls = has('url', 'dns', 'ipv4', 'ipv6', 'email') ? findUrls(text, options) : none
  const emails = has('email', 'dns') ? outside(findEmails(text, options), urls.authorities) : []
  const taken = [...urls.authorities, ...emails].sort((a, b) => a.start - b.start)
  return [
    ...urls.spans,
    ...emails,
    ...(has('ipv6') ? outside(findIpv6(text), urls.authorities) : []),
    ...(has('ipv4', 'dns') ? findNames(plain, taken, options) : []),
    ...(has('md5_hash', 'sha1_hash', 'sha256_hash', 'sha512_hash') ? findHashes(text) : []),
    ...(has('cve') ? findVulnerabilities(text) : []),
    ...(has('windows_path', 'registry_key') ? findWindowsPaths(text) : []),
    ...(has('linux_path') ? findLinuxPaths(text) : []),
  ]
}

/** Those that overlap none of the ranges; both in order. */
function outside(spans: readonly FoundSpan[], ranges: readonly TextRange[]): FoundSpan[] {
  let next = 0
  return spans.filter((span) => {
    while (next < ranges.length && ranges[next]!.end <= span.start) next++
    return next >= ranges.length || ranges[next]!.start >= span.end
  })
}

/** Addresses and domains: what is made of letters, digits, hyphens and at least one dot. */
function findNames(plain: Refanged, taken: readonly TextRange[], options: SuffixOptions): FoundSpan[] {
  const { text } = plain
  const found: FoundSpan[] = []
  let next = 0
  let floor = 0
  for (let at = text.indexOf('.'); at >= 0; at = text.indexOf('.', floor)) {
    let start = at
    while (start > floor && isHostCode(text.charCodeAt(start - 1))) start--
    let end = at + 1
    while (end < text.length && isHostCode(text.charCodeAt(end))) end++
    floor = end
    for (const piece of piecesOf(text, start, end)) {
      while (next < taken.length && taken[next]!.end <= piece.start) next++
      if (next < taken.length && taken[next]!.start < piece.end) continue
      const span = nameIn(plain, piece, options)
      if (span) found.push(span)
    }
  }
  return found
}

/** A run of host characters without what no name begins or ends with, cut at `..`; of numbers, cut at hyphens too. */
function piecesOf(text: string, start: number, end: number): TextRange[] {
  const pieces: TextRange[] = []
  const run = text.slice(start, end)
  let first = 0
  for (let cut = run.indexOf('..'); cut >= 0; cut = run.indexOf('..', first)) {
    addPiece(pieces, text, start + first, start + cut)
    first = cut
    while (first < run.length && run.charCodeAt(first) === 46) first++
  }
  addPiece(pieces, text, start + first, end)
  return pieces
}

function addPiece(pieces: TextRange[], text: string, start: number, end: number): void {
  let first = start
  let last = end
  while (first < last && !isName(text, first)) first++
  while (last > first && !isWordCode(text.charCodeAt(last - 1))) last--
  if (last - first < 4) return
  const code = text.charCodeAt(first)
  const piece = code >= 48 && code <= 57 && last - first <= 253 ? text.slice(first, last) : ''
  if (!/^[\d._-]+$/.test(piece)) pieces.push({ start: first, end: last })
  else {
    for (const { 0: numbers, index } of piece.matchAll(/\d[\d.]*/g)) {
      const trimmed = numbers.replace(/\.+$/, '')
      pieces.push({ start: first + index, end: first + index + trimmed.length })
    }
  }
}

function isName(text: string, at: number): boolean {
  return isWordCode(text.charCodeAt(at)) || text[at] === '_'
}

function nameIn(plain: Refanged, { start, end }: TextRange, options: SuffixOptions): FoundSpan | undefined {
  const { text } = plain
  if (end - start > 253) return undefined
  // `%2Fevil.com`: the 2F is no part of it. Decoding the text is somebody else's work.
  if (text[start - 1] === '%' && /^[0-9a-f]{2}/i.test(text.slice(start, start + 2))) return undefined
  const last = text.charCodeAt(end - 1)
  if (last >= 48 && last <= 57) return isCutOff(text, start, end) ? undefined : ipv4In(text, start, end)
  const observable = domainOf(text.slice(start, end), options)
  if (observable === undefined || !isMeantAsDomain(text, start, end, plain.wasDefanged(start, end))) return undefined
  return { type: 'dns', observable, kind: '', start, end }
}

/** Numbers that letters follow over a hyphen or an underscore are a version: `1.2.3.4-beta`. */
function isCutOff(text: string, start: number, end: number): boolean {
  return (
    (isHostCode(text.charCodeAt(start - 1)) && !/[\d.]-$/.test(text.slice(Math.max(0, start - 2), start))) ||
    /^[-_][a-z]/i.test(text.slice(end, end + 2))
  )
}

function findVulnerabilities(text: string): FoundSpan[] {
  return Array.from(text.matchAll(/(?<![a-z0-9])CVE-(?:19|20)\d{2}-\d{4,7}(?!\d)/gi), (match) => ({
    type: 'cve',
    observable: match[0].toUpperCase(),
    kind: '',
    start: match.index,
    end: match.index + match[0].length,
  }))
}
