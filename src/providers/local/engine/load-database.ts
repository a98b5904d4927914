import { chmodSync } from 'node:fs'
import type { DuckDBConnection } from '@duckdb/node-api'
import { HuntletError } from '../../../lib/diagnostic.ts'
import { wordsOf } from '../../../lib/words-of.ts'
import { printLiteral } from '../../../sql/print.ts'
import { knownSchemas } from '../../schemas/known-schemas.ts'
import type { LoadedFiles } from '../cache/cache-entry.ts'
import type { DiskUse } from '../cache/disk-use.ts'
import { makeSpillFolder, remove } from '../cache/private-folder.ts'
import { findKept, forget, type Keeping, type Kept, keep, newDataPath, planKeeping } from '../cache/workspace-cache.ts'
import { firstSentence, isDiskFull, isOutOfMemory } from '../engine-words.ts'
import type { StoredTable } from '../load/build-table.ts'
import { prepareToLoad } from '../load/build-tables.ts'
import type { FoundFile } from '../load/find-files.ts'
import { findLogs, type LoadProgress, loadFiles } from '../load/load-files.ts'
import { collectNotices, type Notices } from '../load/notices.ts'
import { makeSessions, runSql, type Session, stagingSchema } from '../load/session.ts'
import type { Source } from '../protocol.ts'
import { type Database, type DatabaseOptions, openDatabase, packedCatalog } from './database.ts'
import { interruptWhen } from './interrupt-when.ts'
import { limitBytes } from './memory.ts'

/** How a workspace is loaded. */
export interface LoadOptions {
  readonly memoryLimit?: string
  readonly disk?: DiskUse
  readonly signal: AbortSignal
  readonly onProgress: (progress: LoadProgress) => void
}

/** A database with its tables, not locked yet. */
export interface LoadedDatabase {
  readonly database: Database
  readonly tables: readonly StoredTable[]
  readonly notices: Notices
  /** Closes the database and removes what was written for it alone. */
  close(): void
}

/**
 * Where the files are more than this part of what the engine may take, their tables are packed in memory: of Parquet they would need eight
 * times as much as the files. Packing takes longer than reading Parquet, so that less is left as it is.
 */
const packedFrom = 32

/** Files read side by side: while the engine works on one, the next is looked at. */
const loadingConnections = 3

/**
 * Reads the source into a database: one in memory; or, where there is much to read and the disk may be used, a file, which is
 * kept for the next opening and read by this one. Where the disk will not have it, memory does, and a notice says so.
 */
export async function loadDatabase(source: Source, options: LoadOptions): Promise<LoadedDatabase> {
  const notices = collectNotices()
  const spillFolder = options.disk && spillFolderIn(options.disk)
  const clean = () => {
    if (spillFolder !== undefined) remove(spillFolder)
  }
  try {
    const loaded = await load(source, notices, { ...options, spillFolder })
    return {
      ...loaded,
      notices,
      close() {
        loaded.close()
        clean()
      },
    }
  } catch (error) {
    clean()
    options.signal.throwIfAborted()
    if (isOutOfMemory(error)) {
      throw new HuntletError('OUT_OF_MEMORY', 'The files need more memory than the engine may take.', {
        hint: 'Give fewer files, or raise the memory limit.',
        cause: error,
      })
    }
    if (isDiskFull(error)) {
      throw new HuntletError('DISK_FULL', 'The files do not fit in memory, and the disk takes no more.', {
        hint: 'Make room on the disk, give fewer files, or raise the memory limit.',
        cause: error,
      })
    }
    throw error
  }
}

/** Undefined where there can be none: then all must fit in memory. */
function spillFolderIn({ folder }: DiskUse): string | undefined {
  try {
    return makeSpillFolder(folder)
  } catch {
    return undefined
  }
}

interface Loading extends LoadOptions {
  readonly spillFolder: string | undefined
}

type Loaded = Omit<LoadedDatabase, 'notices'>

async function load(source: Source, notices: Notices, loading: Loading): Promise<Loaded> {
  if (source.kind === 'demo') {
    // Only the demo needs what makes it up.
    const { loadDemo } = await import('../load/load-demo.ts')
    return inMemory(loading, notices, (sessions) => loadDemo(sessions, loading.onProgress))
  }
  const files = findLogs(source, notices)
  const { disk, signal } = loading
  try {
    const keeping = disk && planKeeping(disk, source, files)
    if (keeping) return await inFile(keeping, files, notices, loading)
  } catch (error) {
    signal.throwIfAborted()
    if (error instanceof HuntletError || isOutOfMemory(error)) throw error
    tellNotKept(notices, error)
  }
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0)
  const isPacked = bytes > limitBytes(loading.memoryLimit) / packedFrom
  return inMemory(loading, notices, loaderOf(files, loading), isPacked)
}

function tellNotKept(notices: Notices, error: unknown): void {
  const why = firstSentence(wordsOf(error))
  const message = `Nothing is kept for the next opening: ${why}`
  notices.add({ kind: 'files not kept', severity: 'notice', message })
}

