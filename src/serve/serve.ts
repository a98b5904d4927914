import { createServer as createHttpServer, type Server as HttpServer } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { HuntletError } from '../lib/diagnostic.ts'
import { type Clock, systemClock } from '../providers/clock.ts'
import { isLoopback } from '../providers/loopback.ts'
import type { Workspace } from '../providers/workspace.ts'
import type { Faults } from './faults.ts'
import { answerRequests } from './http/answer-requests.ts'
import { answerClientError } from './http/client-error.ts'
import type { ServedQuery } from './http/served-query.ts'
import type { ServeContext, ServedWorkspace, ServeLimits } from './route.ts'
import { selfMadeCertificate } from './self-made-certificate.ts'
import { servedId } from './served-id.ts'

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

const defaultBounds: ServeBounds = {
  bodyBytes: 4 * 2 ** 20,
  headersMs: 10_000,
  requestMs: 60_000,
  idleMs: 30_000,
  stallMs: 120_000,
  connections: 512,
  queries: 64,
  closeMs: 5_000,
}

export interface Server {
  /** `http://127.0.0.1:8765` */
  readonly url: string
  readonly port: number
  /** Of the workspaces, in their order: `${url}/v1/workspaces/${ids[0]}/query`. */
  readonly ids: readonly string[]
  /** The self-made certificate as PEM, for clients to trust. */
  readonly certificate?: string
  /** No more requests are taken; what is under way has a moment to end, and is ended then. */
  close(): Promise<void>
}

/**
 * Answers the query APIs of Log Analytics and Kusto from workspaces. Throws HuntletError: BAD_SERVE_OPTIONS, PORT_TAKEN,
 * CANNOT_LISTEN.
 */
export async function serve(options: ServeOptions): Promise<Server> {
  const { host = '127.0.0.1', port = 0, token, limits = {}, clock = systemClock } = options
  const bounds = { ...defaultBounds, ...options.bounds }
  const served = servedWorkspaces(options.workspaces)
  checkReach(host, token)
  const made = options.https === 'self-made' ? await selfMadeCertificate(host, clock.now()) : undefined
  const pair = made ?? (typeof options.https === 'object' ? options.https : undefined)
  const timing = {
    headersTimeout: bounds.headersMs,
    requestTimeout: bounds.requestMs,
    keepAliveTimeout: bounds.idleMs,
    connectionsCheckingInterval: Math.max(50, Math.min(bounds.headersMs, bounds.requestMs) / 4),
    maxHeaderSize: 64 * 1024,
  }
  const server = pair ? securely(() => createHttpsServer({ ...timing, ...pair })) : createHttpServer(timing)
  server.maxConnections = bounds.connections
  const unions = unionsOf(options.union)
  const ending = new AbortController()
  const origin: { text: string } = { text: '' }
  const context = (): ServeContext => ({
    served,
    limits,
    origin: origin.text,
    ...(options.basic && { basic: new Set(options.basic) }),
    ...(unions && { union: unions.of }),
  })
  const handler = answerRequests({
    context,
    bounds,
    clock,
    token,
    answersThisMachineOnly: isLoopback(host) && token === undefined,
    ending: ending.signal,
    ...(options.faults && { faults: options.faults }),
    onAnswered: options.onAnswered ?? (() => {}),
    onDefect: options.onDefect ?? (() => {}),
  })
  server.on('request', handler)
  server.on('request', (_, response) => {
    // A connection that is kept for a next request ends with the one under way where there will be none.
    response.on('close', () => setImmediate(() => !server.listening && server.closeIdleConnections()))
  })
  server.on('clientError', answerClientError)
  await listening(server, host, port)
  const address = server.address() as AddressInfo
  const shown = address.family === 'IPv6' ? `[${address.address}]` : address.address
  origin.text = `${pair ? 'https' : 'http'}://${shown}:${address.port}`
  let closed: Promise<void> | undefined
  return {
    url: origin.text,
    port: address.port,
    ids: served.map(({ id }) => id),
    ...(made && { certificate: made.cert }),
    close: () => {
      closed ??= closing(server, ending, bounds.closeMs).then(() => unions?.close())
      return closed
    },
  }
}

/** An address that other machines reach needs a token. Throws HuntletError BAD_SERVE_OPTIONS. */
export function checkReach(host: string, token: string | undefined): void {
  if (isLoopback(host) || token !== undefined) return
  throw new HuntletError('BAD_SERVE_OPTIONS', `${host} is reached from other machines: that needs a token.`, {
    hint: 'Name a variable of the environment or a file that holds it: --token-env NAME, --token-file FILE.',
  })
}

function servedWorkspaces(workspaces: ServeOptions['workspaces']): ServedWorkspace[] {
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

/** A certificate or key that is none is said, not thrown from the depth of TLS. */
function securely(create: () => HttpServer): HttpServer {
  try {
    return create()
  } catch (error) {
    throw new HuntletError('BAD_SERVE_OPTIONS', 'The certificate and its key cannot be used together.', {
      hint: 'Both are files of PEM, the key without a passphrase: --cert FILE --key FILE. Or leave them out: --https makes one.',
      cause: error,
    })
  }
}

function unionsOf(union: ServeOptions['union']) {
  if (!union) return undefined
  const opened = new Map<string, Promise<Workspace>>()
  return {
    of: (served: readonly ServedWorkspace[]): Promise<Workspace> => {
      const key = served
        .map(({ id }) => id)
        .sort()
        .join()
      const found = opened.get(key) ?? union(served.map(({ name }) => name))
      opened.set(key, found)
      // A failure is tried again by the next who asks.
      found.catch(() => opened.delete(key))
      return found
    },
    close: async () => {
      for (const each of opened.values()) await (await each.catch(() => undefined))?.close()
    },
  }
}

function listening(server: HttpServer, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(notListening(error, host, port)))
    server.listen({ host: host.replace(/^\[|\]$/g, ''), port }, () => resolve())
  })
}

function notListening(error: NodeJS.ErrnoException, host: string, port: number): HuntletError {
  if (error.code === 'EADDRINUSE') {
    return new HuntletError('PORT_TAKEN', `Port ${port} of ${host} is taken by another program.`, {
      hint: 'Choose another with --port, or --port 0 for any that is free.',
      cause: error,
    })
  }
  const why = error.code === 'EACCES' ? 'it may not be used without more rights' : error.message
  return new HuntletError('CANNOT_LISTEN', `Cannot listen on ${host} port ${port}: ${why}`, { cause: error })
}

async function closing(server: HttpServer, ending: AbortController, closeMs: number): Promise<void> {
  const done = new Promise<void>((resolve) => server.close(() => resolve()))
  server.closeIdleConnections()
  const timer = setTimeout(() => {
    ending.abort(new HuntletError('CANCELLED', 'The server is closing.'))
    server.closeAllConnections()
  }, closeMs)
  await done
  clearTimeout(timer)
}
