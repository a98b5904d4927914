import type { Table } from '../../lib/table.ts'

/**
 * The first of the columns that holds anything but null, empty texts and dashes, as a table of a known schema has all its columns; else the
 * first there is; undefined where there is none.
 */
export function filledColumn(table: Table, names: readonly string[]): string | undefined {
  const there = names.filter((name) => table.indexOf(name) >= 0)
  return there.find((name) => holdsAnything(table, table.indexOf(name))) ?? there[0]
}

function holdsAnything(table: Table, at: number): boolean {
  for (let row = 0; row < table.rowCount; row++) {
    const cell = table.cell(row, at)
    if (cell !== null && cell !== '' && cell !== '-') return true
  }
  return false
}
