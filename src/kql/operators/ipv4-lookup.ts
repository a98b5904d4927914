import type { ColumnType } from '../../lib/kql-type.ts'
import { treeBuilder } from '../built-tree.ts'
import { expression } from '../expression.ts'
import { refuse, resultColumns, type Scope } from '../scope.ts'
import { elements, isNode, type Node, type SyntaxNode } from '../syntax.ts'
import { tabular } from '../tabular.ts'
import type { ColumnReference, Tabular } from '../tree.ts'

const address: ColumnType = { name: '$address', type: 'string' }
const network: ColumnType = { name: '$network', type: 'long' }
const bits: ColumnType = { name: '$bits', type: 'long' }
const one: ColumnType = { name: '$one', type: 'long' }

/**
 * The rows of a table of networks that an address lies in. Each address is cut to every length of prefix that the table
 * has, so that what is left is a join on equal values.
 */
export function ipv4Lookup(node: Node<'EvaluateOperator'>, input: Tabular, scope: Scope): Tabular {
  const span = scope.spanOf(node)
  const build = treeBuilder(span)
  const { lookup, source, key, extra, keepsAll } = argumentsOf(node, scope)
  const rows = build.shared('rows', scope.translation.nextId(), input)
  const networks = build.shared('networks', scope.translation.nextId(), networksOf(lookup, key, build))
  const addresses = build.extend(build.distinct(rows, [{ column: address, expression: source }]), [
    { column: one, expression: build.number(1n) },
  ])
  const lengths = build.extend(build.distinct(networks, [{ column: bits, expression: build.column(bits) }]), [
    { column: one, expression: build.number(1n) },
  ])
  const every = build.join('inner', addresses, lengths, [[one, one]], [address], [bits])
  const cut = build.call('parse_ipv4_mask', 'long', build.column(address), build.column(bits))
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
function networksOf(lookup: Tabular, key: ColumnReference, build: ReturnType<typeof treeBuilder>): Tabular {
  const table = build.extend(lookup, [
    { column: network, expression: build.call('parse_ipv4', 'long', key) },
    { column: bits, expression: build.call('ipv4_netmask_suffix', 'long', key) },
  ])
  return build.where(table, build.call('isnotnull', 'bool', build.column(network)))
}

function argumentsOf(node: Node<'EvaluateOperator'>, scope: Scope) {
  const [table, source, key, ...rest] = elements(node.FunctionCall.ArgumentList.Expressions)
  const flag = rest.at(-1)
  const keepsAll = flag ? flagOf(flag) : undefined
  const extra = keepsAll === undefined ? rest : rest.slice(0, -1)
  return {
    lookup: tabular(table!, { ...scope, row: [] }),
    source: textColumn(source!, scope),
    key: textColumn(key!, scope),
    extra: extra.map((each) => columnOf(each, scope)),
    keepsAll: keepsAll === true,
  }
}

/** `true`, or `return_unmatched = true`. */
function flagOf(node: SyntaxNode): boolean | undefined {
  const value = isNode(node, 'SimpleNamedExpression') ? node.Expression : node
  return isNode(value, 'LiteralExpression') && value.ResultType?.Name === 'bool'
    ? value.Token.Text.toLowerCase() === 'true'
    : undefined
}

function textColumn(node: SyntaxNode, scope: Scope): ColumnReference {
  const column = columnOf(node, scope)
  if (column.type === 'string') return column
  const what = `An address is a string; \`${column.name}\` is ${column.type}.`
  return refuse('KQL006', scope.spanOf(node), { what, hint: 'Convert it before: `extend … = tostring(…)`.' })
}

function columnOf(node: SyntaxNode, scope: Scope): ColumnReference {
  const column = expression(node, scope)
  return column.kind === 'column'
    ? column
    : refuse('KQL006', scope.spanOf(node), { what: 'The name of a column is expected here.', hint: undefined })
}
