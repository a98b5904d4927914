import type { Table } from '../../lib/table.ts'
import type { PopulationOptions } from './compared-populations.ts'
import { distinctEvents } from './distinct-events.ts'
import { rankedSession } from './ranked-session.ts'
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
  const { population } = rankedSession(table, baseline, rank, shared)
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
