import {
  isInstant,
  parseTimespan,
  ticksPerDay,
  ticksPerHour,
  ticksPerMicrosecond,
  ticksPerMillisecond,
  ticksPerMinute,
  ticksPerSecond,
  unixEpochTicks,
} from '../lib/kql-time.ts'
import type { KqlType } from '../lib/kql-type.ts'
import type { Literal } from './tree.ts'

/**
 * The value of a literal, from its text as written: the binder's own values lose clock-form timespans, digits of longs and
 * decimals, hexadecimal numbers, NaN and infinities. Undefined where the text is no value of the type.
 */
export function readLiteral(type: KqlType, raw: string): Literal['value'] | undefined {
  if (type === 'string') return readString(raw)
  const text = literalBody(raw)
  if (text.toLowerCase() === 'null') return null
  switch (type) {
    case 'bool':
      return readBool(text)
    case 'int':
      return readInteger(text, 32)
    case 'long':
      return readInteger(text, 64)
    case 'real':
      return readReal(text)
    case 'decimal':
      return readDecimal(text)
    case 'datetime':
      return readDatetime(text)
    case 'timespan':
      return readTimespan(text)
    case 'guid':
      return readGuid(text)
    case 'dynamic':
      return undefined
  }
}

/** `long(5)` → `5`, `datetime("2020")` → `2020`, `1d` → `1d`. */
function literalBody(raw: string): string {
  const inner = /^[a-z]+\s*\(([\s\S]*)\)$/i.exec(raw.trim())?.[1] ?? raw
  return inner.trim().replace(/^(["'])([\s\S]*)\1$/, '$2')
}

const simpleEscapes: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
}

/** A string literal: `'…'`, `"…"` with escapes, `@'…'` verbatim, ```` ``` ```` and `~~~` of several lines, each with or without `h` before it. */
export function readString(raw: string): string {
  const text = raw.replace(/^[hH]/, '')
  for (const quotes of ['```', '~~~']) if (text.startsWith(quotes)) return text.slice(3, -3)
  if (text.startsWith('@')) {
    const quote = text[1]!
    return text.slice(2, -1).replaceAll(quote + quote, quote)
  }
  const escapes = /\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|x([0-9a-fA-F]{1,2})|([0-7]{1,3})|([\s\S]))/g
  return text
    .slice(1, -1)
    .replace(escapes, (_, u4?: string, u8?: string, x?: string, octal?: string, other?: string) => {
      const hex = u4 ?? u8 ?? x
      if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16))
      if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8))
      return simpleEscapes[other!] ?? other!
    })
}

function readBool(text: string): boolean | undefined {
  if (/^(true|1)$/i.test(text)) return true
  return /^(false|0)$/i.test(text) ? false : undefined
}

function readInteger(text: string, bits: 32 | 64): bigint | undefined {
  const match = /^([+-]?)\s*(0x[0-9a-f]+|\d+)l?$/i.exec(text)
  if (!match) return undefined
  const hex = /^0x/i.test(match[2]!)
  const magnitude = BigInt(match[2]!)
  // Hexadecimal spells the bits: 0xffffffffffffffff is -1.
  const value = hex && magnitude < 1n << BigInt(bits) ? BigInt.asIntN(bits, magnitude) : magnitude
  const signed = match[1] === '-' ? -value : value
  return BigInt.asIntN(bits, signed) === signed ? signed : undefined
}

function readReal(text: string): number | undefined {
  if (/^nan$/i.test(text)) return Number.NaN
  if (/^[+]?inf(inity)?$/i.test(text)) return Number.POSITIVE_INFINITY
  if (/^-inf(inity)?$/i.test(text)) return Number.NEGATIVE_INFINITY
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : undefined
}

/** Plain digits: an exponent is written out. */
function readDecimal(text: string): string | undefined {
  const match = /^([+-]?)(\d*)\.?(\d*)(?:e([+-]?\d{1,3}))?m?$/i.exec(text)
  if (!match || (match[2] === '' && match[3] === '')) return undefined
  const [, sign, whole = '', fraction = '', exponent = '0'] = match
  const point = whole.length + Number(exponent)
  const digits = `${'0'.repeat(Math.max(0, -point))}${whole}${fraction}`.padEnd(Math.max(point, 0), '0')
  const at = Math.max(0, point)
  const before = digits.slice(0, at).replace(/^0+(?=\d)/, '') || '0'
  const after = digits.slice(at)
  return `${sign === '-' ? '-' : ''}${before}${after ? `.${after}` : ''}`
}

