import { HuntletError } from '../lib/diagnostic.ts'
import {
  formatDatetime,
  formatTimespan,
  isInstant,
  parseDatetime,
  parseTimespan,
  ticksPerDay,
  ticksPerHour,
  ticksPerMinute,
  ticksPerSecond,
} from '../lib/kql-time.ts'
import type { KqlType } from '../lib/kql-type.ts'
import type { Json } from '../lib/table.ts'
import { keywords } from './keywords.ts'

/**
 * The KQL literal of a value: the one door by which values become KQL text. Null is the type's null (for a string, the
 * empty string). datetime takes ticks since 0001-01-01 or ISO text, timespan ticks or a text as Kusto writes it, int and
 * long a bigint or a whole number, dynamic any JSON value. Whatever the text holds — quotes, newlines, `|`, `//` — stays
 * inside the literal. Throws HuntletError `NOT_A_VALUE` where the value is none of the type.
 */
export function kqlLiteral(type: KqlType, value: Json | bigint): string {
  const text = value === null ? nullLiteral(type) : printers[type](value)
  if (text !== undefined) return text
  const shown = typeof value === 'bigint' ? value.toString() : JSON.stringify(value)
  throw new HuntletError('NOT_A_VALUE', `${shown.slice(0, 80)} is not a value of type ${type}.`)
}

/** True for what a table, a column or a parameter may be called. */
export function canBeName(name: string): boolean {
  const isText = name.trim() !== '' && name.length <= 1024 && name.isWellFormed()
  return isText && !/[\x00-\x1f\x7f-\x9f\u2028\u2029]/.test(name)
}

/** A name of a table or column as KQL text: bare where it may be, else in brackets. Throws HuntletError `NOT_A_NAME` for what can't be a name. */
export function kqlName(name: string): string {
  if (!canBeName(name)) {
    throw new HuntletError('NOT_A_NAME', `${JSON.stringify(name.slice(0, 80))} can't be the name of a table or column.`)
  }
  const bare = /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !name.startsWith('__') && !keywords.has(name.toLowerCase())
  return bare ? name : `['${name.replace(/['\\]/g, '\\$&')}']`
}

type Value = Exclude<Json | bigint, null>

const printers: Readonly<Record<KqlType, (value: Value) => string | undefined>> = {
  bool: (value) => (typeof value === 'boolean' ? String(value) : undefined),
  int: (value) => integerLiteral('int', value, 32),
  long: (value) => integerLiteral('long', value, 64),
  real: realLiteral,
  decimal: (value) => {
    const text = typeof value === 'bigint' ? value.toString() : String(value)
    return /^-?\d+(\.\d+)?$/.test(text) ? `decimal(${text})` : undefined
  },
  datetime: (value) => {
    const instant = typeof value === 'string' ? parseDatetime(value) : value
    return typeof instant === 'bigint' && isInstant(instant) ? `datetime(${formatDatetime(instant)})` : undefined
  },
  timespan: (value) => {
    const ticks = typeof value === 'string' ? parseTimespan(value) : value
    return typeof ticks === 'bigint' && BigInt.asIntN(64, ticks) === ticks ? timespanLiteral(ticks) : undefined
  },
  string: (value) => (typeof value === 'string' ? stringLiteral(value) : undefined),
  dynamic: dynamicLiteral,
  guid: (value) =>
    typeof value === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value)
      ? `guid(${value.toLowerCase()})`
      : undefined,
}

function nullLiteral(type: KqlType): string {
  return type === 'string' ? '""' : `${type}(null)`
}

function integerLiteral(type: 'int' | 'long', value: Value, bits: number): string | undefined {
  if (typeof value === 'number' && !Number.isSafeInteger(value)) return undefined
  if (typeof value !== 'number' && typeof value !== 'bigint') return undefined
  const integer = BigInt(value)
  if (BigInt.asIntN(bits, integer) !== integer) return undefined
  // A bare negative number would join a minus before it.
  return type === 'long' && integer >= 0n ? integer.toString() : `${type}(${integer})`
}

function realLiteral(value: Value): string | undefined {
  if (typeof value !== 'number') return undefined
  if (Number.isNaN(value)) return 'real(nan)'
  if (!Number.isFinite(value)) return value > 0 ? 'real(+inf)' : 'real(-inf)'
  const text = Object.is(value, -0) ? '-0' : String(value)
  const real = /[.e]/.test(text) ? text : `${text}.0`
  return real.startsWith('-') ? `real(${real})` : real
}

function timespanLiteral(ticks: bigint): string {
  const units = [
    ['d', ticksPerDay],
    ['h', ticksPerHour],
    ['m', ticksPerMinute],
    ['s', ticksPerSecond],
  ] as const
  const unit = ticks > 0n && units.find(([, size]) => ticks % size === 0n)
  return unit ? `${ticks / unit[1]}${unit[0]}` : `time(${formatTimespan(ticks)})`
}

const escapes: Readonly<Record<string, string>> = { '"': '\\"', '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' }

function stringLiteral(text: string): string {
  const unsafe = /["\\\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]|\p{Surrogate}/gu
  return `"${text.replace(unsafe, (character) => escapes[character] ?? codeUnit(character))}"`
}

/** JSON on one line, or undefined where a number is none. Whole numbers no long can hold are written as reals. */
function dynamicLiteral(value: Value): string | undefined {
  const json = typeof value === 'bigint' ? integerLiteral('long', value, 64) && value.toString() : jsonText(value)
  return json && `dynamic(${json.replace(/[\x7f-\x9f\u2028\u2029\ufeff]/g, codeUnit)})`
}

function jsonText(value: Json): string | undefined {
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) return undefined
    return Math.abs(value) < 2 ** 63 ? JSON.stringify(value) : value.toExponential()
  }
  // JSON.stringify escapes lone surrogates.
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const texts = (Array.isArray(value) ? value : Object.values(value)).map(jsonText)
  if (texts.includes(undefined)) return undefined
  if (Array.isArray(value)) return `[${texts.join(',')}]`
  return `{${Object.keys(value)
    .map((key, index) => `${JSON.stringify(key)}:${texts[index]}`)
    .join(',')}}`
}

function codeUnit(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}
