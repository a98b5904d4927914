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
  /** Longest a query may take, compiling included; default ten minutes, `Infinity` for no end. Throws QUERY_TIMEOUT. */
  readonly timeoutMs?: number
  /** Most rows returned; more are cut and said so. Where it is given, the size of the answer is not limited. */
  readonly limit?: number
  /** Told of waiting, repeating and parts of the time range, and how far a query of files is. */
  readonly onProgress?: (text: string) => void
  /** Values of `declare query_parameters` by name, as one writes them: `7d`, `2026-09-30`, a text without quotes. */
  readonly parameters?: Readonly<Record<string, string>>
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
  /** What Kusto calls it, where it is one of several or was named. */
  readonly name?: string
  /** The tables after the first, of several statements, of `fork` or `facet`. */
  readonly more?: readonly NamedTable[]
  /** The parts of the time range that were asked for one by one, in the order of time, where it was more than one. */
  readonly pieces?: readonly QueryPiece[]
}

/** A part of the time range of a query that a service could not answer at once. */
export interface QueryPiece extends TimeRange {
  readonly status: 'complete' | 'truncated' | 'failed'
  readonly rowCount: number
  readonly durationMs: number
  /** What the service said, where it is not complete. */
  readonly message?: string
  /** Of several workspaces: which. */
  readonly workspace?: string
}

/** One of several tables that a query gives. */
export interface NamedTable {
  readonly name: string
  readonly table: Table
  readonly chart?: string
}

export interface WorkspaceTable {
  readonly name: string
  readonly columns: readonly ColumnType[]
  /** Absent where a service would have to count them. */
  readonly rowCount?: number
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

/** What stands beside the tables in a workspace's folder. */
export interface WorkspaceSurroundings {
  /** `watchlists/*.csv`, which `_GetWatchlist` gives. */
  readonly watchlists: readonly {
    readonly alias: string
    readonly columns: readonly string[]
    readonly searchKey: string
    /** Absent where a service would have to count them. */
    readonly rowCount?: number
    readonly file: string
  }[]
  /** `functions/*`, which queries may call. `fault` says why one cannot be used. */
  readonly functions: readonly {
    readonly name: string
    readonly parameters: string
    readonly file: string
    readonly fault?: string
    /** `{ T | where A == x }`; absent where it cannot be used. */
    readonly body?: string
  }[]
}

/** Where files stand that go with the logs of a workspace and are none themselves: indicators, ranges, databases of addresses. */
export interface WorkspaceFolders {
  readonly folders: readonly string[]
  /** The database of places that the user named. */
  readonly geoip?: string
}

/** `recorded`: answers of another workspace, kept. `several`: workspaces that are asked side by side. */
export type WorkspaceKind = 'local' | 'demo' | 'log-analytics' | 'kusto' | 'recorded' | 'several'

/** Something that answers KQL. */
export interface Workspace {
  /** As the user named it: paths, `demo`, `azure:…`. */
  readonly name: string
  readonly kind: WorkspaceKind
  /** What `now()` means: given, or the newest record; `source` says which. */
  now(): Promise<{ readonly at: string; readonly source: 'given' | 'newest record' | 'clock' }>
  tables(): Promise<readonly WorkspaceTable[]>
  notices(): Promise<readonly WorkspaceNotice[]>
  /** Watchlists and stored functions, where a workspace has any. */
  surroundings?(): Promise<WorkspaceSurroundings>
  /** Of a workspace of files. */
  readonly beside?: WorkspaceFolders
  /** It is asked whole where no time range is given, as somebody chose its records. Default: a workspace of files is, and the demo. */
  readonly isExport?: boolean
  /** Queries of one run that it is asked at once; default as many as Log Analytics allows one user, 5. */
  readonly queriesAtOnce?: number
  /** Rows only. Throws HuntletError; KqlError carries diagnostics. */
  query(
    kql: string,
    options?: Omit<QueryOptions, 'timespan'> & { readonly timespan?: TimeRange | string },
  ): Promise<Table>
  /** Rows with what is to be known of them. */
  run(kql: string, options?: QueryOptions): Promise<QueryTable>
  close(): Promise<void>
}
