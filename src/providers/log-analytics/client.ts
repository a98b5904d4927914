import {
  bearerTokenAuthenticationPolicy,
  createDefaultHttpClient,
  createHttpHeaders,
  createPipelineFromOptions,
  createPipelineRequest,
  type PipelineRequest,
} from '@azure/core-rest-pipeline'
import { LogsQueryClient } from '@azure/monitor-query'
import { ServiceFault } from '../remote/wire.ts'
import type { TokenCredential } from './credentials.ts'
import { connectionFault } from './faults/connection-fault.ts'
import { statusFault } from './faults/status-fault.ts'
import { rememberedToken } from './remembered-token.ts'
import { type Call, type ReadBody, type WireOptions, wirePolicy } from './wire-policy.ts'

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

export interface ClientOptions extends WireOptions {
  /** A guid, or `/subscriptions/…`. */
  readonly workspace: string
  /** Who one is; absent for a server that asks for nobody. */
  readonly credential?: TokenCredential
  /** Where one logs in, for what is said of it. */
  readonly tenant?: string
  /** Certificates to trust beside the machine's, as PEM. */
  readonly certificateAuthority?: string
  /** Milliseconds since 1970, for dates in `Retry-After`. */
  readonly now: () => number
  /** Longest the whole answer to `metadata` may take, from when it is sent: logging in before takes a person's time. Default two minutes. */
  readonly metadataMs?: number
}

const defaultMetadataMs = 120_000

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
    details: Pick<Call, 'timespan' | 'longestMs'> & { readonly read: ReadBody<Answer> },
    send: (made: typeof current, signal: AbortSignal) => Promise<unknown>,
  ): Promise<Answer> {
    signal?.throwIfAborted()
    const used = current
    const own = new AbortController()
    const stop = () => own.abort(signal?.reason)
    signal?.addEventListener('abort', stop, { once: true })
    let late: ServiceFault | undefined
    const under: Call = {
      ...details,
      end(fault) {
        late = fault
        own.abort(fault)
      },
    }
    calls.set(own.signal, under)
    try {
      await send(used, own.signal).catch((error: unknown) => {
        signal?.throwIfAborted()
        if (late) throw late
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
      const { metadataMs: longestMs = defaultMetadataMs } = options
      return call(signal, { read, timespan: undefined, longestMs }, (made, abortSignal) =>
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
