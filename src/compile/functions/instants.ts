import { lastInstant, ticksPerDay, unixEpochTicks } from '../../lib/kql-time.ts'
import { call, caseWhen, cast, literal, type SqlExpression, sql } from '../../sql/tree.ts'
import { once } from './once.ts'

/** The day of 9999-12-31, where 0001-01-01 is day 0. */
export const lastDay = lastInstant / ticksPerDay

const unixEpochDay = unixEpochTicks / ticksPerDay
const unixEpochMicroseconds = unixEpochTicks / 10n
const firstMicrosecond = -unixEpochMicroseconds
const lastMicrosecond = lastInstant / 10n - unixEpochMicroseconds

/** The TIMESTAMP of an instant, for what needs a calendar and a clock: microseconds, the seventh digit is left behind. */
export function timestampOf(instant: SqlExpression): SqlExpression {
  return call('make_timestamp', sql`${instant} // 10 - ${literal(unixEpochMicroseconds)}`)
}

/** The DATE an instant is on, for what needs a calendar only: years and months of it cost less than of a TIMESTAMP. */
export function dateOf(instant: SqlExpression): SqlExpression {
  return call('make_date', cast(sql`${dayOf(instant)} - ${literal(unixEpochDay)}`, 'INTEGER'))
}

/** The number of the day an instant is on; 0001-01-01 is 0. */
export function dayOf(instant: SqlExpression): SqlExpression {
  return sql`${instant} // ${literal(ticksPerDay)}`
}

/** The number of the day of a DATE. */
export function dayOfDate(date: SqlExpression): SqlExpression {
  return sql`${date} - DATE '0001-01-01'`
}

/** A TIMESTAMP as an instant; null outside the years 1 to 9999. */
export function instantOfTimestamp(timestamp: SqlExpression): SqlExpression {
  return once('microseconds', call('epoch_us', timestamp), (at) =>
    caseWhen(
      [
        [
          sql`${at} BETWEEN ${literal(firstMicrosecond)} AND ${literal(lastMicrosecond)}`,
          sql`${at} * 10 + ${literal(unixEpochTicks)}`,
        ],
      ],
      literal(null),
    ),
  )
}

/** A count of ticks, of 64 or 128 bits, as an instant; null outside the years 1 to 9999. */
export function instantOfTicks(ticks: SqlExpression): SqlExpression {
  return once('ticks', ticks, (at) =>
    caseWhen([[sql`${at} BETWEEN 0 AND ${literal(lastInstant)}`, cast(at, 'BIGINT')]], literal(null)),
  )
}

/** The first instant of a day by its number; null outside the years 1 to 9999. */
export function instantOfDay(day: SqlExpression): SqlExpression {
  return once('day', day, (number) =>
    caseWhen(
      [[sql`${number} BETWEEN 0 AND ${literal(lastDay)}`, sql`${number} * ${literal(ticksPerDay)}`]],
      literal(null),
    ),
  )
}

/** An instant so many ticks later or, below zero, earlier; null outside the years 1 to 9999. */
export function moved(instant: SqlExpression, ticks: SqlExpression): SqlExpression {
  if (ticks.kind === 'literal' && typeof ticks.value === 'bigint') return movedBy(instant, ticks.value)
  // Two numbers of 64 bits might leave them: what is longer than all of time is looked at first.
  return once('moved', instant, (from) =>
    once('by', ticks, (by) => {
      const to = sql`${from} + ${by}`
      return caseWhen(
        [
          [
            sql`${by} BETWEEN ${literal(-lastInstant)} AND ${literal(lastInstant)}`,
            caseWhen([[sql`${to} BETWEEN 0 AND ${literal(lastInstant)}`, to]], literal(null)),
          ],
        ],
        literal(null),
      )
    }),
  )
}

/** One comparison tells what stays within time where the distance is known. */
function movedBy(instant: SqlExpression, ticks: bigint): SqlExpression {
  if (ticks > lastInstant || ticks < -lastInstant) return cast(literal(null), 'BIGINT')
  if (ticks === 0n) return instant
  return once('moved', instant, (from) => {
    const isWithin = ticks > 0n ? sql`${from} <= ${literal(lastInstant - ticks)}` : sql`${from} >= ${literal(-ticks)}`
    return caseWhen([[isWithin, sql`${from} + ${literal(ticks)}`]], literal(null))
  })
}
