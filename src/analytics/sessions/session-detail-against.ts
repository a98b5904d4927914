import { HuntletError } from '../../lib/diagnostic.ts'
import type { Table } from '../../lib/table.ts'
import { columnAt } from '../columns/column-at.ts'
import { comparedPopulations, type PopulationOptions } from './compared-populations.ts'
import { type DetailOptions, sessionDetail } from './session-detail.ts'
import { trainSessionModel } from './session-model.ts'

/**
 * One session of a table that was scored by `scoreAgainstTable`, step by step as `sessionDetail` shows it, by the model of the sessions that it was
 * compared with. Throws as `sessionDetail` does.
 */
export function sessionDetailAgainst(
  table: Table,
  baseline: Table | undefined,
  options: PopulationOptions & Omit<DetailOptions, 'model' | 'session'> & { readonly rank: number },
): Table {
  const { rank, ...shared } = options
  const at = columnAt(table, 'Rank', 'tells the session')
  const population = comparedPopulations(table, baseline, shared).find(({ rows }) =>
    rows.some((row) => table.cell(row, at) === rank),
  )
  if (!population) {
    throw new HuntletError('SESSION_UNKNOWN', `No session has rank ${rank}.`, {
      hint: table.rowCount > 0 ? `Ranks go from 1 to ${table.rowCount}.` : 'There are no sessions.',
    })
  }
  const model = trainSessionModel(population.comparedWith, {
    kind: options.mode,
    ...(options.modellable && { modellable: options.modellable }),
  })
  return sessionDetail(table, { ...shared, session: { rank }, model, known: population.isKnown })
}
