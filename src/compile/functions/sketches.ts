import { call, cast, literal, type SqlExpression, sql } from '../../sql/tree.ts'
import type { ScalarRow, TypedSql } from '../row.ts'
import { convert, textOf } from './conversions.ts'
import { type Arguments, scalar } from './define.ts'
import { jsonArrayOf } from './json-forms.ts'
import { hllOf, hllPath, hllValues } from './sketch-forms.ts'

/** A list of the percentiles asked for: arguments, or one constant array. */
function percentsOf(args: Arguments): SqlExpression {
  const [first] = args.all.slice(1)
  if (first?.type !== 'dynamic') {
    const percents = args.all.slice(1).map((_, index) => args.real(index + 1))
    return call('list_value', ...percents)
  }
  const list: unknown = typeof first.constant === 'string' ? JSON.parse(first.constant) : undefined
  if (!Array.isArray(list) || !list.every((each) => typeof each === 'number')) {
    return args.context.refuse(first.span, 'the percentiles must be a constant array of numbers')
  }
  return call('list_value', ...list.map((each) => cast(literal(each), 'DOUBLE')))
}

function percentiles(args: Arguments, percents: SqlExpression): SqlExpression {
  return cast(args.udf('kql_tdigest_percentiles', args.json(0), percents), 'JSON')
}

function percentile(args: Arguments): SqlExpression {
  const found = percentiles(args, call('list_value', args.real(1)))
  if (!args.has(2)) return found
  const [{ span }] = args.all as readonly [TypedSql]
  const value: TypedSql = { sql: sql`json_extract(${found}, '$[0]')`, type: 'dynamic', span }
  return convert(value, args.resultType, args.context)
}

function rank(args: Arguments, isPercent: boolean): SqlExpression {
  const { type } = args.typed(1)
  const kind = literal(type === 'int' ? 'long' : type)
  return args.udf('kql_tdigest_rank', args.json(0), kind, textOf(args.typed(1)), literal(isPercent))
}

function mergedHll(args: Arguments): SqlExpression {
  const lists = call('list_value', ...args.all.map((_, index) => hllValues(args.json(index))))
  return hllOf(sql`list_sort(list_distinct(flatten(list_filter(${lists}, lambda one: one IS NOT NULL))))`)
}

const hlls = (condition: string) =>
  `toscalar(range x from 1 to 10 step 1 | summarize a = hll(x), b = hll_if(x, ${condition}) | project`
const digest = 'toscalar(range x from 1 to 10 step 1 | summarize t = tdigest(x), u = tdigest(x * 10) | project'

export const sketches: readonly ScalarRow[] = [
  scalar({
    name: 'dcount_hll',
    doc: 'How many different values a sketch of `hll` holds.',
    trap: 'Exact: the sketch holds the values. Null of null.',
    examples: [
      [`${hlls('x > 7')} dcount_hll(b))`, 3],
      [`${hlls('x > 99')} dcount_hll(b))`, null],
    ],
    sql: (args) => cast(call('json_array_length', args.json(0), hllPath), 'BIGINT'),
  }),
  scalar({
    name: 'hll_merge',
    doc: 'The different values of the sketches of one row together.',
    trap: 'An aggregate of the same name merges those of many rows.',
    examples: [
      [`${hlls('x > 7')} dcount_hll(hll_merge(a, b)))`, 10],
      [`${hlls('x > 99')} dcount_hll(hll_merge(b, a)))`, 10],
    ],
    sql: mergedHll,
  }),
  scalar({
    name: 'tdigest_merge',
    aliases: ['merge_tdigest'],
    doc: 'The sketches of `tdigest` of one row together.',
    trap: 'An aggregate of the same name merges those of many rows.',
    examples: [
      [`${digest} percentile_tdigest(merge_tdigest(t, u), 100, typeof(long)))`, 100],
      [`${digest} rank_tdigest(tdigest_merge(t, u), 10))`, 11],
    ],
    sql: (args) => args.udf('kql_tdigest_merge', jsonArrayOf(args.all.map((_, index) => args.json(index)))),
  }),
  scalar({
    name: 'percentile_tdigest',
    doc: 'The value below which so many percent of the values of a sketch lie.',
    trap: 'Without a type it is an array of that one value. By nearest rank.',
    examples: [
      [`${digest} percentile_tdigest(t, 50, typeof(long)))`, 5],
      [`${digest} percentile_tdigest(t, 100))`, [10]],
    ],
    sql: percentile,
  }),
  scalar({
    name: 'percentiles_array_tdigest',
    doc: 'Several percentiles of a sketch as an array.',
    trap: 'By nearest rank.',
    examples: [
      [`${digest} percentiles_array_tdigest(t, 0, 25, 99.9))`, [1, 3, 10]],
      [`${digest} percentiles_array_tdigest(u, dynamic([50, 100])))`, [50, 100]],
    ],
    sql: (args) => percentiles(args, percentsOf(args)),
  }),
  scalar({
    name: 'rank_tdigest',
    doc: 'How many values of a sketch are not greater than a value.',
    trap: 'The value needs the type of those of the sketch; else the rank is null.',
    examples: [
      [`${digest} rank_tdigest(t, 7))`, 7],
      [`${digest} rank_tdigest(u, 15))`, 1],
    ],
    sql: (args) => rank(args, false),
  }),
  scalar({
    name: 'percentrank_tdigest',
    doc: 'How many percent of the values of a sketch are not greater than a value.',
    trap: 'The value needs the type of those of the sketch; else the rank is null.',
    examples: [
      [`${digest} percentrank_tdigest(t, 7))`, 70],
      [`${digest} percentrank_tdigest(u, 5))`, 0],
    ],
    sql: (args) => rank(args, true),
  }),
]
