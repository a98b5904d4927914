import type { CompileOptions } from '../../src/compile/compilation.ts'
import { compileQuery } from '../../src/compile/compile-query.ts'
import { parseDatetime } from '../../src/lib/kql-time.ts'
import { bindAsking } from './bind-asking.ts'
import type { TestDatabase } from './duckdb.ts'

/** The rows a query over no tables yields; an error with its diagnostics, or with its SQL, where it fails. */
export async function answerOf(kql: string, database: TestDatabase): Promise<unknown[][]> {
  const options: CompileOptions = { tables: () => undefined, now: parseDatetime('2026-01-01')! }
  const bound = await bindAsking(kql, { tables: [] }, options, database)
  if (!bound.query) throw new Error(`${kql}\n${bound.diagnostics.map(({ message }) => message).join('\n')}`)
  const { compiled, diagnostics } = compileQuery(bound.query, options)
  if (!compiled) throw new Error(`${kql}\n${diagnostics.map(({ message }) => message).join('\n')}`)
  try {
    return await database.rows(compiled.sql, compiled.columns)
  } catch (error) {
    throw new Error(`${kql}\n${compiled.sql}`, { cause: error })
  }
}
