import { ServiceFault, type Shortfall, type WireAnswer } from '../remote/wire.ts'
import type { NamedTable } from '../workspace.ts'
import type { DataSet } from './frames/read-frames.ts'
import { type FaultContext, faultOfError, shortfallOf } from './service-faults.ts'

/**
 * The answer that a data set is. Throws KqlError or ServiceFault where it is none: an error without rows, but for a limit, under
 * which less of the same may be answered.
 */
export function answerOf(found: DataSet, context: FaultContext): WireAnswer {
  const { tables, errors, remarks, chart, statistics } = found
  const [error, ...others] = errors
  const [first, ...more] = tables.map((each): NamedTable => each)
  const shortfall = shortfallOfSet(found)
  const isEmpty = tables.every(({ table }) => table.rowCount === 0)
  if (error && isEmpty && (!first || shortfall?.kind === 'other')) throw faultOfError(error, context)
  if (!first) throw new ServiceFault('bad-answer', 'The answer is not one of Kusto: it has no table.')
  const said =
    others.length > 0 && shortfall ? [shortfall.message, ...others.map((each) => each.message)].join(' ') : undefined
  return {
    tables: [first, ...more],
    ...(shortfall && { shortfall: said === undefined ? shortfall : { ...shortfall, message: said } }),
    ...(remarks.length > 0 && { notices: remarks }),
    ...(chart !== undefined && { chart }),
    ...(statistics && { statistics }),
  }
}

function shortfallOfSet({ errors, warnings, isCancelled }: DataSet): Shortfall | undefined {
  const [error] = errors
  if (error) return shortfallOf(error)
  if (isCancelled) return { kind: 'other', message: 'The service ended the query before it was done.' }
  return warnings.length > 0 ? { kind: 'other', message: warnings.join(' ') } : undefined
}
