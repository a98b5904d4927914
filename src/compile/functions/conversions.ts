import type { KqlType } from '../../lib/kql-type.ts'
import { call, caseWhen, cast, literal, type SqlExpression, sql, tryCast } from '../../sql/tree.ts'
import { type EmitContext, type ScalarRow, sqlTypeOf, type TypedSql } from '../row.ts'
import { type Arguments, scalar } from './define.ts'
import { instantOfTicks } from './instants.ts'
import { jsonText, parseJsonText, realJson } from './json-forms.ts'
import { once } from './once.ts'
import { datetimeText, parseDatetimeText, parseTimespanText, timespanText } from './time-forms.ts'

/**
 * A value as another KQL type, implied or asked for: null where it does not convert (the empty text for string).
 * To dynamic it is wrapped, never parsed: `pack_array('[1]')` holds a text.
 */
export function convert(value: TypedSql, to: KqlType, context: EmitContext): SqlExpression {
  if (value.type === to) return value.sql
  if (value.constant === null) return to === 'string' ? literal('') : sqlNull(to)
  switch (to) {
    case 'string':
      return textOf(value)
    case 'dynamic':
      return jsonOf(value)
    case 'int':
    case 'long':
    case 'real':
    case 'decimal':
    case 'bool':
    case 'datetime':
    case 'timespan':
    case 'guid': {
      const from = value.type === 'dynamic' ? fromJson[to] : fromType[value.type]?.[to]
      if (!from) context.refuse(value.span, `a ${value.type} does not convert to ${to}`)
      return from(value.sql)
    }
  }
}

type Convert = (value: SqlExpression) => SqlExpression
type Target = Exclude<KqlType, 'string' | 'dynamic'>

function sqlNull(to: KqlType): SqlExpression {
  return cast(literal(null), sqlTypeOf[to])
}

/** The text `tostring` gives; the empty text for null. */
export function textOf(value: TypedSql): SqlExpression {
  switch (value.type) {
    case 'string':
      return value.sql
    case 'bool':
      return once('flag', value.sql, (flag) =>
        caseWhen(
          [
            [flag, literal('True')],
            [sql`NOT ${flag}`, literal('False')],
          ],
          literal(''),
        ),
      )
    case 'real':
      return realText(value.sql)
    case 'decimal':
      return sql`coalesce(regexp_replace(CAST(${value.sql} AS VARCHAR), ${literal(String.raw`\.0+$|(\.\d*[1-9])0+$`)}, ${literal(String.raw`\1`)}), '')`
    case 'datetime':
      return datetimeText(value.sql)
    case 'timespan':
      return timespanText(value.sql)
    case 'dynamic':
      return jsonText(value.sql)
    case 'int':
    case 'long':
    case 'guid':
      return sql`coalesce(CAST(${value.sql} AS VARCHAR), '')`
  }
}

/** `1.0`, `0.1`, `1e+20`, `NaN`, `inf`. */
function realText(real: SqlExpression): SqlExpression {
  return sql`coalesce(replace(CAST(${real} AS VARCHAR), 'nan', 'NaN'), '')`
}

/** A value wrapped as dynamic; null stays null. */
export function jsonOf(value: TypedSql): SqlExpression {
  switch (value.type) {
    case 'dynamic':
      return value.sql
    case 'real':
      return realJson(value.sql)
    case 'datetime':
    case 'timespan':
    case 'decimal':
    case 'guid':
      return call('to_json', call('nullif', textOf(value), literal('')))
    case 'string':
    case 'bool':
    case 'int':
    case 'long':
      return call('to_json', value.sql)
  }
}

const integerPattern = String.raw`^\s*[-+]?\d+\s*$`
const hexPattern = String.raw`^\s*0[xX][0-9a-fA-F]{1,16}\s*$`
const realPattern = String.raw`^\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?\s*$`
const unboundedPattern = String.raw`^(?i)\s*(?:nan|[-+]?inf(?:inity)?)\s*$`
const decimalPattern = String.raw`^\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?\s*$`

