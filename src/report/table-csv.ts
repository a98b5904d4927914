import type { Cell, Table } from '../lib/table.ts'
import { cellText } from './cell-text.ts'

export interface CsvOptions {
  /**
   * Keep texts exactly as they are. Otherwise a text that a spreadsheet would run as a formula (`=cmd…`, `@SUM…`, `+…`,
   * `-…` unless a number or a lone sign) gets a leading apostrophe.
   */
  readonly exact?: boolean
}

/** RFC 4180, header first, LF line ends, in pieces of a line. */
export function* tableCsv(table: Table, options: CsvOptions = {}): Generator<string> {
  yield `${table.columns.map((column) => quoted(column.name)).join(',')}\n`
  for (let row = 0; row < table.rowCount; row++) {
    yield `${table
      .row(row)
      .map((cell) => quoted(options.exact ? cellText(cell) : defused(cell)))
      .join(',')}\n`
  }
}

function defused(cell: Cell): string {
  const text = cellText(cell)
  return typeof cell === 'string' && /^(?:[=@\t\r]|[+-](?!$|\d+(?:[.:]\d+)*$))/.test(text) ? `'${text}` : text
}

function quoted(text: string): string {
  return /[",\n\r]/.test(text) || /^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
