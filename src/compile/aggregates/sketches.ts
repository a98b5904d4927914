import type { KqlType } from '../../lib/kql-type.ts'
import { call, literal, type SqlExpression, sql } from '../../sql/tree.ts'
import { jsonOf, textOf } from '../functions/conversions.ts'
import type { Arguments } from '../functions/define.ts'
import { digestOf, hllOf, hllValues } from '../functions/sketch-forms.ts'
import type { AggregateRow } from '../row.ts'
import { aggregate, aggregateCall } from './define.ts'

const hllParity = {
  approximate:
    "the sketch holds the values themselves: counts are exact where Azure's are within 0.8 %, and it cannot be exchanged with Azure's",
}
const digestParity = {
  approximate:
    "the sketch holds the values themselves: percentiles are exact where Azure's are estimates, and it cannot be exchanged with Azure's",
}

/** Types DuckDB writes as JSON the way Kusto does. */
const plainTypes: readonly KqlType[] = ['string', 'bool', 'int', 'long']

function hll(args: Arguments, condition?: number): SqlExpression {
  const value = args.typed(0)
  const item = value.type === 'dynamic' ? args.text(0) : plainTypes.includes(value.type) ? value.sql : jsonOf(value)
  const where = [sql`${value.sql} IS NOT NULL`, ...(condition === undefined ? [] : [args.bool(condition)])]
  return hllOf(call('list_sort', aggregateCall('list', [item], { distinct: true, where })))
}

function mergedHll(args: Arguments): SqlExpression {
  const sketch = args.json(0)
  const lists = aggregateCall('list', [hllValues(sketch)], { where: [sql`${sketch} IS NOT NULL`] })
  return hllOf(sql`list_sort(list_distinct(flatten(${lists})))`)
}

function digest(args: Arguments): SqlExpression {
  const value = args.typed(0)
  const text = textOf(value)
  const known = sql`${value.sql} IS NOT NULL`
  const type = literal(value.type === 'int' ? 'long' : value.type)
  if (!args.has(1)) {
    const counts = aggregateCall('histogram', [text], { where: [known] })
    return digestOf(sql`list_transform(map_entries(${counts}), lambda one: json_array(one.key, one.value))`, type)
  }
  const weight = args.long(1)
  const pairs = aggregateCall('list', [call('json_array', text, weight)], { where: [known, sql`${weight} > 0`] })
  return digestOf(pairs, type)
}

function mergedDigest(args: Arguments): SqlExpression {
  const sketch = args.json(0)
  return args.udf(
    'kql_tdigest_merge',
    call('to_json', aggregateCall('list', [sketch], { where: [sql`${sketch} IS NOT NULL`] })),
  )
}

const T = 'datatable(k:long, x:long) [1, 10, 1, 20, 1, 20, 2, 30]'

export const sketches: readonly AggregateRow[] = [
  aggregate({
    name: 'hll',
    doc: 'The different values, to be counted or merged later.',
    trap: 'Null where there was no value; the accuracy changes nothing.',
    parity: hllParity,
    examples: [
      [`${T} | summarize h = hll(x) | project dcount_hll(h)`, [[3]]],
      [`${T} | summarize h = hll(x, 4) by k | summarize m = hll_merge(h) | project dcount_hll(m)`, [[3]]],
    ],
    sql: (args) => hll(args),
  }),
  aggregate({
    name: 'hll_if',
    doc: 'The different values of the rows a condition holds for, to be counted or merged later.',
    trap: 'Null where it holds for none.',
    parity: hllParity,
    examples: [
      [`${T} | summarize h = hll_if(x, k == 1) | project dcount_hll(h)`, [[2]]],
      [`${T} | summarize h = hll_if(x, k > 9) | project isnull(h)`, [[true]]],
    ],
    sql: (args) => hll(args, 1),
  }),
  aggregate({
    name: 'hll_merge',
    doc: 'The different values of several sketches of `hll` together.',
    trap: 'A scalar function of the same name merges the sketches of one row.',
    examples: [
      [`${T} | summarize h = hll(x) by k | summarize m = hll_merge(h) | project dcount_hll(m)`, [[3]]],
      [`${T} | summarize h = hll_if(x, k > 9) by k | summarize isnull(hll_merge(h))`, [[true]]],
    ],
    sql: mergedHll,
  }),
  aggregate({
    name: 'tdigest',
    doc: 'The values with how often each came, for percentiles to be taken later.',
    trap: 'A second argument is a weight; null where there was no value.',
    parity: digestParity,
    examples: [
      [`${T} | summarize t = tdigest(x) | project percentile_tdigest(t, 50, typeof(long))`, [[20]]],
      [`${T} | summarize t = tdigest(x, k) | project rank_tdigest(t, 20)`, [[3]]],
    ],
    sql: digest,
  }),
  aggregate({
    name: 'tdigest_merge',
    aliases: ['merge_tdigest'],
    doc: 'Several sketches of `tdigest` together.',
    trap: 'A scalar function of the same name merges the sketches of one row.',
    examples: [
      [
        `${T} | summarize t = tdigest(x) by k | summarize m = tdigest_merge(t) | project percentile_tdigest(m, 100, typeof(long))`,
        [[30]],
      ],
      [`${T} | summarize t = tdigest(x) by k | summarize m = merge_tdigest(t) | project rank_tdigest(m, 25)`, [[3]]],
    ],
    sql: mergedDigest,
  }),
]
