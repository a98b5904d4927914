import { afterEach, describe, expect, it } from 'vitest'
import { HuntletError } from '../../../src/lib/diagnostic.ts'
import { Thread } from '../../../src/providers/local/thread.ts'
import { threadPeer } from '../../../src/providers/threads/peer.ts'

interface Request {
  readonly kind: 'echo' | 'fail' | 'crash' | 'exit' | 'wait' | 'close'
  readonly id: number
  readonly milliseconds?: number
}

interface Reply {
  readonly kind: 'said' | 'progress'
  readonly id: number
  readonly text: string
}

const threads: Thread<Request, Reply>[] = []

function start(): Thread<Request, Reply> {
  const thread = new Thread<Request, Reply>('parrot', threadPeer('parrot', 'threads/echo', import.meta.url))
  threads.push(thread)
  return thread
}

afterEach(() => Promise.all(threads.splice(0).map((thread) => thread.stop(new HuntletError('DONE', 'done')))))

describe('a thread', () => {
  it('answers, and tells on the way', async () => {
    const told: string[] = []
    const reply = await start().ask({ kind: 'echo' }, { onProgress: (each) => told.push(each.text) })
    expect([reply.text, told]).toEqual(['echo', ['soon']])
  })

  it('answers many at once, each its own', async () => {
    const thread = start()
    const slow = thread.ask({ kind: 'wait', milliseconds: 200 })
    expect((await thread.ask({ kind: 'echo' })).text).toBe('echo')
    expect((await slow).text).toBe('waited')
  })

  it('hands over what it throws', async () => {
    await expect(start().ask({ kind: 'fail' })).rejects.toMatchObject({
      code: 'NO_LUCK',
      message: 'It failed.',
      hint: 'Try again.',
    })
  })

  it('lets go of what is cancelled at once', async () => {
    const controller = new AbortController()
    const thread = start()
    const waiting = thread.ask({ kind: 'wait', milliseconds: 60_000 }, { signal: controller.signal })
    controller.abort()
    await expect(waiting).rejects.toMatchObject({ code: 'CANCELLED' })
    expect((await thread.ask({ kind: 'close' })).text).toBe('closed')
  })

  it('that ends others waits until they have ended', async () => {
    const thread = start()
    const waiting = thread.ask({ kind: 'wait', milliseconds: 60_000 }).catch((error) => error)
    expect((await thread.ask({ kind: 'close' })).text).toBe('closed')
    expect(await waiting).toMatchObject({ code: 'WORKSPACE_CLOSED' })
  })

  it.each(['crash', 'exit'] as const)(
    'that falls over (%s) tells everyone who waits, and everyone after',
    async (kind) => {
      const thread = start()
      const waiting = thread.ask({ kind: 'wait', milliseconds: 60_000 }).catch((error) => error)
      const failed = await thread.ask({ kind }).catch((error) => error)
      expect(failed).toBeInstanceOf(HuntletError)
      expect(failed).toMatchObject({ code: 'ENGINE_STOPPED', hint: 'Open the workspace again.' })
      expect(failed.message).toContain('parrot')
      expect(await waiting).toBe(failed)
      await expect(thread.ask({ kind: 'echo' })).rejects.toBe(failed)
    },
  )
})
