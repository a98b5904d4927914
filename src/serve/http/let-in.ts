import type { IncomingMessage } from 'node:http'
import { type Refusal, RequestRefused, refusals } from '../refusal.ts'
import { tokenFault } from './bearer-token.ts'
import { isLoopbackHost } from './loopback.ts'

/** Who is let in. */
export interface LettingIn {
  readonly token: string | undefined
  /** Without a token, a request must name this machine, and come from no page of a browser. */
  readonly answersThisMachineOnly: boolean
}

/** What is refused before anything of it is read. */
export function unwantedRequest(
  request: IncomingMessage,
  path: string | undefined,
  { token, answersThisMachineOnly }: LettingIn,
): Refusal | undefined {
  const { headers } = request
  const { host, origin, authorization } = headers
  // Pages of a browser may send without being allowed to read; no client of ours says what a browser says of them.
  if (origin !== undefined || /^(cross|same)-site$/.test(String(headers['sec-fetch-site']))) return refusals.origin
  if (answersThisMachineOnly && !isLoopbackHost(host)) return refusals.host
  // Where to log in is asked before one is.
  if (token === undefined || path === '/v1/rest/auth/metadata') return undefined
  return tokenFault(authorization, token)
}

/** Throws RequestRefused for any other. */
export function methodOf(request: IncomingMessage): 'GET' | 'POST' {
  const { method } = request
  if (method === 'GET' || method === 'POST') return method
  throw new RequestRefused(closing(refusals.method('GET, POST'), request))
}

/** A body that is not read is not waited for either. */
export function closing(refusal: Refusal, { headers }: IncomingMessage): Refusal {
  const hasBody = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
  return hasBody ? { ...refusal, headers: { ...refusal.headers, connection: 'close' } } : refusal
}
