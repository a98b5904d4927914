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

/** How often a row occurs. */
export function rowTotal({ rowStart, counts }: PairCounts, row: number): number {
  let total = 0
  if (row >= rowStart.length - 1) return total
  for (let at = rowStart[row]!; at < rowStart[row + 1]!; at++) total += counts[at]!
  return total
}

/** The counts of both, entry by entry; they have the same rows and columns, if not the same pairs. */
export function addPairs(a: PairCounts, b: PairCounts): PairCounts {
  const rowCount = a.rowStart.length - 1
  const rowStart = new Uint32Array(rowCount + 1)
  const columns = new Uint32Array(a.columns.length + b.columns.length)
  const counts = new Uint32Array(columns.length)
  let size = 0
  for (let row = 0; row < rowCount; row++) {
    let inA = a.rowStart[row]!
    let inB = b.rowStart[row]!
    const endOfA = a.rowStart[row + 1]!
    const endOfB = b.rowStart[row + 1]!
    while (inA < endOfA || inB < endOfB) {
      const column = Math.min(inA < endOfA ? a.columns[inA]! : Infinity, inB < endOfB ? b.columns[inB]! : Infinity)
      columns[size] = column
      if (inA < endOfA && a.columns[inA] === column) counts[size]! += a.counts[inA++]!
      if (inB < endOfB && b.columns[inB] === column) counts[size]! += b.counts[inB++]!
      size++
    }
    rowStart[row + 1] = size
  }
  return { rowStart, columns: columns.slice(0, size), counts: counts.slice(0, size) }
}

/** The same pairs with more rows, which have none. */
export function widenPairs(pairs: PairCounts, rowCount: number): PairCounts {
  const rowStart = new Uint32Array(rowCount + 1).fill(pairs.columns.length)
  rowStart.set(pairs.rowStart)
  return { ...pairs, rowStart }
}

/** The pairs of some rows; the others have none. */
export function keepRows(pairs: PairCounts, isKept: (row: number) => boolean): PairCounts {
  const rowStart = new Uint32Array(pairs.rowStart.length)
  const columns = new Uint32Array(pairs.columns.length)
  const counts = new Uint32Array(pairs.counts.length)
  let size = 0
  for (let row = 0; row < rowStart.length - 1; row++) {
    for (let at = pairs.rowStart[row]!; isKept(row) && at < pairs.rowStart[row + 1]!; at++) {
      columns[size] = pairs.columns[at]!
      counts[size++] = pairs.counts[at]!
    }
    rowStart[row + 1] = size
  }
  return { rowStart, columns: columns.slice(0, size), counts: counts.slice(0, size) }
}

/** How often each column occurs. */
export function columnTotals({ columns, counts }: PairCounts, columnCount: number): Uint32Array {
  const totals = new Uint32Array(columnCount)
  for (let at = 0; at < columns.length; at++) totals[columns[at]!]! += counts[at]!
  return totals
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
