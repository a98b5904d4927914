import { call, literal, type OrderKey, type SqlExpression } from '../../sql/tree.ts'
import { isVolatile } from '../../sql/walk.ts'
import { aggregateCall } from './define.ts'

/**
 * The values of the rows in the order of `keys`, as they come where there are none; null where there are no rows. `where`: rows that count.
 *
 * Values and places are gathered as rows come and put in order as whole lists: `list(… ORDER BY …)` sorts each group by itself, which takes
 * several times as long where groups are many and small. Both lists see the same rows in the same turn, and lists by one order share the places.
 * A condition that chance decides would let other rows into each: then there is one list only.
 */
export function orderedList(
  value: SqlExpression,
  keys: readonly OrderKey[],
  where: readonly SqlExpression[] = [],
): SqlExpression {
  const values = aggregateCall('list', [value], { where })
  const [first, ...others] = keys
  if (!first) return values
  if (where.some(isVolatile)) return aggregateCall('list', [value], { orderBy: keys, where })
  if (others.length > 0) return call('list_select', values, call('list_grade_up', placesOf(sortKey(keys), where)))
  const direction = [literal(first.direction), literal(`NULLS ${first.nulls}`)]
  return call('list_select', values, call('list_grade_up', placesOf(first.expression, where), ...direction))
}

function placesOf(place: SqlExpression, where: readonly SqlExpression[]): SqlExpression {
  return aggregateCall('list', [place], { where })
}

/** One value that sorts as the keys do, one after the other. */
function sortKey(keys: readonly OrderKey[]): SqlExpression {
  const parts = keys.flatMap(({ expression, direction, nulls }) => [expression, literal(`${direction} NULLS ${nulls}`)])
  return call('create_sort_key', ...parts)
}
