import type { KqlType } from '../../lib/kql-type.ts'
import { call, caseWhen, cast, literal, type SqlExpression, sql } from '../../sql/tree.ts'
import { isVolatile } from '../../sql/walk.ts'
import { jsonOf } from '../functions/conversions.ts'
import type { Arguments } from '../functions/define.ts'
import { jsonLiteral } from '../functions/json-forms.ts'
import { once } from '../functions/once.ts'
import type { AggregateRow } from '../row.ts'
import { arrayOfList } from '../typed-list.ts'
import { aggregate, aggregateCall } from './define.ts'
import { orderedList } from './ordered-list.ts'

/** Types DuckDB writes as JSON the way Kusto does. */
const plainTypes: readonly KqlType[] = ['string', 'bool', 'int', 'long']

interface ListOptions {
  readonly keepNulls?: boolean
  readonly distinct?: boolean
  readonly condition?: SqlExpression | undefined
}

/**
 * All values as one list of DuckDB, in the order of the serialized rows. A dynamic array gives its elements, and a
 * dynamic null stays one: both differ from what other types do.
 */
function valuesOf(args: Arguments, { keepNulls = false, distinct = false, condition }: ListOptions): SqlExpression {
  const value = args.typed(0)
  const where = condition ? [condition] : []
  const gathered = (item: SqlExpression) =>
    distinct ? aggregateCall('list', [item], { distinct, where }) : orderedList(item, args.context.order, where)
  if (value.type === 'dynamic' && !isBag(value.sql)) {
    const elements = once('json', value.sql, (json) =>
      caseWhen([[sql`json_type(${json}) = 'ARRAY'`, cast(json, 'JSON[]')]], sql`[${json}]`),
    )
    return sql`flatten(${gathered(elements)})`
  }
  const item = value.type === 'dynamic' || plainTypes.includes(value.type) ? value.sql : jsonOf(value)
  if (value.type === 'dynamic' || value.type === 'string' || keepNulls) return gathered(item)
  // What chance decides would be another value where it is asked for a second time.
  if (isVolatile(value.sql)) return sql`list_filter(${gathered(item)}, lambda each: each IS NOT NULL)`
  where.push(sql`${value.sql} IS NOT NULL`)
  return gathered(item)
}

/** Sure to be a bag, as `bag_pack` makes it: neither an array nor null. */
function isBag(value: SqlExpression): boolean {
  return value.kind === 'call' && value.name === 'json_object'
}

/** A list as a dynamic array, `[]` where there was nothing, at most `size` elements. */
function arrayOf(args: Arguments, list: SqlExpression, size: SqlExpression): SqlExpression {
  const { type } = args.typed(0)
  const cut = sql`list_slice(${list}, 1, greatest(${size}, 0))`
  return call('coalesce', arrayOfList(cut, plainTypes.includes(type) ? type : 'dynamic'), jsonLiteral('[]'))
}

/** Beyond this the values of a set come sorted, not in the order of their first row: comparing each with each would not end. */
const firstSeenLimit = 128n

/** Different values: sorted, or in the order they were first seen where the rows have one. */
function distinctOf(args: Arguments, condition?: SqlExpression): SqlExpression {
  if (args.context.order.length === 0) {
    const values = valuesOf(args, { distinct: true, condition })
    return args.typed(0).type === 'dynamic' ? sql`list_sort(list_distinct(${values}))` : sql`list_sort(${values})`
  }
  return once('values', valuesOf(args, { condition }), (values) =>
    caseWhen(
      [
        [
          sql`len(${values}) <= ${literal(firstSeenLimit)}`,
          sql`list_filter(${values}, lambda candidate, place: list_position(${values}, candidate) = place)`,
        ],
      ],
      sql`list_sort(list_distinct(${values}))`,
    ),
  )
}

function bag(args: Arguments, condition?: number): SqlExpression {
  const where = condition === undefined ? [] : [args.bool(condition)]
  const bags = orderedList(args.json(0), args.context.order, where)
  return sql`coalesce(${args.udf('kql_merge_bags', sql`to_json(${bags})`)}, ${jsonLiteral('{}')})`
}

/** What a list or a set keeps at most: Kusto says nothing of the rest. */
const longestList = 1_048_576n

/** What the forms without an underscore keep. */
const olderLimit = 128n

/** How many elements at most: one number for all rows, which a `toscalar` may be. */
function size(args: Arguments, index: number, otherwise = longestList): SqlExpression {
  if (!args.has(index)) return literal(otherwise)
  const limit = args.long(index)
  if (readsColumn(limit)) args.context.refuse(args.typed(index).span, 'the most elements must be a constant number')
  return limit
}

/** Names that a lambda gives are no columns. A subquery reads its own. */
function readsColumn(expression: SqlExpression, named: readonly string[] = []): boolean {
  const within = (part: SqlExpression) => readsColumn(part, named)
  switch (expression.kind) {
    case 'column':
      return !named.includes(expression.name)
    case 'cast':
      return within(expression.operand)
    case 'template':
      return expression.holes.some(within)
    case 'call':
      return expression.arguments.some(within)
    case 'list':
      return expression.items.some(within)
    case 'lambda':
      return readsColumn(expression.body, [...named, ...expression.parameters])
    case 'case':
      return [...expression.when.flat(), expression.else].some(within)
    default:
      return false
  }
}

const T = 'datatable(v:long) [3, 1, long(null), 3]'
const D = 'datatable(d:dynamic) [dynamic({"a":1}), dynamic([1, 2]), dynamic({"a":2,"b":3})]'

