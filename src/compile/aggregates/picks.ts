import { call, literal, type SqlExpression, sql } from '../../sql/tree.ts'
import type { Arguments } from '../functions/define.ts'
import type { AggregateRow, TypedSql } from '../row.ts'
import { aggregate, aggregateCall } from './define.ts'

/** A field of the row an aggregate picked; text that is missing is empty. */
function field(picked: SqlExpression, index: number, value: TypedSql): SqlExpression {
  // A bare number: a literal may be taken for a key that the rows are grouped by.
  const cell: SqlExpression = { kind: 'template', texts: ['', `[${index + 1}]`], holes: [picked] }
  return value.type === 'string' ? sql`coalesce(${cell}, '')` : cell
}

/** Dynamic keys compare as numbers where they are, else as text. */
function keyOf(value: TypedSql): SqlExpression {
  return value.type === 'dynamic'
    ? sql`row(TRY_CAST(json_extract_string(${value.sql}, '$') AS DOUBLE), json_extract_string(${value.sql}, '$')`
    : value.sql
}

/** A value of the row with the greatest (least) key. Where every key is null it is any row, which DuckDB leaves out. */
export function argExtremeOf(name: 'arg_max' | 'arg_min', value: SqlExpression, key: TypedSql): SqlExpression {
  if (key.type === 'string') return aggregateCall(name, [value, key.sql])
  if (key.type === 'datetime') {
    const beyond = name === 'arg_max' ? -1n : 2n ** 63n - 1n
    return aggregateCall(name, [value, call('coalesce', key.sql, literal(beyond))])
  }
  const where = key.type === 'dynamic' ? [sql`json_extract_string(${key.sql}, '$') IS NOT NULL`] : []
  return sql`coalesce(${aggregateCall(name, [value, keyOf(key)], { where })}, ${aggregateCall('first', [value])})`
}

/** The row with the greatest (least) key: the key, then each further argument, all of one row. */
function argExtreme(args: Arguments, name: 'arg_max' | 'arg_min'): SqlExpression[] {
  const row = call('row', ...args.all.map((value) => value.sql))
  const picked = argExtremeOf(name, row, args.typed(0))
  return args.all.map((value, index) => field(picked, index, value))
}

/** One value that is not null or empty, where there is one. */
function anyValue(value: TypedSql, where: readonly SqlExpression[]): SqlExpression {
  return value.type === 'string'
    ? sql`coalesce(${aggregateCall('any_value', [sql`nullif(${value.sql}, '')`], { where })}, '')`
    : aggregateCall('any_value', [value.sql], { where })
}

function takeAny(args: Arguments): SqlExpression | SqlExpression[] {
  if (args.count === 1) return anyValue(args.typed(0), [])
  const row = call('row', ...args.all.map((value) => value.sql))
  const picked = aggregateCall('first', [row])
  return args.all.map((value, index) => field(picked, index, value))
}

const T = 'datatable(k:long, v:long, s:string) [1, 10, "a", 1, 20, "b", 2, long(null), "c"]'

export const picks: readonly AggregateRow[] = [
  aggregate({
    name: 'arg_max',
    aliases: ['argmax'],
    doc: 'The row with the greatest value of the first argument: that value and the further ones.',
    trap: 'Where every value is null, any row.',
    examples: [
      [
        `${T} | summarize arg_max(v, s) by k`,
        [
          [1, 20, 'b'],
          [2, null, 'c'],
        ],
      ],
      [`${T} | summarize arg_max(v, *)`, [[20, 1, 'b']]],
      [`${T} | where k > 5 | summarize arg_max(v, s)`, [[null, '']]],
      [`${T} | summarize arg_max(v, s) by one = 1`, [[1, 20, 'b']]],
    ],
    sql: (args) => argExtreme(args, 'arg_max'),
  }),
  aggregate({
    name: 'arg_min',
    aliases: ['argmin'],
    doc: 'The row with the least value of the first argument: that value and the further ones.',
    trap: 'A null is not the least; where every value is null, any row.',
    examples: [
      [
        `${T} | summarize arg_min(v, s) by k`,
        [
          [1, 10, 'a'],
          [2, null, 'c'],
        ],
      ],
      [`${T} | summarize arg_min(v, k, s)`, [[10, 1, 'a']]],
    ],
    sql: (args) => argExtreme(args, 'arg_min'),
  }),
  aggregate({
    name: 'take_any',
    aliases: ['any'],
    doc: 'The values of any one row.',
    trap: 'A single expression is one that is not null or empty, where there is one.',
    examples: [
      [
        `${T} | summarize take_any(v) by k`,
        [
          [1, 10],
          [2, null],
        ],
      ],
      [`datatable(s:string) ["", "x"] | summarize take_any(s)`, [['x']]],
      [`${T} | where s == "b" | summarize take_any(v, s)`, [[20, 'b']]],
    ],
    sql: takeAny,
  }),
  aggregate({
    name: 'take_anyif',
    aliases: ['anyif'],
    doc: 'A value of any row a condition holds for.',
    trap: 'Null, or the empty text, where it holds for none.',
    examples: [
      [`${T} | summarize take_anyif(s, v > 15)`, [['b']]],
      [`${T} | summarize take_anyif(s, v > 99)`, [['']]],
    ],
    sql: (args) => anyValue(args.typed(0), [args.bool(1)]),
  }),
]
