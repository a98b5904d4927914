import type { KqlType } from '../../lib/kql-type.ts'
import { call, caseWhen, cast, literal, type SqlExpression, sql } from '../../sql/tree.ts'
import { type ScalarRow, sqlTypeOf } from '../row.ts'
import { type Arguments, scalar } from './define.ts'
import { once } from './once.ts'

const notANumber = literal(Number.NaN)
const infinity = literal(Number.POSITIVE_INFINITY)
const minusInfinity = literal(Number.NEGATIVE_INFINITY)

/** A function of a real that DuckDB refuses outside `domain`, where KQL has a value of its own. */
function guarded(
  name: string,
  outside: readonly (readonly [condition: (value: SqlExpression) => SqlExpression, value: SqlExpression])[],
): (args: Arguments) => SqlExpression {
  return (args) =>
    once('value', args.real(0), (value) =>
      caseWhen(
        outside.map(([condition, result]) => [condition(value), result] as const),
        call(name, value),
      ),
    )
}

const notFinite = [(value: SqlExpression) => sql`NOT isfinite(${value})`, notANumber] as const
const beyondOne = [(value: SqlExpression) => sql`abs(${value}) > 1`, notANumber] as const
const isZero = (value: SqlExpression) => sql`${value} = 0`
const isNegative = (value: SqlExpression) => sql`${value} < 0`

function realRow(
  name: string,
  doc: string,
  trap: string,
  examples: ScalarRow['examples'],
  sqlOf: (args: Arguments) => SqlExpression = (args) => call(name, args.real(0)),
): ScalarRow {
  return scalar({ name, doc, trap, examples, sql: sqlOf })
}

const logarithm = (name: string) =>
  guarded(name, [
    [isZero, minusInfinity],
    [isNegative, literal(null)],
  ])

const numeric: readonly KqlType[] = ['int', 'long', 'real', 'decimal', 'timespan']

function absolute(args: Arguments): SqlExpression {
  const value = args.typed(0)
  if (!numeric.includes(value.type)) return call('abs', args.real(0))
  if (value.type === 'real' || value.type === 'decimal') return cast(call('abs', value.sql), sqlTypeOf[args.resultType])
  // The smallest number has no counterpart: it stays itself, as in the processor.
  return cast(
    once('number', value.type === 'int' ? cast(value.sql, 'BIGINT') : value.sql, (number) =>
      caseWhen([[sql`${number} > ${literal(-(2n ** 63n))}`, call('abs', number)]], number),
    ),
    sqlTypeOf[args.resultType],
  )
}

/** Whole numbers that stay such: what makes them so has nothing to do, and a real would not hold them all. */
function isWhole(args: Arguments): boolean {
  const whole: readonly KqlType[] = ['int', 'long']
  return whole.includes(args.typed(0).type) && whole.includes(args.resultType)
}

/** A real (a decimal where that is the result) as the type of the result, held at the ends of its range. */
function rounded(value: SqlExpression, args: Arguments): SqlExpression {
  const { resultType, context } = args
  if (resultType === 'decimal') return cast(value, sqlTypeOf.decimal)
  return resultType === 'real' ? value : context.convert({ sql: value, type: 'real', span: context.span }, resultType)
}

function round(args: Arguments): SqlExpression {
  if (isWhole(args) && !args.has(1)) return args.as(0, args.resultType)
  const result = (value: SqlExpression) => rounded(value, args)
  const value = args.resultType === 'decimal' ? args.as(0, 'decimal') : args.real(0)
  // DuckDB refuses nothing here, but NaN and infinities come out as they went in.
  return args.has(1) ? result(sql`round(${value}, CAST(${args.long(1)} AS INTEGER))`) : result(call('round', value))
}

const wrap = (value: SqlExpression) =>
  cast(
    sql`xor(${value} & 18446744073709551615::HUGEINT, 9223372036854775808::HUGEINT) - 9223372036854775808::HUGEINT`,
    'BIGINT',
  )

/** Bits that leave the 64 are lost; a shift counts modulo 64. */
function shift(args: Arguments, direction: 'left' | 'right'): SqlExpression {
  return once('places', args.long(1), (places) =>
    caseWhen(
      [
        [
          sql`${places} >= 0`,
          direction === 'left'
            ? wrap(sql`CAST(${args.long(0)} AS HUGEINT) * (1::HUGEINT << CAST(${places} % 64 AS HUGEINT))`)
            : sql`${args.long(0)} >> (${places} % 64)`,
        ],
      ],
      literal(null),
    ),
  )
}

