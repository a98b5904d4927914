import type { ColumnType } from '../lib/kql-type.ts'
import type { Table } from '../lib/table.ts'

/** How much of the answer a table is. */
export interface Completeness {
  /** `truncated`: rows were cut at a limit. `partial`: a piece of the work failed or data could not be read. */
  readonly status: 'complete' | 'partial' | 'truncated'
  /** In words: what was cut and where, which table is absent, what is approximate. */
  readonly notices: readonly string[]
}

export interface QueryOptions {
  /** Rows of tables with a TimeGenerated outside this range are not seen by the query. ISO texts; end exclusive. */
  readonly timespan?: TimeRange
  readonly signal?: AbortSignal
  /** Most rows returned; more are cut and said so. */
  readonly limit?: number
}

export interface TimeRange {
  readonly start: string
  readonly end: string
}

/** A table that says how complete it is, and how it came to be. */
export interface QueryTable {
  readonly table: Table
  readonly completeness: Completeness
  readonly durationMs: number
  /** How `render` asks to draw it. */
  readonly chart?: string
}

export interface WorkspaceTable {
  readonly name: string
  readonly columns: readonly ColumnType[]
  readonly rowCount: number
  /** TimeGenerated of the first and last record, where there is one. */
  readonly first?: string
  readonly last?: string
  /** Files it was read from. */
  readonly sources: readonly string[]
}

/** What happened while a workspace was opened: a line that could not be read, a file that is nothing of the kind. */
export interface WorkspaceNotice {
  readonly severity: 'notice' | 'warning'
  readonly message: string
  readonly file?: string
  readonly line?: number
}

/** Something that answers KQL. */
export interface Workspace {
  /** As the user named it: paths, `demo`, `azure:…`. */
  readonly name: string
  readonly kind: 'local' | 'demo'
  /** What `now()` means: given, or the newest record; `source` says which. */
  now(): Promise<{ readonly at: string; readonly source: 'given' | 'newest record' | 'clock' }>
  tables(): Promise<readonly WorkspaceTable[]>
  notices(): Promise<readonly WorkspaceNotice[]>
  /** Rows only. Throws HuntletError; KqlError carries diagnostics. */
  query(
    kql: string,
    options?: Omit<QueryOptions, 'timespan'> & { readonly timespan?: TimeRange | string },
  ): Promise<Table>
  /** Rows with what is to be known of them. */
  run(kql: string, options?: QueryOptions): Promise<QueryTable>
  close(): Promise<void>
}