function readGuid(text: string): string | undefined {
  const digits = text
    .replace(/^[{(]|[)}]$/g, '')
    .replaceAll('-', '')
    .toLowerCase()
  if (!/^[0-9a-f]{32}$/.test(digits)) return undefined
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

const unitTicks: readonly (readonly [names: RegExp, numerator: bigint, denominator: bigint])[] = [
  [/^(d|days?)$/, ticksPerDay, 1n],
  [/^(h|hrs?|hours?)$/, ticksPerHour, 1n],
  [/^(m|min|minutes?)$/, ticksPerMinute, 1n],
  [/^(s|sec|seconds?)$/, ticksPerSecond, 1n],
  [/^(ms|millis?|millisec|milliseconds?)$/, ticksPerMillisecond, 1n],
  [/^(micros?|microsec|microseconds?)$/, ticksPerMicrosecond, 1n],
  [/^(nanos?|nanosec|nanoseconds?)$/, 1n, 100n],
  [/^ticks?$/, 1n, 1n],
]

/** Ticks of `1.5h`, `15 seconds`, `1.02:03:04.5`; a bare number counts days. Below a tick is cut off. */
function readTimespan(text: string): bigint | undefined {
  const match = /^([+-]?)\s*(\d+)(?:\.(\d*))?\s*([a-z]*)$/i.exec(text)
  if (!match) return inRange(parseTimespan(text))
  const [, sign, whole = '', fraction = '', unit] = match
  const found = unitTicks.find(([names]) => names.test((unit || 'd').toLowerCase()))
  if (!found) return undefined
  const ticks = (BigInt(whole + fraction) * found[1]) / (found[2] * 10n ** BigInt(fraction.length))
  return inRange(sign === '-' ? -ticks : ticks)
}

function inRange(ticks: bigint | undefined): bigint | undefined {
  return ticks === undefined || BigInt.asIntN(64, ticks) !== ticks ? undefined : ticks
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const clock = String.raw`(?:[T ]\s*(?<h>\d{1,2})(?::(?<min>\d{1,2}))?(?::(?<s>\d{1,2})(?:[.,](?<f>\d{1,9}))?)?\s*(?<half>[AP]M)?)?`
const zone = String.raw`\s*(?<zone>Z|UTC|GMT|[+-]\d{1,2}(?::?\d{2})?)?`
const datetimeForms = [
  String.raw`(?<y>\d{4})-(?<mon>\d{1,2})(?:-(?<d>\d{1,2}))?`,
  String.raw`(?<y>\d{4})/(?<mon>\d{1,2})/(?<d>\d{1,2})`,
  String.raw`(?<mon>\d{1,2})[/-](?<d>\d{1,2})[/-](?<y>\d{4})`,
  String.raw`(?<y>\d{4})(?<mon>\d{2})(?<d>\d{2})`,
  String.raw`(?:[a-z]{3,9},?\s*)?(?<d>\d{1,2})[ -](?<month>[a-z]{3})[a-z]*[ -](?<y>\d{4}|\d{2})`,
  String.raw`(?<y>\d{4})`,
].map((date) => new RegExp(`^${date}${clock}${zone}$`, 'i'))

/**
 * Ticks since 0001-01-01 of a date as Kusto's `datetime()` takes it: ISO 8601, `M/d/yyyy`, RFC 822; UTC where nothing else is
 * said. An eighth digit of the fraction and more are cut.
 */
export function readDatetime(text: string): bigint | undefined {
  for (const form of datetimeForms) {
    const parts = form.exec(text.trim())?.groups
    if (parts) return instantOf(parts)
  }
  return undefined
}

function instantOf(parts: Readonly<Record<string, string | undefined>>): bigint | undefined {
  const month = parts.month ? months.indexOf(parts.month.toLowerCase()) + 1 : Number(parts.mon ?? 1)
  const day = Number(parts.d ?? 1)
  const written = Number(parts.y)
  const year = parts.y!.length === 2 ? written + (written < 50 ? 2000 : 1900) : written
  const half = parts.half?.toUpperCase()
  const hours = half ? (Number(parts.h) % 12) + (half === 'PM' ? 12 : 0) : Number(parts.h ?? 0)
  const minutes = Number(parts.min ?? 0)
  const seconds = Number(parts.s ?? 0)
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day)
  const exists = year >= 1 && month >= 1 && month <= 12 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
  if (!exists || hours > 23 || minutes > 59 || seconds > 59) return undefined
  const offset = /^[+-]/.test(parts.zone ?? '') ? zoneMinutes(parts.zone!) : 0
  const wholeSeconds = date.getTime() / 1000 + hours * 3600 + (minutes - offset) * 60 + seconds
  const fraction = (parts.f ?? '').padEnd(7, '0').slice(0, 7)
  const ticks = BigInt(wholeSeconds) * ticksPerSecond + unixEpochTicks + BigInt(fraction)
  return isInstant(ticks) ? ticks : undefined
}

function zoneMinutes(text: string): number {
  const [, sign, hours, minutes = '0'] = /^([+-])(\d{1,2}):?(\d{2})?$/.exec(text)!
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes))
}
