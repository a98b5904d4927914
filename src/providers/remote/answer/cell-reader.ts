import type { ColumnData } from '../../../lib/table.ts'

/** Takes in the cells of one column, one after the other, out of the bytes of a body. */
export interface CellReader {
  /** More rows than before are to fit. */
  grow(rows: number): void
  /**
   * Keeps the cell that begins at `at` as the one of `row`, and gives the position after it; -1 where it goes on behind `end`: then
   * the row is read again. Throws BadCell where the bytes are no value of the type.
   */
  read(bytes: Buffer, at: number, end: number, row: number): number
  finish(rows: number): ColumnData
}

/** A cell that is no value of its column's type: what was found. */
export class BadCell extends Error {
  override readonly name = 'BadCell'
}
