import type { Table } from '../../lib/table.ts'

/** What says how usual an operation is, and when it counts as rare. */
export interface RareOptions {
  /** Column with the number of actors that do it. */
  readonly everybody: string
  /** Column with the number of actors there are. */
  readonly population: string
  /** Rare is what at most this share of the actors does, or at most two of them. */
  readonly share: number
}

/** The operations that few actors do, fewest first. Of a log with one or two actors nothing can be said. */
export function rareOperations(table: Table, options: RareOptions): { table: Table; notices: string[] } {
  const everybody = table.column(options.everybody).map(Number)
  const population = Number(table.column(options.population)[0] ?? 0)
  if (table.rowCount > 0 && population < 3) {
    return { table: table.pick([]), notices: ['Fewer than three actors in the log: nothing to compare with.'] }
  }
  const most = Math.max(2, Math.floor(population * options.share))
  const rows = everybody.flatMap((count, row) => (count <= most ? [row] : []))
  rows.sort((a, b) => everybody[a]! - everybody[b]! || a - b)
  const said = `Done by at most ${most} of ${population} actors: ${rows.length} of ${table.rowCount} operations.`
  return { table: table.pick(rows), notices: table.rowCount > 0 ? [said] : [] }
}
