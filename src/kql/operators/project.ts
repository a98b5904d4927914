import type { Span } from '../../lib/diagnostic.ts'
import type { ColumnType } from '../../lib/kql-type.ts'
import { expression } from '../expression.ts'
import { among, checkPlaced, columnOf, type Placed, Placement, type PlacingRule } from '../projection.ts'
import { refuse, resultColumns, type Scope, typeOf, unexpected } from '../scope.ts'
import { type ColumnSymbol, columnSymbols, elements, isNode, type Node, type SyntaxNode } from '../syntax.ts'
import type { Expression, NamedExpression, Tabular } from '../tree.ts'

export function extend(node: Node<'ExtendOperator'>, input: Tabular, scope: Scope): Tabular {
  const values = extended('extend', elements(node.Expressions), node, scope)
  return { kind: 'extend', input, values, columns: resultColumns(node), span: scope.spanOf(node) }
}

export function serialize(node: Node<'SerializeOperator'>, input: Tabular, scope: Scope): Tabular {
  for (const each of elements(node.Expressions)) {
    const name = isNode(each, 'SimpleNamedExpression') ? each.Name.SimpleName : undefined
    if (name && scope.row?.some((column) => column.name === name)) {
      refuse('KQL102', scope.spanOf(each), { what: 'Replacing a column in serialize', hint: 'Use `extend` after it.' })
    }
  }
  const values = extended('project', elements(node.Expressions), node, scope)
  return { kind: 'serialize', input, values, columns: resultColumns(node), span: scope.spanOf(node) }
}

export function project(node: Node<'ProjectOperator'>, input: Tabular, scope: Scope): Tabular {
  const values = projected('project', elements(node.Expressions), node, scope)
  return { kind: 'project', input, values, columns: resultColumns(node), span: scope.spanOf(node) }
}

export function distinct(node: Node<'DistinctOperator'>, input: Tabular, scope: Scope): Tabular {
  const expressions = elements(node.Expressions)
  const all = expressions.some((each) => isNode(each, 'StarExpression'))
  const values = all ? sameColumns(node, scope) : projected('project', expressions, node, scope)
  return { kind: 'distinct', input, values, columns: resultColumns(node), span: scope.spanOf(node) }
}

/** Any so many of the values. */
export function sampleDistinct(node: Node<'SampleDistinctOperator'>, input: Tabular, scope: Scope): Tabular {
  const columns = resultColumns(node)
  const [column] = columns
  if (!column) return unexpected(scope, node, 'sample-distinct')
  const span = scope.spanOf(node)
  const values = [{ column, expression: expression(node.OfExpression, scope) }]
  const all: Tabular = { kind: 'distinct', input, values, columns, span }
  return { kind: 'take', input: all, count: expression(node.Expression, scope), columns, span }
}

export function print(node: Node<'PrintOperator'>, _: undefined, scope: Scope): Tabular {
  const values = projected('print', elements(node.Expressions), node, scope)
  return { kind: 'print', values, columns: resultColumns(node), span: scope.spanOf(node) }
}

/** `project-away`, `-keep`, `-reorder`: columns of the input, fewer or elsewhere. */
export function selectColumns(node: SyntaxNode, input: Tabular, scope: Scope): Tabular {
  return {
    kind: 'project',
    input,
    values: sameColumns(node, scope),
    columns: resultColumns(node),
    span: scope.spanOf(node),
  }
}

/** Renamed columns keep their places. */
export function projectRename(node: Node<'ProjectRenameOperator'>, input: Tabular, scope: Scope): Tabular {
  const before = scope.row ?? []
  const columns = resultColumns(node)
  if (before.length !== columns.length) return refuse('KQL103', scope.spanOf(node), { what: 'project-rename' })
  const span = scope.spanOf(node)
  const values = columns.map((column, index) => ({ column, expression: reference(before[index]!, span) }))
  return { kind: 'project', input, values, columns, span }
}

function sameColumns(node: SyntaxNode, scope: Scope): NamedExpression[] {
  const span = scope.spanOf(node)
  return columnSymbols(node.ResultType).map((symbol) => {
    const before = scope.row?.find((each) => each.name === symbol.Name)
    if (!before) return unexpected(scope, node, `column ${symbol.Name}`)
    return { column: columnOf(symbol), expression: reference(before, span) }
  })
}

function reference(column: ColumnType, span: Span): Expression {
  return { kind: 'column', ...column, span }
}

/** The values of expressions that are all there is in the output. */
function projected(
  rule: PlacingRule,
  expressions: readonly SyntaxNode[],
  node: SyntaxNode,
  scope: Scope,
): NamedExpression[] {
  return placed(rule, [], expressions, node, scope)
}

/** The values of expressions added to the columns of the input. */
function extended(
  rule: PlacingRule,
  expressions: readonly SyntaxNode[],
  node: SyntaxNode,
  scope: Scope,
): NamedExpression[] {
  return placed(rule, scope.row ?? [], expressions, node, scope)
}

function placed(
  rule: PlacingRule,
  before: readonly ColumnType[],
  expressions: readonly SyntaxNode[],
  node: SyntaxNode,
  scope: Scope,
): NamedExpression[] {
  const projection = { rule, before, isKnown: among(before), output: columnSymbols(node.ResultType) }
  const placement = new Placement(projection, scope)
  const values = new Map<string, NamedExpression>()
  for (const each of expressions) {
    for (const value of namedValues(placement.add(each), scope)) {
      // Of two expressions for one column the last is kept, in its place.
      values.delete(value.column.name)
      values.set(value.column.name, value)
    }
  }
  checkPlaced(placement, projection, node, scope)
  return [...values.values()].sort((a, b) => indexOf(a, projection.output) - indexOf(b, projection.output))
}

function indexOf(value: NamedExpression, output: readonly ColumnSymbol[]): number {
  return output.findIndex((column) => column.Name === value.column.name)
}

/** One value for each column; the parts of a function of several. */
export function namedValues({ node, columns }: Placed, scope: Scope): NamedExpression[] {
  const [first] = columns
  if (columns.length === 1) return first ? [{ column: columnOf(first), expression: expression(node, scope) }] : []
  const operand = expression(node, scope)
  return columns.flatMap((column, index): NamedExpression[] => {
    if (!column) return []
    const type = typeOf(column.Type)
    return [{ column: columnOf(column), expression: { kind: 'part', operand, index, type, span: operand.span } }]
  })
}
