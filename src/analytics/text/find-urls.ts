import { addressKind, ipv6Text, isIpv4, isIpv6 } from './address.ts'
import { domainOf, type SuffixOptions } from './find-domains.ts'
import type { FoundSpan, TextRange } from './ioc-types.ts'

/** Schemes of URLs that lead to another machine (and `file`, which may). Longer ones first where one ends in another. */
const schemes = [
  ...[
    'stratum+tcp',
    'stratum+ssl',
    'stratum2+tcp',
    'stratum',
    'https',
    'http',
    'ssftp',
    'sftps',
    'ftps',
    'sftp',
    'ftp',
    'telnet',
  ],
  ...['ldaps', 'ldap', 'file', 'wss', 'ws', 'ssh', 'smb', 'nfs', 'rdp', 'vnc', 'rtsp', 'rmi', 'iiop', 'tcp', 'udp'],
  ...['socks5', 'socks4', 'socks', 'git', 'svn', 'mongodb', 'redis', 'amqp', 'mqtt', 'gopher', 'dict', 'tftp'],
] as const

const longestUrl = 8192

/** How many URLs inside one are looked at: a redirect holds one or two. */
const mostInside = 4

export interface FoundUrls {
  readonly spans: FoundSpan[]
  /** Where the part between `//` and the path stands: its names have been looked at. In order. */
  readonly authorities: readonly TextRange[]
}

/**
 * Every URL, and its host as a row of its own: domain (punycode), address, also one written as a number. A URL whose percent-decoded text differs is
 * given in that form too, with URLs inside it. It ends before a space, a quote, `< > \ ^ { } |` or a backtick, a bracket that was not opened in it,
 * and a comma or semicolon before another URL; full stops and the like at its end belong to the sentence.
 */
export function findUrls(text: string, options: SuffixOptions = {}): FoundUrls {
  const spans: FoundSpan[] = []
  const authorities: TextRange[] = []
  let outerEnd = 0
  let inside = 0
  let from = 0
  for (let at = text.indexOf('://'); at >= 0; at = text.indexOf('://', from)) {
    from = at + 3
    if (at < outerEnd && ++inside > mostInside) {
      from = outerEnd
      continue
    }
    const url = urlAt(text, at, options)
    if (!url) continue
    if (at >= outerEnd) {
      outerEnd = url.end
      inside = 0
    }
    authorities.push({ start: at + 3, end: url.authorityEnd })
    spans.push({ type: 'url', observable: text.slice(url.start, url.end), kind: '', start: url.start, end: url.end })
    if (url.host) spans.push({ ...url.host, start: url.hostStart, end: url.hostEnd })
    spans.push(...decodedUrls(text.slice(url.start, url.end), url, options))
  }
  return { spans, authorities }
}

interface UrlAt extends TextRange {
  readonly authorityEnd: number
  readonly hostStart: number
  readonly hostEnd: number
  readonly host: Pick<FoundSpan, 'type' | 'observable' | 'kind'> | undefined
}

function urlAt(text: string, colon: number, options: SuffixOptions): UrlAt | undefined {
  const before = /[a-z0-9+]{2,12}$/i.exec(text.slice(Math.max(0, colon - 12), colon))?.[0].toLowerCase()
  const scheme = before && schemes.find((known) => before.endsWith(known))
  if (!scheme) return undefined
  const start = colon - scheme.length
  const end = urlEnd(text, colon + 3, scheme)
  const rest = text.slice(colon + 3, end)
  const authority = /^[^/?#]*/.exec(rest)![0]
  const authorityEnd = colon + 3 + authority.length
  const hostAndPort = authority.slice(authority.lastIndexOf('@') + 1)
  const written = /^\[[^\]]*\]/.exec(hostAndPort)?.[0] ?? /^[^:]*/.exec(hostAndPort)![0]
  const hostStart = colon + 3 + authority.length - hostAndPort.length
  const hostEnd = hostStart + written.length
  if (written === '')
    return scheme === 'file' && rest.length > 1
      ? { start, end, authorityEnd, hostStart, hostEnd, host: undefined }
      : undefined
  const host = hostOf(written, options)
  return host === 'wrong' ? undefined : { start, end, authorityEnd, hostStart, hostEnd, host }
}

