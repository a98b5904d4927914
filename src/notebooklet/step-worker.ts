import { HuntletError } from '../lib/diagnostic.ts'
import type { Progress } from '../lib/progress.ts'
import type { Table } from '../lib/table.ts'
import { wordsOf } from '../lib/words-of.ts'
import { type Peer, threadPeer } from '../providers/threads/peer.ts'
import { KeptTexts } from './kept-texts.ts'
import { SentTexts } from './sent-texts.ts'
import type { StepOutput } from './step.ts'
import { piecesOf, receivedTable, type StepReply, type StepRequest, sentTable, textsAtOnce } from './step-message.ts'

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

/** A thread that nobody asks anything is ended, as it holds what it was given: beginning anew takes less than a second. */
const idleMs = 30_000

/** A thread, the texts it has, and those that it made and sent here. */
interface StepThread {
  readonly peer: Peer
  readonly sent: SentTexts
  made: KeptTexts
}

/**
 * Runs steps in a thread of its own, one after the other, so that no screen freezes. A step knows nothing of being cancelled: its
 * thread is ended, and the next step gets a new one. The thread does not keep the process alive.
 */
export class StepWorker {
  readonly #start: () => Peer
  readonly #waiting: Job[] = []
  #running: { readonly job: Job; readonly thread: StepThread } | undefined
  #idle: StepThread | undefined
  #ending: NodeJS.Timeout | undefined

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
    const thread = this.#idle ?? this.#listenTo(this.#start())
    this.#idle = undefined
    clearTimeout(this.#ending)
    this.#running = { job, thread }
    thread.peer.ref()
    this.#send(job, thread).catch((error: unknown) => {
      // Options that cannot be copied to another thread.
      if (this.#running?.job === job) this.#finish(thread, () => job.reject(error))
    })
  }

  /** Texts go in pieces, between which this thread does what else it has to do. */
  async #send({ step, tables, options }: Job, thread: StepThread): Promise<void> {
    const { peer, sent } = thread
    const post = (request: StepRequest) => peer.post(request)
    const forgotten = sent.takeForgotten()
    if (forgotten.length > 0) post({ kind: 'forget', numbers: forgotten })
    const dictionaries = tables.flatMap(({ data }) =>
      data.flatMap((each) => (each.kind === 'texts' ? [each.dictionary] : [])),
    )
    let count = 0
    for (const texts of dictionaries) {
      const { number, isNew } = sent.numberOf(texts)
      if (!isNew) continue
      for (const piece of piecesOf(texts)) {
        if (count >= textsAtOnce) {
          count = 0
          await new Promise(setImmediate)
          // Cancelled meanwhile, and the thread with it.
          if (this.#running?.thread !== thread) return
        }
        post({ kind: 'texts', number, texts: piece })
        count += piece.length
      }
    }
    post({
      kind: 'run',
      step,
      tables: tables.map((table) => sentTable(table, (texts) => sent.numberOf(texts).number)),
      options,
    })
  }

  #listenTo(peer: Peer): StepThread {
    const thread: StepThread = { peer, sent: new SentTexts(), made: new KeptTexts() }
    peer.listen({
      onMessage: (message) => this.#receive(thread, message as StepReply),
      onEnd: (cause) => this.#ended(thread, cause),
    })
    return thread
  }

  #receive(thread: StepThread, reply: StepReply): void {
    if (this.#running?.thread !== thread) return
    const { job } = this.#running
    switch (reply.kind) {
      case 'progress':
        job.progress(reply.done, reply.total, reply.text)
        break
      case 'texts':
        thread.made.add(reply.number, reply.texts)
        break
      case 'done':
        this.#finish(thread, () => {
          const { sent, made } = thread
          const table = receivedTable(reply.table, (number) => sent.textsOf(number) ?? made.textsOf(number))
          thread.made = new KeptTexts()
          job.resolve({ table, notices: reply.notices })
        })
        break
      case 'failed':
        this.#finish(thread, () => job.reject(errorOf(reply)))
    }
  }

  /** The running job is settled, and its thread is free for the next. */
  #finish(thread: StepThread, settle: () => void): void {
    this.#running = undefined
    this.#idle = thread
    thread.peer.unref()
    this.#ending = setTimeout(() => this.#endIdle(), idleMs)
    this.#ending.unref()
    settle()
    this.#next()
  }

  #endIdle(): void {
    const thread = this.#idle
    this.#idle = undefined
    thread?.peer.end().catch(() => {})
  }

  #ended(thread: StepThread, cause: unknown): void {
    if (this.#idle === thread) this.#idle = undefined
    if (this.#running?.thread !== thread) return
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
      const { peer } = this.#running.thread
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
