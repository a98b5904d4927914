import { Readable } from 'node:stream'
import type { CloudInfo, Client as KustoClient } from 'azure-kusto-data'
import type { ClusterAddress } from './cluster-address.ts'
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

/** A request without an answer: of the network, or with the status of an error. */
export class RequestFailure extends Error {
  override readonly name = 'RequestFailure'
  /** Absent where no answer came. */
  readonly status: number | undefined
  readonly headers: Readonly<Record<string, string>>
  /** As far as it was read. */
  readonly body: string
  /** Such as ECONNREFUSED. */
  readonly code: string | undefined

  constructor(
    message: string,
    {
      status,
      headers = {},
      body = '',
      code,
      cause,
    }: {
      readonly status?: number
      readonly headers?: Readonly<Record<string, string>>
      readonly body?: string
      readonly code?: string
      readonly cause?: unknown
    },
  ) {
    super(message, cause === undefined ? undefined : { cause })
    this.status = status
    this.headers = headers
    this.body = body
    this.code = code
  }
}

/** What an error says is read so far; the rest is nothing a reader wants. */
const mostErrorBytes = 64 * 1024

/** The service sends its own time-out before the client's. */
const graceMs = 30_000
const longestTimerMs = 2 ** 31 - 1
const metadataMs = 30_000

/** What the data lake's tokens are asked for; it is the lake's alone. */
const dataLakeResource = '4500ebfb-89b6-4b14-a480-7f749797bfcd'

type Package = typeof import('azure-kusto-data')

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

/** What a token is asked for. Throws RequestFailure where the cluster is none that the client trusts with one. */
async function scopeOf(
  kusto: Package,
  client: KustoClient,
  { url, isDataLake }: ClusterAddress,
  isLogin: boolean,
  signal: AbortSignal,
): Promise<string> {
  const { CloudSettings, kustoTrustedEndpoints, MatchRule } = kusto
  // Fetched here, as the client's own way to it can neither be ended nor says what went wrong.
  let cloud = CloudSettings.getFromCache(url)
  if (!cloud) {
    cloud = isDataLake ? CloudSettings.defaultCloudInfo : await cloudInfo(kusto, client, url, signal)
    CloudSettings.writeToCache(url, cloud)
  }
  const { hostname } = new URL(url)
  const { matchers } = kustoTrustedEndpoints
  const isAzure = isDataLake || matchers[cloud.LoginEndpoint.toLowerCase()]?.isMatch(hostname) === true
  if (isLogin && !isAzure) throw new RequestFailure(`A login is not sent to ${hostname}.`, { code: 'UNTRUSTED' })
  // The client trusts the hosts of the lake's regions, but not the lake's own, and no server of one's own. Its list is one for the
  // whole process, so it is no judge of where a login may go.
  if (!kustoTrustedEndpoints.additionalMatcher?.isMatch(hostname)) {
    kustoTrustedEndpoints.addTrustedHosts([new MatchRule(hostname, true)], false)
  }
  if (isDataLake) return `${dataLakeResource}/.default`
  const resource = cloud.KustoServiceResourceId
  return `${cloud.LoginMfaRequired ? resource.replace('.kusto.', '.kustomfa.') : resource}/.default`
}

async function cloudInfo(
  { CloudSettings }: Package,
  client: KustoClient,
  url: string,
  signal: AbortSignal,
): Promise<CloudInfo> {
  const { origin } = new URL(url)
  const options = { signal, timeout: metadataMs, responseType: 'text', maxContentLength: 1 << 20 } as const
  const response = await client.axiosInstance
    .get<unknown>(origin + CloudSettings.METADATA_ENDPOINT, { ...options, transformResponse: (text: unknown) => text })
    .catch((error: { readonly response?: { readonly status?: number } }) => {
      // Proxies before clusters, and emulators, may have none.
      if (error.response?.status === 404) return undefined
      throw error
    })
  if (!response) return CloudSettings.defaultCloudInfo
  const body = String(response.data)
  const told = metadataIn(body)
  if (told) return { ...CloudSettings.defaultCloudInfo, ...told }
  const { status } = response
  throw new RequestFailure('Its metadata is no JSON.', { status, body: body.slice(0, 1000), code: 'NO_JSON' })
}

/** What is used of the metadata, as far as it is told; undefined where it is no JSON. */
function metadataIn(body: string): Partial<CloudInfo> | undefined {
  try {
    const { AzureAD: told } = (JSON.parse(body) ?? {}) as { readonly AzureAD?: Partial<CloudInfo> | null }
    const { LoginEndpoint, KustoServiceResourceId, LoginMfaRequired } = told ?? {}
    return {
      ...(typeof LoginEndpoint === 'string' && { LoginEndpoint }),
      ...(typeof KustoServiceResourceId === 'string' && { KustoServiceResourceId }),
      LoginMfaRequired: LoginMfaRequired === true,
    }
  } catch {
    return undefined
  }
}

interface HttpFailure {
  readonly message: string
  readonly code?: string
  readonly response?: HttpResponse
}

interface HttpResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, unknown>>
  readonly data: unknown
  readonly request?: { destroy?(): void }
}

/**
 * What the client threw, without what it holds beside: its errors carry the request, and the token with it. What others throw, as
 * the source of tokens does, is theirs.
 */
async function failureOf(
  { KustoDataErrors }: Package,
  thrown: unknown,
  { token, signal }: Pick<UnderWay, 'token' | 'signal'>,
): Promise<unknown> {
  const error: unknown = thrown instanceof KustoDataErrors.ThrottlingError ? thrown.inner : thrown
  if (!isHttpFailure(error)) return thrown
  const { message, code, response } = error
  if (!response) return new RequestFailure(message, { ...(code !== undefined && { code }) })
  const headers = Object.entries(response.headers).map(([name, value]) => [name.toLowerCase(), String(value)])
  const text = await beginningOf(response, signal)
  const { status } = response
  return new RequestFailure(message, {
    status,
    headers: Object.fromEntries(headers),
    // A server may say back what it was sent.
    body: token === undefined ? text : text.replaceAll(token, '…'),
    ...(code !== undefined && { code }),
  })
}

function isHttpFailure(error: unknown): error is HttpFailure {
  return typeof error === 'object' && error !== null && 'isAxiosError' in error
}

/** The beginning of the body of an error. The client takes no more care of it: what it waits for is ended here. */
async function beginningOf({ data, request }: HttpResponse, signal: AbortSignal): Promise<string> {
  if (typeof data === 'string') return data.slice(0, mostErrorBytes)
  if (!(data instanceof Readable)) return ''
  const chunks: Uint8Array[] = []
  const { promise: ended, resolve: end } = Promise.withResolvers<void>()
  const stop = () => end()
  signal.addEventListener('abort', stop, { once: true })
  // Where its explanation does not come whole the status says enough.
  const read = readInto(chunks, data).catch(() => {})
  await Promise.race([read, ended])
  signal.removeEventListener('abort', stop)
  request?.destroy?.()
  return Buffer.concat(chunks).toString('utf8', 0, mostErrorBytes)
}

async function readInto(chunks: Uint8Array[], data: AnswerBytes): Promise<void> {
  let length = 0
  for await (const chunk of data) {
    chunks.push(chunk)
    length += chunk.length
    if (length >= mostErrorBytes) return
  }
}
