import {
  lastInstant,
  ticksPerDay,
  ticksPerHour,
  ticksPerMicrosecond,
  ticksPerMillisecond,
  ticksPerMinute,
  ticksPerSecond,
  unixEpochTicks,
} from '../../lib/kql-time.ts'
import { call, caseWhen, cast, literal, type SqlExpression, sql, tryCast } from '../../sql/tree.ts'
import type { ScalarRow, TypedSql } from '../row.ts'
import { binOfInstant } from './bins.ts'
import { type Arguments, scalar } from './define.ts'
import {
  dateOf,
  dayOf,
  dayOfDate,
  instantOfDay,
  instantOfTicks,
  instantOfTimestamp,
  lastDay,
  moved,
  timestampOf,
} from './instants.ts'
import { once } from './once.ts'
import { zoneOf } from './time-zones.ts'

type Period = 'day' | 'week' | 'month' | 'year'

const monthsIn: Readonly<Record<string, bigint>> = { year: 12n, quarter: 3n, month: 1n }

/**
 * The number of the day on which the period an instant is in begins, or of one so many periods later; it may lie outside
 * the years 1 to 9999. Weeks begin on Sunday, and day 0 is a Monday.
 */
function firstDay(period: Period, instant: SqlExpression, offset: SqlExpression | undefined): SqlExpression {
  switch (period) {
    case 'day':
      return offset ? sql`${dayOf(instant)} + ${offset}` : dayOf(instant)
    case 'week': {
      const weeks = sql`(${dayOf(instant)} + 1) // 7`
      return offset ? sql`(${weeks} + ${offset}) * 7 - 1` : sql`${weeks} * 7 - 1`
    }
    case 'month':
    case 'year': {
      if (offset) {
        const first = call('date_trunc', literal(period), dateOf(instant))
        return dayOfDate(laterDate(first, sql`${offset} * ${literal(monthsIn[period]!)}`))
      }
      const place = period === 'month' ? 'day' : 'dayofyear'
      return once('instant', instant, (at) => sql`${dayOf(at)} - ${call(place, dateOf(at))} + 1`)
    }
  }
}

/** More days than there are do as well as any greater number, and no arithmetic with them overflows. */
function withinTime(count: SqlExpression): SqlExpression {
  return held(count, lastDay + 2n)
}

/** More months than there are lead out of the years 1 to 9999, but not out of DuckDB's. */
function laterDate(date: SqlExpression, months: SqlExpression): SqlExpression {
  return sql`CAST(${date} + to_months(CAST(${held(months, 200_000n)} AS INTEGER)) AS DATE)`
}

function held(count: SqlExpression, most: bigint): SqlExpression {
  return sql`greatest(least(${count}, ${literal(most)}), ${literal(-most)})`
}

function startRow(period: Period, examples: ScalarRow['examples']): ScalarRow {
  return scalar({
    name: `startof${period}`,
    doc: `The beginning of the ${period} an instant is in, or of one so many ${period}s later.`,
    trap: period === 'week' ? 'Weeks begin on Sunday.' : 'A negative offset goes back.',
    examples,
    sql: (args) => {
      if (period === 'day' && !args.has(1)) return binOfInstant(args.datetime(0), literal(ticksPerDay))
      const day = firstDay(period, args.datetime(0), args.has(1) ? withinTime(args.long(1)) : undefined)
      return args.has(1) || period === 'week' ? instantOfDay(day) : sql`(${day}) * ${literal(ticksPerDay)}`
    },
  })
}

function endRow(period: Period, examples: ScalarRow['examples']): ScalarRow {
  return scalar({
    name: `endof${period}`,
    doc: `The last instant of the ${period} an instant is in, or of one so many ${period}s later.`,
    trap: 'The last tick of the period: .9999999.',
    examples,
    sql: (args) => {
      const next = args.has(1) ? sql`${withinTime(args.long(1))} + 1` : literal(1n)
      return once('day', firstDay(period, args.datetime(0), next), (day) =>
        caseWhen(
          [[sql`${day} BETWEEN 1 AND ${literal(lastDay + 1n)}`, sql`${day} * ${literal(ticksPerDay)} - 1`]],
          literal(null),
        ),
      )
    },
  })
}

/** The binder calls the parts of a datetime int; the engine answers long. */
function whole(args: Arguments, value: SqlExpression): TypedSql {
  return { sql: cast(value, 'BIGINT'), type: 'long', span: args.typed(0).span }
}

