import type { Json } from '../../lib/table.ts'
import { wordsOf } from '../../lib/words-of.ts'
import type { Clock } from '../clock.ts'
import type { RateLimit } from './rate-limit.ts'

/** What a service is asked: a path below its address, and what goes with it. */
export interface ServiceRequest {
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  /** Sent by POST. */
  readonly body?: string
  /** A list of texts instead of JSON. */
  readonly isText?: boolean
  /** Statuses other than 200 that are an answer too. */
  readonly alsoFine?: readonly number[]
  /** Addresses beside its own that it may lead to. */
  readonly mayLeadTo?: (url: URL) => boolean
}

/** A service that will not answer, whatever is asked next: wrong key, used up, not itself. */
export class ServiceRefusal extends Error {
  override readonly name = 'ServiceRefusal'
}

interface ClientOptions {
  /** `https://…`, or in tests a server of one's own. */
  readonly base: string
  readonly limit: RateLimit
  readonly clock: Clock
  readonly timeoutMs: number
  readonly mostBytes: number
}

/** Tries of one question: faults of the network, of the server, and being asked to wait pass. */
const tries = 3

/** A service that asks to wait longer is left alone. */
const longestPauseMs = 90_000

const mostRedirects = 3

/**
 * Asks one service: within its rate, with an end in time and size, again only where that may help. Redirects are followed on its own host only: an observable
 * and a key are for nobody else. Rejects with words for a notice; ServiceRefusal where there is no use in asking on.
 */
export class ServiceClient {
  readonly #options: ClientOptions

  constructor(options: ClientOptions) {
    this.#options = options
  }

  /** The answer as JSON; undefined where the service knows nothing (404). */
  async json(request: ServiceRequest, signal: AbortSignal | undefined): Promise<Json | undefined> {
    const text = await this.text(request, signal)
    if (text === undefined) return undefined
    try {
      return JSON.parse(text) as Json
    } catch {
      throw new Error('its answer is not the JSON it is said to be')
    }
  }

  /** The answer as text; undefined where the service knows nothing (404). */
  async text(request: ServiceRequest, signal: AbortSignal | undefined): Promise<string | undefined> {
    const { clock, limit } = this.#options
    for (let attempt = 1; ; attempt++) {
      await limit.take(signal)
      const outcome = await this.#attempt(request, signal)
      if (outcome.kind === 'answer') return outcome.text
      if (outcome.pauseMs !== undefined) {
        if (outcome.pauseMs > longestPauseMs)
          throw new ServiceRefusal(`${outcome.why}, and asks to wait ${Math.round(outcome.pauseMs / 1000)} seconds`)
        limit.pause(outcome.pauseMs)
      }
      if (attempt === tries)
        throw outcome.pauseMs === undefined ? new Error(outcome.why) : new ServiceRefusal(outcome.why)
      // Somewhat at random, so that several who failed together do not come back together.
      await clock.wait(500 * 2 ** attempt * (0.5 + clock.random()), signal)
    }
  }

