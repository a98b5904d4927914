import type { ColumnType } from '../../lib/kql-type.ts'
import { expression } from '../expression.ts'
import { refuse, resultColumns, type Scope, typeOf } from '../scope.ts'
import { classOf, columnSymbols, elements, isNode, type Node, type SyntaxNode } from '../syntax.ts'
import { parametersOf, tabular } from '../tabular.ts'
import type { MvApply, MvExpandItem, Tabular } from '../tree.ts'

export function mvApply(node: Node<'MvApplyOperator'>, input: Tabular, scope: Scope): Tabular {
  const parameters = parametersOf(node)
  if (node.ContextIdClause) refuse('KQL102', scope.spanOf(node.ContextIdClause), { what: 'An id of mv-apply' })
  const items = elements(node.Expressions).map((item) => applied(item, scope))
  const index = parameters.get('with_itemindex')?.Expression.toString().trim()
  const kind = (parameters.get('kind') ?? parameters.get('bagexpansion'))?.Expression.toString().trim().toLowerCase()
  const id = scope.translation.nextId()
  const span = scope.spanOf(node)
  const source: Tabular = { kind: 'group-rows', id, columns: elementColumns(scope.row ?? [], items, index), span }
  const subquery = tabular(node.Subquery.Expression, { ...scope, row: [], source })
  const columns = resultColumns(node)
  const output = outputOf(node, subquery, scope)
  const agrees = output.length === columns.length && output.every((column, at) => column.name === columns[at]!.name)
  if (!agrees) return refuse('KQL103', span, { what: 'mv-apply' })
  return {
    kind: 'mv-apply',
    input,
    items,
    bagAs: kind === 'array' ? 'array' : 'bag',
    ...(index !== undefined && { indexColumn: index }),
    ...(node.RowLimitClause && { limit: expression(node.RowLimitClause.RowLimit, scope) }),
    id,
    subquery,
    output,
    columns,
    span,
  }
}

function applied(item: Node<'MvApplyExpression'>, scope: Scope): MvExpandItem {
  const node = item.Expression
  const name = isNode(node, 'SimpleNamedExpression')
    ? node.Name.SimpleName
    : scope.translation.service.resultName(node, null)
  if (name === null)
    return refuse('KQL102', scope.spanOf(item), { what: 'An array without a name', hint: 'Write `name = …`.' })
  const to = item.ToTypeOf?.TypeOf.ReferencedSymbol
  const type = to ? typeOf(to) : 'dynamic'
  return { column: { name, type }, expression: expression(node, scope), ...(to && { to: type }) }
}

/** The columns the subquery reads: those of the row, the elements in the place of their arrays, the index. */
function elementColumns(
  row: readonly ColumnType[],
  items: readonly MvExpandItem[],
  index: string | undefined,
): ColumnType[] {
  const columns = new Map(row.map((column) => [column.name, column]))
  for (const { column } of items) columns.set(column.name, column)
  if (index !== undefined) columns.set(index, { name: index, type: 'long' })
  return [...columns.values()]
}

/**
 * The row's columns but those that are taken apart, then what the subquery yields. A column of the subquery that is another
 * than the row's of its name takes its place.
 */
function outputOf(node: Node<'MvApplyOperator'>, subquery: Tabular, scope: Scope): MvApply['output'] {
  const before =
    node.Parent && isNode(node.Parent, 'PipeExpression') ? columnSymbols(node.Parent.Expression.ResultType) : []
  const takenApart = new Set(elements(node.Expressions).map((item) => item.Expression.ReferencedSymbol))
  const kept = before.filter((column) => !takenApart.has(column))
  const own = new Set(columnSymbols(node.Subquery.ResultType))
  const names = new Set(subquery.columns.map((column) => column.name))
  if (before.length !== (scope.row ?? []).length) return refuse('KQL103', scope.spanOf(node), { what: 'mv-apply' })
  const output = kept.map((column) => ({
    from: names.has(column.Name) && !own.has(column) ? ('subquery' as const) : ('input' as const),
    name: column.Name,
  }))
  const there = new Set(kept.map((column) => column.Name))
  const added = subquery.columns.filter((column) => !there.has(column.name))
  return [...output, ...added.map((column) => ({ from: 'subquery' as const, name: column.name }))]
}

/** The rows of each value of a column, and a query over them. */
export function partition(node: Node<'PartitionOperator'>, input: Tabular, scope: Scope): Tabular {
  const { Operand: operand } = node
  if (classOf(operand) !== 'PartitionSubquery') {
    return refuse('KQL102', scope.spanOf(operand), {
      what: 'A partition with a query of its own',
      hint: 'Write `( … )`.',
    })
  }
  const id = scope.translation.nextId()
  const span = scope.spanOf(node)
  const source: Tabular = { kind: 'group-rows', id, columns: scope.row ?? [], span }
  const by = expression(node.ByExpression, scope)
  const subquery = tabular((operand as SyntaxNode & { Subquery: SyntaxNode }).Subquery, { ...scope, row: [], source })
  return { kind: 'partition', input, by, id, subquery, columns: subquery.columns, span }
}
