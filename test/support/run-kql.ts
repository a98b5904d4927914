import type { CompileOptions } from '../../src/compile/compilation.ts'
import { compileQuery } from '../../src/compile/compile-query.ts'
import { parseDatetime } from '../../src/lib/kql-time.ts'
import { bindAsking } from './bind-asking.ts'
import type { TestDatabase } from './duckdb.ts'
import { runCompiled } from './run-compiled.ts'

/** The rows of the first result of a query over no tables; an error with its diagnostics, or with its SQL, where it fails. */
export async function answerOf(kql: string, database: TestDatabase): Promise<unknown[][]> {
  const options: CompileOptions = { tables: () => undefined, now: parseDatetime('2026-01-01')! }
  const bound = await bindAsking(kql, { tables: [] }, options, database)
  if (!bound.query) throw new Error(`${kql}\n${bound.diagnostics.map(({ message }) => message).join('\n')}`)
  const { compiled, diagnostics } = compileQuery(bound.query, options)
  if (!compiled) throw new Error(`${kql}\n${diagnostics.map(({ message }) => message).join('\n')}`)
  try {
    const [first] = await runCompiled(database, compiled)
    return first!.rows
  } catch (error) {
    throw new Error(`${kql}\n${compiled.sql}`, { cause: error })
  }
}
