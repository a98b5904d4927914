import { ticksPerDay } from '../../lib/kql-time.ts'
import { call, caseWhen, cast, literal, type SqlExpression, sql } from '../../sql/tree.ts'
import type { ScalarRow, TypedSql } from '../row.ts'
import { type Arguments, scalar } from './define.ts'
import { once } from './once.ts'
import { firstMicrosecond, fromMicroseconds, inRange, microsecondsOf } from './time-forms.ts'

type Period = 'day' | 'week' | 'month' | 'year'

/** The beginning of the period an instant is in, moved by whole periods. Weeks begin on Sunday. */
function startOf(period: Period, instant: SqlExpression, offset: SqlExpression | undefined): SqlExpression {
  if (period === 'week') {
    return once('instant', instant, (at) => {
      const weekday = sql`CAST(dayofweek(${at}) AS INTEGER)`
      const days = offset ? sql`to_days(CAST(${offset} * 7 AS INTEGER) - ${weekday})` : sql`to_days(-${weekday})`
      return sql`date_trunc('day', ${at}) + ${days}`
    })
  }
  const start = call('date_trunc', literal(period), instant)
  if (!offset) return start
  const months = { month: 1n, year: 12n }
  return period === 'day'
    ? sql`${start} + to_days(CAST(${offset} AS INTEGER))`
    : sql`${start} + to_months(CAST(${offset} * ${literal(months[period])} AS INTEGER))`
}

function startRow(period: Period, examples: ScalarRow['examples']): ScalarRow {
  return scalar({
    name: `startof${period}`,
    doc: `The beginning of the ${period} an instant is in, or of one so many ${period}s later.`,
    trap: period === 'week' ? 'Weeks begin on Sunday.' : 'A negative offset goes back.',
    examples,
    sql: (args) => {
      const start = startOf(period, args.datetime(0), args.has(1) ? args.long(1) : undefined)
      return args.has(1) || period === 'week' ? inRange(start) : start
    },
  })
}

function endRow(period: Period, examples: ScalarRow['examples']): ScalarRow {
  return scalar({
    name: `endof${period}`,
    doc: `The last instant of the ${period} an instant is in, or of one so many ${period}s later.`,
    trap: 'Cut to the microsecond: .999999, where Kusto holds .9999999.',
    examples,
    sql: (args) => {
      const next = args.has(1) ? sql`${args.long(1)} + 1` : literal(1n)
      return inRange(sql`${startOf(period, args.datetime(0), next)} - INTERVAL 1 MICROSECOND`)
    },
  })
}

/** The binder calls the parts of a datetime int; the engine answers long. */
function whole(args: Arguments, value: SqlExpression): TypedSql {
  return { sql: cast(value, 'BIGINT'), type: 'long', span: args.typed(0).span }
}

/** Sizes of the parts that do not depend on the calendar, in microseconds. */
const fixedParts: Readonly<Record<string, bigint>> = {
  week: 604_800_000_000n,
  day: 86_400_000_000n,
  hour: 3_600_000_000n,
  minute: 60_000_000n,
  second: 1_000_000n,
  millisecond: 1_000n,
  microsecond: 1n,
}

const monthsIn: Readonly<Record<string, bigint>> = { year: 12n, quarter: 3n, month: 1n }

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
    const count = sql`CAST(greatest(least(${args.long(1)} * ${literal(months)}, 200000), -200000) AS INTEGER)`
    return inRange(sql`${args.datetime(2)} + to_months(${count})`)
  }
  const size = fixedParts[part]
  if (size !== undefined) {
    return fromMicroseconds(
      sql`${microsecondsOf(args.datetime(2))} + CAST(${args.long(1)} AS HUGEINT) * ${literal(size)}`,
    )
  }
  if (part === 'nanosecond') {
    return fromMicroseconds(sql`${microsecondsOf(args.datetime(2))} + ${args.long(1)} // 1000`)
  }
  return refusePart(args, part)
}

