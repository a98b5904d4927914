import type { FileContents } from './load-fixture.ts'
import type { FixtureTable } from './provider-contract.ts'

/** The tables as files of JSON lines, which a workspace of files reads. */
export function fixtureFiles(tables: readonly FixtureTable[]): FileContents {
  return Object.fromEntries(tables.map((table) => [`${table.name}.jsonl`, jsonLines(table)]))
}

/** JSON by hand: a long may have more digits than a number. */
function jsonLines({ columns, rows }: FixtureTable): string {
  const cell = (value: unknown): string => (typeof value === 'bigint' ? String(value) : JSON.stringify(value))
  return rows
    .map(
      (row) => `{${row.map((value, index) => `${JSON.stringify(columns[index]!.name)}:${cell(value)}`).join(',')}}\n`,
    )
    .join('')
}
