import { sqlTypeOf } from '../../../compile/row.ts'
import { printLiteral, printName } from '../../../sql/print.ts'
import { type FoundFile, placeOf } from './find-files.ts'
import { headerNames } from './header-names.ts'
import { type ParquetRecord, type RecordedColumn, recordKey } from './parquet-record.ts'
import { pathLiteral, type Session, selectRows } from './session.ts'
import type { StagedColumn, StagedFile } from './staged.ts'
import { text } from './staged.ts'
import { valueSql } from './value-sql.ts'

/** A Parquet file, read where it lies. Throws what DuckDB says of a file that is damaged. */
export async function stageParquet(session: Session, file: FoundFile): Promise<StagedFile> {
  const path = pathLiteral(placeOf(file))
  const source = `read_parquet(${path})`
  const described = await selectRows(
    session,
    `SELECT column_name AS name, column_type AS type FROM (DESCRIBE SELECT * FROM ${source})`,
  )
  const held = new Map(described.map(({ name, type }) => [String(name), String(type)]))
  const [row] = await selectRows(session, `SELECT count(*) AS n FROM ${source}`)
  const about = { file: file.path, files: [file.path], rowCount: Number(row!.n) }
  const record = await recordIn(session, path, held)
  if (record) return { ...about, ...recorded(record, source, held) }
  const names = headerNames([...held.keys()])
  const selects = Array.from(held.keys(), (name, index) => `${printName(name)} AS f${index}`)
  return {
    ...about,
    relation: `(SELECT ${selects.join(', ')} FROM ${source})`,
    columns: Array.from(held.values(), (duckdb, index) => ({
      ...names[index]!,
      sql: `f${index}`,
      form: { kind: 'typed', duckdb },
    })),
  }
}

async function recordIn(
  session: Session,
  path: string,
  held: ReadonlyMap<string, string>,
): Promise<ParquetRecord | undefined> {
  const rows = await selectRows(
    session,
    `SELECT decode(value) AS text FROM parquet_kv_metadata(${path}) WHERE key = ${printLiteral(recordKey)}::BLOB`,
  )
  if (!rows[0]) return undefined
  const { readRecord } = await import('./read-parquet-record.ts')
  return readRecord(String(rows[0].text), held)
}

/** A file of our own: its values are what they were. */
function recorded(
  { table, columns }: ParquetRecord,
  source: string,
  held: ReadonlyMap<string, string>,
): Pick<StagedFile, 'relation' | 'columns' | 'table'> {
  const selects = columns.map((column, index) => `${recordedSql(column, held.get(column.column)!)} AS f${index}`)
  return {
    table,
    relation: `(SELECT ${selects.join(', ') || 'NULL AS f0'} FROM ${source})`,
    columns: columns.map(({ name, type }, index): StagedColumn => {
      const sql = `f${index}`
      if (type === 'string') return { name, sql, form: text, type }
      return { name, sql, form: { kind: 'typed', duckdb: sqlTypeOf[type], kql: type } }
    }),
  }
}

function recordedSql({ type, column }: RecordedColumn, duckdb: string): string {
  const name = printName(column)
  if (type !== 'datetime') return `${name}::${sqlTypeOf[type]}`
  if (duckdb === sqlTypeOf.datetime) return name
  return valueSql({ name: column, sql: name, form: { kind: 'typed', duckdb } }, type, {
    dayFirst: false,
    iso: new Set(),
  })
}
