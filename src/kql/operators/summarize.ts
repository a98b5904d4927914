import { expression, typed } from '../expression.ts'
import { checkPlaced, columnOf, none, type Placed, Placement, type Projection, resultColumn } from '../projection.ts'
import { refuse, resultColumns, type Scope } from '../scope.ts'
import {
  type ColumnSymbol,
  columnSymbols,
  elements,
  isNode,
  type Node,
  type SyntaxNode,
  withoutParentheses,
} from '../syntax.ts'
import type { Aggregate, Expression, NamedExpression, Tabular } from '../tree.ts'
import { namedValues } from './project.ts'

export function summarize(node: Node<'SummarizeOperator'>, input: Tabular, scope: Scope): Tabular {
  const output = columnSymbols(node.ResultType)
  const groups = placeGroups(elements(node.ByClause?.Expressions), output, scope)
  const grouped = output.slice(0, groups.placed)
  const isKnown = (column: ColumnSymbol) => grouped.includes(column)
  const projection: Projection = { rule: 'project', before: grouped.map(columnOf), isKnown, output }
  const placement = new Placement(projection, scope)
  const aggregates = elements(node.Aggregates).flatMap((each) =>
    aggregateOf(placement.add(each), groups.columns, scope),
  )
  checkPlaced(placement, projection, node, scope)
  const span = scope.spanOf(node)
  return { kind: 'summarize', input, by: groups.by, aggregates, columns: resultColumns(node), span }
}

/** The `by` clause: its values, how many output columns they take, and the input's columns among them. */
function placeGroups(
  expressions: readonly SyntaxNode[],
  output: readonly ColumnSymbol[],
  scope: Scope,
): { readonly by: NamedExpression[]; readonly placed: number; readonly columns: ReadonlySet<string> } {
  const placement = new Placement({ rule: 'project', before: [], isKnown: none, output }, scope)
  const placed = expressions.map((each) => placement.add(each))
  const columns = placed.map((each) => resultColumn(each.node)).filter((column) => column !== undefined)
  return {
    by: placed.flatMap((each) => namedValues(each, scope)),
    placed: placement.placed,
    columns: new Set(columns.map((column) => column.Name)),
  }
}

function aggregateOf(placed: Placed, groups: ReadonlySet<string>, scope: Scope): Aggregate[] {
  const { node, columns } = placed
  const kept = columns.filter((column) => column !== null)
  const call = withoutParentheses(node)
  if (isNode(call, 'FunctionCallExpression') && isPicking(call)) return pickingAggregate(call, placed, groups, scope)
  if (kept.length === 0) return []
  if (kept.length !== columns.length) return refuse('KQL103', scope.spanOf(node), { what: 'the aggregate' })
  return [{ columns: kept.map(columnOf), expression: expression(node, scope) }]
}

const picking: ReadonlySet<string> = new Set([
  'arg_max',
  'arg_min',
  'argmax',
  'argmin',
  'take_any',
  'any',
  'take_anyif',
  'anyif',
])

/** Aggregates that give columns of one row: an argument for each column. */
function isPicking(call: Node<'FunctionCallExpression'>): boolean {
  return picking.has(call.ReferencedSymbol?.Name ?? '')
}

/** `arg_max(t, *)`: the star stands for the columns that are neither grouped by nor named already. */
function pickingAggregate(
  call: Node<'FunctionCallExpression'>,
  placed: Placed,
  groups: ReadonlySet<string>,
  scope: Scope,
): Aggregate[] {
  const name = call.ReferencedSymbol!.Name
  const isConditional = name.endsWith('if')
  const given = elements(call.ArgumentList.Expressions)
  const condition = isConditional ? given.slice(-1) : []
  const picked = pickedExpressions(isConditional ? given.slice(0, -1) : given, groups, name.startsWith('arg'), scope)
  if (picked.length !== placed.columns.length) {
    return refuse('KQL103', scope.spanOf(call), { what: `\`${call.toString().trim()}\`` })
  }
  // A column that is grouped by already is not given again.
  const kept = picked.flatMap((each, index) => {
    const column = placed.columns[index]
    return column ? [{ each, column: columnOf(column) }] : []
  })
  const first = placed.columns[0]
  if (kept.length === 0) return []
  if (!first && name.startsWith('arg')) return refuse('KQL103', scope.spanOf(call), { what: `\`${name}\`` })
  return [
    {
      columns: kept.map(({ column }) => column),
      expression: {
        kind: 'call',
        name,
        arguments: [...kept.map(({ each }) => each), ...condition.map((each) => expression(each, scope))],
        nameSpan: scope.spanOf(call.Name),
        type: kept[0]!.column.type,
        span: typed(call, scope).span,
      },
    },
  ]
}

function pickedExpressions(
  given: readonly SyntaxNode[],
  groups: ReadonlySet<string>,
  hasKey: boolean,
  scope: Scope,
): Expression[] {
  const hasStar = given.some((each) => isNode(each, 'StarExpression'))
  const seen = new Set<string>()
  const leftOut = (name: string) => seen.has(name) || groups.has(name)
  return given.flatMap((each, index): Expression[] => {
    if (isNode(each, 'StarExpression')) {
      const columns = (scope.row ?? []).filter((column) => !leftOut(column.name))
      for (const column of columns) seen.add(column.name)
      const span = scope.spanOf(each)
      return columns.map((column) => ({ kind: 'column', ...column, span }))
    }
    const column = resultColumn(isNode(each, 'SimpleNamedExpression') ? each.Expression : each)
    if (column && hasStar && !(hasKey && index === 0) && leftOut(column.Name)) return []
    if (column) seen.add(column.Name)
    if (isNode(each, 'TypeOfLiteralExpression')) {
      return refuse('KQL102', scope.spanOf(each), { what: 'A type as an argument of an aggregate' })
    }
    return [expression(each, scope)]
  })
}
