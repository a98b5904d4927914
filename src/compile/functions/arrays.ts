import { call, caseWhen, cast, literal, type SqlExpression, sql } from '../../sql/tree.ts'
import type { ScalarRow, TypedSql } from '../row.ts'
import { jsonOf } from './conversions.ts'
import { type Arguments, scalar } from './define.ts'
import { filterList, jsonArray, jsonArrayOf, jsonItems, jsonLiteral, mapList, realJson } from './json-forms.ts'
import { once } from './once.ts'
import { separated } from './regex.ts'
import { repeated } from './repeated.ts'

/** Most elements `range` and `repeat` make. */
const longestArray = 1_048_576n

function arrayLength(args: Arguments): SqlExpression {
  return once('json', args.json(0), (json) =>
    caseWhen(
      [[sql`json_type(${json}) = 'ARRAY'`, cast(call('json_array_length', json), 'BIGINT')]],
      cast(literal(null), 'BIGINT'),
    ),
  )
}

/** What is no array adds nothing. */
function concatenate(args: Arguments): SqlExpression {
  const lists = args.all.map((_, index) => sql`coalesce(${jsonItems(args.json(index))}, [])`)
  return jsonArray(lists.length === 1 ? lists[0]! : sql`list_concat(${separated(lists)})`)
}

/** `body(elements)`, or null where the first argument is no array. */
function withItems(args: Arguments, body: (items: SqlExpression) => SqlExpression): SqlExpression {
  return once('items', jsonItems(args.json(0)), (items) =>
    caseWhen([[sql`${items} IS NOT NULL`, body(items)]], literal(null)),
  )
}

/** Null where one of the numbers is, which DuckDB's list functions and `greatest` pass over. */
function whereGiven(numbers: readonly SqlExpression[], value: SqlExpression): SqlExpression {
  return caseWhen(
    numbers.map((number) => [sql`${number} IS NULL`, literal(null)] as const),
    value,
  )
}

function slice(args: Arguments): SqlExpression {
  return withItems(args, (items) => {
    const place = (index: number) =>
      once('place', args.long(index), (at) => sql`CASE WHEN ${at} < 0 THEN len(${items}) + ${at} ELSE ${at} END`)
    const part = jsonArray(sql`list_slice(${items}, greatest(${place(1)}, 0) + 1, greatest(${place(2)} + 1, 0))`)
    return whereGiven([args.long(1), args.long(2)], part)
  })
}

/** Moves elements to the left; the ones that fall out come back at the end. */
function rotate(args: Arguments, direction: 1n | -1n): SqlExpression {
  return withItems(args, (items) =>
    once('size', sql`greatest(len(${items}), 1)`, (size) =>
      once('by', sql`(${args.long(1)} * ${literal(direction)} % ${size} + ${size}) % ${size}`, (by) =>
        whereGiven(
          [by],
          jsonArray(sql`list_concat(list_slice(${items}, ${by} + 1, ${size}), list_slice(${items}, 1, ${by}))`),
        ),
      ),
    ),
  )
}

/** Moves elements to the left; a value, or null, comes in at the end. */
function shift(args: Arguments, direction: 1n | -1n): SqlExpression {
  const fill = args.has(2) ? jsonOf(args.typed(2)) : cast(literal(null), 'JSON')
  return withItems(args, (items) =>
    once('by', sql`${args.long(1)} * ${literal(direction)}`, (by) =>
      whereGiven(
        [by],
        jsonArray(
          mapList(sql`range(1, len(${items}) + 1)`, 'place', (place) =>
            caseWhen([[sql`${place} + ${by} BETWEEN 1 AND len(${items})`, sql`${items}[${place} + ${by}]`]], fill),
          ),
        ),
      ),
    ),
  )
}

/** Whether an element is the value sought: texts equal texts, numbers numbers, whatever their type. */
function equals(item: SqlExpression, value: TypedSql): SqlExpression {
  switch (value.type) {
    case 'int':
    case 'long':
    case 'real':
    case 'decimal':
      return sql`json_type(${item}) IN ('UBIGINT', 'BIGINT', 'DOUBLE') AND TRY_CAST(json_extract_string(${item}, '$') AS DOUBLE) = ${value.sql}`
    case 'bool':
      return sql`json_type(${item}) = 'BOOLEAN' AND (json_extract_string(${item}, '$') = 'true') = ${value.sql}`
    case 'dynamic':
      return sql`json_extract_string(${item}, '$') = json_extract_string(${value.sql}, '$') AND (json_type(${item}) = 'VARCHAR') = (json_type(${value.sql}) = 'VARCHAR')`
    default:
      return sql`json_type(${item}) = 'VARCHAR' AND json_extract_string(${item}, '$') = json_extract_string(${jsonOf(value)}, '$')`
  }
}

