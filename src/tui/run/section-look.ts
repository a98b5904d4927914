import type { SortOrder } from '../arrange.ts'

/**
 * How one section is being looked at: everything that is to be found again when the analyst comes back to it. Rows are
 * positions in the section's table.
 */
export interface SectionLook {
  /** Drawn as its view says, or as a plain table. */
  readonly mode: 'view' | 'table'
  /** The row the cursor is on, whatever draws it; -1 until it has been put anywhere. */
  readonly row: number
  /** The column the cursor is on; absent: the first shown. */
  readonly column?: string
  /** First line and first column shown. */
  readonly top: number
  readonly left: number
  /** The cell of a matrix the cursor is on, which may have no row. */
  readonly cell: { readonly row: number; readonly column: number }
  readonly filter: string
  /** What `/` offers again after the filter was cleared. */
  readonly lastFilter: string
  readonly order?: SortOrder
  /** The rows that fit the filter, sorted; absent: all, in their own order. */
  readonly rows?: Uint32Array
  /** Number of the arrangement under way, whose rows are still to come. */
  readonly arranging?: number
  /** Columns the user chose; absent: those of the view. */
  readonly columns?: readonly string[]
  /** Rows of a tree whose children are not shown. */
  readonly folded: ReadonlySet<number>
}

export const freshLook: SectionLook = {
  mode: 'view',
  row: -1,
  top: 0,
  left: 0,
  cell: { row: 0, column: 0 },
  filter: '',
  lastFilter: '',
  folded: new Set(),
}

/** The first shown line that keeps line `at` in a window of `height` lines, moving as little as can be. */
export function scrolledTo(at: number, top: number, height: number, count: number): number {
  const highest = Math.max(0, count - height)
  if (at < top) return Math.min(at, highest)
  if (at >= top + height) return Math.min(at - height + 1, highest)
  return Math.max(0, Math.min(top, highest))
}
