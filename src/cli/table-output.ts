import type { Table } from '../lib/table.ts'
import { tableCsv } from '../report/table-csv.ts'
import { tableJson } from '../report/table-json.ts'
import { textTable } from '../report/text-table.ts'
import { positiveInteger } from './commands/query.ts'
import { outputWidth } from './terminal.ts'

export interface TableFlags {
  readonly rows: string
  readonly format: 'text' | 'json' | 'csv'
  readonly csvExact?: boolean
}

/** A table as a command prints it: text to `--rows`, JSON and CSV whole. */
export function printedTable(
  table: Table,
  flags: TableFlags,
  completeness: Parameters<typeof tableJson>[1],
): Iterable<string> {
  switch (flags.format) {
    case 'json':
      return tableJson(table, completeness)
    case 'csv':
      return tableCsv(table, { exact: flags.csvExact === true })
    case 'text': {
      const maxRows = flags.rows === 'all' ? undefined : positiveInteger('--rows', flags.rows)
      const options = { width: outputWidth(), seeAll: '--rows all', ...(maxRows !== undefined && { maxRows }) }
      return [...textTable(table, options), `${table.rowCount} ${table.rowCount === 1 ? 'row' : 'rows'}`].map(
        (line) => `${line}\n`,
      )
    }
  }
}
