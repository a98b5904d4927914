import type { DuckDBConnection } from '@duckdb/node-api'
import type { KqlType } from '../../../lib/kql-type.ts'
import type { ColumnData } from '../../../lib/table.ts'
import { columnBuilder } from './column-data.ts'

export interface SqlResult {
  readonly rowCount: number
  readonly data: readonly ColumnData[]
  /** There are more rows than the limit. */
  readonly isCut: boolean
}

/**
 * Runs a statement that yields columns of the types, and takes at most `limit` rows of it. Aborting interrupts the engine;
 * the promise then rejects with the signal's reason.
 */
export async function runQuery(
  connection: DuckDBConnection,
  sql: string,
  types: readonly KqlType[],
  limit: number,
  signal: AbortSignal,
): Promise<SqlResult> {
  signal.throwIfAborted()
  const interrupt = () => connection.interrupt()
  signal.addEventListener('abort', interrupt)
  try {
    const result = await connection.stream(sql)
    const builders = types.map(columnBuilder)
    let rowCount = 0
    let isCut = false
    for (;;) {
      const chunk = await result.fetchChunk()
      signal.throwIfAborted()
      if (!chunk || chunk.rowCount === 0) break
      const count = Math.min(chunk.rowCount, limit - rowCount)
      for (const [index, builder] of builders.entries()) builder.add(chunk, index, count)
      rowCount += count
      if (count < chunk.rowCount) {
        isCut = true
        break
      }
    }
    return { rowCount, data: builders.map((builder) => builder.finish()), isCut }
  } catch (error) {
    signal.throwIfAborted()
    throw error
  } finally {
    signal.removeEventListener('abort', interrupt)
  }
}

/** The buffers of a result that may change hands instead of being copied. */
export function transferable(data: readonly ColumnData[]): ArrayBuffer[] {
  return data.flatMap((column) => {
    const arrays = column.kind === 'texts' ? [column.index, column.valid] : [column.values, column.valid]
    return arrays.flatMap((array) => (array ? [array.buffer as ArrayBuffer] : []))
  })
}
