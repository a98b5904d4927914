import type { Count } from '../../kql/tree.ts'
import { column, sql } from '../../sql/tree.ts'
import type { Compilation } from '../compilation.ts'
import type { Relation } from '../relation.ts'
import { selectFrom } from '../select.ts'

/** How many rows there are: one row, also of none. */
export function compileCount(count: Count, compilation: Compilation): Relation {
  const input = compilation.compile(count.input)
  const name = compilation.nextColumn()
  const group = input.group && { expression: input.group, name: compilation.nextColumn() }
  const from = compilation.addStep(
    selectFrom(
      input,
      [{ expression: sql`count(*)`, name }, ...(group ? [group] : [])],
      input.group ? { groupBy: [input.group] } : {},
    ),
  )
  return {
    columns: count.columns.map((one) => ({ ...one, sql: column(name) })),
    from,
    where: [],
    ...(group && { group: column(group.name) }),
  }
}
