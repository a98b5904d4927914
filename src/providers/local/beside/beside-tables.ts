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

/** Tables made of files that are no logs: those a query names, and watchlists. What was read once is kept while the files stay as they are. */
export class BesideTables {
  readonly #paths: readonly string[]
  readonly #connect: () => Promise<DuckDBConnection>
  readonly #read = new Map<string, Promise<BesideTable>>()
  #count = 0

  constructor(paths: readonly string[], connect: () => Promise<DuckDBConnection>) {
    this.#paths = paths
    this.#connect = connect
  }

  /** Throws HuntletError where a file is outside the workspace, is not there, or cannot be read. */
  async read(request: FileRequest, signal: AbortSignal): Promise<BesideTable> {
    const places = request.files.map((file) => placeInWorkspace(file, this.#paths))
    const stamps = places.map((path) => stampFile({ path, named: true }))
    const key = JSON.stringify([stamps, request.format, request.ignoreFirstRecord, request.columns])
    // What another query was reading when it failed, or was cancelled, is read anew.
    const known = await this.#read.get(key)?.catch(() => undefined)
    if (known) return known
    signal.throwIfAborted()
    const { columns } = request
    const reading = this.make(
      columns.map(({ name }) => name),
      async (take) => {
        for (const path of places) await readTexts({ ...request, path }, signal, take)
      },
    )
    this.#read.set(key, reading)
    reading.catch(() => {
      if (this.#read.get(key) === reading) this.#read.delete(key)
    })
    return reading
  }

  /** A table of the rows that `fill` hands over; none where it fails. */
  async make(names: readonly string[], fill: Fill): Promise<BesideTable> {
    const name = `beside_${++this.#count}`
    const columns = names.map((each, index) => [each, `f${index}`] as const)
    const connection = await this.#connect()
    try {
      const texts = columns.map(([, sqlName]) => `${printName(sqlName)} VARCHAR`)
      const whole = `${printName(besideCatalog)}.main.${printName(name)}`
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
