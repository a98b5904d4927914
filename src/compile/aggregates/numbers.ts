import { call, caseWhen, cast, literal, type SqlExpression, sql } from '../../sql/tree.ts'
import type { Arguments } from '../functions/define.ts'
import { type AggregateRow, sqlTypeOf } from '../row.ts'
import { aggregate, aggregateCall } from './define.ts'

const notANumber = literal(Number.NaN)

/** The condition of the `…if` form, as the last argument. */
function conditionOf(args: Arguments, index: number | undefined): { where: SqlExpression[] } {
  return { where: index === undefined ? [] : [args.bool(index)] }
}

/** A number to add up: as it is, or out of a dynamic. */
function numberOf(args: Arguments, index: number): SqlExpression {
  const { type, sql } = args.typed(index)
  if (type === 'dynamic' || type === 'string' || type === 'bool') {
    return args.as(index, args.resultType === 'long' || args.resultType === 'decimal' ? args.resultType : 'real')
  }
  return sql
}

/** DuckDB adds up whole numbers in 128 bits; KQL wraps around at 64. */
function wrapLong(sum: SqlExpression): SqlExpression {
  return cast(
    sql`xor(${sum} & 18446744073709551615::HUGEINT, 9223372036854775808::HUGEINT) - 9223372036854775808::HUGEINT`,
    'BIGINT',
  )
}

function sum(args: Arguments, condition?: number): SqlExpression {
  if (args.resultType === 'datetime') args.context.refuse(args.typed(0).span, 'the sum of datetimes is no datetime')
  const added = aggregateCall('sum', [numberOf(args, 0)], conditionOf(args, condition))
  switch (args.resultType) {
    case 'int':
    case 'long':
    case 'timespan':
      return wrapLong(sql`coalesce(${added}, 0)`)
    case 'decimal':
      return cast(sql`coalesce(${added}, 0)`, sqlTypeOf.decimal)
    default:
      return cast(sql`coalesce(${added}, 0)`, 'DOUBLE')
  }
}

/** NaN where there is nothing to average, null for times. */
function average(args: Arguments, condition?: number): SqlExpression {
  const value = args.typed(0)
  const clauses = conditionOf(args, condition)
  switch (value.type) {
    case 'datetime':
      // Ticks have more digits than DuckDB's average keeps.
      return cast(
        sql`${aggregateCall('sum', [value.sql], clauses)} // ${aggregateCall('count', [value.sql], clauses)}`,
        'BIGINT',
      )
    case 'timespan':
      return cast(sql`trunc(${aggregateCall('avg', [value.sql], clauses)})`, 'BIGINT')
    case 'decimal':
      return cast(aggregateCall('avg', [value.sql], clauses), sqlTypeOf.decimal)
    default:
      return sql`coalesce(${aggregateCall('avg', [numberOf(args, 0)], clauses)}, ${notANumber})`
  }
}

/** The least or greatest. One NaN makes both NaN; null where there is nothing. */
function extreme(args: Arguments, name: 'min' | 'max', condition?: number): SqlExpression {
  const value = args.typed(0)
  const clauses = conditionOf(args, condition)
  switch (value.type) {
    case 'real': {
      if (name === 'max') return aggregateCall('max', [value.sql], clauses)
      return caseWhen(
        [[aggregateCall('bool_or', [call('isnan', value.sql)], clauses), notANumber]],
        aggregateCall('min', [value.sql], clauses),
      )
    }
    case 'string':
      return sql`coalesce(${aggregateCall(name, [value.sql], clauses)}, '')`
    case 'dynamic':
      return extremeOfDynamic(args, value.sql, name, clauses.where)
    default:
      return aggregateCall(name, [value.sql], clauses)
  }
}

/** Dynamic numbers compare as numbers, other values by their text. */
function extremeOfDynamic(
  args: Arguments,
  json: SqlExpression,
  name: 'min' | 'max',
  where: readonly SqlExpression[],
): SqlExpression {
  if (args.resultType !== 'dynamic') {
    return aggregateCall(name, [args.as(0, args.resultType)], { where })
  }
  const key = sql`row(TRY_CAST(json_extract_string(${json}, '$') AS DOUBLE), json_extract_string(${json}, '$')`
  return aggregateCall(`arg_${name}`, [json, key], {
    where: [...where, sql`json_extract_string(${json}, '$') IS NOT NULL`],
  })
}

/** Spread of numbers: 0 for fewer than two; NaN as soon as one is not finite, where DuckDB gives up. */
function spread(args: Arguments, name: string, condition?: number): SqlExpression {
  const value = args.real(0)
  const { where } = conditionOf(args, condition)
  if (args.typed(0).type !== 'real') return sql`coalesce(${aggregateCall(name, [value], { where })}, 0e0)`
  const finite = call('isfinite', value)
  return caseWhen(
    [[aggregateCall('bool_or', [sql`NOT ${finite}`], { where }), notANumber]],
    sql`coalesce(${aggregateCall(name, [value], { where: [...where, finite] })}, 0e0)`,
  )
}

