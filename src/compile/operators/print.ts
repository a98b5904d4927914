import type { Print } from '../../kql/tree.ts'
import type { Compilation } from '../compilation.ts'
import { scopeOf } from '../expressions/lower.ts'
import type { Relation } from '../relation.ts'

/** One row of values. */
export function compilePrint(print: Print, compilation: Compilation): Relation {
  const none: Relation = { columns: [], where: [] }
  const scope = scopeOf(none, compilation)
  return {
    columns: print.values.map(({ column, expression }) => {
      const { sql, type } = compilation.lower(expression, scope)
      return { name: column.name, type, sql }
    }),
    where: [],
  }
}
