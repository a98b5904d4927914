import { CsvRecords } from './csv-records.ts'
import type { Faults } from './faults.ts'
import { JsonElements } from './json-elements.ts'
import type { JsonNames } from './json-names.ts'
import { isObject, type JsonObject, unwrap } from './json-shapes.ts'
import { readJson } from './plain-json.ts'
import type { FileFormat } from './sniff.ts'

export type JsonFormat = Extract<FileFormat, { kind: 'json-lines' | 'json-array' | 'json-document' }>
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
  const elements = format.kind === 'json-lines' ? new Lines() : new JsonElements()
  const isPlain = format.kind !== 'json-document' && format.isPlain
  const take = (line: number, text: string) => {
    const read = readJson(text)
    if (!read) return faults.add(line, 'it is no JSON')
    if (!isObject(read.value)) return faults.add(line, 'it is JSON, but no record with named values')
    const wrapped = isPlain ? undefined : unwrap(read.value)
    if (!wrapped) {
      names.add(Object.keys(read.value))
      return write(read.text)
    }
    for (const [name, type] of Object.entries(wrapped.types ?? {})) names.types.set(name, type)
    for (const record of wrapped.records) {
      names.add(Object.keys(record))
      write(JSON.stringify(record satisfies JsonObject))
    }
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
    },
  }
}

/** The lines of a text that comes in pieces, blank ones passed over. */
class Lines {
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
