import { HuntletError } from '../../lib/diagnostic.ts'
import { safeText } from '../../lib/safe-text.ts'
import { Table } from '../../lib/table.ts'
import type { WrittenFile } from '../../providers/local/engine/write-parquet.ts'
import { textTable } from '../../report/text-table.ts'
import { configuration } from '../config/configuration.ts'
import { diskUse } from '../disk-use.ts'
import { exitCodes } from '../exit-code.ts'
import { interruptible } from '../interrupt.ts'
import { megabytes } from '../megabytes.ts'
import { outputWidth, progressLine, writeError, writeOut } from '../terminal.ts'
import { noticeText, tableOverrides, userMappings } from '../workspace-argument.ts'

export interface ImportFlags {
  readonly into: string
  readonly replace?: boolean
  readonly append?: boolean
  readonly table?: readonly string[]
  readonly memory?: string
  readonly cache?: boolean
  readonly trace?: boolean
}

/** `huntlet import ./logs --into ./kept` */
export async function importLogs(paths: readonly string[], flags: ImportFlags): Promise<void> {
  const { into, replace, append, memory } = flags
  if (replace && append) {
    throw new HuntletError('BAD_OPTION', '--replace and --append exclude each other.')
  }
  const tables = tableOverrides(flags.table)
  if (paths.length === 0 && Object.keys(tables).length === 0) {
    throw new HuntletError('MISSING_PATH', 'Nothing was given to import.', {
      hint: 'huntlet import ./logs --into ./kept',
    })
  }
  const isDemo = paths.includes('demo')
  if (isDemo && paths.length > 1) {
    throw new HuntletError('BAD_WORKSPACE', 'The demo cannot be mixed with other workspaces.')
  }
  await configuration({})
  const disk = diskUse(flags)
  const { importFiles } = await import('../../providers/local/import-files.ts')
  const line = progressLine()
  try {
    const { files, notices, losses } = await interruptible((signal) =>
      importFiles({
        source: isDemo ? { kind: 'demo' } : { kind: 'files', paths, tables, mappings: userMappings() },
        into,
        existing: replace ? 'replace' : append ? 'append' : 'refuse',
        signal,
        onProgress: ({ text }) => line.show(text),
        ...(memory !== undefined && { memoryLimit: memory }),
        // What was kept of the files is used; what is imported need not be kept twice.
        ...(disk && { disk: { ...disk, ...(disk.cache && { cache: { ...disk.cache, mostBytes: 0 } }) } }),
      }),
    )
    line.clear()
    for (const notice of notices) writeError(noticeText(notice))
    for (const { file, what } of losses) writeError(`left over: ${safeText(file)}: ${safeText(what)}`)
    await writeOut([...overview(files), '', `written to ${safeText(into)}`].map((text) => `${text}\n`))
    if (losses.length > 0) process.exitCode = exitCodes.partial
  } finally {
    line.clear()
  }
}

function overview(files: readonly WrittenFile[]): string[] {
  const byTable = Map.groupBy(files, ({ table }) => table)
  const table = Table.fromRows(
    [
      { name: 'Table', type: 'string' },
      { name: 'Rows', type: 'long' },
      { name: 'Files', type: 'long' },
      { name: 'Size', type: 'string' },
    ],
    Array.from(byTable, ([name, each]) => [
      name,
      each.reduce((sum, { rowCount }) => sum + rowCount, 0),
      each.length,
      megabytes(each.reduce((sum, { bytes }) => sum + bytes, 0)),
    ]),
  )
  return textTable(table, { width: outputWidth() })
}
