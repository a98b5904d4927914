import type { KqlType } from '../../../lib/kql-type.ts'
import { safeText } from '../../../lib/safe-text.ts'
import { printLiteral } from '../../../sql/print.ts'
import { isOutOfRoom } from '../engine-words.ts'
import { reportFaults } from './faults.ts'
import { aboutOf, bytesOf, type FoundFile, placeOf } from './find-files.ts'
import { JsonNames } from './json-names.ts'
import { shapesFor } from './mappings/mappings.ts'
import { type RecordFormat, recordReader } from './read-records.ts'
import { readWhole, type TextForm } from './read-text.ts'
import {
  type DistinctValues,
  distinctTexts,
  pathLiteral,
  runSql,
  type Session,
  selectRows,
  writeLines,
} from './session.ts'
import { json, type StagedColumn, type StagedFile, text } from './staged.ts'

/** More different property names than this are not columns any more: names made of data. */
const mostColumns = 2000

/**
 * Reads a file of records, one a row. DuckDB reads lines and arrays where they are flawless; else we do: records that
 * are wrapped, files that are damaged, lines that are no JSON. `textNames` is asked, once the names of the properties are
 * known, which of them are wanted as text rather than as JSON.
 */
export async function stageJson(
  session: Session,
  file: FoundFile,
  form: TextForm,
  format: RecordFormat,
  textNames: TextNames,
): Promise<StagedFile> {
  const lines = session.temporary()
  const about = { file: file.path, files: [file.path] }
  const rowCount = await readNatively(session, lines, file, form, format)
  if (rowCount !== undefined) {
    return stageLines(session, { ...about, rowCount }, lines, await namesIn(session, lines), textNames)
  }
  const names = new JsonNames()
  const writer = await writeLines(session, lines)
  const faults = reportFaults(session.notices, file.path)
  const own = shapesFor(session.mappings ?? [], aboutOf(file)).records
  const reader = recordReader(format, aboutOf(file), faults, { names, seen: session.seen, own, write: writer.add })
  const end = await readWhole(bytesOf(file), form, session.signal, reader)
  writer.close()
  faults.close(end, form)
  return stageLines(session, { ...about, rowCount: writer.count }, lines, names, textNames)
}

/** Which of the names are wanted as text; `distinct` gives the different values of one. */
export type TextNames = (names: readonly string[], distinct: DistinctValues) => Promise<ReadonlySet<string>>

/** Spreads records that stand in a table as JSON, one a row in the column `line`, over columns; the table is dropped. */
export async function stageLines(
  session: Session,
  about: Pick<StagedFile, 'file' | 'files' | 'rowCount'>,
  lines: string,
  names: JsonNames,
  textNames: TextNames,
): Promise<StagedFile> {
  const spread = await spreadLines(session, about, lines, names, textNames)
  const table = session.temporary()
  await runSql(session, `CREATE TABLE ${table} AS FROM ${spread.relation}`)
  await runSql(session, `DROP TABLE ${lines}`)
  return { ...spread, relation: table, temporary: table }
}

/** The same without a copy: for what is read but once. */
export async function spreadLines(
  session: Session,
  about: Pick<StagedFile, 'file' | 'files' | 'rowCount'>,
  lines: string,
  { names: found, types }: JsonNames,
  textNames: TextNames,
): Promise<StagedFile> {
  const names = [...found]
  if (names.length > mostColumns) {
    const message = `${names.length} different property names; the first ${mostColumns} became columns.`
    session.notices.add({ kind: 'files with too many columns', severity: 'warning', message, file: about.file })
    names.length = mostColumns
  }
  const asText = await textNames(names, (name) =>
    distinctTexts(session, lines, `json_extract_string(line, ${pointerTo(name)})`),
  )
  return { ...about, ...columnsIn(lines, names, types, asText), temporary: lines }
}

/** The number of records, or undefined where anything at all is not as it should be. */
async function readNatively(
  session: Session,
  table: string,
  file: FoundFile,
  form: TextForm,
  format: RecordFormat,
): Promise<number | undefined> {
  if (typeof bytesOf(file) !== 'string') return undefined
  if (form.encoding !== 'utf-8' || form.mark || !('isPlain' in format) || !format.isPlain) return undefined
  const reader = format.kind === 'json-lines' ? 'newline_delimited' : 'array'
  try {
    await runSql(
      session,
      `CREATE TABLE ${table} AS SELECT json AS line FROM read_json_objects(${pathLiteral(placeOf(file))},
        format = '${reader}', compression = '${form.packing === 'none' ? 'uncompressed' : form.packing}')`,
    )
    // DuckDB takes `NaN` for JSON; our own reader makes null of it.
    const [row] = await selectRows(
      session,
      `SELECT count(*) AS n, count(*) FILTER (line IS NULL OR json_type(line) <> 'OBJECT'
        OR contains(line, 'NaN') OR contains(line, 'Infinity')) AS faulty FROM ${table}`,
    )
    if (Number(row!.faulty) === 0) return Number(row!.n)
  } catch (error) {
    session.signal.throwIfAborted()
    if (isOutOfRoom(error)) throw error
  }
  await runSql(session, `DROP TABLE IF EXISTS ${table}`)
  return undefined
}

/** All names of properties, in the order the first records have them, then by name. */
async function namesIn(session: Session, lines: string): Promise<JsonNames> {
  const first = await selectRows(session, `SELECT json_keys(line) AS names FROM ${lines} LIMIT 50`)
  const all = await selectRows(
    session,
    `SELECT DISTINCT unnest(names) AS name FROM
    (SELECT DISTINCT json_keys(line) AS names FROM ${lines}) ORDER BY name`,
  )
  const found = new JsonNames()
  for (const row of first) for (const name of row.names as string[]) found.names.add(name)
  for (const row of all) found.names.add(row.name as string)
  return found
}

/** JSON pointer to a property, as an SQL literal. */
function pointerTo(name: string): string {
  return printLiteral(`/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`)
}

function columnsIn(
  lines: string,
  names: readonly string[],
  types: ReadonlyMap<string, KqlType>,
  asText: ReadonlySet<string>,
): Pick<StagedFile, 'relation' | 'columns'> {
  const seen = new Set<string>()
  const shape: Record<string, string> = Object.create(null)
  const columns: StagedColumn[] = []
  const selects: string[] = []
  for (const [index, name] of names.entries()) {
    const form = asText.has(name) ? text : json
    const folded = name.toLowerCase()
    const isPlain = name !== '' && !seen.has(folded) && !name.includes('\0')
    seen.add(folded)
    if (isPlain) {
      shape[name] = form.kind === 'text' ? 'VARCHAR' : 'JSON'
      selects.push(`struct_extract(s, ${printLiteral(name)}) AS f${index}`)
    } else {
      // Structs of DuckDB know no two names that differ in case only: such a property is looked up by itself.
      const lookUp = form.kind === 'text' ? 'json_extract_string' : 'json_extract'
      selects.push(`${lookUp}(line, ${pointerTo(name)}) AS f${index}`)
    }
    const declared = types.get(name)
    columns.push({
      name: safeText(name) || `Column${index + 1}`,
      sql: `f${index}`,
      form,
      ...(declared !== undefined && { type: declared }),
    })
  }
  const structs = `SELECT line, json_transform(line, ${printLiteral(JSON.stringify(shape))}) AS s FROM ${lines}`
  // Records without properties are still rows.
  if (columns.length === 0) return { columns, relation: `(SELECT NULL AS f0 FROM ${lines})` }
  return { columns, relation: `(SELECT ${selects.join(', ')} FROM (${structs}))` }
}
