import type { ScalarQuery } from '../../kql/tree.ts'
import { call, literal, type SqlExpression, sql } from '../../sql/tree.ts'
import type { TypedSql } from '../row.ts'
import { selectFrom } from '../select.ts'
import { emitContext } from './emit-context.ts'
import type { Scope } from './lower.ts'

/** `toscalar(table)`: null (the empty text for string) where the table has no row. */
export function lowerScalarQuery(query: ScalarQuery, scope: Scope): TypedSql {
  const relation = scope.compilation.compile(query.table)
  const first = relation.columns[0]
  if (!first) return emitContext(query, scope).refuse(query.span, 'the table inside `toscalar` has no column')
  const value: SqlExpression = {
    kind: 'subquery',
    query: selectFrom(relation, [{ expression: first.sql, name: scope.compilation.nextColumn() }], {
      ...(relation.order && { orderBy: relation.order.keys }),
      limit: sql`1`,
    }),
  }
  return {
    sql: first.type === 'string' ? call('coalesce', value, literal('')) : value,
    type: first.type,
    span: query.span,
  }
}
