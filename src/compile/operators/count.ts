import type { Count } from '../../kql/tree.ts'
import { column, sql } from '../../sql/tree.ts'
import type { Compilation } from '../compilation.ts'
import type { Relation } from '../relation.ts'
import { selectFrom } from '../select.ts'

/** How many rows there are: one row, also of none. */
export function compileCount(count: Count, compilation: Compilation): Relation {
  const name = compilation.nextColumn()
  const from = compilation.addStep(selectFrom(compilation.compile(count.input), [{ expression: sql`count(*)`, name }]))
  return { columns: count.columns.map((one) => ({ ...one, sql: column(name) })), from, where: [] }
}