function toHex(args: Arguments): SqlExpression {
  const bits = args.typed(0).type === 'int' ? sql`${args.long(0)} & 4294967295` : args.long(0)
  const digits = sql`lower(to_hex(${bits}))`
  if (!args.has(1)) return sql`coalesce(${digits}, '')`
  return once(
    'digits',
    digits,
    (text) =>
      sql`coalesce(lpad(${text}, CAST(greatest(length(${text}), least(coalesce(${args.long(1)}, 0), 16)) AS INTEGER), '0'), '')`,
  )
}

/** A random real below 1, or a whole number below the bound. */
function random(args: Arguments): SqlExpression {
  return args.has(0) ? sql`floor(${call('random')} * ${args.real(0)})` : call('random')
}

const byteUnits = ['Bytes', 'KB', 'MB', 'GB', 'TB', 'PB', 'EB']

function formatBytes(args: Arguments): SqlExpression {
  const digits = args.has(1) ? args.constantLong(1, 'The precision') : 0n
  const unit = args.has(2) ? args.constantText(2, 'The unit') : ''
  if (digits < 0n || digits > 15n) args.context.refuse(args.typed(1).span, 'the precision is a number from 0 to 15')
  const fixed = byteUnits.findIndex((known) => known.toLowerCase() === unit.toLowerCase())
  if (unit !== '' && fixed < 0) args.context.refuse(args.typed(2).span, `the unit is one of ${byteUnits.join(', ')}`)
  return once('size', args.real(0), (size) => {
    const text = (index: number) =>
      sql`concat(${trimmed(sql`round(${size} / ${literal(1024 ** index)}, ${literal(digits)}::INTEGER)`)}, ${literal(` ${byteUnits[index]!}`)})`
    const branches = byteUnits
      .slice(0, -1)
      .map((_, index) => [sql`abs(${size}) < ${literal(1024 ** (index + 1))}`, text(index)] as const)
    return caseWhen(
      [[sql`${size} IS NULL`, literal('')], ...(fixed >= 0 ? [] : branches)],
      text(fixed >= 0 ? fixed : byteUnits.length - 1),
    )
  })
}

/** A rounded real without `.0`. */
function trimmed(value: SqlExpression): SqlExpression {
  return sql`regexp_replace(CAST(${value} AS VARCHAR), '\\.0$', '')`
}

