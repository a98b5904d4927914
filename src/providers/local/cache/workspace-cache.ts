import { createHash, randomBytes } from 'node:crypto'
import { chmodSync, readdirSync, renameSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { FoundFile } from '../load/find-files.ts'
import type { FilesToLoad } from '../load/load-files.ts'
import { type CacheEntry, checksumOf, entryText, type LoadedFiles, readEntry } from './cache-entry.ts'
import { type DiskUse, defaultLimits, keptFolders } from './disk-use.ts'
import { areSame, type FileStamp, stampFile } from './file-stamp.ts'
import { loaderVersion } from './loader-version.ts'
import { makePrivate, remove, removeAbandoned } from './private-folder.ts'

/** Files as they are now, and where what was read of them is kept. */
export interface Keeping {
  readonly folder: string
  /** The same for the same paths and options, whatever has become of the files. */
  readonly key: string
  readonly paths: readonly string[]
  readonly files: readonly FileStamp[]
  readonly mostBytes: number
}

/** What was kept of files. */
export interface Kept extends LoadedFiles {
  /** The database of the tables. */
  readonly path: string
}

/** An entry has two files: `<key>.json`, put in place whole, names the `<key>-….duckdb` with the rows. */
const entryName = /^[0-9a-f]{32}\.json$/
const ownName = /^[0-9a-f]{32}[-.].*(json|duckdb|wal|tmp)$/

/**
 * Where what is read of the files is to be kept; undefined where they are too small for that. Throws what the system throws
 * where the folder cannot be made.
 */
export function planKeeping(
  { folder, cache }: DiskUse,
  given: FilesToLoad,
  found: readonly FoundFile[],
): Keeping | undefined {
  if (!cache) return undefined
  const { leastBytes, mostBytes } = { ...defaultLimits, ...cache }
  if (found.length === 0 || found.reduce((sum, file) => sum + file.bytes, 0) < leastBytes) return undefined
  const places = [...given.paths, ...Object.values(given.tables ?? {}).flat()].map((path) => resolve(path))
  // All of what is given, so that no option of reading is forgotten, and as it is given: notices repeat the paths.
  const key = createHash('sha256')
    .update(JSON.stringify([given, places]))
    .digest('hex')
    .slice(0, 32)
  return {
    folder: makePrivate(folder, keptFolders.workspaces),
    key,
    paths: places,
    files: found.map(stampFile),
    mostBytes,
  }
}

/** What was kept of exactly these files; undefined where there is nothing, or it is damaged: then it is removed. */
export async function findKept(keeping: Keeping, signal: AbortSignal): Promise<Kept | undefined> {
  const { folder, key, files } = keeping
  const entry = readEntry(join(folder, `${key}.json`))
  if (!entry || entry.loader !== loaderVersion()) return undefined
  if (entry.files.length !== files.length || !files.every((file, at) => areSame(file, entry.files[at]!)))
    return undefined
  const path = join(folder, entry.data.name)
  if (!(await isWhole(path, entry.data, signal))) {
    forget(keeping, path)
    return undefined
  }
  try {
    // The time of the last use, by which room is made.
    const now = new Date()
    utimesSync(join(folder, `${key}.json`), now, now)
  } catch {
    // Another process has put a newer one in its place.
  }
  return { path, ...entry.loaded }
}

async function isWhole(path: string, { bytes, checksum }: CacheEntry['data'], signal: AbortSignal): Promise<boolean> {
  try {
    return statSync(path).size === bytes && (await checksumOf(path, signal)) === checksum
  } catch {
    signal.throwIfAborted()
    return false
  }
}

/** A name for a new database of the tables, that no other process has. */
export function newDataPath({ folder, key }: Keeping): string {
  return join(folder, `${key}-${randomBytes(8).toString('hex')}.duckdb`)
}

/**
 * Keeps a finished database file for the next opening, in the place of what was kept before. False where it is not kept,
 * because a file has changed since or it is too large: then it is still the caller's.
 */
export async function keep(keeping: Keeping, path: string, loaded: LoadedFiles, signal: AbortSignal): Promise<boolean> {
  const { folder, key, paths, files, mostBytes } = keeping
  const bytes = statSync(path).size
  if (bytes > mostBytes || !files.every(isUnchanged)) return false
  chmodSync(path, 0o600)
  const data = { name: path.slice(folder.length + 1), bytes, checksum: await checksumOf(path, signal) }
  const target = join(folder, `${key}.json`)
  const before = readEntry(target)
  const draft = `${path}.tmp`
  writeFileSync(draft, entryText({ loader: loaderVersion(), paths, files, data, loaded }), { mode: 0o600 })
  renameSync(draft, target)
  // Whoever still reads it has it open.
  if (before) remove(join(folder, before.data.name))
  makeRoom(folder, mostBytes, key)
  return true
}

function isUnchanged(stamp: FileStamp): boolean {
  try {
    return areSame(stamp, stampFile(stamp))
  } catch {
    return false
  }
}

/** Removes what was kept of these files in the database file, unless another process has put something newer in its place. */
export function forget({ folder, key }: Keeping, path: string): void {
  const entryPath = join(folder, `${key}.json`)
  const entry = readEntry(entryPath)
  if (entry && join(folder, entry.data.name) === path) remove(entryPath)
  remove(path)
}

function makeRoom(folder: string, mostBytes: number, newest: string): void {
  const entries = entriesIn(folder).sort((a, b) => b.used - a.used)
  let bytes = 0
  for (const { name, entry } of [
    ...entries.filter((each) => each.name === `${newest}.json`),
    ...entries.filter((each) => each.name !== `${newest}.json`),
  ]) {
    bytes += entry.data.bytes
    if (bytes <= mostBytes) continue
    remove(join(folder, name))
    remove(join(folder, entry.data.name))
  }
  const inUse = new Set(entriesIn(folder).flatMap(({ name, entry }) => [name, entry.data.name]))
  removeAbandoned(folder, (name) => ownName.test(name) && !inUse.has(name))
}

interface StoredEntry {
  readonly name: string
  readonly entry: CacheEntry
  /** Milliseconds since 1970. */
  readonly used: number
}

function entriesIn(folder: string): StoredEntry[] {
  return readdirSync(folder).flatMap((name) => {
    const entry = entryName.test(name) ? readEntry(join(folder, name)) : undefined
    if (!entry) return []
    try {
      return [{ name, entry, used: statSync(join(folder, name)).mtimeMs }]
    } catch {
      return []
    }
  })
}

/** One thing that is kept, as `huntlet cache list` shows it. */
export interface KeptSummary {
  readonly paths: readonly string[]
  readonly bytes: number
  readonly rowCount: number
  readonly lastUsed: Date
}

/** What is kept in the user's folder, what was used last first. Empty where there is no such folder. */
export function listKept(folder: string): KeptSummary[] {
  try {
    return entriesIn(join(folder, keptFolders.workspaces))
      .sort((a, b) => b.used - a.used)
      .map(({ entry: { paths, data, loaded }, used }) => ({
        paths,
        bytes: data.bytes,
        rowCount: loaded.tables.reduce((sum, table) => sum + table.rowCount, 0),
        lastUsed: new Date(used),
      }))
  } catch {
    return []
  }
}
