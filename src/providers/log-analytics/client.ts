import { pipeline, type Readable } from 'node:stream'
import { createGunzip, createInflate } from 'node:zlib'
import {
  bearerTokenAuthenticationPolicy,
  createDefaultHttpClient,
  createHttpHeaders,
  createPipelineFromOptions,
  createPipelineRequest,
  type PipelinePolicy,
  type PipelineRequest,
  type PipelineResponse,
} from '@azure/core-rest-pipeline'
import { LogsQueryClient } from '@azure/monitor-query'
import { ServiceFault } from '../remote/wire.ts'
import type { TokenCredential } from './credentials.ts'
import type { Endpoint } from './endpoint.ts'
import { connectionFault, isDefect } from './faults/connection-fault.ts'
import { contentFault } from './faults/content-fault.ts'
import { statusFault } from './faults/status-fault.ts'
import { rememberedToken } from './remembered-token.ts'

/** The one place that knows `@azure/monitor-query`: what else huntlet needs of its service goes the same way, by the same rules. */
export interface LogsClient {
  /** A question to a workspace or a resource. `path`: `query`, or `search` for the Basic and Auxiliary plans. */
  query<Answer>(question: ClientQuestion, read: ReadBody<Answer>): Promise<Answer>
  /** `GET {workspace}/metadata` */
  metadata<Answer>(signal: AbortSignal | undefined, read: ReadBody<Answer>): Promise<Answer>
  close(): void
}

export interface ClientQuestion {
  readonly path: 'query' | 'search'
  readonly kql: string
  /** `start/end` as the service reads it; absent for no range. */
  readonly timespan?: string
  /** Longest the service may take. */
  readonly seconds: number
  readonly signal: AbortSignal
}

/** Reads a body of status 200 while it comes. */
export type ReadBody<Answer> = (chunks: AsyncIterable<Uint8Array>) => Promise<Answer>

export interface ClientOptions {
  readonly endpoint: Endpoint
  /** A guid, or `/subscriptions/…`. */
  readonly workspace: string
  /** Who one is; absent for a server that asks for nobody. */
  readonly credential?: TokenCredential
  /** Where one logs in, for what is said of it. */
  readonly tenant?: string
  /** Sent as it is, instead of a login. */
  readonly token?: string
  /** Certificates to trust beside the machine's, as PEM. */
  readonly certificateAuthority?: string
  /** Milliseconds since 1970, for dates in `Retry-After`. */
  readonly now: () => number
}

/** One request under way: what the policy at the wire's end is to do with it, and what came of it. */
interface Call {
  readonly read: ReadBody<unknown>
  readonly timespan: string | undefined
  answer?: { readonly value: unknown }
  refusal?: { readonly response: PipelineResponse; readonly text: string }
}

/** Bodies of errors are looked at no further. */
const mostErrorBytes = 1 << 20

/** What the client is given to read in the place of an answer that was read at the wire. */
const nothing = '{"tables":[]}'

/**
 * A client of one workspace. Its methods throw ServiceFault, and for KQL that the service refuses RefusedKql; aborting ends the
 * connection and throws the signal's reason. Nothing is asked twice: that is for whoever asks.
 */
