import type { DuckDBConnection } from '@duckdb/node-api'
import type { CompiledQuery, Udf } from '../../../compile/row.ts'
import { udfs } from '../../../compile/udfs/index.ts'
import { resourceUdfs } from '../../../compile/udfs/resource-udfs.ts'
import { invariant } from '../../../lib/invariant.ts'
import type { KqlType } from '../../../lib/kql-type.ts'
import type { WorkspaceNotice } from '../../workspace.ts'
import type { BesideTable } from '../beside/beside-table.ts'
import { BesideTables, type FileRequest } from '../beside/beside-tables.ts'
import { hasSurroundings } from '../beside/surrounding-folders.ts'
import type { StoredSurroundings } from '../beside/surroundings.ts'
import type { StoredTable } from '../load/build-table.ts'
import type { Notices } from '../load/notices.ts'
import type { FileLoss, Source } from '../protocol.ts'
import { interruptWhen } from './interrupt-when.ts'
import { type LoadedDatabase, type LoadOptions, loadDatabase } from './load-database.ts'
import { limitBytes } from './memory.ts'
import { MemoryWatch } from './memory-watch.ts'
import { openPlaces, type Places } from './places.ts'
import { putParts, type Rows } from './put-parts.ts'
import { gaveWay, registerUdf } from './register-udf.ts'
import { runQuery, type SizeLimits, type SqlResult } from './run-query.ts'
import { withShared } from './shared-tables.ts'
import { userAgentRules } from './user-agent-rules.ts'
import { whileTelling } from './while-telling.ts'
import { type WrittenFile, writeParquet } from './write-parquet.ts'

/** How a workspace is opened. */
export interface EngineOptions extends LoadOptions {
  /** A database of places in MaxMind's format. */
  readonly geoip?: string
  /** A folder that statements may write to. */
  readonly output?: string
  /** True while this thread is wanted elsewhere: our functions give way then. */
  readonly isUrgent?: () => boolean
}

/** How results are taken. */
export interface ResultOptions extends SizeLimits {
  /** Told how far the engine is with the statement under way. */
  readonly onPercent?: (percent: number) => void
}

/** The database of a workspace with its tables loaded. Queries may overlap: each has a connection of its own. */
export class Engine {
  readonly tables: readonly StoredTable[]
  readonly notices: readonly WorkspaceNotice[]
  readonly losses: readonly FileLoss[]
  /** A database of places is at hand. */
  readonly knowsPlaces: boolean
  /** Watchlists and stored functions. */
  readonly surroundings: StoredSurroundings
  readonly #loaded: LoadedDatabase
  readonly #beside: BesideTables
  readonly #idle: DuckDBConnection[] = []
  readonly #registered = new Set<string>()
  readonly #resourceUdfs: ReadonlyMap<string, Udf>
  readonly #isUrgent: () => boolean
  readonly #watch: MemoryWatch

  private constructor(
    loaded: LoadedDatabase,
    places: Places | undefined,
    { beside, surroundings }: { readonly beside: BesideTables; readonly surroundings: StoredSurroundings },
    { isUrgent = () => false, memoryLimit }: Pick<EngineOptions, 'isUrgent' | 'memoryLimit'>,
  ) {
    this.#watch = new MemoryWatch(limitBytes(memoryLimit))
    this.#loaded = loaded
    this.#isUrgent = isUrgent
    this.#beside = beside
    this.surroundings = surroundings
    this.knowsPlaces = places !== undefined
    this.#resourceUdfs = resourceUdfs({ userAgentRules, placeOf: (address) => places?.find(address) })
    this.tables = loaded.tables
    this.notices = loaded.notices.all()
    this.losses = loaded.notices.losses()
  }

  static async open(source: Source, { geoip, output, ...options }: EngineOptions): Promise<Engine> {
    const paths = source.kind === 'files' ? source.paths : []
    const places = openPlaces(geoip, paths)
    const loaded = await loadDatabase(source, options)
    const beside = new BesideTables(paths, () => loaded.database.connect())
    try {
      await loaded.database.lock(output)
      const surroundings = await surroundingsOf(paths, beside, loaded.notices, options.signal)
      return new Engine(loaded, places, { beside, surroundings }, options)
    } catch (error) {
      loaded.close()
      throw error
    }
  }