/** Boundaries crossed from the second instant to the first. */
function difference(args: Arguments): SqlExpression | TypedSql {
  const part = partName(args)
  const months = monthsIn[part]
  if (months !== undefined) {
    const index = (instant: SqlExpression) =>
      once('instant', instant, (at) => sql`(year(${at}) * 12 + month(${at}) - 1) // ${literal(months)}`)
    return sql`${index(args.datetime(1))} - ${index(args.datetime(2))}`
  }
  const size = part === 'nanosecond' ? 1n : fixedParts[part]
  if (size === undefined) return refusePart(args, part)
  // Weeks begin on Sunday, and 0001-01-01 is a Monday: a day is put before it.
  const before = part === 'week' ? firstMicrosecond - fixedParts.day! : firstMicrosecond
  const index = (instant: SqlExpression) => sql`(${microsecondsOf(instant)} - ${literal(before)}) // ${literal(size)}`
  const boundaries = sql`${index(args.datetime(1))} - ${index(args.datetime(2))}`
  // Weeks alone come as a real.
  if (part === 'week') return { sql: cast(boundaries, 'DOUBLE'), type: 'real', span: args.typed(0).span }
  return part === 'nanosecond' ? sql`(${boundaries}) * 1000` : boundaries
}

const partSql: Readonly<Record<string, (instant: SqlExpression) => SqlExpression>> = {
  year: (at) => call('year', at),
  quarter: (at) => call('quarter', at),
  month: (at) => call('month', at),
  week_of_year: (at) => call('weekofyear', at),
  day: (at) => call('day', at),
  dayofyear: (at) => call('dayofyear', at),
  hour: (at) => call('hour', at),
  minute: (at) => call('minute', at),
  second: (at) => call('second', at),
  millisecond: (at) => sql`${microsecondOf(at)} // 1000`,
  microsecond: (at) => microsecondOf(at),
  nanosecond: (at) => sql`${microsecondOf(at)} * 1000`,
}

