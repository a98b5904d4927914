import type { Table } from '../../lib/table.ts'
import { columnAt } from '../columns/column-at.ts'
import { comparedPopulations, type PopulationOptions } from './compared-populations.ts'
import { distinctEvents } from './distinct-events.ts'
import { noSuchRank } from './no-such-rank.ts'
import { defaultTimes } from './score-session-table.ts'
import { type DetailOptions, sessionDetail } from './session-detail.ts'
import { trainTableModel } from './session-table.ts'

/**
 * One session of a table that was scored by `scoreAgainstTable`, step by step as `sessionDetail` shows it, by the model of the sessions that it was
 * compared with. Throws as `sessionDetail` does.
 */
export function sessionDetailAgainst(
  table: Table,
  baseline: Table | undefined,
  options: PopulationOptions & Omit<DetailOptions, 'model' | 'once' | 'known' | 'session'> & { readonly rank: number },
): Table {
  const { rank, ...shared } = options
  const at = columnAt(table, 'Rank', 'tells the session')
  const population = comparedPopulations(table, baseline, shared).find(({ rows }) =>
    rows.some((row) => table.cell(row, at) === rank),
  )
  if (!population) throw noSuchRank(rank, table)
  const { comparedWith, comparedTable, comparedRows, isKnown } = population
  const once = distinctEvents(comparedTable, shared.times ?? defaultTimes, comparedRows, comparedWith)
  return sessionDetail(table, {
    ...shared,
    session: { rank },
    model: trainTableModel(comparedWith, shared),
    once: once && trainTableModel(once.sessions, shared),
    known: isKnown,
  })
}
