import { sqlTypeOf } from '../../../compile/row.ts'
import { formatDatetime, parseDatetime } from '../../../lib/kql-time.ts'
import { printLiteral, printName } from '../../../sql/print.ts'
import { freeName, type StoredTable } from './build-table.ts'
import { runSql, type Session, selectRows } from './session.ts'

const timeColumn = 'TimeGenerated'

/**
 * Gives records that have no time the newest time of all files. Log Analytics gives such records the time at which it received
 * them, so that a query with a time range sees them; a file has no such time, and the newest record is the nearest to it. Which
 * tables it was is said. Tables of no known schema and without a TimeGenerated are left alone, and so is all where no file has a time.
 */
export async function fillTimes(session: Session, tables: readonly StoredTable[]): Promise<StoredTable[]> {
  const newest = tables.reduce<bigint | undefined>((latest, { last }) => {
    const at = last === undefined ? undefined : parseDatetime(last)
    return at !== undefined && (latest === undefined || at > latest) ? at : latest
  }, undefined)
  const filled: StoredTable[] = []
  for (const table of tables) filled.push(await fillTable(session, table, newest))
  return filled
}

async function fillTable(session: Session, table: StoredTable, newest: bigint | undefined): Promise<StoredTable> {
  const time = table.columns.find(({ name, type }) => name === timeColumn && type === 'datetime')
  if (!time || table.rowCount === 0) return table
  const timeless = time.sqlName === undefined ? table.rowCount : await countNulls(session, table, time.sqlName)
  if (timeless === 0) return table
  const which =
    timeless === table.rowCount ? 'the records have no time' : `${timeless} of ${table.rowCount} records have no time`
  if (newest === undefined) {
    warn(session, `${table.name}: ${which}; a query with a time range does not see them.`)
    return table
  }
  const at = formatDatetime(newest)
  warn(session, `${table.name}: ${which}; taken to be of ${at}, the newest of all records.`)
  const sqlName =
    time.sqlName ?? freeName(timeColumn, new Set(table.columns.map((column) => column.sqlName?.toLowerCase() ?? '')))
  if (time.sqlName === undefined) {
    await runSql(
      session,
      `ALTER TABLE ${printName(table.sqlName)} ADD COLUMN ${printName(sqlName)} ${sqlTypeOf.datetime}`,
    )
  }
  await runSql(
    session,
    `UPDATE ${printName(table.sqlName)} SET ${printName(sqlName)} = ${printLiteral(newest)} WHERE ${printName(sqlName)} IS NULL`,
  )
  return {
    ...table,
    first: table.first ?? at,
    last: at,
    columns: table.columns.map((column) => (column === time ? { ...time, sqlName } : column)),
  }
}

async function countNulls(session: Session, { sqlName, rowCount }: StoredTable, column: string): Promise<number> {
  const [row] = await selectRows(session, `SELECT count(${printName(column)}) AS n FROM ${printName(sqlName)}`)
  return rowCount - Number(row!.n)
}

function warn(session: Session, message: string): void {
  session.notices.add({ kind: 'records without a time', severity: 'warning', message })
}
