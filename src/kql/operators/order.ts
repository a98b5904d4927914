import { treeBuilder } from '../built-tree.ts'
import { expression } from '../expression.ts'
import { resultColumns, type Scope } from '../scope.ts'
import { elements, isNode, type Node, type SyntaxNode } from '../syntax.ts'
import type { SortKey, Tabular } from '../tree.ts'

export function sort(node: Node<'SortOperator'>, input: Tabular, scope: Scope): Tabular {
  const keys = elements(node.Expressions).map((key) => sortKey(key, scope))
  return { kind: 'sort', input, keys, columns: resultColumns(node), span: scope.spanOf(node) }
}

export function top(node: Node<'TopOperator'>, input: Tabular, scope: Scope): Tabular {
  return {
    kind: 'top',
    input,
    count: expression(node.Expression, scope),
    keys: [sortKey(node.ByExpression, scope)],
    columns: resultColumns(node),
    span: scope.spanOf(node),
  }
}

export function take(node: Node<'TakeOperator'>, input: Tabular, scope: Scope): Tabular {
  const count = expression(node.Expression, scope)
  return { kind: 'take', input, count, columns: resultColumns(node), span: scope.spanOf(node) }
}

/** Any rows, all as likely: the first ones in the order of a number drawn for each. */
export function sample(node: Node<'SampleOperator'>, input: Tabular, scope: Scope): Tabular {
  const span = scope.spanOf(node)
  const drawn = treeBuilder(span).call('rand', 'real')
  const keys: SortKey[] = [{ expression: drawn, direction: 'desc', nulls: 'last' }]
  return { kind: 'top', input, count: expression(node.Expression, scope), keys, columns: resultColumns(node), span }
}

/** Descending unless it says otherwise; nulls count as the smallest value unless it says otherwise. */
function sortKey(node: SyntaxNode, scope: Scope): SortKey {
  if (!isNode(node, 'OrderedExpression')) {
    return { expression: expression(node, scope), direction: 'desc', nulls: 'last' }
  }
  const { AscOrDescKeyword: word, NullsClause: nulls } = node.Ordering
  const direction = word?.Text.toLowerCase() === 'asc' ? 'asc' : 'desc'
  const place = nulls?.FirstOrLastKeyword.Text.toLowerCase()
  return {
    expression: expression(node.Expression, scope),
    direction,
    nulls: place === 'first' || place === 'last' ? place : direction === 'asc' ? 'first' : 'last',
  }
}
