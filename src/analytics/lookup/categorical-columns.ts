import type { ColumnType } from '../../lib/kql-type.ts'

/** What is known of a column: distinct values among all rows, and among the entity's records. */
export interface ColumnCounts {
  readonly column: ColumnType
  readonly distinct: number
  readonly values: number
}

/**
 * Few distinct values against rows: more than one, fewer than `distinct`, and fewer than `ratio` of the rows. Of a log of less than
 * 10,000 rows the square root is taken for the share, else only constant columns of a small log would pass: at 10,000 rows
 * both are 100.
 */
export function isCategorical(
  counted: number,
  rows: number,
  bounds: { readonly distinct: number; readonly ratio: number },
): boolean {
  return counted > 1 && counted < bounds.distinct && counted < Math.max(bounds.ratio * rows, Math.sqrt(rows))
}

/**
 * The categorical columns that are looked into, at most so many: those of which the entity has several values first, fewest
 * first; a column with one value says little more than the number of records.
 */
export function chooseColumns(
  counts: readonly ColumnCounts[],
  rows: number,
  bounds: { readonly distinct: number; readonly ratio: number; readonly columns: number },
): { readonly chosen: readonly ColumnCounts[]; readonly leftOut: readonly ColumnCounts[] } {
  const order = counts
    .filter(({ distinct, values }) => values > 0 && isCategorical(distinct, rows, bounds))
    .map((each, index) => ({ each, index }))
    .sort((a, b) => compare(placeOf(a.each), placeOf(b.each)) || a.index - b.index)
    .map(({ each }) => each)
  return { chosen: order.slice(0, bounds.columns), leftOut: order.slice(bounds.columns) }
}

function placeOf({ values }: ColumnCounts): number {
  return values > 1 ? values : Number.POSITIVE_INFINITY
}

/** Infinity minus itself is no number. */
function compare(a: number, b: number): number {
  return a < b ? -1 : Number(a > b)
}