function holds(args: Arguments): SqlExpression {
  return once('items', jsonItems(args.json(0)), (items) =>
    caseWhen(
      [
        [
          sql`${items} IS NOT NULL`,
          sql`len(${filterList(items, 'item', (item) => sql`coalesce(${equals(item, args.typed(1))}, FALSE)`)}) > 0`,
        ],
      ],
      cast(literal(null), 'BOOLEAN'),
    ),
  )
}

function indexOf(args: Arguments): SqlExpression {
  return once('items', jsonItems(args.json(0)), (items) =>
    once('start', args.has(2) ? args.long(2) : literal(0n), (start) =>
      once('from', sql`CASE WHEN ${start} < 0 THEN greatest(len(${items}) + ${start}, 0) ELSE ${start} END`, (from) => {
        const length = args.has(3) ? args.long(3) : literal(-1n)
        const to = once(
          'length',
          length,
          (count) => sql`CASE WHEN ${count} < 0 THEN len(${items}) ELSE least(${from} + ${count}, len(${items})) END`,
        )
        const occurrence = args.has(4) ? args.long(4) : literal(1n)
        const places = filterList(
          sql`range(${from}, ${to})`,
          'place',
          (place) => sql`coalesce(${equals(sql`${items}[${place} + 1]`, args.typed(1))}, FALSE)`,
        )
        return caseWhen(
          [[sql`${items} IS NOT NULL`, sql`coalesce(${places}[${occurrence}], -1)`]],
          cast(literal(null), 'BIGINT'),
        )
      }),
    ),
  )
}

function sum(args: Arguments): SqlExpression {
  return once('items', jsonItems(args.json(0)), (items) =>
    once(
      'others',
      filterList(items, 'item', (item) => sql`json_type(${item}) NOT IN ('UBIGINT', 'BIGINT', 'DOUBLE')`),
      (others) =>
        caseWhen(
          [
            [
              sql`len(${others}) = 0`,
              sql`coalesce(list_sum(${mapList(items, 'item', (item) => sql`TRY_CAST(json_extract_string(${item}, '$') AS DOUBLE)`)}), 0e0)`,
            ],
          ],
          cast(literal(null), 'DOUBLE'),
        ),
    ),
  )
}

/** Sorted by the first array; every further one in the same order. One array comes alone, several in an array. */
function sort(args: Arguments, direction: 'asc' | 'desc'): SqlExpression {
  if (args.typed(0).type === 'bool') args.context.refuse(args.typed(0).span, 'what is sorted is an array')
  const last = args.all.at(-1)!
  const nullsLast = last.type === 'bool' ? last.sql : literal(true)
  const arrays = args.all.filter(({ type }) => type !== 'bool').map((_, index) => args.json(index))
  const sorted = args.udf('kql_array_sort', jsonArrayOf(arrays), literal(direction === 'desc'), nullsLast)
  return arrays.length === 1 ? sql`json_extract(${sorted}, '$[0]')` : sorted
}

function choose(args: Arguments): SqlExpression {
  const [whenTrue, whenFalse] = [args.typed(1), args.typed(2)]
  const element = (value: TypedSql, place: SqlExpression) =>
    value.type === 'dynamic'
      ? sql`CASE WHEN json_type(${value.sql}) = 'ARRAY' THEN (CAST(${value.sql} AS JSON[]))[${place}] ELSE ${value.sql} END`
      : jsonOf(value)
  return withItems(args, (items) =>
    jsonArray(
      mapList(sql`range(1, len(${items}) + 1)`, 'place', (place) =>
        once('condition', sql`${items}[${place}]`, (condition) =>
          caseWhen(
            [
              [
                sql`json_type(${condition}) = 'BOOLEAN' AND json_extract_string(${condition}, '$') = 'true'`,
                element(whenTrue, place),
              ],
              [sql`json_type(${condition}) = 'BOOLEAN'`, element(whenFalse, place)],
              [
                sql`json_type(${condition}) IN ('UBIGINT', 'BIGINT', 'DOUBLE') AND TRY_CAST(json_extract_string(${condition}, '$') AS DOUBLE) <> 0`,
                element(whenTrue, place),
              ],
              [sql`json_type(${condition}) IN ('UBIGINT', 'BIGINT', 'DOUBLE')`, element(whenFalse, place)],
            ],
            literal(null),
          ),
        ),
      ),
    ),
  )
}

