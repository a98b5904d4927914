import type { Distinct } from '../../kql/tree.ts'
import { column } from '../../sql/tree.ts'
import type { Compilation } from '../compilation.ts'
import { scopeOf } from '../expressions/lower.ts'
import { openFor } from '../open.ts'
import type { Relation } from '../relation.ts'
import { selectFrom } from '../select.ts'
import { refuseDynamicKey } from './dynamic-key.ts'

/** Each combination of values once. */
export function compileDistinct(distinct: Distinct, compilation: Compilation): Relation {
  const { relation, expressions } = openFor(
    compilation.compile(distinct.input),
    distinct.values.map((value) => value.expression),
    compilation,
  )
  const scope = scopeOf(relation, compilation)
  const values = distinct.values.map(({ column: { name } }, index) => {
    const value = compilation.lower(expressions[index]!, scope)
    refuseDynamicKey(value, name, 'told apart', scope)
    return { name, type: value.type, expression: value.sql, own: compilation.nextColumn() }
  })
  const group = relation.group && { expression: relation.group, name: compilation.nextColumn() }
  const from = compilation.addStep(
    selectFrom(
      relation,
      [...values.map(({ expression, own }) => ({ expression, name: own })), ...(group ? [group] : [])],
      { distinct: true },
    ),
  )
  return {
    columns: values.map(({ name, type, own }) => ({ name, type, sql: column(own) })),
    from,
    where: [],
    ...(group ? { group: column(group.name) } : { unique: values.map(({ own }) => own) }),
  }
}
