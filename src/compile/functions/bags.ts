import { call, caseWhen, literal, type SqlExpression, sql } from '../../sql/tree.ts'
import type { ScalarRow, TypedSql } from '../row.ts'
import { jsonOf, textOf } from './conversions.ts'
import { type Arguments, scalar } from './define.ts'
import { jsonArrayOf } from './json-forms.ts'
import { once } from './once.ts'

/** `json_object`: NULL becomes JSON null. Of a constant key that comes twice the last value stays, in the place of the first. */
function bagOf(given: readonly (readonly [key: TypedSql, value: TypedSql])[]): SqlExpression {
  const pairs = [...new Map(given.map((pair, index) => [pair[0].constant ?? index, pair])).values()]
  return call('json_object', ...pairs.flatMap(([key, value]) => [textOf(key), jsonOf(value)]))
}

function pairsOf(args: Arguments, from: number): (readonly [TypedSql, TypedSql])[] {
  const pairs: (readonly [TypedSql, TypedSql])[] = []
  for (let index = from; index + 1 < args.count; index += 2) pairs.push([args.typed(index), args.typed(index + 1)])
  return pairs
}

/** The columns of the row as a bag; empty texts and nulls left out where the flag says so. */
function packAll(args: Arguments): SqlExpression {
  const pairs = pairsOf(args, 1)
  if (args.typed(0).constant !== true) return bagOf(pairs)
  const entries = pairs.map(([key, value]) => {
    const isEmpty = value.type === 'string' ? sql`${value.sql} = ''` : sql`${value.sql} IS NULL`
    return caseWhen([[isEmpty, literal(null)]], call('json_object', textOf(key), jsonOf(value)))
  })
  return args.udf('kql_merge_bags', jsonArrayOf(entries))
}

function keys(args: Arguments): SqlExpression {
  return once('json', args.json(0), (json) =>
    caseWhen([[sql`json_type(${json}) = 'OBJECT'`, sql`to_json(json_keys(${json}))`]], literal(null)),
  )
}

export const bags: readonly ScalarRow[] = [
  scalar({
    name: 'bag_pack',
    aliases: ['pack', 'pack_dictionary'],
    doc: 'A bag of keys and values, given in turn.',
    trap: 'A null value stays, as null.',
    examples: [
      ['bag_pack("a", 1, "b", "x")', { a: 1, b: 'x' }],
      ['pack("k", int(null))', { k: null }],
      ['tostring(bag_pack("a", 1, "b", 2, "a", 3))', '{"a":3,"b":2}'],
      ['bag_pack("d", datetime(2020-01-01), "s", 1s)', { d: '2020-01-01T00:00:00.0000000Z', s: '00:00:01' }],
    ],
    sql: (args) => bagOf(pairsOf(args, 0)),
  }),
  scalar({
    name: 'pack_all',
    doc: 'All columns of the row as a bag.',
    trap: 'With `true` nulls and empty texts are left out.',
    examples: [
      ['tostring(toscalar(datatable(a:long, b:string) [1, ""] | project pack_all()))', '{"a":1,"b":""}'],
      ['tostring(toscalar(datatable(a:long, b:string) [1, ""] | project pack_all(true)))', '{"a":1}'],
    ],
    sql: packAll,
  }),
  scalar({
    name: 'bag_pack_columns',
    doc: 'Some columns of the row as a bag, under their names.',
    trap: 'Null and empty values stay.',
    examples: [
      ['toscalar(datatable(a:long, b:string, c:bool) [1, "", true] | project bag_pack_columns(a, b))', { a: 1, b: '' }],
      ['toscalar(datatable(a:long) [long(null)] | project bag_pack_columns(a))', { a: null }],
    ],
    sql: (args) => bagOf(pairsOf(args, 0)),
  }),
  scalar({
    name: 'bag_keys',
    doc: 'The keys of a bag as an array.',
    trap: 'The outermost only; null where it is no bag.',
    examples: [
      ['bag_keys(dynamic({"a":1, "b":{"c":2}}))', ['a', 'b']],
      ['bag_keys(dynamic({}))', []],
      ['bag_keys(dynamic([1]))', null],
    ],
    sql: keys,
  }),
  scalar({
    name: 'bag_merge',
    doc: 'Several bags as one.',
    trap: 'Of a key that comes twice the first value stays.',
    examples: [
      ['bag_merge(dynamic({"a":1, "b":2}), dynamic({"b":3, "c":4}))', { a: 1, b: 2, c: 4 }],
      ['bag_merge(dynamic({"a":[1]}), dynamic(null))', { a: [1] }],
    ],
    sql: (args) => args.udf('kql_merge_bags', jsonArrayOf(args.all.map((_, index) => args.json(index)))),
  }),
  scalar({
    name: 'bag_has_key',
    doc: 'True where a bag has a key.',
    trap: 'A key that begins with `$.` is a path.',
    examples: [
      ['bag_has_key(dynamic({"key1":1}), "key1")', true],
      ['bag_has_key(dynamic({"a":{"b":null}}), "$.a.b")', true],
      ['bag_has_key(dynamic({"a":{"b":1}}), "b")', false],
    ],
    sql: (args) => args.udf('kql_bag_has_key', args.json(0), args.text(1)),
  }),
  scalar({
    name: 'bag_remove_keys',
    doc: 'A bag without some keys.',
    trap: 'A key that begins with `$.` is a path.',
    examples: [
      ['bag_remove_keys(dynamic({"a":1, "b":2}), dynamic(["b", "x"]))', { a: 1 }],
      ['bag_remove_keys(dynamic({"a":{"b":1, "c":2}}), dynamic(["$.a.b"]))', { a: { c: 2 } }],
    ],
    sql: (args) => args.udf('kql_bag_remove_keys', args.json(0), args.json(1)),
  }),
  scalar({
    name: 'bag_set_key',
    doc: 'A bag with a key set to a value.',
    trap: 'A key that begins with `$.` is a path; bags it lacks are made.',
    examples: [
      ['bag_set_key(dynamic({"a":1}), "b", 3)', { a: 1, b: 3 }],
      ['bag_set_key(dynamic({"a":1}), "$.k.p", "x")', { a: 1, k: { p: 'x' } }],
      ['bag_set_key(parse_json("[1]"), "a", 1)', null],
    ],
    sql: (args) => args.udf('kql_bag_set_key', args.json(0), args.text(1), args.json(2)),
  }),
  scalar({
    name: 'bag_zip',
    doc: 'A bag of keys from one array and values from another.',
    trap: 'Missing values are null, keys that are no texts are left out.',
    examples: [
      ['bag_zip(dynamic(["a", "b", "c"]), dynamic([1, "2"]))', { a: 1, b: '2', c: null }],
      ['bag_zip(dynamic(["a", 8, "b"]), dynamic([1, "2", 2.5]))', { a: 1, b: 2.5 }],
      ['bag_zip(parse_json("{}"), dynamic([1]))', null],
    ],
    sql: (args) => args.udf('kql_bag_zip', args.json(0), args.json(1)),
  }),
  scalar({
    name: 'treepath',
    doc: 'The paths of all that a dynamic value holds.',
    trap: 'The elements of an array share the path `[0]`.',
    examples: [
      ['treepath(dynamic({"a":{"b":1}}))', ["['a']", "['a']['b']"]],
      ['treepath(dynamic({"p":[100, {"x":"y"}]}))', ["['p']", "['p'][0]", "['p'][0]['x']"]],
    ],
    sql: (args) => args.udf('kql_treepath', args.json(0)),
  }),
]
