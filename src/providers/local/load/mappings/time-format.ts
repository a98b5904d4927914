import { ownEntry } from '../../../../lib/own-entry.ts'
import { instantOf, monthOf } from '../shapes/written-time.ts'

/** Units a number may count since 1970, in seconds. */
const units: Readonly<Record<string, number>> = { unix: 1, 'unix-ms': 1e3, 'unix-us': 1e6, 'unix-ns': 1e9 }

const parts: Readonly<Record<string, string>> = {
  yyyy: '(?<year>\\d{4})',
  MMM: '(?<monthName>[A-Za-z]{3,9})',
  MM: '(?<month>\\d{2})',
  M: '(?<month>\\d{1,2})',
  dd: '(?<day>\\d{2})',
  d: '(?<day>\\d{1,2})',
  HH: '(?<hour>\\d{2})',
  H: '(?<hour>\\d{1,2})',
  hh: '(?<hour>\\d{2})',
  h: '(?<hour>\\d{1,2})',
  mm: '(?<minute>\\d{2})',
  ss: '(?<second>\\d{2})',
  tt: '(?<half>[AaPp][Mm])',
  zzz: '(?<offset>Z|[+-]\\d\\d:?\\d\\d)',
}

/** A format is `iso`, `unix` and its like, or written with the letters of `format_datetime`; other letters stand in quotes. */
const token = /'([^']*)'|yyyy|MMM|MM|M|dd|d|HH|H|hh|h|mm|ss|f+|tt|zzz|\s+|[^A-Za-z]|(.)/g

/** What is wrong with a format, or undefined. */
export function formatFault(format: string): string | undefined {
  if (format === 'iso' || Object.hasOwn(units, format)) return undefined
  const strange = [...format.matchAll(token)].find((match) => match[2] !== undefined)
  if (strange) {
    return `\`${strange[0]}\` is no part of a time: known are ${[...Object.keys(parts), 'fff'].join(' ')}, texts in quotes, and ${['iso', ...Object.keys(units)].join(', ')}`
  }
  const names = [...expressionOf(format).matchAll(/\(\?<(\w+)>/g)].map((match) => match[1]!)
  const twice = names.find((name, at) => names.indexOf(name) !== at)
  if (twice !== undefined) return `the ${twice} comes twice`
  const missing = ['year', 'day'].find((name) => !names.includes(name))
  if (missing !== undefined) return `the ${missing} is missing`
  return names.some((name) => name.startsWith('month')) ? undefined : 'the month is missing'
}

/** Reads times of one format: ISO 8601 in UTC, or undefined for a text that is none. */
export function timeReader(format: string, zone: string | undefined): (text: string) => string | undefined {
  if (format === 'iso') return (text) => isoTime(text, zone)
  const unit = ownEntry(units, format)
  if (unit !== undefined) return (text) => unixTime(text, unit)
  const expression = new RegExp(`^${expressionOf(format)}$`)
  return (text) => {
    const groups = expression.exec(text.trim())?.groups
    if (!groups) return undefined
    const month = groups.monthName === undefined ? Number(groups.month) : monthOf(groups.monthName)
    if (month === undefined) return undefined
    return instantOf(
      {
        year: Number(groups.year),
        month,
        day: Number(groups.day),
        hour: hourOf(Number(groups.hour ?? 0), groups.half),
        minute: Number(groups.minute ?? 0),
        second: Number(groups.second ?? 0),
        fraction: groups.fraction,
        offset: groups.offset,
      },
      zone,
    )
  }
}

function expressionOf(format: string): string {
  return format.replace(token, (match, quoted: string | undefined) => {
    if (quoted !== undefined) return escaped(quoted)
    if (/^f+$/.test(match)) return `(?<fraction>\\d{1,${Math.max(9, match.length)}})`
    if (/^\s+$/.test(match)) return '\\s+'
    return parts[match] ?? escaped(match)
  })
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
}

function hourOf(hour: number, half: string | undefined): number {
  if (half === undefined) return hour
  return (hour % 12) + (half.toLowerCase() === 'pm' ? 12 : 0)
}

function isoTime(text: string, zone: string | undefined): string | undefined {
  const [, year, month, day, hour, minute, second, fraction, offset] =
    /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?\s*(Z|[+-]\d\d:?\d\d)?)?$/.exec(text.trim()) ??
    []
  if (year === undefined) return undefined
  return instantOf(
    {
      year: Number(year),
      month: Number(month),
      day: Number(day),
      hour: Number(hour ?? 0),
      minute: Number(minute ?? 0),
      second: Number(second ?? 0),
      fraction,
      offset,
    },
    zone,
  )
}

/** Whole numbers and fractions, without losing a digit of a long one. */
function unixTime(text: string, unit: number): string | undefined {
  const [, sign, whole, fraction = ''] = /^(-?)(\d{1,20})(?:\.(\d+))?$/.exec(text.trim()) ?? []
  if (whole === undefined) return undefined
  const nanos = BigInt(whole) * BigInt(1e9 / unit) + BigInt(fraction.padEnd(9, '0').slice(0, 9)) / BigInt(unit)
  const since1970 = sign === '-' ? -nanos : nanos
  const below = ((since1970 % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n
  const date = new Date(Number((since1970 - below) / 1_000_000n))
  if (Number.isNaN(date.getTime()) || date.getUTCFullYear() < 1 || date.getUTCFullYear() > 9999) return undefined
  return `${date.toISOString().slice(0, 19)}.${String(below).padStart(9, '0')}Z`
}
