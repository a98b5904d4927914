import type { Where } from '../../kql/tree.ts'
import { literal } from '../../sql/tree.ts'
import type { Compilation } from '../compilation.ts'
import { condition, operandsOf } from '../expressions/condition.ts'
import { scopeOf } from '../expressions/lower.ts'
import { openFor } from '../open.ts'
import type { Relation } from '../relation.ts'

/** Rows for which the condition is true; where it is null they are dropped. */
export function compileWhere(where: Where, compilation: Compilation): Relation {
  const { relation, expressions } = openFor(compilation.compile(where.input), [where.condition], compilation)
  const scope = scopeOf(relation, compilation)
  const conditions = operandsOf(expressions[0]!, 'and').map((part) =>
    compilation.attempt(
      () => condition(part, scope),
      () => literal(true),
    ),
  )
  return { ...relation, where: [...relation.where, ...conditions], columns: visible(relation, where) }
}

/** Only the columns of KQL: those made for row functions on the way are gone again. */
function visible(relation: Relation, where: Where): Relation['columns'] {
  const names = new Set(where.columns.map(({ name }) => name))
  return relation.columns.filter(({ name }) => names.has(name))
}
