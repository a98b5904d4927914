import { countOf } from '../../lib/count-of.ts'
import { HuntletError } from '../../lib/diagnostic.ts'
import type { Table } from '../../lib/table.ts'
import { columnAt } from '../columns/column-at.ts'
import { columnTexts } from '../columns/column-texts.ts'
import { differingColumns, firstEqualRows } from '../columns/same-rows.ts'
import { withColumns } from '../columns/with-columns.ts'
import { examplesOf, type Prepared, quoted } from './prepared.ts'
import { findRecordId } from './record-ids.ts'

export interface MergeDuplicatesOptions {
  /**
   * The columns in which two rows must be equal to be one record. Default: the known id of the table's records, together with their time, and
   * all columns for rows without an id; all columns where no id is known.
   */
  readonly by?: readonly string[]
  /** Name of a column (long) for how many times each record was there. Default: none is added. */
  readonly count?: string
}

const timeColumns: readonly string[] = ['TimeGenerated', 'Timestamp']

/**
 * The table with each record once, the first of its rows kept, in order. A record's id counts only together with its time: two rows
 * with one id and different times are two records. Throws `COLUMN_UNKNOWN`, and `OPTION_INVALID` for a count column that is already there.
 */
export function mergeDuplicates(table: Table, options: MergeDuplicatesOptions = {}): Prepared {
  if (options.count !== undefined && table.indexOf(options.count) >= 0) {
    throw new HuntletError('OPTION_INVALID', `The table already has a column \`${options.count}\`.`, {
      hint: 'Give the count another name.',
    })
  }
  for (const name of options.by ?? []) columnAt(table, name, 'what a record is told by')
  const id = options.by ?? findRecordId(table)
  const { first, told } = id === undefined ? byAll(table) : byColumns(table, id, options.by === undefined)
  const counts = new Uint32Array(table.rowCount)
  for (const row of first) counts[row]!++
  const kept = Uint32Array.from(counts.keys()).filter((row) => counts[row]! > 0)
  const merged = table.rowCount - kept.length
  const notices = [
    merged === 0
      ? `Duplicates: none among ${countOf(table.rowCount, 'row')} (${told}).`
      : `Duplicates: ${countOf(merged, 'row')} of ${table.rowCount.toLocaleString('en-US')} were there before and are left out (${told}).`,
    ...(merged > 0 && id !== undefined ? differences(table, first) : []),
  ]
  const picked = merged === 0 ? table : table.pick(kept)
  if (options.count === undefined) return { table: picked, notices }
  const values = BigInt64Array.from(kept, (row) => BigInt(counts[row]!))
  return {
    table: withColumns(picked, [
      [
        { name: options.count, type: 'long' },
        { kind: 'bigints', values },
      ],
    ]),
    notices,
  }
}

function byAll(table: Table): { first: Uint32Array; told: string } {
  return { first: firstEqualRows(table), told: 'equal in all columns, as no id of a record is known' }
}

function byColumns(table: Table, id: readonly string[], isFound: boolean): { first: Uint32Array; told: string } {
  if (!isFound) return { first: firstEqualRows(table.select(id)), told: `equal in ${quoted(id)}` }
  const time = timeColumns.find((name) => table.indexOf(name) >= 0)
  const key = [...new Set([...id, ...(time === undefined ? [] : [time])])]
  const first = firstEqualRows(table.select(key))
  const ids = columnTexts(table, id[0]!)
  const without = Uint32Array.from(ids.index.keys()).filter((row) => ids.texts[ids.index[row]!] === '')
  if (without.length === 0) return { first, told: `equal in ${quoted(key)}` }
  const others = firstEqualRows(table.pick(without))
  without.forEach((row, at) => {
    first[row] = without[others[at]!]!
  })
  return { first, told: `equal in ${quoted(key)}; ${countOf(without.length, 'row')} without that id in all columns` }
}

/** Rows taken for one record that are not equal in everything: what was lost with them. */
function differences(table: Table, first: Uint32Array): string[] {
  const differing = differingColumns(table)
  const rowsOf = new Map<string, number>()
  let rows = 0
  first.forEach((kept, row) => {
    if (kept === row) return
    const names = differing(kept, row)
    if (names.length > 0) rows++
    for (const name of names) rowsOf.set(name, (rowsOf.get(name) ?? 0) + 1)
  })
  if (rows === 0) return []
  const names = [...rowsOf].sort((a, b) => b[1] - a[1]).map(([name]) => name)
  return [`Duplicates: ${countOf(rows, 'row')} left out differed from the one kept, in ${examplesOf(names, 4)}.`]
}
