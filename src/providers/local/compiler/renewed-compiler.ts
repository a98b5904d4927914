import type { Peer, PeerListener } from '../../threads/peer.ts'
import { type Failure, toFailure } from '../failure.ts'
import type { CompilerReply, CompilerRequest } from '../protocol.ts'
import { notCompiled } from './not-compiled.ts'

export interface Patience {
  /** For a query to be understood. */
  readonly compileMs: number
  /** For one that nobody wants any more, and that keeps others waiting. */
  readonly abandonedMs: number
}

const patience: Patience = { compileMs: 30_000, abandonedMs: 1_000 }

/** What a text keeps it busy with. */
type Compile = Extract<CompilerRequest, { kind: 'compile' | 'bind' }>

interface Waiting {
  readonly request: CompilerRequest
  isAbandoned: boolean
}

/**
 * A compiler that a hostile text cannot take from the other queries: where it falls over, or stays at one query too long, that
 * query fails, and a new one takes over with the preparation and what is still to be answered. It answers in the order it is
 * asked, so what is oldest is what it is at.
 */
export class RenewedCompiler implements Peer {
  readonly #start: () => Peer
  readonly #patience: Patience
  readonly #waiting = new Map<number, Waiting>()
  #peer: Peer
  #preparation: CompilerRequest | undefined
  #listener: PeerListener | undefined
  #isReferenced = true
  #isEnding = false
  #watch: NodeJS.Timeout | undefined

  constructor(start: () => Peer, given: Patience = patience) {
    this.#start = start
    this.#patience = given
    this.#peer = start()
  }

  listen(listener: PeerListener): void {
    this.#listener = listener
    this.#listenTo(this.#peer)
  }

  post(message: unknown): void {
    const request = message as CompilerRequest
    if (request.kind === 'cancel') this.#abandon(request.id)
    else {
      if (request.kind === 'prepare') this.#preparation = request
      this.#waiting.set(request.id, { request, isAbandoned: false })
      if (this.#waiting.size === 1) this.#watchOldest()
    }
    this.#peer.post(message)
  }

  ref(): void {
    this.#isReferenced = true
    this.#peer.ref()
  }

  unref(): void {
    this.#isReferenced = false
    this.#peer.unref()
  }

  async end(): Promise<void> {
    this.#isEnding = true
    clearTimeout(this.#watch)
    await this.#peer.end()
  }

  get #oldest(): Waiting | undefined {
    return this.#waiting.values().next().value
  }

  #listenTo(peer: Peer): void {
    peer.listen({
      onMessage: (message) => {
        if (peer === this.#peer) this.#receive(message as CompilerReply)
      },
      onEnd: (cause) => {
        if (peer === this.#peer) this.#lose(cause)
      },
    })
  }

  #receive(reply: CompilerReply): void {
    const isOldest = this.#oldest?.request.id === reply.id
    this.#waiting.delete(reply.id)
    if (isOldest) this.#watchOldest()
    this.#listener?.onMessage(reply)
  }

  #abandon(id: number): void {
    const waiting = this.#waiting.get(id)
    if (!waiting) return
    waiting.isAbandoned = true
    if (this.#oldest === waiting) this.#watchOldest()
  }

  #watchOldest(): void {
    clearTimeout(this.#watch)
    const oldest = this.#oldest
    if (!oldest) return
    const { compileMs, abandonedMs } = this.#patience
    const { request, isAbandoned } = oldest
    // What is not a query is its first start, which has a patience of its own.
    if (!isOfText(request)) return
    const tooLong = () => this.#renew(request, notCompiled.tooLong(request.kql, compileMs))
    this.#watch = setTimeout(tooLong, isAbandoned ? abandonedMs : compileMs).unref()
  }

  /** Falling over before the first query is not a query's doing, and would happen again. */
  #lose(cause: unknown): void {
    const request = this.#oldest?.request
    if (this.#isEnding || !request || !isOfText(request)) this.#listener?.onEnd(cause)
    else this.#renew(request, notCompiled.crashed(request.kql, cause))
  }

  #renew(request: Compile, error: Error): void {
    const lost = this.#peer
    this.#waiting.delete(request.id)
    this.#peer = this.#start()
    this.#listenTo(this.#peer)
    if (!this.#isReferenced) this.#peer.unref()
    if (this.#preparation) this.#peer.post(this.#preparation)
    for (const { request: next, isAbandoned } of this.#waiting.values()) if (!isAbandoned) this.#peer.post(next)
    for (const [id, { isAbandoned }] of this.#waiting) if (isAbandoned) this.#waiting.delete(id)
    this.#watchOldest()
    const failure: Failure = toFailure(error)
    this.#listener?.onMessage({ kind: 'failed', id: request.id, failure } satisfies CompilerReply)
    void lost.end()
  }
}

function isOfText(request: CompilerRequest): request is Compile {
  return request.kind === 'compile' || request.kind === 'bind'
}
