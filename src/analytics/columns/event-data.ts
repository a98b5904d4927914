import { type Json, Table } from '../../lib/table.ts'
import { columnTexts, spreadTexts, toColumnData } from './column-texts.ts'

/** What Sysmon's event of a created process says that preparation and process trees read. */
export const sysmonFields: readonly string[] = [
  'Image',
  'CommandLine',
  'ParentImage',
  'User',
  'LogonId',
  'IntegrityLevel',
  'OriginalFileName',
  'ProcessGuid',
  'ParentProcessGuid',
  'ProcessId',
  'ParentProcessId',
]

/**
 * Reads fields of the data of a Windows event: XML with an element `<Data Name="…">` for each, or a JSON bag. A field that is not there is the
 * empty text, one that holds a list or a bag its JSON.
 */
export function eventFields(text: string): (name: string) => string {
  return /^\s*\{/.test(text) ? bagFields(text) : (name) => xmlField(text, name)
}

function xmlField(xml: string, name: string): string {
  // Looked for as text, as parsing a million documents whole would take ten times as long; with the `<`, which no value can hold: a
  // command line may well hold the rest.
  const double = xml.indexOf(`<Data Name="${name}"`)
  const at = double < 0 ? xml.indexOf(`<Data Name='${name}'`) : double
  const start = at < 0 ? -1 : xml.indexOf('>', at)
  if (start < 0 || xml[start - 1] === '/') return ''
  const end = xml.indexOf('<', start)
  const text = xml.slice(start + 1, end < 0 ? xml.length : end)
  return text.includes('&') ? text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(amp|lt|gt|quot|apos));/gi, decoded) : text
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function decoded(entity: string, decimal?: string, hexadecimal?: string, name?: string): string {
  if (name !== undefined) return entities[name.toLowerCase()]!
  const code = decimal === undefined ? Number.parseInt(hexadecimal!, 16) : Number(decimal)
  return code <= 0x10ffff ? String.fromCodePoint(code) : entity
}

function bagFields(text: string): (name: string) => string {
  const bag = bagOf(text)
  return (name) => {
    const value = Object.hasOwn(bag, name) ? (bag[name] ?? '') : ''
    return typeof value === 'object' ? JSON.stringify(value) : String(value)
  }
}

function bagOf(text: string): { readonly [name: string]: Json } {
  try {
    return JSON.parse(text) as { readonly [name: string]: Json }
  } catch {
    return {}
  }
}

/** The table with fields of `EventData` as columns of their own, of type string; a column that is there already is kept. */
export function withEventData(table: Table, names: readonly string[]): Table {
  const missing = names.filter((name) => table.indexOf(name) < 0)
  const fields = spreadTexts(columnTexts(table, 'EventData'), missing.length, (text) => missing.map(eventFields(text)))
  return Table.fromColumns(
    [...table.columns, ...missing.map((name) => ({ name, type: 'string' as const }))],
    table.rowCount,
    [...table.data, ...fields.map(toColumnData)],
  )
}
