import type { ColumnType } from '../../lib/kql-type.ts'
import { treeBuilder } from '../built-tree.ts'
import { kqlTemplate } from '../kql-template.ts'
import { refuse, resultColumns, type Scope } from '../scope.ts'
import type { Node, SyntaxNode } from '../syntax.ts'
import { tabular } from '../tabular.ts'
import type { ColumnReference, Tabular } from '../tree.ts'
import { argumentsOf, columnArgument, flagOf, renamed } from './plug-in-arguments.ts'

const address: ColumnType = { name: '$address', type: 'string' }
const bits: ColumnType = { name: '$bits', type: 'long' }
const key: ColumnType = { name: '$key', type: 'string' }
const one: ColumnType = { name: '$one', type: 'long' }

/** How addresses of a kind are cut, and their networks taken apart. */
interface Family {
  readonly network: ColumnType
  /** Cuts an address to a length of prefix. */
  readonly cut: string
  /** KQL over `key`: the network's first address and the length of its prefix. */
  readonly first: string
  readonly length: string
}

const families = {
  ipv4: {
    network: { name: '$network', type: 'long' },
    cut: 'parse_ipv4_mask',
    first: 'parse_ipv4(key)',
    length: 'ipv4_netmask_suffix(key)',
  },
  ipv6: {
    network: { name: '$network', type: 'string' },
    cut: 'parse_ipv6_mask',
    first: 'parse_ipv6(key)',
    // The prefix of an IPv4 address counts 32 bits, the last of the 128.
    length: String.raw`coalesce(tolong(extract(@"/(\d+)\s*$", 1, key)) + iff(key matches regex @"^\s*(::)?\d+\.", 96, 0), 128)`,
  },
} as const satisfies Record<string, Family>

/** The rows of a table of networks that an IPv4 address lies in. */
export function ipv4Lookup(node: Node<'EvaluateOperator'>, input: Tabular, scope: Scope): Tabular {
  return addressLookup(node, input, scope, families.ipv4)
}

/** The rows of a table of networks that an IPv6 or IPv4 address lies in. */
export function ipv6Lookup(node: Node<'EvaluateOperator'>, input: Tabular, scope: Scope): Tabular {
  return addressLookup(node, input, scope, families.ipv6)
}

/** Each address is cut to every length of prefix that the table has, so that what is left is a join on equal values. */
function addressLookup(node: Node<'EvaluateOperator'>, input: Tabular, scope: Scope, family: Family): Tabular {
  const span = scope.spanOf(node)
  const build = treeBuilder(span)
  const { lookup, source, lookupKey, extra, keepsAll } = readArguments(node, scope, build)
  const { network } = family
  const rows = build.shared('rows', scope.translation.nextId(), input)
  const networks = build.shared('networks', scope.translation.nextId(), networksOf(lookup, lookupKey, family, scope))
  const addresses = build.extend(build.distinct(rows, [{ column: address, expression: source }]), [
    { column: one, expression: build.number(1n) },
  ])
  const lengths = build.extend(build.distinct(networks, [{ column: bits, expression: build.column(bits) }]), [
    { column: one, expression: build.number(1n) },
  ])
  const every = build.join('inner', addresses, lengths, [[one, one]], [address], [bits])
  const cut = build.call(family.cut, network.type, build.column(address), build.column(bits))
  const candidates = build.extend(every, [{ column: network, expression: cut }])
  const sameNetwork = [
    [network, network],
    [bits, bits],
  ] as const
  const found = build.join('inner', candidates, networks, sameNetwork, [address], lookup.columns)
  const same = [[source, address] as const, ...extra.map((column) => [column, column] as const)]
  const added = lookup.columns.filter((column) => !extra.some((each) => each.name === column.name))
  const joined = build.join(keepsAll ? 'leftouter' : 'inner', rows, found, same, input.columns, added)
  return { ...joined, columns: resultColumns(node) }
}

/** The networks with their first address and the length of their prefix; what is none is left out. */
function networksOf(lookup: Tabular, column: ColumnReference, family: Family, scope: Scope): Tabular {
  const build = treeBuilder(column.span)
  const rows = renamed(lookup, { key: column }, build)
  const text = `
    rows
    | distinct key
    | extend begins = ${family.first}, bits = tolong(${family.length})
    | where ${family.network.type === 'string' ? 'isnotempty' : 'isnotnull'}(begins)`
  const parsed = kqlTemplate(text, { tables: { rows }, values: {} }, scope, column.span)
  const [, first, length] = parsed.columns as readonly [ColumnType, ColumnType, ColumnType]
  const known = build.project(parsed, [
    { column: key, expression: build.column({ name: 'key', type: 'string' }) },
    { column: family.network, expression: build.column(first) },
    { column: bits, expression: build.column(length) },
  ])
  return build.join('inner', lookup, known, [[column, key]], lookup.columns, [family.network, bits])
}

function readArguments(node: Node<'EvaluateOperator'>, scope: Scope, build: ReturnType<typeof treeBuilder>) {
  const [table, source, lookupKey, ...rest] = argumentsOf(node)
  const flag = rest.at(-1)
  const keepsAll = flag ? flagOf(flag) : undefined
  const extra = keepsAll === undefined ? rest : rest.slice(0, -1)
  return {
    lookup: build.shared('lookup', scope.translation.nextId(), tabular(table!, { ...scope, row: [] })),
    source: textColumn(source!, scope),
    lookupKey: textColumn(lookupKey!, scope),
    extra: extra.map((each) => columnArgument(each, scope)),
    keepsAll: keepsAll === true,
  }
}

function textColumn(node: SyntaxNode, scope: Scope): ColumnReference {
  const column = columnArgument(node, scope)
  if (column.type === 'string') return column
  const what = `An address is a string; \`${column.name}\` is ${column.type}.`
  return refuse('KQL006', scope.spanOf(node), { what, hint: 'Convert it before: `extend … = tostring(…)`.' })
}
