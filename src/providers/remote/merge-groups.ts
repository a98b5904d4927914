import type { ColumnData } from '../../lib/table.ts'
import { Table } from '../../lib/table.ts'
import { appendTables } from './append-tables.ts'

/** How values of one group are put together that parts of the rows gave: null where all of them are. */
export type Merge = 'sum' | 'min' | 'max'

/** What two parts of a sum are together is more than a long holds. */
export class SumTooLarge extends Error {
  override readonly name = 'SumTooLarge'
}

/**
 * The groups of all rows out of those of parts of the rows: one row for each combination of the first columns, in the order in which they
 * come; each of the other columns, a whole number or a time, is put together by its way. The tables have the same columns. Throws
 * SumTooLarge.
 */
export function mergeGroups(tables: readonly Table[], merges: readonly Merge[]): Table {
  const all = appendTables(tables)
  const keys = all.data.slice(0, all.columns.length - merges.length)
  const places = new Map<string, number>()
  const firsts: number[] = []
  const place = new Uint32Array(all.rowCount)
  for (let row = 0; row < all.rowCount; row++) {
    const key = keys.map((data) => keyOf(data, row)).join()
    let at = places.get(key)
    if (at === undefined) {
      at = firsts.push(row) - 1
      places.set(key, at)
    }
    place[row] = at
  }
  const groups = all.pick(Uint32Array.from(firsts))
  const merged = merges.map((merge, at) =>
    mergeColumn(all.data[keys.length + at]!, groups.data[keys.length + at]!, { merge, place, firsts }),
  )
  return Table.fromColumns(groups.columns, groups.rowCount, [...groups.data.slice(0, keys.length), ...merged])
}

/** Alike for equal values of one column, and for no others. */
function keyOf(data: ColumnData, row: number): string {
  if (data.valid?.[row] === 0) return 'null'
  return data.kind === 'texts' ? String(data.index[row]) : String(data.values[row])
}

interface Groups {
  readonly merge: Merge
  /** The group of each row. */
  readonly place: Uint32Array
  /** The first row of each group. */
  readonly firsts: readonly number[]
}

function mergeColumn(all: ColumnData, groups: ColumnData, { merge, place, firsts }: Groups): ColumnData {
  const values = groups.kind === 'numbers' ? Float64Array.from(groups.values) : bigintsOf(groups)
  const source = all.kind === 'numbers' ? all.values : bigintsOf(all)
  const valid = groups.valid && Uint8Array.from(groups.valid)
  for (let row = 0; row < place.length; row++) {
    const at = place[row]!
    if (firsts[at] === row || all.valid?.[row] === 0) continue
    const value = source[row]!
    const isFirst = valid?.[at] === 0
    values[at] = isFirst ? value : together(merge, values[at]!, value)
    if (valid) valid[at] = 1
  }
  return values instanceof Float64Array
    ? { kind: 'numbers', values, ...(valid && { valid }) }
    : { kind: 'bigints', values, ...(valid && { valid }) }
}

function bigintsOf(data: ColumnData): BigInt64Array {
  if (data.kind !== 'bigints') throw new TypeError(`A column of ${data.kind} is not put together.`)
  return BigInt64Array.from(data.values)
}

function together(merge: Merge, one: number | bigint, other: number | bigint): number | bigint {
  if (merge === 'min') return other < one ? other : one
  if (merge === 'max') return other > one ? other : one
  const sum = BigInt(one) + BigInt(other)
  if (BigInt.asIntN(64, sum) !== sum) throw new SumTooLarge()
  return sum
}
