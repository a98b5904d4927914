import { ticksPerDay, ticksPerHour, ticksPerMinute, ticksPerSecond } from '../../lib/kql-time.ts'
import { call, caseWhen, cast, literal, type SqlExpression, sql } from '../../sql/tree.ts'
import type { ScalarRow } from '../row.ts'
import { type Arguments, scalar } from './define.ts'
import { dateOf, timestampOf } from './instants.ts'
import { once } from './once.ts'

/** What a run of one letter in a format stands for. */
type Specifiers = Readonly<Record<string, (value: SqlExpression) => SqlExpression>>

const strftime = (format: string) => (instant: SqlExpression) =>
  sql`strftime(${timestampOf(instant)}, ${literal(format)})`

/** Seven digits of the second's fraction. */
const fraction = (ticks: SqlExpression) => sql`printf('%07d', ${ticks} % ${literal(ticksPerSecond)})`

/** `f` to `fffffff`, and `F` to `FFFFFFF` without the zeros at the end. */
function fractionSpecifiers(digits: (value: SqlExpression) => SqlExpression): Specifiers {
  const entries = [1, 2, 3, 4, 5, 6, 7].flatMap((count) => {
    const cut = (value: SqlExpression) => sql`left(${digits(value)}, ${literal(BigInt(count))})`
    return [
      ['f'.repeat(count), cut],
      ['F'.repeat(count), (value: SqlExpression) => sql`rtrim(${cut(value)}, '0')`],
    ] as const
  })
  return Object.fromEntries(entries)
}

const datetimeSpecifiers: Specifiers = {
  ...fractionSpecifiers(fraction),
  y: (instant) => sql`CAST(year(${dateOf(instant)}) % 100 AS VARCHAR)`,
  yy: strftime('%y'),
  yyyy: strftime('%Y'),
  M: strftime('%-m'),
  MM: strftime('%m'),
  d: strftime('%-d'),
  dd: strftime('%d'),
  h: strftime('%-I'),
  hh: strftime('%I'),
  H: strftime('%-H'),
  HH: strftime('%H'),
  m: strftime('%-M'),
  mm: strftime('%M'),
  s: strftime('%-S'),
  ss: strftime('%S'),
  tt: strftime('%p'),
}

const padded = (digits: number, value: SqlExpression) =>
  sql`lpad(CAST(${value} AS VARCHAR), ${literal(BigInt(digits))}::INTEGER, '0')`
const days = (size: SqlExpression) => sql`${size} // ${literal(ticksPerDay)}`
const hours = (size: SqlExpression) => sql`${size} // ${literal(ticksPerHour)} % 24`
const minutes = (size: SqlExpression) => sql`${size} // ${literal(ticksPerMinute)} % 60`
const seconds = (size: SqlExpression) => sql`${size} // ${literal(ticksPerSecond)} % 60`

const timespanSpecifiers: Specifiers = {
  ...fractionSpecifiers(fraction),
  // More digits are kept, where `lpad` would cut them.
  ...Object.fromEntries(
    [1, 2, 3, 4, 5, 6, 7, 8].map((count) => [
      'd'.repeat(count),
      (size: SqlExpression) =>
        sql`lpad(CAST(${days(size)} AS VARCHAR), greatest(${literal(BigInt(count))}, length(CAST(${days(size)} AS VARCHAR)))::INTEGER, '0')`,
    ]),
  ),
  h: (size) => cast(hours(size), 'VARCHAR'),
  hh: (size) => padded(2, hours(size)),
  H: (size) => cast(hours(size), 'VARCHAR'),
  HH: (size) => padded(2, hours(size)),
  m: (size) => cast(minutes(size), 'VARCHAR'),
  mm: (size) => padded(2, minutes(size)),
  s: (size) => cast(seconds(size), 'VARCHAR'),
  ss: (size) => padded(2, seconds(size)),
}

const delimiters = ' /-:,._[]'

