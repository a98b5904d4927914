import { compileQuery } from '../../src/compile/compile-query.ts'
import { bindKql } from '../../src/kql/bind-kql.ts'
import type { TestDatabase } from './duckdb.ts'

/** The rows a query over no tables yields; an error with its diagnostics, or with its SQL, where it fails. */
export async function answerOf(kql: string, database: TestDatabase): Promise<unknown[][]> {
  const bound = bindKql(kql, { tables: [] })
  if (!bound.query) throw new Error(`${kql}\n${bound.diagnostics.map(({ message }) => message).join('\n')}`)
  // 2026-01-01T00:00:00Z
  const { compiled, diagnostics } = compileQuery(bound.query, { tables: () => undefined, now: 1_767_225_600_000_000n })
  if (!compiled) throw new Error(`${kql}\n${diagnostics.map(({ message }) => message).join('\n')}`)
  try {
    return await database.rows(compiled.sql, compiled.columns)
  } catch (error) {
    throw new Error(`${kql}\n${compiled.sql}`, { cause: error })
  }
}
