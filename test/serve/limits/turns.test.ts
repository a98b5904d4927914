import { describe, expect, it } from 'vitest'
import { type Release, Turns } from '../../../src/serve/limits/turns.ts'
import { stoppedClock } from '../support/stopped-clock.ts'

const noSignal = new AbortController().signal
const queue = { count: 2, withinMs: 1000 }

describe('turns', () => {
  it('are given so many at once, and then in the order in which they were asked for', async () => {
    const turns = new Turns(2, queue, stoppedClock())
    const order: string[] = []
    const [first] = (await Promise.all([turns.take('a', noSignal), turns.take('a', noSignal)])) as Release[]
    const third = turns.take('a', noSignal).then((release) => {
      order.push('third')
      return release as Release
    })
    const fourth = turns.take('a', noSignal).then((release) => {
      order.push('fourth')
      return release as Release
    })
    await Promise.resolve()
    expect(order).toEqual([])
    first!()
    first!()
    ;(await third)()
    await fourth
    expect(order).toEqual(['third', 'fourth'])
  })

  it('are each client’s own', async () => {
    const turns = new Turns(1, queue, stoppedClock())
    await turns.take('a', noSignal)
    expect(await turns.take('b', noSignal)).toBeTypeOf('function')
  })

  it('are refused to those who come when too many wait', async () => {
    const turns = new Turns(1, queue, stoppedClock())
    await turns.take('a', noSignal)
    void turns.take('a', noSignal)
    void turns.take('a', noSignal)
    expect(await turns.take('a', noSignal)).toBe('full')
  })

  it('are refused to those who waited too long, and the place in the line is free then', async () => {
    const clock = stoppedClock()
    const turns = new Turns(1, { count: 1, withinMs: 1000 }, clock)
    const release = (await turns.take('a', noSignal)) as Release
    const late = turns.take('a', noSignal)
    clock.pass(1000)
    expect(await late).toBe('late')
    const next = turns.take('a', noSignal)
    release()
    expect(await next).toBeTypeOf('function')
    expect(clock.waiting).toBe(0)
  })

  it('are not lost with a client that goes while it waits, or in the moment of its turn', async () => {
    const turns = new Turns(1, queue, stoppedClock())
    const release = (await turns.take('a', noSignal)) as Release
    const gone = new AbortController()
    const waiting = turns.take('a', gone.signal)
    gone.abort(new Error('gone'))
    await expect(waiting).rejects.toThrow('gone')
    const both = new AbortController()
    const called = turns.take('a', both.signal)
    both.abort(new Error('gone too'))
    release()
    await called.then(
      (each) => (each as Release)(),
      () => {},
    )
    expect(await turns.take('a', noSignal)).toBeTypeOf('function')
    await expect(turns.take('a', AbortSignal.abort(new Error('was gone')))).rejects.toThrow('was gone')
  })
})
