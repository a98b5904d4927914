import { z } from 'zod'
import { formatDatetime, formatTimespan, parseDatetime, parseTimespan } from '../lib/kql-time.ts'
import { closed } from './yaml-document.ts'

const parameterTypes = [
  'string',
  'int',
  'long',
  'real',
  'bool',
  'datetime',
  'timespan',
  'list',
  'table',
  'column',
] as const

export type ParameterType = (typeof parameterTypes)[number]

/** What the items of a list may be. */
const itemTypes = ['string', 'int', 'long', 'real', 'bool', 'datetime', 'timespan'] as const

export type ItemType = (typeof itemTypes)[number]

/** A value as the runtime holds it. int, real → number; long → bigint; datetime → ticks since 0001-01-01; timespan → ticks. */
export type ScalarValue = string | number | bigint | boolean

export type ParameterValue = ScalarValue | readonly ScalarValue[]

/** A parameter as YAML declares it. Either it has a default or it is required. */
export interface Parameter {
  readonly type: ParameterType
  /** Of a list: what its items are. Default string. */
  readonly items?: ItemType
  readonly text?: string
  readonly default?: unknown
  readonly required?: boolean
  /** The only values it may have. */
  readonly values?: readonly (string | number | boolean)[]
  /** A value for checks and for help, where there is no default to learn from. */
  readonly example?: unknown
}

const literal = z.union([z.string(), z.number(), z.boolean()])

/** A name that a template or a notebooklet may use: `maxGap`. Names every object has (`constructor`) are left out. */
export const parameterName = z
  .string()
  .refine((name) => /^[a-z][A-Za-z0-9]*$/.test(name) && !(name in {}), 'a camelCase word such as `maxGap`')

export const parameterShape = {
  type: z.enum(parameterTypes),
  items: z.enum(itemTypes).optional(),
  text: z.string().optional(),
  default: z.union([literal, z.array(literal)]).optional(),
  required: z.boolean().optional(),
  values: z.array(literal).min(1).optional(),
  example: z.union([literal, z.array(literal)]).optional(),
}

export const parameterSchema = closed(parameterShape)

export const parametersSchema = z.record(parameterName, parameterSchema)

/** What is wrong with a declaration that the schema cannot see, or undefined. */
export function declarationProblem(parameter: Parameter): string | undefined {
  if (parameter.items !== undefined && parameter.type !== 'list') return '`items` belongs to the type `list`'
  if (parameter.required === true && parameter.default !== undefined) return 'a required parameter has no default'
  if (parameter.required !== true && parameter.default === undefined) return 'give it a `default` or `required: true`'
  for (const key of ['default', 'example'] as const) {
    const value = parameter[key]
    if (value === undefined) continue
    const parsed = parseParameter(parameter, value)
    if ('problem' in parsed) return `its ${key} ${parsed.problem}`
  }
  return undefined
}

export type ParsedParameter = { readonly value: ParameterValue } | { readonly problem: string }

/**
 * A value as written (in YAML, on the command line, by a caller) → a value of the declared type, or what is wrong with it:
 * "is `x`: expected …". A list is an array, or a text: a JSON array, or items between commas.
 */
export function parseParameter(parameter: Parameter, written: unknown): ParsedParameter {
  if (parameter.type === 'list') return parseList(parameter, written)
  const value = parseScalar(parameter.type, written)
  if (value === undefined) return { problem: `is ${shown(written)}: expected ${typeText[parameter.type]}` }
  if (!parameter.values) return { value }
  const allowed = parameter.values.find((candidate) => sameText(String(candidate), String(written)))
  if (allowed === undefined) return { problem: `is ${shown(written)}: expected one of ${parameter.values.join(', ')}` }
  return { value: parseScalar(parameter.type, allowed) ?? value }
}

