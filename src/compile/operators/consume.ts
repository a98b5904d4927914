import type { Consume } from '../../kql/tree.ts'
import { call, column, literal, sql } from '../../sql/tree.ts'
import type { Compilation } from '../compilation.ts'
import { Refusal } from '../refusal.ts'
import type { Relation } from '../relation.ts'
import { selectFrom } from '../select.ts'

/** No rows and no columns; the rows before it are computed and counted all the same, as that is what it is asked for. */
export function compileConsume(consume: Consume, compilation: Compilation): Relation {
  const input = compilation.compile(consume.input)
  if (input.group) throw new Refusal(consume.span, '`consume` over the rows of a group is not supported')
  const settled = compilation.settle(input, { materialized: true })
  const count = compilation.nextColumn()
  const from = compilation.addStep(selectFrom(settled, [{ expression: call('count'), name: count }]), {
    materialized: true,
  })
  return { columns: [], from, where: [sql`${column(count)} < ${literal(0n)}`] }
}
