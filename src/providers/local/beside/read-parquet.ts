import { HuntletError } from '../../../lib/diagnostic.ts'
import { safeText } from '../../../lib/safe-text.ts'
import { wordsOf } from '../../../lib/words-of.ts'
import { printName } from '../../../sql/print.ts'
import { openDatabase } from '../engine/database.ts'
import { interruptWhen } from '../engine/interrupt-when.ts'
import { firstSentence, isOutOfRoom } from '../engine-words.ts'
import { pathLiteral } from '../load/session.ts'

/**
 * Rows of a Parquet file as texts, columns by name. The engine's database is closed to files by now, so one of its own reads
 * it, for as long as that takes. Throws HuntletError UNREADABLE_PATH for a file that is none or damaged.
 */
export async function readParquet(
  path: string,
  columns: readonly { readonly name: string; readonly type: string }[],
  signal: AbortSignal,
  take: (row: readonly string[]) => void,
): Promise<void> {
  const database = await openDatabase({})
  const connection = await database.connect()
  const stopInterrupting = interruptWhen(signal, [connection])
  try {
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
  } catch (error) {
    signal.throwIfAborted()
    if (isOutOfRoom(error)) throw error
    const why = firstSentence(wordsOf(error))
    throw new HuntletError('UNREADABLE_PATH', `\`${safeText(path)}\` cannot be read as Parquet: ${safeText(why)}`, {
      cause: error,
    })
  } finally {
    stopInterrupting()
    connection.closeSync()
    database.close()
  }
}
