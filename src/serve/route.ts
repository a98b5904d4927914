import type { IncomingHttpHeaders } from 'node:http'
import type { Json } from '../lib/table.ts'
import type { Workspace } from '../providers/workspace.ts'

/** A request as routes see it: whole, checked for size and form, and let in by its token. */
export interface ServeRequest {
  readonly method: 'GET' | 'POST'
  /** Decoded once, without the query: `/v1/workspaces/…/query`. */
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: IncomingHttpHeaders
  /** The body as JSON; absent where there is none. */
  readonly body?: Json
  /** Aborted where the client has gone. */
  readonly signal: AbortSignal
}

export interface ServeResponse {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  /** A body in parts is written as the client takes them, so that an answer never stands in memory as one text. */
  readonly body?: string | Iterable<string> | AsyncIterable<string>
}

/** What is served. */
export interface ServedWorkspace {
  /** The id in `/v1/workspaces/{id}`: a guid made of the name. */
  readonly id: string
  /** What it goes by beside its id; the name of the database for Kusto. */
  readonly name: string
  readonly workspace: Workspace
}

export interface ServeContext {
  readonly served: readonly ServedWorkspace[]
  readonly limits: ServeLimits
  /** Own address, such as `http://127.0.0.1:8080`. */
  readonly origin: string
  /** Of this request: errors name it, and `x-ms-request-id` of the answer. */
  readonly requestId?: string
  /** Tables that are asked for at `/search` only, as those of the Basic plan are. */
  readonly basic?: ReadonlySet<string>
  /** One workspace of all that several hold. Absent: they can be asked one at a time only. */
  readonly union?: (served: readonly ServedWorkspace[]) => Promise<Workspace>
}

/** Undefined: no limit of the server's own; those of the workspace hold. */
export interface ServeLimits {
  /** Queries of a client under way at once; more wait for their turn. */
  readonly concurrent?: number
  /** The same for `/search`. */
  readonly concurrentBasic?: number
  /** Queries of a client that may wait for their turn, and how long; beyond that they are refused. */
  readonly queue?: { readonly count: number; readonly withinMs: number }
  readonly requests?: { readonly count: number; readonly withinMs: number }
  readonly rows?: number
  /** Of the answer's body. */
  readonly bytes?: number
  /** The longest a query may take. */
  readonly timeoutMs?: number
  /** How long it may take where it does not say. */
  readonly defaultTimeoutMs?: number
}

/** The answer to a request that is its own; undefined for another's. */
export type Route = (request: ServeRequest, context: ServeContext) => Promise<ServeResponse | undefined>
