import { describe, expect, it, vi } from 'vitest'
import { noProgress } from '../../src/lib/progress.ts'
import { Table } from '../../src/lib/table.ts'
import type { StepReply, StepRequest } from '../../src/notebooklet/step-message.ts'
import { sentTable } from '../../src/notebooklet/step-message.ts'
import { StepWorker } from '../../src/notebooklet/step-worker.ts'
import type { Peer, PeerListener } from '../../src/providers/threads/peer.ts'

const numbers = Table.fromRows([{ name: 'N', type: 'int' }], [[3], [1], [2]])
const hooks = { signal: undefined, progress: noProgress }

/** Threads that do what the test says, in the order they were started. */
function fakeThreads() {
  const threads: FakeThread[] = []
  return { threads, start: () => threads[threads.push(new FakeThread()) - 1]! }
}

class FakeThread implements Peer {
  listener: PeerListener | undefined
  readonly posted: StepRequest[] = []
  get steps(): readonly string[] {
    return this.posted.flatMap((request) => (request.kind === 'run' ? [request.step] : []))
  }
  ended = false
  referenced = false

  listen(listener: PeerListener): void {
    this.listener = listener
  }
  post(message: unknown): void {
    this.posted.push(message as StepRequest)
  }
  ref(): void {
    this.referenced = true
  }
  unref(): void {
    this.referenced = false
  }
  async end(): Promise<void> {
    this.ended = true
    this.listener?.onEnd()
  }
  say(reply: StepReply): void {
    this.listener?.onMessage(reply)
  }
  done(): void {
    this.say({ kind: 'done', table: sentTable(numbers, () => 0), notices: [] })
  }
}

