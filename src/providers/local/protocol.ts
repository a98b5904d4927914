import type { CompiledQuery } from '../../compile/row.ts'
import type { Diagnostic, Span } from '../../lib/diagnostic.ts'
import type { ColumnType, KqlType } from '../../lib/kql-type.ts'
import type { Cell, ColumnData } from '../../lib/table.ts'
import type { WorkspaceNotice } from '../workspace.ts'
import type { BesideTable } from './beside/beside-table.ts'
import type { FileRequest } from './beside/beside-tables.ts'
import type { StoredSurroundings } from './beside/surroundings.ts'
import type { DiskUse } from './cache/disk-use.ts'
import type { ServiceNames, ServiceQuery } from './compiler/service-binder.ts'
import type { Rows } from './engine/put-parts.ts'
import type { SqlResult } from './engine/run-query.ts'
import type { WrittenFile } from './engine/write-parquet.ts'
import type { Failure } from './failure.ts'
import type { StoredTable } from './load/build-table.ts'
import type { FilesToLoad, LoadProgress } from './load/load-files.ts'

/**
 * What the main thread and the two threads of a workspace say to each other. The engine holds the database; the compiler
 * holds the KQL binder, which takes half a second to start: it does so while the engine reads files. Each question has an
 * id, and its answer the same.
 */
export type EngineRequest =
  | {
      readonly kind: 'open'
      readonly id: number
      readonly source: Source
      readonly memoryLimit?: string
      /** A database of places. */
      readonly geoip?: string
      readonly disk?: DiskUse
      /** A folder that tables may be written below. */
      readonly output?: string
    }
  | {
      readonly kind: 'run'
      readonly id: number
      readonly sql: string
      readonly types: readonly KqlType[]
      readonly udfs: readonly string[]
      readonly limit: number
      /** Most data of each result; without it as much as can be held. */
      readonly mostBytes?: number
      /** Statements that make tables the results share, with their names. */
      readonly shared?: NonNullable<CompiledQuery['shared']>
      /** The results after the first. */
      readonly more?: readonly { readonly sql: string; readonly types: readonly KqlType[] }[]
    }
  /** Files a query names, as a table beside the workspace's. */
  | ({ readonly kind: 'read-files'; readonly id: number } & FileRequest)
  /** A query is done with tables that it was given so, once for each time. */
  | { readonly kind: 'let-files-go'; readonly id: number; readonly tables: readonly string[] }
  /** Rows that are to be the engine's one table. */
  | ({ readonly kind: 'put-parts'; readonly id: number } & Rows)
  /** All tables as Parquet below a folder, which is the output or below it. */
  | { readonly kind: 'write'; readonly id: number; readonly folder: string }
  | Cancel
  | { readonly kind: 'close'; readonly id: number }

export type Source = ({ readonly kind: 'files' } & FilesToLoad) | { readonly kind: 'demo' }

export type EngineReply =
  | { readonly kind: 'progress'; readonly id: number; readonly progress: LoadProgress }
  | {
      readonly kind: 'opened'
      readonly id: number
      readonly tables: readonly StoredTable[]
      readonly notices: readonly WorkspaceNotice[]
      /** Files of which something could not be read, and what. */
      readonly losses: readonly FileLoss[]
      /** A database of places is at hand. */
      readonly knowsPlaces: boolean
      readonly surroundings: StoredSurroundings
    }
  | {
      readonly kind: 'result'
      readonly id: number
      readonly rowCount: number
      readonly data: readonly ColumnData[]
      readonly isCut: boolean
      readonly isCutBySize?: boolean
      readonly durationMs: number
      readonly more?: readonly SqlResult[]
    }
  | { readonly kind: 'files-read'; readonly id: number; readonly table: BesideTable }
  | { readonly kind: 'files-let-go'; readonly id: number }
  | { readonly kind: 'parts-put'; readonly id: number }
  | { readonly kind: 'written'; readonly id: number; readonly files: readonly WrittenFile[] }
  | { readonly kind: 'closed'; readonly id: number }
  | Failed

export type CompilerRequest =
  | {
      readonly kind: 'prepare'
      readonly id: number
      readonly tables: readonly StoredTable[]
      readonly now: bigint
      readonly surroundings?: StoredSurroundings
      /** What the workspace goes by. */
      readonly names?: readonly string[]
      /** Instead of all that: what a service has that is to be asked. */
      readonly service?: ServiceNames
    }
  /** A query that a service is to answer. */
  | {
      readonly kind: 'bind'
      readonly id: number
      readonly kql: string
      readonly parameters?: Readonly<Record<string, string>>
    }
  /** What is done with the answers about the parts of a range, of such a query that is cut in two. */
  | {
      readonly kind: 'compile-rest'
      readonly id: number
      readonly kql: string
      readonly parameters?: Readonly<Record<string, string>>
      /** Of the parts. */
      readonly columns: readonly ColumnType[]
      /** What now means, in ticks. */
      readonly now: bigint
      readonly limit: number
    }
  | {
      readonly kind: 'compile'
      readonly id: number
      readonly kql: string
      /** Ticks since 0001-01-01; the end is exclusive. */
      readonly timespan?: { readonly start: bigint; readonly end: bigint }
      readonly limit: number
      /** The caller set the limit: the query may only lower it. */
      readonly isLimitGiven?: boolean
      /** Values of `declare query_parameters`, as text. */
      readonly parameters?: Readonly<Record<string, string>>
      /** The files that were asked for, as the engine has read them. */
      readonly files?: readonly { readonly key: string; readonly table: BesideTable }[]
      /** What the questions asked so far were answered, by their place. */
      readonly answers: readonly { readonly place: string; readonly rows: readonly (readonly Cell[])[] }[]
    }
  | Cancel

export type CompilerReply =
  | { readonly kind: 'prepared'; readonly id: number }
  | { readonly kind: 'bound'; readonly id: number; readonly bound: ServiceQuery }
  | {
      readonly kind: 'compiled'
      readonly id: number
      readonly compiled: CompiledQuery
      /** Warnings; errors are a failure. */
      readonly diagnostics: readonly Diagnostic[]
    }
  | {
      /** Columns depend on the data (`bag_unpack`, `pivot`): these are to be run, and their rows given with the query. */
      readonly kind: 'asking'
      readonly id: number
      readonly questions: readonly { readonly place: string; readonly compiled: CompiledQuery }[]
      /** Files to be read, and where in the query they are named. */
      readonly files?: readonly { readonly key: string; readonly request: FileRequest; readonly span: Span }[]
    }
  | Failed

/** Most rows of a question about columns: far more than a table may have columns. */
export const mostNames = 1_000_000

interface Cancel {
  readonly kind: 'cancel'
  /** Of the question no longer asked. */
  readonly id: number
}

interface Failed {
  readonly kind: 'failed'
  readonly id: number
  readonly failure: Failure
}

export interface FileLoss {
  readonly file: string
  readonly what: string
}
