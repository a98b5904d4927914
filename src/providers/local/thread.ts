import { HuntletError } from '../../lib/diagnostic.ts'
import type { Peer } from '../threads/peer.ts'
import { type Failure, fromFailure } from './failure.ts'

interface Question {
  readonly kind: string
  readonly id: number
}

type Answer = Question | { readonly kind: 'failed'; readonly id: number; readonly failure: Failure }

interface Pending<Reply> {
  resolve(reply: Reply): void
  reject(error: unknown): void
  readonly onProgress: ((reply: Reply) => void) | undefined
}

/** A question without its id: the thread gives it one. */
export type Unnumbered<Request> = Request extends unknown ? Omit<Request, 'id'> : never

export interface AskOptions<Reply> {
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: (reply: Reply) => void
}

/** Another thread, or process, that answers questions. It keeps the process alive only while it is asked something. */
export class Thread<Request extends Question, Reply extends Answer> {
  readonly #peer: Peer
  readonly #name: string
  readonly #pending = new Map<number, Pending<Reply>>()
  #lastId = 0
  #ended: HuntletError | undefined

  /** `name`: what it is to the workspace, for messages. */
  constructor(name: string, peer: Peer) {
    this.#name = name
    this.#peer = peer
    peer.listen({
      onMessage: (reply) => this.#receive(reply as Reply),
      onEnd: (cause) => this.#end(cause === undefined ? 'has stopped' : 'stopped unexpectedly', cause),
    })
    peer.unref()
  }

  /** The answer. Rejects with what the thread says is wrong; at once where the signal is or gets aborted. */
  ask(request: Unnumbered<Request>, { signal, onProgress }: AskOptions<Reply> = {}): Promise<Reply> {
    if (this.#ended) return Promise.reject(this.#ended)
    if (signal?.aborted) return Promise.reject(cancelled(signal))
    const id = ++this.#lastId
    return new Promise<Reply>((resolve, reject) => {
      const cancel = () => {
        this.#peer.post({ kind: 'cancel', id })
        this.#settle(id)
        reject(cancelled(signal!))
      }
      signal?.addEventListener('abort', cancel)
      const done = () => signal?.removeEventListener('abort', cancel)
      this.#pending.set(id, {
        resolve: (reply) => {
          done()
          resolve(reply)
        },
        reject: (error) => {
          done()
          reject(error)
        },
        onProgress,
      })
      this.#peer.ref()
      this.#peer.post({ ...request, id })
    })
  }

  /** The answer, which must be of one of the kinds. */
  async askFor<Kind extends Reply['kind']>(
    kinds: readonly Kind[],
    request: Unnumbered<Request>,
    options?: AskOptions<Reply>,
  ): Promise<Extract<Reply, { readonly kind: Kind }>> {
    const reply = await this.ask(request, options)
    if (kinds.some((kind) => kind === reply.kind)) return reply as Extract<Reply, { readonly kind: Kind }>
    throw new HuntletError('ENGINE_STOPPED', `The ${this.#name} answered out of turn.`)
  }

  /** Ends the thread; whoever still waits for an answer is told. */
  async stop(reason: HuntletError): Promise<void> {
    this.#ended ??= reason
    for (const id of [...this.#pending.keys()]) this.#settle(id)?.reject(this.#ended)
    await this.#peer.end()
  }

  #receive(reply: Reply): void {
    if (reply.kind === 'progress') {
      this.#pending.get(reply.id)?.onProgress?.(reply)
      return
    }
    // An answer to what was cancelled has no one waiting for it.
    const pending = this.#settle(reply.id)
    if ('failure' in reply) pending?.reject(fromFailure(reply.failure))
    else pending?.resolve(reply)
  }

  #settle(id: number): Pending<Reply> | undefined {
    const pending = this.#pending.get(id)
    this.#pending.delete(id)
    if (this.#pending.size === 0) this.#peer.unref()
    return pending
  }

  #end(how: string, cause?: unknown): void {
    this.#ended ??= new HuntletError('ENGINE_STOPPED', `The ${this.#name} of the workspace ${how}.`, {
      hint: 'Open the workspace again.',
      ...(cause !== undefined && { cause }),
    })
    for (const id of [...this.#pending.keys()]) this.#settle(id)?.reject(this.#ended)
  }
}

/** Why the signal was aborted: what says so itself, as a deadline does, or that it was cancelled. */
export function cancelled(signal: AbortSignal): HuntletError {
  const { reason } = signal
  if (reason instanceof HuntletError && reason.code === 'QUERY_TIMEOUT') return reason
  return new HuntletError('CANCELLED', 'Cancelled.', { cause: signal.reason })
}
