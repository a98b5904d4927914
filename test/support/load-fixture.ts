import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Cell } from '../../src/lib/table.ts'
import { Table } from '../../src/lib/table.ts'
import { Engine } from '../../src/providers/local/engine/engine.ts'
import type { StoredTable } from '../../src/providers/local/load/build-table.ts'
import type { LoadProgress } from '../../src/providers/local/load/load-files.ts'
import type { FileLoss } from '../../src/providers/local/protocol.ts'
import type { WorkspaceNotice } from '../../src/providers/workspace.ts'
import { printName } from '../../src/sql/print.ts'

export type FileContents = Readonly<Record<string, string | Uint8Array>>

/** A folder of its own with the files, removed with `remove`. Text is written as UTF-8. */
export function makeFolder(files: FileContents): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'huntlet-test-'))
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true })
    writeFileSync(join(path, name), content)
  }
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}

export interface Loaded {
  readonly tables: readonly StoredTable[]
  /** Paths in them are relative to the folder. */
  readonly notices: readonly WorkspaceNotice[]
  readonly losses: readonly FileLoss[]
  readonly progress: readonly LoadProgress[]
  table(name: string): StoredTable
  /** Columns that hold something, as `name:type`. */
  columns(table: string): string[]
  /** The cells of the columns, in the order of the files. */
  rows(table: string, ...columns: string[]): Promise<Cell[][]>
  messages(): string[]
}

/** Loads files as a workspace would, without threads and without KQL, and closes what it opened after `look`. */
export async function withLoaded(
  files: FileContents,
  look: (loaded: Loaded) => Promise<void> | void,
  options: { readonly tables?: Readonly<Record<string, string>>; readonly paths?: readonly string[] } = {},
): Promise<void> {
  const folder = makeFolder(files)
  const progress: LoadProgress[] = []
  const { signal } = new AbortController()
  try {
    const inFolder = (path: string) => join(folder.path, path)
    const engine = await Engine.open(
      {
        kind: 'files',
        paths: (options.paths ?? ['.']).map(inFolder),
        tables: Object.fromEntries(Object.entries(options.tables ?? {}).map(([name, file]) => [name, inFolder(file)])),
      },
      { signal, onProgress: (each) => progress.push(each) },
    )
    const table = (name: string) => {
      const found = engine.tables.find((each) => each.name === name)
      if (!found) throw new Error(`no table ${name}, only ${engine.tables.map((each) => each.name).join(', ')}`)
      return found
    }
    const relative = <T extends { readonly file?: string }>(each: T): T =>
      each.file === undefined
        ? each
        : { ...each, file: each.file.replace(`${folder.path}/`, '').replace(folder.path, '.') }
    const notices = engine.notices.map(relative)
    try {
      await look({
        tables: engine.tables,
        notices,
        losses: engine.losses.map(relative),
        progress,
        table,
        columns: (name) =>
          table(name).columns.flatMap((column) =>
            column.sqlName === undefined ? [] : [`${column.name}:${column.type}`],
          ),
        async rows(name, ...names) {
          const { sqlName, columns } = table(name)
          const wanted = names.map((each) => {
            const column = columns.find((one) => one.name === each)
            if (column?.sqlName === undefined) throw new Error(`no column ${each} in ${name}`)
            return { ...column, sqlName: column.sqlName }
          })
          const sql = `SELECT ${wanted.map((column) => printName(column.sqlName)).join(', ')} FROM ${printName(sqlName)} ORDER BY rowid`
          const { rowCount, data } = await engine.run(
            sql,
            wanted.map((column) => column.type),
            [],
            1_000_000,
            signal,
          )
          return Table.fromColumns(wanted, rowCount, data).rows()
        },
        messages: () =>
          notices.map(({ severity, message, file, line }) =>
            [severity, file && (line ? `${file}:${line}` : file), message].filter(Boolean).join(' '),
          ),
      })
    } finally {
      engine.close()
    }
  } finally {
    folder.remove()
  }
}
