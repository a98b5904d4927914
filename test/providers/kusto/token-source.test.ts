import { describe, expect, it } from 'vitest'
import { clusterAddress } from '../../../src/providers/kusto/cluster-address.ts'
import { kustoConnection } from '../../../src/providers/kusto/kusto-client.ts'
import { tokensOf } from '../../../src/providers/kusto/token-source.ts'
import { madeServer } from './support/wire-to.ts'

const minute = 60_000

/** A login that gives tokens of an hour, numbered, when it is let. */
function login() {
  const state = { now: 0, asked: [] as { scope: string; signal: AbortSignal }[], hold: Promise.resolve() }
  const tokens = tokensOf(
    {
      getToken: async (scope, options) => {
        state.asked.push({ scope: String(scope), signal: options!.abortSignal as AbortSignal })
        const number = state.asked.length
        await state.hold
        return { token: `token ${number}`, expiresOnTimestamp: state.now + 60 * minute }
      },
    },
    () => state.now,
  )
  return { state, tokens }
}

const never = new AbortController().signal

describe('tokens of a login', () => {
  it('are kept while they hold, and got anew some minutes before', async () => {
    const { state, tokens } = login()
    expect(await tokens.token('a', never)).toBe('token 1')
    state.now = 54 * minute
    expect(await tokens.token('a', never)).toBe('token 1')
    state.now = 56 * minute
    expect(await tokens.token('a', never)).toBe('token 2')
    expect(await tokens.token('b', never)).toBe('token 3')
    expect(state.asked.map(({ scope }) => scope)).toEqual(['a', 'a', 'b'])
  })

  it('are got anew where the service takes the old one no longer', async () => {
    const { tokens } = login()
    await tokens.token('a', never)
    tokens.forget()
    expect(await tokens.token('a', never)).toBe('token 2')
  })

  it('are asked for once by many, and given up with the last who waits', async () => {
    const { state, tokens } = login()
    const held = Promise.withResolvers<void>()
    state.hold = held.promise
    const [one, two] = [new AbortController(), new AbortController()]
    const first = tokens.token('a', one.signal)
    const second = tokens.token('a', two.signal)
    expect(state.asked).toHaveLength(1)
    one.abort(new Error('one'))
    await expect(first).rejects.toThrow('one')
    expect(state.asked[0]!.signal.aborted).toBe(false)
    two.abort(new Error('two'))
    await expect(second).rejects.toThrow('two')
    expect(state.asked[0]!.signal.aborted).toBe(true)
    held.resolve()
    const third = tokens.token('a', never)
    expect(await third).toBe('token 2')
  })

  it('that fail are asked for again', async () => {
    const { state, tokens } = login()
    state.hold = Promise.reject(new Error('no network'))
    state.hold.catch(() => {})
    await expect(tokens.token('a', never)).rejects.toThrow('no network')
    state.hold = Promise.resolve()
    expect(await tokens.token('a', never)).toBe('token 2')
  })
})

describe('a login', () => {
  it('is asked for the data lake under its own name', async () => {
    const { state, tokens } = login()
    const server = await madeServer((response) => response.end('[]'))
    const url = `${server.url}/lake/kql`
    const lake = { url, shortName: 'lake', isLoopback: true, isDataLake: true }
    const connection = await kustoConnection(lake, tokens)
    await connection.query({ database: 'd', text: 'T', clientRequestId: 'x', timeoutMs: 1000, signal: never })
    expect(state.asked.map(({ scope }) => scope)).toEqual(['4500ebfb-89b6-4b14-a480-7f749797bfcd/.default'])
    expect(server.asked.map(({ path, headers }) => [path, headers.authorization])).toEqual([
      ['/lake/kql/v2/rest/query', 'Bearer token 1'],
    ])
    connection.close()
    await server.close()
  })

  it('is sent to no host but those of Kusto', async () => {
    const { state, tokens } = login()
    const server = await madeServer((response) => response.end('[]'))
    const connection = await kustoConnection(clusterAddress(server.url), tokens)
    const asked = { database: 'd', text: 'T', clientRequestId: 'x', timeoutMs: 1000, signal: never }
    await expect(connection.query(asked)).rejects.toMatchObject({ name: 'RequestFailure', code: 'UNTRUSTED' })
    expect([state.asked, server.asked]).toEqual([[], []])
    connection.close()
    await server.close()
  })
})
