import { parentPort } from 'node:worker_threads'
import { HuntletError } from '../../lib/diagnostic.ts'
import { invariant } from '../../lib/invariant.ts'
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

/**
 * Answers the main thread's questions, several at a time. A cancelled one is told by its signal, and whatever becomes of it
 * is not sent.
 */
export function answerQuestions<Request extends Message, Reply extends Message>(
  answer: (
    request: Exclude<Request, { kind: 'cancel' }>,
    signal: AbortSignal,
    send: (reply: Answered<Reply>['reply']) => void,
  ) => Promise<Answered<Reply>>,
): void {
  const port = parentPort
  invariant(port, 'this is a thread of its own')
  const running = new Map<number, AbortController>()
  port.on('message', async (request: Request) => {
    const { id, kind } = request
    if (kind === 'cancel') {
      running.get(id)?.abort(new HuntletError('CANCELLED', 'Cancelled.'))
      return
    }
    const controller = new AbortController()
    running.set(id, controller)
    try {
      const { reply, transfer = [] } = await answer(
        request as Exclude<Request, { kind: 'cancel' }>,
        controller.signal,
        (part) => port.postMessage({ ...part, id }),
      )
      if (!controller.signal.aborted) port.postMessage({ ...reply, id }, transfer)
    } catch (error) {
      if (!controller.signal.aborted) port.postMessage({ kind: 'failed', id, failure: toFailure(error) })
    } finally {
      running.delete(id)
    }
  })
}