const textToLong: Convert = (text) =>
  once('text', text, (value) =>
    caseWhen(
      [
        [matches(value, integerPattern), tryCast(value, 'BIGINT')],
        [matches(value, hexPattern), wrapHex(value, 64)],
      ],
      literal(null),
    ),
  )

const textToInt: Convert = (text) =>
  once('text', text, (value) =>
    caseWhen(
      [
        [matches(value, integerPattern), tryCast(value, 'INTEGER')],
        [matches(value, hexPattern), tryCast(wrapHex(value, 32), 'INTEGER')],
      ],
      literal(null),
    ),
  )

/** `0xFFFFFFFFFFFFFFFF` is -1: hexadecimal digits are the bits of the type. */
function wrapHex(text: SqlExpression, bits: 32 | 64): SqlExpression {
  const size = literal(bits === 32 ? '4294967296' : '18446744073709551616')
  const unsigned = sql`CAST(TRY_CAST(trim(${text}) AS UBIGINT) AS HUGEINT)`
  return once('bits', unsigned, (value) =>
    tryCast(
      caseWhen(
        [
          [
            sql`${value} >= CAST(${size} AS HUGEINT) // 2 AND ${value} < CAST(${size} AS HUGEINT)`,
            sql`${value} - CAST(${size} AS HUGEINT)`,
          ],
        ],
        value,
      ),
      'BIGINT',
    ),
  )
}

const textToReal: Convert = (text) =>
  once('text', text, (value) =>
    caseWhen(
      [
        [matches(value, realPattern), tryCast(value, 'DOUBLE')],
        [matches(value, unboundedPattern), tryCast(sql`trim(${value})`, 'DOUBLE')],
      ],
      literal(null),
    ),
  )

const textToBool: Convert = (text) =>
  once('text', sql`lower(trim(${text}))`, (value) =>
    caseWhen(
      [
        [sql`${value} = 'true'`, literal(true)],
        [sql`${value} = 'false'`, literal(false)],
        [matches(value, integerPattern), sql`TRY_CAST(${value} AS BIGINT) <> 0`],
        [matches(value, hexPattern), sql`${wrapHex(value, 64)} <> 0`],
      ],
      literal(null),
    ),
  )

const textToDecimal: Convert = (text) =>
  once('text', text, (value) =>
    caseWhen([[matches(value, decimalPattern), tryCast(value, 'DECIMAL(38,18)')]], literal(null)),
  )

function matches(text: SqlExpression, pattern: string): SqlExpression {
  return sql`regexp_matches(${text}, ${literal(pattern)})`
}

/** Towards zero, held at the ends of the range; null for NaN and the infinities. */
const realToLong: Convert = (real) =>
  once('real', real, (value) =>
    caseWhen(
      [
        [sql`NOT isfinite(${value})`, literal(null)],
        [sql`${value} >= 9223372036854775807`, literal(9223372036854775807n)],
        [sql`${value} <= -9223372036854775808`, literal(-9223372036854775808n)],
      ],
      cast(sql`trunc(${value})`, 'BIGINT'),
    ),
  )

const realToInt: Convert = (real) =>
  once('real', real, (value) =>
    // `least` passes over nulls.
    caseWhen(
      [[sql`isfinite(${value})`, cast(sql`greatest(least(trunc(${value}), 2147483647), -2147483648)`, 'INTEGER')]],
      cast(literal(null), 'INTEGER'),
    ),
  )

/** The low 32 bits: a long too large wraps around, where a real too large stays at the end. */
const longToInt: Convert = (long) => cast(sql`xor(${long} & 4294967295, 2147483648) - 2147483648`, 'INTEGER')

const toTarget =
  (target: Target): Convert =>
  (value) =>
    tryCast(value, sqlTypeOf[target])
