import ipaddr from 'ipaddr.js'
import type { Table } from '../../lib/table.ts'
import { columnAt } from '../columns/column-at.ts'
import { addressKind } from '../text/address.ts'

/** What has no network of its own. */
const privateNetwork = 'private addresses'

interface Network {
  readonly asn: string
  readonly network: string
}

/**
 * Flows with the network (autonomous system) of their remote address: `Asn`, `Network`, and `IsOwn` where the flow's own address is in the
 * same one, or the remote one is private. `answers` is what a look-up said of addresses: an answer with a tag `AS8075` names the network; where
 * none has one, another that is not about a place does. Addresses that nobody knows are taken together by range (/16, /32 of IPv6), as a notice says.
 */
export function flowNetworks(
  flows: Table,
  answers: Table,
): { readonly table: Table; readonly notices: readonly string[] } {
  for (const name of ['RemoteAddress', 'Address']) columnAt(flows, name, 'of a flow')
  const answered = networksOf(answers)
  const known = new Map<string, Network>()
  const networkOf = (cell: unknown): Network => {
    const address = String(cell ?? '').toLowerCase()
    const before = known.get(address)
    if (before) return before
    const found = answered.get(address) ?? { asn: '', network: isPrivate(address) ? privateNetwork : rangeOf(address) }
    known.set(address, found)
    return found
  }
  const remote = flows.column('RemoteAddress').map(networkOf)
  const strangers = [...known].filter(
    ([address, { network }]) => !answered.has(address) && network !== privateNetwork,
  ).length
  const own = new Set(flows.column('Address').map((cell) => answered.get(String(cell ?? '').toLowerCase())?.network))
  const isOwn = remote.map(({ network }) => network === privateNetwork || own.has(network))
  const asns = remote.map(({ asn }) => asn)
  const names = remote.map(({ network }) => network)
  return {
    table: flows
      .withColumn({ name: 'Asn', type: 'string' }, asns)
      .withColumn({ name: 'Network', type: 'string' }, names)
      .withColumn({ name: 'IsOwn', type: 'bool' }, isOwn),
    notices:
      strangers > 0
        ? [
            `Nobody knows the network of ${strangers} of ${known.size} addresses: they are taken together by range. A database of networks (GeoLite2-ASN.mmdb) beside the logs names them.`,
          ]
        : [],
  }
}

/**
 * Networks added up from `flowNetworks`, with `Rare`: their flows are within the lowest quarter of all networks', own and private ones left
 * out. What one looks up first.
 */
export function markRare(networks: Table): Table {
  const flows = networks.column('Flows').map(Number)
  const isOwn = networks.column('IsOwn')
  const others = flows.filter((_, row) => isOwn[row] !== true).sort((a, b) => a - b)
  const quartile = others[Math.max(0, Math.ceil(others.length / 4) - 1)] ?? 0
  const rare = flows.map((count, row) => isOwn[row] !== true && count <= quartile)
  return networks.withColumn({ name: 'Rare', type: 'bool' }, rare)
}

function networksOf(answers: Table): ReadonlyMap<string, Network> {
  const known = new Map<string, Network>()
  for (const answer of answers.objects()) {
    const address = String(answer.Observable).toLowerCase()
    const asn = /\bAS\d+\b/.exec(String(answer.Tags ?? ''))?.[0] ?? ''
    const there = known.get(address)
    if (there && (there.asn !== '' || asn === '')) continue
    if (asn === '' && (String(answer.Source).startsWith('Places') || isReservedRange(answer.Raw) || isPrivate(address)))
      continue
    known.set(address, { asn, network: String(answer.Verdict) })
  }
  return known
}

/** What is said of every address of a special range, such as those for documentation: no network. */
function isReservedRange(raw: unknown): boolean {
  return typeof raw === 'object' && raw !== null && 'range' in raw
}

function isPrivate(address: string): boolean {
  return ipaddr.isValid(address) && ['private', 'loopback', 'link-local'].includes(addressKind(address))
}

/** The range an address is in, wide enough to hold what usually belongs to one network. */
function rangeOf(address: string): string {
  if (ipaddr.IPv4.isValid(address)) return `${address.split('.').slice(0, 2).join('.')}.0.0/16`
  if (!ipaddr.IPv6.isValid(address)) return 'no address'
  const [first = 0, second = 0] = ipaddr.IPv6.parse(address).parts
  return `${first.toString(16)}:${second.toString(16)}::/32`
}
