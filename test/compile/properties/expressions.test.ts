import fc from 'fast-check'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { openTestDatabase, type TestDatabase } from '../../support/duckdb.ts'
import { answerOf } from '../../support/run-kql.ts'
import { expectSame } from './expect-same.ts'
import { cell, datatable, type Expression, expressions, rows } from './expressions.ts'

const settings = { numRuns: 150, seed: 20_260_101 }

describe('a compiled query gives what plain evaluation gives', () => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await openTestDatabase()
  })
  afterAll(() => database.close())

  const anyExpression = fc.oneof(...Object.values(expressions))

  it('for extend', async () => {
    const property = fc.asyncProperty(
      rows(),
      fc.array(anyExpression, { minLength: 1, maxLength: 4 }),
      async (table, values) => {
        const kql = `${datatable(table)} | extend ${values.map(({ kql }, at) => `e${at} = ${kql}`).join(', ')} | project i, ${values.map((_, at) => `e${at}`).join(', ')} | sort by i asc | project-away i`
        const expected = table.map((row) => values.map((value) => cell(value.run(row), value.type)))
        expectSame(await answerOf(kql, database), expected, kql)
      },
    )
    await fc.assert(property, settings)
  }, 120_000)

  it('for where', async () => {
    const property = fc.asyncProperty(rows(), expressions.bool, async (table, condition) => {
      const kql = `${datatable(table)} | where ${condition.kql} | project i | sort by i asc`
      const expected = table.filter((row) => condition.run(row) === true).map(({ i }) => [cell(i!, 'long')])
      expectSame(await answerOf(kql, database), expected, kql)
    })
    await fc.assert(property, settings)
  }, 120_000)

  it('for constants, which the compiler computes itself', async () => {
    const constant = (value: Expression) => !/\b[nrskbti]\b|\bbig\b/.test(value.kql.replace(/"(?:[^"\\]|\\.)*"/g, ''))
    const property = fc.asyncProperty(anyExpression.filter(constant), async (value) => {
      const kql = `print ${value.kql}`
      expectSame(await answerOf(kql, database), [[cell(value.run({}), value.type)]], kql)
    })
    await fc.assert(property, settings)
  }, 120_000)
})
