import { ipv6Text, isIpv4, isIpv6 } from '../../analytics/text/address.ts'
import { domainOf } from '../../analytics/text/find-domains.ts'
import { fileHashType } from '../../analytics/text/find-hashes.ts'

/** What can be looked up. */
export const observableKinds = ['ip', 'domain', 'url', 'hash', 'email'] as const

export type ObservableKind = (typeof observableKinds)[number]

/** What a column holds: one kind, or whatever its texts look like. */
export const observableHints = [...observableKinds, 'any'] as const

export type ObservableHint = (typeof observableHints)[number]

/** One thing to look up, in its usual spelling. */
export interface Observable {
  readonly kind: ObservableKind
  readonly value: string
}

const longest = 8192

/**
 * A text as an observable; undefined for what is none of that kind. Ports, brackets, zones and trailing dots go; an address in a column of URLs
 * or domains is an address, a bare name in one of URLs a domain.
 */
export function readObservable(written: string, hint: ObservableHint): Observable | undefined {
  const text = written.trim()
  if (text === '' || text.length > longest || /[\x00-\x1f\x7f]/.test(text)) return undefined
  switch (hint) {
    case 'ip':
      return ipOf(text)
    case 'domain':
      return ipOf(text) ?? nameOf(text)
    case 'url':
      return ipOf(text) ?? urlOf(text) ?? (/^[^/?#]*$/.test(text) ? nameOf(text.replace(/:\d{1,5}$/, '')) : undefined)
    case 'hash':
      return hashOf(text)
    case 'email':
      return emailOf(text)
    case 'any': {
      const found = ipOf(text) ?? hashOf(text) ?? (text.includes('://') ? urlOf(text) : emailOf(text))
      if (found) return found
      const domain = domainOf(text.replace(/\.$/, ''), { anySuffix: true })
      return domain === undefined ? urlOf(text) : { kind: 'domain', value: domain }
    }
  }
}

function ipOf(text: string): Observable | undefined {
  if (isIpv4(text)) return { kind: 'ip', value: text }
  if (!/^[[\]0-9a-f:.%\w]+$/i.test(text)) return undefined
  const plain = text
    .replace(/^\[([^\]]*)\](:\d{1,5})?$/, '$1')
    .replace(/^((?:\d{1,3}\.){3}\d{1,3}):\d{1,5}$/, '$1')
    .replace(/%[\w.]+$/, '')
  if (isIpv4(plain)) return { kind: 'ip', value: plain }
  if (!isIpv6(plain)) return undefined
  const usual = ipv6Text(plain)
  return { kind: 'ip', value: usual.startsWith('::ffff:') && usual.includes('.') ? usual.slice(7) : usual }
}

/** A domain, or the name of a machine in one's own network. */
function nameOf(text: string): Observable | undefined {
  const name = text.replace(/\.$/, '')
  const domain = domainOf(name, { anySuffix: true })
  if (domain !== undefined) return { kind: 'domain', value: domain }
  return /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/i.test(name) && !/^\d+$/.test(name)
    ? { kind: 'domain', value: name.toLowerCase() }
    : undefined
}

function urlOf(text: string): Observable | undefined {
  const hasScheme = /^[a-z][a-z0-9+.-]{1,15}:\/\//i.test(text)
  if (!hasScheme && !/^[^\s/@]+\.[^\s/@]+\/\S*$/.test(text)) return undefined
  const url = hasScheme ? text : `http://${text}`
  if (!URL.canParse(url)) return undefined
  const parsed = new URL(url)
  if (parsed.hostname === '') return undefined
  parsed.hash = ''
  // A password in a URL is for its server alone.
  parsed.username = ''
  parsed.password = ''
  return { kind: 'url', value: parsed.href }
}

function hashOf(text: string): Observable | undefined {
  return fileHashType(text) === 'unknown' || /^0+$/.test(text) ? undefined : { kind: 'hash', value: text.toLowerCase() }
}

function emailOf(text: string): Observable | undefined {
  const match = /^<?([^\s@<>";,]{1,64})@([^\s@<>"';,]+)>?$/.exec(text)
  const domain = match && domainOf(match[2]!, { anySuffix: true })
  return domain ? { kind: 'email', value: `${match[1]!.toLowerCase()}@${domain}` } : undefined
}

/** Host of a URL or domain of an e-mail address, as an observable of its own. */
export function hostOf({ kind, value }: Observable): Observable | undefined {
  if (kind === 'email') return { kind: 'domain', value: value.slice(value.lastIndexOf('@') + 1) }
  if (kind !== 'url') return undefined
  // The usual spelling of a URL has a host that ends where the path or the port begins.
  const hostname = /^[^:]*:\/\/(?:[^/?#@]*@)?(\[[^\]]*\]|[^/?#:]*)/.exec(value)?.[1] ?? ''
  return ipOf(hostname) ?? nameOf(hostname)
}

/** What two spellings of one observable have in common: of a URL all but the scheme. */
export function keyOf({ kind, value }: Observable): string {
  if (kind !== 'url') return value
  return value.slice(value.indexOf('://') + 3, value.endsWith('/') ? -1 : undefined)
}