function parseList(parameter: Parameter, written: unknown): ParsedParameter {
  const items = Array.isArray(written) ? written : typeof written === 'string' ? listItems(written) : [written]
  const type = parameter.items ?? 'string'
  const value: ScalarValue[] = []
  for (const item of items) {
    const parsed = parseScalar(type, item)
    if (parsed === undefined) return { problem: `holds ${shown(item)}: expected ${typeText[type]}` }
    if (parameter.values && !parameter.values.some((allowed) => sameText(String(allowed), String(item)))) {
      return { problem: `holds ${shown(item)}: expected one of ${parameter.values.join(', ')}` }
    }
    value.push(parsed)
  }
  return { value }
}

function listItems(text: string): unknown[] {
  if (/^\s*\[/.test(text)) {
    try {
      const parsed: unknown = JSON.parse(text)
      if (Array.isArray(parsed)) return parsed
    } catch {
      // Not JSON after all: a text that begins with a bracket.
    }
  }
  return text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')
}

function sameText(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase()
}

function parseScalar(type: Exclude<ParameterType, 'list'>, written: unknown): ScalarValue | undefined {
  switch (type) {
    case 'string':
      return typeof written === 'object' || written === undefined ? undefined : String(written)
    case 'table':
    case 'column':
      return typeof written === 'string' && written !== '' ? written : undefined
    case 'bool':
      if (typeof written === 'boolean') return written
      return /^(true|false)$/i.test(String(written)) ? /^true$/i.test(String(written)) : undefined
    case 'int': {
      const value = wholeNumber(written)
      return value !== undefined && value >= -(2n ** 31n) && value < 2n ** 31n ? Number(value) : undefined
    }
    case 'long': {
      const value = wholeNumber(written)
      return value !== undefined && value >= -(2n ** 63n) && value < 2n ** 63n ? value : undefined
    }
    case 'real': {
      if (typeof written !== 'number' && (typeof written !== 'string' || !/\d/.test(written))) return undefined
      const value = Number(written)
      return Number.isFinite(value) ? value : undefined
    }
    case 'datetime':
      if (typeof written === 'bigint') return written
      return typeof written === 'string' ? parseDatetime(written) : undefined
    case 'timespan':
      if (typeof written === 'bigint') return written
      return typeof written === 'string' ? parseTimespan(written) : undefined
  }
}

function wholeNumber(written: unknown): bigint | undefined {
  if (typeof written === 'bigint') return written
  if (typeof written === 'number') return Number.isSafeInteger(written) ? BigInt(written) : undefined
  return typeof written === 'string' && /^\s*[+-]?\d{1,30}\s*$/.test(written)
    ? BigInt(written.trim().replace(/^\+/, ''))
    : undefined
}

const typeText: Readonly<Record<ParameterType, string>> = {
  string: 'a text',
  int: 'a whole number of 32 bits',
  long: 'a whole number of 64 bits',
  real: 'a number',
  bool: 'true or false',
  datetime: 'a datetime such as 2026-01-31T08:00:00Z',
  timespan: 'a timespan such as 20m, 7d or 1.12:00:00',
  list: 'a list',
  table: 'the name of a table',
  column: 'the name of a column',
}

/** A value as a user would write it: what help shows and a Result keeps. */
export function parameterText(parameter: Parameter, value: ParameterValue): string {
  if (Array.isArray(value)) {
    const texts = value.map((item: ScalarValue) => scalarText(parameter.items ?? 'string', item))
    return texts.some((text) => /[,[\]]|^\s|\s$|^$/.test(text)) ? JSON.stringify(texts) : texts.join(',')
  }
  return scalarText(parameter.type, value as ScalarValue)
}

function scalarText(type: ParameterType, value: ScalarValue): string {
  if (type === 'datetime' && typeof value === 'bigint') return formatDatetime(value)
  if (type === 'timespan' && typeof value === 'bigint') return formatTimespan(value)
  return String(value)
}

function shown(written: unknown): string {
  const text =
    typeof written === 'bigint' ? written.toString() : (JSON.stringify(written, undefined, 0) ?? String(written))
  return `\`${text.length > 60 ? `${text.slice(0, 60)}…` : text}\``
}
