import { safeText } from '../../lib/safe-text.ts'
import { Table } from '../../lib/table.ts'
import { clearKept, listKept } from '../../providers/local/cache/workspace-cache.ts'
import { textTable } from '../../report/text-table.ts'
import { cacheFolder } from '../disk-use.ts'
import { megabytes } from '../megabytes.ts'
import { outputWidth, writeOut } from '../terminal.ts'

/** `huntlet cache list`, `huntlet cache clear`. */
export async function cache(action: 'list' | 'clear'): Promise<void> {
  const folder = cacheFolder()
  const kept = listKept(folder)
  const bytes = kept.reduce((sum, each) => sum + each.bytes, 0)
  if (action === 'clear') {
    clearKept(folder)
    await writeOut([`removed ${megabytes(bytes)} from ${safeText(folder)}\n`])
    return
  }
  const table = Table.fromRows(
    [
      { name: 'Last used', type: 'datetime' },
      { name: 'Size', type: 'string' },
      { name: 'Rows', type: 'long' },
      { name: 'Read from', type: 'string' },
    ],
    kept.map((each) => [each.lastUsed.toISOString(), megabytes(each.bytes), each.rowCount, each.paths.join(', ')]),
  )
  const lines = [...textTable(table, { width: outputWidth() }), '', `${megabytes(bytes)} in ${safeText(folder)}`]
  await writeOut(lines.map((line) => `${line}\n`))
}
