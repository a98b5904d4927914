import { expect, it } from 'vitest'
import { RequestRate } from '../../../src/serve/limits/request-rate.ts'
import { stoppedClock } from '../support/stopped-clock.ts'

it('counts the requests of each client in the span behind now, and says how long to wait', () => {
  const clock = stoppedClock()
  const rate = new RequestRate({ count: 3, withinMs: 1000 }, clock)
  expect(rate.excess('a')).toBeUndefined()
  clock.pass(400)
  expect([rate.excess('a'), rate.excess('a')]).toEqual([undefined, undefined])
  expect([rate.excess('a'), rate.excess('b')]).toEqual([600, undefined])
  clock.pass(599)
  expect(rate.excess('a')).toBe(1)
  clock.pass(1)
  // The first has left the span; refused requests were not counted.
  expect([rate.excess('a'), rate.excess('a')]).toEqual([undefined, 400])
})

it('forgets clients that ask no more', () => {
  const clock = stoppedClock()
  const rate = new RequestRate({ count: 1, withinMs: 1000 }, clock)
  for (let client = 0; client < 1500; client++) rate.excess(String(client))
  clock.pass(2000)
  expect(rate.excess('0')).toBeUndefined()
  expect(rate.clients).toBeLessThan(1001)
})
