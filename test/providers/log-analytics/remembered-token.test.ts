import { expect, it } from 'vitest'
import { rememberedToken } from '../../../src/providers/log-analytics/remembered-token.ts'

const scope = 'https://api.loganalytics.io/.default'

/** A login that is answered when the test wants it. */
function slowLogin() {
  const asked: {
    readonly signal: AbortSignal
    readonly give: (token: string, until: number) => void
    readonly fail: () => void
  }[] = []
  return {
    asked,
    getToken: (_: string | string[], options?: { readonly abortSignal?: unknown }) =>
      new Promise<{ token: string; expiresOnTimestamp: number }>((resolve, reject) => {
        asked.push({
          signal: options?.abortSignal as AbortSignal,
          give: (token, expiresOnTimestamp) => resolve({ token, expiresOnTimestamp }),
          fail: () => reject(new Error('no')),
        })
      }),
  }
}

it('asks once for all who wait, and again when the token runs out or is forgotten', async () => {
  const login = slowLogin()
  let now = 0
  const { credential, forget } = rememberedToken(login, () => now)
  const both = Promise.all([credential.getToken(scope), credential.getToken(scope)])
  login.asked[0]!.give('one', 1_000_000)
  expect((await both).map((token) => token?.token)).toEqual(['one', 'one'])
  expect(login.asked).toHaveLength(1)

  now = 900_000
  const next = Promise.all([credential.getToken(scope), credential.getToken(scope)])
  await Promise.resolve().then(() => new Promise(setImmediate))
  login.asked[1]!.give('two', 2_000_000)
  expect((await next).map((token) => token?.token)).toEqual(['two', 'two'])

  forget()
  const last = credential.getToken(scope)
  login.asked[2]!.give('three', 2_000_000)
  expect((await last)?.token).toBe('three')
  expect(login.asked).toHaveLength(3)
})

it('goes on for the others when one who waits is cancelled, and ends when none is left', async () => {
  const login = slowLogin()
  const { credential } = rememberedToken(login, () => 0)
  const [one, other] = [new AbortController(), new AbortController()]
  const asking = [one, other].map(({ signal }) => credential.getToken(scope, { abortSignal: signal }))
  one.abort(new Error('one is gone'))
  await expect(asking[0]).rejects.toThrow('one is gone')
  expect(login.asked[0]!.signal.aborted).toBe(false)
  other.abort(new Error('none is left'))
  await expect(asking[1]).rejects.toThrow('none is left')
  expect(login.asked[0]!.signal.aborted).toBe(true)
  const later = credential.getToken(scope)
  login.asked[1]!.give('later', 1_000_000)
  expect((await later)?.token).toBe('later')
})

it('does not keep a failure', async () => {
  const login = slowLogin()
  const { credential } = rememberedToken(login, () => 0)
  const failing = credential.getToken(scope)
  login.asked[0]!.fail()
  await expect(failing).rejects.toThrow('no')
  const next = credential.getToken(scope)
  login.asked[1]!.give('one', 1_000_000)
  expect((await next)?.token).toBe('one')
})