export function logsClient(options: ClientOptions): LogsClient {
  const { endpoint, workspace } = options
  const calls = new WeakMap<object, Call>()
  const httpClient = createDefaultHttpClient()
  const policies = {
    retryOptions: { maxRetries: 0 },
    redirectOptions: { maxRetries: 0 },
    userAgentOptions: { userAgentPrefix: 'huntlet' },
    ...(options.certificateAuthority !== undefined && { tlsOptions: { ca: options.certificateAuthority } }),
  }
  const atTheWire = wirePolicy(calls, options)
  const remembered = options.credential && rememberedToken(options.credential, options.now)
  const clients = () => {
    // With a login, the client of the package gets its tokens itself, and refuses to send them over plain http.
    const query = new LogsQueryClient(remembered?.credential as TokenCredential, {
      ...policies,
      endpoint: endpoint.url,
      audience: endpoint.audience,
      allowInsecureConnection: endpoint.isPlain,
      httpClient,
      additionalPolicies: [{ policy: atTheWire, position: 'perRetry' }],
    })
    const other = createPipelineFromOptions(policies)
    if (remembered) {
      const { credential } = remembered
      other.addPolicy(bearerTokenAuthenticationPolicy({ credential, scopes: `${endpoint.audience}/.default` }), {
        phase: 'Sign',
      })
    }
    other.addPolicy(atTheWire, { afterPhase: 'Sign' })
    return { query, other }
  }
  let current = clients()

  async function call<Answer>(
    signal: AbortSignal | undefined,
    details: Pick<Call, 'timespan'> & { readonly read: ReadBody<Answer> },
    send: (made: typeof current, signal: AbortSignal) => Promise<unknown>,
  ): Promise<Answer> {
    signal?.throwIfAborted()
    const used = current
    const own = new AbortController()
    const stop = () => own.abort(signal?.reason)
    signal?.addEventListener('abort', stop, { once: true })
    const under: Call = { read: details.read, timespan: details.timespan }
    calls.set(own.signal, under)
    try {
      await send(used, own.signal).catch((error: unknown) => {
        signal?.throwIfAborted()
        // What was refused is told from the refusal itself: the client keeps less of it.
        if (!under.refusal && !under.answer) throw connectionFault(error, endpoint.host)
      })
      if (under.answer) return under.answer.value as Answer
      if (!under.refusal) throw new ServiceFault('bad-answer', `${endpoint.host} gave no answer.`)
      const { response, text } = under.refusal
      // What gave the token keeps it until its time is over: a new one is only got by another.
      if (response.status === 401 && current === used) {
        remembered?.forget()
        current = clients()
      }
      throw statusFault(response.status, response.headers.toJSON(), text, {
        host: endpoint.host,
        now: options.now(),
        ...(options.tenant !== undefined && { tenant: options.tenant }),
        login: options.credential ? 'login' : options.token === undefined ? 'none' : 'token',
      })
    } finally {
      signal?.removeEventListener('abort', stop)
      calls.delete(own.signal)
    }
  }

  const base = workspace.startsWith('/') ? `${endpoint.url}${workspace}` : `${endpoint.url}/workspaces/${workspace}`
  return {
    query({ path, kql, timespan, seconds, signal }, read) {
      const prefer = {
        serverTimeoutInSeconds: seconds,
        includeQueryStatistics: true,
        includeVisualization: true,
      } as const
      return call(signal, { read, timespan: path === 'query' ? timespan : undefined }, (made, abortSignal) => {
        if (path === 'search') {
          const url = new URL(`${base}/search`)
          if (timespan !== undefined) url.searchParams.set('timespan', timespan)
          const headers = createHttpHeaders({
            'Content-Type': 'application/json; charset=utf-8',
            Accept: 'application/json',
            Prefer: `wait=${seconds},include-statistics=true,include-render=true`,
          })
          const body = JSON.stringify({ query: kql })
          return made.other.sendRequest(httpClient, request(url.href, 'POST', abortSignal, headers, body))
        }
        // The real range is put in at the wire: this one has no ticks, and cannot be left out.
        const anything = { duration: 'P1D' }
        return workspace.startsWith('/')
          ? made.query.queryResource(workspace, kql, anything, { ...prefer, abortSignal })
          : made.query.queryWorkspace(workspace, kql, anything, { ...prefer, abortSignal })
      })
    },
    metadata(signal, read) {
      return call(signal, { read, timespan: undefined }, (made, abortSignal) =>
        made.other.sendRequest(httpClient, request(`${base}/metadata`, 'GET', abortSignal, createHttpHeaders())),
      )
    },
    close() {
      current = clients()
    },
  }

  function request(
    url: string,
    method: 'GET' | 'POST',
    abortSignal: AbortSignal,
    headers: ReturnType<typeof createHttpHeaders>,
    body?: string,
  ): PipelineRequest {
    return createPipelineRequest({
      url,
      method,
      abortSignal,
      headers,
      allowInsecureConnection: endpoint.isPlain,
      ...(body !== undefined && { body }),
    })
  }
}

