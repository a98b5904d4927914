import type { JsonObject } from '../json-shapes.ts'
import { cefColumns, leefColumns } from './common-event-columns.ts'
import { row } from './shape.ts'
import { instantOf, monthOf } from './written-time.ts'

/** The columns of CommonSecurityLog in a text of CEF or LEEF, or undefined where it is neither. */
export function commonEvent(text: string): JsonObject | undefined {
  return text.startsWith('LEEF:') ? leefEvent(text) : cefEvent(text)
}

/** `CEF:0|vendor|product|version|class|name|severity|key=value …` */
function cefEvent(text: string): JsonObject | undefined {
  const fields = /^CEF:\s?\d+\|/.test(text) ? splitHeader(text, 7) : undefined
  if (!fields) return undefined
  const [, vendor, product, version, eventClass, name, severity, extension = ''] = fields
  return {
    ...columnsOf(cefPairs(extension), cefColumns),
    DeviceVendor: vendor!,
    DeviceProduct: product!,
    DeviceVersion: version!,
    DeviceEventClassID: eventClass!,
    Activity: name!,
    LogSeverity: severity!,
  }
}

/** `LEEF:1.0|vendor|product|version|event|key=value⇥…`; version 2.0 says the delimiter after the event. */
function leefEvent(text: string): JsonObject | undefined {
  const isSecond = /^LEEF:\s?2/.test(text)
  const fields = /^LEEF:\s?\d+(\.\d+)?\|/.test(text) ? splitHeader(text, isSecond ? 6 : 5) : undefined
  if (!fields) return undefined
  const [, vendor, product, version, event] = fields
  const said = isSecond ? fields[5]! : ''
  const [, hex] = /^(?:0?x)([0-9a-f]{1,4})$/i.exec(said) ?? []
  const delimiter = hex === undefined ? said.slice(0, 1) || '\t' : String.fromCharCode(Number.parseInt(hex, 16))
  const pairs = (fields.at(-1) ?? '').split(delimiter).flatMap((pair): [string, string][] => {
    const at = pair.indexOf('=')
    return at > 0 ? [[pair.slice(0, at).trim(), pair.slice(at + 1)]] : []
  })
  return {
    ...columnsOf(pairs, leefColumns),
    DeviceVendor: vendor!,
    DeviceProduct: product!,
    DeviceVersion: version!,
    DeviceEventClassID: event!,
    Activity: event!,
  }
}

/** The fields of a header and what follows it; a bar or a backslash in a field is escaped. */
function splitHeader(text: string, count: number): string[] | undefined {
  const fields: string[] = []
  let field = ''
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!
    if (character === '\\' && (text[at + 1] === '|' || text[at + 1] === '\\')) field += text[++at]!
    else if (character === '|') {
      fields.push(field)
      field = ''
      if (fields.length === count) return [...fields, text.slice(at + 1)]
    } else field += character
  }
  // The last field of a header may end with the line.
  return fields.length === count - 1 ? [...fields, field, ''] : undefined
}

/** A value goes up to the next key; keys hold no spaces, and an equals sign in a value is escaped. */
function cefPairs(extension: string): [string, string][] {
  const keys = [...extension.matchAll(/(?:^|\s)([\w.\-[\]]+)=/g)]
  return keys.map((key, index) => {
    const end = keys[index + 1]?.index ?? extension.length
    return [key[1]!, unescaped(extension.slice(key.index + key[0].length, end).trimEnd())]
  })
}

function unescaped(value: string): string {
  return value.replace(/\\([\\=|nr])/g, (_, escaped: string) =>
    escaped === 'n' ? '\n' : escaped === 'r' ? '\r' : escaped,
  )
}

/** Datetime columns, and what says the time of an event whose line has none, the surest first. */
const timeColumns = ['EndTime', 'StartTime'] as const

function columnsOf(pairs: readonly [string, string][], known: ReadonlyMap<string, string>): JsonObject {
  const columns: Record<string, string> = {}
  const additional: string[] = []
  for (const [key, value] of pairs) {
    const column = known.get(key.toLowerCase())
    if (column === undefined || column in columns) additional.push(`${key}=${value}`)
    else columns[column] = value
  }
  const said = columns.ReceiptTime ?? columns.EndTime ?? columns.StartTime
  for (const name of timeColumns) {
    const time = columns[name] === undefined ? undefined : timeOf(columns[name])
    if (time !== undefined) columns[name] = time
  }
  return row({
    ...columns,
    TimeGenerated: said === undefined ? undefined : timeOf(said),
    AdditionalExtensions: additional.length > 0 ? additional.join(';') : undefined,
  })
}

/** Milliseconds since 1970, `Sep 19 2024 08:26:10`, or ISO 8601. */
function timeOf(text: string): string | undefined {
  if (/^\d{12,14}$/.test(text)) return new Date(Number(text)).toISOString()
  if (/^\d{4}-\d\d-\d\d[T ]/.test(text)) return text
  const [, month, day, year, hour, minute, second, fraction] =
    /^([A-Z][a-z]{2}) +(\d{1,2}) (\d{4}) (\d\d):(\d\d):(\d\d)(?:\.(\d+))?/.exec(text) ?? []
  const number = month === undefined ? undefined : monthOf(month)
  if (number === undefined) return undefined
  return instantOf({
    year: Number(year),
    month: number,
    day: Number(day),
    hour: Number(hour),
    minute: Number(minute),
    second: Number(second),
    fraction,
  })
}
