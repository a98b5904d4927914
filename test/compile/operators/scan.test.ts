import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestDatabase, type TestDatabase } from '../../support/duckdb.ts'
import { answerOf } from '../../support/run-kql.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database.close())

const text = ['""', '"a"', '"A"', '"ab c"', '"B_a"', '"straße"', '"ΣΊΣΥΦΟΣ"', '"İ"', '"a.b"', '"ab"']
const long = ['long(null)', '0', '1', '-1', '7', '-7', '9223372036854775807', '-9223372036854775807']
const real = ['real(null)', '0.0', '1.5', '-7.5', '2.0', 'real(nan)', 'real(+inf)', '1e300']
const timespan = ['timespan(null)', '0s', '1d', '-90m', '0.5s', '10675199d']
const datetime = [
  'datetime(null)',
  'datetime(2024-02-29T23:59:59.999)',
  'datetime(2024-03-01)',
  'datetime(0001-01-01)',
  'datetime(9999-12-31T23:00:00)',
]
const bool = ['bool(null)', 'true', 'false']

/** Expressions over a value `X` of the row and a value `Y` of the row before, which the machine computes. */
const groups: readonly { types: readonly [string, string]; values: readonly [string[], string[]]; of: string[] }[] = [
  {
    types: ['string', 'string'],
    values: [text, text],
    of: [
      'X == Y',
      'X != Y',
      'X =~ Y',
      'X !~ Y',
      'X contains Y',
      'X !contains Y',
      'X contains_cs Y',
      'X startswith Y',
      'X startswith_cs Y',
      'X endswith Y',
      'X !endswith_cs Y',
      'X has Y',
      'X !has_cs Y',
      'X in (Y, "ab")',
      'X !in~ (Y, "AB")',
      'strcat(X, Y, true, 5)',
      'coalesce(X, Y)',
      'iff(isempty(Y), X, Y)',
      'case(X == "a", Y, isnotempty(X), "x", Y == "a", X, "y")',
    ],
  },
  {
    types: ['long', 'long'],
    values: [long, long],
    of: [
      'X == Y',
      'X != Y',
      'X < Y',
      'X <= Y',
      'X > Y',
      'X >= Y',
      'X + Y',
      'X - Y',
      'X * Y',
      'X / Y',
      'X % Y',
      '-(X % 10 + Y % 10)',
      'abs(X % 10 - Y % 10)',
      'max_of(X, Y, 3)',
      'min_of(X, Y)',
      'coalesce(X, Y)',
      'X between (Y .. 7)',
      'X !between (-1 .. Y)',
      'isnull(X + Y)',
      'isnotnull(X + Y)',
      'X > Y and Y < 3',
      'X > Y or Y < 3',
      'not(X > Y)',
      'toreal(X) + Y',
      'toint(X + Y)',
      'toint(X) + toint(Y)',
      'X > Y + 0.5',
      'strcat(X, "-", Y)',
      'tostring(X + Y)',
      'iff(X > Y, X, long(null))',
    ],
  },
  {
    types: ['real', 'real'],
    values: [real, real],
    of: [
      'X == Y',
      'X != Y',
      'X < Y',
      'X >= Y',
      'X + Y',
      'X - Y',
      'X * Y',
      'X / Y',
      'X % Y',
      'max_of(X, Y)',
      'min_of(X, Y)',
      'abs(X - Y)',
      'X between (Y .. 2)',
    ],
  },
  {
    types: ['datetime', 'datetime'],
    values: [datetime, datetime],
    of: [
      'X == Y',
      'X > Y',
      'X - Y',
      'X - Y <= 5m',
      'X - (Y - X)',
      'min_of(X, Y)',
      'datetime_diff("day", X, Y)',
      'datetime_diff("minute", X, Y)',
      'datetime_diff("millisecond", X, Y)',
      'X between (Y .. 1d)',
      'iff(X > Y, X, Y)',
    ],
  },
  {
    types: ['datetime', 'timespan'],
    values: [datetime, timespan],
    of: ['X + Y', 'X - Y', 'Y + X'],
  },
  {
    types: ['timespan', 'timespan'],
    values: [timespan.slice(0, -1), timespan.slice(0, -1)],
    of: ['X + Y', 'X - Y', 'X / Y', 'X % Y', 'X < Y', '-(X + Y)', 'abs(X - Y)', 'max_of(X, Y)'],
  },
  {
    types: ['timespan', 'long'],
    values: [timespan, long],
    of: ['X * Y', 'X / Y', 'Y * X'],
  },
  {
    types: ['timespan', 'real'],
    values: [timespan, real],
    of: ['X * Y', 'X / Y'],
  },
  {
    types: ['bool', 'bool'],
    values: [bool, bool],
    of: [
      'X and Y',
      'X or Y',
      'not(X and Y)',
      'X == Y',
      'X != Y',
      'iff(X and Y, 1, 2)',
      'isnull(X or Y)',
      'coalesce(X, Y)',
    ],
  },
]

