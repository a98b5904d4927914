import type { KqlType } from '../../lib/kql-type.ts'
import { call, caseWhen, cast, literal, type SqlExpression, sql } from '../../sql/tree.ts'
import type { ScalarRow, TypedSql } from '../row.ts'
import { textOf } from './conversions.ts'
import { type Arguments, constantText, scalar } from './define.ts'
import { once } from './once.ts'

/** True where a value is null: a string never is, a JSON null is one. */
function isNull(value: TypedSql): SqlExpression {
  switch (value.type) {
    case 'string':
      return literal(false)
    case 'dynamic':
      return sql`coalesce(json_type(${value.sql}) = 'NULL', TRUE)`
    default:
      return sql`${value.sql} IS NULL`
  }
}

/** True where a value is null or its text is empty. */
function isEmpty(value: TypedSql): SqlExpression {
  return value.type === 'string' || value.type === 'dynamic' ? sql`${textOf(value)} = ''` : isNull(value)
}

const not = (condition: SqlExpression) => sql`NOT ${condition}`

/** The first argument that is neither null nor (for text) empty. */
function coalesce(args: Arguments): SqlExpression {
  const values = args.all.map((_, index) => args.as(index, args.resultType))
  if (args.resultType !== 'string') return call('coalesce', ...values)
  return call('coalesce', ...values.map((value) => call('nullif', value, literal(''))), literal(''))
}

/** The greatest or least of the arguments that are not null; NaN is greater than every number, as DuckDB sorts it. */
function extreme(args: Arguments, name: 'greatest' | 'least'): SqlExpression {
  const values = args.all.map((_, index) => args.as(index, args.resultType))
  return call(name, ...values)
}

const dynamicTypes: readonly (readonly [json: string, name: string])[] = [
  ['ARRAY', 'array'],
  ['OBJECT', 'dictionary'],
  ['VARCHAR', 'string'],
  ['BIGINT', 'long'],
  ['UBIGINT', 'long'],
  ['DOUBLE', 'double'],
  ['BOOLEAN', 'bool'],
]

function typeName(args: Arguments): SqlExpression | TypedSql {
  const value = args.typed(0)
  if (value.type !== 'dynamic') return constantText(value.type, args)
  return once('type', call('json_type', value.sql), (type) =>
    caseWhen(
      dynamicTypes.map(([json, name]) => [sql`${type} = ${literal(json)}`, literal(name)]),
      literal('null'),
    ),
  )
}

function caseOf(args: Arguments): SqlExpression {
  const branches: [SqlExpression, SqlExpression][] = []
  for (let index = 0; index + 1 < args.count; index += 2) {
    branches.push([args.bool(index), args.as(index + 1, args.resultType)])
  }
  return caseWhen(branches, args.as(args.count - 1, args.resultType))
}