/** Sizes of the parts that do not depend on the calendar, in ticks. */
const fixedParts: Readonly<Record<string, bigint>> = {
  week: 7n * ticksPerDay,
  day: ticksPerDay,
  hour: ticksPerHour,
  minute: ticksPerMinute,
  second: ticksPerSecond,
  millisecond: ticksPerMillisecond,
  microsecond: ticksPerMicrosecond,
}

function partName(args: Arguments): string {
  return args.constantText(0, 'The part of the date').toLowerCase()
}

function refusePart(args: Arguments, part: string): never {
  return args.context.refuse(args.typed(0).span, `\`${part}\` is no part of a datetime`)
}

function add(args: Arguments): SqlExpression {
  const part = partName(args)
  const months = monthsIn[part]
  if (months !== undefined) {
    const count = sql`${withinTime(args.long(1))} * ${literal(months)}`
    return once('instant', args.datetime(2), (at) => {
      const day = dayOfDate(laterDate(dateOf(at), count))
      return sql`${instantOfDay(day)} + ${at} % ${literal(ticksPerDay)}`
    })
  }
  const size = fixedParts[part]
  if (size !== undefined) {
    const { constant } = args.typed(1)
    const ticks =
      typeof constant === 'bigint'
        ? literal(BigInt.asIntN(64, constant * size) === constant * size ? constant * size : lastInstant + 1n)
        : tryCast(sql`CAST(${args.long(1)} AS HUGEINT) * ${literal(size)}`, 'BIGINT')
    return moved(args.datetime(2), ticks)
  }
  return part === 'nanosecond' ? moved(args.datetime(2), sql`${args.long(1)} // 100`) : refusePart(args, part)
}

/** Boundaries crossed from the second instant to the first. */
function difference(args: Arguments): SqlExpression | TypedSql {
  const part = partName(args)
  const months = monthsIn[part]
  if (months !== undefined) {
    const index = (instant: SqlExpression) =>
      once('date', dateOf(instant), (on) => sql`(year(${on}) * 12 + month(${on}) - 1) // ${literal(months)}`)
    return sql`${index(args.datetime(1))} - ${index(args.datetime(2))}`
  }
  const [later, earlier] = [args.datetime(1), args.datetime(2)]
  // More than 292 years of nanoseconds are no long.
  if (part === 'nanosecond') return tryCast(sql`CAST(${later} - ${earlier} AS HUGEINT) * 100`, 'BIGINT')
  const size = fixedParts[part]
  if (size === undefined) return refusePart(args, part)
  if (part !== 'week') return sql`${later} // ${literal(size)} - ${earlier} // ${literal(size)}`
  // Weeks begin on Sunday, and 0001-01-01 is a Monday: a day is put before it.
  const week = (instant: SqlExpression) => sql`(${instant} + ${literal(ticksPerDay)}) // ${literal(size)}`
  // Weeks alone come as a real.
  return { sql: cast(sql`${week(later)} - ${week(earlier)}`, 'DOUBLE'), type: 'real', span: args.typed(0).span }
}

const second = literal(ticksPerSecond)

const partSql: Readonly<Record<string, (instant: SqlExpression) => SqlExpression>> = {
  year: (at) => call('year', dateOf(at)),
  quarter: (at) => call('quarter', dateOf(at)),
  month: (at) => call('month', dateOf(at)),
  week_of_year: (at) => call('weekofyear', dateOf(at)),
  day: (at) => call('day', dateOf(at)),
  dayofyear: (at) => call('dayofyear', dateOf(at)),
  hour: (at) => sql`${at} // ${literal(ticksPerHour)} % 24`,
  minute: (at) => sql`${at} // ${literal(ticksPerMinute)} % 60`,
  second: (at) => sql`${at} // ${second} % 60`,
  millisecond: (at) => sql`${at} % ${second} // 10000`,
  microsecond: (at) => sql`${at} % ${second} // 10`,
  nanosecond: (at) => sql`${at} % ${second} * 100`,
}

function part(args: Arguments): TypedSql {
  const name = partName(args)
  const read = partSql[name]
  return read ? whole(args, read(args.datetime(1))) : refusePart(args, name)
}

