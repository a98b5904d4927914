import type { ColumnType } from '../../lib/kql-type.ts'
import { diagnostic } from '../messages.ts'
import { absentTable } from '../schemas.ts'
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
import { givenName, parametersOf, tabular, workspaceTable } from '../tabular.ts'
import type { Tabular, UnionMember } from '../tree.ts'

export function union(node: Node<'UnionOperator'>, input: Tabular | undefined, scope: Scope): Tabular {
  const parameters = parametersOf(node)
  const sourceNode = (parameters.get('withsource') ?? parameters.get('with_source'))?.Expression
  const withSource = sourceNode?.toString().trim()
  const columns = resultColumns(node)
  const outer = { ...scope, row: [] }
  const isFuzzy = parameters.get('isfuzzy')?.Expression.toString().trim().toLowerCase() === 'true'
  const given = elements(node.Expressions).flatMap((member) =>
    isFuzzy ? fuzzyTables(member, outer) : memberTables(member, outer),
  )
  const tables = [...(input ? [input] : []), ...given]
  if (tables.length === 0)
    return refuse('KQL003', scope.spanOf(node), { name: 'union', suggestion: undefined, hint: noMembers })
  const output = sourceNode ? columns.slice(1) : columns
  const isInner = parameters.get('kind')?.Expression.toString().trim().toLowerCase() === 'inner'
  if (isInner && output.length === 0) {
    const hint = 'Use kind=outer, or `project` what is to be common.'
    refuse('KQL102', scope.spanOf(node), { what: 'A union of kind inner over tables without a common column', hint })
  }
  const members = unionMembers(tables, output, 'union_arg', node, scope, isInner)
  const source = sourceNode ? { withSource: columns[0]?.name ?? withSource! } : {}
  return { kind: 'union', members, ...source, columns, span: scope.spanOf(node) }
}

const noMembers = 'At least one table of a fuzzy union must be there.'

/** The tables of a member, or none where it names a table that is not there. */
function fuzzyTables(node: SyntaxNode, scope: Scope): Tabular[] {
  const { diagnostics, members, unknownTables } = scope.translation
  const bare = withoutParentheses(node)
  if (isAbsent(bare)) return []
  const before = { diagnostics: diagnostics.length, unknown: unknownTables.length }
  const tables = memberTables(node, scope)
  const refused = diagnostics.splice(before.diagnostics)
  const [unknown] = unknownTables.splice(before.unknown)
  const isThere = tables.length > 0 && !refused.some((each) => each.code === 'KQL003')
  const span = scope.spanOf(node)
  const place = `${span.start} ${span.end} ${span.source?.name ?? ''}`
  members.set(place, { span, present: isThere || members.get(place)?.present === true })
  if (isThere) {
    diagnostics.push(...refused)
    return tables
  }
  // A fuzzy union of which nothing is there has said of which tables; a wildcard that finds nothing has looked for no name.
  const said = refused.filter((each) => each.code === 'KQL201')
  if (unknown === undefined && said.length > 0) diagnostics.push(...said)
  else diagnostics.push(diagnostic('KQL201', span, { name: unknown ?? bare.toString().trim() }))
  return []
}

function isAbsent(node: SyntaxNode): boolean {
  return isNode(node, 'NameReference') && node.SimpleName === absentTable.name
}

/** The tables a member of a union stands for: one, or those of a wildcard. */
export function memberTables(node: SyntaxNode, scope: Scope): Tabular[] {
  const whole = withoutParentheses(node)
  // `database().T*`
  const bare = isNode(whole, 'PathExpression') && isWildcard(whole.Selector) ? whole.Selector : whole
  if (!isWildcard(bare)) return [tabular(bare, scope)]
  const symbol = bare.ReferencedSymbol ?? bare.ResultType
  if (!symbol || symbol.IsError) return []
  const matches = classOf(symbol) === 'GroupSymbol' ? elements(symbol.Members) : [symbol]
  return matches.filter((match) => match.Name !== absentTable.name).map((match) => wildcardMember(match, bare, scope))
}

function isWildcard(node: SyntaxNode): node is Node<'NameReference'> {
  return isNode(node, 'NameReference') && node.SimpleName.includes('*')
}

/** A table that a wildcard finds. */
function wildcardMember(symbol: BinderSymbol, node: SyntaxNode, scope: Scope): Tabular {
  if (classOf(symbol) === 'TableSymbol') return workspaceTable(symbol, node, scope)
  const named = scope.names.find(symbol.Name)
  if (named?.kind === 'table') return named.table()
  if (named?.kind === 'function' && named.view) return named.view()
  return refuse('KQL102', scope.spanOf(node), { what: 'A wildcard over functions', hint: 'Call each function.' })
}

/** Matches each table's columns to the output: by name, or `name_type` where tables give a name several types. */
export function unionMembers(
  tables: readonly Tabular[],
  output: readonly ColumnType[],
  unnamed: string,
  node: SyntaxNode,
  scope: Scope,
  isInner = false,
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
    const found = mapping.filter((name) => name !== null).length
    // An inner union has the columns all tables have, and leaves the others out.
    if (isInner ? found !== output.length : found !== table.columns.length) {
      return refuse('KQL103', scope.spanOf(node), { what: 'the union' })
    }
    return { table, source: sourceName(table) ?? `${unnamed}${index}`, mapping }
  })
}

/** The name a table has by itself: its own, one given with `as`, or that of a view. */
function sourceName(table: Tabular): string | undefined {
  return table.kind === 'table' || table.kind === 'as' ? table.name : givenName(table)
}