const isNotZero: Convert = (value) => sql`${value} <> 0`
const wholeToDecimal: Convert = (value) => tryCast(value, 'DECIMAL(38,18)')
/** By its digits: DuckDB's own conversion adds the noise behind the last one a real has. */
const realToDecimal: Convert = (value) => tryCast(cast(value, 'VARCHAR'), 'DECIMAL(38,18)')
const wholeTicks: Convert = (value) => tryCast(value, 'BIGINT')

const fromType: Readonly<Partial<Record<KqlType, Readonly<Partial<Record<Target, Convert>>>>>> = {
  string: {
    int: textToInt,
    long: textToLong,
    real: textToReal,
    decimal: textToDecimal,
    bool: textToBool,
    datetime: parseDatetimeText,
    timespan: parseTimespanText,
    guid: (text) => tryCast(text, 'UUID'),
  },
  bool: { int: toTarget('int'), long: toTarget('long'), real: toTarget('real'), decimal: toTarget('decimal') },
  int: {
    long: toTarget('long'),
    real: toTarget('real'),
    decimal: wholeToDecimal,
    bool: isNotZero,
    datetime: (value) => instantOfTicks(wholeTicks(value)),
    timespan: wholeTicks,
  },
  long: {
    int: longToInt,
    real: toTarget('real'),
    decimal: wholeToDecimal,
    bool: isNotZero,
    datetime: instantOfTicks,
    timespan: wholeTicks,
  },
  real: {
    int: realToInt,
    long: realToLong,
    decimal: realToDecimal,
    bool: isNotZero,
    datetime: (value) => instantOfTicks(realToLong(value)),
    timespan: realToLong,
  },
  decimal: {
    int: (value) => realToInt(cast(value, 'DOUBLE')),
    long: (value) => tryCast(sql`trunc(${value})`, 'BIGINT'),
    real: toTarget('real'),
    bool: isNotZero,
    timespan: (value) => tryCast(sql`trunc(${value})`, 'BIGINT'),
  },
  datetime: {
    long: (value) => value,
    real: toTarget('real'),
    decimal: wholeToDecimal,
  },
  timespan: {
    int: longToInt,
    long: (value) => value,
    real: toTarget('real'),
    decimal: wholeToDecimal,
    // Kusto adds a timespan to the beginning of its calendar.
    datetime: instantOfTicks,
  },
}

const isDouble = (json: SqlExpression) => sql`json_type(${json}) = 'DOUBLE'`
const isBoolean = (json: SqlExpression) => sql`json_type(${json}) = 'BOOLEAN'`
const isNumber = (json: SqlExpression) => sql`json_type(${json}) IN ('UBIGINT', 'BIGINT', 'DOUBLE')`
const asReal = (json: SqlExpression) => tryCast(sql`json_extract_string(${json}, '$')`, 'DOUBLE')
const asText = (json: SqlExpression) => sql`json_extract_string(${json}, '$')`
const isTrue = (json: SqlExpression) => sql`json_extract_string(${json}, '$') = 'true'`

/** Whole numbers digit by digit: a real holds fewer than ticks have. */
const jsonTicks: Convert = (json) =>
  caseWhen([[isDouble(json), realToLong(asReal(json))]], tryCast(asText(json), 'BIGINT'))

