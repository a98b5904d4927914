import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestDatabase, type TestDatabase } from '../../support/duckdb.ts'
import { answerOf } from '../../support/run-kql.ts'

/** Minutes after midnight, or none. */
interface Row {
  readonly user: string
  readonly host: number | null
  readonly minute: number | null
}

const rows = fc.array(
  fc.record({
    user: fc.constantFrom('', 'ada', 'bob'),
    host: fc.option(fc.integer({ min: 1, max: 2 })),
    minute: fc.option(fc.integer({ min: 0, max: 40 }), { freq: 8 }),
  }),
  { minLength: 1, maxLength: 40 },
)

describe('sessions of each key', () => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await openTestDatabase()
  })
  afterAll(() => database.close())

  // What is written about the same restart otherwise is gone through row by row.
  it.each([
    ['user asc, t asc', 'user != prev(user)', 'not(user == prev(user))'],
    ['user desc, t asc nulls last', 'prev(user) != user', 'iff(user == prev(user), false, true)'],
    [
      'host asc, user asc, t asc',
      'user != prev(user) or host != prev(host)',
      'not(user == prev(user) and host == prev(host))',
    ],
  ])('are the same as those gone through row by row: by %s', async (order, restart, slowly) => {
    await fc.assert(
      fc.asyncProperty(
        rows,
        fc.constantFrom('0m', '5m', '12m', '30m'),
        fc.constantFrom('0m', '3m', '6m'),
        async (...given) => {
          const [sample, longest, gap] = given
          const sessions = (condition: string) => answerOf(queryOf(sample, order, longest, gap, condition), database)
          expect(await sessions(restart)).toEqual(await sessions(slowly))
        },
      ),
      { seed: 7, numRuns: 25 },
    )
  })

  it('go through keys one by one only where one is too long', async () => {
    const twoHours = Array.from({ length: 25 }, (_, at): Row => ({ user: 'ada', host: 1, minute: at * 5 }))
    const sample = [...twoHours, { user: 'bob', host: 1, minute: 3 }, { user: 'bob', host: 1, minute: 50 }]
    const kql = queryOf(sample, 'user asc, t asc', '1h', '6m', 'user != prev(user)')
    const begins = await answerOf(
      `${kql} | summarize by user, s | sort by user asc, s asc | project user, format_datetime(s, "HH:mm")`,
      database,
    )
    expect(begins).toEqual([
      ['ada', '00:00'],
      ['ada', '01:00'],
      ['ada', '02:00'],
      ['bob', '00:03'],
      ['bob', '00:50'],
    ])
  })
})

function queryOf(sample: readonly Row[], order: string, longest: string, gap: string, restart: string): string {
  const cells = sample.map(
    ({ user, host, minute }) => `"${user}", int(${host}), ${minute === null ? 'int(null)' : minute}`,
  )
  return `datatable(user:string, host:int, minute:int) [${cells.join(', ')}]
| extend t = datetime(2024-05-01) + minute * 1m
| sort by ${order}
| extend s = row_window_session(t, ${longest}, ${gap}, ${restart})
| project user, host, t, s`
}
