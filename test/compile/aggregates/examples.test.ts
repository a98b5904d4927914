import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aggregates } from '../../../src/compile/aggregates/index.ts'
import { openTestDatabase, type TestDatabase } from '../../support/duckdb.ts'
import { answerOf } from '../../support/run-kql.ts'

describe('the examples of the aggregates', () => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await openTestDatabase()
  })
  afterAll(() => database.close())

  for (const row of new Set(aggregates.values())) {
    for (const [kql, rows] of row.examples) {
      it(kql, async () => {
        const answer = await answerOf(kql, database)
        expect([...answer].sort()).toEqual([...rows].sort())
      })
    }
  }
})

describe('the table of aggregates', () => {
  it.each([...new Set(aggregates.values())].map((row) => [row.name, row] as const))(
    '%s has two examples and says what surprises',
    (_name, row) => {
      expect(row.examples.length).toBeGreaterThanOrEqual(2)
      expect(row.doc).toMatch(/\.$/)
      expect(row.trap).toMatch(/\.$/)
    },
  )
})
