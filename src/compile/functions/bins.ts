import { caseWhen, cast, literal, type SqlExpression, sql, tryCast } from '../../sql/tree.ts'
import { type ScalarRow, sqlTypeOf } from '../row.ts'
import { type Arguments, scalar } from './define.ts'
import { instantOfTicks } from './instants.ts'
import { once } from './once.ts'

/** `body(size)`, or null where the size of the bins is null, zero or negative. */
function withSize(size: SqlExpression, body: (size: SqlExpression) => SqlExpression): SqlExpression {
  if (size.kind === 'literal' && size.value !== null && typeof size.value !== 'boolean' && Number(size.value) > 0) {
    return body(size)
  }
  return once('size', size, (value) => caseWhen([[sql`${value} > 0`, body(value)]], literal(null)))
}

/** Twice such a size, and such a size below any number of the calendar or a clock, is still a long. */
const safeSize = 2n ** 62n - 1n
const smallest = -(2n ** 63n)

/** The multiple of `size` at or below a whole number, null where no long holds it; `%` of DuckDB keeps the sign of the number. */
function floorWhole(value: SqlExpression, size: SqlExpression): SqlExpression {
  return once('value', value, (number) => {
    if (size.kind !== 'literal' || typeof size.value !== 'bigint' || size.value > safeSize) {
      const wide = cast(number, 'HUGEINT')
      return tryCast(sql`${wide} - (${wide} % ${size} + ${size}) % ${size}`, 'BIGINT')
    }
    const multiple = sql`${number} - (${number} % ${size} + ${size}) % ${size}`
    return caseWhen([[sql`${number} >= ${literal(smallest + size.value)}`, multiple]], literal(null))
  })
}

function floorReal(value: SqlExpression, size: SqlExpression): SqlExpression {
  return sql`floor(${value} / ${size}) * ${size}`
}

/** The multiple of a positive size of ticks at or below an instant: both count from 0001-01-01, and neither is below zero. */
export function binOfInstant(instant: SqlExpression, size: SqlExpression): SqlExpression {
  return once('instant', instant, (at) => sql`${at} - ${at} % ${size}`)
}

function bin(args: Arguments): SqlExpression {
  const value = args.typed(0)
  switch (value.type) {
    case 'datetime':
      return withSize(args.timespan(1), (size) => binOfInstant(value.sql, size))
    case 'timespan':
      return withSize(args.timespan(1), (size) => floorWhole(value.sql, size))
    default:
      return binNumber(args)
  }
}

function binNumber(args: Arguments): SqlExpression {
  const { resultType } = args
  switch (resultType) {
    case 'int':
    case 'long':
      return withSize(args.long(1), (size) => cast(floorWhole(args.long(0), size), sqlTypeOf[resultType]))
    case 'real':
      return withSize(args.real(1), (size) => floorReal(args.real(0), size))
    case 'decimal':
      return withSize(args.as(1, 'decimal'), (size) => cast(floorReal(args.as(0, 'decimal'), size), sqlTypeOf.decimal))
    case 'datetime':
      return withSize(args.timespan(1), (size) => binOfInstant(args.datetime(0), size))
    case 'timespan':
      return withSize(args.timespan(1), (size) => floorWhole(args.timespan(0), size))
    default:
      return args.context.refuse(
        args.typed(0).span,
        `a ${args.typed(0).type} cannot be put in bins without a conversion`,
      )
  }
}

function binAt(args: Arguments): SqlExpression {
  const value = args.typed(0)
  switch (value.type) {
    case 'datetime':
      return withSize(args.timespan(1), (size) =>
        once('origin', args.datetime(2), (origin) =>
          instantOfTicks(sql`${origin} + ${floorWhole(sql`${value.sql} - ${origin}`, size)}`),
        ),
      )
    case 'timespan':
      return binWholeAt(args.timespan(0), args.timespan(1), args.timespan(2))
    default:
      break
  }
  if (args.resultType === 'real') {
    return withSize(args.real(1), (size) =>
      once('origin', args.real(2), (origin) => sql`${origin} + ${floorReal(sql`${args.real(0)} - ${origin}`, size)}`),
    )
  }
  return cast(binWholeAt(args.long(0), args.long(1), args.long(2)), sqlTypeOf[args.resultType])
}

function binWholeAt(value: SqlExpression, size: SqlExpression, origin: SqlExpression): SqlExpression {
  return withSize(size, (step) =>
    once('origin', origin, (from) => sql`${from} + ${floorWhole(sql`${value} - ${from}`, step)}`),
  )
}

export const bins: readonly ScalarRow[] = [
  scalar({
    name: 'bin',
    aliases: ['floor'],
    doc: 'The multiple of a size at or below a value.',
    trap: 'Times count from 0001-01-01, a Monday: bins of seven days begin on Mondays. A size that is not positive gives null.',
    examples: [
      ['bin(4.5, 1)', 4],
      ['bin(-7, 3)', -9],
      ['bin(16d, 7d)', '14.00:00:00'],
      ['bin(datetime(1955-11-05 06:15), 7d)', '1955-10-31T00:00:00.0000000Z'],
      ['bin(datetime(1970-05-11 13:45:07), 1d)', '1970-05-11T00:00:00.0000000Z'],
      ['bin(datetime(2020-01-01 00:00:00.0000007), 3tick)', '2020-01-01T00:00:00.0000006Z'],
      ['bin(datetime(2020-10-25 02:30), -1h)', null],
      ['bin(5, 0)', null],
      ['bin(5, 9223372036854775807)', 0],
      ['bin(-5, 9223372036854775807)', -9223372036854775807n],
      ['bin(long(-9223372036854775808), 3)', null],
      ['floor(2.5, 0.5)', 2.5],
    ],
    sql: bin,
  }),
  scalar({
    name: 'bin_at',
    doc: 'The multiple of a size at or below a value, counted from a point.',
    trap: 'The point may be later than the value.',
    examples: [
      ['bin_at(6.5, 2.5, 7)', 4.5],
      ['bin_at(datetime(2017-05-17 10:20), 7d, datetime(2017-06-04))', '2017-05-14T00:00:00.0000000Z'],
      ['bin_at(1h, 1d, 12h)', '-12:00:00'],
    ],
    sql: binAt,
  }),
]