/** The values from a start to a stop, both included, as an array. */
function range(args: Arguments): SqlExpression {
  const { type } = args.typed(0)
  if (type === 'datetime' || type === 'timespan') {
    const step = args.has(2) ? args.timespan(2) : literal(36_000_000_000n)
    return steps(args.as(0, type), args.as(1, type), step, type)
  }
  const isReal = args.all.some((value) => value.type === 'real' || value.type === 'decimal')
  if (isReal) {
    const [start, stop, step] = [args.real(0), args.real(1), args.has(2) ? args.real(2) : literal(1)]
    return once('step', step, (by) =>
      once('start', start, (from) =>
        numbers(countOfReals(sql`floor((${stop} - ${from}) / ${by})`), by, (place) =>
          realJson(sql`${from} + ${place} * ${by}`),
        ),
      ),
    )
  }
  const [start, stop, step] = [args.long(0), args.long(1), args.has(2) ? args.long(2) : literal(1n)]
  return once('step', step, (by) =>
    once('start', start, (from) =>
      numbers(
        countOfWholes(stop, from, by),
        by,
        (place) => sql`to_json(CAST(${from} + CAST(${place} AS HUGEINT) * ${by} AS BIGINT))`,
      ),
    ),
  )
}

/** The place of the last element, held where a long can count it; null where no number is one. */
function countOfReals(places: SqlExpression): SqlExpression {
  return once('places', places, (count) =>
    caseWhen([[sql`NOT isnan(${count})`, sql`CAST(greatest(least(${count}, 2e9), -1e0) AS BIGINT)`]], literal(null)),
  )
}

/** The distance of two longs may be no long. */
function countOfWholes(stop: SqlExpression, start: SqlExpression, step: SqlExpression): SqlExpression {
  return sql`CAST(greatest(least((CAST(${stop} AS HUGEINT) - ${start}) // ${step}, 2000000000), -1) AS BIGINT)`
}

/** Elements 0 to `last`; null where the step is null or zero, nothing where it leads away. */
function numbers(
  last: SqlExpression,
  step: SqlExpression,
  element: (place: SqlExpression) => SqlExpression,
): SqlExpression {
  return once('last', sql`CASE WHEN ${step} <> 0 THEN ${last} END`, (to) =>
    caseWhen(
      [
        [sql`${to} IS NULL`, literal(null)],
        [sql`${to} < 0`, jsonLiteral('[]')],
      ],
      jsonArray(mapList(sql`range(least(${to} + 1, ${literal(longestArray)}))`, 'place', element)),
    ),
  )
}

function steps(
  start: SqlExpression,
  stop: SqlExpression,
  step: SqlExpression,
  type: 'datetime' | 'timespan',
): SqlExpression {
  return once('step', step, (by) =>
    once('start', start, (from) =>
      numbers(sql`(${stop} - ${from}) // ${by}`, by, (place) =>
        jsonOf({ sql: sql`${from} + ${place} * ${by}`, type, span: { start: 0, end: 0 } }),
      ),
    ),
  )
}

function zip(args: Arguments): SqlExpression {
  const lists = args.all.map((_, index) => sql`coalesce(${jsonItems(args.json(index))}, [])`)
  return jsonArray(
    mapList(sql`list_zip(${separated(lists)})`, 'tuple', (tuple) =>
      jsonArrayOf(lists.map((_, index) => sql`${tuple}[${literal(BigInt(index + 1))}]`)),
    ),
  )
}

