import type { ScalarQuery } from '../../kql/tree.ts'
import { call, column, literal, type SqlExpression } from '../../sql/tree.ts'
import type { TypedSql } from '../row.ts'
import { emitContext } from './emit-context.ts'
import type { Scope } from './lower.ts'

/** `toscalar(table)`, computed once however often it is read: null (the empty text for string) where the table has no row. */
export function lowerScalarQuery(query: ScalarQuery, scope: Scope): TypedSql {
  const { compilation } = scope
  const step = compilation.compileScalar(query.table)
  if (!step) return emitContext(query, scope).refuse(query.span, 'the table inside `toscalar` has no column')
  const value: SqlExpression = {
    kind: 'subquery',
    query: {
      kind: 'select',
      columns: [{ expression: column(step.column), name: step.column }],
      from: step.from,
    },
  }
  return {
    sql: step.type === 'string' ? call('coalesce', value, literal('')) : value,
    type: step.type,
    span: query.span,
  }
}
