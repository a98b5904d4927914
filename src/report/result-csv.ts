import type { ResultData } from '../notebooklet/result-data.ts'
import { cellText } from './cell-text.ts'
import { type CsvOptions, tableCsv } from './table-csv.ts'

/** A file of a Result in CSV. */
export interface CsvFile {
  readonly name: string
  readonly pieces: () => Iterable<string>
}

const indexColumns = ['File', 'Section', 'Title', 'Status', 'Rows', 'Notices']

/**
 * All tables of a Result, a file each in the order of the sections, `03-failures.csv`, and `index.csv` that says what they are, with the status and
 * notices of every section. A section without a table has no file.
 */
export function resultCsv(result: ResultData, options: CsvOptions = {}): readonly CsvFile[] {
  const digits = Math.max(2, String(result.sections.length).length)
  const named = result.sections.map((section, at) => ({
    section,
    name: section.table
      ? `${String(at + 1).padStart(digits, '0')}-${section.id.replace(/[^A-Za-z0-9_-]+/g, '-')}.csv`
      : '',
  }))
  const index = named.map(({ section, name }) => [
    name,
    section.id,
    section.title,
    section.status,
    section.table === undefined ? '' : cellText(section.table.rowCount),
    section.notices.join(' '),
  ])
  return [
    { name: 'index.csv', pieces: () => [indexColumns, ...index].map((cells) => `${cells.map(quoted).join(',')}\n`) },
    ...named.flatMap(({ section: { table }, name }) =>
      table ? [{ name, pieces: () => tableCsv(table, options) }] : [],
    ),
  ]
}

function quoted(text: string): string {
  const safe = /^[=@+\-\t\r]/.test(text) ? `'${text}` : text
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
