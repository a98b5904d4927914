/** A request that was answered, as a log tells it. */
export interface ServedQuery {
  /** When it came, milliseconds since 1970. */
  readonly at: number
  readonly client: string
  readonly method: string
  /** Without the query. */
  readonly path: string
  readonly status: number
  readonly durationMs: number
  /** Of all tables; absent where nothing was asked of a workspace. */
  readonly rows?: number
  /** What is to be known of the answer: an absent table, a cut. */
  readonly notices: readonly string[]
  readonly requestId: string
  /** The client went before the answer did. */
  readonly isBroken: boolean
}
