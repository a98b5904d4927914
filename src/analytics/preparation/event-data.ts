import type { Table } from '../../lib/table.ts'
import { columnTexts, mapTexts, withTexts } from './column-texts.ts'

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

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** The value of `<Data Name="…">…</Data>` in the XML of an event; empty where it is not there. */
export function eventDataValue(xml: string, name: string): string {
  // With the `<`, which no value can hold: a command line may well hold the rest.
  const double = xml.indexOf(`<Data Name="${name}"`)
  const at = double < 0 ? xml.indexOf(`<Data Name='${name}'`) : double
  const start = at < 0 ? -1 : xml.indexOf('>', at)
  if (start < 0 || xml[start - 1] === '/') return ''
  const end = xml.indexOf('<', start)
  const text = xml.slice(start + 1, end < 0 ? xml.length : end)
  return text.includes('&') ? text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w{2,4}));/gi, decode) : text
}

function decode(entity: string, decimal?: string, hexadecimal?: string, name?: string): string {
  if (name !== undefined) return entities[name] ?? entity
  const code = decimal === undefined ? Number.parseInt(hexadecimal!, 16) : Number(decimal)
  return code <= 0x10ffff ? String.fromCodePoint(code) : entity
}

/** The table with fields of the XML in `EventData` as columns of their own; a column that says something already is kept. */
export function withEventData(table: Table, names: readonly string[]): Table {
  const xml = columnTexts(table, 'EventData')
  return names
    .filter((name) => table.indexOf(name) < 0)
    .reduce(
      (made, name) =>
        withTexts(
          made,
          name,
          mapTexts(xml, (text) => eventDataValue(text, name)),
        ),
      table,
    )
}
