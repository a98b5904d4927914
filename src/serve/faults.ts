import type { Json } from '../lib/table.ts'

/** A way in which the server misbehaves on purpose: for tests of clients, never in the product's command. */
export type Fault =
  /** The answer begins only after so long, or once the promise is kept: a test need not wait in real time. */
  | { readonly kind: 'latency'; readonly ms: number }
  | { readonly kind: 'held'; readonly until: Promise<unknown> }
  /** 429 as the service says it. `retryAfter`: seconds or a date, as the header has it. */
  | { readonly kind: 'throttled'; readonly retryAfter?: string }
  /** Any status without an answer, in the words of the service: 403, 404, 413, 500, 502, 503, 504. */
  | { readonly kind: 'status'; readonly status: number; readonly headers?: Readonly<Record<string, string>> }
  /** The connection ends before the answer, or after so many characters of its body. */
  | { readonly kind: 'dropped'; readonly after?: number }
  /** The body ends after so many characters as though it were whole. */
  | { readonly kind: 'truncated'; readonly after: number }
  /** Something else in the place of an answer: the page of a proxy. */
  | { readonly kind: 'content'; readonly type: string; readonly body: string; readonly status?: number }
  /** The answer lacks rows, and says so in the way of its protocol. */
  | { readonly kind: 'partial'; readonly rows?: number; readonly message?: string }
  /** 401, as for a token whose time is over. */
  | { readonly kind: 'expired-token' }

/** What a fault may depend on. */
export interface FaultyRequest {
  /** The first request that came is 1. */
  readonly number: number
  readonly method: string
  readonly path: string
  /** The KQL of it, where it is a query. */
  readonly kql?: string
  /** The range of time it is about: `timespan` as `start/end`, or the first two datetimes that the query names. ISO texts. */
  readonly range?: { readonly start: string; readonly end: string }
  /** `Authorization` as it was sent. */
  readonly authorization?: string
  readonly body?: Json
}

/** Asked for each request that was let in; undefined is answered as it should be. */
export type Faults = (request: FaultyRequest) => Fault | undefined

/** The fault for the first so many requests (of those that `which` takes), none after that. */
export function first(times: number, fault: Fault, which: (request: FaultyRequest) => boolean = () => true): Faults {
  let left = times
  return (request) => (left > 0 && which(request) && left-- > 0 ? fault : undefined)
}

/** The fault for each request whose range touches this one; ISO texts, end exclusive. */
export function within(range: { readonly start: string; readonly end: string }, fault: Fault): Faults {
  const [start, end] = [Date.parse(range.start), Date.parse(range.end)]
  return (request) =>
    request.range !== undefined && Date.parse(request.range.start) < end && Date.parse(request.range.end) > start
      ? fault
      : undefined
}

/** The first of several that has something for a request. */
export function anyOf(...all: readonly Faults[]): Faults {
  return (request) => {
    for (const each of all) {
      const fault = each(request)
      if (fault) return fault
    }
    return undefined
  }
}

/** What a fault may depend on, of a request as it came: Log Analytics says `query` and `timespan`, Kusto `csl`. */
export function faultyRequest(
  request: { readonly method: string; readonly path: string; readonly query: URLSearchParams; readonly body?: Json },
  number: number,
  authorization: string | undefined,
): FaultyRequest {
  const { method, path, query, body } = request
  const member = (name: string): string | undefined => {
    const value =
      typeof body === 'object' && body !== null && !Array.isArray(body)
        ? (body as { [key: string]: Json })[name]
        : undefined
    return typeof value === 'string' ? value : (query.get(name) ?? undefined)
  }
  const kql = member('query') ?? member('csl')
  const range = rangeOf(member('timespan'), kql)
  return {
    number,
    method,
    path,
    ...(kql !== undefined && { kql }),
    ...(range && { range }),
    ...(authorization !== undefined && { authorization }),
    ...(body !== undefined && { body }),
  }
}

function rangeOf(timespan: string | undefined, kql: string | undefined): FaultyRequest['range'] {
  const ends =
    timespan?.split('/') ??
    [...(kql ?? '').matchAll(/datetime\(([^()]*)\)/g)].map((match) => match[1]!.trim().replace(/^["']|["']$/g, ''))
  const [start, end] = ends
  return start !== undefined && end !== undefined && [start, end].every((each) => !Number.isNaN(Date.parse(each)))
    ? { start, end }
    : undefined
}
