import type { ClusterAddress } from './cluster-address.ts'
import { failureOf, RequestFailure } from './request-failure.ts'
import { scopeOf } from './token-scope.ts'
import type { TokenSource } from './token-source.ts'

/** What is asked of a cluster in one request. */
export interface KustoAsked {
  readonly database: string
  /** A query, or a management command. */
  readonly text: string
  readonly clientRequestId: string
  /** How long the service may take. */
  readonly timeoutMs: number
  /** Aborting ends the request, and the reading of its answer. */
  readonly signal: AbortSignal
}

/** The bytes of an answer's body as they come, unpacked. */
export type AnswerBytes = AsyncIterable<Uint8Array>

/** A cluster that can be asked. Rejects with RequestFailure, with the reason of the signal, and with what the token's source throws. */
export interface KustoConnection {
  query(asked: KustoAsked): Promise<AnswerBytes>
  command(asked: KustoAsked): Promise<AnswerBytes>
  close(): void
}

/** The service sends its own time-out before the client's. */
const graceMs = 30_000
const longestTimerMs = 2 ** 31 - 1

/**
 * The client of azure-kusto-data without what it would make of an answer: the body comes as bytes, as its rows lose ticks of times
 * and digits of longs. `tokens` absent: nothing is sent to log in. The package is loaded at the first call.
 */
export async function kustoConnection(cluster: ClusterAddress, tokens?: TokenSource): Promise<KustoConnection> {
  const kusto = await import('azure-kusto-data')
  const builder = new kusto.KustoConnectionStringBuilder(cluster.url)
  // Left to itself, the client sends the name of the machine's user and the path of the program.
  builder.applicationNameForTracing = 'huntlet'
  builder.userNameForTracing = ''
  const client = new kusto.Client(builder)
  const isLogin = tokens?.isLogin ?? false
  const { defaults, interceptors } = client.axiosInstance
  defaults.responseType = 'stream'
  // A proxy of the environment is for other machines.
  if (cluster.isLoopback) defaults.proxy = false
  const underWay = new Map<string, UnderWay>()
  interceptors.request.use(async (config) => {
    // The client can end all its requests or none, and asks for tokens without saying for which: so a request is found by its id.
    const request = underWay.get(String(config.headers.get('x-ms-client-request-id')))
    if (!request) return config
    config.signal = request.signal
    if (tokens) {
      request.token = await tokens.token(request.scope, request.signal)
      config.headers.set('Authorization', `Bearer ${request.token}`)
    }
    return config
  })

  const ask = async (asked: KustoAsked, kind: 'query' | 'command'): Promise<AnswerBytes> => {
    const { database, text, clientRequestId, signal } = asked
    signal.throwIfAborted()
    const timeoutMs = Math.max(1, Math.min(Math.round(asked.timeoutMs), longestTimerMs - graceMs))
    const properties = new kusto.ClientRequestProperties()
    properties.raw = true
    properties.clientRequestId = clientRequestId
    properties.setTimeout(timeoutMs)
    properties.setClientTimeout(timeoutMs + graceMs)
    try {
      underWay.set(clientRequestId, { signal, scope: await scopeOf(kusto, client, cluster, isLogin, signal) })
      const answer: unknown =
        kind === 'query'
          ? await client.executeQuery(database, text, properties)
          : await client.executeMgmt(database, text, properties)
      // `raw`: the body as axios gives it, which is a stream here.
      return answer as AnswerBytes
    } catch (thrown) {
      signal.throwIfAborted()
      const failure = await failureOf(kusto, thrown, { token: underWay.get(clientRequestId)?.token, signal })
      signal.throwIfAborted()
      if (failure instanceof RequestFailure && failure.status === 401) tokens?.forget()
      throw failure
    } finally {
      underWay.delete(clientRequestId)
    }
  }
  return {
    query: (asked) => ask(asked, 'query'),
    command: (asked) => ask(asked, 'command'),
    close: () => client.close(),
  }
}

interface UnderWay {
  readonly signal: AbortSignal
  readonly scope: string
  /** What was sent to say who asks. */
  token?: string | undefined
}
