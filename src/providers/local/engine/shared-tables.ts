import type { DuckDBConnection } from '@duckdb/node-api'
import type { CompiledQuery } from '../../../compile/row.ts'
import { printName } from '../../../sql/print.ts'
import { interruptWhen } from './interrupt-when.ts'

/** Makes tables that are this connection's alone, works with them, and drops them, whatever becomes of the work. */
export async function withShared<T>(
  connection: DuckDBConnection,
  shared: NonNullable<CompiledQuery['shared']>,
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T> {
  const made: string[] = []
  const stopInterrupting = interruptWhen(signal, [connection])
  try {
    for (const { name, sql } of shared) {
      signal.throwIfAborted()
      await connection.run(sql)
      made.push(name)
    }
    return await work()
  } catch (error) {
    signal.throwIfAborted()
    throw error
  } finally {
    stopInterrupting()
    for (const name of made.reverse()) await connection.run(`DROP TABLE temp.${printName(name)}`)
  }
}
