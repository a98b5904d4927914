import { domainToUnicode } from 'node:url'
import ipaddr from 'ipaddr.js'
import { parse } from 'tldts'
import { refang } from '../text/refang.ts'

/** Between these the entropy of a domain (bits for each character of what can be registered) is usual: the published bounds of msticnb's URL summary. */
const usualEntropy = { least: 2.7212, most: 4.30891 }

/** What a URL, domain or address consists of. */
export interface NameParts {
  readonly kind: 'url' | 'domain' | 'address'
  /** As it was written, made whole where it had been made harmless. */
  readonly url: string
  /** The name or address, in lower case, foreign letters as punycode. */
  readonly host: string
  readonly scheme: string
  readonly port: number | null
  readonly path: string
  readonly query: string
  readonly user: string
  /** What can be registered: `contoso.co.uk`; empty for an address and for a name without a public suffix. */
  readonly domain: string
  readonly subdomain: string
  readonly suffix: string
  /** The suffix is one of ICANN's, or one below which companies give names to others (`github.io`); empty for an address. */
  readonly suffixKind: 'public' | 'private' | 'unknown' | ''
  /** How it is read, where that differs from `host`. */
  readonly unicode: string
  /** Of the domain, or of the host where there is none; null for an address. */
  readonly entropy: number | null
}

/** The parts of a URL, domain or address, written plainly or made harmless (`hxxp://evil[.]com`); undefined for what is none of them. */
export function nameParts(written: string): NameParts | undefined {
  const text = refang(written.trim()).text
  const hasScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(text)
  // A single word is no domain; behind a scheme it is the name of a machine.
  if (text === '' || /\s/.test(text) || (!hasScheme && !/[.:]/.test(text))) return undefined
  const bare = !hasScheme && ipaddr.IPv6.isValid(text) ? `[${text}]` : text
  const url = parsedUrl(hasScheme ? bare : `http://${bare}`)
  if (!url || url.hostname === '') return undefined
  const host = url.hostname
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .toLowerCase()
  const isAddress = ipaddr.isValid(host)
  if (
    isAddress &&
    !hasScheme &&
    ipaddr.IPv4.isValid(host) &&
    !/^(?:\d{1,3}\.){3}\d{1,3}(?::\d+)?(?:[/?#]|$)/.test(text)
  )
    return undefined
  if (!isAddress && !isName(host)) return undefined
  const known = isAddress ? undefined : parse(host, { allowPrivateDomains: true, validateHostname: false })
  const isKnown = known?.isIcann || known?.isPrivate
  const hasPath = url.pathname !== '/' || url.search !== '' || url.hash !== ''
  return {
    kind: hasScheme || hasPath ? 'url' : isAddress ? 'address' : 'domain',
    url: text,
    host,
    scheme: /^([a-z][a-z0-9+.-]*):\/\//i.exec(text)?.[1]?.toLowerCase() ?? '',
    port: url.port === '' ? null : Number(url.port),
    path: hasScheme || hasPath ? url.pathname : '',
    query: url.search.replace(/^\?/, ''),
    user: url.username,
    domain: isKnown ? (known?.domain ?? '') : '',
    subdomain: isKnown ? (known?.subdomain ?? '') : '',
    suffix: isKnown ? (known?.publicSuffix ?? '') : '',
    suffixKind: isAddress ? '' : known?.isIcann ? 'public' : known?.isPrivate ? 'private' : 'unknown',
    unicode: unicodeOf(host),
    entropy: isAddress ? null : entropy((isKnown && known?.domain) || host),
  }
}

/** Shannon entropy of a text's characters, in bits; 0 for an empty one. */
export function entropy(text: string): number {
  const counts = new Map<string, number>()
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1)
  const length = [...text].length
  let bits = 0
  for (const count of counts.values()) bits -= (count / length) * Math.log2(count / length)
  return bits
}

/** What is unusual about a name, in words. Empty where nothing is. */
export function unusualAbout({ entropy: bits, suffixKind, user, unicode, kind, path }: NameParts): readonly string[] {
  return [
    ...(bits !== null && bits > usualEntropy.most ? [`entropy above ${usualEntropy.most}`] : []),
    ...(bits !== null && bits < usualEntropy.least ? [`entropy below ${usualEntropy.least}`] : []),
    ...(suffixKind === 'unknown' ? ['no public suffix'] : []),
    ...(bits === null && kind === 'url' ? ['an address instead of a name'] : []),
    ...(unicode !== '' ? ['letters of other scripts'] : []),
    ...(user !== '' ? ['a user name before the host'] : []),
    ...(/\.(?:exe|dll|scr|ps1|vbs|js|hta|msi|bat|cmd|iso|lnk|jar|apk)$/i.test(path) ? ['a program or script'] : []),
  ]
}

function parsedUrl(text: string): URL | undefined {
  // Hosts of other schemes than the web's would keep their capitals and foreign letters.
  const web = text.replace(/^(?!https?:)[a-z][a-z0-9+.-]*:\/\//i, 'http://')
  return URL.canParse(web) ? new URL(web) : undefined
}

function isName(host: string): boolean {
  return host.length <= 253 && host.split('.').every((label) => /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/.test(label))
}

function unicodeOf(host: string): string {
  return /(?:^|\.)xn--/.test(host) ? domainToUnicode(host) : ''
}
