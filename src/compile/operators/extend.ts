import type { Extend, Serialize } from '../../kql/tree.ts'
import type { Compilation } from '../compilation.ts'
import { scopeOf } from '../expressions/lower.ts'
import { openFor } from '../open.ts'
import type { Relation, RelationColumn } from '../relation.ts'

/** New columns behind the others, or in the place of those of the same name. All expressions see the input only. */
export function compileExtend(extend: Extend, compilation: Compilation): Relation {
  return extended(compilation.compile(extend.input), extend, compilation)
}

export function extended(input: Relation, { values, columns }: Extend | Serialize, compilation: Compilation): Relation {
  const { relation, expressions } = openFor(
    input,
    values.map((value) => value.expression),
    compilation,
  )
  const scope = scopeOf(relation, compilation)
  const known = new Map<string, RelationColumn>(relation.columns.map((one) => [one.name, one]))
  values.forEach(({ column: { name } }, index) => {
    const { sql, type } = compilation.lower(expressions[index]!, scope)
    known.set(name, { name, type, sql })
  })
  return { ...relation, columns: columns.map(({ name }) => known.get(name)!) }
}
