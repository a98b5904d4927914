import { parse } from 'tldts'
import { codeRoots, fileSuffixes, knownNames, memberWords } from './ambiguous-names.ts'
import { placeBefore } from './surroundings.ts'

/** How suffixes are looked at. */
export interface SuffixOptions {
  /** Takes any alphabetic last label for a suffix: names of an internal network such as `dc01.contoso.local`. Default false. */
  readonly anySuffix?: boolean
}

/**
 * A domain in lower case, foreign letters as punycode; undefined where its spelling is wrong, or it does not stand below a public suffix of ICANN's
 * list. A suffix alone (`co.uk`) is no domain.
 */
export function domainOf(written: string, { anySuffix = false }: SuffixOptions = {}): string | undefined {
  if (written.length > 253) return undefined
  const name = /^[\x00-\x7f]*$/.test(written) ? written.toLowerCase() : asciiOf(written)
  if (name === undefined) return undefined
  const labels = name.split('.')
  if (labels.length < 2 || !labels.every((label, at) => isLabel(label, at >= labels.length - 2))) return undefined
  const suffix = labels.at(-1)!
  if (!/^(?:[a-z]{2,63}|xn--[a-z0-9-]{2,59})$/.test(suffix)) return undefined
  if (anySuffix) return name
  const parsed = parse(name, {
    allowPrivateDomains: false,
    extractHostname: false,
    validateHostname: false,
    detectIp: false,
  })
  return parsed.isIcann && parsed.domain !== null ? name : undefined
}

/** Services have underscores (`_ldap._tcp.contoso.com`), domains that can be registered have none. */
function isLabel(label: string, registered: boolean): boolean {
  const pattern = registered ? /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/ : /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/
  return pattern.test(label)
}

function asciiOf(name: string): string | undefined {
  const url = `http://${name}/`
  return URL.canParse(url) ? new URL(url).hostname : undefined
}

/**
 * Whether a name that could be a domain is meant as one, where it stands. Names of files, members of objects and namespaces look alike:
 *
 * - a name inside a path is none, nor is one after `$` or before `(`;
 * - a suffix with capitals in a name that has small letters (`System.Net`) is a namespace;
 * - below a suffix that files end in too, or that is a usual member of objects, two labels are not enough.
 *
 * `www.`, `//`, `\\` or `@` before it, having been made harmless, and a path after it are evidence that it is one.
 */
export function isMeantAsDomain(text: string, start: number, end: number, wasDefanged: boolean): boolean {
  const before = placeBefore(text, start)
  if (before === 'segment' || before === 'variable') return false
  if (before === 'authority' || before === 'at' || wasDefanged) return true
  if (text[end] === '(') return false
  const written = text.slice(start, end)
  const name = written.toLowerCase()
  const labels = name.split('.')
  if (labels[0] === 'www') return true
  if (knownNames.has(name) || codeRoots.has(labels[0]!)) return false
  // Resource providers of Azure: MICROSOFT.WEB/serverfarms/write.
  if (/^microsoft\.[a-z]{3,}$/.test(name) && name !== 'microsoft.com' && name !== 'microsoft.net') return false
  const suffix = written.slice(written.lastIndexOf('.') + 1)
  if (suffix !== suffix.toLowerCase() && written !== written.toUpperCase()) return false
  const last = labels.at(-1)!
  if (!fileSuffixes.has(last) && !memberWords.has(last)) return true
  return labels.length > 2 || /^\/[\w?#]/.test(text.slice(end, end + 2))
}