export const math: readonly ScalarRow[] = [
  scalar({
    name: 'abs',
    doc: 'The value without its sign.',
    trap: 'Timespans stay timespans; an int becomes a long.',
    examples: [
      ['abs(-5)', 5],
      ['abs(-1.5)', 1.5],
      ['abs(-90m)', '01:30:00'],
      ['abs(long(-9223372036854775808))', -9223372036854775808n],
    ],
    sql: absolute,
  }),
  realRow(
    'sqrt',
    'The square root.',
    'NaN for negative numbers.',
    [
      ['sqrt(16)', 4],
      ['isnan(sqrt(-1))', true],
    ],
    guarded('sqrt', [[isNegative, notANumber]]),
  ),
  realRow(
    'log',
    'The natural logarithm.',
    'Minus infinity for 0, null for negative numbers.',
    [
      ['round(log(5), 12)', 1.609437912434],
      ['log(0)', -Infinity],
      ['log(-1)', null],
    ],
    logarithm('ln'),
  ),
  realRow(
    'log10',
    'The logarithm to base 10.',
    'Minus infinity for 0, null for negative numbers.',
    [
      ['log10(1000)', 3],
      ['log10(-1)', null],
    ],
    logarithm('log10'),
  ),
  realRow(
    'log2',
    'The logarithm to base 2.',
    'Minus infinity for 0, null for negative numbers.',
    [
      ['log2(8)', 3],
      ['log2(0)', -Infinity],
    ],
    logarithm('log2'),
  ),
  realRow('exp', 'e to the power of a number.', 'Infinity where a real cannot hold it.', [
    ['exp(0)', 1],
    ['exp(100000.5)', Infinity],
  ]),
  realRow(
    'exp2',
    '2 to the power of a number.',
    'A real.',
    [
      ['exp2(10)', 1024],
      ['exp2(-1)', 0.5],
    ],
    (args) => sql`pow(2, ${args.real(0)})`,
  ),
  realRow(
    'exp10',
    '10 to the power of a number.',
    'A real.',
    [
      ['exp10(2)', 100],
      ['exp10(-1)', 0.1],
    ],
    (args) => sql`pow(10, ${args.real(0)})`,
  ),
  realRow(
    'pow',
    'A number to the power of another.',
    'A real; NaN where none is.',
    [
      ['pow(2, 31)', 2147483648],
      ['pow(2, 0.5) > 1.414', true],
      ['isnan(pow(-8, 0.3))', true],
    ],
    (args) => call('pow', args.real(0), args.real(1)),
  ),
  scalar({
    name: 'round',
    doc: 'The nearest number with so many digits behind the point (0 if not said).',
    trap: 'Halves go away from zero.',
    examples: [
      ['round(2.5)', 3],
      ['round(-1.5)', -2],
      ['round(3.25, 1)', 3.3],
      ['round(real(null))', null],
      ['round(9223372036854775807)', 9223372036854775807n],
    ],
    sql: round,
  }),
  scalar({
    name: 'ceiling',
    aliases: ['ceil'],
    doc: 'The least whole number at or above a number.',
    trap: 'Towards zero for negative numbers.',
    examples: [
      ['ceiling(1.1)', 2],
      ['ceiling(-1.1)', -1],
      ['ceiling(9223372036854775807)', 9223372036854775807n],
    ],
    sql: (args) =>
      isWhole(args)
        ? args.as(0, args.resultType)
        : rounded(call('ceil', args.resultType === 'decimal' ? args.as(0, 'decimal') : args.real(0)), args),
  }),
  scalar({
    name: 'sign',
    doc: '-1, 0 or 1.',
    trap: 'The sign of 0 is 0.',
    examples: [
      ['sign(-42)', -1],
      ['sign(0)', 0],
      ['sign(11.2)', 1],
    ],
    sql: (args) => cast(call('sign', args.real(0)), sqlTypeOf[args.resultType]),
  }),
  ...(
    [
      ['sin', 'sine', 0],
      ['cos', 'cosine', 1],
      ['tan', 'tangent', 0],
    ] as const
  ).map(([name, word, atZero]) =>
    realRow(
      name,
      `The ${word} of an angle in radians.`,
      'NaN for infinities.',
      [
        [`${name}(0)`, atZero],
        [`isnan(${name}(real(+inf)))`, true],
      ],
      guarded(name, [notFinite]),
    ),
  ),
  realRow(
    'cot',
    'The cotangent of an angle in radians.',
    'Infinity for 0.',
    [
      ['round(cot(1), 10)', 0.6420926159],
      ['cot(0)', Infinity],
    ],
    (args) =>
      once('value', args.real(0), (value) =>
        caseWhen(
          [
            [isZero(value), infinity],
            [sql`NOT isfinite(${value})`, notANumber],
          ],
          sql`1e0 / tan(${value})`,
        ),
      ),
  ),
  ...(['asin', 'acos'] as const).map((name) =>
    realRow(
      name,
      `The angle in radians whose ${name === 'asin' ? 'sine' : 'cosine'} is a number.`,
      'NaN beyond -1 and 1.',
      [
        [`${name}(${name === 'asin' ? 0 : 1})`, 0],
        [`isnan(${name}(2))`, true],
      ],
      guarded(name, [beyondOne]),
    ),
  ),
  realRow('atan', 'The angle in radians whose tangent is a number.', 'Between -π/2 and π/2.', [
    ['atan(0)', 0],
    ['atan(1) * 4 == pi()', true],
  ]),
  realRow(
    'atan2',
    'The angle in radians of the point (x, y).',
    'y comes first.',
    [
      ['atan2(0, -1) == pi()', true],
      ['round(atan2(-1, 0), 10)', -1.5707963268],
    ],
    (args) => call('atan2', args.real(0), args.real(1)),
  ),
  realRow('degrees', 'Radians as degrees.', 'A real.', [
    ['degrees(pi())', 180],
    ['degrees(0)', 0],
  ]),
  realRow('radians', 'Degrees as radians.', 'A real.', [
    ['radians(180) == pi()', true],
    ['round(radians(90), 10)', 1.5707963268],
  ]),
  scalar({
    name: 'pi',
    doc: 'π.',
    examples: [
      ['pi()', Math.PI],
      ['pi() > 3', true],
    ],
    sql: () => call('pi'),
  }),
  realRow(
    'gamma',
    'The gamma function.',
    'Infinity for 0, NaN for negative whole numbers.',
    [
      ['gamma(5)', 24],
      ['isnan(gamma(-1))', true],
    ],
    guarded('gamma', [[isZero, infinity]]),
  ),
  realRow(
    'loggamma',
    'The logarithm of the absolute value of the gamma function.',
    'Infinity for 0 and negative whole numbers.',
    [
      ['round(loggamma(5), 10)', 3.1780538303],
      ['loggamma(0)', Infinity],
    ],
    guarded('lgamma', [[(value) => sql`${value} <= 0 AND ${value} = floor(${value})`, infinity]]),
  ),
  ...(
    [
      ['isnan', 'NaN', 'real(nan)', '1.0'],
      ['isinf', 'an infinity', 'real(+inf)', 'real(nan)'],
      ['isfinite', 'a finite number', '1.0', 'real(nan)'],
    ] as const
  ).map(([name, what, yes, no]) =>
    scalar({
      name,
      doc: `True for ${what}.`,
      trap: 'Null for null.',
      examples: [
        [`${name}(${yes})`, true],
        [`${name}(${no})`, false],
        [`isnull(${name}(real(null)))`, true],
      ],
      sql: (args) => call(name, args.real(0)),
    }),
  ),
  scalar({
    name: 'rand',
    doc: 'A random number from 0 up to 1, or a whole one below a bound.',
    trap: 'Another for each row.',
    examples: [
      ['rand() between (0.0 .. 1.0)', true],
      ['rand(10) in (range(0, 9, 1))', true],
    ],
    sql: random,
  }),
  scalar({
    name: 'new_guid',
    doc: 'A random GUID.',
    trap: 'Another for each row.',
    examples: [
      ['strlen(tostring(new_guid()))', 36],
      ['gettype(new_guid())', 'guid'],
    ],
    sql: () => call('gen_random_uuid'),
  }),
  ...(
    [
      ['binary_and', 2],
      ['binary_or', 7],
      ['binary_xor', 5],
    ] as const
  ).map(([name, value]) =>
    scalar({
      name,
      doc: `The bits of two numbers joined with ${name.slice(7)}.`,
      trap: 'Numbers have 64 bits.',
      examples: [
        [`${name}(6, 3)`, value],
        [`${name}(-1, 0)`, name === 'binary_and' ? 0 : -1],
      ],
      sql: (args) => {
        const [left, right] = [args.long(0), args.long(1)]
        if (name === 'binary_xor') return call('xor', left, right)
        return name === 'binary_and' ? sql`${left} & ${right}` : sql`${left} | ${right}`
      },
    }),
  ),
  scalar({
    name: 'binary_not',
    doc: 'The bits of a number reversed.',
    trap: 'All 64 of them.',
    examples: [
      ['binary_not(100)', -101],
      ['binary_not(0)', -1],
    ],
    sql: (args) => sql`~${args.long(0)}`,
  }),
  scalar({
    name: 'binary_shift_left',
    doc: 'The bits of a number moved to the left.',
    trap: 'What leaves the 64 bits is lost; null for a negative shift.',
    examples: [
      ['binary_shift_left(1, 2)', 4],
      ['binary_shift_left(3, 63)', -9223372036854775808n],
      ['binary_shift_left(1, -1)', null],
    ],
    sql: (args) => shift(args, 'left'),
  }),
  scalar({
    name: 'binary_shift_right',
    doc: 'The bits of a number moved to the right.',
    trap: 'The sign stays; null for a negative shift.',
    examples: [
      ['binary_shift_right(8, 2)', 2],
      ['binary_shift_right(-8, 1)', -4],
    ],
    sql: (args) => shift(args, 'right'),
  }),
  scalar({
    name: 'bitset_count_ones',
    doc: 'How many bits of a number are set.',
    trap: 'Of all 64.',
    examples: [
      ['bitset_count_ones(42)', 3],
      ['bitset_count_ones(-1)', 64],
    ],
    sql: (args) => cast(call('bit_count', args.long(0)), 'BIGINT'),
  }),
  scalar({
    name: 'tohex',
    doc: 'A whole number in hexadecimal digits, filled up with zeros where a length is asked for.',
    trap: 'An int has 32 bits, a long 64; more digits than asked for are kept.',
    examples: [
      ['tohex(256)', '100'],
      ['tohex(-256)', 'ffffffffffffff00'],
      ['tohex(toint(-256), 8)', 'ffffff00'],
      ['tohex(256, 8)', '00000100'],
      ['tohex(256, 2)', '100'],
    ],
    sql: toHex,
  }),
  scalar({
    name: 'format_bytes',
    doc: 'A size in bytes as text, in the unit that suits it or the one asked for.',
    trap: 'Units of 1,024; rounded to whole numbers where no digits are asked for.',
    examples: [
      ['format_bytes(564)', '564 Bytes'],
      ['format_bytes(10332, 1)', '10.1 KB'],
      ['format_bytes(20010332)', '19 MB'],
      ['format_bytes(20010332, 2)', '19.08 MB'],
      ['format_bytes(20010332, 0, "KB")', '19541 KB'],
    ],
    sql: formatBytes,
  }),
  ...(
    [
      [
        'erf',
        'The error function.',
        'Odd: the sign of the argument is that of the value.',
        'round(erf(0.5), 10)',
        0.5204998778,
        'erf(0.0)',
        0,
      ],
      [
        'erfc',
        'One less the error function.',
        'Keeps its digits where the error function is nearly 1.',
        'round(erfc(1.0), 10)',
        0.1572992071,
        'erfc(0.0)',
        1,
      ],
    ] as const
  ).map(([name, doc, trap, kql, value, atZero, zeroValue]) =>
    scalar({
      name,
      doc,
      trap,
      examples: [
        [kql, value],
        [atZero, zeroValue],
      ],
      sql: (args) => args.udf(`kql_${name}`, args.real(0)),
    }),
  ),
  ...(
    [
      [
        'beta_cdf',
        'The cumulative beta distribution: how likely a value at or below the first argument is.',
        'NaN outside of 0 and 1.',
        'round(beta_cdf(0.3, 2.0, 3.0), 10)',
        0.3483,
        'isnan(beta_cdf(1.5, 10.0, 20.0))',
        true,
      ],
      [
        'beta_pdf',
        'The density of the beta distribution.',
        'NaN outside of 0 and 1.',
        'round(beta_pdf(0.3, 2.0, 3.0), 10)',
        1.764,
        'isnan(beta_pdf(1.5, 10.0, 20.0))',
        true,
      ],
      [
        'beta_inv',
        'The value at which the cumulative beta distribution reaches a probability.',
        'Null for what is no probability.',
        'round(beta_inv(0.1, 10.0, 20.0), 10)',
        0.2264150224,
        'beta_inv(1.5, 10.0, 20.0)',
        null,
      ],
    ] as const
  ).map(([name, doc, trap, kql, value, outside, outsideValue]) =>
    scalar({
      name,
      doc,
      trap,
      examples: [
        [kql, value],
        [outside, outsideValue],
      ],
      sql: (args) => args.udf(`kql_${name}`, args.real(0), args.real(1), args.real(2)),
    }),
  ),
  scalar({
    name: 'welch_test',
    doc: "Welch's test of two means: the probability that they lie so far apart where both are the same, from mean, variance and count of each.",
    trap: 'Two-sided. Variances are those of samples.',
    examples: [
      ['round(welch_test(20.0, 4.0, 10, 20.0, 9.0, 12), 12)', 1],
      ['round(welch_test(10.0, 4.0, 5, 13.0, 9.0, 5), 6)', 0.105318],
      ['isnan(welch_test(1.0, 0.0, 5, 1.0, 0.0, 5))', true],
    ],
    sql: (args) => args.udf('kql_welch_test', ...[0, 1, 2, 3, 4, 5].map((index) => args.real(index))),
  }),
]
