import type { Range } from '../../kql/tree.ts'
import {
  call,
  caseWhen,
  cast,
  column,
  type FromItem,
  literal,
  type SqlExpression,
  type SqlQuery,
  sql,
} from '../../sql/tree.ts'
import { holdsSubquery } from '../../sql/walk.ts'
import type { Compilation } from '../compilation.ts'
import { scopeOf } from '../expressions/lower.ts'
import { lowerAs } from '../expressions/lower-as.ts'
import type { Relation } from '../relation.ts'
import { sqlTypeOf } from '../row.ts'

/** Values from `from` to `to`, both included; downwards where the step is negative; none where a bound is null. */
export function compileRange(range: Range, compilation: Compilation): Relation {
  const { name, type } = range.columns[0]!
  const scope = scopeOf({ columns: [], where: [] }, compilation)
  const position = compilation.nextColumn()
  const value = compilation.nextColumn()
  const from = lowerAs(type, range.from, scope)
  const to = lowerAs(type, range.to, scope)
  const index = column(position)
  const { steps, at } = pointsOf()
  const points = compilation.addStep({
    kind: 'select',
    columns: [{ expression: index, name: position }],
    from: countUpTo(sql`coalesce(${steps}, -1) + 1`, position, compilation.nextColumn()),
  })
  return {
    columns: [{ name, type, sql: column(value) }],
    from: compilation.addStep({
      kind: 'select',
      columns: [
        { expression: at, name: value },
        { expression: index, name: position },
      ],
      from: points,
    }),
    where: [],
    order: { keys: [{ expression: index, direction: 'ASC', nulls: 'LAST' }], serialized: true, isPosition: true },
    unique: [value],
  }

  /** How many steps lead from the first point to the last, and the point after so many steps. */
  function pointsOf(): { steps: SqlExpression; at: SqlExpression } {
    switch (type) {
      case 'real': {
        const step = lowerAs('real', range.step, scope)
        const distance = sql`${to} - ${from}`
        return {
          steps: whole(countOf(sql`floor(${distance} / nullif(${step}, 0))`), distance, step),
          at: sql`${from} + ${index} * ${step}`,
        }
      }
      default: {
        const step = lowerAs(type === 'timespan' || type === 'datetime' ? 'timespan' : 'long', range.step, scope)
        const distance = sql`${cast(to, 'BIGINT')} - ${cast(from, 'BIGINT')}`
        return {
          steps: whole(sql`${distance} // nullif(${step}, 0)`, distance, step),
          at: cast(sql`${from} + ${index} * ${step}`, sqlTypeOf[type]),
        }
      }
    }
  }

  /** No step at all where they lead away from the end. */
  function whole(count: SqlExpression, distance: SqlExpression, step: SqlExpression): SqlExpression {
    return sql`CASE WHEN ${distance} = 0 OR (${distance} > 0) = (${step} > 0) THEN ${count} ELSE -1 END`
  }
}

/** A count of rows as a long; no row where it is no number. More rows than a real tells apart stop the query. */
function countOf(steps: SqlExpression): SqlExpression {
  const tooMany = cast(call('error', literal('range has more rows than can be counted')), 'BIGINT')
  return caseWhen(
    [
      [sql`isnan(${steps})`, literal(null)],
      [sql`abs(${steps}) < 9e15`, cast(steps, 'BIGINT')],
      [sql`${steps} IS NULL`, literal(null)],
    ],
    tooMany,
  )
}

/**
 * Rows 0, 1, … below a count. A table function gives them a piece at a time; a list of them all could be neither stopped nor held
 * to the memory limit. It takes no subquery itself, but a column of one before it.
 */
function countUpTo(count: SqlExpression, name: string, bound: string): FromItem {
  const counting = (end: SqlExpression): FromItem => ({
    kind: 'function',
    call: call('range', literal(0n), end),
    alias: 'points',
    columns: [name],
  })
  if (!holdsSubquery(count)) return counting(count)
  const query: SqlQuery = { kind: 'select', columns: [{ expression: count, name: bound }] }
  return {
    kind: 'join',
    join: 'CROSS',
    left: { kind: 'subquery', query, alias: 'bounds' },
    right: counting(column(bound, 'bounds')),
  }
}