export const arrays: readonly ScalarRow[] = [
  scalar({
    name: 'array_length',
    aliases: ['arraylength'],
    doc: 'How many elements an array has.',
    trap: 'Null where it is no array; nulls in it count.',
    examples: [
      ['array_length(dynamic([1, null, "x"]))', 3],
      ['array_length(dynamic([]))', 0],
      ['array_length(dynamic({"a":1}))', null],
    ],
    sql: arrayLength,
  }),
  scalar({
    name: 'array_concat',
    doc: 'The elements of all arrays as one array.',
    trap: 'What is no array adds nothing.',
    examples: [
      ['array_concat(dynamic([1, 2]), dynamic(["a"]))', [1, 2, 'a']],
      ['array_concat(parse_json("{}"), dynamic([99]))', [99]],
    ],
    sql: concatenate,
  }),
  scalar({
    name: 'array_slice',
    doc: 'The elements from one place to another, both included.',
    trap: 'Negative places count from the end.',
    examples: [
      ['array_slice(dynamic([1, 2, 3, 4, 5]), 1, 2)', [2, 3]],
      ['array_slice(dynamic([1, 2, 3, 4, 5]), -3, -2)', [3, 4]],
      ['array_slice(dynamic([1, 2]), 0, 100)', [1, 2]],
      ['array_slice(dynamic([1, 2]), 5, 9)', []],
      ['array_slice(dynamic([1, 2]), 0, int(null))', null],
      ['array_slice(dynamic({}), 0, 1)', null],
    ],
    sql: slice,
  }),
  scalar({
    name: 'array_split',
    doc: 'An array cut before each of the places given, as an array of arrays.',
    trap: 'Negative places count from the end.',
    examples: [
      [
        'array_split(dynamic([1, 2, 3, 4, 5]), 2)',
        [
          [1, 2],
          [3, 4, 5],
        ],
      ],
      ['array_split(dynamic([1, 2, 3, 4, 5]), dynamic([1, 3]))', [[1], [2, 3], [4, 5]]],
      ['array_split(dynamic([1, 2, 3]), -1)', [[1, 2], [3]]],
    ],
    sql: (args) => args.udf('kql_array_split', args.json(0), args.json(1)),
  }),
  scalar({
    name: 'array_sum',
    doc: 'The sum of an array of numbers.',
    trap: 'Nulls do not count; null as soon as another element is no number.',
    examples: [
      ['array_sum(dynamic([1, null, 3]))', 4],
      ['array_sum(dynamic([1, "x"]))', null],
    ],
    sql: sum,
  }),
  scalar({
    name: 'array_reverse',
    doc: 'The elements from the last to the first.',
    trap: 'Null where it is no array.',
    examples: [
      ['array_reverse(dynamic(["this", "is", null]))', [null, 'is', 'this']],
      ['array_reverse(dynamic([]))', []],
    ],
    sql: (args) => withItems(args, (items) => jsonArray(call('list_reverse', items))),
  }),
  scalar({
    name: 'array_rotate_left',
    doc: 'The elements moved to the left, those that fall out put back at the end.',
    trap: 'A negative count moves to the right.',
    examples: [
      ['array_rotate_left(dynamic([1, 2, 3, 4, 5]), 2)', [3, 4, 5, 1, 2]],
      ['array_rotate_left(dynamic([1, 2, 3, 4, 5]), -2)', [4, 5, 1, 2, 3]],
      ['array_rotate_left(dynamic([1, 2]), int(null))', null],
    ],
    sql: (args) => rotate(args, 1n),
  }),
  scalar({
    name: 'array_rotate_right',
    doc: 'The elements moved to the right, those that fall out put back at the beginning.',
    trap: 'A negative count moves to the left.',
    examples: [
      ['array_rotate_right(dynamic([1, 2, 3, 4, 5]), 2)', [4, 5, 1, 2, 3]],
      ['array_rotate_right(dynamic([1, 2, 3]), -4)', [2, 3, 1]],
    ],
    sql: (args) => rotate(args, -1n),
  }),
  scalar({
    name: 'array_shift_left',
    doc: 'The elements moved to the left, a value (or null) put in at the end.',
    trap: 'A negative count moves to the right.',
    examples: [
      ['array_shift_left(dynamic([1, 2, 3, 4, 5]), 2)', [3, 4, 5, null, null]],
      ['array_shift_left(dynamic([1, 2, 3, 4, 5]), -2, -1)', [-1, -1, 1, 2, 3]],
      ['array_shift_left(dynamic([1, 2]), int(null))', null],
    ],
    sql: (args) => shift(args, 1n),
  }),
  scalar({
    name: 'array_shift_right',
    doc: 'The elements moved to the right, a value (or null) put in at the beginning.',
    trap: 'A negative count moves to the left.',
    examples: [
      ['array_shift_right(dynamic([1, 2, 3, 4, 5]), 2)', [null, null, 1, 2, 3]],
      ['array_shift_right(dynamic([1, 2, 3]), -1, 0)', [2, 3, 0]],
    ],
    sql: (args) => shift(args, -1n),
  }),
  scalar({
    name: 'array_index_of',
    doc: 'The place of a value in an array, from 0; -1 where it is not in it.',
    trap: 'Start, length and occurrence may follow; a negative start counts from the end.',
    examples: [
      ['array_index_of(dynamic(["this", "is", "an"]), "an")', 2],
      ['array_index_of(dynamic(["a", "b", "a"]), "a", 1, -1)', 2],
      ['array_index_of(dynamic(["a", "b", "a"]), "a", 1, 1)', -1],
      ['array_index_of(dynamic(["a", "b", "a"]), "a", 0, -1, 2)', 2],
      ['array_index_of(dynamic(["a", "b", "a"]), "a", -1)', 2],
      ['array_index_of(dynamic([1, 2.0]), 2)', 1],
      ['array_index_of(dynamic([1]), "1")', -1],
    ],
    sql: indexOf,
  }),
  scalar({
    name: 'set_has_element',
    doc: 'True where an array holds a value.',
    trap: 'A number is no text.',
    examples: [
      ['set_has_element(dynamic(["this", "is"]), "is")', true],
      ['set_has_element(dynamic([1, 2]), 3)', false],
      ['set_has_element(dynamic([1]), "1")', false],
    ],
    sql: holds,
  }),
  scalar({
    name: 'array_sort_asc',
    doc: 'The elements in ascending order; further arrays in the order of the first.',
    trap: 'Nulls come last unless `false` is the last argument; numbers come before texts.',
    examples: [
      ['array_sort_asc(dynamic([10, 9, 1.5]))', [1.5, 9, 10]],
      ['array_sort_asc(dynamic([null, "blue", "Zoo", null]))', ['Zoo', 'blue', null, null]],
      ['array_sort_asc(dynamic([null, "blue", "yellow"]), false)', [null, 'blue', 'yellow']],
    ],
    sql: (args) => sort(args, 'asc'),
  }),
  scalar({
    name: 'array_sort_desc',
    doc: 'The elements in descending order; further arrays in the order of the first.',
    trap: 'Nulls come last unless `false` is the last argument.',
    examples: [
      ['array_sort_desc(dynamic([1, 3, 2]))', [3, 2, 1]],
      ['array_sort_desc(dynamic(["a", null, "b"]))', ['b', 'a', null]],
    ],
    sql: (args) => sort(args, 'desc'),
  }),
  scalar({
    name: 'array_iff',
    aliases: ['array_iif'],
    doc: 'For each condition of an array the element of the second argument, or of the third.',
    trap: 'Numbers other than 0 are true; a value that is no array stands for all; missing elements are null.',
    examples: [
      ['array_iff(dynamic([true, false]), dynamic([1, 2]), dynamic([3, 4]))', [1, 4]],
      ['array_iff(dynamic([1, 0, 50]), "yes", "no")', ['yes', 'no', 'yes']],
      ['array_iff(dynamic([true, true, true]), dynamic([1, 2]), dynamic([3, 4]))', [1, 2, null]],
      ['array_iff(dynamic(["x", null]), 1, 0)', [null, null]],
    ],
    sql: choose,
  }),
  scalar({
    name: 'pack_array',
    doc: 'The arguments as an array.',
    trap: 'A text that looks like JSON stays a text; null is null.',
    examples: [
      ['pack_array(1, "a", 2s, true)', [1, 'a', '00:00:02', true]],
      ['pack_array("[1]", int(null))', ['[1]', null]],
    ],
    sql: (args) => jsonArrayOf(args.all.map(jsonOf)),
  }),
  scalar({
    name: 'range',
    doc: 'The values from a start to a stop by a step, as an array.',
    trap: 'The stop is included; at most 1,048,576 elements; the step is 1, or an hour, if not said.',
    examples: [
      ['range(1, 8, 3)', [1, 4, 7]],
      ['range(3, 1, -1)', [3, 2, 1]],
      ['range(0.0, 1.0, 0.5)', [0, 0.5, 1]],
      ['range(1h, 3h)', ['01:00:00', '02:00:00', '03:00:00']],
      [
        'range(datetime(2007-01-01), datetime(2007-01-02), 1d)',
        ['2007-01-01T00:00:00.0000000Z', '2007-01-02T00:00:00.0000000Z'],
      ],
      ['range(1, 0)', []],
      ['range(1e308, 2.0)', []],
      ['tostring(range(0, 9223372036854775807, 9223372036854775807))', '[0,9223372036854775807]'],
      ['array_length(range(1, 1000000000))', 1048576],
    ],
    sql: range,
  }),
  scalar({
    name: 'repeat',
    doc: 'A value as often as asked for, as an array.',
    trap: 'Null for a negative count. At most 1,048,576 times; more than 16 MB is an error. No dynamic value, as in Kusto.',
    examples: [
      ['repeat("a", 3)', ['a', 'a', 'a']],
      ['repeat(1, 0)', []],
      ['repeat(1, -1)', null],
    ],
    sql: (args) => {
      const { type, span } = args.typed(0)
      if (type === 'dynamic') args.context.refuse(span, '`repeat` takes no dynamic value', 'Convert it: `tostring(…)`.')
      return once('count', args.long(1), (count) =>
        once('value', jsonOf(args.typed(0)), (value) => {
          const times = sql`least(${count}, ${literal(longestArray)})`
          const made = jsonArray(mapList(sql`range(${times})`, 'place', () => value))
          return caseWhen([[sql`${count} >= 0`, repeated(sql`coalesce(${value}, 'null')`, times, made)]], literal(null))
        }),
      )
    },
  }),
  scalar({
    name: 'zip',
    doc: 'The first elements of all arrays as an array, then the second ones, and so on.',
    trap: 'Shorter arrays are filled up with nulls.',
    examples: [
      [
        'zip(dynamic([1, 3]), dynamic([2, 4]))',
        [
          [1, 2],
          [3, 4],
        ],
      ],
      [
        'zip(dynamic(["A", 1, 1.5]), dynamic([{}, "B"]))',
        [
          ['A', {}],
          [1, 'B'],
          [1.5, null],
        ],
      ],
    ],
    sql: zip,
  }),
  ...(['set_union', 'set_intersect', 'set_difference'] as const).map((name) =>
    scalar({
      name,
      doc: {
        set_union: 'The different elements of all arrays.',
        set_intersect: 'The different elements that are in every array.',
        set_difference: 'The different elements of the first array that are in none of the others.',
      }[name],
      trap: 'In the order they first come in; null where one argument is no array.',
      examples: {
        set_union: [
          ['set_union(dynamic([1, 2, 1]), dynamic([2, 8]))', [1, 2, 8]],
          ['set_union(dynamic(["a"]), parse_json("{}"))', null],
        ] as const,
        set_intersect: [
          ['set_intersect(dynamic([1, 2, 1, 4]), dynamic([1, 2]), dynamic([8, 1]))', [1]],
          ['set_intersect(dynamic([1]), dynamic(["1"]))', []],
        ] as const,
        set_difference: [
          ['set_difference(dynamic([1, 2, 3]), dynamic([1, 2]))', [3]],
          ['set_difference(dynamic([null, 1, null]), dynamic([null]))', [1]],
        ] as const,
      }[name],
      sql: (args) => args.udf('kql_set', literal(name), jsonArrayOf(args.all.map((_, index) => args.json(index)))),
    }),
  ),
  scalar({
    name: 'set_equals',
    doc: 'True where two arrays hold the same elements.',
    trap: 'In any order and number.',
    examples: [
      ['set_equals(dynamic([1, 2, 2]), dynamic([2, 1]))', true],
      ['set_equals(dynamic([1]), dynamic(["1"]))', false],
      ['set_equals(dynamic([]), dynamic([]))', true],
    ],
    // Two empty sets have no index, but are equal.
    sql: (args) =>
      once(
        'index',
        args.udf('kql_jaccard_index', args.json(0), args.json(1)),
        (index) => sql`coalesce(isnan(${index}) OR ${index} = 1, FALSE)`,
      ),
  }),
  scalar({
    name: 'jaccard_index',
    doc: 'How alike two sets are: the elements both have over the elements either has.',
    trap: 'Elements that come twice count once; null where one is no array.',
    examples: [
      ['jaccard_index(dynamic([1, 2, 3]), dynamic([1, 2, 3, 4]))', 0.75],
      ['jaccard_index(dynamic([1, 1]), dynamic([1]))', 1],
    ],
    // The binder calls it dynamic; the engine answers a real.
    sql: (args) => ({
      sql: args.udf('kql_jaccard_index', args.json(0), args.json(1)),
      type: 'real',
      span: args.typed(0).span,
    }),
  }),
]