  /** Runs compiled SQL. `names` are the functions of ours it calls. */
  async run(
    sql: string,
    types: readonly KqlType[],
    names: readonly string[],
    limit: number,
    signal: AbortSignal,
  ): Promise<SqlResult> {
    const [only] = await this.runAll([{ sql, types }], names, limit, signal)
    return only!
  }

  /** Runs several results of a query, one after the other; the tables they share are made first, and dropped in the end. */
  async runAll(
    results: readonly { readonly sql: string; readonly types: readonly KqlType[] }[],
    names: readonly string[],
    limit: number,
    signal: AbortSignal,
    shared: NonNullable<CompiledQuery['shared']> = [],
    options: ResultOptions = {},
  ): Promise<SqlResult[]> {
    return this.#watch.during(signal, (watched) => this.#runAll(results, names, limit, watched, shared, options))
  }

  async #runAll(
    results: readonly { readonly sql: string; readonly types: readonly KqlType[] }[],
    names: readonly string[],
    limit: number,
    signal: AbortSignal,
    shared: NonNullable<CompiledQuery['shared']>,
    { onPercent = () => {}, ...size }: ResultOptions,
  ): Promise<SqlResult[]> {
    const connection = this.#idle.pop() ?? (await this.#loaded.database.connect())
    try {
      this.#register(connection, names)
      const answer = () =>
        withShared(connection, shared, signal, async () => {
          const answers: SqlResult[] = []
          for (const { sql, types } of results)
            answers.push(await runQuery(connection, sql, types, limit, signal, size))
          return answers
        })
      for (;;) {
        try {
          return await whileTelling(connection, onPercent, answer)
        } catch (error) {
          // A function gives way for whoever is cancelled: that may be another query, and then this one starts over.
          if (signal.aborted || !(error instanceof Error) || !error.message.includes(gaveWay)) throw error
          await new Promise(setImmediate)
        }
      }
    } finally {
      this.#idle.push(connection)
    }
  }

  /** Files within the workspace's folders as a table, which is there until it is let go of. */
  readFiles(request: FileRequest, signal: AbortSignal): Promise<BesideTable> {
    return this.#beside.read(request, signal)
  }

  letFilesGo(table: string): Promise<void> {
    return this.#beside.letGo(table)
  }

  /** Rows from elsewhere become the table `partsTableOf` them. */
  async putParts(rows: Rows): Promise<void> {
    const connection = await this.#loaded.database.connect()
    try {
      await putParts(connection, rows)
    } finally {
      connection.closeSync()
    }
  }

  /** Writes all tables below the folder given as `output`. */
  async writeParquet(folder: string, signal: AbortSignal, onFile: (path: string) => void): Promise<WrittenFile[]> {
    const connection = await this.#loaded.database.connect()
    const stopInterrupting = interruptWhen(signal, [connection])
    try {
      return await writeParquet(connection, this.tables, folder, signal, onFile)
    } catch (error) {
      signal.throwIfAborted()
      throw error
    } finally {
      stopInterrupting()
      connection.closeSync()
    }
  }

  close(): void {
    for (const connection of this.#idle) connection.closeSync()
    this.#loaded.close()
  }

  #register(connection: DuckDBConnection, names: readonly string[]): void {
    for (const name of names) {
      if (this.#registered.has(name)) continue
      const udf = udfs.get(name) ?? this.#resourceUdfs.get(name)
      invariant(udf, `${name} is a function of ours`)
      registerUdf(connection, udf, this.#isUrgent)
      this.#registered.add(name)
    }
  }
}

/** What reads them is loaded where there are some: most workspaces have none. */
async function surroundingsOf(
  paths: readonly string[],
  beside: BesideTables,
  notices: Notices,
  signal: AbortSignal,
): Promise<StoredSurroundings> {
  if (!hasSurroundings(paths)) return { watchlists: [], functions: [] }
  const { readSurroundings } = await import('../beside/surroundings.ts')
  return readSurroundings(paths, beside, notices, signal)
}
