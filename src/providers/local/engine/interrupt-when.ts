import type { DuckDBConnection } from '@duckdb/node-api'

/** Soon enough for whoever cancelled. */
const everyMs = 20

/**
 * Interrupts what the connections do once the signal is aborted, until the function that comes back is called. Again and again: DuckDB
 * forgets an interrupt that comes while a statement is being prepared, and would go on with it to its end.
 */
export function interruptWhen(signal: AbortSignal, connections: readonly DuckDBConnection[]): () => void {
  let timer: ReturnType<typeof setInterval> | undefined
  const interrupt = () => {
    for (const connection of connections) connection.interrupt()
  }
  const begin = () => {
    interrupt()
    timer = setInterval(interrupt, everyMs)
  }
  if (signal.aborted) begin()
  else signal.addEventListener('abort', begin, { once: true })
  return () => {
    signal.removeEventListener('abort', begin)
    clearInterval(timer)
  }
}
