import { parseDatetime } from '../../lib/kql-time.ts'
import type { Json } from '../../lib/table.ts'
import type { TimeRange } from '../../providers/workspace.ts'
import { RequestRefused } from '../refusal.ts'
import type { ServeLimits, ServeRequest } from '../route.ts'
import { intersection, parseTimespanParameter, rangeTexts } from './iso-timespan.ts'
import { badArgument } from './query-error.ts'

export interface QueryRequest {
  readonly kql: string
  /** Workspaces beside that of the path, as they were named. */
  readonly workspaces: readonly string[]
  /** As they were given, in the address and in the body: what lies in all of them is seen. */
  readonly timespans: readonly string[]
  readonly wantsStatistics: boolean
  readonly wantsRender: boolean
  /** Undefined: as long as the workspace lets it. */
  readonly timeoutMs: number | undefined
}

const mostWorkspaces = 100

/** What is asked, of a GET or a POST. Throws RequestRefused. */
export function queryRequest(request: ServeRequest, limits: ServeLimits): QueryRequest {
  const body = request.method === 'POST' ? bodyMembers(request.body) : {}
  const kql = request.method === 'POST' ? body.query : request.query.get('query')
  if (typeof kql !== 'string' || kql.trim() === '') {
    throw refuse('MissingQuery', 'There is no `query`, or it is no text.')
  }
  const inBody = body.timespan ?? undefined
  if (inBody !== undefined && typeof inBody !== 'string') throw refuse('InvalidTimespan', '`timespan` is no text.')
  const prefer = preferences(request.headers.prefer)
  return {
    kql,
    workspaces: namedWorkspaces(request),
    timespans: [inBody, request.query.get('timespan')].filter(
      (each) => each !== undefined && each !== null && each !== '',
    ) as string[],
    wantsStatistics: prefer.get('include-statistics') === 'true',
    wantsRender: prefer.get('include-render') === 'true',
    timeoutMs: timeoutOf(prefer.get('wait'), limits),
  }
}

/** The range that a query sees, given what now is in the workspace; undefined for all there is. Throws RequestRefused. */
export function queryRange(timespans: readonly string[], now: string): TimeRange | undefined {
  if (timespans.length === 0) return undefined
  const at = parseDatetime(now)!
  const ranges = timespans.map((text) => {
    const range = parseTimespanParameter(text, at)
    if (range) return range
    throw refuse(
      'InvalidTimespan',
      `\`${text.slice(0, 100)}\` is no time range: expected an ISO 8601 duration such as P1D, or start/end.`,
    )
  })
  return rangeTexts(ranges.reduce(intersection))
}

/** The workspaces that a request names beside that of its path. Throws RequestRefused. */
export function namedWorkspaces({ method, query, body }: ServeRequest): string[] {
  const inBody = method === 'POST' && body !== undefined ? listOf(bodyMembers(body).workspaces) : []
  const named = method === 'POST' ? inBody : commaList(query.get('workspaces'))
  if (named.length > mostWorkspaces) {
    throw refuse('TooManyWorkspaces', `A query can name ${mostWorkspaces} workspaces at most.`)
  }
  return named
}

function bodyMembers(body: Json | undefined): { readonly [key: string]: Json | undefined } {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw refuse('MissingBody', 'Expected a JSON object such as {"query": "Heartbeat | take 10"}.')
  }
  return body as { readonly [key: string]: Json }
}

function listOf(value: Json | undefined): string[] {
  if (value === undefined || value === null) return []
  if (!Array.isArray(value) || value.some((each) => typeof each !== 'string')) {
    throw refuse('InvalidWorkspaces', '`workspaces` is no list of texts.')
  }
  return value as string[]
}

function commaList(text: string | null): string[] {
  return (text ?? '')
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '')
}

/** `wait=600,include-statistics=true` → its names, in lower case, with their values. */
function preferences(header: string | string[] | undefined): ReadonlyMap<string, string> {
  return new Map(
    String(header ?? '')
      .split(/[,;]/)
      .map((each) => {
        const [name = '', value = 'true'] = each.split('=')
        return [name.trim().toLowerCase(), value.trim().replace(/^"|"$/g, '').toLowerCase()]
      }),
  )
}

function timeoutOf(wait: string | undefined, limits: ServeLimits): number | undefined {
  if (wait === undefined) return limits.defaultTimeoutMs ?? limits.timeoutMs
  const seconds = /^\d{1,6}$/.test(wait) ? Number(wait) : 0
  if (seconds < 1) throw refuse('InvalidPreference', `\`wait=${wait.slice(0, 20)}\`: expected seconds.`)
  return Math.min(seconds * 1000, limits.timeoutMs ?? Number.POSITIVE_INFINITY)
}

export function refuse(code: string, message: string): RequestRefused {
  return new RequestRefused(badArgument({ code, message }))
}
