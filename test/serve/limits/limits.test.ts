import { afterEach, describe, expect, it } from 'vitest'
import { HuntletError } from '../../../src/lib/diagnostic.ts'
import { Table } from '../../../src/lib/table.ts'
import { openWorkspace } from '../../../src/providers/open-workspace.ts'
import { azureLimits } from '../../../src/serve/limits/azure-limits.ts'
import { type Server, serve } from '../../../src/serve/serve.ts'
import type { ServeOptions } from '../../../src/serve/serve-options.ts'
import { makeFolder } from '../../support/load-fixture.ts'
import { ask } from '../support/ask.ts'
import { standIn } from '../support/stand-in-workspace.ts'
import { stoppedClock } from '../support/stopped-clock.ts'

const opened: Server[] = []

async function started(options: Partial<ServeOptions>): Promise<Server> {
  const server = await serve({ workspaces: [{ name: 'logs', workspace: standIn() }], ...options })
  opened.push(server)
  return server
}

afterEach(async () => {
  await Promise.all(opened.splice(0).map((server) => server.close()))
})

/** A workspace whose answers wait until each is let go, and that says how many it works on. */
function held() {
  const waiting: (() => void)[] = []
  let changed = Promise.withResolvers<void>()
  const workspace = standIn(
    () =>
      new Promise((resolve) => {
        waiting.push(() => resolve({}))
        changed.resolve()
        changed = Promise.withResolvers()
      }),
  )
  const reaches = async (count: number) => {
    while (waiting.length < count) await changed.promise
  }
  return { workspace, waiting, reaches }
}