function covariance(args: Arguments, name: string, condition?: number): SqlExpression {
  return sql`coalesce(${aggregateCall(name, [args.real(0), args.real(1)], conditionOf(args, condition))}, 0e0)`
}

/** What a value counts as when different ones are counted. */
function distinctKey(args: Arguments, index: number): SqlExpression {
  return args.typed(index).type === 'dynamic' ? args.text(index) : args.typed(index).sql
}

function countDistinct(args: Arguments, condition?: number): SqlExpression {
  return aggregateCall('count', [distinctKey(args, 0)], { distinct: true, ...conditionOf(args, condition) })
}

function bits(args: Arguments, name: string): SqlExpression {
  const { type, span } = args.typed(0)
  if (type !== 'long' && type !== 'int' && type !== 'dynamic') {
    args.context.refuse(span, `the bits of a ${type} cannot be joined: convert it to a long`)
  }
  return cast(aggregateCall(name, [args.long(0)]), sqlTypeOf[args.resultType === 'int' ? 'int' : 'long'])
}

const T = 'datatable(k:long, v:long) [1, 10, 1, 20, 2, 30, 2, long(null)]'
const R = 'datatable(x:real) [1.0, 2.0, 3.0, 4.0]'
const none = 'datatable(x:long) [] '

export const numbers: readonly AggregateRow[] = [
  aggregate({
    name: 'count',
    aliases: ['cnt'],
    doc: 'How many rows.',
    trap: 'Rows with nulls count, also where a column is named.',
    examples: [
      [`${T} | summarize count()`, [[4]]],
      [
        `${T} | summarize count() by k`,
        [
          [1, 2],
          [2, 2],
        ],
      ],
      [`${none} | summarize count()`, [[0]]],
    ],
    sql: () => aggregateCall('count', []),
  }),
  aggregate({
    name: 'countif',
    doc: 'How many rows a condition holds for.',
    trap: 'A condition that is null does not hold.',
    examples: [
      [`${T} | summarize countif(v > 15)`, [[2]]],
      [`${T} | summarize countif(isnull(v))`, [[1]]],
    ],
    sql: (args) => aggregateCall('count', [], { where: [args.bool(0)] }),
  }),
  aggregate({
    name: 'sum',
    doc: 'The sum.',
    trap: 'The sum of nothing is 0; beyond 64 bits it wraps around.',
    examples: [
      [`${T} | summarize sum(v)`, [[60]]],
      [`${T} | where k > 5 | summarize sum(v)`, [[0]]],
      [`datatable(t:timespan) [1h, 90m] | summarize sum(t)`, [['02:30:00']]],
    ],
    sql: (args) => sum(args),
  }),
  aggregate({
    name: 'sumif',
    doc: 'The sum of the rows a condition holds for.',
    trap: 'The sum of nothing is 0.',
    examples: [
      [`${T} | summarize sumif(v, v > 15)`, [[50]]],
      [`${T} | summarize sumif(v, v > 99)`, [[0]]],
    ],
    sql: (args) => sum(args, 1),
  }),
  aggregate({
    name: 'avg',
    doc: 'The average.',
    trap: 'Nulls do not count; the average of nothing is NaN.',
    examples: [
      [`${T} | summarize avg(v)`, [[20]]],
      [`${none} | summarize isnan(avg(x))`, [[true]]],
      [
        `datatable(t:datetime) [datetime(2020-01-01), datetime(2020-01-03)] | summarize avg(t)`,
        [['2020-01-02T00:00:00.0000000Z']],
      ],
      [
        `datatable(t:datetime) [datetime(2020-01-01 00:00:00.0000001), datetime(2020-01-01 00:00:00.0000005)] | summarize avg(t)`,
        [['2020-01-01T00:00:00.0000003Z']],
      ],
    ],
    sql: (args) => average(args),
  }),
  aggregate({
    name: 'avgif',
    doc: 'The average of the rows a condition holds for.',
    trap: 'The average of nothing is NaN.',
    examples: [
      [`${T} | summarize avgif(v, v > 15)`, [[25]]],
      [`${T} | summarize isnan(avgif(v, v > 99))`, [[true]]],
    ],
    sql: (args) => average(args, 1),
  }),
  ...(['min', 'max'] as const).flatMap((name) => [
    aggregate({
      name,
      doc: name === 'min' ? 'The least value.' : 'The greatest value.',
      trap: 'Nulls do not count; one NaN makes it NaN; of nothing it is null.',
      examples: [
        [`${T} | summarize ${name}(v)`, [[name === 'min' ? 10 : 30]]],
        [`${none} | summarize ${name}(x)`, [[null]]],
        [`datatable(x:real) [1.0, real(nan)] | summarize isnan(${name}(x))`, [[true]]],
      ],
      sql: (args) => extreme(args, name),
    }),
    aggregate({
      name: `${name}if`,
      doc: `The ${name === 'min' ? 'least' : 'greatest'} value of the rows a condition holds for.`,
      trap: 'Null where it holds for none.',
      examples: [
        [`${T} | summarize ${name}if(v, v between (15 .. 25))`, [[20]]],
        [`${T} | summarize ${name}if(v, v > 99)`, [[null]]],
      ],
      sql: (args) => extreme(args, name, 1),
    }),
  ]),
  ...(
    [
      ['stdev', 'stddev_samp', 'standard deviation of a sample', 1.2909944487358056],
      ['stdevp', 'stddev_pop', 'standard deviation of a population', 1.118033988749895],
      ['variance', 'var_samp', 'variance of a sample', 1.6666666666666667],
      ['variancep', 'var_pop', 'variance of a population', 1.25],
    ] as const
  ).flatMap(([name, duckdb, what, value]) => [
    aggregate({
      name,
      doc: `The ${what}.`,
      trap: 'Of a single value, and of none, it is 0.',
      examples: [
        [`${R} | summarize round(${name}(x), 12)`, [[Math.round(value * 1e12) / 1e12]]],
        [`${none} | summarize ${name}(x)`, [[0]]],
      ],
      sql: (args) => spread(args, duckdb),
    }),
    // There is no stdevpif.
    ...(name === 'stdevp'
      ? []
      : [
          aggregate({
            name: `${name}if`,
            doc: `The ${what} over the rows a condition holds for.`,
            trap: 'Of a single value, and of none, it is 0.',
            examples: [
              [`${R} | summarize round(${name}if(x, x > 0), 12)`, [[Math.round(value * 1e12) / 1e12]]],
              [`${R} | summarize ${name}if(x, x > 3)`, [[0]]],
            ],
            sql: (args) => spread(args, duckdb, 1),
          }),
        ]),
  ]),
  ...(
    [
      ['covariance', 'covar_samp', 'a sample', 3.3333333333],
      ['covariancep', 'covar_pop', 'a population', 2.5],
    ] as const
  ).flatMap(([name, duckdb, what, value]) => [
    aggregate({
      name,
      doc: `The covariance of two expressions, as of ${what}.`,
      trap: 'Rows where one of both is null do not count.',
      examples: [
        [`${R} | extend y = 2 * x | summarize round(${name}(x, y), 10)`, [[value]]],
        [`${R} | extend y = iff(x > 4, 1.0, real(null)) | summarize ${name}(x, y)`, [[0]]],
      ],
      sql: (args) => covariance(args, duckdb),
    }),
    aggregate({
      name: `${name}if`,
      doc: `The covariance of two expressions over the rows a condition holds for, as of ${what}.`,
      trap: 'Rows where one of both is null do not count.',
      examples: [
        [`${R} | extend y = 2 * x | summarize round(${name}if(x, y, x > 0), 10)`, [[value]]],
        [`${R} | extend y = 2 * x | summarize ${name}if(x, y, x > 9)`, [[0]]],
      ],
      sql: (args) => covariance(args, duckdb, 2),
    }),
  ]),
  ...(['dcount', 'count_distinct'] as const).flatMap((name) => [
    aggregate({
      name,
      doc: 'How many different values.',
      trap:
        name === 'dcount'
          ? 'Nulls do not count. Counted exactly here, where Azure estimates large sets (0.8 % standard error at the default accuracy).'
          : 'Nulls do not count, the empty text does.',
      examples: [
        [`${T} | summarize ${name}(v)`, [[3]]],
        [`datatable(s:string) ["a", "A", "", "a"] | summarize ${name}(s)`, [[3]]],
      ],
      sql: (args) => countDistinct(args),
    }),
    aggregate({
      name: `${name}if`,
      doc: 'How many different values in the rows a condition holds for.',
      trap: 'Counted exactly.',
      examples: [
        [`${T} | summarize ${name}if(k, v > 15)`, [[2]]],
        [`${T} | summarize ${name}if(v, v > 99)`, [[0]]],
      ],
      sql: (args) => countDistinct(args, 1),
    }),
  ]),
  ...(
    [
      ['binary_all_and', 'bit_and', 8],
      ['binary_all_or', 'bit_or', 14],
      ['binary_all_xor', 'bit_xor', 6],
    ] as const
  ).map(([name, duckdb, value]) =>
    aggregate({
      name,
      doc: `The bits of all numbers joined with ${duckdb.slice(4)}.`,
      trap: 'Null where there are no numbers.',
      examples: [
        [`datatable(x:long) [12, 10] | summarize ${name}(x)`, [[value]]],
        [`${none} | summarize ${name}(x)`, [[null]]],
      ],
      sql: (args) => bits(args, duckdb),
    }),
  ),
]
