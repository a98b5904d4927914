import { isInstant } from '../../lib/kql-time.ts'
import { literal, sql } from '../../sql/tree.ts'
import { moved } from '../functions/instants.ts'
import type { TypedSql } from '../row.ts'
import { typedNull } from './literal.ts'

/** A datetime plus (sign 1) or minus (-1) a timespan; null outside the years 1 to 9999. */
export function addTimespan(instant: TypedSql, span: TypedSql, sign: 1n | -1n): TypedSql {
  const place = { type: 'datetime', span: instant.span } as const
  const nothing = { ...place, sql: typedNull('datetime'), constant: null }
  if (instant.constant === null || span.constant === null) return nothing
  const ticks = span.constant === undefined ? undefined : sign * BigInt(span.constant)
  if (typeof instant.constant === 'bigint' && ticks !== undefined) {
    const sum = instant.constant + ticks
    return isInstant(sum) ? { ...place, sql: literal(sum), constant: sum } : nothing
  }
  if (ticks !== undefined) return { ...place, sql: moved(instant.sql, literal(ticks)) }
  return { ...place, sql: moved(instant.sql, sign === 1n ? span.sql : sql`-${span.sql}`) }
}
