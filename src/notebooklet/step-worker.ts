import { HuntletError } from '../lib/diagnostic.ts'
import type { Progress } from '../lib/progress.ts'
import type { Table } from '../lib/table.ts'
import { wordsOf } from '../lib/words-of.ts'
import { type Peer, threadPeer } from '../providers/threads/peer.ts'
import type { StepOutput } from './step.ts'
import { receivedTable, type StepReply, sentTable } from './step-message.ts'

export interface StepHooks {
  readonly signal: AbortSignal | undefined
  readonly progress: Progress
}

interface Job {
  readonly step: string
  readonly tables: readonly Table[]
  readonly options: unknown
  readonly progress: Progress
  resolve(output: StepOutput): void
  reject(error: unknown): void
}

/**
 * Runs steps in a thread of its own, one after the other, so that no screen freezes. A step knows nothing of being cancelled: its
 * thread is ended, and the next step gets a new one. The thread does not keep the process alive.
 */
export class StepWorker {
  readonly #start: () => Peer
  readonly #waiting: Job[] = []
  #running: { readonly job: Job; readonly peer: Peer } | undefined
  #idle: Peer | undefined

  constructor(start: () => Peer = () => threadPeer('steps', 'step-thread', import.meta.url)) {
    this.#start = start
  }

  /** One of everybody's steps, by name. Throws what the step throws, and `CANCELLED` at once when the signal says so. */
  run(step: string, tables: readonly Table[], options: unknown, { signal, progress }: StepHooks): Promise<StepOutput> {
    return new Promise<StepOutput>((resolve, reject) => {
      const stopListening = () => signal?.removeEventListener('abort', cancel)
      const job: Job = {
        step,
        tables,
        options,
        progress,
        resolve: (output) => {
          stopListening()
          resolve(output)
        },
        reject: (error) => {
          stopListening()
          reject(error)
        },
      }
      const cancel = () => this.#cancel(job, signal)
      if (signal?.aborted) return reject(cancelled(signal))
      signal?.addEventListener('abort', cancel)
      this.#waiting.push(job)
      this.#next()
    })
  }

  #next(): void {
    if (this.#running) return
    const job = this.#waiting.shift()
    if (!job) return
    const peer = this.#idle ?? this.#listenTo(this.#start())
    this.#idle = undefined
    this.#running = { job, peer }
    peer.ref()
    const { step, tables, options } = job
    try {
      peer.post({ kind: 'run', step, tables: tables.map(sentTable), options })
    } catch (error) {
      // Options that cannot be copied to another thread.
      this.#finish(peer, () => job.reject(error))
    }
  }

  #listenTo(peer: Peer): Peer {
    peer.listen({
      onMessage: (message) => this.#receive(peer, message as StepReply),
      onEnd: (cause) => this.#ended(peer, cause),
    })
    return peer
  }

  #receive(peer: Peer, reply: StepReply): void {
    if (this.#running?.peer !== peer) return
    const { job } = this.#running
    switch (reply.kind) {
      case 'progress':
        job.progress(reply.done, reply.total, reply.text)
        break
      case 'done':
        this.#finish(peer, () => job.resolve({ table: receivedTable(reply.table), notices: reply.notices }))
        break
      case 'failed':
        this.#finish(peer, () => job.reject(errorOf(reply)))
    }
  }

  /** The running job is settled, and its thread is free for the next. */
  #finish(peer: Peer, settle: () => void): void {
    this.#running = undefined
    this.#idle = peer
    peer.unref()
    settle()
    this.#next()
  }

  #ended(peer: Peer, cause: unknown): void {
    if (this.#idle === peer) this.#idle = undefined
    if (this.#running?.peer !== peer) return
    const { job } = this.#running
    this.#running = undefined
    const hint = 'Ask for a shorter time range or fewer rows.'
    const why = cause === undefined ? '' : `: ${wordsOf(cause)}`
    job.reject(new HuntletError('STEP_STOPPED', `Step \`${job.step}\` stopped before it was done${why}`, { hint }))
    this.#next()
  }

  #cancel(job: Job, signal: AbortSignal | undefined): void {
    const waits = this.#waiting.indexOf(job)
    if (waits >= 0) this.#waiting.splice(waits, 1)
    else if (this.#running?.job === job) {
      const { peer } = this.#running
      this.#running = undefined
      peer.end().catch(() => {})
    } else return
    job.reject(cancelled(signal))
    this.#next()
  }
}

function errorOf({ code, message, hint }: Extract<StepReply, { kind: 'failed' }>): Error {
  return code === undefined ? new Error(message) : new HuntletError(code, message, hint === undefined ? {} : { hint })
}

function cancelled(signal: AbortSignal | undefined): HuntletError {
  return new HuntletError('CANCELLED', 'The run was cancelled.', { cause: signal?.reason })
}