/** A number as a number, a text as its text converts, arrays and bags as null. */
const fromJson: Readonly<Record<Target, Convert>> = {
  int: (json) =>
    numberFirst(json, 'INTEGER', (value) =>
      viaText(value, realToInt, (text) => longToInt(textToLong(text)), textToInt, 'INTEGER'),
    ),
  long: (json) => numberFirst(json, 'BIGINT', (value) => viaText(value, realToLong, textToLong, textToLong, 'BIGINT')),
  real: (json) =>
    numberFirst(json, 'DOUBLE', (value) =>
      once('json', value, (one) => caseWhen([[isBoolean(one), cast(isTrue(one), 'DOUBLE')]], textToReal(asText(one)))),
    ),
  decimal: (json) =>
    once('json', json, (value) =>
      caseWhen([[isBoolean(value), cast(isTrue(value), 'DECIMAL(38,18)')]], textToDecimal(asText(value))),
    ),
  bool: (json) =>
    once('json', json, (value) => caseWhen([[isNumber(value), sql`${asReal(value)} <> 0`]], textToBool(asText(value)))),
  datetime: (json) =>
    once('json', json, (value) =>
      caseWhen([[isNumber(value), instantOfTicks(jsonTicks(value))]], parseDatetimeText(asText(value))),
    ),
  timespan: (json) =>
    once('json', json, (value) => caseWhen([[isNumber(value), jsonTicks(value)]], parseTimespanText(asText(value)))),
  guid: (json) => tryCast(asText(json), 'UUID'),
}

/**
 * Most JSON read as a number is one: its characters convert at once, and only the rest goes the long way. As a whole number only
 * digits will do, to which another `.0` may be put; a text has quotes about it.
 */
function numberFirst(json: SqlExpression, to: 'INTEGER' | 'BIGINT' | 'DOUBLE', otherwise: Convert): SqlExpression {
  const suffix = literal(to === 'DOUBLE' ? '' : '.0')
  const first = (value: SqlExpression) => tryCast(sql`${withNull(value)} || ${suffix}`, to)
  return isRead(withNull(json))
    ? call('coalesce', first(json), otherwise(json))
    : once('json', json, (value) => call('coalesce', first(value), otherwise(value)))
}

/** The JSON of which `nullif(…, 'null')` makes KQL's null: as a number it is none anyhow. */
function withNull(json: SqlExpression): SqlExpression {
  const [value, none] = json.kind === 'call' && json.name === 'nullif' ? json.arguments : []
  return value && none?.kind === 'literal' && none.value === 'null' ? value : json
}

/** Read from a column: to write it twice costs nothing, since the second is read only where the first was no number. */
function isRead(json: SqlExpression): boolean {
  if (json.kind === 'column') return true
  return json.kind === 'call' && json.name === 'json_extract' && json.arguments.every(isColumnOrLiteral)
}

function isColumnOrLiteral({ kind }: SqlExpression): boolean {
  return kind === 'column' || kind === 'literal'
}

function viaText(
  json: SqlExpression,
  fromReal: Convert,
  fromWhole: Convert,
  fromText: Convert,
  to: 'INTEGER' | 'BIGINT',
): SqlExpression {
  return once('json', json, (value) =>
    caseWhen(
      [
        [isDouble(value), fromReal(asReal(value))],
        [isBoolean(value), cast(isTrue(value), to)],
        ...(fromWhole === fromText ? [] : [[isNumber(value), fromWhole(asText(value))] as const]),
      ],
      fromText(asText(value)),
    ),
  )
}

const to =
  (type: KqlType) =>
  (args: Arguments): SqlExpression =>
    args.as(0, type)

