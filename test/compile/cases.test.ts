import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compileQuery } from '../../src/compile/compile-query.ts'
import { parseDatetime } from '../../src/lib/kql-time.ts'
import type { ColumnType } from '../../src/lib/kql-type.ts'
import { bindAsking } from '../support/bind-asking.ts'
import { openTestDatabase, type TestDatabase } from '../support/duckdb.ts'
import { createFixtures, fixtureSchemas, knownSchemas, physicalTable } from '../support/fixture-tables.ts'
import { runCompiled } from '../support/run-compiled.ts'
import { isUpdating } from '../support/updating.ts'

const folder = join(import.meta.dirname, '../cases/compile')

describe('a query compiles to the SQL expected, which yields the rows expected', () => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await openTestDatabase()
    await createFixtures(database)
  })
  afterAll(() => database.close())

  for (const name of readdirSync(folder)) {
    it(name, async () => {
      const kql = readFileSync(join(folder, name, 'input.kql'), 'utf8')
      const { sql, csv } = await answerOf(kql, database)
      expectFile(join(folder, name, 'expected.sql'), sql, kql)
      expectFile(join(folder, name, 'expected.csv'), csv, `${kql}\n${sql}`)
    })
  }
})

/** Options stand in comments at the top of a case: `// timespan: 2024-05-01 .. 2024-05-02`, `// limit: 2`. */
async function answerOf(kql: string, database: TestDatabase): Promise<{ sql: string; csv: string }> {
  const [, start, end] = /^\/\/ timespan: (\S+) \.\. (\S+)$/m.exec(kql) ?? []
  const limit = /^\/\/ limit: (\d+)$/m.exec(kql)?.[1]
  const options = {
    tables: physicalTable,
    now: parseDatetime('2024-05-03T12:00:00Z')!,
    ...(start && end && { timespan: { start: parseDatetime(start)!, end: parseDatetime(end)! } }),
    ...(limit && { limit: Number(limit) }),
  }
  const bound = await bindAsking(kql, { tables: fixtureSchemas, known: knownSchemas }, options, database)
  if (!bound.query) throw new Error(`${kql}\n${JSON.stringify(bound.diagnostics, null, 1)}`)
  const { compiled, diagnostics } = compileQuery(bound.query, options)
  if (!compiled) throw new Error(`${kql}\n${JSON.stringify(diagnostics, null, 1)}`)
  const results = await runCompiled(database, compiled)
  const notices = compiled.notices.map((notice) => `-- ${notice}\n`)
  const { shared = [], more = [] } = compiled
  const statements = [...shared.map(({ sql }) => sql), compiled.sql, ...more.map(({ sql }) => sql)]
  const tables = results.map(
    // Rows nobody put in order come in any: they are written sorted.
    ({ name, columns, rows, ordered }) =>
      `${name === undefined ? '' : `# ${name}\n`}${printCsv(columns, rows, ordered)}`,
  )
  return { sql: `${notices.join('')}${statements.join(';\n')}\n`, csv: tables.join('') }
}

function printCsv(columns: readonly ColumnType[], rows: readonly (readonly unknown[])[], ordered: boolean): string {
  const lines = rows.map((row) => row.map(printCell).join(','))
  const header = columns.map(({ name, type }) => `${name}:${type}`).join(',')
  return [header, ...(ordered ? lines : lines.sort()), ''].join('\n')
}

/** Null is nothing, the empty text a pair of quotes. */
function printCell(cell: unknown): string {
  if (cell === null) return ''
  if (typeof cell === 'string') return JSON.stringify(cell)
  return typeof cell === 'object' ? `'${JSON.stringify(cell)}'` : String(cell)
}

function expectFile(path: string, actual: string, explanation: string): void {
  const beside = path.replace(/\.(\w+)$/, '-actual.$1')
  if (isUpdating()) {
    writeFileSync(path, actual)
    rmSync(beside, { force: true })
  }
  const wanted = existsSync(path) ? readFileSync(path, 'utf8') : undefined
  if (wanted !== actual) writeFileSync(beside, actual)
  else rmSync(beside, { force: true })
  expect(actual, explanation).toBe(wanted)
}
