import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { reference } from '../../../src/compile/reference/index.ts'
import { openTestDatabase, type TestDatabase } from '../../support/duckdb.ts'
import { answerOf } from '../../support/run-kql.ts'

describe('the examples of the operators', () => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await openTestDatabase()
  })
  afterAll(() => database.close())

  for (const row of reference) {
    for (const [kql, rows] of row.examples) {
      it(`${row.name}: ${kql}`, async () => {
        const answer = await answerOf(kql, database)
        expect(answer.map((each) => JSON.stringify(each)).sort()).toEqual(
          rows.map((each) => JSON.stringify(each)).sort(),
        )
      })
    }
  }
})

describe('the table of operators', () => {
  it.each(reference.map((row) => [row.name, row] as const))(
    '%s has an example and a line that says what it does',
    (_name, row) => {
      expect(row.examples.length).toBeGreaterThanOrEqual(1)
      expect(row.doc).toMatch(/\.$/)
      if (row.trap !== undefined) expect(row.trap).toMatch(/\.$/)
    },
  )
})
