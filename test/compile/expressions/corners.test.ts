import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestDatabase, type TestDatabase } from '../../support/duckdb.ts'
import { answerOf } from '../../support/run-kql.ts'

/** Queries and the rows they yield, by what would break. */
const cases: Readonly<Record<string, readonly (readonly [kql: string, rows: readonly (readonly unknown[])[]])[]>> = {
  'whole numbers that aggregates yield are added and multiplied': [
    ['datatable(a:long) [1, 2, 3] | summarize max(a) - min(a), sum(a) * count()', [[2, 18]]],
    ['datatable(a:long) [9223372036854775807] | summarize x = max(a) + 1', [[-9223372036854775808n]]],
    ['datatable(a:long, g:string) [1, "x", 5, "x"] | summarize spread = max(a) - min(a) by g', [['x', 4]]],
  ],
  'an aggregate of one row keeps its places beside a key that is a number': [
    ['datatable(a:long, s:string) [1, "x", 5, "y"] | summarize arg_max(a, s) by one = 1', [[1, 5, 'y']]],
  ],
  'a dynamic constant is read as a number or is null': [
    ['print 5 + dynamic("abc"), 5 + dynamic(2), dynamic("1h") + 1h', [[null, 7, '02:00:00']]],
  ],
  'a list holds nothing for a null, and what does not convert': [
    ['print 7 in (dynamic(null)), 7 !in (dynamic(null)), 7 in (dynamic("abc"))', [[false, true, false]]],
  ],
  'a remainder by the greatest number does not overflow': [
    ['print 5 % 9223372036854775807, -5 % 9223372036854775807', [[5, 9223372036854775802n]]],
  ],
  'decimals are multiplied and divided digit by digit': [
    [
      'print tostring(decimal(1.1) * decimal(1.1)), tostring(decimal(-2) / decimal(3))',
      [['1.21', '-0.666666666666666667']],
    ],
    ['print tostring(decimal(-7) % decimal(2.5)), isnull(decimal(1) / decimal(0))', [['0.5', true]]],
    ['datatable(a:decimal) [1.5, 2.5] | summarize x = tostring(sum(a) * decimal(0.1))', [['0.4']]],
    ['print isnull(decimal(99999999999999999999) * decimal(2))', [[true]]],
  ],
  'what has no counterpart stays itself, and a timespan beyond its range is null': [
    ['print a = long(-9223372036854775808) | project -a, abs(a)', [[-9223372036854775808n, -9223372036854775808n]]],
    ['print a = 10675199d | project a + a, -a - a', [[null, null]]],
    ['print 10675199d + 10675199d', [[null]]],
  ],
  'numbers of a dynamic list keep their digits': [
    [
      'print 9007199254740993 in (dynamic([9007199254740993])), 9007199254740992 in (dynamic([9007199254740993]))',
      [[true, false]],
    ],
    ['print 1 in (dynamic([1, 9223372036854775807, 1e308]))', [[true]]],
  ],
  'the first rows of groups are kept within bounds': [
    [
      'range n from 1 to 4 step 1 | extend t = datetime(2020-01-01) + n * 6h | partition hint.strategy=native by t (top 1 by n) | where t between (datetime(2020-01-01 12:00) .. 6h) | summarize sum(n)',
      [[5]],
    ],
  ],
  'columns and tables are asked for by name': [
    ['datatable(a:long) [1] | where iscolumnexists("a") | extend b = iscolumnexists("b")', [[1, false]]],
    ['let T = datatable(a:long, b:string) [1, "x"]; print column_names_of(T)', [[['a', 'b']]]],
    ['datatable(a:long) [7, 7, 9] | serialize | project row_rank(a)', [[1], [1], [2]]],
  ],
}

describe('expressions where forms of SQL meet', () => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await openTestDatabase()
  })
  afterAll(() => database.close())

  for (const [title, queries] of Object.entries(cases)) {
    it(title, async () => {
      for (const [kql, rows] of queries) expect(await answerOf(kql, database), kql).toEqual(rows)
    })
  }

  it('an aggregate of several columns is refused inside an expression', async () => {
    const query = 'datatable(a:long, s:string) [1, "x"] | summarize x = iff(true, arg_max(a, s), arg_max(a, s))'
    await expect(answerOf(query, database)).rejects.toThrow('several columns')
    const series = 'datatable(y:real) [1.0, 2.0] | summarize series_fit_line(make_list(y))'
    await expect(answerOf(series, database)).rejects.toThrow('several columns')
  })
})
