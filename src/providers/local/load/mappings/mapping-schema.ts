import { z } from 'zod'
import { closed } from '../../../../queries/yaml-document.ts'
import { isZone } from '../shapes/written-time.ts'
import { formatFault } from './time-format.ts'

const text = z.string().min(1)

const expression = text.superRefine((source, context) => {
  try {
    new RegExp(source)
  } catch (error) {
    context.addIssue({ code: 'custom', message: (error as Error).message })
  }
})

const pattern = expression.refine((source) => /\(\?<[A-Za-z_]/.test(source), {
  message: 'it has no group with a name, such as (?<user>\\S+)',
})

const zone = text.refine(isZone, { message: 'no time zone known here, such as Europe/Berlin or +02:00' })

const format = text.superRefine((written, context) => {
  const fault = formatFault(written)
  if (fault !== undefined) context.addIssue({ code: 'custom', message: fault })
})

const type = z.enum(['string', 'long', 'int', 'real', 'bool', 'datetime', 'dynamic', 'guid'])

const columnName = text.regex(/^[A-Za-z_]\w{0,99}$/, { message: 'a name of letters, digits and underscores' })

const column = z.union([text, closed({ from: text, type: type.optional(), format: format.optional() })])

/** Which files and what content a mapping is for; all that is said must be true. */
const forWhat = closed({
  /** Ways to files, of which the last parts are enough: `squid/*.log`. */
  files: z.union([text, z.array(text).min(1)]).optional(),
  /** What most lines look like. */
  lines: expression.optional(),
  /** Properties that JSON records have; `a.b` is b in a. */
  keys: z.array(text).min(1).optional(),
}).refine((given) => Object.keys(given).length > 0, { message: 'it needs `files`, `lines` or `keys`' })

/** How a file is taken apart: one of `pattern`, `delimiter` and `json`. */
const read = closed({
  pattern: pattern.optional(),
  delimiter: z.string().length(1).optional(),
  /** Names of the fields between delimiters; without it the first line names them. */
  fields: z.array(text).min(1).optional(),
  json: z.literal(true).optional(),
  /** Lines that are no records: comments. */
  skip: expression.optional(),
}).refine((given) => [given.pattern, given.delimiter, given.json].filter((each) => each !== undefined).length === 1, {
  message: 'it needs `pattern`, `delimiter` or `json`, and one of them only',
})

const time = closed({ from: text, format: format.optional(), zone: zone.optional() })

/** The fields a record is known to have before any is read; undefined where the file names them. */
function fieldsOf({ pattern: source, fields }: z.infer<typeof read>): readonly string[] | undefined {
  return source === undefined ? fields : [...source.matchAll(/\(\?<([A-Za-z_$][\w$]*)>/g)].map(([, name]) => name!)
}

/** A mapping for records: of lines, of fields between delimiters, of JSON. */
export const recordsSchema = closed({
  for: forWhat,
  table: columnName,
  read,
  time: time.optional(),
  columns: z.record(columnName, column).optional(),
  /** A column for all that no other takes. */
  rest: columnName.optional(),
}).superRefine((given, context) => {
  const fields = fieldsOf(given.read)
  if (!fields) return
  const check = (from: string, path: string[]) => {
    if (fields.includes(from)) return
    const message = `no field is called \`${from}\`: \`read\` gives ${fields.map((field) => `\`${field}\``).join(', ')}`
    context.addIssue({ code: 'custom', path, message })
  }
  if (given.time) check(given.time.from, ['time', 'from'])
  for (const [name, from] of Object.entries(given.columns ?? {})) {
    if (typeof from === 'string') check(from, ['columns', name])
    else check(from.from, ['columns', name, 'from'])
  }
})

/** A mapping for lines of syslog. */
export const syslogSchema = closed({
  for: forWhat,
  syslog: closed({ year: z.number().int().min(1970).max(2100).optional(), zone: zone.optional() }),
})

/** Mappings as their YAML says them. */
export type RecordMapping = z.infer<typeof recordsSchema>
export type Mapping = RecordMapping | z.infer<typeof syslogSchema>
/** What a column of a mapping may be. */
export type MappedType = z.infer<typeof type>
