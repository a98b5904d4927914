import type { DuckDBConnection } from '@duckdb/node-api'
import { udfs } from '../../../compile/udfs/index.ts'
import { HuntletError } from '../../../lib/diagnostic.ts'
import { invariant } from '../../../lib/invariant.ts'
import type { KqlType } from '../../../lib/kql-type.ts'
import { knownSchemas } from '../../schemas/known-schemas.ts'
import type { WorkspaceNotice } from '../../workspace.ts'
import { isOutOfMemory } from '../engine-words.ts'
import type { StoredTable } from '../load/build-table.ts'
import { prepareToLoad } from '../load/build-tables.ts'
import { type LoadProgress, loadFiles } from '../load/load-files.ts'
import { collectNotices } from '../load/notices.ts'
import { makeSessions, runSql, type Session, stagingSchema } from '../load/session.ts'
import type { FileLoss, Source } from '../protocol.ts'
import { type Database, openDatabase } from './database.ts'
import { registerUdf } from './register-udf.ts'
import { runQuery, type SqlResult } from './run-query.ts'

export interface EngineOptions {
  readonly memoryLimit?: string
  readonly signal: AbortSignal
  readonly onProgress: (progress: LoadProgress) => void
}

/** Files read side by side: while the engine works on one, the next is looked at. */
const loadingConnections = 3

/** The database of a workspace with its tables loaded. Queries may overlap: each has a connection of its own. */
export class Engine {
  readonly tables: readonly StoredTable[]
  readonly notices: readonly WorkspaceNotice[]
  readonly losses: readonly FileLoss[]
  readonly #database: Database
  readonly #idle: DuckDBConnection[] = []
  readonly #registered = new Set<string>()

  private constructor(
    database: Database,
    loaded: {
      readonly tables: readonly StoredTable[]
      readonly notices: readonly WorkspaceNotice[]
      readonly losses: readonly FileLoss[]
    },
  ) {
    this.#database = database
    this.tables = loaded.tables
    this.notices = loaded.notices
    this.losses = loaded.losses
  }

  static async open(source: Source, { memoryLimit, signal, onProgress }: EngineOptions): Promise<Engine> {
    const database = await open(memoryLimit)
    let connections: readonly DuckDBConnection[] = []
    try {
      connections = await Promise.all(Array.from({ length: loadingConnections }, () => database.connect()))
      const interrupt = () => {
        for (const connection of connections) connection.interrupt()
      }
      signal.addEventListener('abort', interrupt)
      const notices = collectNotices()
      const sessions = makeSessions(connections, { schemas: knownSchemas(), notices, signal })
      await prepareToLoad(sessions[0]!)
      const tables = await load(sessions, source, onProgress)
      await runSql(sessions[0]!, `DROP SCHEMA ${stagingSchema} CASCADE`)
      signal.removeEventListener('abort', interrupt)
      for (const connection of connections) connection.closeSync()
      await database.lock()
      return new Engine(database, { tables, notices: notices.all(), losses: notices.losses() })
    } catch (error) {
      for (const connection of connections) connection.closeSync()
      database.close()
      signal.throwIfAborted()
      if (isOutOfMemory(error)) {
        throw new HuntletError('OUT_OF_MEMORY', 'The files need more memory than the engine may take.', {
          hint: 'Give fewer files, or raise the memory limit.',
          cause: error,
        })
      }
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
    const connection = this.#idle.pop() ?? (await this.#database.connect())
    try {
      this.#register(connection, names)
      return await runQuery(connection, sql, types, limit, signal)
    } finally {
      this.#idle.push(connection)
    }
  }

  close(): void {
    for (const connection of this.#idle) connection.closeSync()
    this.#database.close()
  }

  #register(connection: DuckDBConnection, names: readonly string[]): void {
    for (const name of names) {
      if (this.#registered.has(name)) continue
      const udf = udfs.get(name)
      invariant(udf, `${name} is a function of ours`)
      registerUdf(connection, udf)
      this.#registered.add(name)
    }
  }
}

async function load(
  sessions: readonly Session[],
  source: Source,
  onProgress: (progress: LoadProgress) => void,
): Promise<StoredTable[]> {
  if (source.kind === 'files') return loadFiles(sessions, source, onProgress)
  // Only the demo needs what makes it up.
  const { loadDemo } = await import('../load/load-demo.ts')
  return loadDemo(sessions, onProgress)
}

async function open(memoryLimit: string | undefined): Promise<Database> {
  try {
    return await openDatabase(memoryLimit === undefined ? {} : { memoryLimit })
  } catch (cause) {
    if (memoryLimit === undefined) throw cause
    throw new HuntletError('BAD_MEMORY_LIMIT', `\`${memoryLimit}\` is no amount of memory.`, {
      hint: 'Write it like 4GB or 512MB.',
      cause,
    })
  }
}
