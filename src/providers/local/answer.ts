import { HuntletError } from '../../lib/diagnostic.ts'
import type { Port } from '../threads/thread-port.ts'
import { toFailure } from './failure.ts'

interface Message {
  readonly kind: string
  readonly id: number
}

/** What a question yields: the reply without its id, and the buffers that change hands with it. */
export interface Answered<Reply> {
  readonly reply: Reply extends unknown ? Omit<Reply, 'id'> : never
  readonly transfer?: readonly ArrayBuffer[]
}

/** What a question is answered with at hand. */
export interface Asked<Reply> {
  /** Aborted when nobody wants the answer any more. */
  readonly signal: AbortSignal
  /** Sends something before the answer. */
  send(reply: Answered<Reply>['reply']): void
  /** Aborts all other questions and waits until none of them is worked on. */
  endOthers(): Promise<void>
}

/**
 * Answers the questions of a workspace, several at a time. A cancelled one is told by its signal, and whatever becomes of it
 * is not sent.
 */
export function answerQuestions<Request extends Message, Reply extends Message>(
  port: Port,
  answer: (request: Exclude<Request, { kind: 'cancel' }>, asked: Asked<Reply>) => Promise<Answered<Reply>>,
): void {
  const running = new Map<number, { readonly controller: AbortController; readonly done: Promise<void> }>()

  const work = async (request: Exclude<Request, { kind: 'cancel' }>, { signal }: AbortController) => {
    const { id } = request
    const asked: Asked<Reply> = {
      signal,
      send: (part) => port.post({ ...part, id }, []),
      async endOthers() {
        const others = [...running].filter(([other]) => other !== id).map(([, each]) => each)
        for (const { controller } of others) controller.abort(ended)
        await Promise.all(others.map(({ done }) => done))
      },
    }
    try {
      const { reply, transfer = [] } = await answer(request, asked)
      if (signal.reason !== cancelled) port.post({ ...reply, id }, transfer)
    } catch (error) {
      if (signal.reason !== cancelled) port.post({ kind: 'failed', id, failure: toFailure(error) }, [])
    }
    running.delete(id)
  }

  port.onMessage((message) => {
    const request = message as Request
    const { id, kind } = request
    if (kind === 'cancel') {
      running.get(id)?.controller.abort(cancelled)
      return
    }
    const controller = new AbortController()
    const done = work(request as Exclude<Request, { kind: 'cancel' }>, controller)
    running.set(id, { controller, done })
  })
}

const cancelled = new HuntletError('CANCELLED', 'Cancelled.')
const ended = new HuntletError('WORKSPACE_CLOSED', 'The workspace is closed.')