/** Microseconds within the second. */
function microsecondOf(instant: SqlExpression): SqlExpression {
  return sql`(${microsecondsOf(instant)} - ${literal(firstMicrosecond)}) % 1000000`
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

/** Null where the week the day is in does not end within datetime's range, as in Kusto. */
function dayOfWeek(args: Arguments): SqlExpression {
  return once('instant', args.datetime(0), (at) =>
    caseWhen(
      [[sql`${at} < TIMESTAMP '9999-12-26'`, sql`CAST(dayofweek(${at}) AS BIGINT) * ${literal(ticksPerDay)}`]],
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
    // A day too many for its month rolls over into the next, and is refused there.
    // DuckDB would round 59.9999999 seconds up to a minute.
    const rolled = sql`make_timestamp(${year}, ${month}, 1, ${hour}, ${minute}, least(${second}, 59.999999e0)) + to_days(CAST(${day} - 1 AS INTEGER))`
    return caseWhen(
      [[valid, once('instant', rolled, (at) => caseWhen([[sql`month(${at}) = ${month}`, at]], literal(null)))]],
      literal(null),
    )
  })
}

/** From a count of units since 1970, fractions kept to the microsecond. */
function fromUnixTime(microsecondsPerUnit: number): (args: Arguments) => SqlExpression {
  return (args) => {
    const { type } = args.typed(0)
    if (microsecondsPerUnit < 1)
      return fromMicroseconds(sql`${args.long(0)} // ${literal(BigInt(Math.round(1 / microsecondsPerUnit)))}`)
    const factor = literal(BigInt(microsecondsPerUnit))
    return type === 'int' || type === 'long'
      ? fromMicroseconds(sql`CAST(${args.long(0)} AS HUGEINT) * ${factor}`)
      : fromMicroseconds(sql`TRY_CAST(round(${args.real(0)} * ${factor}) AS HUGEINT)`)
  }
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
    sql: (args) =>
      args.has(0)
        ? fromMicroseconds(sql`${microsecondsOf(args.context.now)} + ${args.timespan(0)} // 10`)
        : args.context.now,
  }),
  scalar({
    name: 'ago',
    doc: 'The instant a timespan before now.',
    trap: 'A negative timespan lies ahead.',
    examples: [
      ['now() - ago(1d)', '1.00:00:00'],
      ['ago(-1h) - now()', '01:00:00'],
    ],
    sql: (args) => fromMicroseconds(sql`${microsecondsOf(args.context.now)} - ${args.timespan(0)} // 10`),
  }),
  startRow('day', [
    ['startofday(datetime(2017-01-01 10:10:17))', '2017-01-01T00:00:00.0000000Z'],
    ['startofday(datetime(2017-01-01 10:10:17), -1)', '2016-12-31T00:00:00.0000000Z'],
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
    ['endofday(datetime(2020-06-15 13:45))', '2020-06-15T23:59:59.9999990Z'],
    ['endofday(datetime(2020-06-15 13:45), 2)', '2020-06-17T23:59:59.9999990Z'],
  ]),
  endRow('week', [
    ['endofweek(datetime(2020-06-15))', '2020-06-20T23:59:59.9999990Z'],
    ['endofweek(datetime(2017-01-01), -1)', '2016-12-31T23:59:59.9999990Z'],
  ]),
  endRow('month', [
    ['endofmonth(datetime(2020-02-01))', '2020-02-29T23:59:59.9999990Z'],
    ['endofmonth(datetime(2017-01-01), 1)', '2017-02-28T23:59:59.9999990Z'],
  ]),
  endRow('year', [
    ['endofyear(datetime(2020-06-15))', '2020-12-31T23:59:59.9999990Z'],
    ['endofyear(datetime(9999-06-15))', '9999-12-31T23:59:59.9999990Z'],
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
      ['make_datetime(2020, 2, 29, 13, 45, 59.9999999)', '2020-02-29T13:45:59.9999990Z'],
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
      ['unixtime_seconds_todatetime(1546300800000)', null],
    ],
    sql: fromUnixTime(1_000_000),
  }),
  scalar({
    name: 'unixtime_milliseconds_todatetime',
    doc: 'A datetime from milliseconds since 1970.',
    trap: 'Fractions are kept to the microsecond.',
    examples: [
      ['unixtime_milliseconds_todatetime(1546300800001)', '2019-01-01T00:00:00.0010000Z'],
      ['unixtime_milliseconds_todatetime(-1)', '1969-12-31T23:59:59.9990000Z'],
    ],
    sql: fromUnixTime(1_000),
  }),
  scalar({
    name: 'unixtime_microseconds_todatetime',
    doc: 'A datetime from microseconds since 1970.',
    trap: 'Null beyond the years 1 and 9999.',
    examples: [
      ['unixtime_microseconds_todatetime(1546300800000001)', '2019-01-01T00:00:00.0000010Z'],
      ['unixtime_microseconds_todatetime(long(null))', null],
    ],
    sql: fromUnixTime(1),
  }),
  scalar({
    name: 'unixtime_nanoseconds_todatetime',
    doc: 'A datetime from nanoseconds since 1970.',
    trap: 'Cut to the microsecond.',
    examples: [
      ['unixtime_nanoseconds_todatetime(1546300800000000000)', '2019-01-01T00:00:00.0000000Z'],
      ['unixtime_nanoseconds_todatetime(1546300800000001999)', '2019-01-01T00:00:00.0000010Z'],
    ],
    sql: fromUnixTime(0.001),
  }),
  scalar({
    name: 'datetime_utc_to_local',
    doc: 'What the clock shows in a time zone at an instant of UTC.',
    trap: 'Daylight saving time is applied.',
    examples: [
      ['datetime_utc_to_local(datetime(2022-07-11 22:18), "US/Pacific")', '2022-07-11T15:18:00.0000000Z'],
      ['datetime_utc_to_local(datetime(2022-01-11 12:00), "Europe/Berlin")', '2022-01-11T13:00:00.0000000Z'],
    ],
    sql: (args) => sql`timezone(${args.text(1)}, timezone('UTC', ${args.datetime(0)}))`,
  }),
  scalar({
    name: 'datetime_local_to_utc',
    doc: 'The instant at which the clock of a time zone shows a time.',
    trap: 'An hour the clock skips in spring counts as the one after it.',
    examples: [
      ['datetime_local_to_utc(datetime(2022-07-11 15:18), "US/Pacific")', '2022-07-11T22:18:00.0000000Z'],
      ['datetime_local_to_utc(datetime(2022-01-11 13:00), "Europe/Berlin")', '2022-01-11T12:00:00.0000000Z'],
    ],
    sql: (args) => sql`timezone('UTC', timezone(${args.text(1)}, ${args.datetime(0)}))`,
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
      if (type === 'datetime') {
        return once(
          'distance',
          sql`${args.timespan(2)} // 10`,
          (distance) =>
            sql`abs(${microsecondsOf(args.datetime(0))} - ${microsecondsOf(args.datetime(1))}) <= ${distance}`,
        )
      }
      return type === 'timespan'
        ? sql`abs(${args.timespan(0)} - ${args.timespan(1)}) <= ${args.timespan(2)}`
        : sql`abs(${args.real(0)} - ${args.real(1)}) <= ${args.real(2)}`
    },
  }),
]
