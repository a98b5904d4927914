import { printLiteral } from '../../../sql/print.ts'
import { isOutOfRoom } from '../engine-words.ts'
import { reportFaults } from './faults.ts'
import { bytesOf, type FoundFile, placeOf } from './find-files.ts'
import { headerNames } from './header-names.ts'
import { type CsvFormat, csvReader } from './read-records.ts'
import { readWhole, type TextForm } from './read-text.ts'
import { pathLiteral, runSql, type Session, selectRows, writeLines } from './session.ts'
import { type StagedColumn, type StagedFile, text } from './staged.ts'

/** Lines longer than this make DuckDB's reader give up; ours then takes its place. */
const longestLine = 8 * 1024 * 1024

/** Reads a CSV file, every value as text. DuckDB reads it where it is flawless; else we do, and report what is wrong line by line. */
export async function stageCsv(
  session: Session,
  file: FoundFile,
  form: TextForm,
  format: CsvFormat,
): Promise<StagedFile> {
  const about = { file: file.path, files: [file.path] }
  const table = session.temporary()
  const rowCount = await readNatively(session, table, file, form, format)
  if (rowCount !== undefined) {
    return { ...about, relation: table, temporary: table, rowCount, columns: columnsOf(format.header) }
  }
  const lines = session.temporary()
  const writer = await writeLines(session, lines)
  const faults = reportFaults(session.notices, file.path)
  const reader = csvReader(format, faults, writer.add)
  const end = await readWhole(bytesOf(file), form, session.signal, reader)
  writer.close()
  faults.close(end, form)
  return stageFields(session, { ...about, rowCount: writer.count }, lines, format.header)
}

/** Spreads rows that stand in a table as JSON arrays, one a row in the column `line`, over columns; the table is dropped. */
export async function stageFields(
  session: Session,
  about: Pick<StagedFile, 'file' | 'files' | 'rowCount'>,
  lines: string,
  header: readonly string[],
): Promise<StagedFile> {
  const table = session.temporary()
  const columns = columnsOf(header)
  const values = columns.map(({ sql }, index) => `v[${index + 1}] AS ${sql}`).join(', ')
  await runSql(
    session,
    `CREATE TABLE ${table} AS SELECT ${values} FROM (SELECT from_json(line, '["VARCHAR"]') AS v FROM ${lines})`,
  )
  await runSql(session, `DROP TABLE ${lines}`)
  return { ...about, relation: table, temporary: table, columns }
}

function columnsOf(header: readonly string[]): StagedColumn[] {
  return headerNames(header).map(({ name, zone }, index) => ({
    name,
    sql: `f${index}`,
    form: text,
    ...(zone !== undefined && { zone }),
  }))
}

async function readNatively(
  session: Session,
  table: string,
  file: FoundFile,
  form: TextForm,
  { delimiter, header }: CsvFormat,
): Promise<number | undefined> {
  if (form.encoding !== 'utf-8' || typeof bytesOf(file) !== 'string') return undefined
  const columns = header.map((_, index) => `f${index}: 'VARCHAR'`).join(', ')
  try {
    await runSql(
      session,
      `CREATE TABLE ${table} AS SELECT * FROM read_csv(${pathLiteral(placeOf(file))}, auto_detect = false,
        header = true, delim = ${printLiteral(delimiter)}, quote = '"', escape = '"', columns = {${columns}},
        compression = '${form.packing}', max_line_size = ${longestLine})`,
    )
    const [row] = await selectRows(session, `SELECT count(*) AS n FROM ${table}`)
    return Number(row!.n)
  } catch (error) {
    session.signal.throwIfAborted()
    if (isOutOfRoom(error)) throw error
    return undefined
  }
}
