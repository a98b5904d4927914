import { createServer as createHttpServer, type Server as HttpServer } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { HuntletError } from '../lib/diagnostic.ts'
import { systemClock } from '../providers/clock.ts'
import { isLoopback } from '../providers/loopback.ts'
import { answerRequests } from './http/answer-requests.ts'
import { answerClientError } from './http/client-error.ts'
import { closing, listening } from './http/listening.ts'
import type { ServeContext } from './route.ts'
import { selfMadeCertificate } from './self-made-certificate.ts'
import { checkReach, defaultBounds, type ServeOptions, servedWorkspaces } from './serve-options.ts'
import { unionsOf } from './unions.ts'

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