function partRow(
  name: string,
  of: string,
  doc: string,
  trap: string,
  examples: ScalarRow['examples'],
  aliases: readonly string[] = [],
): ScalarRow {
  return scalar({ name, aliases, doc, trap, examples, sql: (args) => whole(args, partSql[of]!(args.datetime(0))) })
}

/** Null where the week the day is in does not end within datetime's range, as in Kusto: 9999-12-31 is a Friday. */
function dayOfWeek(args: Arguments): SqlExpression {
  return once('instant', args.datetime(0), (at) =>
    caseWhen(
      [[sql`${at} < ${literal((lastDay - 5n) * ticksPerDay)}`, sql`(${dayOf(at)} + 1) % 7 * ${literal(ticksPerDay)}`]],
      literal(null),
    ),
  )
}

function makeDatetime(args: Arguments): SqlExpression {
  if (args.count === 1) return args.datetime(0)
  const wholes = [0, 1, 2, 3, 4].map((index) => (args.has(index) ? args.long(index) : literal(0n)))
  const seconds = args.has(5) ? args.real(5) : literal(0)
  return once('parts', call('row', ...wholes, seconds), (parts) => {
    const field = (position: number) => sql`${parts}[${literal(BigInt(position))}]`
    const [year, month, day, hour, minute, second] = [1, 2, 3, 4, 5, 6].map(field) as [
      SqlExpression,
      SqlExpression,
      SqlExpression,
      SqlExpression,
      SqlExpression,
      SqlExpression,
    ]
    const valid = sql`${year} BETWEEN 1 AND 9999 AND ${month} BETWEEN 1 AND 12 AND ${day} BETWEEN 1 AND 31 AND ${hour} BETWEEN 0 AND 23 AND ${minute} BETWEEN 0 AND 59 AND ${second} >= 0 AND ${second} < 60`
    // What is left of the last second's last tick does not make it a minute.
    const ticks = sql`least(CAST(round(${second} * ${literal(Number(ticksPerSecond))}) AS BIGINT), ${literal(ticksPerMinute - 1n)})`
    const clock = sql`${hour} * ${literal(ticksPerHour)} + ${minute} * ${literal(ticksPerMinute)} + ${ticks}`
    const made = once('first', sql`make_date(${year}, ${month}, 1)`, (first) =>
      caseWhen(
        [
          [
            sql`${day} <= day(last_day(${first}))`,
            sql`(${dayOfDate(first)} + ${day} - 1) * ${literal(ticksPerDay)} + ${clock}`,
          ],
        ],
        literal(null),
      ),
    )
    return caseWhen([[valid, made]], literal(null))
  })
}

/** From a count of units since 1970; fractions of a real are kept to the tick. */
function fromUnixTime(ticksPerUnit: bigint): (args: Arguments) => SqlExpression {
  return (args) => {
    const { type } = args.typed(0)
    const size = literal(ticksPerUnit)
    if (type !== 'int' && type !== 'long') {
      // Whole units apart: all ticks since 1970 are more than a real can count.
      return once('count', args.real(0), (count) =>
        instantOfTicks(
          sql`TRY_CAST(trunc(${count}) AS HUGEINT) * ${size} + TRY_CAST(round((${count} - trunc(${count})) * ${size}) AS BIGINT) + ${literal(unixEpochTicks)}`,
        ),
      )
    }
    const [first, last] = [-unixEpochTicks / ticksPerUnit, (lastInstant - unixEpochTicks) / ticksPerUnit]
    return once('count', args.long(0), (count) =>
      caseWhen(
        [
          [
            sql`${count} BETWEEN ${literal(first)} AND ${literal(last)}`,
            sql`${count} * ${size} + ${literal(unixEpochTicks)}`,
          ],
        ],
        literal(null),
      ),
    )
  }
}

/** What a TIMESTAMP becomes, with the tick that a TIMESTAMP does not hold. */
function byClock(instant: SqlExpression, change: (timestamp: SqlExpression) => SqlExpression): SqlExpression {
  return once('instant', instant, (at) => sql`${instantOfTimestamp(change(timestampOf(at)))} + ${at} % 10`)
}