  async #attempt(request: ServiceRequest, signal: AbortSignal | undefined): Promise<Attempt> {
    const timeout = AbortSignal.timeout(this.#options.timeoutMs)
    const both = signal ? AbortSignal.any([signal, timeout]) : timeout
    let response: Response
    try {
      response = await this.#follow(request, both)
    } catch (error) {
      signal?.throwIfAborted()
      if (error instanceof ServiceRefusal) throw error
      if (timeout.aborted)
        return { kind: 'again', why: `it did not answer within ${this.#options.timeoutMs / 1000} seconds` }
      return { kind: 'again', why: `it cannot be reached: ${causeOf(error)}` }
    }
    const { status, headers } = response
    if (status === 200 || request.alsoFine?.includes(status)) {
      return { kind: 'answer', text: await this.#body(response, request, signal, timeout) }
    }
    await response.body?.cancel().catch(() => {})
    if (status === 404) return { kind: 'answer', text: undefined }
    if (status === 429)
      return {
        kind: 'again',
        why: 'it was asked too often',
        pauseMs: pauseOf(headers.get('retry-after'), this.#options.clock),
      }
    if (status === 401 || status === 403) throw new ServiceRefusal(`it refuses the key (${status})`)
    if (status === 402) throw new ServiceRefusal('what the key may ask is used up (402)')
    if (status >= 500) return { kind: 'again', why: `it failed (${status})` }
    throw new Error(`it answered with the status ${status}`)
  }

  async #follow({ path, headers, body, mayLeadTo }: ServiceRequest, signal: AbortSignal): Promise<Response> {
    const base = new URL(this.#options.base)
    let url = new URL(path, base)
    for (let turn = 0; turn <= mostRedirects; turn++) {
      const isOwn = url.origin === base.origin
      if (url.protocol !== base.protocol) throw new ServiceRefusal(`it leads to ${url.host} by ${url.protocol}//`)
      const response = await fetch(url.href, {
        method: body === undefined ? 'GET' : 'POST',
        ...(body !== undefined && { body }),
        // What leads elsewhere is never given the key.
        headers: { accept: 'application/json, text/plain', 'user-agent': 'huntlet', ...(isOwn && headers) },
        redirect: 'manual',
        signal,
      })
      const location = response.headers.get('location')
      if (response.status < 300 || response.status > 399 || location === null) return response
      await response.body?.cancel().catch(() => {})
      const next = URL.canParse(location, url.href) ? new URL(location, url.href) : undefined
      const isFine = next && (next.origin === base.origin || mayLeadTo?.(next))
      if (!isFine)
        throw new ServiceRefusal(`it leads to another place (${next?.host ?? 'nowhere'}), where nothing is sent`)
      if (body !== undefined) throw new ServiceRefusal('it leads elsewhere what was sent to it')
      url = next
    }
    throw new ServiceRefusal('it leads in a circle')
  }

  async #body(
    response: Response,
    { isText }: ServiceRequest,
    signal: AbortSignal | undefined,
    timeout: AbortSignal,
  ): Promise<string> {
    const type = response.headers.get('content-type') ?? ''
    if (!isText && !/\bjson\b|^text\/plain\b|^$/i.test(type)) {
      await response.body?.cancel().catch(() => {})
      throw new Error(`its answer is ${type.split(';')[0]?.slice(0, 40)}, not JSON`)
    }
    if (isText && /html/i.test(type)) {
      await response.body?.cancel().catch(() => {})
      throw new Error('its answer is a page, not a list')
    }
    const chunks: Uint8Array[] = []
    let bytes = 0
    try {
      for await (const chunk of response.body ?? []) {
        bytes += chunk.byteLength
        if (bytes > this.#options.mostBytes)
          throw new Error(`its answer is larger than ${this.#options.mostBytes / 1e6} MB`)
        chunks.push(chunk)
      }
    } catch (error) {
      signal?.throwIfAborted()
      if (timeout.aborted)
        throw new Error(`it did not finish its answer within ${this.#options.timeoutMs / 1000} seconds`)
      throw error
    }
    return Buffer.concat(chunks).toString('utf8')
  }
}

type Attempt =
  | { readonly kind: 'answer'; readonly text: string | undefined }
  | { readonly kind: 'again'; readonly why: string; readonly pauseMs?: number }

/** `Retry-After` as seconds or a date; a while where it says nothing of use. */
function pauseOf(written: string | null, clock: Clock): number {
  if (written !== null && /^\d{1,9}$/.test(written.trim())) return Number(written) * 1000
  const at = written === null ? Number.NaN : Date.parse(written)
  return Number.isNaN(at) ? 5000 : Math.max(0, at - clock.now())
}

function causeOf(error: unknown): string {
  const { cause } = error as { readonly cause?: unknown }
  return cause === undefined ? wordsOf(error) : wordsOf(cause)
}
