import { call, caseWhen, literal, type SqlExpression, sql } from '../../sql/tree.ts'
import type { TypedSql } from '../row.ts'
import { timestamp, typedNull } from './literal.ts'

/** The first and last instant KQL knows, microseconds since 1970. */
export const firstInstant = -62_135_596_800_000_000n
export const lastInstant = 253_402_300_799_999_999n

/** A datetime plus (sign 1) or minus (-1) a timespan; null outside the years 1 to 9999. */
export function addTimespan(instant: TypedSql, span: TypedSql, sign: 1n | -1n): TypedSql {
  const place = { type: 'datetime', span: instant.span } as const
  if (instant.constant === null || span.constant === null) {
    return { ...place, sql: typedNull('datetime'), constant: null }
  }
  if (typeof instant.constant === 'bigint' && span.constant !== undefined) {
    const sum = instant.constant + floorDivide(sign * BigInt(span.constant), 10n)
    return isInstant(sum)
      ? { ...place, sql: timestamp(sum), constant: sum }
      : { ...place, sql: typedNull('datetime'), constant: null }
  }
  return { ...place, sql: withinCalendar(sql`${instant.sql} + ${interval(span, sign)}`) }
}

/** The difference of two instants in ticks. */
export function ticksBetween(later: SqlExpression, earlier: SqlExpression): SqlExpression {
  return sql`(${call('epoch_us', later)} - ${call('epoch_us', earlier)}) * 10`
}

export function isInstant(unixMicroseconds: bigint): boolean {
  return unixMicroseconds >= firstInstant && unixMicroseconds <= lastInstant
}

function withinCalendar(instant: SqlExpression): SqlExpression {
  return caseWhen(
    [[sql`${instant} BETWEEN ${timestamp(firstInstant)} AND ${timestamp(lastInstant)}`, instant]],
    literal(null),
  )
}

function interval(span: TypedSql, sign: 1n | -1n): SqlExpression {
  if (span.constant !== undefined && span.constant !== null) {
    return call('to_microseconds', literal(floorDivide(sign * BigInt(span.constant), 10n)))
  }
  const ticks = sign === 1n ? span.sql : sql`-${span.sql}`
  // Whole microseconds downwards, as an instant with a seventh digit is cut.
  return call('to_microseconds', sql`${ticks} // 10 - CASE WHEN ${ticks} % 10 < 0 THEN 1 ELSE 0 END`)
}

function floorDivide(value: bigint, by: bigint): bigint {
  const quotient = value / by
  return value % by < 0n ? quotient - 1n : quotient
}
