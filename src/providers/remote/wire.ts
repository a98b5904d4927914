import type { FunctionSchema, WatchlistSchema } from '../../kql/language-service.ts'
import type { Diagnostic } from '../../lib/diagnostic.ts'
import type { TableSchema } from '../../lib/kql-type.ts'
import type { NamedTable, TimeRange } from '../workspace.ts'

/**
 * One workspace or database of a service, asked once at a time as its client asks: no repeating, no splitting, no waiting for
 * a turn. `RemoteWorkspace` does that alike for all of them.
 */
export interface Wire {
  /** As the user named it: `azure:soc`, `kusto:help/Samples`. */
  readonly name: string
  /** Which workspace or database it is, where the name is one that the user may give to another tomorrow. */
  readonly place?: string
  /** Who is limited: questions of one identity to one service wait for each other. */
  readonly limited: WireLimits
  /** One question, one answer. Throws ServiceFault, and for KQL the service refuses KqlError. */
  ask(question: WireQuestion): Promise<WireAnswer>
  /** What can be named in a query. Throws ServiceFault. */
  schema(signal: AbortSignal | undefined): Promise<WireSchema>
  close(): Promise<void>
}

export interface WireLimits {
  /** Of the identity and the service together, such as `https://api.loganalytics.azure.com cli`. */
  readonly key: string
  /** Questions under way at once: 5 of Log Analytics. */
  readonly concurrent: number
  /** The same for tables of the Basic and Auxiliary plans: 2. */
  readonly concurrentBasic: number
  /** Requests in a span of time: 200 in 30 s. */
  readonly requests: { readonly count: number; readonly withinMs: number }
  /** Rows the service gives at most: 500,000. */
  readonly rows: number
  /** Longest a question may take there: ten minutes. */
  readonly longestMs: number
}

export interface WireQuestion {
  readonly kql: string
  /**
   * End exclusive. Where it is given without `isNarrowed`, no record outside it may be seen by the question, at either edge, to the
   * tick. Where it is absent, the service is told of no range.
   */
  readonly range?: TimeRange
  /** The text keeps to the range itself: the service may be told of it, of a wider one, or of none. */
  readonly isNarrowed?: boolean
  /** The service may take so long. */
  readonly timeoutMs: number
  /** Reaches the wire: an aborted question is ended there too, as far as the service can. */
  readonly signal: AbortSignal
  /** `basic`: the one table is on the Basic or Auxiliary plan, and asked for otherwise. */
  readonly plan?: TablePlan
}

export type TablePlan = 'analytics' | 'basic' | 'auxiliary'

export interface WireAnswer {
  /** The first is the answer; more of several statements. */
  readonly tables: readonly [NamedTable, ...NamedTable[]]
  /** The answer is not all there is, and why, in the service's own words. */
  readonly shortfall?: Shortfall
  /** What the service says of the answer beside, though all of it is there. */
  readonly notices?: readonly string[]
  /** Such as `piechart`, from `render`. */
  readonly chart?: string
  /** What the service says it took, and read. */
  readonly statistics?: { readonly seconds?: number; readonly rows?: number; readonly bytes?: number }
}

/** `rows`, `bytes`, `time`: a limit of the service, under which less time fits; `other`: part of the work failed. */
export interface Shortfall {
  readonly kind: 'rows' | 'bytes' | 'time' | 'other'
  readonly message: string
}

export interface WireSchema {
  readonly tables: readonly WireTable[]
  readonly functions: readonly FunctionSchema[]
  readonly watchlists: readonly WatchlistSchema[]
  /** What the workspace goes by in `workspace("…")` and `database("…")`. */
  readonly names: readonly string[]
  /** There may be tables and functions besides: a name that is not among these may still be one. */
  readonly isPartial?: boolean
}

export interface WireTable extends TableSchema {
  readonly plan?: TablePlan
  /** The column of time where it is not `TimeGenerated`. */
  readonly time?: string
}

/** Why a service gave no answer. */
export type FaultKind =
  /** Asked too often: again after a while. */
  | 'throttled'
  /** 5xx, or the network: again after a while. */
  | 'unavailable'
  /** The service's own longest time, or the one asked for, is over: never again as it stands. */
  | 'timed-out'
  /** More data than the service gives. */
  | 'too-large'
  /** What came is not what the service answers: cut off, another content. */
  | 'bad-answer'
  /** The login has run out: once more with a new token. */
  | 'token-expired'
  | 'not-logged-in'
  | 'forbidden'
  | 'not-found'
  /** What was asked can't be asked so: a bad request that is no KQL error. */
  | 'refused'

/** A fault of a service, with its own words and what to do. `code` of the error a user sees is `faultCodes[kind]`. */
export class ServiceFault extends Error {
  override readonly name = 'ServiceFault'
  readonly kind: FaultKind
  /** The next step: which command to run, which role to ask for. */
  readonly hint: string | undefined
  /** How long the service asks to wait. */
  readonly retryAfterMs: number | undefined
  readonly status: number | undefined
  readonly diagnostics: readonly Diagnostic[]
  /** Nobody was reached who could answer: no other question would fare better now. */
  readonly isUnreached: boolean

  constructor(
    kind: FaultKind,
    message: string,
    options: {
      readonly hint?: string
      readonly retryAfterMs?: number
      readonly status?: number
      readonly diagnostics?: readonly Diagnostic[]
      readonly isUnreached?: boolean
      readonly cause?: unknown
    } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.kind = kind
    this.hint = options.hint
    this.retryAfterMs = options.retryAfterMs
    this.status = options.status
    this.diagnostics = options.diagnostics ?? []
    this.isUnreached = options.isUnreached ?? false
  }
}

/** Codes of the HuntletErrors that users and programs see. */
export const faultCodes: Readonly<Record<FaultKind, string>> = {
  throttled: 'THROTTLED',
  unavailable: 'SERVICE_UNAVAILABLE',
  'timed-out': 'QUERY_TIMEOUT',
  'too-large': 'RESULT_TOO_LARGE',
  'bad-answer': 'BAD_ANSWER',
  'token-expired': 'NOT_LOGGED_IN',
  'not-logged-in': 'NOT_LOGGED_IN',
  forbidden: 'NO_PERMISSION',
  'not-found': 'UNKNOWN_WORKSPACE',
  refused: 'REQUEST_REFUSED',
}
