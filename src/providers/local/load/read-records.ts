import { type CsvRecord, CsvRecords } from './csv-records.ts'
import type { Faults } from './faults.ts'
import { type JsonElement, JsonElements } from './json-elements.ts'
import type { JsonNames } from './json-names.ts'
import { isObject, type JsonObject, unwrap } from './json-shapes.ts'
import { readJson } from './plain-json.ts'
import { shapeOf } from './shapes/shape-of.ts'
import type { FileFormat } from './sniff.ts'

export type JsonFormat = Extract<FileFormat, { kind: 'json-lines' | 'json-array' | 'json-document' | 'json-in-csv' }>
export type CsvFormat = Extract<FileFormat, { kind: 'csv' }>

/** Makes rows of a text that comes in pieces, one call of `write` a row; what is no row is a fault. */
export interface RecordReader {
  push(text: string): void
  /** `isDamaged`: the text breaks off, and whoever reads it tells so; the row in which it does is no fault of its own. */
  end(isDamaged: boolean): void
}

/** Rows as JSON arrays of their fields, as many as the header has. */
export function csvReader(
  { delimiter, header }: CsvFormat,
  faults: Faults,
  write: (row: string) => void,
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
      } else write(JSON.stringify(fields))
    }
  }
  return {
    push: (text) => take(records.push(text)),
    end: (isDamaged) => {
      if (!isDamaged) take(records.end())
    },
  }
}

/** Rows as JSON objects. `names` receives those of their properties. */
export function jsonReader(
  format: JsonFormat,
  faults: Faults,
  names: JsonNames,
  write: (row: string) => void,
): RecordReader {
  const elements = elementsOf(format)
  const isPlain = 'isPlain' in format && format.isPlain
  const seen = new Set<string>()
  let repeated = 0
  const takeRecord = (record: JsonObject, text = JSON.stringify(record)) => {
    const shape = shapeOf(record)
    if (!shape) {
      names.addOf(record)
      return write(text)
    }
    names.shapes.add(shape.name)
    const identity = shape.identity?.(record)
    if (identity !== undefined && seen.has(identity)) {
      repeated++
      return
    }
    if (identity !== undefined) seen.add(identity)
    const row = shape.convert(record)
    names.addOf(row)
    write(JSON.stringify(row))
  }
  const take = (line: number, text: string) => {
    const read = readJson(text)
    if (!read) return faults.add(line, 'it is no JSON')
    if (!isObject(read.value)) return faults.add(line, 'it is JSON, but no record with named values')
    const wrapped = isPlain ? undefined : unwrap(read.value)
    if (!wrapped) return takeRecord(read.value, read.text)
    for (const [name, type] of Object.entries(wrapped.types ?? {})) names.types.set(name, type)
    for (const record of wrapped.records) takeRecord(record)
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
      for (const shape of names.shapes)
        faults.note('records reshaped', `Holds ${shape}: read as rows of the tables they go to.`)
      if (repeated > 0) {
        const message = `${repeated} records come again under the same Id; each counts once.`
        faults.note('records that repeat', message)
      }
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
  #rest = ''
  #line = 0

  get line(): number {
    return this.#line
  }

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
