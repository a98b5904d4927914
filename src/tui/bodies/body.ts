import type { Table } from '../../lib/table.ts'
import type { View } from '../../notebooklet/view.ts'
import type { StyledLine } from '../../report/charts/styled-line.ts'
import type { Zone } from '../../report/charts/zone.ts'
import { remembered } from '../remembered.ts'
import type { SectionLook } from '../run/section-look.ts'

export type Motion =
  | 'up'
  | 'down'
  | 'left'
  | 'right'
  | 'page-up'
  | 'page-down'
  | 'half-up'
  | 'half-down'
  | 'first'
  | 'last'
  | 'row-start'
  | 'row-end'
  | 'next'
  | 'previous'

/** What a body draws: a section's table, how it is looked at, and the room there is. */
export interface Drawn<V extends View = View> {
  readonly view: V
  readonly table: Table
  readonly look: SectionLook
  readonly width: number
  readonly height: number
  readonly zone: Zone
}

/** One way to draw a section and to move about in it. Pure: everything it needs is in `Drawn`. */
export interface Body<V extends View = View> {
  /** At most `height` lines of at most `width` cells. */
  draw(drawn: Drawn<V>): readonly StyledLine[]
  /** The look after a motion; the same object where there is nowhere to go. */
  move(drawn: Drawn<V>, motion: Motion): SectionLook
  /** Where the cursor is, in words for the frame: `row 3 of 1,204`. */
  place(drawn: Drawn<V>): string
  /** The rows under the cursor, the nearest first: what Enter opens and a pivot starts from. */
  under(drawn: Drawn<V>): readonly number[]
}

/** How many rows are looked at. */
export function shownCount({ table, look }: Drawn): number {
  return look.rows?.length ?? table.rowCount
}

/** The row at a position of the looked-at rows. */
export function rowAt({ look }: Drawn, position: number): number {
  return look.rows ? (look.rows[position] ?? -1) : position
}

/** The position of a row among those looked at; where it is not among them, the first. */
export function positionOf({ table, look }: Drawn, row: number): number {
  const { rows } = look
  if (!rows) return Math.max(0, Math.min(row, table.rowCount - 1))
  const positions = remembered('positions', table, [rows], () => {
    const made = new Int32Array(table.rowCount)
    rows.forEach((each, position) => {
      made[each] = position
    })
    return made
  })
  const position = positions[row] ?? 0
  return rows[position] === row ? position : 0
}

/** Where a motion up or down leads in a list of `count`, a screen of it `height` high. */
export function steppedTo(at: number, motion: Motion, count: number, height: number): number {
  const page = Math.max(1, height - 1)
  const half = Math.max(1, Math.floor(height / 2))
  const distance: Partial<Record<Motion, number>> = {
    up: -1,
    down: 1,
    'page-up': -page,
    'page-down': page,
    'half-up': -half,
    'half-down': half,
    first: -count,
    last: count,
    next: 1,
    previous: -1,
  }
  return Math.max(0, Math.min(count - 1, at + (distance[motion] ?? 0)))
}
