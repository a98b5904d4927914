import type { KqlType } from '../../../lib/kql-type.ts'
import { safeText } from '../../../lib/safe-text.ts'
import { printLiteral } from '../../../sql/print.ts'
import { reportFaults } from './faults.ts'
import type { FoundFile } from './find-files.ts'
import { JsonElements } from './json-elements.ts'
import { isObject, type JsonObject, unwrap } from './json-shapes.ts'
import { readJson } from './plain-json.ts'
import { readText, type TextForm } from './read-text.ts'
import {
  type DistinctValues,
  distinctTexts,
  pathLiteral,
  runSql,
  type Session,
  selectRows,
  writeLines,
} from './session.ts'
import type { FileFormat } from './sniff.ts'
import { json, type StagedColumn, type StagedFile, text } from './staged.ts'

type JsonFormat = Extract<FileFormat, { kind: 'json-lines' | 'json-array' | 'json-document' }>

/** More different property names than this are not columns any more: names made of data. */
const mostColumns = 2000

/**
 * Reads a JSON file, one record a row. DuckDB reads lines and arrays where they are flawless; else we do: records that
 * are wrapped, files that are damaged, lines that are no JSON. `textNames` is asked, once the names of the properties are
 * known, which of them are wanted as text rather than as JSON.
 */
export async function stageJson(
  session: Session,
  file: FoundFile,
  form: TextForm,
  format: JsonFormat,
  textNames: TextNames,
): Promise<StagedFile> {
  const lines = session.temporary()
  const types: Record<string, KqlType> = Object.create(null)
  const rowCount =
    (await readNatively(session, lines, file, form, format)) ??
    (await readOurselves(session, lines, file, form, format, types))
  return stageLines(session, { file: file.path, bytes: file.bytes, rowCount, types }, lines, textNames)
}

/** Which of the names are wanted as text; `distinct` gives the different values of one. */
export type TextNames = (names: readonly string[], distinct: DistinctValues) => Promise<ReadonlySet<string>>

/** Spreads records that stand in a table as JSON, one a row in the column `line`, over columns; the table is dropped. */
export async function stageLines(
  session: Session,
  about: {
    readonly file: string
    readonly bytes: number
    readonly rowCount: number
    readonly types?: Readonly<Record<string, KqlType>>
  },
  lines: string,
  textNames: TextNames,
): Promise<StagedFile> {
  const { file, bytes, rowCount, types = {} } = about
  const names = await propertyNames(session, lines)
  if (names.length > mostColumns) {
    const message = `${names.length} different property names; the first ${mostColumns} became columns.`
    session.notices.add({ kind: 'files with too many columns', severity: 'warning', message, file })
    names.length = mostColumns
  }
  const table = session.temporary()
  const asText = await textNames(names, (name) =>
    distinctTexts(session, lines, `json_extract_string(line, ${pointerTo(name)})`),
  )
  const columns = await spreadColumns(session, lines, table, names, types, asText)
  await runSql(session, `DROP TABLE ${lines}`)
  return { file, bytes, relation: table, temporary: table, rowCount, columns }
}

/** The number of records, or undefined where anything at all is not as it should be. */
async function readNatively(
  session: Session,
  table: string,
  file: FoundFile,
  form: TextForm,
  format: JsonFormat,
): Promise<number | undefined> {
  if (form.encoding !== 'utf-8' || form.mark || format.kind === 'json-document' || format.wrapped) return undefined
  const reader = format.kind === 'json-lines' ? 'newline_delimited' : 'array'
  try {
    await runSql(
      session,
      `CREATE TABLE ${table} AS SELECT json AS line FROM read_json_objects(${pathLiteral(file.path)},
        format = '${reader}', compression = '${form.gzip ? 'gzip' : 'uncompressed'}')`,
    )
    // DuckDB takes `NaN` for JSON; our own reader makes null of it.
    const [row] = await selectRows(
      session,
      `SELECT count(*) AS n, count(*) FILTER (line IS NULL OR json_type(line) <> 'OBJECT'
        OR contains(line, 'NaN') OR contains(line, 'Infinity')) AS faulty FROM ${table}`,
    )
    if (Number(row!.faulty) === 0) return Number(row!.n)
  } catch {
    session.signal.throwIfAborted()
  }
  await runSql(session, `DROP TABLE IF EXISTS ${table}`)
  return undefined
}

