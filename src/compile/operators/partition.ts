import type { Partition } from '../../kql/tree.ts'
import type { Compilation } from '../compilation.ts'
import { scopeOf } from '../expressions/lower.ts'
import { openFor } from '../open.ts'
import { Refusal } from '../refusal.ts'
import type { Relation } from '../relation.ts'

/** `partition by`: the query over all rows at once, every operator keeping rows of different keys apart. */
export function compilePartition(partition: Partition, compilation: Compilation): Relation {
  const open = openFor(compilation.compile(partition.input), [partition.by], compilation)
  if (open.relation.group) throw new Refusal(partition.span, '`partition` inside a query over groups is not supported')
  const key = compilation.lower(open.expressions[0]!, scopeOf(open.relation, compilation))
  compilation.groups.set(partition.id, { ...open.relation, group: key.sql })
  const { group, ...answer } = compilation.compile(partition.subquery)
  if (!group) throw new Refusal(partition.subquery.span, 'the query of `partition` must begin with its rows')
  return answer
}
