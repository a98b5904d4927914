import { afterEach, describe, expect, it } from 'vitest'
import { Table } from '../../src/lib/table.ts'
import { anyOf, type Fault, type Faults, faultyRequest, first, within } from '../../src/serve/faults.ts'
import { type Server, serve } from '../../src/serve/serve.ts'
import { ask } from './support/ask.ts'
import { standIn } from './support/stand-in-workspace.ts'
import { stoppedClock } from './support/stopped-clock.ts'

const table = Table.fromRows(
  [{ name: 'text', type: 'string' }],
  Array.from({ length: 2000 }, (_, row) => [`row ${row} of a text that takes some room`]),
)
const opened: Server[] = []
const clock = stoppedClock()

async function faulty(faults: Faults): Promise<Server> {
  const workspace = standIn(async () => ({ table }))
  const server = await serve({ workspaces: [{ name: 'logs', workspace }], faults, clock })
  opened.push(server)
  return server
}

afterEach(async () => {
  await Promise.all(opened.splice(0).map((server) => server.close()))
})

/** The text of the body up to where it ends, and whether it ended as it should. */
async function taken(server: Server): Promise<{ text: string; isBroken: boolean }> {
  const response = await fetch(`${server.url}/v1/workspaces/logs/query?query=x`)
  let text = ''
  try {
    for await (const piece of response.body!.pipeThrough(new TextDecoderStream())) text += piece
    return { text, isBroken: false }
  } catch {
    return { text, isBroken: true }
  }
}

describe('a server that misbehaves', () => {
  it('answers after so long', async () => {
    const server = await faulty(first(1, { kind: 'latency', ms: 5000 }))
    const answer = ask(server, { query: 'x' })
    while (clock.waiting === 0) await new Promise((resolve) => setImmediate(resolve))
    clock.pass(5000)
    expect((await answer).status).toBe(200)
  })

  it('answers when it is let', async () => {
    const let1 = Promise.withResolvers<void>()
    const server = await faulty(first(1, { kind: 'held', until: let1.promise }))
    const answer = ask(server, { query: 'held' })
    expect((await ask(server, { query: 'not held' })).status).toBe(200)
    let1.resolve()
    expect((await answer).status).toBe(200)
  })

  it('throttles, fails and forgets who one is, as often as it is told, and then answers', async () => {
    const server = await faulty(
      anyOf(
        first(2, { kind: 'throttled', retryAfter: '7' }),
        first(1, { kind: 'status', status: 503, headers: { 'retry-after': '3' } }),
        first(1, { kind: 'expired-token' }),
      ),
    )
    const found = []
    for (let request = 0; request < 5; request++) {
      const { status, headers } = await ask(server, { query: 'x' })
      found.push([status, headers.get('retry-after')])
    }
    expect(found).toEqual([
      [429, '7'],
      [429, '7'],
      [503, '3'],
      [401, null],
      [200, null],
    ])
  })

  it('ends the connection before the answer, and in the middle of it', async () => {
    const server = await faulty(anyOf(first(1, { kind: 'dropped' }), first(1, { kind: 'dropped', after: 70_000 })))
    await expect(ask(server, { query: 'x' })).rejects.toThrow()
    const { text, isBroken } = await taken(server)
    expect([isBroken, text.startsWith('{"tables":')]).toEqual([true, true])
    expect((await taken(server)).isBroken).toBe(false)
  })

  it('ends a body too early as though it were whole', async () => {
    const server = await faulty(first(1, { kind: 'truncated', after: 1000 }))
    const { text, isBroken } = await taken(server)
    expect([isBroken, text.length]).toEqual([false, 1000])
    expect(() => JSON.parse(text)).toThrow()
  })

  it('answers with the page of a proxy', async () => {
    const server = await faulty(first(1, { kind: 'content', type: 'text/html', body: '<html>log in</html>' }))
    const response = await fetch(`${server.url}/v1/workspaces/logs/query?query=x`)
    expect([response.status, response.headers.get('content-type'), await response.text()]).toEqual([
      200,
      'text/html',
      '<html>log in</html>',
    ])
  })

  it('leaves rows out and says so', async () => {
    const server = await faulty(first(1, { kind: 'partial', rows: 10, message: 'a shard was lost' }))
    const { body } = await ask(server, { query: 'x' })
    expect(body.tables[0].rows).toHaveLength(10)
    expect(body.error.details[0].innererror.message).toBe('a shard was lost')
  })

  it('fails for some ranges of time alone, however they are asked for', async () => {
    const fault: Fault = { kind: 'status', status: 500 }
    const server = await faulty(within({ start: '2026-05-02T00:00:00Z', end: '2026-05-03T00:00:00Z' }, fault))
    const status = async (body: object) => (await ask(server, body)).status
    expect(await status({ query: 'x', timespan: '2026-05-01T00:00:00Z/2026-05-02T00:00:00Z' })).toBe(200)
    expect(await status({ query: 'x', timespan: '2026-05-01T00:00:00Z/2026-05-02T00:00:01Z' })).toBe(500)
    expect(
      await status({ query: 'T | where t >= datetime(2026-05-02T10:00:00Z) and t < datetime("2026-05-02T11:00:00Z")' }),
    ).toBe(500)
    expect(
      await status({ query: 'T | where t >= datetime(2026-05-03T00:00:00Z) and t < datetime(2026-05-04T00:00:00Z)' }),
    ).toBe(200)
    expect(await status({ query: 'x' })).toBe(200)
  })

  it('does so for the requests that are told', async () => {
    const asked: unknown[] = []
    const server = await faulty(({ number, kql, authorization }) => {
      asked.push([number, kql, authorization])
      return undefined
    })
    await ask(server, { query: 'one' }, { headers: { authorization: 'Bearer x' } })
    await ask(server, { db: 'logs', csl: 'two' }, { path: '/v2/rest/query' })
    expect(asked).toEqual([
      [1, 'one', 'Bearer x'],
      [2, 'two', undefined],
    ])
  })
})

describe('what a fault may depend on', () => {
  const asked = (query: string) =>
    faultyRequest(
      { method: 'POST', path: '/v2/rest/query', query: new URLSearchParams(), body: { csl: query } },
      1,
      undefined,
    )

  it('has the range that the query names', () => {
    const range = { start: '2026-05-02T10:00:00Z', end: '2026-05-02T11:00:00Z' }
    expect(asked(`T | where t between (datetime( '${range.start}' ) .. datetime(${range.end}))`).range).toEqual(range)
  })

  it('is known at once of a query of spaces', () => {
    expect(asked(`datetime(${' '.repeat(12_000)}`).range).toBeUndefined()
    expect(asked('datetime('.repeat(100_000)).range).toBeUndefined()
  })
})
