import { DuckDBInstance } from '@duckdb/node-api'
import { printName } from '../../../sql/print.ts'
import { pathLiteral } from '../load/session.ts'

/**
 * Rows of a Parquet file as texts, columns by name. The engine's database is closed to files by now, so one of its own reads
 * it, for as long as that takes.
 */
export async function readParquet(
  path: string,
  columns: readonly { readonly name: string; readonly type: string }[],
  signal: AbortSignal,
  take: (row: readonly string[]) => void,
): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:', {
    threads: '2',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    temp_directory: '',
  })
  const connection = await instance.connect()
  const interrupt = () => connection.interrupt()
  signal.addEventListener('abort', interrupt)
  try {
    await connection.run("SET TimeZone = 'UTC'")
    const source = `read_parquet(${pathLiteral(path)})`
    const described = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${source}`)
    const types = new Map(described.getRows().map(([name, type]) => [String(name), String(type)]))
    const values = columns.map(({ name, type }) => {
      const stored = types.get(name)
      if (stored === undefined) return `''`
      const isNested = /[[(]/.test(stored.replace(/^DECIMAL\(.*\)$/, ''))
      const text =
        isNested || (type === 'dynamic' && stored !== 'JSON') ? `to_json(${printName(name)})` : printName(name)
      return `coalesce((${text})::VARCHAR, '')`
    })
    const result = await connection.stream(`SELECT ${values.join(', ') || `''`} FROM ${source}`)
    for (;;) {
      const chunk = await result.fetchChunk()
      signal.throwIfAborted()
      if (!chunk || chunk.rowCount === 0) break
      for (const row of chunk.getRows()) take(row.map(String))
    }
  } finally {
    signal.removeEventListener('abort', interrupt)
    connection.closeSync()
    instance.closeSync()
  }
}
