import { ticksPerDay } from '../../lib/kql-time.ts'
import type { ColumnType } from '../../lib/kql-type.ts'
import type { Progress } from '../../lib/progress.ts'
import type { Table } from '../../lib/table.ts'

/** What is looked for, when, and how much may be asked. Instants and durations are ticks. */
export interface LookupRequest {
  readonly entity: string
  /** The end of what may be seen, exclusive. */
  readonly end: bigint
  /** The instant looked at, an alert's for instance. Default: the end, or where the entity is not there, when it was last seen. */
  readonly time?: bigint
  /** Other spellings of the entity. */
  readonly also: readonly string[]
  /** `term`: a whole term, as `has` finds it. `substring`: anywhere, as `contains` does. Upper and lower case are one. */
  readonly match: 'term' | 'substring'
  /** Only these tables; empty for all. */
  readonly tables: readonly string[]
  /** How far from the time a record is near it. */
  readonly around: bigint
  /** Days of history, at most. */
  readonly days: number
  /** Steps at the end of a series that are tested; the others are learnt from. */
  readonly near: number
  /** Most queries. What could not be asked is left over. */
  readonly queries: number
  /** Most columns of a table. */
  readonly columns: number
  /** Most series of a column: those that stand out most. */
  readonly values: number
  /** A categorical column has fewer distinct values than this … */
  readonly distinct: number
  /** … and fewer than this share of its rows, or than the square root of them, whichever is more. */
  readonly ratio: number
  /** The score from which a step is an anomaly. */
  readonly threshold: number
}

/** The bounds of the guided investigation this comes from, where it has any. */
export const lookupDefaults = {
  also: [],
  match: 'term',
  tables: [],
  around: ticksPerDay,
  days: 30,
  near: 2,
  queries: 200,
  columns: 40,
  values: 20,
  distinct: 1000,
  ratio: 0.01,
  threshold: 1.5,
} as const satisfies Omit<LookupRequest, 'entity' | 'end' | 'time'>

/** A table of the workspace, as far as it is known without a question. */
export interface LookupTable {
  readonly name: string
  readonly columns: readonly ColumnType[]
  readonly rowCount: number
  /** Times of the first and the last record, ISO, where they are known. */
  readonly first?: string
  readonly last?: string
}

/** What answers. */
export interface LookupWorld {
  readonly tables: readonly LookupTable[]
  /** The answer to KQL that sees the records of a time range, end exclusive. Rejects with an Error; `CANCELLED` ends the look-up. */
  ask(kql: string, timeRange: { readonly start: string; readonly end: string }): Promise<Table>
  /** Whether the answer is at hand already: such a question costs nothing. */
  isKept(kql: string, timeRange: { readonly start: string; readonly end: string }): boolean
  readonly progress: Progress
}
