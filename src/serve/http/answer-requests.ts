import { AsyncLocalStorage } from 'node:async_hooks'
import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Clock } from '../../providers/clock.ts'
import { type Faults, faultyRequest } from '../faults.ts'
import { queuesOf } from '../limits/queues.ts'
import type { Release } from '../limits/turns.ts'
import { RequestRefused, refusals, refused } from '../refusal.ts'
import type { ServeContext, ServeRequest, ServeResponse } from '../route.ts'
import { routes } from '../routes.ts'
import type { ServeBounds } from '../serve-options.ts'
import { ConnectionDropped, faultyAnswer, insteadOfAnswer } from './faulty-answer.ts'
import { closing, type LettingIn, methodOf, unwantedRequest } from './let-in.ts'
import { readBody } from './read-body.ts'
import { requestPath } from './request-path.ts'
import type { ServedQuery } from './served-query.ts'
import { type Noted, watchedContext } from './watched-context.ts'
import { writeResponse } from './write-response.ts'

export interface Answering extends LettingIn {
  /** Asked for at each request, as its address is known only once the server listens. */
  readonly context: () => ServeContext
  readonly bounds: ServeBounds
  readonly clock: Clock
  /** Aborted where the server ends what is under way. */
  readonly ending: AbortSignal
  readonly faults?: Faults
  readonly onAnswered: (query: ServedQuery) => void
  readonly onDefect: (error: unknown) => void
}

/** A request, and what belongs to it until it is answered. */
interface Way {
  readonly requestId: string
  readonly client: string
  readonly target: { readonly path: string; readonly query: URLSearchParams } | undefined
  /** Aborted where the client has gone, or the server ends. */
  readonly signal: AbortSignal
  readonly noted: Noted
  /** Gives the turn of a query to the next. */
  release: Release
}

/** Answers each request: let in, read, given its turn, asked of the routes, written, told. */
export function answerRequests(answering: Answering): (request: IncomingMessage, response: ServerResponse) => void {
  const queues = queuesOf(answering.context().limits, answering.bounds.queries, answering.clock)
  const noting = new AsyncLocalStorage<Noted>()
  const watched = watchedContext(answering.context(), () => noting.getStore())
  let number = 0

  /** What a request is answered; `dropped` where its connection is to end without an answer. Throws RequestRefused. */
  const answerTo = async (request: IncomingMessage, way: Way): Promise<ServeResponse | 'dropped'> => {
    const { target, noted, signal, client, requestId } = way
    const unwanted = unwantedRequest(request, target?.path, answering)
    if (unwanted) throw new RequestRefused(closing(unwanted, request))
    const method = methodOf(request)
    if (!target) throw new RequestRefused(closing(refusals.path, request))
    const excess = queues.excess(client)
    if (excess) throw new RequestRefused(closing(excess, request))
    const body = await readBody(request, answering.bounds.bodyBytes)
    const { headers } = request
    const asked: ServeRequest = { method, ...target, headers, ...(body !== undefined && { body }), signal }
    const fault = answering.faults?.(faultyRequest(asked, ++number, headers.authorization))
    const instead = fault && (await insteadOfAnswer(fault, requestId, target.path, answering.clock, signal))
    if (instead) return instead
    const turn = await queues.turn(client, target.path, signal)
    if (typeof turn !== 'function') throw new RequestRefused(turn)
    way.release = turn
    noted.fault = fault
    const context = { ...watched, origin: answering.context().origin, requestId }
    const found = await queues.work(target.path, signal, () => noting.run(noted, () => askRoutes(asked, context)))
    if (!found) throw new RequestRefused(refusals.path)
    return fault ? faultyAnswer(found, fault) : found
  }

  const write = (request: IncomingMessage, response: ServerResponse, noted: Noted, answer: ServeResponse) => {
    noted.status = answer.status
    return writeResponse(request, response, answer, answering.bounds.stallMs)
  }

  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const at = answering.clock.now()
    const gone = new AbortController()
    response.on('close', () => gone.abort(new Error('The client has gone.')))
    const way: Way = {
      requestId: randomUUID(),
      client: request.socket.remoteAddress ?? 'unknown',
      target: requestPath(request.url),
      signal: AbortSignal.any([gone.signal, answering.ending]),
      noted: { status: 0, rows: undefined, notices: [], fault: undefined },
      release: () => {},
    }
    const { requestId, client, target, noted } = way
    response.setHeader('x-ms-request-id', requestId)
    response.setHeader('x-content-type-options', 'nosniff')
    response.setHeader('cache-control', 'no-store')
    try {
      const answer = await answerTo(request, way)
      if (answer === 'dropped') request.socket.destroy()
      else await write(request, response, noted, answer)
    } catch (error) {
      const isRefused = error instanceof RequestRefused
      const isEnded = gone.signal.aborted || endsConnection(error)
      if (!isRefused && !isEnded) answering.onDefect(error)
      if (isEnded || response.headersSent || response.destroyed) request.socket.destroy()
      else {
        const refusal = isRefused ? error.refusal : refusals.internal
        await write(request, response, noted, refused(refusal, requestId, target?.path))
      }
    } finally {
      way.release()
      answering.onAnswered({
        at,
        client,
        method: request.method ?? '',
        path: target?.path ?? '',
        status: noted.status,
        durationMs: answering.clock.now() - at,
        ...(noted.rows !== undefined && { rows: noted.rows }),
        notices: noted.notices,
        requestId,
        isBroken: !response.writableFinished && (response.destroyed || request.socket.destroyed),
      })
    }
  }

  return (request, response) => {
    handle(request, response).catch((error) => {
      if (!endsConnection(error)) answering.onDefect(error)
      request.socket.destroy()
    })
  }
}

/** The connection ended, by the client or on purpose: no defect. */
function endsConnection(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException
  return error instanceof ConnectionDropped || /^(ERR_STREAM_PREMATURE_CLOSE|ECONNRESET|EPIPE)$/.test(code ?? '')
}

async function askRoutes(request: ServeRequest, context: ServeContext): Promise<ServeResponse | undefined> {
  for (const route of routes) {
    const answer = await route(request, context)
    if (answer) return answer
  }
  return undefined
}