type Load = (sessions: readonly Session[]) => Promise<StoredTable[]>

function loaderOf(files: readonly FoundFile[], { onProgress, spillFolder }: Loading): Load {
  return (sessions) => loadFiles(sessions, files, onProgress, spillFolder)
}

/** `isPacked`: there is much to hold. */
async function inMemory(loading: Loading, notices: Notices, load: Load, isPacked = false): Promise<Loaded> {
  const database = await openLimited(loading, { isPacked })
  try {
    const tables = await fill(database, loading, notices, load, isPacked ? packedCatalog : undefined)
    return { database, tables, close: () => database.close() }
  } catch (error) {
    database.close()
    throw error
  }
}

async function inFile(
  keeping: Keeping,
  files: readonly FoundFile[],
  notices: Notices,
  loading: Loading,
): Promise<Loaded> {
  const kept = await findKept(keeping, loading.signal)
  const opened = kept && (await openKept(kept, keeping, notices, loading))
  if (opened) return opened
  const path = newDataPath(keeping)
  try {
    const { tables, ...said } = await writeFile(path, files, loading)
    const database = await openLimited(loading, { file: path })
    const isKept = await keep(keeping, path, { tables, ...said }, loading.signal).catch((error: unknown) => {
      if (loading.signal.aborted) database.close()
      loading.signal.throwIfAborted()
      tellNotKept(notices, error)
      return false
    })
    absorb(notices, { tables, ...said })
    // What is open can be removed, except on Windows.
    if (!isKept) remove(path)
    return {
      database,
      tables,
      close() {
        database.close()
        if (!isKept) remove(path)
      },
    }
  } catch (error) {
    for (const each of [path, `${path}.wal`, `${path}.tmp`]) remove(each)
    throw error
  }
}

async function openKept(
  { path, ...loaded }: Kept,
  keeping: Keeping,
  notices: Notices,
  loading: Loading,
): Promise<Loaded | undefined> {
  try {
    const database = await openLimited(loading, { file: path })
    absorb(notices, loaded)
    return { database, tables: loaded.tables, close: () => database.close() }
  } catch (error) {
    if (error instanceof HuntletError) throw error
    forget(keeping, path)
    return undefined
  }
}

function absorb(notices: Notices, said: LoadedFiles): void {
  notices.absorb({ kinds: () => said.notices, losses: () => said.losses })
}

/** Reads the files into a database file. What is staged for that stays in memory. */
async function writeFile(path: string, files: readonly FoundFile[], loading: Loading): Promise<LoadedFiles> {
  const notices = collectNotices()
  const database = await openLimited(loading)
  try {
    const connection = await database.connect()
    await connection.run(`ATTACH ${printLiteral(path)} AS kept`)
    chmodSync(path, 0o600)
    const tables = await fill(database, loading, notices, loaderOf(files, loading), 'kept')
    await connection.run('DETACH kept')
    connection.closeSync()
    return { tables, notices: notices.kinds(), losses: notices.losses() }
  } finally {
    database.close()
  }
}

/** Loads into a database, or into another one that is attached to it; what is staged stays in the first. */
async function fill(
  database: Database,
  { signal }: Loading,
  notices: Notices,
  load: Load,
  catalog?: string,
): Promise<StoredTable[]> {
  const connections: DuckDBConnection[] = []
  const stopInterrupting = interruptWhen(signal, connections)
  try {
    for (let count = 0; count < loadingConnections; count++) connections.push(await database.connect())
    const sessions = makeSessions(connections, { schemas: knownSchemas(), notices, signal })
    const [first] = sessions as [Session, ...Session[]]
    if (catalog !== undefined) await runSql(first, 'USE memory')
    await prepareToLoad(first)
    if (catalog !== undefined) {
      for (const session of sessions) await runSql(session, `SET search_path = '${catalog}.main,memory.main'`)
    }
    const tables = await load(sessions)
    await runSql(first, `DROP SCHEMA ${stagingSchema} CASCADE`)
    if (catalog !== undefined) {
      await runSql(first, `CHECKPOINT ${catalog}`)
      for (const session of sessions) await runSql(session, 'USE memory')
    }
    return tables
  } finally {
    stopInterrupting()
    for (const connection of connections) connection.closeSync()
  }
}

async function openLimited(
  { memoryLimit, spillFolder }: Loading,
  where: Pick<DatabaseOptions, 'file' | 'isPacked'> = {},
): Promise<Database> {
  const options: DatabaseOptions = { spillFolder, ...where }
  if (memoryLimit === undefined) return openDatabase(options)
  try {
    return await openDatabase({ ...options, memoryLimit })
  } catch (cause) {
    if (where.file !== undefined) throw cause
    throw new HuntletError('BAD_MEMORY_LIMIT', `\`${memoryLimit}\` is no amount of memory.`, {
      hint: 'Write it like 4GB or 512MB.',
      cause,
    })
  }
}
