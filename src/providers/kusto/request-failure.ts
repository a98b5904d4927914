import { Readable } from 'node:stream'

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
export async function failureOf(
  { KustoDataErrors }: typeof import('azure-kusto-data'),
  thrown: unknown,
  { token, signal }: { readonly token: string | undefined; readonly signal: AbortSignal },
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

async function readInto(chunks: Uint8Array[], data: Readable): Promise<void> {
  let length = 0
  for await (const chunk of data) {
    chunks.push(chunk)
    length += chunk.length
    if (length >= mostErrorBytes) return
  }
}
