import { type OrderKey, type SqlExpression, sql } from '../sql/tree.ts'
import type { Compilation } from './compilation.ts'
import { overClause } from './operators/row-stages.ts'
import type { Relation } from './relation.ts'

/** The first rows of a relation (inside a query over groups: of each), as a step; their order stays known. */
export function limited(relation: Relation, count: SqlExpression, compilation: Compilation): Relation {
  const { group, order } = relation
  if (group) {
    const over = overClause(order?.keys ?? [], { partition: [group] })
    return compilation.settle(relation, { qualify: sql`row_number() ${over} <= ${count}` })
  }
  return compilation.settle(relation, { limit: count, orderBy: sortKeys(relation) })
}

/** The keys to sort by: an order nobody asked for is the one the engine reads in anyway. */
function sortKeys(relation: Relation): readonly OrderKey[] {
  return relation.order?.serialized ? relation.order.keys : []
}
