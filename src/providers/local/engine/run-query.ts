import type { DuckDBConnection } from '@duckdb/node-api'
import { HuntletError } from '../../../lib/diagnostic.ts'
import type { KqlType } from '../../../lib/kql-type.ts'
import type { ColumnData } from '../../../lib/table.ts'
import { columnBuilder } from './column-data.ts'
import { interruptWhen } from './interrupt-when.ts'
import { ResultSize } from './result-size.ts'

export interface SqlResult {
  readonly rowCount: number
  readonly data: readonly ColumnData[]
  /** There are more rows than these. */
  readonly isCut: boolean
  /** They were cut at the size, not at the number of rows. */
  readonly isCutBySize?: boolean
}

/** How much a result may hold, in bytes as `ResultSize` counts them. */
export interface SizeLimits {
  /** Rows beyond are cut. */
  readonly mostBytes?: number | undefined
  /** A result that is larger fails: this process could not hold it. */
  readonly holdableBytes?: number | undefined
}

/**
 * Runs a statement that yields columns of the types, and takes at most `limit` rows of it. Aborting interrupts the engine;
 * the promise then rejects with the signal's reason. Throws HuntletError RESULT_TOO_LARGE.
 */
export async function runQuery(
  connection: DuckDBConnection,
  sql: string,
  types: readonly KqlType[],
  limit: number,
  signal: AbortSignal,
  { mostBytes = Number.POSITIVE_INFINITY, holdableBytes = Number.POSITIVE_INFINITY }: SizeLimits = {},
): Promise<SqlResult> {
  signal.throwIfAborted()
  const stopInterrupting = interruptWhen(signal, [connection])
  let isUnderWay = false
  try {
    const result = await connection.stream(sql)
    isUnderWay = true
    const builders = types.map(columnBuilder)
    const size = new ResultSize(types)
    const cutBytes = Math.min(mostBytes, holdableBytes)
    let rowCount = 0
    let isCut = false
    let isCutBySize = false
    for (;;) {
      const chunk = await result.fetchChunk()
      signal.throwIfAborted()
      if (!chunk || chunk.rowCount === 0) {
        isUnderWay = false
        break
      }
      const wanted = Math.min(chunk.rowCount, limit - rowCount)
      const count = size.take(chunk, wanted, cutBytes)
      if (count < wanted && holdableBytes < mostBytes) throw tooLarge(holdableBytes)
      for (const [index, builder] of builders.entries()) builder.add(chunk, index, count)
      rowCount += count
      if (count < chunk.rowCount) {
        isCut = true
        isCutBySize = count < wanted
        break
      }
    }
    return { rowCount, data: builders.map((builder) => builder.finish()), isCut, ...(isCutBySize && { isCutBySize }) }
  } catch (error) {
    signal.throwIfAborted()
    throw error
  } finally {
    stopInterrupting()
    if (isUnderWay) await letGo(connection)
  }
}

/** What nobody fetches any more would go on to hold memory, and a transaction in which whatever is done next would be undone. */
async function letGo(connection: DuckDBConnection): Promise<void> {
  await connection.run('SELECT 1')
}

function tooLarge(bytes: number): HuntletError {
  const size = `${Math.floor(bytes / 2 ** 20).toLocaleString('en')} MB`
  return new HuntletError('RESULT_TOO_LARGE', `The answer is larger than the ${size} that can be held in memory.`, {
    hint: 'Summarize in the query, ask for fewer rows or columns, or leave `set notruncation` out.',
  })
}

/** The buffers of a result that may change hands instead of being copied. */
export function transferable(data: readonly ColumnData[]): ArrayBuffer[] {
  return data.flatMap((column) => {
    const arrays = column.kind === 'texts' ? [column.index, column.valid] : [column.values, column.valid]
    return arrays.flatMap((array) => (array ? [array.buffer as ArrayBuffer] : []))
  })
}