export const conversions: readonly ScalarRow[] = [
  scalar({
    name: 'tostring',
    doc: 'Any value as text.',
    trap: 'Null is the empty text; true is `True`, but `true` inside a dynamic; a whole real keeps its `.0`.',
    examples: [
      ['tostring(123)', '123'],
      ['tostring(1.0)', '1.0'],
      ['tostring(0.1)', '0.1'],
      ['tostring(true)', 'True'],
      ['tostring(dynamic(true))', 'true'],
      ['tostring(int(null))', ''],
      ['tostring(real(nan))', 'NaN'],
      ['tostring(dynamic({"a" : [1, "x"]}))', '{"a":[1,"x"]}'],
      ['tostring(dynamic("x"))', 'x'],
      ['tostring(datetime(2020-02-29 13:14:15.5))', '2020-02-29T13:14:15.5000000Z'],
      ['tostring(-26h - 1tick)', '-1.02:00:00.0000001'],
      ['tostring(1s)', '00:00:01'],
      ['tostring(guid(74be27de-1e4e-49d9-b579-fe0b331d3642))', '74be27de-1e4e-49d9-b579-fe0b331d3642'],
      ['tostring(todecimal("1.50"))', '1.5'],
    ],
    sql: (args) => {
      const { constant, type } = args.typed(0)
      const text = args.text(0)
      return type === 'string' && typeof constant === 'string' ? args.typed(0) : text
    },
  }),
  scalar({
    name: 'tolong',
    doc: 'A whole number of 64 bits, or null.',
    trap: 'Text with a point or an exponent is null, while a real is cut towards zero and held at the ends of the range. A datetime gives ticks since 0001-01-01.',
    examples: [
      ['tolong("42")', 42],
      ['tolong(" 7 ")', 7],
      ['tolong("5.7")', null],
      ['tolong("1e3")', null],
      ['tolong("0x10")', 16],
      ['tolong("0xFFFFFFFFFFFFFFFF")', -1],
      ['tolong("-0x10")', null],
      ['tolong("9223372036854775808")', null],
      ['tolong("1_000")', null],
      ['tolong(-9.99)', -9],
      ['tolong(1e30)', 9223372036854775807n],
      ['tolong(real(+inf))', null],
      ['tolong(true)', 1],
      ['tolong(dynamic("123"))', 123],
      ['tolong(dynamic(1.9))', 1],
      ['tolong(dynamic([1]))', null],
      ['tolong(datetime(1970-01-01))', 621355968000000000n],
    ],
    sql: to('long'),
  }),
  scalar({
    name: 'toint',
    doc: 'A whole number of 32 bits, or null.',
    trap: 'A long too large wraps around, a real too large stays at the end, a text too large is null.',
    examples: [
      ['toint("0x1F")', 31],
      ['toint("2147483648")', null],
      ['toint(2147483648)', -2147483648],
      ['toint(dynamic(2147483648))', -2147483648],
      ['toint(dynamic("2147483648"))', null],
      ['toint(1e10)', 2147483647],
      ['toint(2.9)', 2],
      ['toint(real(null))', null],
      ['toscalar(datatable(r:real) [real(null)] | project toint(r))', null],
      ['toint(-2.5)', -2],
      ['toint("abc")', null],
      ['toint("")', null],
    ],
    sql: to('int'),
  }),
  scalar({
    name: 'todouble',
    aliases: ['toreal'],
    doc: 'A real, or null.',
    trap: '`inf`, `Infinity` and `NaN` are read in any case; hexadecimal text is null.',
    examples: [
      ['todouble("1.5e3")', 1500],
      ['todouble(".5")', 0.5],
      ['todouble("5.")', 5],
      ['todouble("0x1F")', null],
      ['todouble("1_000")', null],
      ['todouble("-Infinity")', -Infinity],
      ['isnan(todouble("NaN"))', true],
      ['todouble(dynamic("1.5"))', 1.5],
      ['todouble("")', null],
      ['todouble(false)', 0],
    ],
    sql: to('real'),
  }),
  scalar({
    name: 'todecimal',
    doc: 'A decimal number, or null.',
    trap: 'Twenty digits before the point and eighteen behind it are kept.',
    examples: [
      ['tostring(todecimal("123.45678"))', '123.45678'],
      ['tostring(todecimal("x"))', ''],
      ['tostring(todecimal(-616.25))', '-616.25'],
    ],
    sql: to('decimal'),
  }),
  scalar({
    name: 'tobool',
    aliases: ['toboolean'],
    doc: 'True or false, or null.',
    trap: 'Text is `true`, `false` or a whole number (in hexadecimal digits too): `1.0` and `yes` are null.',
    examples: [
      ['tobool("True")', true],
      ['tobool("-1")', true],
      ['tobool("0")', false],
      ['tobool("0x10")', true],
      ['tobool("1.0")', null],
      ['tobool("yes")', null],
      ['tobool(0.5)', true],
      ['tobool(dynamic(false))', false],
    ],
    sql: to('bool'),
  }),
  scalar({
    name: 'todatetime',
    doc: 'A datetime from text (ISO 8601, RFC 822, month/day/year) or ticks since 0001-01-01; null where it is none.',
    trap: 'Text without a zone is UTC; a zone offset is applied. An eighth digit of the second and more are cut.',
    examples: [
      ['todatetime("2020-06-15T13:45:09.1234567Z")', '2020-06-15T13:45:09.1234567Z'],
      ['todatetime("0020-06-15 13:45:09.123456789")', '0020-06-15T13:45:09.1234567Z'],
      ['todatetime("2020-06-15T13:45:09+02:00")', '2020-06-15T11:45:09.0000000Z'],
      ['todatetime("1969-07-20")', '1969-07-20T00:00:00.0000000Z'],
      ['todatetime("4/28/2021, 2:32:14.029 PM")', '2021-04-28T14:32:14.0290000Z'],
      ['todatetime("02/17/2016 08:40:01")', '2016-02-17T08:40:01.0000000Z'],
      ['todatetime("Sat, 8 Nov 14 15:05:02 GMT")', '2014-11-08T15:05:02.0000000Z'],
      ['todatetime("2020-13-45")', null],
      ['todatetime("")', null],
      ['todatetime(tolong(datetime(2020-02-29)) + 1)', '2020-02-29T00:00:00.0000001Z'],
      ['todatetime(dynamic("2020-01-02"))', '2020-01-02T00:00:00.0000000Z'],
    ],
    sql: to('datetime'),
  }),
  scalar({
    name: 'totimespan',
    aliases: ['totime'],
    doc: 'A timespan from text such as `1.02:03:04.5`, `13:00` or `90s`; null where it is none.',
    trap: '`1.5` is null: days need a clock behind them.',
    examples: [
      ['totimespan("1.02:03:04.5")', '1.02:03:04.5000000'],
      ['totimespan("0.00:03:00")', '00:03:00'],
      ['totimespan("-00:30:00")', '-00:30:00'],
      ['totimespan("13:00")', '13:00:00'],
      ['totimespan("-1d")', '-1.00:00:00'],
      ['totimespan("90s")', '00:01:30'],
      ['totimespan("25:00")', null],
      ['totimespan("1.5")', null],
    ],
    sql: to('timespan'),
  }),
  scalar({
    name: 'toguid',
    doc: 'A GUID, or null.',
    trap: 'Dashes may be missing or stand elsewhere.',
    examples: [
      ['toguid("0123456789abcdef0123456789abcdef")', '01234567-89ab-cdef-0123-456789abcdef'],
      ['toguid("no guid")', null],
    ],
    sql: to('guid'),
  }),
  scalar({
    name: 'parse_json',
    aliases: ['todynamic', 'toobject', 'parsejson'],
    doc: 'The dynamic value a JSON text describes.',
    trap: 'Text that is no JSON is a dynamic string of its own; a value that is no text is wrapped as it is.',
    examples: [
      [`parse_json('{"a":[1,2]}').a[1]`, 2],
      [`parse_json('abc')`, 'abc'],
      [`gettype(parse_json('abc'))`, 'string'],
      [`gettype(parse_json('NaN'))`, 'string'],
      [`parse_json('[1,NaN]')`, '[1,NaN]'],
      [`parse_json('[1,]')`, '[1,]'],
      [`parse_json('["nan,]"]')`, ['nan,]']],
      [`isnull(parse_json('null'))`, true],
      [`isnull(parse_json(''))`, true],
      ['parse_json(dynamic({"a":1})).a', 1],
    ],
    sql: (args) => (args.typed(0).type === 'string' ? parseJsonText(args.text(0)) : args.json(0)),
  }),
]
