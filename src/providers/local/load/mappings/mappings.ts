import { CsvRecords } from '../csv-records.ts'
import { isObject, type JsonObject } from '../json-shapes.ts'
import { type AboutFile, type LineReader, type LineShape, mostLines } from '../shapes/line-shape.ts'
import { at, type Shape } from '../shapes/shape.ts'
import { syslogShape } from '../shapes/syslog.ts'
import type { Mapping, RecordMapping } from './mapping-schema.ts'
import { RowMapper } from './row-mapper.ts'

/** A mapping and the file that says it. */
export interface NamedMapping {
  readonly name: string
  readonly mapping: Mapping
}

/** The users' own ways to read files. */
export interface OwnShapes {
  readonly lines: readonly LineShape[]
  readonly records: readonly Shape[]
}

/** Where there are no mappings. */
export const noShapes: OwnShapes = { lines: [], records: [] }

/** The shapes that mappings are for this file, made anew for each, as they count what they meet. */
export function shapesFor(mappings: readonly NamedMapping[], file: AboutFile): OwnShapes {
  const fitting = mappings.filter(({ mapping }) => isForFile(mapping, file))
  return {
    lines: fitting.flatMap(({ name, mapping }) => {
      if ('syslog' in mapping) return [mappedSyslog(name, mapping)]
      return mapping.read.json ? [] : [mappedLines(name, mapping)]
    }),
    records: fitting.flatMap(({ name, mapping }) =>
      'read' in mapping && mapping.read.json ? [mappedRecords(name, mapping)] : [],
    ),
  }
}

function isForFile({ for: { files } }: Mapping, { name }: AboutFile): boolean {
  if (files === undefined) return true
  const path = name.replaceAll('\\', '/').replace(/^\.\//, '')
  return [files].flat().some((glob) => {
    const expression = new RegExp(`(^|/)${globExpression(glob)}$`, 'i')
    return expression.test(path) || expression.test(path.replace(/\.(gz|gzip|zst|zstd)$/i, ''))
  })
}

/** `*` and `?` within a name, `**` over folders. */
function globExpression(glob: string): string {
  return glob.replace(/^\.?\//, '').replace(/\*\*\/|\*\*|\*|\?|[.+^${}()|[\]\\]/g, (part) => {
    if (part === '**/') return '(?:.*/)?'
    if (part === '**') return '.*'
    if (part === '*') return '[^/]*'
    return part === '?' ? '[^/]' : `\\${part}`
  })
}

function looksRight({ for: { lines: expression } }: Mapping, lines: readonly string[]): boolean {
  if (expression === undefined) return true
  const pattern = new RegExp(expression)
  return mostLines(lines, (line) => pattern.test(line))
}

function mappedSyslog(name: string, mapping: Extract<Mapping, { syslog: unknown }>): LineShape {
  const { year, zone } = mapping.syslog
  const shape = syslogShape({ ...(year !== undefined && { year }), ...(zone !== undefined && { zone }) })
  return {
    ...shape,
    name: `lines of syslog (${name})`,
    recognises: (lines, file) => looksRight(mapping, lines) && shape.recognises(lines, file),
  }
}

function mappedLines(name: string, mapping: RecordMapping): LineShape {
  const { skip } = mapping.read
  const skipped = skip === undefined ? undefined : new RegExp(skip)
  const isSkipped = (line: string) => skipped?.test(line) === true
  return {
    name: `records of ${mapping.table} (${name})`,
    recognises: (lines) =>
      looksRight(
        mapping,
        lines.filter((line) => !isSkipped(line)),
      ),
    open(): LineReader {
      const mapper = new RowMapper(mapping)
      const fieldsOf =
        mapping.read.pattern === undefined ? delimitedFields(mapping.read) : patternFields(mapping.read.pattern)
      return {
        types: mapper.types,
        notes: () => mapper.notes(),
        read(line) {
          if (isSkipped(line)) return undefined
          const fields = fieldsOf(line)
          return typeof fields === 'object' ? mapper.rowOf(fields) : fields
        },
      }
    },
  }
}

/** Fields of a line; why it has none; undefined for the line that names them. */
type FieldsOf = (line: string) => JsonObject | string | undefined

function patternFields(source: string): FieldsOf {
  const pattern = new RegExp(source)
  return (line) => {
    const groups = pattern.exec(line)?.groups
    if (!groups) return 'it is not as the mapping’s pattern says'
    return Object.fromEntries(Object.entries(groups).filter(([, text]) => text !== undefined))
  }
}

function delimitedFields({ delimiter, fields }: RecordMapping['read']): FieldsOf {
  let names = fields
  return (line) => {
    const records = new CsvRecords(delimiter!)
    const [record] = [...records.push(line), ...records.end()]
    const cells = record?.fields ?? []
    if (record?.fault !== undefined) return record.fault
    if (names === undefined) {
      names = cells.map((cell) => cell.trim())
      return undefined
    }
    if (cells.length !== names.length) return `${cells.length} fields instead of ${names.length}`
    return Object.fromEntries(names.map((name, index) => [name, cells[index]!]))
  }
}

function mappedRecords(name: string, mapping: RecordMapping): Shape {
  const mapper = new RowMapper(mapping)
  const { keys = [] } = mapping.for
  return {
    name: `records of ${mapping.table} (${name})`,
    recognises: (record) =>
      keys.every((key) => Object.hasOwn(record, key) || (isObject(record) && at(record, key) !== undefined)),
    convert: (record) => mapper.rowOf(record),
    types: mapper.types,
    notes: () => mapper.notes(),
  }
}