async function readOurselves(
  session: Session,
  table: string,
  file: FoundFile,
  form: TextForm,
  format: JsonFormat,
  types: Record<string, KqlType>,
): Promise<number> {
  const writer = await writeLines(session, table)
  const faults = reportFaults(session.notices, file.path)
  const isWrapped = format.kind === 'json-document' || format.wrapped
  const take = (line: number, element: string) => {
    const read = readJson(element)
    if (!read) return faults.add(line, 'it is no JSON')
    if (!isObject(read.value)) return faults.add(line, 'it is JSON, but no record with named values')
    const wrapped = isWrapped ? unwrap(read.value) : undefined
    if (!wrapped) return writer.add(read.text)
    Object.assign(types, wrapped.types)
    for (const record of wrapped.records) writer.add(JSON.stringify(record satisfies JsonObject))
  }
  const elements = format.kind === 'json-lines' ? new Lines() : new JsonElements()
  const end = await readText(file.path, form, session.signal, (piece) => {
    for (const { line, text: element } of elements.push(piece)) take(line, element)
  })
  for (const { line, text: element } of elements.end()) {
    // The record in which a damaged file ends is told by the damage.
    if (end.damage === undefined || readJson(element)) take(line, element)
  }
  writer.close()
  faults.close(end, form)
  return writer.count
}

/** The lines of a text that comes in pieces, blank ones passed over. */
class Lines {
  #rest = ''
  #line = 0;

  *push(piece: string) {
    const lines = (this.#rest + piece).split('\n')
    this.#rest = lines.pop()!
    for (const line of lines) {
      this.#line++
      if (line.trim() !== '') yield { line: this.#line, text: line.trim() }
    }
  }

  *end() {
    if (this.#rest.trim() !== '') yield { line: this.#line + 1, text: this.#rest.trim() }
  }
}

/** All names of properties, in the order the first records have them, then by name. */
async function propertyNames(session: Session, lines: string): Promise<string[]> {
  const first = await selectRows(session, `SELECT json_keys(line) AS names FROM ${lines} LIMIT 50`)
  const all = await selectRows(
    session,
    `SELECT DISTINCT unnest(names) AS name FROM
    (SELECT DISTINCT json_keys(line) AS names FROM ${lines}) ORDER BY name`,
  )
  const names = new Set(first.flatMap((row) => row.names as string[]))
  for (const row of all) names.add(row.name as string)
  return [...names]
}

/** JSON pointer to a property, as an SQL literal. */
function pointerTo(name: string): string {
  return printLiteral(`/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`)
}

async function spreadColumns(
  session: Session,
  lines: string,
  table: string,
  names: readonly string[],
  types: Readonly<Record<string, KqlType>>,
  asText: ReadonlySet<string>,
): Promise<StagedColumn[]> {
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
    const declared = types[name]
    columns.push({
      name: safeText(name) || `Column${index + 1}`,
      sql: `f${index}`,
      form,
      ...(declared !== undefined && { type: declared }),
    })
  }
  if (selects.length === 0) {
    await runSql(session, `CREATE TABLE ${table} AS SELECT NULL::VARCHAR AS f0 FROM ${lines}`)
    return []
  }
  await runSql(
    session,
    `CREATE TABLE ${table} AS SELECT ${selects.join(', ')}
     FROM (SELECT line, json_transform(line, ${printLiteral(JSON.stringify(shape))}) AS s FROM ${lines})`,
  )
  return columns
}
