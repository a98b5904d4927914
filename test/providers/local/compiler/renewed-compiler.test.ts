import { describe, expect, it } from 'vitest'
import { HuntletError } from '../../../../src/lib/diagnostic.ts'
import { RenewedCompiler } from '../../../../src/providers/local/compiler/renewed-compiler.ts'
import type { CompilerReply, CompilerRequest } from '../../../../src/providers/local/protocol.ts'
import { Thread } from '../../../../src/providers/local/thread.ts'
import type { Peer, PeerListener } from '../../../../src/providers/threads/peer.ts'

type Posted = CompilerRequest

/** Stays at `hang` for ever, falls over at `crash`, and answers all else with its own number and the text. */
class Fake implements Peer {
  readonly number: number
  readonly prepared: bigint[] = []
  isEnded = false
  #listener: PeerListener | undefined
  #isBusy = false

  constructor(number: number) {
    this.number = number
  }

  listen(listener: PeerListener): void {
    this.#listener = listener
  }

  post(message: unknown): void {
    const request = message as Posted
    if (this.#isBusy || request.kind === 'cancel') return
    if (request.kind === 'prepare') this.prepared.push(request.now)
    if (request.kind === 'compile' && request.kql === 'hang') {
      this.#isBusy = true
      return
    }
    setImmediate(() => {
      if (this.isEnded) return
      if (request.kind === 'compile' && request.kql === 'crash') {
        this.#isBusy = true
        this.#listener?.onEnd(new Error('it fell over'))
      } else if (!this.#isBusy) this.#listener?.onMessage(replyTo(request, this.number))
    })
  }

  ref(): void {}
  unref(): void {}
  async end(): Promise<void> {
    this.isEnded = true
  }
}

function replyTo(request: Exclude<Posted, { kind: 'cancel' }>, number: number): CompilerReply {
  const { id } = request
  if (request.kind === 'prepare') return { kind: 'prepared', id }
  const compiled = { sql: `${number}: ${request.kql}`, columns: [], udfs: [], notices: [], tables: [], ordered: false }
  return { kind: 'compiled', id, compiled, diagnostics: [] }
}

function start(compileMs: number, abandonedMs: number) {
  const made: Fake[] = []
  const peer = new RenewedCompiler(
    () => {
      const fake = new Fake(made.length + 1)
      made.push(fake)
      return fake
    },
    { compileMs, abandonedMs },
  )
  const thread = new Thread<CompilerRequest, CompilerReply>('compiler', peer)
  const compile = async (kql: string, signal?: AbortSignal) => {
    const reply = await thread.ask({ kind: 'compile', kql, limit: 1, answers: [] }, { signal })
    return reply.kind === 'compiled' ? reply.compiled.sql : reply.kind
  }
  return { made, thread, compile }
}

const never = 1_000_000

describe('a compiler is replaced by one that is prepared as it was', () => {
  it.each([
    ['hang', 500, 'KQL152'],
    ['crash', never, 'KQL153'],
  ])('where a text makes it %s: that query fails, the others do not notice', async (text, compileMs, code) => {
    const { made, thread, compile } = start(compileMs, never)
    await thread.ask({ kind: 'prepare', tables: [], now: 7n })
    expect(await compile('a')).toBe('1: a')
    const [hostile, next, last] = await Promise.allSettled([compile(text), compile('b'), compile('c')])
    expect(hostile).toMatchObject({
      reason: { code: 'KQL_UNSUPPORTED', hint: expect.any(String), diagnostics: [{ code, span: { start: 0 } }] },
    })
    expect([next, last]).toMatchObject([{ value: '2: b' }, { value: '2: c' }])
    expect(made.map(({ prepared, isEnded }) => [prepared, isEnded])).toEqual([
      [[7n], true],
      [[7n], false],
    ])
  })

  it('where a cancelled query keeps the next one waiting', async () => {
    const { thread, compile } = start(never, 200)
    await thread.ask({ kind: 'prepare', tables: [], now: 7n })
    const controller = new AbortController()
    const hostile = compile('hang', controller.signal)
    const next = compile('b')
    controller.abort()
    await expect(hostile).rejects.toMatchObject({ code: 'CANCELLED' })
    expect(await next).toBe('2: b')
  })

  it('again and again', async () => {
    const { thread, compile } = start(500, never)
    await thread.ask({ kind: 'prepare', tables: [], now: 7n })
    const outcomes = await Promise.allSettled([compile('hang'), compile('crash'), compile('hang'), compile('b')])
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected', 'fulfilled'])
    expect(outcomes[3]).toMatchObject({ value: '4: b' })
  })
})

it('ends with the workspace, though it is at work', async () => {
  const { made, thread, compile } = start(never, never)
  const hostile = compile('hang')
  const reason = new HuntletError('WORKSPACE_CLOSED', 'closed')
  await thread.stop(reason)
  await expect(hostile).rejects.toBe(reason)
  expect(made.map(({ isEnded }) => isEnded)).toEqual([true])
})
