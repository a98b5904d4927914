import { describe, expect, it } from 'vitest'
import type { Clock } from '../../../src/providers/clock.ts'
import { Limiter, sharedLimiter } from '../../../src/providers/remote/limiter.ts'
import { limits, testClock } from './simulated-service.ts'

const never = new AbortController().signal
const settled = () => new Promise((resolve) => setImmediate(resolve))

/** A clock whose waits end when the test says so. */
function heldClock(): Clock & { pass(milliseconds: number): Promise<void> } {
  let now = 0
  const waits: { readonly until: number; readonly done: () => void }[] = []
  return {
    now: () => now,
    random: () => 0,
    wait: (milliseconds, signal) =>
      new Promise((done, reject) => {
        waits.push({ until: now + milliseconds, done })
        signal?.addEventListener('abort', () => reject(signal.reason), { once: true })
      }),
    async pass(milliseconds) {
      now += milliseconds
      for (const { until, done } of waits) if (until <= now) done()
      await settled()
    },
  }
}

describe('questions of one identity', () => {
  it('are asked so many at a time, the first come first', async () => {
    const limiter = new Limiter({ ...limits, concurrent: 2 }, testClock())
    const order: number[] = []
    const turns = [0, 1, 2, 3].map(async (each) => {
      const done = await limiter.turn('analytics', never)
      order.push(each)
      return done
    })
    await settled()
    expect([order, limiter.isBusy('analytics')]).toEqual([[0, 1], true])
    const done = await turns[1]!
    done()
    done()
    await settled()
    expect(order).toEqual([0, 1, 2])
  })

  it('of the Basic plan have turns of their own', async () => {
    const limiter = new Limiter({ ...limits, concurrent: 1, concurrentBasic: 1 }, testClock())
    await limiter.turn('analytics', never)
    const waiting = limiter.turn('analytics', never)
    await limiter.turn('basic', never)
    let isIn = false
    void waiting.then(() => {
      isIn = true
    })
    await settled()
    expect(isIn).toBe(false)
  })

  it('leave the row when they are cancelled', async () => {
    const limiter = new Limiter({ ...limits, concurrent: 1 }, testClock())
    const done = await limiter.turn('analytics', never)
    const controller = new AbortController()
    const cancelled = limiter.turn('analytics', controller.signal)
    const next = limiter.turn('analytics', never)
    controller.abort(new Error('not wanted'))
    await expect(cancelled).rejects.toThrow('not wanted')
    await expect(limiter.turn('analytics', controller.signal)).rejects.toThrow('not wanted')
    done()
    await next
  })

  it('keep to so many in a span of time', async () => {
    const clock = heldClock()
    const limiter = new Limiter({ ...limits, concurrent: 9, requests: { count: 2, withinMs: 1000 } }, clock)
    const begun: number[] = []
    for (const each of [0, 1, 2, 3, 4]) void limiter.turn('analytics', never).then(() => begun.push(each))
    await settled()
    expect(begun).toEqual([0, 1])
    await clock.pass(999)
    expect(begun).toEqual([0, 1])
    await clock.pass(1)
    expect(begun).toEqual([0, 1, 2, 3])
    await clock.pass(1000)
    expect(begun).toEqual([0, 1, 2, 3, 4])
  })

  it('all wait where the service asks one of them to', async () => {
    const clock = heldClock()
    const limiter = new Limiter(limits, clock)
    limiter.pause(5000)
    let isIn = false
    void limiter.turn('analytics', never).then(() => {
      isIn = true
    })
    await clock.pass(4999)
    expect(isIn).toBe(false)
    await clock.pass(1)
    expect(isIn).toBe(true)
  })

  it('share one limiter in all workspaces, at the lowest of their limits', async () => {
    const clock = testClock()
    const one = sharedLimiter({ ...limits, key: 'k' }, clock)
    expect(sharedLimiter({ ...limits, key: 'k', concurrent: 1 }, clock)).toBe(one)
    expect(sharedLimiter({ ...limits, key: 'other' }, clock)).not.toBe(one)
    await one.turn('analytics', never)
    expect(one.isBusy('analytics')).toBe(true)
  })
})