/** The pieces of a format, in order. */
function pieces(args: Arguments, specifiers: Specifiers, value: SqlExpression): SqlExpression[] {
  const format = args.constantText(1, 'The format')
  return [...format.matchAll(/([A-Za-z])\1*|[^A-Za-z]/g)].map(([piece]) => {
    const specifier = specifiers[piece]
    if (specifier) return specifier(value)
    if (delimiters.includes(piece)) return literal(piece)
    return args.context.refuse(
      args.typed(1).span,
      `\`${piece}\` is no part of a format`,
      `Delimiters are ${[...delimiters].map((one) => `\`${one}\``).join(' ')}.`,
    )
  })
}

function formatDatetime(args: Arguments): SqlExpression {
  return once('instant', args.datetime(0), (instant) =>
    caseWhen(
      [[sql`${instant} IS NOT NULL`, call('concat', literal(''), ...pieces(args, datetimeSpecifiers, instant))]],
      literal(''),
    ),
  )
}

function formatTimespan(args: Arguments): SqlExpression {
  return once('span', args.timespan(0), (span) =>
    caseWhen(
      [
        [
          sql`${span} IS NOT NULL`,
          once('size', sql`abs(${span})`, (size) =>
            call(
              'concat',
              caseWhen([[sql`${span} < 0`, literal('-')]], literal('')),
              ...pieces(args, timespanSpecifiers, size),
            ),
          ),
        ],
      ],
      literal(''),
    ),
  )
}

/** Hours and minutes; with seconds; with days before them. */
function makeTimespan(args: Arguments): SqlExpression {
  const first = args.count === 4 ? 1 : 0
  const day = args.count === 4 ? args.long(0) : literal(0n)
  const second = args.has(first + 2) ? args.real(first + 2) : literal(0)
  return once('parts', call('row', day, args.long(first), args.long(first + 1), second), (parts) => {
    const field = (position: number) => sql`${parts}[${literal(BigInt(position))}]`
    const ticks = sql`${field(1)} * ${literal(ticksPerDay)} + ${field(2)} * ${literal(ticksPerHour)} + ${field(3)} * ${literal(ticksPerMinute)} + CAST(round(${field(4)} * ${literal(Number(ticksPerSecond))}) AS BIGINT)`
    const valid = sql`${field(2)} BETWEEN 0 AND 23 AND ${field(3)} BETWEEN 0 AND 59 AND ${field(4)} >= 0 AND ${field(4)} < 60`
    return caseWhen([[valid, ticks]], literal(null))
  })
}

export const timeFormat: readonly ScalarRow[] = [
  scalar({
    name: 'format_datetime',
    doc: 'A datetime as text in a format of y, M, d, H, h, m, s, f, F and tt.',
    trap: 'The format is constant; between its parts stand ` / - : , . _ [ ]` and blanks, no letters.',
    examples: [
      ['format_datetime(datetime(2017-01-29 09:00:05), "yy-MM-dd [HH:mm:ss]")', '17-01-29 [09:00:05]'],
      ['format_datetime(datetime(2017-01-29 09:00:05), "yyyy-M-dd [H:mm:ss]")', '2017-1-29 [9:00:05]'],
      ['format_datetime(datetime(2007-03-09 00:30), "hh:mm tt")', '12:30 AM'],
      ['format_datetime(datetime(2020-06-15 13:45:09.05), "ss.ff")', '09.05'],
      ['format_datetime(datetime(2020-06-15 13:45:09.1234560), "fffffff FFFFFFF")', '1234560 123456'],
      ['format_datetime(datetime(2020-06-15), "y")', '20'],
      ['format_datetime(datetime(2020-06-15), "FFFFFFF")', ''],
      ['format_datetime(datetime(null), "yyyy")', ''],
    ],
    sql: formatDatetime,
  }),
  scalar({
    name: 'format_timespan',
    doc: 'A timespan as text in a format of d, h, H, m, s, f and F.',
    trap: 'A negative one begins with `-`.',
    examples: [
      ['format_timespan(time(29.09:00:05.12345), "dd.hh:mm:ss [FF]")', '29.09:00:05 [12]'],
      ['format_timespan(time(29.09:00:05.12345), "ddd.h:mm:ss [fff]")', '029.9:00:05 [123]'],
      ['format_timespan(-26h, "d.hh:mm")', '-1.02:00'],
      ['format_timespan(1tick, "fffffff")', '0000001'],
    ],
    sql: formatTimespan,
  }),
  scalar({
    name: 'make_timespan',
    doc: 'A timespan from hours and minutes, with seconds, with days before them.',
    trap: 'Parts that no clock shows give null.',
    examples: [
      ['make_timespan(2, 30)', '02:30:00'],
      ['make_timespan(1, 12, 30, 55.123)', '1.12:30:55.1230000'],
      ['make_timespan(25, 70)', null],
    ],
    sql: makeTimespan,
  }),
]
