import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { scalarFunctions } from '../../../src/compile/functions/index.ts'
import { openTestDatabase, type TestDatabase } from '../../support/duckdb.ts'
import { answerOf } from '../../support/run-kql.ts'

describe('the examples of the scalar functions', () => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await openTestDatabase()
  })
  afterAll(() => database.close())

  for (const row of new Set(scalarFunctions.values())) {
    for (const [kql, value] of row.examples) {
      it(kql, async () => {
        expect(await answerOf(`print x = ${kql}`, database)).toEqual([[value]])
      })
    }
  }
})

describe('the table of scalar functions', () => {
  it.each([...new Set(scalarFunctions.values())].map((row) => [row.name, row] as const))(
    '%s has two examples and says what surprises',
    (_name, row) => {
      expect(row.examples.length).toBeGreaterThanOrEqual(2)
      expect(row.doc).toMatch(/\.$/)
      if (row.trap !== undefined) expect(row.trap).toMatch(/\.$/)
    },
  )
})