export const lists: readonly AggregateRow[] = [
  aggregate({
    name: 'make_list',
    doc: 'All values as an array, in the order of the rows where they have one.',
    trap: 'Nulls are left out, empty texts are not; arrays give their elements. At most 1,048,576, as in Kusto.',
    examples: [
      [`${T} | summarize make_list(v)`, [[[3, 1, 3]]]],
      [`${T} | sort by v asc | summarize make_list(v, 2)`, [[[1, 3]]]],
      [`${D} | summarize make_list(d)`, [[[{ a: 1 }, 1, 2, { a: 2, b: 3 }]]]],
      [`${T} | sort by v asc | summarize make_list(bag_pack("v", v), 3)`, [[[{ v: null }, { v: 1 }, { v: 3 }]]]],
      [`${T} | where v > 9 | summarize make_list(v)`, [[[]]]],
      ['range x from 1 to 1100000 step 1 | summarize array_length(make_list(x))', [[1_048_576]]],
      [`datatable(s:string) ["", "x"] | summarize make_list(s)`, [[['', 'x']]]],
    ],
    sql: (args) => arrayOf(args, valuesOf(args, {}), size(args, 1)),
  }),
  aggregate({
    name: 'make_list_if',
    doc: 'The values of the rows a condition holds for, as an array.',
    trap: 'Nulls are left out.',
    examples: [
      [`${T} | summarize make_list_if(v, v > 1)`, [[[3, 3]]]],
      [`${T} | summarize make_list_if(v, v > 1, 1)`, [[[3]]]],
    ],
    sql: (args) => arrayOf(args, valuesOf(args, { condition: args.bool(1) }), size(args, 2)),
  }),
  aggregate({
    name: 'make_list_with_nulls',
    doc: 'All values as an array, nulls too.',
    trap: 'As many elements as rows.',
    examples: [
      [`${T} | summarize make_list_with_nulls(v)`, [[[3, 1, null, 3]]]],
      [`${T} | where v > 9 | summarize make_list_with_nulls(v)`, [[[]]]],
    ],
    sql: (args) => arrayOf(args, valuesOf(args, { keepNulls: true }), literal(longestList)),
  }),
  aggregate({
    name: 'make_set',
    doc: 'The different values as an array.',
    trap: 'Nulls are left out, empty texts are not; arrays give their elements.',
    examples: [
      [`${T} | summarize make_set(v)`, [[[3, 1]]]],
      [`datatable(d:dynamic) [dynamic([1, 2]), dynamic([2, 3])] | summarize make_set(d)`, [[[1, 2, 3]]]],
      [`${T} | summarize make_set(v, 1)`, [[[3]]]],
      [`${T} | where v > 9 | summarize make_set(v)`, [[[]]]],
    ],
    sql: (args) => arrayOf(args, distinctOf(args), size(args, 1)),
  }),
  aggregate({
    name: 'make_set_if',
    doc: 'The different values of the rows a condition holds for, as an array.',
    trap: 'Nulls are left out.',
    examples: [
      [`${T} | summarize make_set_if(v, v > 1)`, [[[3]]]],
      [`${T} | summarize make_set_if(v, v > 9)`, [[[]]]],
    ],
    sql: (args) => arrayOf(args, distinctOf(args, args.bool(1)), size(args, 2)),
  }),
  aggregate({
    name: 'makelist',
    doc: 'The older form of `make_list`.',
    trap: 'At most 128 elements, where no other number is given.',
    examples: [
      [`range x from 1 to 200 step 1 | summarize array_length(makelist(x))`, [[128]]],
      [`${T} | summarize makelist(v, 2)`, [[[3, 1]]]],
    ],
    sql: (args) => arrayOf(args, valuesOf(args, {}), size(args, 1, olderLimit)),
  }),
  aggregate({
    name: 'makeset',
    doc: 'The older form of `make_set`.',
    trap: 'At most 128 elements, where no other number is given.',
    examples: [
      [`range x from 1 to 200 step 1 | summarize array_length(makeset(x))`, [[128]]],
      [`${T} | summarize makeset(v)`, [[[3, 1]]]],
    ],
    sql: (args) => arrayOf(args, distinctOf(args), size(args, 1, olderLimit)),
  }),
  aggregate({
    name: 'buildschema',
    doc: 'The types of the values, the keys of bags and the elements of arrays, as a bag.',
    trap: 'Several types are an array; the elements of an array stand under the key `indexer`, in backquotes.',
    examples: [
      [`${D} | summarize buildschema(d)`, [[{ a: 'long', b: 'long', '`indexer`': 'long' }]]],
      [
        `datatable(d:dynamic) [dynamic({"x":1}), dynamic({"x":"a"})] | summarize buildschema(d)`,
        [[{ x: ['long', 'string'] }]],
      ],
    ],
    sql: (args) => {
      const values = orderedList(args.json(0), args.context.order, [sql`${args.json(0)} IS NOT NULL`])
      return args.udf('kql_schema', sql`to_json(${values})`)
    },
  }),
  aggregate({
    name: 'make_bag',
    aliases: ['make_dictionary'],
    doc: 'All bags as one.',
    trap: 'Of a key that comes twice the first value stays; what is no bag is left out.',
    examples: [
      [`${D} | summarize make_bag(d)`, [[{ a: 1, b: 3 }]]],
      [`${D} | where isnull(d) | summarize make_bag(d)`, [[{}]]],
    ],
    sql: (args) => bag(args),
  }),
  aggregate({
    name: 'make_bag_if',
    doc: 'The bags of the rows a condition holds for as one.',
    trap: 'Of a key that comes twice the first value stays.',
    examples: [
      [`${D} | summarize make_bag_if(d, isnotnull(d.b))`, [[{ a: 2, b: 3 }]]],
      [`${D} | summarize make_bag_if(d, false)`, [[{}]]],
    ],
    sql: (args) => bag(args, 1),
  }),
]
