import type { Json } from '../../../lib/table.ts'
import type { ArchiveFormat } from './archives/members.ts'
import { CsvRecords } from './csv-records.ts'
import { JsonElements } from './json-elements.ts'
import { isObject, type JsonObject, unwrap } from './json-shapes.ts'
import { noShapes, type OwnShapes } from './mappings/mappings.ts'
import { readJson } from './plain-json.ts'
import type { Head } from './read-text.ts'
import type { AboutFile, LineShape } from './shapes/line-shape.ts'
import type { Shape } from './shapes/shape.ts'
import { lineShapes, shapeOf } from './shapes/shape-of.ts'

/** What a file holds, judged by its first bytes. */
export type FileFormat =
  | { readonly kind: 'parquet' }
  | { readonly kind: 'csv'; readonly delimiter: string; readonly header: readonly string[] }
  /** One object a line. `isPlain`: each is a row as it stands: it wraps no others and has no shape of its own. */
  | { readonly kind: 'json-lines'; readonly isPlain: boolean }
  /** `[{…},{…}]` */
  | { readonly kind: 'json-array'; readonly isPlain: boolean }
  /** One object, or several over many lines each. */
  | { readonly kind: 'json-document' }
  /** A CSV of which one column holds the records, as JSON: the search of the Microsoft 365 audit log exports that. */
  | { readonly kind: 'json-in-csv'; readonly delimiter: string; readonly column: number }
  /** A CSV whose rows are records of a shape. */
  | {
      readonly kind: 'csv-records'
      readonly delimiter: string
      readonly header: readonly string[]
      readonly shape: Shape
    }
  /** One record a line, in a form of its own. */
  | { readonly kind: 'lines'; readonly shape: LineShape }
  /** A log of Windows, as Windows keeps it. */
  | { readonly kind: 'evtx' }
  | ArchiveFormat
  | { readonly kind: 'empty' }
  /** Nothing that can be read as logs: `reason` says what it is and what to do. */
  | { readonly kind: 'other'; readonly reason: string }

const magics: readonly { readonly bytes: string; readonly reason: string }[] = [
  { bytes: 'BZh', reason: 'Bzip2 data. Unpack it (bunzip2) and give the file in it.' },
  { bytes: '\xfd7zXZ', reason: 'XZ data. Unpack it (unxz) and give the file in it.' },
  { bytes: '7z\xbc\xaf', reason: 'A 7-Zip archive. Unpack it and give the files in it.' },
  { bytes: 'LfLe', reason: 'A Windows event log of before Vista. Open it in the Event Viewer and save it as .evtx.' },
  { bytes: 'SQLite format 3', reason: 'An SQLite database. Export its tables as CSV.' },
  { bytes: '\x80\x04\x95', reason: 'A Python pickle. Loading one runs code, so it is never loaded: save it as CSV.' },
  { bytes: '%PDF', reason: 'A PDF document.' },
]

/** Delimiters tried, the likeliest first. */
const delimiters = [',', '\t', ';', '|']

/**
 * `extension` (with its dot, without `.gz`) only decides where the content leaves it open: a CSV of one column. The shapes
 * of lines are tried in their order; `own` are the user's, which come before all that is told by content.
 */
export function sniff(
  head: Head,
  extension: string,
  file: AboutFile = { name: '', modified: undefined },
  own: OwnShapes = noShapes,
): FileFormat {
  const { bytes, text } = head
  if (bytes.length === 0) return { kind: 'empty' }
  const start = String.fromCharCode(...bytes.subarray(0, 16))
  if (start.startsWith('PAR1')) return { kind: 'parquet' }
  const archive = sniffArchive(start, bytes)
  if (archive) return archive
  const magic = magics.find((each) => start.startsWith(each.bytes))
  if (magic) return { kind: 'other', reason: magic.reason }
  if (start.startsWith('ElfFile\0')) return { kind: 'evtx' }
  const zeros = text.slice(0, 65_536).split('\0').length - 1
  if (zeros > 8 && zeros * 200 > Math.min(text.length, 65_536)) return { kind: 'other', reason: 'Not a text file.' }
  const content = text.trimStart()
  if (content === '') return { kind: 'empty' }
  const first = firstLines(content, head.whole)
  const mapped = own.lines.find((shape) => shape.recognises(first, file))
  if (mapped) return { kind: 'lines', shape: mapped }
  if (content.startsWith('{')) return sniffObject(content, head.whole, own.records)
  if (content.startsWith('[')) {
    const array = sniffArray(content, own.records)
    if (array) return array
  }
  const shape = lineShapes.find((each) => each.recognises(first, file))
  return shape ? { kind: 'lines', shape } : sniffCsv(text, head.whole, extension)
}

