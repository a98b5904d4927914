import type { ExternalFormat } from '../../../kql/tree.ts'
import { HuntletError } from '../../../lib/diagnostic.ts'
import type { KqlType } from '../../../lib/kql-type.ts'
import { safeText } from '../../../lib/safe-text.ts'
import { CsvRecords } from '../load/csv-records.ts'
import { JsonElements } from '../load/json-elements.ts'
import { LineCutter } from '../load/line-cutter.ts'
import { readHead, readText } from '../load/read-text.ts'
import { readParquet } from './read-parquet.ts'

/** Columns as they are asked for, and how the file is written. */
export interface TextFile {
  readonly path: string
  readonly format: ExternalFormat
  /** Leave the first record out. */
  readonly ignoreFirstRecord: boolean
  readonly columns: readonly { readonly name: string; readonly type: KqlType }[]
}

type Row = readonly string[]

const delimiters: Readonly<Partial<Record<ExternalFormat, string>>> = { csv: ',', tsv: '\t', psv: '|', scsv: ';' }

/** Hands over the rows of a file, a text for each column; what a row lacks is the empty text. */
export async function readTexts(file: TextFile, signal: AbortSignal, take: (row: Row) => void): Promise<void> {
  const { path, format, columns, ignoreFirstRecord } = file
  let isFirst = ignoreFirstRecord
  const give = (values: readonly string[]) => {
    if (isFirst) isFirst = false
    else take(columns.map((_, index) => values[index] ?? ''))
  }
  const delimiter = delimiters[format]
  if (delimiter !== undefined) return readRecords(path, delimiter, signal, give)
  switch (format) {
    case 'txt':
      return readLines(path, signal, (line) => give([line]))
    case 'raw':
      return give([await wholeText(path, signal)])
    case 'parquet':
      return readParquet(path, columns, signal, give)
    default:
      return readObjects(file, signal, give)
  }
}

/** The first record of a CSV file: the names of its columns. */
export async function readHeader(path: string, signal: AbortSignal): Promise<Row> {
  let header: Row | undefined
  await readRecords(path, ',', signal, (fields) => {
    header ??= fields
  })
  return header ?? []
}

async function pieces(path: string, signal: AbortSignal, take: (piece: string) => void): Promise<void> {
  const { form } = await readHead(path)
  const { damage } = await readText(path, form, signal, take)
  if (damage !== undefined) {
    throw new HuntletError('UNREADABLE_PATH', `\`${safeText(path)}\` is cut off or damaged: ${damage}`)
  }
}

async function readRecords(path: string, delimiter: string, signal: AbortSignal, take: (row: Row) => void) {
  const records = new CsvRecords(delimiter)
  const give = (found: Iterable<{ readonly line: number; readonly fields: Row; readonly fault?: string }>) => {
    for (const { line, fields, fault } of found) {
      if (fault === undefined) take(fields)
      else throw new HuntletError('UNREADABLE_PATH', `\`${safeText(path)}\` cannot be read at line ${line}: ${fault}.`)
    }
  }
  await pieces(path, signal, (piece) => give(records.push(piece)))
  give(records.end())
}

async function wholeText(path: string, signal: AbortSignal): Promise<string> {
  let text = ''
  await pieces(path, signal, (piece) => {
    text += piece
  })
  return text
}

async function readLines(path: string, signal: AbortSignal, take: (line: string) => void): Promise<void> {
  const cutter = new LineCutter()
  const give = (lines: readonly string[]) => {
    for (const line of lines) take(line.replace(/\r$/, ''))
  }
  await pieces(path, signal, (piece) => give(cutter.push(piece)))
  give(cutter.end())
}

async function readObjects({ path, columns }: TextFile, signal: AbortSignal, take: (row: Row) => void) {
  const elements = new JsonElements()
  const give = (found: Iterable<{ readonly line: number; readonly text: string }>) => {
    for (const { line, text } of found) take(rowOf(path, line, text, columns))
  }
  await pieces(path, signal, (piece) => give(elements.push(piece)))
  give(elements.end())
}

function rowOf(path: string, line: number, text: string, columns: TextFile['columns']): Row {
  const value = parseExactly(text)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new HuntletError('UNREADABLE_PATH', `\`${safeText(path)}\` has no JSON object at line ${line}.`)
  }
  const object = value as Readonly<Record<string, unknown>>
  return columns.map(({ name, type }) => {
    const cell = Object.hasOwn(object, name) ? object[name] : undefined
    if (cell === undefined || cell === null) return ''
    return type !== 'dynamic' && typeof cell === 'string' ? cell : JSON.stringify(cell)
  })
}

/** JavaScript as Node has it: numbers too long for a number keep the digits they are written with. */
interface ExactJson {
  parse(text: string, reviver: (key: string, value: unknown, context: { readonly source?: string }) => unknown): unknown
  rawJSON(text: string): unknown
}

/** Undefined where the text is no JSON. */
function parseExactly(text: string): unknown {
  const json = JSON as unknown as ExactJson
  try {
    return json.parse(text, (_, value, { source }) =>
      typeof value === 'number' && source !== undefined && String(value) !== source ? json.rawJSON(source) : value,
    )
  } catch {
    return undefined
  }
}
