import { type CsvRecord, CsvRecords } from './csv-records.ts'
import { EvtxRecords } from './evtx/evtx-records.ts'
import type { Faults } from './faults.ts'
import { type JsonElement, JsonElements } from './json-elements.ts'
import type { JsonNames } from './json-names.ts'
import { isObject, type JsonObject, unwrap } from './json-shapes.ts'
import { LineCutter } from './line-cutter.ts'
import { readJson } from './plain-json.ts'
import type { AboutFile } from './shapes/line-shape.ts'
import type { Shape } from './shapes/shape.ts'
import { shapeOf } from './shapes/shape-of.ts'
import { windowsEvent, windowsEventRow } from './shapes/windows-event.ts'
import type { FileFormat } from './sniff.ts'

export type JsonFormat = Extract<FileFormat, { kind: 'json-lines' | 'json-array' | 'json-document' | 'json-in-csv' }>
export type CsvFormat = Extract<FileFormat, { kind: 'csv' }>
/** What becomes rows as JSON objects. */
export type RecordFormat = JsonFormat | Extract<FileFormat, { kind: 'csv-records' | 'lines' | 'evtx' }>

/** True where only the records say which table they are of: without any there is none. */
export function isOwnKind({ kind }: RecordFormat): boolean {
  return kind === 'lines' || kind === 'evtx' || kind === 'csv-records'
}

/** Makes rows of a text that comes in pieces, one call of `write` a row; what is no row is a fault. */
export interface RecordReader {
  push(text: string): void
  /** Wants the bytes instead, as they are in the file. */
  readonly pushBytes?: (bytes: Uint8Array) => void
  /** Wants to see the whole text once before: then it comes here first. */
  readonly survey?: (text: string | undefined) => void
  /** `isDamaged`: the text breaks off, and whoever reads it tells so; the row in which it does is no fault of its own. */
  end(isDamaged: boolean): void
}

/** Rows as JSON arrays of their fields, as many as the header has. */
export function csvReader(format: CsvFormat, faults: Faults, write: (row: string) => void): RecordReader {
  return fieldsReader(format, faults, (fields) => write(JSON.stringify(fields)))
}

function fieldsReader(
  { delimiter, header }: Pick<CsvFormat, 'delimiter' | 'header'>,
  faults: Faults,
  takeFields: (fields: readonly string[], line: number) => void,
): RecordReader {
  const records = new CsvRecords(delimiter)
  const width = header.length
  let isHeader = true
  const take = (found: ReturnType<CsvRecords['push']>) => {
    for (const { line, fields, fault } of found) {
      if (isHeader) {
        isHeader = false
        continue
      }
      // Fields beyond the header are harmless where they are empty: a comma at the end of each line.
      const isLonger = fields.length > width && fields.slice(width).some((field) => field !== '')
      if (fault !== undefined || fields.length < width || isLonger) {
        faults.add(line, fault ?? `${fields.length} fields instead of ${width}`)
      } else takeFields(fields, line)
    }
  }
  return {
    push: (text) => take(records.push(text)),
    end: (isDamaged) => {
      if (!isDamaged) take(records.end())
    },
  }
}

/** Where records go. */
export interface RecordTarget {
  /** Receives the names of their properties. */
  readonly names: JsonNames
  /** Identities of those that were met before. */
  readonly seen: Set<string>
  /** The users' shapes for records of this file, before all others. */
  readonly own: readonly Shape[]
  readonly write: (row: string) => void
}

/** Rows as JSON objects. */
export function recordReader(
  format: RecordFormat,
  file: AboutFile,
  faults: Faults,
  target: RecordTarget,
): RecordReader {
  const { names } = target
  const rows = new Rows(file, faults, target)
  switch (format.kind) {
    case 'csv-records':
      return endingWith(
        fieldsReader(format, faults, (fields) => {
          const cells = format.header.map((name, at) => [name.trim(), fields[at]!] as const)
          rows.takeShaped(format.shape, Object.fromEntries(cells.filter(([, cell]) => cell !== '')))
        }),
        () => rows.close(),
      )
    case 'lines':
      return linesReader(format, file, faults, names, rows)
    case 'evtx':
      return eventsReader(faults, rows)
    default:
      return jsonReader(format, faults, names, rows)
  }
}

function endingWith(reader: RecordReader, close: () => void): RecordReader {
  return {
    ...reader,
    end(isDamaged) {
      reader.end(isDamaged)
      close()
    },
  }
}

/** Takes records, reshapes those of other products, and writes rows. */
class Rows {
  readonly #file: AboutFile
  readonly #faults: Faults
  readonly #target: RecordTarget
  readonly #shapes = new Set<Shape>()
  #repeated = 0

  constructor(file: AboutFile, faults: Faults, target: RecordTarget) {
    this.#file = file
    this.#faults = faults
    this.#target = target
  }

