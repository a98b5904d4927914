import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { HuntletError } from '../../../lib/diagnostic.ts'
import type { ColumnType } from '../../../lib/kql-type.ts'
import { safeText } from '../../../lib/safe-text.ts'
import { readYaml } from '../../../queries/yaml-document.ts'
import { isFile } from '../path-kind.ts'
import type { BesideTable } from './beside-table.ts'
import type { BesideTables } from './beside-tables.ts'
import { readHeader, readTexts } from './read-texts.ts'

/** A list as it stands in the engine. */
export interface StoredWatchlist {
  readonly alias: string
  readonly columns: readonly ColumnType[]
  readonly searchKey: string
  readonly rowCount: number
  readonly file: string
  readonly table: BesideTable
}

/** Columns of every list, before its own: those that the service adds. */
const ownColumns = ['_DTItemId', 'LastUpdatedTimeUTC', 'SearchKey'] as const

/** The files of a folder that are lists: `alias.csv`, packed or not. Throws what the system throws. */
export function watchlistFiles(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => /\.csv(\.gz|\.zst)?$/i.test(name) && !name.startsWith('.'))
    .map((name) => join(folder, name))
    .filter(isFile)
    .sort()
}

/** What queries call the list in the file. */
export function aliasOf(file: string): string {
  return basename(file).replace(/\.csv(\.gz|\.zst)?$/i, '')
}

/**
 * A list read: every column as text, as lists have it. The search key is the first column, or the one that `searchKey` in
 * `alias.yaml` beside the file names.
 */
export async function readWatchlist(file: string, beside: BesideTables, signal: AbortSignal): Promise<StoredWatchlist> {
  const alias = aliasOf(file)
  const header = (await readHeader(file, signal)).map((name) => name.trim())
  const searchKey = searchKeyOf(file, alias) ?? header[0] ?? ''
  const keyAt = header.indexOf(searchKey)
  if (keyAt < 0) {
    throw new HuntletError('UNREADABLE_PATH', `The list has no column \`${safeText(searchKey)}\` to be its search key.`)
  }
  const names = header.filter((name) => !(ownColumns as readonly string[]).includes(name))
  const updated = statSync(file).mtime.toISOString()
  const columns = header.map((name) => ({ name, type: 'string' as const }))
  let rowCount = 0
  const table = await beside.make([...ownColumns, ...names], (take) =>
    readTexts({ path: file, format: 'csv', ignoreFirstRecord: true, columns }, signal, (row) => {
      rowCount++
      const own = row.filter((_, index) => names.includes(header[index]!))
      take([itemId(alias, rowCount), updated, row[keyAt] ?? '', ...own])
    }),
  )
  return { alias, columns: columnsOf(names), searchKey, rowCount, file, table }
}

/** A list that parsers ask for whether or not there is one. */
export async function emptyWatchlist(
  alias: string,
  names: readonly string[],
  beside: BesideTables,
): Promise<StoredWatchlist> {
  const table = await beside.make([...ownColumns, ...names], async () => {})
  return { alias, columns: columnsOf(names), searchKey: '', rowCount: 0, file: '', table }
}

function columnsOf(names: readonly string[]): ColumnType[] {
  return [...ownColumns, ...names].map((name) => ({
    name,
    type: name === 'LastUpdatedTimeUTC' ? 'datetime' : 'string',
  }))
}

function searchKeyOf(file: string, alias: string): string | undefined {
  for (const extension of ['yaml', 'yml']) {
    const path = join(file, '..', `${alias}.${extension}`)
    if (!existsSync(path)) continue
    const { value, diagnostics } = readYaml(path, readFileSync(path, 'utf8'))
    const fault = diagnostics[0]
    if (fault) throw new HuntletError('UNREADABLE_PATH', `${safeText(path)}: ${fault.message}`)
    const key = (value as { readonly searchKey?: unknown } | null)?.searchKey
    if (typeof key === 'string') return key
  }
  return undefined
}

/** The same for the same row of the same list at every opening. */
function itemId(alias: string, row: number): string {
  const hex = createHash('sha256').update(`${alias}\n${row}`).digest('hex')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5')
}
