import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aggregates } from '../../../src/compile/aggregates/index.ts'
import { compileQuery } from '../../../src/compile/compile-query.ts'
import { scalarFunctions } from '../../../src/compile/functions/index.ts'
import { udfs } from '../../../src/compile/udfs/index.ts'
import { bindKql } from '../../../src/kql/bind-kql.ts'
import { openTestDatabase, type TestDatabase } from '../../support/duckdb.ts'

// Words before a bracket that are no functions.
const keywords = new Set(
  `and as between by case cast coalesce decimal distinct else exists filter in is lambda materialized not nulls or over
  partition select then try try_cast values when where`.split(/\s+/),
)

/** The names the SQL of an example calls, texts and quoted names left out. */
function calledNames(kql: string): string[] {
  const { query } = bindKql(kql, { tables: [] })
  const { compiled } = query ? compileQuery(query, { tables: () => undefined, now: 0n }) : {}
  const plain = (compiled?.sql ?? '').replace(/'(?:[^']|'')*'/g, "''").replace(/"(?:[^"]|"")*"/g, '""')
  return [...plain.matchAll(/([a-z_][a-z0-9_]*)\s*\(/gi)].map(([, name]) => name!.toLowerCase())
}

describe('the functions of DuckDB that rows call', () => {
  let known: Set<string>
  let database: TestDatabase
  beforeAll(async () => {
    database = await openTestDatabase()
    const rows = await database.query('SELECT DISTINCT function_name FROM duckdb_functions()')
    known = new Set(rows.map(([name]) => String(name)))
  })
  afterAll(() => database.close())

  it('exist in its catalogue', () => {
    const unknown = new Map<string, string>()
    const examples = [
      ...[...scalarFunctions.values()].flatMap((row) => row.examples.map(([kql]) => `print x = ${kql}`)),
      ...[...aggregates.values()].flatMap((row) => row.examples.map(([kql]) => kql)),
    ]
    for (const kql of examples) {
      for (const name of calledNames(kql)) {
        if (!known.has(name) && !keywords.has(name) && !/^s\d+$/.test(name)) unknown.set(name, kql)
      }
    }
    expect([...unknown]).toEqual([])
  })

  it('are ours where they are not its own', () => {
    for (const name of udfs.keys()) expect(known.has(name), name).toBe(true)
  })
})
