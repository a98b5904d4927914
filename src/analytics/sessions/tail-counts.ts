import type { PairCounts } from './pair-counts.ts'

/**
 * For each row of counts, how much of it is made up of what is seldom: the entries of row `r` stand at `rowStart[r]` up to
 * `rowStart[r + 1]`, by rising `levels` (the counts there are, each once), and `sums` is the total of all counts up to that one.
 */
export interface TailCounts {
  readonly rowStart: Uint32Array
  readonly levels: Uint32Array
  readonly sums: Float64Array
}

/** The tails of every row; n log n in the length of a row. */
export function tailCounts({ rowStart, counts }: Pick<PairCounts, 'rowStart' | 'counts'>): TailCounts {
  const rows = rowStart.length - 1
  const starts = new Uint32Array(rows + 1)
  const levels = new Uint32Array(counts.length)
  const sums = new Float64Array(counts.length)
  let size = 0
  for (let row = 0; row < rows; row++) {
    const sorted = counts.slice(rowStart[row]!, rowStart[row + 1]!).sort()
    const first = size
    let sum = 0
    for (let at = 0; at < sorted.length; at++) {
      const count = sorted[at]!
      sum += count
      if (size === first || levels[size - 1] !== count) levels[size++] = count
      sums[size - 1] = sum
    }
    starts[row + 1] = size
  }
  return { rowStart: starts, levels: levels.slice(0, size), sums: sums.slice(0, size) }
}

/** The tails of counts that are one row. */
export function tailsOfOne(counts: Uint32Array): TailCounts {
  return tailCounts({ rowStart: Uint32Array.of(0, counts.length), counts })
}

/** The total of the row's counts that are at most `count`; 0 for a row that there is not. */
export function tailSum({ rowStart, levels, sums }: TailCounts, row: number, count: number): number {
  if (row >= rowStart.length - 1) return 0
  const first = rowStart[row]!
  let low = first
  let high = rowStart[row + 1]!
  while (low < high) {
    const middle = (low + high) >>> 1
    if (levels[middle]! <= count) low = middle + 1
    else high = middle
  }
  return low === first ? 0 : sums[low - 1]!
}
