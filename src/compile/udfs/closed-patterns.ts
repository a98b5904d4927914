/** Rows with weights in two sets, and the values that are frequent. */
export interface PatternTable {
  readonly a: readonly number[]
  readonly b: readonly number[]
  /** All of them: 0, 1, 2 … */
  readonly rows: readonly number[]
  /** A value of a column, and the rows that have it. */
  readonly items: readonly { readonly dimension: number; readonly rows: readonly number[] }[]
  readonly dimensions: number
}

/** Values that a set of rows shares: all of them, so that no other pattern describes the same rows. */
export interface ClosedPattern {
  /** Places in `items`, ascending. */
  readonly items: readonly number[]
  readonly rows: readonly number[]
  /** In the first set. */
  readonly weight: number
}

/** More than these tell nobody anything, and take for ever. */
const mostPatterns = 100_000

export function weightOf(table: PatternTable, rows: readonly number[], set: 'a' | 'b'): number {
  const weights = table[set]
  let sum = 0
  for (const row of rows) sum += weights[row]!
  return sum
}

/**
 * All closed patterns that are frequent, each once, by prefix-preserving extension (Uno and others, LCM, 2004). `depth`: how
 * many values may be asked for one after the other; what these bring along does not count.
 */
export function closedPatterns(
  table: PatternTable,
  isFrequent: (rows: readonly number[]) => boolean,
  depth: number,
): ClosedPattern[] {
  const sets = table.items.map(({ rows }) => new Set(rows))
  const found: ClosedPattern[] = []
  const closureOf = (rows: readonly number[]) =>
    sets.flatMap((set, item) => (set.size >= rows.length && rows.every((row) => set.has(row)) ? [item] : []))

  function extend(pattern: readonly number[], rows: readonly number[], from: number, level: number): void {
    if (level > depth) return
    const own = new Set(pattern)
    for (let item = from; item < sets.length; item++) {
      if (own.has(item)) continue
      const set = sets[item]!
      const narrowed = rows.filter((row) => set.has(row))
      if (narrowed.length === 0 || !isFrequent(narrowed)) continue
      const closure = closureOf(narrowed)
      // Found already from a smaller item, which it brings along.
      if (closure.some((each) => each < item && !own.has(each))) continue
      if (found.length >= mostPatterns) {
        throw new RangeError(`more than ${mostPatterns} patterns: look at fewer columns, or raise the threshold`)
      }
      found.push({ items: closure, rows: narrowed, weight: weightOf(table, narrowed, 'a') })
      extend(closure, narrowed, item + 1, level + 1)
    }
  }

  const common = closureOf(table.rows)
  if (common.length > 0 && isFrequent(table.rows)) {
    found.push({ items: common, rows: table.rows, weight: weightOf(table, table.rows, 'a') })
  }
  extend(common, table.rows, 0, 1)
  return found
}
