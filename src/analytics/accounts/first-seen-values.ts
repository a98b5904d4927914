import type { ColumnType } from '../../lib/kql-type.ts'
import { Table } from '../../lib/table.ts'
import { type FirstSeen, firstSeen } from './first-seen.ts'

/** Columns of values that were used for the first time. */
export const firstSeenColumns: readonly ColumnType[] = [
  { name: 'Score', type: 'real' },
  { name: 'What', type: 'string' },
  { name: 'Value', type: 'string' },
  { name: 'First', type: 'datetime' },
  { name: 'Address', type: 'string' },
  { name: 'Since', type: 'long' },
  { name: 'Succeeded', type: 'long' },
  { name: 'Last', type: 'datetime' },
  { name: 'Earlier', type: 'long' },
  { name: 'Known', type: 'long' },
  { name: 'Account', type: 'string' },
]

/** Values an account used for the first time, most surprising first, with how often since. */
export function firstSeenValues(table: Table, fewest?: number): { table: Table; notices: string[] } {
  const { found, short } = firstSeen(table, fewest)
  const ordered = [...found].sort((a, b) => b.bits - a.bits || a.signIn.from - b.signIn.from)
  return { table: Table.fromRows(firstSeenColumns, ordered.map(rowOf)), notices: pastNotices(table, short, fewest) }
}

/** What must be known where there is too little to compare with. */
export function pastNotices(table: Table, short: number, fewest = 5): string[] {
  if (table.rowCount === 0 || short === 0) return []
  return [
    `Signed in during fewer than ${fewest} hours in all: too little to say what is unusual. A longer time (--last 30d) may help.`,
  ]
}

function rowOf(first: FirstSeen) {
  return [
    rounded(first.bits),
    first.what === 'Hour' ? 'Hour (UTC)' : first.what,
    first.value,
    new Date(first.signIn.from).toISOString(),
    first.signIn.address,
    first.since,
    first.succeeded,
    new Date(first.last).toISOString(),
    first.earlier,
    first.known,
    first.signIn.account,
  ]
}

/** Two decimals are enough for bits. */
export function rounded(bits: number): number {
  return Math.round(bits * 100) / 100
}
