import { addressKind } from '../../analytics/text/address.ts'
import { AddressRanges } from './address-ranges.ts'
import { hostOf, type Observable } from './observable.ts'

/** Networks that ipaddr.js takes for public, and that are routed nowhere. */
const documentation = new AddressRanges<true>()
for (const network of ['192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24', '2001:db8::/32', '3fff::/20'])
  documentation.add(network, true)

/** Last labels that no public name has. */
const internalSuffixes: ReadonlySet<string> = new Set([
  ...['local', 'internal', 'corp', 'lan', 'home', 'intranet', 'private', 'localdomain', 'localhost', 'invalid'],
  ...['test', 'example', 'onion', 'arpa', 'workgroup', 'domain', 'ad', 'mshome'],
])

export function isDocumentation(address: string): boolean {
  return documentation.find(address).length > 0
}

/** One's own, beside what everybody keeps to himself. */
export interface Own {
  readonly domains: readonly string[]
  readonly networks: AddressRanges<true>
}

export const nothingOwn: Own = { domains: [], networks: new AddressRanges<true>() }

/** Why an observable never leaves the machine; undefined where it may. */
export function whyKept(observable: Observable, own: Own = nothingOwn): string | undefined {
  if (observable.kind === 'hash') return undefined
  if (observable.kind === 'ip') {
    const kind = addressKind(observable.value)
    if (kind !== 'public') return 'private and reserved addresses'
    if (isDocumentation(observable.value)) return 'private and reserved addresses'
    return own.networks.find(observable.value).length > 0 ? 'your own addresses' : undefined
  }
  const host = hostOf(observable) ?? (observable.kind === 'domain' ? observable : undefined)
  if (!host) return 'names without a host'
  if (host.kind === 'ip') return whyKept(host, own)
  const labels = host.value.split('.')
  if (labels.length < 2 || internalSuffixes.has(labels.at(-1)!)) return 'internal names'
  const isOwn = own.domains.some((domain) => host.value === domain || host.value.endsWith(`.${domain}`))
  return isOwn ? 'your own domains' : undefined
}

/** What is said of observables that never leave the machine, with their numbers; undefined where there are none. */
export function countKept(
  observables: readonly Observable[],
  why: (observable: Observable) => string | undefined,
): string | undefined {
  const counts = new Map<string, number>()
  for (const observable of observables) {
    const reason = why(observable)
    if (reason !== undefined) counts.set(reason, (counts.get(reason) ?? 0) + 1)
  }
  if (counts.size === 0) return undefined
  return `Not sent to any service: ${[...counts].map(([reason, count]) => `${reason} (${count})`).join(', ')}.`
}
