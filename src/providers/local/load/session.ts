import { resolve } from 'node:path'
import { type DuckDBConnection, DuckDBDataChunk, type JS, VARCHAR } from '@duckdb/node-api'
import { printLiteral } from '../../../sql/print.ts'
import type { KnownSchemas } from '../../schemas/known-schemas.ts'
import type { NamedMapping } from './mappings/mappings.ts'
import { collectNotices, type Notices } from './notices.ts'

/** What the steps of loading need. Steps that run side by side have a session each. */
export interface Session {
  readonly connection: DuckDBConnection
  readonly schemas: KnownSchemas
  readonly notices: Notices
  readonly signal: AbortSignal
  /** The users' own ways to read files; absent for none. */
  readonly mappings?: readonly NamedMapping[]
  /** Identities of records that may come again, in the same file or another. */
  readonly seen: Set<string>
  /** SQL for a table of the staging schema that no other has. */
  temporary(): string
}

/**
 * Tables files are read into before their values have types. They are seen by all connections, and gone after loading. In
 * memory even where the tables built of them go to a file.
 */
export const stagingSchema = 'memory.staging'

/** Sessions that may work side by side, one a connection. */
export function makeSessions(
  connections: readonly DuckDBConnection[],
  shared: Pick<Session, 'schemas' | 'notices' | 'signal'>,
): Session[] {
  let temporaries = 0
  const seen = new Set<string>()
  return connections.map((connection) => ({
    ...shared,
    connection,
    seen,
    temporary: () => `${stagingSchema}.t${++temporaries}`,
  }))
}

/**
 * Works through the items, as many at a time as there are sessions, and gives the results in the order of the items; so are
 * the notices put. What one item throws is thrown when the others under way have come to rest.
 */
export async function sideBySide<Item, Result>(
  sessions: readonly Session[],
  items: readonly Item[],
  work: (session: Session, item: Item, index: number) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = []
  const notices = items.map(collectNotices)
  const failures: unknown[] = []
  let next = 0
  const lane = async (session: Session) => {
    while (next < items.length && failures.length === 0) {
      const index = next++
      try {
        results[index] = await work({ ...session, notices: notices[index]! }, items[index]!, index)
      } catch (error) {
        failures.push(error)
      }
    }
  }
  await Promise.all(sessions.map(lane))
  if (failures.length > 0) throw failures[0]
  for (const each of notices) sessions[0]!.notices.absorb(each)
  return results
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
  readonly add: (line: string) => void
  close(): void
}

const chunkRows = 2048

/** Makes the table of staging with the one column `line`, a VARCHAR, and a writer to it. */
export async function writeLines(session: Session, table: string): Promise<LineWriter> {
  await runSql(session, `CREATE TABLE ${table} (line VARCHAR)`)
  const appender = await session.connection.createAppender(table.slice(stagingSchema.length + 1), 'staging', 'memory')
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
