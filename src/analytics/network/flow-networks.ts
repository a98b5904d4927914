import type { ColumnType } from '../../lib/kql-type.ts'
import type { Table } from '../../lib/table.ts'

/** Names of what has no network of its own, and of what nobody knows. */
export const privateNetwork = 'private addresses'
export const unknownNetwork = 'unknown network'

interface Network {
  readonly asn: string
  readonly network: string
}

/**
 * Flows with the network (autonomous system) of their remote address: `Asn`, `Network`, and `IsOwn` where the flow's own address is in the
 * same one, or the remote one is private. `answers` is what a look-up said of addresses: an answer with a tag `AS8075` names the network; where
 * none has one, another that is of no place does.
 */
export function flowNetworks(flows: Table, answers: Table): Table {
  const known = networksOf(answers)
  const networkOf = (address: string): Network =>
    known.get(address) ??
    (isPrivate(address) ? { asn: '', network: privateNetwork } : { asn: '', network: unknownNetwork })
  const remote = flows.column('RemoteAddress').map((cell) => networkOf(String(cell ?? '').toLowerCase()))
  const own = new Set(
    flows
      .column('Address')
      .map((cell) => networkOf(String(cell ?? '').toLowerCase()).network)
      .filter((name) => name !== unknownNetwork),
  )
  const text = (name: string): ColumnType => ({ name, type: 'string' })
  return flows
    .withColumn(
      text('Asn'),
      remote.map(({ asn }) => asn),
    )
    .withColumn(
      text('Network'),
      remote.map(({ network }) => network),
    )
    .withColumn(
      { name: 'IsOwn', type: 'bool' },
      remote.map(({ network }) => network === privateNetwork || own.has(network)),
    )
}

/**
 * Networks added up from `flowNetworks`, the rarest first. `Rare` is true where their flows are within the lowest quarter of all networks', own and
 * private ones left out: what one looks up first.
 */
export function markRare(networks: Table): Table {
  const flows = networks.column('Flows').map(Number)
  const isOwn = networks.column('IsOwn')
  const others = flows.filter((_, row) => isOwn[row] !== true).sort((a, b) => a - b)
  const quartile = others[Math.max(0, Math.ceil(others.length / 4) - 1)] ?? 0
  return networks.withColumn(
    { name: 'Rare', type: 'bool' },
    flows.map((count, row) => isOwn[row] !== true && count <= quartile),
  )
}

function networksOf(answers: Table): ReadonlyMap<string, Network> {
  const known = new Map<string, Network>()
  const [observables, verdicts, sources, tags] = ['Observable', 'Verdict', 'Source', 'Tags'].map((name) =>
    answers.column(name),
  )
  for (let row = 0; row < answers.rowCount; row++) {
    const address = String(observables![row]).toLowerCase()
    const asn = /\bAS\d+\b/.exec(String(tags![row] ?? ''))?.[0] ?? ''
    if (asn === '' && (known.has(address) || String(sources![row]).startsWith('Places') || isPrivate(address))) continue
    if (known.get(address)?.asn) continue
    known.set(address, { asn, network: String(verdicts![row]) })
  }
  return known
}

/** Private, loopback or link-local. */
export function isPrivate(address: string): boolean {
  return (
    /^(?:10\.|127\.|169\.254\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.)/.test(address) ||
    /^(?:::1$|f[cd]|fe[89ab])/i.test(address)
  )
}
