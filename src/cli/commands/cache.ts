import { safeText } from '../../lib/safe-text.ts'
import { Table } from '../../lib/table.ts'
import { clearKept, keptBytes } from '../../providers/local/cache/kept-folders.ts'
import { listKept } from '../../providers/local/cache/workspace-cache.ts'
import { countKeptAnswers } from '../../providers/recorded/answer-store.ts'
import { textTable } from '../../report/text-table.ts'
import { configuration } from '../config/configuration.ts'
import { cacheFolder, systemCacheFolder } from '../disk-use.ts'
import { megabytes } from '../megabytes.ts'
import { outputWidth, writeOut } from '../terminal.ts'

/** `huntlet cache list`, `huntlet cache clear`. */
export async function cache(action: 'list' | 'clear'): Promise<void> {
  await configuration({})
  const folder = cacheFolder()
  const lines = action === 'clear' ? clear(folder) : list(folder)
  await writeOut(lines.map((line) => `${line}\n`))
}

function list(folder: string): string[] {
  const table = Table.fromRows(
    [
      { name: 'Last used', type: 'datetime' },
      { name: 'Size', type: 'string' },
      { name: 'Rows', type: 'long' },
      { name: 'Read from', type: 'string' },
    ],
    listKept(folder).map((each) => [
      each.lastUsed.toISOString(),
      megabytes(each.bytes),
      each.rowCount,
      each.paths.join(', '),
    ]),
  )
  const programs = keptBytes(folder, 'compiler') + keptBytes(systemCacheFolder(), 'code')
  return [
    ...textTable(table, { width: outputWidth() }),
    '',
    `${megabytes(keptBytes(folder, 'workspaces'))} of logs and ${megabytes(programs)} of huntlet itself, to start faster, in ${safeText(folder)}`,
    `${megabytes(keptBytes(folder, 'answers'))} of ${countKeptAnswers(folder)} answers of services, for a day each`,
  ]
}

function clear(folder: string): string[] {
  const before = bytesOfAll(folder)
  for (const each of new Set([folder, systemCacheFolder()])) clearKept(each)
  const after = bytesOfAll(folder)
  const kept = after > 0 ? [`${megabytes(after)} are in use and stay`] : []
  return [`removed ${megabytes(before - after)} from ${safeText(folder)}`, ...kept]
}

function bytesOfAll(folder: string): number {
  const names = ['workspaces', 'compiler', 'code', 'lookups', 'answers', 'spill'] as const
  const folders = [...new Set([folder, systemCacheFolder()])]
  return folders.flatMap((each) => names.map((name) => keptBytes(each, name))).reduce((sum, bytes) => sum + bytes, 0)
}
