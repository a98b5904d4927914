/**
 * How often each (row, column) pair of ids occurs: only the pairs that occur are held, by row and, within a row, by column.
 * The entries of row `r` stand at `rowStart[r]` up to `rowStart[r + 1]`.
 */
export interface PairCounts {
  readonly rowStart: Uint32Array
  readonly columns: Uint32Array
  readonly counts: Uint32Array
}

/** Counts the pairs `(rows[i], columns[i])`; time and memory are linear in the pairs, whatever the size of the vocabulary. */
export function countPairs(rows: Uint32Array, columns: Uint32Array, rowCount: number, columnCount: number): PairCounts {
  // Two stable counting sorts: by column, then by row.
  const byColumn = stableOrder(columns, columnCount, undefined)
  const order = stableOrder(rows, rowCount, byColumn)
  const rowStart = new Uint32Array(rowCount + 1)
  const pairColumns = new Uint32Array(rows.length)
  const pairCounts = new Uint32Array(rows.length)
  let size = 0
  let row = 0
  for (let i = 0; i < order.length; i++) {
    const pair = order[i]!
    const pairRow = rows[pair]!
    const column = columns[pair]!
    while (row < pairRow) rowStart[++row] = size
    if (size > rowStart[pairRow]! && pairColumns[size - 1] === column) pairCounts[size - 1]!++
    else {
      pairColumns[size] = column
      pairCounts[size++] = 1
    }
  }
  while (row < rowCount) rowStart[++row] = size
  return { rowStart, columns: pairColumns.slice(0, size), counts: pairCounts.slice(0, size) }
}

/** Where the pair's entry stands, or -1. Ids beyond the counted ones are simply absent. */
export function findPair(pairs: PairCounts, row: number, column: number): number {
  const { rowStart, columns } = pairs
  if (row >= rowStart.length - 1) return -1
  let low = rowStart[row]!
  let high = rowStart[row + 1]! - 1
  while (low <= high) {
    const middle = (low + high) >>> 1
    const found = columns[middle]!
    if (found === column) return middle
    if (found < column) low = middle + 1
    else high = middle - 1
  }
  return -1
}

/** How often the pair occurs: 0 where it never did. */
export function pairCount(pairs: PairCounts, row: number, column: number): number {
  const at = findPair(pairs, row, column)
  return at < 0 ? 0 : pairs.counts[at]!
}

/** The number of distinct columns that a row occurs with. */
export function rowLength(pairs: PairCounts, row: number): number {
  return row < pairs.rowStart.length - 1 ? pairs.rowStart[row + 1]! - pairs.rowStart[row]! : 0
}

function stableOrder(ids: Uint32Array, idCount: number, before: Uint32Array | undefined): Uint32Array {
  const next = new Uint32Array(idCount + 1)
  for (let i = 0; i < ids.length; i++) next[ids[i]! + 1]!++
  for (let id = 0; id < idCount; id++) next[id + 1]! += next[id]!
  const order = new Uint32Array(ids.length)
  for (let i = 0; i < ids.length; i++) {
    const item = before ? before[i]! : i
    order[next[ids[item]!]!++] = item
  }
  return order
}