describe('the limits of the service', () => {
  it('let five queries of a client work at once, and the next in their order', async () => {
    const { workspace, waiting, reaches } = held()
    const server = await started({
      workspaces: [{ name: 'logs', workspace }],
      limits: azureLimits,
      clock: stoppedClock(),
    })
    const answers = Array.from({ length: 12 }, () => ask(server, { query: 'x' }))
    for (let done = 0; done < 12; done++) {
      await reaches(Math.min(5 + done, 12))
      expect(waiting.length).toBe(Math.min(5 + done, 12))
      waiting[done]!()
    }
    expect((await Promise.all(answers)).map(({ status }) => status)).toEqual(Array(12).fill(200))
  })

  it('refuse a query that waited three minutes, and one when two hundred wait', async () => {
    const { workspace, waiting, reaches } = held()
    const clock = stoppedClock()
    const limits = { ...azureLimits, queue: { count: 2, withinMs: 180_000 } }
    const server = await started({ workspaces: [{ name: 'logs', workspace }], limits, clock })
    const atWork = Array.from({ length: 5 }, () => ask(server, { query: 'x' }))
    await reaches(5)
    // Of three more, two find a place in the line, whichever comes first.
    const more = Array.from({ length: 3 }, () => ask(server, { query: 'x' }))
    const refused = await Promise.race(more)
    expect([refused.status, refused.headers.get('retry-after'), refused.body.error]).toMatchObject([
      429,
      '30',
      { code: 'ThrottledError', message: 'More than 2 queries are waiting for their turn.' },
    ])
    clock.pass(180_000)
    const messages = (await Promise.all(more)).map(({ body }) => body.error.message)
    expect(messages.filter((message) => message === 'The query waited 180 seconds for its turn.')).toHaveLength(2)
    // What is no query waits for nobody.
    expect((await ask(server, {}, { path: '/v1/workspaces/logs/metadata' })).status).toBe(200)
    for (const each of waiting) each()
    expect((await Promise.all(atWork)).map(({ status }) => status)).toEqual(Array(5).fill(200))
  })

  it('refuse the 201st request in thirty seconds, and say how long to wait', async () => {
    const clock = stoppedClock()
    const server = await started({ limits: azureLimits, clock })
    for (let request = 0; request < 200; request++) expect((await ask(server, { query: 'x' })).status).toBe(200)
    clock.pass(10_000)
    const refused = await ask(server, { query: 'x' })
    expect([refused.status, refused.headers.get('retry-after'), refused.body.error.code]).toEqual([
      429,
      '20',
      'ThrottledError',
    ])
    clock.pass(20_000)
    expect((await ask(server, { query: 'x' })).status).toBe(200)
  })

  it('give a query three minutes, or what it asks for up to ten', async () => {
    const asked: (number | undefined)[] = []
    const workspace = standIn(async (_, { timeoutMs }) => {
      asked.push(timeoutMs)
      return {}
    })
    const server = await started({ workspaces: [{ name: 'logs', workspace }], limits: azureLimits })
    const unlimited = await started({ workspaces: [{ name: 'logs', workspace }] })
    for (const to of [server, unlimited]) {
      await ask(to, { query: 'x' })
      for (const wait of ['30', '6000']) await ask(to, { query: 'x' }, { headers: { prefer: `wait=${wait}` } })
    }
    expect(asked).toEqual([180_000, 30_000, 600_000, undefined, 30_000, 6_000_000])
  })

  it('answer 504 to a query that takes longer', async () => {
    const workspace = standIn(async () => {
      throw new HuntletError('QUERY_TIMEOUT', 'The query was stopped: it was not done after 180 seconds.')
    })
    const server = await started({ workspaces: [{ name: 'logs', workspace }], limits: azureLimits })
    const { status, body } = await ask(server, { query: 'x' })
    expect([status, body.error.code]).toEqual([504, 'GatewayTimeout'])
    expect(body.error.innererror.message).toContain('180 seconds')
  })

  it('cut an answer at its bytes, at a whole row, and say so in the words of the service', async () => {
    const table = Table.fromRows(
      [{ name: 'text', type: 'string' }],
      Array.from({ length: 1000 }, () => ['é'.repeat(50)]),
    )
    const server = await started({
      workspaces: [{ name: 'logs', workspace: standIn(async () => ({ table })) }],
      limits: { bytes: 10_000 },
    })
    const { status, body } = await ask(server, { query: 'x' })
    expect(status).toBe(200)
    // A row is a comma and 104 bytes: two brackets, two quotes, a hundred of text.
    expect(body.tables[0].rows).toHaveLength(95)
    expect(body.error).toEqual({
      code: 'PartialError',
      message: 'There were some errors when processing your query.',
      details: [
        {
          code: 'EngineError',
          message: 'Something went wrong processing your query on the server.',
          innererror: {
            code: '-2133196797',
            message: expect.stringMatching(
              /exceed the set limit of 10000 bytes, so not all records were returned \(E_QUERY_RESULT_SET_TOO_LARGE/,
            ),
            severity: 2,
            severityName: 'Error',
          },
        },
      ],
    })
  })
})

describe('an answer that lacks rows says so', () => {
  const folder = makeFolder({ 'Numbers_CL.csv': ['n', ...Array.from({ length: 100 }, (_, n) => n), ''].join('\n') })

  it('where the limit or the query cut it, with the number at which it was', async () => {
    const workspace = await openWorkspace({ kind: 'local', paths: [folder.path] })
    try {
      const server = await started({ workspaces: [{ name: 'logs', workspace }], limits: { rows: 30 } })
      const cut = async (query: string) => {
        const { body } = await ask(server, { query })
        return [
          body.tables.map((table: { rows: unknown[] }) => table.rows.length),
          body.error?.details.map(
            (each: { innererror: { message: string } }) => /set limit of (\d+ \w+)/.exec(each.innererror.message)?.[1],
          ),
        ]
      }
      expect(await cut('Numbers_CL')).toEqual([[30], ['30 records']])
      expect(await cut('Numbers_CL | take 30')).toEqual([[30], undefined])
      expect(await cut('set truncationmaxrecords=7; Numbers_CL')).toEqual([[7], ['7 records']])
      expect(await cut('set truncationmaxsize=1024; Numbers_CL | take 30 | extend x = strrep("x", 100)')).toEqual([
        [expect.any(Number)],
        ['1024 bytes'],
      ])
    } finally {
      await workspace.close()
      folder.remove()
    }
  })

  it('where data could not be read', async () => {
    const workspace = standIn(async () => ({
      completeness: { status: 'partial', notices: ['a.evtx: 3 records are broken'] },
    }))
    const server = await started({ workspaces: [{ name: 'logs', workspace }] })
    const { status, body } = await ask(server, { query: 'x' })
    expect([status, body.error.code, body.error.details[0].innererror.message]).toEqual([
      200,
      'PartialError',
      'a.evtx: 3 records are broken',
    ])
  })
})