/**
 * Stands nearest to the wire, after retries and tokens. It reads the body itself while it comes, as the client cuts ticks and long
 * numbers and turns null times into 1970; it says the range to the tick; and it unpacks, as the client waits for ever where a
 * packed body is cut off.
 */
function wirePolicy(calls: WeakMap<object, Call>, { token, endpoint }: ClientOptions): PipelinePolicy {
  return {
    name: 'huntletWire',
    async sendRequest(request, next) {
      const call = request.abortSignal && calls.get(request.abortSignal)
      if (!call) throw new ServiceFault('refused', 'A request that nobody made.')
      if (request.url.endsWith('/query')) request.body = withTimespan(request.body, call.timespan)
      request.streamResponseStatusCodes = new Set([Number.POSITIVE_INFINITY])
      request.headers.delete('Accept-Encoding')
      if (endpoint.isLocal) delete request.agent
      request.requestOverrides = {
        headers: {
          ...request.headers.toJSON({ preserveCase: true }),
          'Accept-Encoding': 'gzip',
          ...(token !== undefined && { Authorization: `Bearer ${token}` }),
        },
      }
      const response = await next(request)
      const body = response.readableStreamBody as Readable | undefined
      const { readableStreamBody: _, ...head } = response
      const plain = createHttpHeaders({ 'Content-Type': 'application/json' })
      if (response.status === 200) {
        const isWeb = /html|xml/i.test(response.headers.get('Content-Type') ?? '')
        if (isWeb || !body) throw contentFault(await textOf(body, response), endpoint.host)
        const chunks = unpacked(body, response)
        call.answer = { value: await whole(call.read(chunks), chunks, endpoint.host) }
        return { ...head, headers: plain, bodyAsText: nothing }
      }
      // A server may say back what it was sent.
      const sent = token ?? request.headers.get('Authorization')?.replace(/^\S+\s+/, '')
      const text = await textOf(body, response)
      call.refusal = { response, text: sent ? text.replaceAll(sent, '…') : text }
      return { ...head, bodyAsText: nothing }
    },
  }
}

/** The stream is ended whatever becomes of the reading, and a fault of it is said as one. */
async function whole<Answer>(reading: Promise<Answer>, chunks: Readable, host: string): Promise<Answer> {
  try {
    return await reading
  } catch (error) {
    if (error instanceof ServiceFault || isDefect(error)) throw error
    const code = (error as NodeJS.ErrnoException).code ?? ''
    if (code.startsWith('Z_')) throw new ServiceFault('bad-answer', `The answer of ${host} cannot be unpacked.`)
    throw new ServiceFault('bad-answer', `The answer of ${host} was cut off: the connection ended.`)
  } finally {
    chunks.destroy()
  }
}

function unpacked(body: Readable, response: PipelineResponse): Readable {
  const encoding = response.headers.get('Content-Encoding')?.toLowerCase()
  if (encoding !== 'gzip' && encoding !== 'deflate') return body
  const unzip = encoding === 'gzip' ? createGunzip() : createInflate()
  // The fault of either ends the other.
  pipeline(body, unzip, () => {})
  return unzip
}

/** What a refusal says, as far as it is of use; nothing where it cannot be read. */
async function textOf(body: Readable | undefined, response: PipelineResponse): Promise<string> {
  if (!body) return ''
  const chunks = unpacked(body, response)
  const parts: Buffer[] = []
  let length = 0
  try {
    for await (const part of chunks as AsyncIterable<Buffer>) {
      parts.push(part)
      length += part.length
      if (length > mostErrorBytes) break
    }
  } catch {
    // The status says enough.
  } finally {
    chunks.destroy()
  }
  return Buffer.concat(parts).toString('utf8')
}

function withTimespan(body: PipelineRequest['body'], timespan: string | undefined): string {
  const { timespan: _, ...members } = JSON.parse(String(body)) as Record<string, unknown>
  return JSON.stringify({ ...members, ...(timespan !== undefined && { timespan }) })
}
