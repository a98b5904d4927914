import { cast, literal, type SqlExpression, sql } from '../../sql/tree.ts'
import { jsonOf } from '../functions/conversions.ts'
import type { Arguments } from '../functions/define.ts'
import { jsonArrayOf } from '../functions/json-forms.ts'
import { type AggregateRow, sqlTypeOf, type TypedSql } from '../row.ts'
import { aggregate, aggregateCall } from './define.ts'

type Percentile = { readonly value: number }

/** The percentiles asked for: numbers, or one constant array of them. */
function percentilesOf(args: Arguments, from: number): Percentile[] {
  return args.all.slice(from).flatMap((argument) => {
    const { constant, type, span } = argument
    const numbers: unknown[] =
      type === 'dynamic' && typeof constant === 'string' ? ([JSON.parse(constant)].flat() as unknown[]) : [constant]
    return numbers.map((number) => {
      const value = typeof number === 'bigint' ? Number(number) : number
      if (typeof value !== 'number' && typeof value !== 'string') {
        args.context.refuse(span, 'a percentile must be a constant number')
      }
      const percent = Number(value)
      if (!(percent >= 0 && percent <= 100)) args.context.refuse(span, 'a percentile lies between 0 and 100')
      return { value: percent }
    })
  })
}

/** What is ranked: dynamic values as reals. */
function ranked(args: Arguments): TypedSql {
  const value = args.typed(0)
  return value.type === 'dynamic' ? { ...value, type: 'real', sql: args.real(0) } : value
}

/** The nearest rank: a value that is there, never one between two. */
function percentile(value: SqlExpression, percent: Percentile, where: readonly SqlExpression[] = []): SqlExpression {
  return aggregateCall('quantile_disc', [value, literal(percent.value / 100)], { where })
}

/** The nearest rank where each value counts as often as its weight says. */
function weighted(args: Arguments, value: TypedSql, percent: Percentile): SqlExpression {
  const weight = args.long(1)
  const where = [sql`${value.sql} IS NOT NULL AND ${weight} > 0`]
  // A bare literal would be taken for the place of a column.
  const key = value.sql.kind === 'literal' ? cast(value.sql, sqlTypeOf[value.type]) : value.sql
  const values = sql`list(${value.sql} ORDER BY ${key}) FILTER (WHERE ${where[0]!})`
  const weights = sql`list(${weight} ORDER BY ${key}) FILTER (WHERE ${where[0]!})`
  return sql`${values}[${args.udf('kql_weighted_rank', weights, literal(percent.value / 100))}]`
}

function columns(args: Arguments, from: number, pick: (value: TypedSql, percent: Percentile) => SqlExpression) {
  const value = ranked(args)
  return percentilesOf(args, from).map((percent) => {
    const picked = pick(value, percent)
    return args.resultType === value.type || args.resultType === 'dynamic'
      ? picked
      : cast(picked, sqlTypeOf[args.resultType])
  })
}

function array(args: Arguments, from: number, pick: (value: TypedSql, percent: Percentile) => SqlExpression) {
  const value = ranked(args)
  return jsonArrayOf(percentilesOf(args, from).map((percent) => jsonOf({ ...value, sql: pick(value, percent) })))
}

const plain = (value: TypedSql, percent: Percentile) => percentile(value.sql, percent)

const T = 'datatable(x:long) [10, 20, 30, 40]'
const W = 'datatable(w:long, x:long) [8, 10, 6, 20, 3, 30, 1, 40]'

export const percentiles: readonly AggregateRow[] = [
  aggregate({
    name: 'percentile',
    doc: 'The value below which so many percent of the values lie.',
    trap: 'By nearest rank: a value that occurs, not one between two.',
    examples: [
      [`${T} | summarize percentile(x, 50)`, [[20]]],
      [`${T} | summarize percentile(x, 99.9)`, [[40]]],
    ],
    sql: (args) => columns(args, 1, plain),
  }),
  aggregate({
    name: 'percentiles',
    doc: 'Several percentiles, a column each.',
    trap: 'By nearest rank.',
    examples: [
      [`${T} | summarize percentiles(x, 25, 50, 75)`, [[10, 20, 30]]],
      [`${T} | where x > 30 | summarize percentiles(x, 5, 95)`, [[40, 40]]],
    ],
    sql: (args) => columns(args, 1, plain),
  }),
  aggregate({
    name: 'percentiles_array',
    doc: 'Several percentiles as an array.',
    trap: 'By nearest rank.',
    examples: [
      [`${T} | summarize percentiles_array(x, 25, 50)`, [[[10, 20]]]],
      [`${T} | summarize percentiles_array(x, dynamic([0, 100]))`, [[[10, 40]]]],
    ],
    sql: (args) => array(args, 1, plain),
  }),
  aggregate({
    name: 'percentilew',
    doc: 'A percentile of values that count as often as a weight says.',
    trap: 'By nearest rank.',
    examples: [
      [`${W} | summarize percentilew(x, w, 50)`, [[20]]],
      [`${W} | summarize percentilew(x, w, 44)`, [[10]]],
    ],
    sql: (args) => columns(args, 2, (value, percent) => weighted(args, value, percent)),
  }),
  aggregate({
    name: 'percentilesw',
    doc: 'Several percentiles of values that count as often as a weight says, a column each.',
    trap: 'By nearest rank.',
    examples: [
      [`${W} | summarize percentilesw(x, w, 50, 75, 99.9)`, [[20, 20, 40]]],
      [`${W} | summarize percentilesw(x, w, 0, 100)`, [[10, 40]]],
    ],
    sql: (args) => columns(args, 2, (value, percent) => weighted(args, value, percent)),
  }),
  aggregate({
    name: 'percentilesw_array',
    doc: 'Several percentiles of values that count as often as a weight says, as an array.',
    trap: 'By nearest rank.',
    examples: [
      [`${W} | summarize percentilesw_array(x, w, 50, 75, 99.9)`, [[[20, 20, 40]]]],
      [`${W} | summarize percentilesw_array(x, w, dynamic([50, 99.9]))`, [[[20, 40]]]],
    ],
    sql: (args) => array(args, 2, (value, percent) => weighted(args, value, percent)),
  }),
]