describe('steps in a thread of their own', () => {
  it('give what they give anywhere, the notices too', async () => {
    const worker = new StepWorker()
    const { table, notices } = await worker.run('take', [numbers], { rows: 2 }, hooks)
    expect(table.rows()).toEqual([[3], [1]])
    expect(notices).toEqual(['The first 2 of 3 rows.'])
    expect((await worker.run('sort', [numbers], { by: 'N' }, hooks)).table.rows()).toEqual([[1], [2], [3]])
    // The table that was given is still whole.
    expect(numbers.rows()).toEqual([[3], [1], [2]])
  })

  it('fail with the code and the hint they failed with', async () => {
    const failed = new StepWorker().run('no-such-step', [numbers], {}, hooks)
    await expect(failed).rejects.toMatchObject({ code: 'UNKNOWN_STEP', hint: expect.stringContaining('Steps:') })
  })

  it('run one after the other', async () => {
    const { threads, start } = fakeThreads()
    const worker = new StepWorker(start)
    const both = [worker.run('take', [numbers], {}, hooks), worker.run('sort', [numbers], {}, hooks)]
    expect(threads[0]!.steps).toEqual(['take'])
    threads[0]!.done()
    expect(threads[0]!.steps).toEqual(['take', 'sort'])
    threads[0]!.done()
    await Promise.all(both)
    expect(threads.length).toBe(1)
    expect(threads[0]!.referenced).toBe(false)
  })

  it('tell how far they are', async () => {
    const { threads, start } = fakeThreads()
    const progress = vi.fn()
    const running = new StepWorker(start).run('take', [numbers], {}, { signal: undefined, progress })
    threads[0]!.say({ kind: 'progress', done: 1, total: 4, text: 'Reading' })
    threads[0]!.done()
    await running
    expect(progress.mock.calls).toEqual([[1, 4, 'Reading']])
  })

  it('end at once when cancelled, and the next one gets a new thread', async () => {
    const { threads, start } = fakeThreads()
    const worker = new StepWorker(start)
    const controller = new AbortController()
    const cancelled = worker.run('take', [numbers], {}, { ...hooks, signal: controller.signal })
    const next = worker.run('sort', [numbers], {}, hooks)
    controller.abort()
    await expect(cancelled).rejects.toMatchObject({ code: 'CANCELLED' })
    expect(threads[0]!.ended).toBe(true)
    threads[1]!.done()
    expect((await next).table.rowCount).toBe(3)
  })

  it('are sent each text once, and in pieces', async () => {
    const { threads, start } = fakeThreads()
    const worker = new StepWorker(start)
    const many = Table.fromRows(
      [{ name: 'T', type: 'string' }],
      Array.from({ length: 50_001 }, (_, at) => [`text ${at}`]),
    )
    const first = worker.run('take', [many], { rows: 2 }, hooks)
    await vi.waitFor(() => expect(threads[0]!.steps).toEqual(['take']))
    const pieces = threads[0]!.posted.flatMap((request) => (request.kind === 'texts' ? [request.texts] : []))
    expect(pieces.length).toBe(3)
    expect(pieces.flat()).toEqual(many.column('T'))
    threads[0]!.done()
    await first
    const again = worker.run('sort', [many.pick([2, 1])], { by: 'T' }, hooks)
    await vi.waitFor(() => expect(threads[0]!.steps).toEqual(['take', 'sort']))
    expect(threads[0]!.posted.filter(({ kind }) => kind === 'texts').length).toBe(3)
    threads[0]!.done()
    await again
  })

  it('give texts of their own and those they were given', async () => {
    const table = Table.fromRows(
      [
        { name: 'A', type: 'string' },
        { name: 'B', type: 'dynamic' },
      ],
      Array.from({ length: 30_000 }, (_, at) => [`user${at % 7}`, [at]]),
    )
    const worker = new StepWorker()
    const { table: sorted } = await worker.run('sort', [table], { by: 'A', descending: true }, hooks)
    expect(sorted.row(0)).toEqual(['user6', [6]])
    // The very texts of the table that was given, not their copies.
    const texts = (of: Table, at: number) => {
      const column = of.data[at]!
      return column.kind === 'texts' ? column.dictionary : undefined
    }
    expect(texts(sorted, 1)).toBe(texts(table, 1))
    const { table: counted } = await worker.run('count-by', [sorted], { by: 'A' }, hooks)
    expect(counted.rowCount).toBe(7)
    expect(counted.column('A').toSorted()).toEqual(Array.from({ length: 7 }, (_, at) => `user${at}`))
  })

  it('that are cancelled while texts are sent leave no half a table behind', async () => {
    const worker = new StepWorker()
    const many = Table.fromRows(
      [{ name: 'T', type: 'string' }],
      Array.from({ length: 60_001 }, (_, at) => [`text ${at}`]),
    )
    const controller = new AbortController()
    const cancelled = worker.run('sort', [many], { by: 'T' }, { ...hooks, signal: controller.signal })
    controller.abort()
    await expect(cancelled).rejects.toMatchObject({ code: 'CANCELLED' })
    const { table } = await worker.run('sort', [many], { by: 'T' }, hooks)
    expect(table.rowCount).toBe(60_001)
    expect(table.cell(0, 0)).toBe('text 0')
  })

  it('that wait are not begun when cancelled', async () => {
    const { threads, start } = fakeThreads()
    const worker = new StepWorker(start)
    const controller = new AbortController()
    const first = worker.run('take', [numbers], {}, hooks)
    const waiting = worker.run('sort', [numbers], {}, { ...hooks, signal: controller.signal })
    controller.abort()
    await expect(waiting).rejects.toMatchObject({ code: 'CANCELLED' })
    threads[0]!.done()
    await first
    expect(threads[0]!.posted.length).toBe(1)
    await expect(worker.run('sort', [numbers], {}, { ...hooks, signal: controller.signal })).rejects.toMatchObject({
      code: 'CANCELLED',
    })
  })

  it('whose thread dies are told so, and the next one gets a new thread', async () => {
    const { threads, start } = fakeThreads()
    const worker = new StepWorker(start)
    const lost = worker.run('take', [numbers], {}, hooks)
    threads[0]!.listener!.onEnd(new Error('out of memory'))
    await expect(lost).rejects.toMatchObject({
      code: 'STEP_STOPPED',
      message: expect.stringContaining('out of memory'),
    })
    const next = worker.run('sort', [numbers], {}, hooks)
    threads[1]!.done()
    await next
  })
})