/** Lines looked at to tell what a file holds; the last of a text that goes on may be half of one. */
function firstLines(content: string, whole: boolean): string[] {
  const lines = content.split('\n', 101)
  if (!whole && lines.length <= 100) lines.pop()
  return lines
    .slice(0, 100)
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

function sniffArchive(start: string, bytes: Uint8Array): FileFormat | undefined {
  // A tar says so after the name of its first member, not at its start.
  if (String.fromCharCode(...bytes.subarray(257, 262)) === 'ustar') return { kind: 'archive', archive: 'tar' }
  // An empty zip, and one in several volumes, begin otherwise.
  if (start.startsWith('PK\x05\x06')) return { kind: 'empty' }
  if (start.startsWith('PK\x07\x08'))
    return { kind: 'other', reason: 'One volume of a zip archive in several. Unpack it.' }
  if (!start.startsWith('PK\x03\x04')) return undefined
  const first = String.fromCharCode(...bytes.subarray(30, 60))
  if (/^(\[Content_Types\]|mimetype|_rels\/)/.test(first)) {
    return { kind: 'other', reason: 'An office document. Save its sheets as CSV and give those.' }
  }
  return { kind: 'archive', archive: 'zip' }
}

function sniffObject(content: string, whole: boolean, own: readonly Shape[]): FileFormat {
  const end = content.indexOf('\n')
  const first = parse(end < 0 ? content : content.slice(0, end))
  if (!isObject(first)) {
    // A first line that is no object: a record over many lines, or one line gone bad among good ones.
    return objectLines(content) >= 2 ? { kind: 'json-lines', isPlain: own.length === 0 } : { kind: 'json-document' }
  }
  const more = end >= 0 && content.slice(end).trim() !== ''
  if (!more && whole) return { kind: 'json-document' }
  return { kind: 'json-lines', isPlain: isPlain(first, own) }
}

function isPlain(record: JsonObject, own: readonly Shape[]): boolean {
  return unwrap(record) === undefined && shapeOf(record, own) === undefined
}

/** Lines, among the first hundred, that are an object each. */
function objectLines(content: string): number {
  return content
    .split('\n', 100)
    .filter((line) => line.trimStart().startsWith('{') && line.trimEnd().endsWith('}') && isObject(parse(line))).length
}

function sniffArray(content: string, own: readonly Shape[]): FileFormat | undefined {
  const next = content.slice(1).trimStart()
  if (next === '' || next.startsWith('{') || next.startsWith(']')) {
    const [first] = new JsonElements().push(content)
    const value = first && parse(first.text)
    return { kind: 'json-array', isPlain: !isObject(value) || isPlain(value, own) }
  }
  // `[1] something` is a line of some log; `[[…` and `["…` are JSON, though of no use.
  return /^["[\d]/.test(next) && parse(content) !== undefined
    ? { kind: 'other', reason: 'JSON, but not of records: a list of values without names.' }
    : undefined
}

function parse(text: string): Json | undefined {
  return readJson(text)?.value
}

/** The Event Viewer of Windows names one column less than it writes: the message, last in each row. */
const eventViewer = /^\w+,Date and Time,Source,Event ID,Task Category$/

function sniffCsv(text: string, whole: boolean, extension: string): FileFormat {
  const isCsvName = extension === '.csv' || extension === '.tsv'
  const candidates = delimiters
    .map((delimiter) => ({ delimiter, records: firstRecords(text, delimiter, whole) }))
    .filter(({ records }) => (records[0]?.length ?? 0) > 1)
    .map(({ delimiter, records }) => {
      const width = records[0]!.length
      const alike = records.filter((record) => record.length === width).length
      return { delimiter, header: records[0]!, width, rows: records.length, share: alike / records.length }
    })
    // The delimiter with which the most lines agree on the most columns.
    .sort((a, b) => b.share * b.width - a.share * a.width)
  const [best] = candidates
  if (best && looksLikeHeader(best.header) && (isCsvName || (best.share >= 0.8 && best.width >= 3 && best.rows >= 2))) {
    const column = best.header.findIndex((name) => name.trim() === 'AuditData')
    if (column >= 0) return { kind: 'json-in-csv', delimiter: best.delimiter, column }
    const { delimiter } = best
    const header = eventViewer.test(best.header.join()) ? [...best.header, 'Message'] : best.header
    const shape = shapeOf(Object.fromEntries(header.map((name) => [name.trim(), ''])))
    return shape?.inCsv ? { kind: 'csv-records', delimiter, header, shape } : { kind: 'csv', delimiter, header }
  }
  if (best && isCsvName) {
    return { kind: 'other', reason: 'A CSV file needs a first line with the names of its columns; this one has none.' }
  }
  const single = isCsvName ? firstRecords(text, ',', whole)[0] : undefined
  if (single?.length === 1 && looksLikeHeader(single)) return { kind: 'csv', delimiter: ',', header: single }
  return {
    kind: 'other',
    reason: 'No log of a kind known here: a mapping (`mappings/NAME.yaml` beside the logs) can say how to read it.',
  }
}

/** The first hundred records, or as many as there are. */
function firstRecords(text: string, delimiter: string, whole: boolean): (readonly string[])[] {
  const reader = new CsvRecords(delimiter)
  const records: (readonly string[])[] = []
  for (const record of reader.push(text)) {
    records.push(record.fields)
    if (records.length === 100) return records
  }
  if (whole) for (const record of reader.end()) records.push(record.fields)
  return records
}

/** Names of columns: short, on one line, not all of them numbers or times. */
function looksLikeHeader(fields: readonly string[]): boolean {
  const names = fields.map((field) => field.trim())
  if (names.some((name) => name.length > 256 || /[\r\n]/.test(name) || /^[{[]/.test(name))) return false
  const values = names.filter((name) =>
    /^-?\d+([.,]\d+)*$|^\d{4}-\d\d-\d\d|^\d{1,2}\/\d{1,2}\/\d{4}|^[\d.]+\.\d+$/.test(name),
  )
  return values.length * 3 <= names.length && names.some((name) => /\p{L}/u.test(name))
}
