import type { Scan } from '../../kql/tree.ts'
import { type FromItem, type SqlExpression, sql } from '../../sql/tree.ts'
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
