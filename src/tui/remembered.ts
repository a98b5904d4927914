import type { Table } from '../lib/table.ts'

interface Remembered {
  readonly from: readonly unknown[]
  readonly value: unknown
}

const byTable = new WeakMap<Table, Map<string, Remembered>>()

/**
 * What was made of a table the last time, or, where it would be made `from` anything else (compared by identity), made anew.
 * One value is kept for each `what`: enough between two keys, and forgotten with the table. So a key costs what changed,
 * not a hundred thousand rows.
 */
export function remembered<T>(what: string, table: Table, from: readonly unknown[], make: () => T): T {
  let kept = byTable.get(table)
  if (!kept) {
    kept = new Map()
    byTable.set(table, kept)
  }
  const last = kept.get(what)
  // The cast is sound: `what` names one maker, and so one type.
  if (last && last.from.length === from.length && last.from.every((each, at) => Object.is(each, from[at])))
    return last.value as T
  const value = make()
  kept.set(what, { from, value })
  return value
}
