import { expression } from '../expression.ts'
import { among, checkPlaced, columnOf, Placement } from '../projection.ts'
import { refuse, resultColumns, type Scope, typeOf } from '../scope.ts'
import { columnSymbols, elements, type Node } from '../syntax.ts'
import { parametersOf } from '../tabular.ts'
import type { MvExpandItem, Tabular } from '../tree.ts'

export function mvExpand(node: Node<'MvExpandOperator'>, input: Tabular, scope: Scope): Tabular {
  const parameters = parametersOf(node)
  const before = scope.row ?? []
  const projection = { rule: 'expand' as const, before, isKnown: among(before), output: columnSymbols(node.ResultType) }
  const placement = new Placement(projection, scope)
  const items = elements(node.Expressions).map((item): MvExpandItem => {
    const placed = placement.add(item.Expression)
    const [column, ...more] = placed.columns
    if (!column || more.length > 0) return refuse('KQL103', scope.spanOf(item), { what: 'mv-expand' })
    const to = item.ToTypeOf ? { to: typeOf(column.Type) } : {}
    return { column: columnOf(column), expression: expression(placed.node, scope), ...to }
  })
  const indexNode = parameters.get('with_itemindex')
  const index = indexNode ? { indexColumn: placement.append(indexNode).Name } : {}
  checkPlaced(placement, projection, node, scope)
  const kind = (parameters.get('kind') ?? parameters.get('bagexpansion'))?.Expression.toString().trim().toLowerCase()
  return {
    kind: 'mv-expand',
    input,
    items,
    bagAs: kind === 'array' ? 'array' : 'bag',
    ...index,
    ...(node.RowLimitClause && { limit: expression(node.RowLimitClause.RowLimit, scope) }),
    columns: resultColumns(node),
    span: scope.spanOf(node),
  }
}
