import type { Table } from '../../lib/table.ts'
import { columnAt } from '../columns/column-at.ts'
import { type ComparedPopulation, comparedPopulations, type PopulationOptions } from './compared-populations.ts'
import { noSuchRank } from './no-such-rank.ts'

/** The population that the session of a rank is in, and the session's place among its rows. Throws `SESSION_UNKNOWN` where no session has the rank. */
export function rankedSession(
  table: Table,
  baseline: Table | undefined,
  rank: number,
  options: PopulationOptions,
): { readonly population: ComparedPopulation; readonly index: number } {
  const at = columnAt(table, 'Rank', 'tells the session')
  for (const population of comparedPopulations(table, baseline, options)) {
    const index = population.rows.findIndex((row) => table.cell(row, at) === rank)
    if (index >= 0) return { population, index }
  }
  throw noSuchRank(rank, table)
}
