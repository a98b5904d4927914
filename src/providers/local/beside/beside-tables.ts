import { type DuckDBConnection, DuckDBDataChunk, VARCHAR } from '@duckdb/node-api'
import type { ExternalFormat } from '../../../kql/tree.ts'
import type { KqlType } from '../../../lib/kql-type.ts'
import { printName } from '../../../sql/print.ts'
import { stampFile } from '../cache/file-stamp.ts'
import { type BesideTable, besideCatalog } from './beside-table.ts'
import { placeInWorkspace } from './place-in-workspace.ts'
import { readTexts } from './read-texts.ts'

/** Files a query names, and how they are to be read. */
export interface FileRequest {
  readonly files: readonly string[]
  readonly format: ExternalFormat
  readonly ignoreFirstRecord: boolean
  readonly columns: readonly { readonly name: string; readonly type: KqlType }[]
}

const chunkRows = 2048

/** Hands over rows, a text for each column. */
type Fill = (take: (row: readonly string[]) => void) => Promise<void>

/** What was read of files as they were at one time. */
interface Version {
  readonly stamps: string
  readonly table: Promise<BesideTable>
  /** Queries that may still ask it. */
  readers: number
}

/**
 * Tables made of files that are no logs: those a query names, and watchlists. What was read once is kept while the files stay as they are;
 * where they changed, what was read before goes when the last query is done with it.
 */
export class BesideTables {
  readonly #paths: readonly string[]
  readonly #connect: () => Promise<DuckDBConnection>
  /** By what was asked for, as the files are now. */
  readonly #read = new Map<string, Version>()
  /** Whoever reads a table that was handed out, by its name. */
  readonly #handedOut = new Map<string, Version>()
  #count = 0

  constructor(paths: readonly string[], connect: () => Promise<DuckDBConnection>) {
    this.#paths = paths
    this.#connect = connect
  }

  /** To be let go of when the query is done. Throws HuntletError where a file is outside the workspace, is not there, or cannot be read. */
  async read(request: FileRequest, signal: AbortSignal): Promise<BesideTable> {
    const places = request.files.map((file) => placeInWorkspace(file, this.#paths))
    const stamps = places.map((path) => stampFile({ path, named: true }))
    const key = JSON.stringify([places, request.format, request.ignoreFirstRecord, request.columns])
    const now = JSON.stringify(stamps)
    const known = this.#read.get(key)
    if (known?.stamps === now) {
      known.readers++
      const table = await known.table.catch(() => undefined)
      if (table) return this.#handOut(known, table, signal)
      // What another query was reading when it failed, or was cancelled, is read anew.
    }
    signal.throwIfAborted()
    const reading = this.make(
      request.columns.map(({ name }) => name),
      async (take) => {
        for (const path of places) await readTexts({ ...request, path }, signal, take)
      },
    )
    const version: Version = { stamps: now, table: reading, readers: 1 }
    const before = this.#read.get(key)
    this.#read.set(key, version)
    reading.catch(() => {
      if (this.#read.get(key) === version) this.#read.delete(key)
    })
    const table = await reading
    if (before) await this.#dropUnused(before)
    return this.#handOut(version, table, signal)
  }

  /** A query is done with a table that it was given. */
  async letGo(name: string): Promise<void> {
    const version = this.#handedOut.get(name)
    if (!version) return
    version.readers--
    await this.#dropUnused(version)
  }

  async #handOut(version: Version, table: BesideTable, signal: AbortSignal): Promise<BesideTable> {
    this.#handedOut.set(table.name, version)
    // Who asked no longer waits, and so lets nothing go.
    if (signal.aborted) await this.letGo(table.name)
    signal.throwIfAborted()
    return table
  }

  /** Drops what nobody reads and what is not what the files hold now. */
  async #dropUnused(version: Version): Promise<void> {
    const isCurrent = [...this.#read.values()].includes(version)
    const table = await version.table.catch(() => undefined)
    if (!table || isCurrent || version.readers > 0) return
    this.#handedOut.delete(table.name)
    const connection = await this.#connect()
    try {
      await connection.run(`DROP TABLE IF EXISTS ${sqlNameOf(table.name)}`)
    } finally {
      connection.closeSync()
    }
  }

  /** A table of the rows that `fill` hands over; none where it fails. */
  async make(names: readonly string[], fill: Fill): Promise<BesideTable> {
    const name = `beside_${++this.#count}`
    const columns = names.map((each, index) => [each, `f${index}`] as const)
    const connection = await this.#connect()
    try {
      const texts = columns.map(([, sqlName]) => `${printName(sqlName)} VARCHAR`)
      const whole = sqlNameOf(name)
      await connection.run(`CREATE TABLE ${whole} (${texts.join(', ') || 'nothing VARCHAR'})`)
      try {
        await append(connection, name, Math.max(1, columns.length), fill)
      } catch (error) {
        await connection.run(`DROP TABLE ${whole}`)
        throw error
      }
      return { name, columns, rowOrder: 'rowid' }
    } finally {
      connection.closeSync()
    }
  }
}

function sqlNameOf(table: string): string {
  return `${printName(besideCatalog)}.main.${printName(table)}`
}

async function append(connection: DuckDBConnection, table: string, width: number, fill: Fill): Promise<void> {
  const appender = await connection.createAppender(table, 'main', besideCatalog)
  const types = Array.from({ length: width }, () => VARCHAR)
  let rows: (readonly string[])[] = []
  const flush = () => {
    if (rows.length === 0) return
    const chunk = DuckDBDataChunk.create(types, rows.length)
    for (const index of types.keys()) {
      chunk.setColumnValues(
        index,
        rows.map((row) => row[index] ?? ''),
      )
    }
    appender.appendDataChunk(chunk)
    rows = []
  }
  try {
    await fill((row) => {
      rows.push(row)
      if (rows.length === chunkRows) flush()
    })
    flush()
  } finally {
    appender.closeSync()
  }
}
