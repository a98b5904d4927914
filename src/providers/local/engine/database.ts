import { statfsSync } from 'node:fs'
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { printLiteral } from '../../../sql/print.ts'
import { besideCatalog } from '../beside/beside-table.ts'
import { defaultMemoryLimit } from './memory.ts'

/** The engine's one database, with two threads, reading nothing but what the loader tells it to. */
export interface Database {
  connect(): Promise<DuckDBConnection>
  /** From now on no statement can load an extension or change a setting, nor read a file, or write one but in the folder. */
  lock(folder?: string): Promise<void>
  close(): void
}

export interface DatabaseOptions {
  /** As DuckDB writes sizes, `4GB`; default `defaultMemoryLimit`. */
  readonly memoryLimit?: string | undefined
  /** A folder for what does not fit in memory. Without one it fails: logs are not written to disk behind the user's back. */
  readonly spillFolder?: string | undefined
  /** A database file, which is only read; default one in memory. */
  readonly file?: string
  /** In memory, beside a database for what passes: tables are in `packedCatalog`, and packed when they are told to. */
  readonly isPacked?: boolean
}

/** Where tables are that are kept packed in memory: in a sixth of it, and read as fast; writing them takes thrice as long. */
export const packedCatalog = 'packed'

/**
 * DuckDB 1.5 breaks down where the first rows of each group are taken and the group is then held between two values: the first
 * rows of each hour, of the hours of a day.
 */
export const leftOutOptimizers = `SET GLOBAL disabled_optimizers = 'top_n_window_elimination'`

/** Throws where the memory limit is no size, and where the file is no database. */
export async function openDatabase({
  memoryLimit,
  spillFolder = '',
  file,
  isPacked,
}: DatabaseOptions): Promise<Database> {
  const instance = await DuckDBInstance.create(file ?? ':memory:', {
    threads: '2',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    temp_directory: spillFolder,
    ...(file !== undefined && { access_mode: 'READ_ONLY' }),
  })
  const first = await instance.connect()
  try {
    await first.run(`SET GLOBAL TimeZone = 'UTC'`)
    // What a connection is asked how far it is by can be set for that connection alone, when the database is locked, too.
    await first.run(`SET GLOBAL allowed_configs = ['enable_progress_bar', 'enable_progress_bar_print']`)
    await first.run(leftOutOptimizers)
    // In memory, and so to be written even where the workspace's own tables are only read.
    await first.run(`ATTACH ':memory:' AS ${besideCatalog} (READ_WRITE)`)
    if (isPacked) await first.run(`ATTACH ':memory:' AS ${packedCatalog} (COMPRESS)`)
    if (spillFolder !== '') await first.run(`SET max_temp_directory_size = '${halfOfFree(spillFolder)}KiB'`)
    await first.run(`SET memory_limit = ${printLiteral(memoryLimit ?? defaultMemoryLimit())}`)
  } catch (error) {
    first.closeSync()
    instance.closeSync()
    throw error
  }
  return {
    async connect() {
      const connection = await instance.connect()
      // Bars are for terminals; the numbers behind them are asked for.
      await connection.run('SET enable_progress_bar = true; SET enable_progress_bar_print = false')
      if (isPacked) await connection.run(`SET search_path = '${packedCatalog}.main,memory.main'`)
      return connection
    },
    async lock(folder) {
      if (folder !== undefined) await first.run(`SET allowed_directories = [${printLiteral(folder)}]`)
      await first.run('SET enable_external_access = false')
      await first.run('SET lock_configuration = true')
    },
    close() {
      first.closeSync()
      instance.closeSync()
    },
  }
}

/** Half of what the disk has room for, in KiB: no query fills it. */
function halfOfFree(folder: string): number {
  const { bavail, bsize } = statfsSync(folder)
  return Math.floor((bavail * bsize) / 2048)
}