describe('what the machine computes is what SQL computes', () => {
  for (const { types, values, of } of groups) {
    for (const expression of of) {
      test(`${types.join(' and ')}: ${expression}`, async () => {
        // Each x stands behind each y.
        const rows = values[0].flatMap((x, i) => values[1].map((y, j) => [i * values[1].length + j + 1, x, y] as const))
        const shifted = rows.map(([at, x], index) => [at, x, rows[(index + 1) % rows.length]![2]] as const)
        const table = `datatable(at: long, x: ${types[0]}, y: ${types[1]}) [${shifted.map((row) => row.join(', ')).join(', ')}] | sort by at asc`
        const written = (x: string, y: string) => expression.replaceAll('X', x).replaceAll('Y', y)
        const typeRows = await answerOf(
          `${table} | extend b = prev(y) | project r = ${written('x', 'b')} | getschema`,
          database,
        )
        const type = typeRows[0]![3] as string
        const inSql = await answerOf(`${table} | extend b = prev(y) | project at, r = ${written('x', 'b')}`, database)
        const scanned = await answerOf(
          // Of two steps there is no other way than the machine.
          `${table} | scan declare (r: ${type}) with (step s: true => r = ${written('x', 's.y')}; step never: at < 0;) | project at, r`,
          database,
        )
        expect(scanned).toEqual(inSql)
      })
    }
  }
})

const letters =
  'datatable(at: long, user: string, event: string) [1, "u", "a", 2, "v", "a", 3, "u", "b", 4, "u", "b", 5, "v", "c", 6, "u", "a", 7, "u", "c"] | sort by at asc'

describe('steps follow one another', () => {
  const cases: readonly [what: string, scan: string, rows: unknown[][]][] = [
    [
      'a sequence leaves the step it came from, and takes its number along',
      'with_match_id=id with (step one: event == "a"; step two: event == "b"; step three: event == "c";) | project at, id',
      // 1 and 2 match the first step in one sequence, which goes on with 3, 4 and 5; 6 begins the next. 7 is one more match
      // of the third step, where the first sequence still is.
      [
        [1, 0],
        [2, 0],
        [3, 0],
        [4, 0],
        [5, 0],
        [6, 1],
        [7, 0],
      ],
    ],
    [
      'of a row after row that match the last comes out, when the sequence goes on or the rows end',
      'with (step one output=last: event == "a"; step two output=last: event == "b"; step three: event == "c";) | project at',
      [[2], [4], [5], [6], [7]],
    ],
    [
      'a step that puts nothing out still moves the sequence on',
      'declare (begun: long, twice: long) with (step one output=none: event == "a" => begun = at; step two output=none: event == "b"; step three: event == "c" => begun = one.begun, twice = two.at;) | project at, begun, twice',
      [
        [5, 2, 4],
        [7, 2, 4],
      ],
    ],
    [
      'a condition that compares with an earlier step holds for that step of its own sequence',
      'with (step one output=none: event == "a"; step two: event == "b" and user == one.user; step three: event == "c" and user == one.user;) | project at',
      // The sequence of 2 is of another user: it waits until 6 takes its place.
      [],
    ],
    [
      'a row may come out of two steps, of the later one first',
      'declare (step_name: string) with (step one: true => step_name = "one"; step two: event == "b" => step_name = "two";) | where event == "b" | project at, step_name',
      [
        [3, 'two'],
        [3, 'one'],
        [4, 'two'],
        [4, 'one'],
      ],
    ],
    [
      'before any match a variable has its default, a column is null and text empty',
      'declare (n: long = 41, was: long, who: string) with (step one: true => n = one.n + 1, was = one.at, who = strcat("<", one.user, ">"); step never: false;) | where at < 3 | project n, was, who',
      [
        [42, null, '<>'],
        [43, 1, '<u>'],
      ],
    ],
    [
      'an unassigned variable has its default at every match',
      'declare (n: int = 7, s: string = "x", d: decimal = decimal(1.5), g: guid) with (step one: event == "c"; step never: false;) | project n, s, d, g',
      [
        [7, 'x', '1.500000000000000000', null],
        [7, 'x', '1.500000000000000000', null],
      ],
    ],
  ]
  for (const [what, scan, rows] of cases) {
    test(what, async () => expect(await answerOf(`${letters} | scan ${scan}`, database)).toEqual(rows))
  }

  test('each group has its own sequences and numbers', async () => {
    const kql = `${letters} | partition by user (sort by at asc | scan with_match_id=id with (step one: event == "a"; step two: event == "c";)) | sort by user asc, at asc | project user, at, id`
    expect(await answerOf(kql, database)).toEqual([
      ['u', 1, 0],
      ['u', 6, 0],
      ['u', 7, 0],
      ['v', 2, 0],
      ['v', 5, 0],
    ])
  })

  test('no rows make no sequence', async () => {
    const kql = `${letters} | where at > 9 | scan with_match_id=id declare (n: real) with (step one: true; step two: at > one.at;)`
    expect(await answerOf(kql, database)).toEqual([])
  })

  test('one step follows what the machine cannot compute; several are refused', async () => {
    const path = 'path = array_concat(one.path, pack_array(event))'
    const rows = await answerOf(
      `${letters} | scan declare (path: dynamic) with (step one: event != "b" => ${path};) | where at > 5 | project path`,
      database,
    )
    expect(rows).toEqual([[['a', 'a', 'c', 'a']], [['a', 'a', 'c', 'a', 'c']]])
    const two = `${letters} | scan declare (path: dynamic) with (step one: true => ${path}; step two: event == "c";)`
    await expect(answerOf(two, database)).rejects.toThrow('`array_concat` of values of the state is not supported')
  })

  test('a step does not know those after it', async () => {
    const kql = `${letters} | scan with (step one: at > two.at; step two: true;)`
    await expect(answerOf(kql, database)).rejects.toThrow('`two.at`')
  })
})