function hostOf(written: string, options: SuffixOptions): UrlAt['host'] | 'wrong' {
  if (written.startsWith('[')) {
    const address = written.slice(1, -1).replace(/%.*$/, '')
    return isIpv6(address) ? { type: 'ipv6', observable: ipv6Text(address), kind: addressKind(address) } : 'wrong'
  }
  if (/^(?:0x[0-9a-f]+|\d+)(?:\.(?:0x[0-9a-f]+|\d+)){0,3}$/i.test(written)) {
    if (isIpv4(written)) return { type: 'ipv4', observable: written, kind: addressKind(written) }
    // A browser takes http://3232235777 and http://0x7f.1 for addresses too.
    const url = `http://${written}/`
    if (!URL.canParse(url) || /^\d{1,3}(?:\.\d{1,3}){1,3}$/.test(written)) return 'wrong'
    const observable = new URL(url).hostname
    return { type: 'ipv4', observable, kind: addressKind(observable) }
  }
  const name = written.replace(/\.$/, '')
  const domain = domainOf(name, options)
  if (domain !== undefined) return { type: 'dns', observable: domain, kind: '' }
  // A machine of the own network: http://intranet/, http://server.corp.local/.
  return /^[\p{L}\p{N}_](?:[\p{L}\p{N}_.-]{0,251}[\p{L}\p{N}_])?$/u.test(name) && !name.includes('..')
    ? undefined
    : 'wrong'
}

function urlEnd(text: string, from: number, scheme: string): number {
  const limit = Math.min(text.length, from + longestUrl)
  let round = 0
  let square = 0
  let query = false
  let at = from
  for (; at < limit; at++) {
    const code = text.charCodeAt(at)
    if (code <= 0x20 || code === 0x7f || code === 0xa0 || (code >= 0x2018 && code <= 0x201f) || code === 0x3000) break
    const character = text[at]!
    if ('"\'`<>\\^{}|'.includes(character)) break
    if (character === '?') query = true
    else if (character === '(') round++
    else if (character === ')' && round-- === 0) break
    else if (character === '[') square++
    else if (character === ']' && square-- === 0) break
    // In a command line an ampersand outside a query ends the command.
    else if (character === '&' && !query && scheme !== 'file') break
    else if ((character === ',' || character === ';') && /^[,;][a-z0-9+]{2,12}:\/\//i.test(text.slice(at, at + 16)))
      break
  }
  while (at > from && '.,;:!?*'.includes(text[at - 1]!)) at--
  return at
}

function decodedUrls(url: string, place: TextRange, options: SuffixOptions): FoundSpan[] {
  if (!/%[0-9a-f]{2}/i.test(url)) return []
  const decoded = percentDecoded(url)
  if (decoded === undefined || decoded === url || /[\x00-\x1f\x7f]/.test(decoded)) return []
  const { start, end } = place
  const spans: FoundSpan[] = [{ type: 'url', observable: decoded, kind: 'percent-decoded', start, end }]
  let inside = 0
  for (
    let at = decoded.indexOf('://', 10);
    at >= 0 && inside < mostInside;
    at = decoded.indexOf('://', at + 3), inside++
  ) {
    const inner = urlAt(decoded, at, options)
    if (!inner || url.includes(decoded.slice(inner.start, inner.end))) continue
    spans.push({ type: 'url', observable: decoded.slice(inner.start, inner.end), kind: 'percent-decoded', start, end })
    if (inner.host) spans.push({ ...inner.host, start, end })
  }
  return spans
}

function percentDecoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    // Not UTF-8: left as it is.
    return undefined
  }
}
