import { expect, it } from 'vitest'
import { withDeadline } from '../../../src/providers/local/deadline.ts'

const untilAborted = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason))
  })

it('stops what is not done in time, and says how to have more', async () => {
  await expect(withDeadline(150, undefined, (signal) => untilAborted(signal))).rejects.toMatchObject({
    code: 'QUERY_TIMEOUT',
    message: expect.stringContaining('0.15 seconds'),
    hint: expect.stringContaining('--timeout'),
  })
})

it('passes on what its caller cancels for', async () => {
  const controller = new AbortController()
  const waiting = withDeadline(undefined, controller.signal, untilAborted)
  controller.abort('enough')
  await expect(waiting).rejects.toBe('enough')
})

it('takes any time, for ever too, but none', async () => {
  const answer = async () => 7
  expect(await withDeadline(Number.POSITIVE_INFINITY, undefined, answer)).toBe(7)
  expect(await withDeadline(1e12, undefined, answer)).toBe(7)
  for (const none of [0, -1, Number.NaN]) {
    await expect(withDeadline(none, undefined, answer)).rejects.toMatchObject({ code: 'BAD_TIMEOUT' })
  }
})
