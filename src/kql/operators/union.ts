import { refuse, resultColumns, type Scope } from '../scope.ts'
import {
  type BinderSymbol,
  classOf,
  elements,
  isNode,
  type Node,
  type SyntaxNode,
  withoutParentheses,
} from '../syntax.ts'
import { parametersOf, tabular, workspaceTable } from '../tabular.ts'
import type { Tabular, UnionMember } from '../tree.ts'

export function union(node: Node<'UnionOperator'>, input: Tabular | undefined, scope: Scope): Tabular {
  const parameters = parametersOf(node)
  const sourceNode = (parameters.get('withsource') ?? parameters.get('with_source'))?.Expression
  const withSource = sourceNode?.toString().trim()
  const columns = resultColumns(node)
  const outer = { ...scope, row: [] }
  const tables = [
    ...(input ? [input] : []),
    ...elements(node.Expressions).flatMap((member) => memberTables(member, outer)),
  ]
  const output = sourceNode ? columns.slice(1) : columns
  const members = unionMembers(tables, output, node, scope)
  const kind = parameters.get('kind')?.Expression
  if (kind?.toString().trim().toLowerCase() === 'inner' && members.some((member) => member.mapping.includes(null))) {
    return refuse('KQL102', scope.spanOf(kind), {
      what: 'A union of kind inner over tables with different columns',
      hint: 'Use `project` on each table and kind=outer.',
    })
  }
  const source = sourceNode ? { withSource: columns[0]?.name ?? withSource! } : {}
  return { kind: 'union', members, ...source, columns, span: scope.spanOf(node) }
}

/** The tables a member of a union stands for: one, or those of a wildcard. */
export function memberTables(node: SyntaxNode, scope: Scope): Tabular[] {
  const bare = withoutParentheses(node)
  const symbol = bare.ReferencedSymbol ?? bare.ResultType
  if (isNode(bare, 'NameReference') && symbol && classOf(symbol) === 'GroupSymbol') {
    return elements(symbol.Members).map((table) => groupMember(table, bare, scope))
  }
  return [tabular(bare, scope)]
}

function groupMember(symbol: BinderSymbol, node: SyntaxNode, scope: Scope): Tabular {
  if (classOf(symbol) === 'TableSymbol') return workspaceTable(symbol, node, scope)
  const named = scope.names.find(symbol.Name)
  if (named?.kind === 'table') return named.table()
  return refuse('KQL102', scope.spanOf(node), { what: `\`${symbol.Name}\` in a wildcard` })
}

/** Matches each table's columns to the output: by name, or `name_type` where tables give a name several types. */
export function unionMembers(
  tables: readonly Tabular[],
  output: readonly { readonly name: string; readonly type: string }[],
  node: SyntaxNode,
  scope: Scope,
): UnionMember[] {
  const types = new Map<string, Set<string>>()
  for (const table of tables) {
    for (const column of table.columns) types.set(column.name, (types.get(column.name) ?? new Set()).add(column.type))
  }
  const outputName = (name: string, type: string) => (types.get(name)!.size > 1 ? `${name}_${type}` : name)
  return tables.map((table, index) => {
    const mapping = output.map(
      ({ name, type }) =>
        table.columns.find((column) => column.type === type && outputName(column.name, type) === name)?.name ?? null,
    )
    if (mapping.filter((name) => name !== null).length !== table.columns.length) {
      return refuse('KQL103', scope.spanOf(node), { what: 'the union' })
    }
    return { table, source: sourceName(table, index), mapping }
  })
}

function sourceName(table: Tabular, index: number): string {
  if (table.kind === 'table') return table.name
  if (table.kind === 'let-table' && table.table.kind === 'as') return table.table.name
  return `union_arg${index}`
}
