import { printLiteral } from '../../../sql/print.ts'
import { CsvRecords } from './csv-records.ts'
import { reportFaults } from './faults.ts'
import type { FoundFile } from './find-files.ts'
import { headerNames } from './header-names.ts'
import { readText, type TextForm } from './read-text.ts'
import { pathLiteral, runSql, type Session, selectRows, writeLines } from './session.ts'
import { type StagedFile, text } from './staged.ts'

/** Lines longer than this make DuckDB's reader give up; ours then takes its place. */
const longestLine = 8 * 1024 * 1024

/** Reads a CSV file, every value as text. DuckDB reads it where it is flawless; else we do, and report what is wrong line by line. */
export async function stageCsv(
  session: Session,
  file: FoundFile,
  form: TextForm,
  format: { readonly delimiter: string; readonly header: readonly string[] },
): Promise<StagedFile> {
  const table = session.temporary()
  const columns = headerNames(format.header).map(({ name, zone }, index) => ({
    name,
    sql: `f${index}`,
    form: text,
    ...(zone !== undefined && { zone }),
  }))
  const rowCount =
    (await readNatively(session, table, file, form, format.delimiter, columns.length)) ??
    (await readOurselves(session, table, file, form, format.delimiter, columns.length))
  return { file: file.path, bytes: file.bytes, relation: table, temporary: table, rowCount, columns }
}

async function readNatively(
  session: Session,
  table: string,
  file: FoundFile,
  form: TextForm,
  delimiter: string,
  width: number,
): Promise<number | undefined> {
  if (form.encoding !== 'utf-8') return undefined
  const columns = Array.from({ length: width }, (_, index) => `f${index}: 'VARCHAR'`).join(', ')
  try {
    await runSql(
      session,
      `CREATE TABLE ${table} AS SELECT * FROM read_csv(${pathLiteral(file.path)}, auto_detect = false,
        header = true, delim = ${printLiteral(delimiter)}, quote = '"', escape = '"', columns = {${columns}},
        compression = '${form.gzip ? 'gzip' : 'none'}', max_line_size = ${longestLine})`,
    )
    const [row] = await selectRows(session, `SELECT count(*) AS n FROM ${table}`)
    return Number(row!.n)
  } catch {
    session.signal.throwIfAborted()
    return undefined
  }
}

async function readOurselves(
  session: Session,
  table: string,
  file: FoundFile,
  form: TextForm,
  delimiter: string,
  width: number,
): Promise<number> {
  const lines = session.temporary()
  const writer = await writeLines(session, lines)
  const reader = new CsvRecords(delimiter)
  const faults = reportFaults(session.notices, file.path)
  let isHeader = true
  const take = (records: Iterable<{ line: number; fields: readonly string[]; fault?: string }>) => {
    for (const { line, fields, fault } of records) {
      if (isHeader) {
        isHeader = false
        continue
      }
      // Fields beyond the header are harmless where they are empty: a comma at the end of each line.
      const isLonger = fields.slice(width).some((field) => field !== '')
      if (fault !== undefined || fields.length < width || isLonger) {
        faults.add(line, fault ?? `${fields.length} fields instead of ${width}`)
      } else writer.add(JSON.stringify(fields))
    }
  }
  const end = await readText(file.path, form, session.signal, (piece) => take(reader.push(piece)))
  if (end.damage === undefined) take(reader.end())
  writer.close()
  faults.close(end, form)
  const values = Array.from({ length: width }, (_, index) => `v[${index + 1}] AS f${index}`).join(', ')
  await runSql(
    session,
    `CREATE TABLE ${table} AS SELECT ${values} FROM (SELECT from_json(line, '["VARCHAR"]') AS v FROM ${lines})`,
  )
  await runSql(session, `DROP TABLE ${lines}`)
  return writer.count
}
