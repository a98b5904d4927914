import type { Clock } from '../../providers/clock.ts'
import type { Fault } from '../faults.ts'
import { type Refusal, refusals, refused } from '../refusal.ts'
import type { ServeResponse } from '../route.ts'

/** What comes in the place of an answer; `dropped` where the connection is to end; undefined where it is answered after all. */
export async function insteadOfAnswer(
  fault: Fault,
  requestId: string,
  path: string,
  clock: Clock,
  signal: AbortSignal,
): Promise<ServeResponse | 'dropped' | undefined> {
  switch (fault.kind) {
    case 'latency':
      await clock.wait(fault.ms, signal)
      return undefined
    case 'held':
      await Promise.race([
        fault.until,
        new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
      ])
      return undefined
    case 'throttled':
      return refused(refusals.throttled(fault.retryAfter ?? '1', 'Too many requests.'), requestId, path)
    case 'status':
      return refused(failure(fault), requestId, path)
    case 'content':
      return { status: fault.status ?? 200, headers: { 'content-type': fault.type }, body: fault.body }
    case 'expired-token':
      return refused(refusals.expiredToken, requestId, path)
    case 'dropped':
      return fault.after === undefined ? 'dropped' : undefined
    case 'truncated':
    case 'partial':
      return undefined
  }
}

/** As the service words them. */
const failures: Readonly<Record<number, readonly [code: string, message: string]>> = {
  400: ['BadArgumentError', 'The request had some invalid properties'],
  403: [
    'InsufficientAccessError',
    'The provided credentials have insufficient access to perform the requested operation',
  ],
  404: ['WorkspaceNotFoundError', 'The workspace could not be found'],
  413: ['ResponseSizeTooLargeError', 'The answer is too large.'],
  500: ['InternalServerError', 'The server failed to answer.'],
  502: ['BadGateway', 'The server behind this one gave no answer.'],
  503: ['ServiceUnavailable', 'The service cannot answer for now.'],
  504: ['GatewayTimeout', 'The query took longer than it was allowed to.'],
}

function failure({ status, headers }: Extract<Fault, { kind: 'status' }>): Refusal {
  const [code, message] = failures[status] ?? ['UnexpectedError', `The server answers ${status}.`]
  return { status, code, message, ...(headers && { headers }) }
}

/** An answer whose body ends early, as a fault says. */
export function faultyAnswer(answer: ServeResponse, fault: Fault): ServeResponse {
  const isCut = fault.kind === 'truncated' || (fault.kind === 'dropped' && fault.after !== undefined)
  if (!isCut || answer.body === undefined) return answer
  const body = typeof answer.body === 'string' ? [answer.body] : answer.body
  // Packed, what comes before the end would not leave the server.
  return {
    ...answer,
    headers: { ...answer.headers, 'content-encoding': 'identity' },
    body: cutBody(body, fault.after!, fault.kind === 'dropped'),
  }
}

async function* cutBody(
  body: Iterable<string> | AsyncIterable<string>,
  after: number,
  isDropped: boolean,
): AsyncGenerator<string> {
  let left = after
  for await (const piece of body) {
    if (piece.length < left) {
      left -= piece.length
      yield piece
      continue
    }
    yield piece.slice(0, left)
    if (isDropped) throw new ConnectionDropped()
    return
  }
}

/** Ends the connection in the middle of a body, on purpose. */
export class ConnectionDropped extends Error {
  override readonly name = 'ConnectionDropped'
}