export const conditional: readonly ScalarRow[] = [
  scalar({
    name: 'iff',
    aliases: ['iif'],
    doc: 'The second argument where the condition holds, else the third.',
    trap: 'A condition that is null counts as false.',
    examples: [
      ['iff(1 < 2, "yes", "no")', 'yes'],
      ['iff(bool(null), "yes", "no")', 'no'],
      ['iff(true, int(null), 1)', null],
    ],
    sql: (args) => caseWhen([[args.bool(0), args.as(1, args.resultType)]], args.as(2, args.resultType)),
  }),
  scalar({
    name: 'case',
    doc: 'The value behind the first condition that holds, else the last argument.',
    trap: 'Conditions that are null are passed over.',
    examples: [
      ['case(false, "a", bool(null), "b", "c")', 'c'],
      ['case(5 <= 3, "Small", 5 <= 10, "Medium", "Large")', 'Medium'],
    ],
    sql: caseOf,
  }),
  scalar({
    name: 'coalesce',
    doc: 'The first argument that is not null.',
    trap: 'For text: the first that is not empty.',
    examples: [
      ['coalesce(tolong("no number"), tolong("42"), 33)', 42],
      ['coalesce("", "x")', 'x'],
      ['coalesce(real(null), real(null))', null],
    ],
    sql: coalesce,
  }),
  scalar({
    name: 'isempty',
    doc: 'True for the empty text and for null.',
    trap: 'An empty array or bag is not empty.',
    examples: [
      ['isempty("")', true],
      ['isempty(" ")', false],
      ['isempty(int(null))', true],
      ['isempty(dynamic([]))', false],
    ],
    sql: (args) => isEmpty(args.typed(0)),
  }),
  scalar({
    name: 'isnotempty',
    aliases: ['notempty'],
    doc: 'False for the empty text and for null.',
    trap: 'True for an empty array or bag.',
    examples: [
      ['isnotempty("x")', true],
      ['isnotempty("")', false],
      ['isnotempty(dynamic({}))', true],
    ],
    sql: (args) => not(isEmpty(args.typed(0))),
  }),
  scalar({
    name: 'isnull',
    doc: 'True for null.',
    trap: 'Text is never null, not even the empty text.',
    examples: [
      ['isnull(int(null))', true],
      ['isnull("")', false],
      ['isnull(5)', false],
      ['isnull(dynamic({"a":null}).a)', true],
    ],
    sql: (args) => isNull(args.typed(0)),
  }),
  scalar({
    name: 'isnotnull',
    aliases: ['notnull'],
    doc: 'False for null.',
    trap: 'True for any text.',
    examples: [
      ['isnotnull("")', true],
      ['isnotnull(real(null))', false],
    ],
    sql: (args) => not(isNull(args.typed(0))),
  }),
  scalar({
    name: 'not',
    doc: 'The condition reversed.',
    trap: 'Null stays null.',
    examples: [
      ['not(1 == 2)', true],
      ['isnull(not(bool(null)))', true],
    ],
    sql: (args) => not(args.bool(0)),
  }),
  scalar({
    name: 'max_of',
    doc: 'The greatest of the arguments.',
    trap: 'Nulls are passed over; null only where all are.',
    examples: [
      ['max_of(10, 1, -3, 17)', 17],
      ['max_of(int(null), 2)', 2],
      ['max_of(toint(1), 2.5)', 2.5],
    ],
    sql: (args) => extreme(args, 'greatest'),
  }),
  scalar({
    name: 'min_of',
    doc: 'The least of the arguments.',
    trap: 'Nulls are passed over; null only where all are.',
    examples: [
      ['min_of(10, 1, -3, 17)', -3],
      ['min_of(int(null), 2)', 2],
    ],
    sql: (args) => extreme(args, 'least'),
  }),
  scalar({
    name: 'gettype',
    doc: 'The name of the type of a value.',
    trap: 'A dynamic tells the type of what it holds: a bag is a `dictionary`, a number with a point a `double`.',
    examples: [
      ['gettype(1)', 'long'],
      ['gettype(1.0)', 'real'],
      ['gettype(1s)', 'timespan'],
      ['gettype(toint("x"))', 'int'],
      ['gettype(dynamic({"a":1}))', 'dictionary'],
      ['gettype(dynamic([1]))', 'array'],
      ['gettype(dynamic(1.5))', 'double'],
      ['gettype(dynamic(null))', 'null'],
    ],
    sql: typeName,
  }),
  scalar({
    name: 'dynamic_to_json',
    aliases: ['dynamic_to_string'],
    doc: 'A dynamic value as JSON text, the keys of bags in alphabetical order.',
    trap: 'Unlike `tostring` it sorts keys, and keeps the quotes of a text.',
    examples: [
      ['dynamic_to_json(dynamic({"b":2,"a":{"d":1,"c":null}}))', '{"a":{"c":null,"d":1},"b":2}'],
      ['dynamic_to_json(dynamic("x"))', '"x"'],
    ],
    sql: (args) => sql`coalesce(${args.udf('kql_canonical_json', cast(args.json(0), 'VARCHAR'))}, '')`,
  }),
  scalar({
    name: 'assert',
    doc: 'True, or the end of the query with a message where the condition does not hold.',
    trap: 'A condition that is not constant is seen to row by row.',
    examples: [
      ['assert(1 < 2, "arithmetic")', true],
      ['assert(strlen("abc") == 3, "length")', true],
    ],
    sql: (args) => {
      const message = args.constantText(1, 'The message')
      if (args.typed(0).constant === false) args.context.refuse(args.typed(0).span, `assert() has failed: ${message}`)
      return sql`CASE WHEN ${args.bool(0)} THEN TRUE ELSE CAST(error(${literal(`assert() has failed: ${message}`)}) AS BOOLEAN) END`
    },
  }),
  scalar({
    name: 'estimate_data_size',
    doc: 'The size of values in bytes.',
    trap: 'A text counts its UTF-8 bytes; how large a dynamic or a decimal is, Kusto does not say.',
    examples: [
      ['toscalar(print n = 1, s = "1234567890" | project estimate_data_size(n, s))', 18],
      ['toscalar(print s = "é" | project estimate_data_size(s))', 2],
    ],
    sql: (args) =>
      cast(
        args.all.map((value) => sizeOf(value, args)).reduce((all, size) => sql`${all} + ${size}`),
        'BIGINT',
      ),
  }),
]

const fixedSizes: Readonly<Partial<Record<KqlType, bigint>>> = {
  bool: 1n,
  int: 4n,
  long: 8n,
  real: 8n,
  datetime: 8n,
  timespan: 8n,
  guid: 16n,
}

function sizeOf(value: TypedSql, args: Arguments): SqlExpression {
  if (value.type === 'string') return call('strlen', value.sql)
  const size = fixedSizes[value.type]
  return size === undefined
    ? args.context.refuse(value.span, `the size of a ${value.type} is not known`)
    : literal(size)
}
