import { HuntletError } from '../../lib/diagnostic.ts'
import type { Table } from '../../lib/table.ts'

/** The error of a rank that no session of a table has: `SESSION_UNKNOWN`. */
export function noSuchRank(rank: number, table: Table): HuntletError {
  return new HuntletError('SESSION_UNKNOWN', `No session has rank ${rank}.`, {
    hint: table.rowCount > 0 ? `Ranks go from 1 to ${table.rowCount}.` : 'There are no sessions.',
  })
}
