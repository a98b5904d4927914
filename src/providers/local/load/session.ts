import { resolve } from 'node:path'
import { type DuckDBConnection, DuckDBDataChunk, type JS, VARCHAR } from '@duckdb/node-api'
import { printLiteral } from '../../../sql/print.ts'
import type { KnownSchemas } from '../../schemas/known-schemas.ts'
import type { Notices } from './notices.ts'

/** What the steps of loading share. */
export interface Session {
  readonly connection: DuckDBConnection
  readonly schemas: KnownSchemas
  readonly notices: Notices
  readonly signal: AbortSignal
  /** A name for a temporary table that no other has. */
  temporary(): string
}

export type SqlRow = Readonly<Record<string, JS>>

export async function selectRows(session: Session, sql: string): Promise<readonly SqlRow[]> {
  session.signal.throwIfAborted()
  return (await session.connection.runAndReadAll(sql)).getRowObjectsJS()
}

/** A path as an SQL literal. DuckDB takes patterns and addresses for paths; an absolute one with its wildcards made plain is neither. */
export function pathLiteral(path: string): string {
  return printLiteral(resolve(path).replace(/[*?[]/g, '[$&]'))
}

/** The number of rows the statement made. */
export async function runSql(session: Session, sql: string): Promise<number> {
  session.signal.throwIfAborted()
  return (await session.connection.run(sql)).rowsChanged
}

/** The different texts a column of a file has, at most a few hundred; empty ones left out. */
export type DistinctValues = (column: string) => Promise<readonly string[]>

export async function distinctTexts(session: Session, relation: string, sql: string): Promise<readonly string[]> {
  const rows = await selectRows(
    session,
    `SELECT DISTINCT ${sql} AS value FROM ${relation} WHERE ${sql} <> '' ORDER BY value LIMIT 300`,
  )
  return rows.map((row) => String(row.value))
}

/** Appends texts to a table of one VARCHAR column, a chunk at a time. */
export interface LineWriter {
  readonly count: number
  add(line: string): void
  close(): void
}

const chunkRows = 2048

/** Makes the temporary table `table(line VARCHAR)` and a writer to it. */
export async function writeLines(session: Session, table: string): Promise<LineWriter> {
  await runSql(session, `CREATE TEMP TABLE ${table} (line VARCHAR)`)
  const appender = await session.connection.createAppender(table, 'main', 'temp')
  let lines: string[] = []
  let count = 0
  const flush = () => {
    if (lines.length === 0) return
    const chunk = DuckDBDataChunk.create([VARCHAR], lines.length)
    chunk.setColumnValues(0, lines)
    appender.appendDataChunk(chunk)
    lines = []
  }
  return {
    get count() {
      return count
    },
    add(line) {
      lines.push(line)
      count++
      if (lines.length === chunkRows) flush()
    },
    close() {
      flush()
      appender.closeSync()
    },
  }
}
