import { mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { formatDatetime, ticksPerDay, unixEpochTicks } from '../../../lib/kql-time.ts'
import { printLiteral, printName } from '../../../sql/print.ts'
import type { StoredColumn, StoredTable } from '../load/build-table.ts'
import { printRecord, recordKey } from '../load/parquet-record.ts'

/** A file of one table and day. */
export interface WrittenFile {
  readonly table: string
  /** Below the folder: `SigninLogs/2024-03-01.parquet`. */
  readonly path: string
  readonly rowCount: number
  readonly bytes: number
}

type Written = StoredColumn & { readonly sqlName: string }

/** Rows without a TimeGenerated, and those of tables that have none. */
const withoutDay = 'no-date'

/** Between these, nanoseconds since 1970 fit 64 bits: from 1678 to the end of 2261. */
const nanoseconds = { first: 529_210_368_000_000_000n, end: 713_502_432_000_000_000n }

/**
 * Writes the tables into a folder, which must be empty: a folder for each table, in it a file for each day of TimeGenerated, with the
 * rows in the order they were read. Files carry a `ParquetRecord`, and read back as exactly these tables.
 */
export async function writeParquet(
  connection: DuckDBConnection,
  tables: readonly StoredTable[],
  folder: string,
  signal: AbortSignal,
  onFile: (path: string) => void,
): Promise<WrittenFile[]> {
  const files: WrittenFile[] = []
  const taken = new Set<string>()
  for (const table of tables) {
    const name = folderName(table.name, taken)
    mkdirSync(join(folder, name))
    for (const { day, condition } of await daysOf(connection, table, signal)) {
      const path = join(name, `${day}.parquet`)
      onFile(path)
      const rowCount = await writeDay(connection, table, condition, join(folder, path), signal)
      files.push({ table: table.name, path, rowCount, bytes: statSync(join(folder, path)).size })
    }
  }
  return files
}

/** A name every system takes, and that huntlet does not pass over when it looks for logs. */
export function folderName(table: string, taken: Set<string>): string {
  const plain = table.replace(/[^\p{L}\p{N}_ -]+/gu, '_').trim()
  const reserved = /^(con|prn|aux|nul|com\d|lpt\d|node_modules)?$/i.test(plain)
  const base = reserved ? `${plain}_` : plain
  let free = base
  for (let count = 2; taken.has(free.toLowerCase()); count++) free = `${base}_${count}`
  taken.add(free.toLowerCase())
  return free
}

interface Day {
  /** `2024-03-01` */
  readonly day: string
  /** SQL that is true for its rows. */
  readonly condition: string
}

async function daysOf(connection: DuckDBConnection, table: StoredTable, signal: AbortSignal): Promise<Day[]> {
  const time = writtenColumns(table).find(({ name, type }) => name === 'TimeGenerated' && type === 'datetime')
  if (!time || table.rowCount === 0) return [{ day: withoutDay, condition: 'true' }]
  const column = printName(time.sqlName)
  const rows = await select(
    connection,
    `SELECT DISTINCT ${column} // ${ticksPerDay} AS day FROM ${printName(table.sqlName)} ORDER BY day NULLS LAST`,
    signal,
  )
  return rows.map(({ day }) => {
    if (typeof day !== 'bigint') return { day: withoutDay, condition: `${column} IS NULL` }
    const start = day * ticksPerDay
    return {
      day: formatDatetime(start).slice(0, 10),
      condition: `${column} >= ${start} AND ${column} < ${start + ticksPerDay}`,
    }
  })
}

async function writeDay(
  connection: DuckDBConnection,
  table: StoredTable,
  condition: string,
  path: string,
  signal: AbortSignal,
): Promise<number> {
  const columns = writtenColumns(table)
  const from = `FROM ${printName(table.sqlName)} WHERE ${condition}`
  const times = columns.filter(({ type }) => type === 'datetime').map(({ sqlName }) => printName(sqlName))
  const questions = times.flatMap((time) => [
    `coalesce(min(${time}) >= ${nanoseconds.first} AND max(${time}) < ${nanoseconds.end}, true)`,
    `coalesce(bool_and(${time} % 10 = 0), true)`,
  ])
  const [found] = await select(
    connection,
    `SELECT count(*) AS n, [${questions.join(', ')}]::BOOLEAN[] AS fits ${from}`,
    signal,
  )
  const fits = found!.fits as readonly boolean[]
  const values = columns.map(({ sqlName, type }) => {
    const column = printName(sqlName)
    if (type !== 'datetime') return column
    const at = times.indexOf(column)
    return `${instantSql(column, fits[2 * at]!, fits[2 * at + 1]!)} AS ${column}`
  })
  const record = printRecord({
    table: table.name,
    columns: columns.map(({ name, type, sqlName }) => ({ name, type, column: sqlName })),
  })
  await execute(
    connection,
    `COPY (SELECT ${values.join(', ') || 'NULL::BOOLEAN AS nothing'} ${from}) TO ${printLiteral(path)}
     (FORMAT parquet, COMPRESSION zstd, KV_METADATA {${recordKey}: ${printLiteral(record)}})`,
    signal,
  )
  return Number(found!.n)
}

/** Ticks as a time that other programs understand: with nanoseconds, so that none is lost, or where it must be with microseconds. */
function instantSql(ticks: string, isNear: boolean, isWhole: boolean): string {
  if (isNear) return `make_timestamp_ns((${ticks} - ${unixEpochTicks}) * 100)`
  return isWhole ? `make_timestamp(${ticks} // 10 - ${unixEpochTicks / 10n})` : ticks
}

function writtenColumns({ columns }: StoredTable): Written[] {
  return columns.filter((column): column is Written => column.sqlName !== undefined)
}

async function select(connection: DuckDBConnection, sql: string, signal: AbortSignal) {
  signal.throwIfAborted()
  return (await connection.runAndReadAll(sql)).getRowObjectsJS()
}

async function execute(connection: DuckDBConnection, sql: string, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted()
  await connection.run(sql)
}
