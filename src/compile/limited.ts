import type { OrderKey, SqlExpression } from '../sql/tree.ts'
import type { Compilation } from './compilation.ts'
import type { Relation } from './relation.ts'

/** The first rows of a relation, as a step; their order stays known. */
export function limited(relation: Relation, count: SqlExpression, compilation: Compilation): Relation {
  return compilation.settle(relation, { limit: count, orderBy: sortKeys(relation) })
}

/** The keys to sort by: an order nobody asked for is the one the engine reads in anyway. */
function sortKeys(relation: Relation): readonly OrderKey[] {
  return relation.order?.serialized ? relation.order.keys : []
}
