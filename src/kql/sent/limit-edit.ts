import { elements, isNode, type Node, nodesOf } from '../syntax.ts'
import type { Edit } from './edits.ts'

/** ` | take …` or ` | count` at the end of the one table that a query gives, before `render`; none where it gives several. */
export function limitEdits(root: Node<'QueryBlock'>): readonly Edit[] {
  const results = elements(root.Statements).flatMap((each) => (isNode(each, 'ExpressionStatement') ? [each] : []))
  const [only, ...more] = results
  if (!only || more.length > 0) return []
  if ([...nodesOf(only)].some((node) => isNode(node, 'ForkOperator') || isNode(node, 'FacetOperator'))) return []
  let { Expression: table } = only
  while (isNode(table, 'PipeExpression') && isNode(table.Operator, 'RenderOperator')) table = table.Expression
  if (!table.ResultType?.IsTabular) return []
  const at = { start: table.End, end: table.End }
  return [
    { ...at, by: [' | take ', { slot: 'limit' }] },
    { ...at, by: [' | count', { slot: 'count' }] },
  ]
}
