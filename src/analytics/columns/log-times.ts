import { parseDatetime, ticksOfUnixMilliseconds } from '../../lib/kql-time.ts'
import type { Table } from '../../lib/table.ts'
import { cellText } from './column-texts.ts'

/**
 * Reads a column as ticks since 0001-01-01: a datetime, a text that is one (`2023-08-16 04:53:48.446`), or seconds or milliseconds since
 * 1970, as osquery writes them. Undefined where it is none of these.
 */
export function timeReader(table: Table, name: string | undefined): (row: number) => bigint | undefined {
  const at = name === undefined ? -1 : table.indexOf(name)
  if (at < 0) return () => undefined
  const data = table.data[at]!
  if (table.columns[at]!.type === 'datetime' && data.kind === 'bigints') {
    return (row) => (data.valid?.[row] === 0 ? undefined : data.values[row]!)
  }
  return (row) => instantOf(cellText(table.cell(row, at)))
}

/** A text as an instant; undefined where it is none. */
export function instantOf(text: string): bigint | undefined {
  const seconds = /^(\d{9,10})(?:\.(\d{1,7})\d*)?$/.exec(text)
  if (seconds) return unixSeconds(seconds[1]!, seconds[2] ?? '')
  if (/^\d{12,13}$/.test(text)) return ticksOfUnixMilliseconds(Number(text))
  return parseDatetime(text)
}

/** Whole seconds since 1970 and the digits behind the point → ticks since 0001-01-01. */
export function unixSeconds(whole: string, fraction: string): bigint {
  return ticksOfUnixMilliseconds(Number(whole) * 1000) + BigInt(fraction.padEnd(7, '0').slice(0, 7))
}
