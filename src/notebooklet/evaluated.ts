import type { Table } from '../lib/table.ts'
import type { TimeRange } from '../providers/workspace.ts'
import type { EntityType, QueryRecord } from './result-data.ts'

/** A table and all that is to be known of it. */
export interface Evaluated {
  readonly table: Table
  readonly queries: readonly QueryRecord[]
  readonly notices: readonly string[]
  readonly completeness: 'complete' | 'partial' | 'truncated'
  /** Entity columns that the queries declare. */
  readonly entities: Readonly<Record<string, EntityType>>
  /** Tables of the workspace that the rows are of: without any of them there is nothing to be found. */
  readonly tables: readonly string[]
  /** The time that was asked about, where it is not that of the run. */
  readonly timeRange?: TimeRange
}

/** What is known of several tables together: the worst completeness, each notice once. */
export function joinKnowledge(parts: readonly Evaluated[]): Omit<Evaluated, 'table'> {
  const statuses = parts.map(({ completeness }) => completeness)
  return {
    queries: [...new Set(parts.flatMap(({ queries }) => queries))],
    notices: [...new Set(parts.flatMap(({ notices }) => notices))],
    completeness: statuses.includes('partial') ? 'partial' : statuses.includes('truncated') ? 'truncated' : 'complete',
    entities: Object.assign({}, ...parts.map(({ entities }) => entities)),
    tables: [...new Set(parts.flatMap(({ tables }) => tables))],
  }
}
