import { treeBuilder } from '../built-tree.ts'
import { expression } from '../expression.ts'
import { resultColumns, type Scope } from '../scope.ts'
import type { Node } from '../syntax.ts'
import type { SortKey, Tabular } from '../tree.ts'

/** What it may approximate is counted: a summarize and its largest rows. Of equal ones the last key comes first. */
export function topHitters(node: Node<'TopHittersOperator'>, input: Tabular, scope: Scope): Tabular {
  const span = scope.spanOf(node)
  const build = treeBuilder(span)
  const columns = resultColumns(node)
  const [key, hits] = [columns[0]!, columns[1]!]
  const weight = node.ByClause && expression(node.ByClause.Expression, scope)
  const counted: Tabular = {
    kind: 'summarize',
    input,
    by: [{ column: key, expression: expression(node.OfExpression, scope) }],
    aggregates: [
      { columns: [hits], expression: build.call(weight ? 'sum' : 'count', hits.type, ...(weight ? [weight] : [])) },
    ],
    columns,
    span,
  }
  const order = [hits, ...(key.type === 'dynamic' ? [] : [key])]
  const keys = order.map((column): SortKey => ({ expression: build.column(column), direction: 'desc', nulls: 'last' }))
  return { kind: 'top', input: counted, count: expression(node.Expression, scope), keys, columns, span }
}
