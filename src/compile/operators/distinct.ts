import type { Distinct } from '../../kql/tree.ts'
import { column } from '../../sql/tree.ts'
import type { Compilation } from '../compilation.ts'
import { emitContext } from '../expressions/emit-context.ts'
import { scopeOf } from '../expressions/lower.ts'
import { openFor } from '../open.ts'
import type { Relation } from '../relation.ts'
import { selectFrom } from '../select.ts'

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
    if (value.type === 'dynamic') {
      compilation.attempt<void>(
        () =>
          emitContext(value, scope).refuse(
            value.span,
            `\`${name}\` is dynamic: rows cannot be told apart by it`,
            'Convert it: `tostring(…)`, `tolong(…)`.',
          ),
        () => {},
      )
    }
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