  takeRecord(record: JsonObject, text?: string): void {
    const shape = shapeOf(record, this.#target.own)
    if (!shape) {
      this.#target.names.addOf(record)
      this.#target.write(text ?? JSON.stringify(record))
    } else this.takeShaped(shape, record)
  }

  takeShaped(shape: Shape, record: JsonObject): void {
    const own = shape.identity?.(record)
    const identity = own === undefined ? undefined : `${shape.name} ${own}`
    if (identity !== undefined && this.#target.seen.has(identity)) {
      this.#repeated++
      return
    }
    if (identity !== undefined) this.#target.seen.add(identity)
    if (!this.#shapes.has(shape)) {
      this.#shapes.add(shape)
      for (const [name, type] of Object.entries(shape.types ?? {})) this.#target.names.types.set(name, type)
    }
    for (const row of [shape.convert(record, this.#file)].flat()) this.takeRow(row, shape.name)
  }

  takeRow(row: JsonObject, shape: string): void {
    this.#target.names.shapes.add(shape)
    this.#target.names.addOf(row)
    this.#target.write(JSON.stringify(row))
  }

  /** Tells what was recognised. */
  close(): void {
    for (const shape of this.#target.names.shapes)
      this.#faults.note('records reshaped', `Holds ${shape}: read as rows of the tables they go to.`)
    for (const shape of this.#shapes) {
      for (const note of shape.notes?.() ?? []) this.#faults.note('what mappings leave', note)
    }
    if (this.#repeated > 0) {
      const what = this.#repeated === 1 ? 'One record comes' : `${this.#repeated} records come`
      const message = `${what} again under the same Id; each counts once.`
      this.#faults.note('records that repeat', message)
    }
  }
}

function jsonReader(format: JsonFormat, faults: Faults, names: JsonNames, rows: Rows): RecordReader {
  const elements = elementsOf(format)
  const isPlain = 'isPlain' in format && format.isPlain
  const take = (line: number, text: string) => {
    const read = readJson(text)
    if (!read) return faults.add(line, 'it is no JSON')
    if (!isObject(read.value)) return faults.add(line, 'it is JSON, but no record with named values')
    const wrapped = isPlain ? undefined : unwrap(read.value)
    if (!wrapped) return rows.takeRecord(read.value, read.text)
    for (const [name, type] of Object.entries(wrapped.types ?? {})) names.types.set(name, type)
    for (const record of wrapped.records) rows.takeRecord(record)
  }
  return {
    push(text) {
      for (const element of elements.push(text)) take(element.line, element.text)
    },
    end(isDamaged) {
      for (const element of elements.end()) {
        if (!isDamaged || readJson(element.text)) take(element.line, element.text)
      }
      if (elements.isUnclosed && !isDamaged) faults.add(elements.line, 'the list breaks off here')
      rows.close()
    },
  }
}

function linesReader(
  { shape }: Extract<RecordFormat, { kind: 'lines' }>,
  file: AboutFile,
  faults: Faults,
  names: JsonNames,
  rows: Rows,
): RecordReader {
  const { survey, read, notes, types = {} } = shape.open(file)
  for (const [name, type] of Object.entries(types)) names.types.set(name, type)
  const lines = new Lines()
  const surveyed = new Lines()
  const take = (found: Iterable<JsonElement>) => {
    for (const { line, text } of found) {
      const row = read(text)
      if (typeof row === 'string') faults.add(line, row)
      else if (row) rows.takeRow(row, shape.name)
    }
  }
  return {
    push: (text) => take(lines.push(text)),
    end(isDamaged) {
      if (!isDamaged) take(lines.end())
      rows.close()
      for (const note of notes?.() ?? []) faults.note('assumptions about lines', note)
    },
    ...(survey && {
      survey: (text) => {
        for (const each of text === undefined ? surveyed.end() : surveyed.push(text)) survey(each.text)
      },
    }),
  }
}

function eventsReader(faults: Faults, rows: Rows): RecordReader {
  const records = new EvtxRecords()
  const take = (found: ReturnType<EvtxRecords['push']>) => {
    for (const each of found) {
      if ('fault' in each) faults.lost(each.fault)
      else rows.takeRow(windowsEventRow(each.event), windowsEvent.name)
    }
  }
  return {
    push: () => {},
    pushBytes: (bytes) => take(records.push(bytes)),
    end: () => {
      take(records.end())
      rows.close()
    },
  }
}

interface Elements {
  push(text: string): Iterable<JsonElement>
  end(): Iterable<JsonElement>
  readonly isUnclosed: boolean
  readonly line: number
}

function elementsOf(format: JsonFormat): Elements {
  switch (format.kind) {
    case 'json-lines':
      return new Lines()
    case 'json-in-csv':
      return new Cells(format)
    case 'json-array':
    case 'json-document':
      return new JsonElements()
  }
}

/** One column of a CSV text whose cells are JSON. */
class Cells implements Elements {
  readonly isUnclosed = false
  readonly line = 0
  readonly #records: CsvRecords
  readonly #column: number
  #isHeader = true

  constructor({ delimiter, column }: Extract<JsonFormat, { kind: 'json-in-csv' }>) {
    this.#records = new CsvRecords(delimiter)
    this.#column = column
  }

  *push(piece: string) {
    yield* this.#cells(this.#records.push(piece))
  }

  *end() {
    yield* this.#cells(this.#records.end())
  }

  *#cells(records: Iterable<CsvRecord>) {
    for (const { line, fields } of records) {
      if (this.#isHeader) this.#isHeader = false
      else yield { line, text: fields[this.#column] ?? '' }
    }
  }
}

/** The lines of a text that comes in pieces, blank ones passed over. */
class Lines implements Elements {
  readonly isUnclosed = false
  readonly #lines = new LineCutter()
  #line = 0

  get line(): number {
    return this.#line
  }

  push(piece: string) {
    return this.#elements(this.#lines.push(piece))
  }

  end() {
    return this.#elements(this.#lines.end())
  }

  *#elements(lines: readonly string[]) {
    for (const line of lines) {
      this.#line++
      const text = line.trim()
      if (text !== '') yield { line: this.#line, text }
    }
  }
}
