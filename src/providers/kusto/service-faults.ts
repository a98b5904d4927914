import type { KqlError } from '../../lib/diagnostic.ts'
import type { Json } from '../../lib/table.ts'
import { connectionFault } from '../log-analytics/faults/connection-fault.ts'
import { retryAfter } from '../remote/retry-after.ts'
import { type FaultKind, ServiceFault, type Shortfall } from '../remote/wire.ts'
import { type OneApiError, oneApiError } from './frames/one-api-error.ts'
import { placedError } from './placed-error.ts'
import type { RequestFailure } from './request-failure.ts'

/** What a request was about, for messages. */
export interface FaultContext {
  /** The cluster, as the user named it. */
  readonly cluster: string
  readonly database: string
  /** The query; absent for commands. */
  readonly kql?: string
  /** Whether a token was sent. */
  readonly hasToken: boolean
  /** A server of this machine: nobody logs in to Azure for it. */
  readonly isLoopback: boolean
  /** The time, for a `Retry-After` that is a date: milliseconds since 1970. */
  readonly now: number
}

/** What a request that failed is to those who asked. */
export function faultOfFailure(failure: RequestFailure, context: FaultContext): Error {
  const { status, body, code } = failure
  if (status === undefined) return networkFault(failure, context)
  const error = oneApiError(parsed(body))
  if (code === 'NO_JSON' || (status >= 200 && status < 400)) {
    const what = status >= 300 && status < 400 ? `it points to another address (${status})` : 'it is no JSON'
    return new ServiceFault('bad-answer', `What ${context.cluster} answers is not Kusto's: ${what}.`, {
      status,
      hint: 'Look whether a proxy stands between, and whether the address of the cluster is right.',
    })
  }
  if (error && status === 400) return faultOfError(error, context, status)
  return statusFault(status, error?.message, failure.headers, context)
}

/** An error that Kusto tells, as the one why there is no answer. */
export function faultOfError(error: OneApiError, context: FaultContext, status?: number): ServiceFault | KqlError {
  const { kql } = context
  if (kql !== undefined && isOfQuery(error)) return placedError(error, kql)
  const kind = kindOf(error)
  const hint = hints[kind]?.(context)
  return new ServiceFault(kind, error.message, {
    ...(status !== undefined && { status }),
    ...(hint !== undefined && { hint }),
  })
}

/** Why an answer with rows is not all there is. */
export function shortfallOf(error: OneApiError): Shortfall {
  const { message } = error
  switch (kindOf(error)) {
    case 'too-large':
      return { kind: /\b\d+ records\b/.test(message) ? 'rows' : 'bytes', message }
    case 'timed-out':
      return { kind: 'time', message }
    default:
      return { kind: 'other', message }
  }
}

/** The text is wrong, not the asking of it. */
function isOfQuery({ code, type, message, inner }: OneApiError): boolean {
  return (
    [code, ...inner.map((each) => each.code)].some((each) => /^(SYN|SEM)\d+$/.test(each)) ||
    /\.(Syntax|Semantic)Exception$/.test(type) ||
    /\b(Syntax|Semantic) error: /.test(message)
  )
}

/** By the words that Kusto's errors have had for years: codes alone are shared by many of them. */
function kindOf({ code, type, message }: OneApiError): FaultKind {
  const all = `${code} ${type} ${message}`
  if (/RESULT_SET_TOO_LARGE|LimitsExceeded|RUNAWAY_QUERY|LowMemory|LOW_MEMORY|80DA000[137]/i.test(all))
    return 'too-large'
  if (/Timeout|timed out|time-out/i.test(all)) return 'timed-out'
  if (/Throttl|TooManyRequests|throttled/i.test(all)) return 'throttled'
  if (
    /EntityNotFound|DatabaseNot(Exist|Found)|'Database' was not found|database .* (not found|does not exist)/i.test(all)
  ) {
    return 'not-found'
  }
  if (/Unauthorized|Forbidden|not authorized|SecurityException/i.test(all)) return 'forbidden'
  if (/Internal|ServiceUnavailable|Cancelled/i.test(`${code} ${type}`)) return 'unavailable'
  return 'refused'
}

const hints: { readonly [kind in FaultKind]?: (context: FaultContext) => string } = {
  'too-large': () => 'Ask for a shorter time range, fewer columns, or summarize earlier.',
  'timed-out': () => 'Ask for a shorter time range, or filter and summarize earlier.',
  'not-found': ({ database, cluster }) =>
    `Look for the right name of the database \`${database}\` in ${cluster}: names there are told apart by case.`,
  forbidden: ({ database }) => `Ask its administrator for the role Database Viewer of \`${database}\`.`,
  'not-logged-in': ({ isLoopback }) =>
    isLoopback
      ? 'The server asks for a token: give the one it was started with.'
      : 'Log in: az login, or choose another way with --auth.',
  'token-expired': ({ isLoopback }) =>
    isLoopback
      ? 'The server takes another token: give the one it was started with.'
      : 'Log in again: az login, or choose another way with --auth.',
}

function statusFault(
  status: number,
  said: string | undefined,
  headers: RequestFailure['headers'],
  context: FaultContext,
): ServiceFault {
  const kind = kindOfStatus(status, context.hasToken)
  const message = said ?? `${context.cluster} answers with status ${status}.`
  const retryAfterMs = retryAfter(headers, context.now)
  const hint = hints[kind]?.(context)
  return new ServiceFault(kind, message, {
    status,
    ...(hint !== undefined && { hint }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  })
}

function kindOfStatus(status: number, hasToken: boolean): FaultKind {
  switch (status) {
    case 401:
      return hasToken ? 'token-expired' : 'not-logged-in'
    case 403:
      return 'forbidden'
    case 404:
    case 410:
      return 'not-found'
    case 408:
    case 504:
      return 'timed-out'
    case 413:
      return 'too-large'
    case 429:
      return 'throttled'
    default:
      return status >= 500 ? 'unavailable' : 'refused'
  }
}

function networkFault(failure: RequestFailure, { cluster }: FaultContext): Error {
  if (failure.code === 'UNTRUSTED') {
    return new ServiceFault('refused', `${cluster} is no host of Kusto's that a login may be sent to.`, {
      hint: 'Name a cluster such as https://help.kusto.windows.net; a server of this machine as http://127.0.0.1:PORT.',
    })
  }
  return connectionFault(failure, URL.parse(cluster)?.host ?? cluster)
}

function parsed(body: string): Json {
  try {
    return JSON.parse(body) as Json
  } catch {
    return null
  }
}
