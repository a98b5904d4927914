import type { Expression, Scan } from '../../kql/tree.ts'
import type { KqlType } from '../../lib/kql-type.ts'
import { type FromItem, type SqlExpression, sql } from '../../sql/tree.ts'
import { emitContext } from '../expressions/emit-context.ts'
import type { Scope } from '../expressions/lower.ts'
import type { Relation, RelationColumn } from '../relation.ts'

/** Where each of the ranked rows stands. */
export function positionOf(rows: Relation): SqlExpression {
  return rows.order!.keys[0]!.expression
}

/** What a `scan` found: a position for each row that comes out, and what was computed for it. */
interface Found {
  readonly from: FromItem
  readonly position: SqlExpression
  readonly values: readonly RelationColumn[]
}

/** The rows found, with what was computed for them in the place of their own columns of those names. */
export function rowsFound(scan: Scan, rows: Relation, { from, position, values }: Found): Relation {
  const known = new Map([...rows.columns, ...values].map((one) => [one.name, one]))
  return {
    ...rows,
    columns: scan.columns.map(({ name }) => known.get(name)!),
    from: { kind: 'join', join: 'INNER', left: rows.from!, right: from, on: sql`${positionOf(rows)} = ${position}` },
  }
}

/** The value of an expression as one of a type. */
export function lowerAs(type: KqlType, expression: Expression, scope: Scope): SqlExpression {
  const value = scope.compilation.lower(expression, scope)
  return value.type === type ? value.sql : emitContext({ type, span: expression.span }, scope).convert(value, type)
}
