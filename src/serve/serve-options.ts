import { HuntletError } from '../lib/diagnostic.ts'
import type { Clock } from '../providers/clock.ts'
import { isLoopback } from '../providers/loopback.ts'
import type { Workspace } from '../providers/workspace.ts'
import type { Faults } from './faults.ts'
import type { ServedQuery } from './http/served-query.ts'
import type { ServedWorkspace, ServeLimits } from './route.ts'
import { servedId } from './served-id.ts'

/** What is served, to whom, and how. */
export interface ServeOptions {
  /** Each under its name, and under an id made of that. They stay open when the server closes. */
  readonly workspaces: readonly { readonly name: string; readonly workspace: Workspace }[]
  /** Default 127.0.0.1. An address that others reach needs a token. */
  readonly host?: string
  /** Default 0: any that is free. */
  readonly port?: number
  /** What clients send as `Authorization: Bearer …`; without one each program of this machine may ask. */
  readonly token?: string
  /** A certificate and its key as PEM, or one made for this start. Default: plain http. */
  readonly https?: { readonly cert: string; readonly key: string } | 'self-made'
  readonly limits?: ServeLimits
  /** Tables that are on the Basic plan: asked for at `/search` only. */
  readonly basic?: readonly string[]
  /** One workspace of all that these hold, for queries over several. It is asked for once for each set, and closed with the server. */
  readonly union?: (names: readonly string[]) => Promise<Workspace>
  /** For tests of clients. */
  readonly faults?: Faults
  /** Told of each request when it is done. Never of a token. */
  readonly onAnswered?: (query: ServedQuery) => void
  /** Told of a defect of the server's own. */
  readonly onDefect?: (error: unknown) => void
  readonly bounds?: Partial<ServeBounds>
  /** For limits in time. */
  readonly clock?: Clock
}

/** What a client may take of the server. */
export interface ServeBounds {
  /** Of a request's body, as it comes and unpacked. */
  readonly bodyBytes: number
  /** Until the headers are there, and until the whole request is. */
  readonly headersMs: number
  readonly requestMs: number
  /** A connection without a request under way. */
  readonly idleMs: number
  /** A client that takes nothing of its answer. */
  readonly stallMs: number
  readonly connections: number
  /** Queries of all clients that are worked on at once; more wait. */
  readonly queries: number
  /** How long closing waits for what is under way. */
  readonly closeMs: number
}

/** Where nobody says otherwise. */
export const defaultBounds: ServeBounds = {
  bodyBytes: 4 * 2 ** 20,
  headersMs: 10_000,
  requestMs: 60_000,
  idleMs: 30_000,
  stallMs: 120_000,
  connections: 512,
  queries: 64,
  closeMs: 5_000,
}

/** An address that other machines reach needs a token. Throws HuntletError BAD_SERVE_OPTIONS. */
export function checkReach(host: string, token: string | undefined): void {
  if (isLoopback(host) || token !== undefined) return
  throw new HuntletError('BAD_SERVE_OPTIONS', `${host} is reached from other machines: that needs a token.`, {
    hint: 'Name a variable of the environment or a file that holds it: --token-env NAME, --token-file FILE.',
  })
}

/** Each with its id. Throws HuntletError BAD_SERVE_OPTIONS for none, and for two of one name. */
export function servedWorkspaces(workspaces: ServeOptions['workspaces']): ServedWorkspace[] {
  const served = workspaces.map(({ name, workspace }) => ({ id: servedId(name), name, workspace }))
  const names = served.map(({ name }) => name.toLowerCase())
  if (served.length === 0) throw new HuntletError('BAD_SERVE_OPTIONS', 'There is no workspace to serve.')
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) {
    throw new HuntletError('BAD_SERVE_OPTIONS', `Two workspaces are named \`${twice}\`.`, {
      hint: 'Give each a name of its own: NAME=PATH.',
    })
  }
  return served
}
