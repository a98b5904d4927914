import { expression } from '../expression.ts'
import { refuse, resultColumns, type Scope } from '../scope.ts'
import { elements, isNode, type Node } from '../syntax.ts'
import type { Tabular, TopNested } from '../tree.ts'

export function topNested(node: Node<'TopNestedOperator'>, input: Tabular, scope: Scope): Tabular {
  const columns = resultColumns(node)
  const clauses = elements(node.Clauses)
  if (columns.length !== clauses.length * 2) return refuse('KQL103', scope.spanOf(node), { what: 'top-nested' })
  const levels = clauses.map((clause, index): TopNested['levels'][number] => {
    const by = clause.ByExpression
    const ordered = isNode(by, 'OrderedExpression') ? by : undefined
    return {
      ...(clause.Expression && { count: expression(clause.Expression, scope) }),
      key: { column: columns[index * 2]!, expression: expression(clause.OfExpression, scope) },
      aggregate: { column: columns[index * 2 + 1]!, expression: expression(ordered?.Expression ?? by, scope) },
      ...(clause.WithOthersClause && { others: expression(clause.WithOthersClause.Expression, scope) }),
      direction: ordered?.Ordering.AscOrDescKeyword?.Text.toLowerCase() === 'asc' ? 'asc' : 'desc',
    }
  })
  return { kind: 'top-nested', input, levels, columns, span: scope.spanOf(node) }
}
