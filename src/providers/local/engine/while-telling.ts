import type { DuckDBConnection } from '@duckdb/node-api'

/** So often the engine is asked how far it is; what takes less is not told of. */
const everyMs = 500

/** Does work with a connection, and tells meanwhile how far the engine is with the statement under way, in whole percent, when that changes. */
export async function whileTelling<Result>(
  connection: DuckDBConnection,
  tell: (percent: number) => void,
  work: () => Promise<Result>,
): Promise<Result> {
  let told = 0
  const timer = setInterval(() => {
    // Below 0 where nothing is under way, or nothing is known of it.
    const percent = Math.floor(connection.progress.percentage)
    if (percent <= 0 || percent === told) return
    told = percent
    tell(percent)
  }, everyMs)
  try {
    return await work()
  } finally {
    clearInterval(timer)
  }
}
