import type { Cell, Table } from '../../lib/table.ts'

/** Rows in order of their actor, of one actor by time, of one time as they came; and the actor (a number) of each. */
export interface ActorOrder {
  readonly rows: Uint32Array
  readonly actors: Uint32Array
}

/**
 * Orders rows by the cells of the identifying columns, then by time; rows without a time (NaN) come first. Unknown identifiers come
 * before all others, or as if they were the text `unknownAs`. With `id`, only the first row of each id is kept (rows with none all are).
 * Rows whose first identifier is unknown are one actor only where they agree in the columns `apart` too.
 */
export function orderByActorAndTime(
  table: Table,
  by: readonly number[],
  times: Float64Array,
  options: { readonly unknownAs: string | undefined; readonly id?: number; readonly apart?: readonly number[] },
): ActorOrder {
  const kept = options.id === undefined ? undefined : firstOfEach(table, options.id)
  const count = kept ? kept.length : table.rowCount
  const rowAt = (position: number) => (kept ? kept[position]! : position)
  let actor = new Uint32Array(count)
  let actorCount = 1
  for (const column of by) {
    const { ranks, size } = cellRanks(table, column, options.unknownAs)
    const combined = new Float64Array(count)
    for (let at = 0; at < count; at++) combined[at] = actor[at]! * size + ranks(rowAt(at))
    ;({ dense: actor, size: actorCount } = denseRanks(combined))
  }
  const [name] = by
  if (name !== undefined && options.apart && options.apart.length > 0) {
    const isUnknown = Uint8Array.from({ length: count }, (_, at) =>
      isUnknownCell(table.cell(rowAt(at), name)) ? 1 : 0,
    )
    for (const column of options.apart) {
      const { ranks, size } = cellRanks(table, column, options.unknownAs)
      const combined = new Float64Array(count)
      for (let at = 0; at < count; at++) combined[at] = actor[at]! * size + (isUnknown[at] === 1 ? ranks(rowAt(at)) : 0)
      ;({ dense: actor, size: actorCount } = denseRanks(combined))
    }
  }
  const starts = new Uint32Array(actorCount + 1)
  for (let at = 0; at < count; at++) starts[actor[at]! + 1]!++
  for (let id = 0; id < actorCount; id++) starts[id + 1]! += starts[id]!
  const rows = new Uint32Array(count)
  const actors = new Uint32Array(count)
  const next = starts.slice()
  for (let at = 0; at < count; at++) {
    const place = next[actor[at]!]!++
    rows[place] = rowAt(at)
    actors[place] = actor[at]!
  }
  for (let id = 0; id < actorCount; id++) sortByTime(rows.subarray(starts[id]!, starts[id + 1]!), times)
  return { rows, actors }
}

function firstOfEach(table: Table, column: number): Uint32Array {
  const seen = new Set<Cell>()
  const kept: number[] = []
  for (let row = 0; row < table.rowCount; row++) {
    const id = table.cell(row, column)
    if (id !== null && id !== '' && seen.size === seen.add(typeof id === 'object' ? JSON.stringify(id) : id).size)
      continue
    kept.push(row)
  }
  return Uint32Array.from(kept)
}

/** Logs mostly come in order of time: then there is nothing to do. */
function sortByTime(rows: Uint32Array, times: Float64Array): void {
  const key = (row: number) => (Number.isNaN(times[row]!) ? Number.NEGATIVE_INFINITY : times[row]!)
  let sorted = true
  for (let at = 1; at < rows.length && sorted; at++) sorted = key(rows[at - 1]!) <= key(rows[at]!)
  // Differences of infinities are NaN, which sorts as equal: rows without a time keep their order.
  if (!sorted) rows.sort((a, b) => key(a) - key(b) || a - b)
}

/** The place of each row's cell among the column's distinct cells, in order. */
function cellRanks(
  table: Table,
  column: number,
  unknownAs: string | undefined,
): { readonly ranks: (row: number) => number; readonly size: number } {
  const data = table.data[column]!
  const ids = new Uint32Array(table.rowCount)
  const distinct = new Map<Cell, number>()
  const idOf = (cell: Cell) => {
    const known = identify(cell, unknownAs)
    let id = distinct.get(known)
    if (id === undefined) {
      id = distinct.size
      distinct.set(known, id)
    }
    return id
  }
  // Of a text column the dictionary is looked up, not each row.
  const ofText: (number | undefined)[] = []
  for (let row = 0; row < table.rowCount; row++) {
    if (data.kind === 'texts' && data.valid?.[row] !== 0) {
      const text = data.index[row]!
      ofText[text] ??= idOf(table.cell(row, column))
      ids[row] = ofText[text]!
    } else ids[row] = idOf(table.cell(row, column))
  }
  const cells = [...distinct.keys()]
  const order = cells.map((_, id) => id).sort((a, b) => compare(cells[a]!, cells[b]!))
  const rankOf = new Uint32Array(cells.length)
  order.forEach((id, rank) => {
    rankOf[id] = rank
  })
  return { ranks: (row) => rankOf[ids[row]!]!, size: Math.max(1, cells.length) }
}

/** Null, empty text and NaN are one: unknown. */
export function isUnknownCell(cell: Cell): boolean {
  return cell === null || cell === '' || Number.isNaN(cell)
}

function identify(cell: Cell, unknownAs: string | undefined): Cell {
  if (isUnknownCell(cell)) return unknownAs ?? null
  if (typeof cell === 'object') return JSON.stringify(cell)
  return unknownAs === undefined ? cell : String(cell)
}

function compare(a: Cell, b: Cell): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? -1 : 1
  return a < b ? -1 : a > b ? 1 : 0
}

/** Numbers → 0, 1, 2 … in their order. */
function denseRanks(values: Float64Array): { dense: Uint32Array<ArrayBuffer>; size: number } {
  const ids = new Map<number, number>()
  const dense = new Uint32Array(values.length)
  for (let at = 0; at < values.length; at++) {
    let id = ids.get(values[at]!)
    if (id === undefined) {
      id = ids.size
      ids.set(values[at]!, id)
    }
    dense[at] = id
  }
  const distinct = [...ids.keys()]
  const order = Uint32Array.from(distinct.keys()).sort((a, b) => distinct[a]! - distinct[b]!)
  const rankOf = new Uint32Array(distinct.length)
  order.forEach((id, rank) => {
    rankOf[id] = rank
  })
  for (let at = 0; at < dense.length; at++) dense[at] = rankOf[dense[at]!]!
  return { dense, size: distinct.length }
}