export const datetime: readonly ScalarRow[] = [
  scalar({
    name: 'now',
    doc: 'The instant the query runs at, moved by a timespan if given.',
    trap: 'The same instant everywhere in a query.',
    examples: [
      ['now() == now()', true],
      ['now(1d) - now()', '1.00:00:00'],
    ],
    sql: (args) => (args.has(0) ? moved(args.context.now, args.timespan(0)) : args.context.now),
  }),
  scalar({
    name: 'ago',
    doc: 'The instant a timespan before now.',
    trap: 'A negative timespan lies ahead.',
    examples: [
      ['now() - ago(1d)', '1.00:00:00'],
      ['ago(-1h) - now()', '01:00:00'],
    ],
    sql: (args) => moved(args.context.now, sql`-${args.timespan(0)}`),
  }),
  startRow('day', [
    ['startofday(datetime(2017-01-01 10:10:17))', '2017-01-01T00:00:00.0000000Z'],
    ['startofday(datetime(2017-01-01 10:10:17), -1)', '2016-12-31T00:00:00.0000000Z'],
    ['startofday(datetime(2017-01-01), 9223372036854775807)', null],
  ]),
  startRow('week', [
    ['startofweek(datetime(2024-02-29 23:59:59))', '2024-02-25T00:00:00.0000000Z'],
    ['startofweek(datetime(2020-06-15), -2)', '2020-05-31T00:00:00.0000000Z'],
    ['startofweek(datetime(2023-01-01))', '2023-01-01T00:00:00.0000000Z'],
  ]),
  startRow('month', [
    ['startofmonth(datetime(2020-06-15 13:45))', '2020-06-01T00:00:00.0000000Z'],
    ['startofmonth(datetime(2020-06-15), -13)', '2019-05-01T00:00:00.0000000Z'],
  ]),
  startRow('year', [
    ['startofyear(datetime(2020-06-15))', '2020-01-01T00:00:00.0000000Z'],
    ['startofyear(datetime(2020-06-15), 1)', '2021-01-01T00:00:00.0000000Z'],
  ]),
  endRow('day', [
    ['endofday(datetime(2020-06-15 13:45))', '2020-06-15T23:59:59.9999999Z'],
    ['endofday(datetime(2020-06-15 13:45), 2)', '2020-06-17T23:59:59.9999999Z'],
  ]),
  endRow('week', [
    ['endofweek(datetime(2020-06-15))', '2020-06-20T23:59:59.9999999Z'],
    ['endofweek(datetime(2017-01-01), -1)', '2016-12-31T23:59:59.9999999Z'],
  ]),
  endRow('month', [
    ['endofmonth(datetime(2020-02-01))', '2020-02-29T23:59:59.9999999Z'],
    ['endofmonth(datetime(2017-01-01), 1)', '2017-02-28T23:59:59.9999999Z'],
    ['endofmonth(datetime(9999-11-30), 1)', '9999-12-31T23:59:59.9999999Z'],
    ['endofmonth(datetime(9999-11-30), 9223372036854775807)', null],
  ]),
  endRow('year', [
    ['endofyear(datetime(2020-06-15))', '2020-12-31T23:59:59.9999999Z'],
    ['endofyear(datetime(9999-06-15))', '9999-12-31T23:59:59.9999999Z'],
  ]),
  scalar({
    name: 'dayofweek',
    doc: 'Days since the last Sunday, as a timespan.',
    trap: 'A timespan, not a number: divide by 1d for one.',
    examples: [
      ['dayofweek(datetime(2024-02-29))', '4.00:00:00'],
      ['dayofweek(datetime(2024-03-03))', '00:00:00'],
      ['dayofweek(datetime(9999-12-31))', null],
    ],
    sql: dayOfWeek,
  }),
  partRow('dayofmonth', 'day', 'The day of the month.', 'From 1.', [
    ['dayofmonth(datetime(2015-12-14))', 14],
    ['dayofmonth(datetime(2020-02-29 23:59:59))', 29],
  ]),
  partRow('dayofyear', 'dayofyear', 'The day of the year.', 'From 1.', [
    ['dayofyear(datetime(2015-12-14))', 348],
    ['dayofyear(datetime(2020-12-31))', 366],
  ]),
  partRow(
    'monthofyear',
    'month',
    'The month of the year.',
    'From 1.',
    [
      ['monthofyear(datetime(2015-12-14))', 12],
      ['getmonth(datetime(2015-01-31))', 1],
    ],
    ['getmonth'],
  ),
  partRow('getyear', 'year', 'The year.', 'Years before 1000 too.', [
    ['getyear(datetime(2015-10-12))', 2015],
    ['getyear(datetime(0100-02-28))', 100],
  ]),
  partRow('hourofday', 'hour', 'The hour of the day.', 'From 0 to 23.', [
    ['hourofday(datetime(2015-12-14 18:54))', 18],
    ['hourofday(datetime(2020-06-15 23:59:59.9999999))', 23],
  ]),
  partRow(
    'week_of_year',
    'week_of_year',
    'The ISO 8601 week.',
    'The first days of January may belong to week 52 or 53.',
    [
      ['week_of_year(datetime(2016-01-01))', 53],
      ['week_of_year(datetime(2020-12-31))', 53],
      ['weekofyear(datetime(2020-06-15))', 25],
    ],
    ['weekofyear'],
  ),
  scalar({
    name: 'datetime_part',
    aliases: ['datepart'],
    doc: 'A part of a datetime as a number.',
    trap: 'Microseconds and nanoseconds count from the second, not from the millisecond.',
    examples: [
      ['datetime_part("Year", datetime(2017-10-30 01:02:03.7654321))', 2017],
      ['datetime_part("week_of_year", datetime(2017-10-30 01:02:03.7654321))', 44],
      ['datetime_part("dayOfYear", datetime(2017-10-30 01:02:03.7654321))', 303],
      ['datetime_part("millisecond", datetime(2017-10-30 01:02:03.7654321))', 765],
      ['datetime_part("microsecond", datetime(2017-10-30 01:02:03.7654321))', 765432],
      ['datetime_part("nanosecond", datetime(2017-10-30 01:02:03.7654321))', 765432100],
    ],
    sql: part,
  }),
  scalar({
    name: 'datetime_add',
    doc: 'A datetime moved by so many years, quarters, months, weeks, days, hours or smaller parts.',
    trap: 'The last day of a shorter month stands in for days it lacks; null beyond the years 1 and 9999.',
    examples: [
      ['datetime_add("month", -1, datetime(2020-03-31))', '2020-02-29T00:00:00.0000000Z'],
      ['datetime_add("quarter", -5, datetime(2020-05-31))', '2019-02-28T00:00:00.0000000Z'],
      ['datetime_add("week", -53, datetime(2021-03-15 12:00))', '2020-03-09T12:00:00.0000000Z'],
      ['datetime_add("hour", 100000, datetime(2020-01-01))', '2031-05-29T16:00:00.0000000Z'],
      ['datetime_add("day", -1, datetime(0001-01-01 12:00))', null],
      ['datetime_add("month", 1, datetime(2020-01-31 23:59:59.9999999))', '2020-02-29T23:59:59.9999999Z'],
      ['datetime_add("nanosecond", 250, datetime(2020-01-01))', '2020-01-01T00:00:00.0000002Z'],
    ],
    sql: add,
  }),
  scalar({
    name: 'datetime_diff',
    doc: 'How many boundaries of a period lie between two instants, the first less the second.',
    trap: 'Boundaries, not elapsed time; weeks begin on Sunday.',
    examples: [
      ['datetime_diff("year", datetime(2020-12-31), datetime(2021-01-01))', -1],
      ['datetime_diff("quarter", datetime(2024-03-31), datetime(2020-04-01))', 15],
      ['datetime_diff("week", datetime(2020-12-31), datetime(2020-01-01))', 52],
      ['datetime_diff("day", datetime(2020-01-01 23:00), datetime(2020-01-01 01:00))', 0],
      ['datetime_diff("hour", datetime(2020-03-01), datetime(2020-02-28 12:00))', 36],
      ['datetime_diff("second", datetime(2020-01-01 00:00:01.9), datetime(2020-01-01 00:00:00.1))', 1],
      ['datetime_diff("nanosecond", datetime(2020-01-01 00:00:00.0000003), datetime(2020-01-01))', 300],
    ],
    sql: difference,
  }),
  scalar({
    name: 'make_datetime',
    doc: 'A datetime from its parts, or from text.',
    trap: 'Parts that make no date give null.',
    examples: [
      ['make_datetime(2017, 10, 1)', '2017-10-01T00:00:00.0000000Z'],
      ['make_datetime(2020, 2, 29, 13, 45, 9.5)', '2020-02-29T13:45:09.5000000Z'],
      ['make_datetime(2020, 2, 29, 13, 45, 59.9999999)', '2020-02-29T13:45:59.9999999Z'],
      ['make_datetime(2020, 13, 1)', null],
      ['make_datetime(2021, 2, 29)', null],
    ],
    sql: makeDatetime,
  }),
  scalar({
    name: 'unixtime_seconds_todatetime',
    doc: 'A datetime from seconds since 1970.',
    trap: 'Null beyond the years 1 and 9999: milliseconds given by mistake, say.',
    examples: [
      ['unixtime_seconds_todatetime(1546300800)', '2019-01-01T00:00:00.0000000Z'],
      ['unixtime_seconds_todatetime(1546300800.1234567)', '2019-01-01T00:00:00.1234567Z'],
      ['unixtime_seconds_todatetime(1546300800000)', null],
    ],
    sql: fromUnixTime(ticksPerSecond),
  }),
  scalar({
    name: 'unixtime_milliseconds_todatetime',
    doc: 'A datetime from milliseconds since 1970.',
    trap: 'Fractions are kept to the tick of 100 ns.',
    examples: [
      ['unixtime_milliseconds_todatetime(1546300800001)', '2019-01-01T00:00:00.0010000Z'],
      ['unixtime_milliseconds_todatetime(-1)', '1969-12-31T23:59:59.9990000Z'],
    ],
    sql: fromUnixTime(ticksPerMillisecond),
  }),
  scalar({
    name: 'unixtime_microseconds_todatetime',
    doc: 'A datetime from microseconds since 1970.',
    trap: 'Null beyond the years 1 and 9999.',
    examples: [
      ['unixtime_microseconds_todatetime(1546300800000001)', '2019-01-01T00:00:00.0000010Z'],
      ['unixtime_microseconds_todatetime(long(null))', null],
    ],
    sql: fromUnixTime(ticksPerMicrosecond),
  }),
  scalar({
    name: 'unixtime_nanoseconds_todatetime',
    doc: 'A datetime from nanoseconds since 1970.',
    trap: 'Cut to the tick of 100 ns.',
    examples: [
      ['unixtime_nanoseconds_todatetime(1546300800000000000)', '2019-01-01T00:00:00.0000000Z'],
      ['unixtime_nanoseconds_todatetime(1546300800000001999)', '2019-01-01T00:00:00.0000019Z'],
    ],
    sql: (args) => sql`${args.long(0)} // 100 + ${literal(unixEpochTicks)}`,
  }),
  scalar({
    name: 'datetime_utc_to_local',
    doc: 'What the clock shows in a time zone at an instant of UTC.',
    trap: 'Daylight saving time is applied.',
    examples: [
      ['datetime_utc_to_local(datetime(2022-07-11 22:18), "US/Pacific")', '2022-07-11T15:18:00.0000000Z'],
      ['datetime_utc_to_local(datetime(2022-01-11 12:00), "Europe/Berlin")', '2022-01-11T13:00:00.0000000Z'],
    ],
    sql: (args) => {
      const zone = zoneOf(args, 1)
      return byClock(args.datetime(0), (at) => sql`timezone(${zone}, timezone('UTC', ${at}))`)
    },
  }),
  scalar({
    name: 'datetime_local_to_utc',
    doc: 'The instant at which the clock of a time zone shows a time.',
    trap: 'An hour the clock skips in spring counts as the one after it.',
    examples: [
      ['datetime_local_to_utc(datetime(2022-07-11 15:18), "US/Pacific")', '2022-07-11T22:18:00.0000000Z'],
      ['datetime_local_to_utc(datetime(2022-01-11 13:00), "Europe/Berlin")', '2022-01-11T12:00:00.0000000Z'],
    ],
    sql: (args) => {
      const zone = zoneOf(args, 1)
      return byClock(args.datetime(0), (at) => sql`timezone('UTC', timezone(${zone}, ${at}))`)
    },
  }),
  scalar({
    name: 'around',
    doc: 'True where a value is within a distance of another, on either side.',
    trap: 'Both ends count.',
    examples: [
      ['around(datetime(2021-01-01 01:29), datetime(2021-01-01 01:30), 1min)', true],
      ['around(4, 1, 2)', false],
    ],
    sql: (args) => {
      const { type } = args.typed(0)
      if (type === 'datetime') return sql`abs(${args.datetime(0)} - ${args.datetime(1)}) <= ${args.timespan(2)}`
      return type === 'timespan'
        ? sql`abs(${args.timespan(0)} - ${args.timespan(1)}) <= ${args.timespan(2)}`
        : sql`abs(${args.real(0)} - ${args.real(1)}) <= ${args.real(2)}`
    },
  }),
]
