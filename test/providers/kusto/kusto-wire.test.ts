import { afterEach, describe, expect, it } from 'vitest'
import { HuntletError, KqlError } from '../../../src/lib/diagnostic.ts'
import { Table } from '../../../src/lib/table.ts'
import { ServiceFault } from '../../../src/providers/remote/wire.ts'
import type { Workspace } from '../../../src/providers/workspace.ts'
import { type Fault, first } from '../../../src/serve/faults.ts'
import { serve } from '../../../src/serve/serve.ts'
import type { ServeOptions } from '../../../src/serve/serve-options.ts'
import { standIn } from '../../serve/support/stand-in-workspace.ts'
import {
  faultOf,
  framesBody,
  type MadeServer,
  madeServer,
  question,
  type WireOptions,
  wireTo,
} from './support/wire-to.ts'

const opened: { close(): unknown }[] = []

afterEach(async () => {
  for (const each of opened.splice(0).reverse()) await each.close()
})

const numbers = standIn(async () => ({
  table: Table.fromRows(
    [{ name: 'n', type: 'long' }],
    Array.from({ length: 1000 }, (_, n) => [n]),
  ),
}))

async function served(workspace: Workspace, serving: Partial<ServeOptions> = {}, options: WireOptions = {}) {
  const server = await serve({ ...serving, workspaces: [{ name: 'soc', workspace }] })
  opened.push(server)
  const wire = await wireTo(server.url, options)
  opened.push(wire)
  return wire
}

async function madeWire(answer: Parameters<typeof madeServer>[0], options: WireOptions = {}, metadata?: string) {
  const server: MadeServer = await madeServer(answer, metadata)
  opened.push(server)
  const wire = await wireTo(server.url, options)
  opened.push(wire)
  return { wire, server }
}

/** The faults a server is told to have, for queries alone. */
function queries(times: number, fault: Fault): Partial<ServeOptions> {
  return { faults: first(times, fault, ({ kql }) => kql !== undefined) }
}

describe('a question to Kusto', () => {
  it('is answered with cells of their types, to the last digit', async () => {
    const columns = [
      { name: 'l', type: 'long' },
      { name: 't', type: 'datetime' },
      { name: 's', type: 'timespan' },
      { name: 'r', type: 'real' },
      { name: 'd', type: 'dynamic' },
      { name: 'b', type: 'bool' },
      { name: 'c', type: 'decimal' },
      { name: 'g', type: 'guid' },
      { name: 'x', type: 'string' },
      { name: 'i', type: 'int' },
    ] as const
    const rows = [
      [
        9223372036854775807n,
        '2024-03-05T12:30:15.1234567Z',
        '1.02:03:04.5000001',
        Number.NaN,
        { a: [1, null] },
        true,
        '0.12345678901234567890',
        '12345678-1234-1234-1234-123456789abc',
        'é\n',
        5,
      ],
      [
        -9007199254740993n,
        '0001-01-01T00:00:00.0000000Z',
        '-00:00:00.0000001',
        -Infinity,
        '12',
        false,
        '-1',
        null,
        '',
        -5,
      ],
      [0, '9999-12-31T23:59:59.9999999Z', '00:00:00', 1.5e300, ['x'], null, null, null, '"', 0],
      [null, null, null, null, null, null, null, null, '', null],
    ]
    const wire = await served(standIn(async () => ({ table: Table.fromRows(columns, rows), chart: 'piechart' })))
    const { tables, chart, shortfall } = await wire.ask(question('T'))
    expect(tables[0].table.columns).toEqual(columns)
    expect(tables[0].table.rows()).toEqual(rows)
    expect([tables.length, chart, shortfall]).toEqual([1, 'piechart', undefined])
  })

  it('goes out under a name of its own, with the time it may take and nothing about the machine', async () => {
    const { wire, server } = await madeWire((response) => response.end(framesBody([['n', 'long']], '[[1]]')))
    await wire.ask(question('T | count', { timeoutMs: 90_500 }))
    const [{ headers, body, path }] = server.asked as [MadeServer['asked'][number]]
    expect(path).toBe('/v2/rest/query')
    expect(JSON.parse(body)).toEqual({
      db: 'soc',
      csl: 'T | count',
      properties: { Options: { servertimeout: '00:01:30.500' } },
    })
    expect(headers['x-ms-client-request-id']).toMatch(/^huntlet;[\da-f-]{36}$/)
    expect([headers['x-ms-app'], headers['x-ms-user'], headers.authorization]).toEqual([
      'huntlet',
      undefined,
      undefined,
    ])
  })

  it('refuses a range that the text does not keep to, and leaves one alone that it does', async () => {
    const wire = await served(numbers)
    const range = { start: '2024-01-01T00:00:00Z', end: '2024-01-02T00:00:00Z' }
    expect(await faultOf(wire.ask(question('search "x"', { range })))).toMatchObject({ kind: 'refused' })
    const { tables } = await wire.ask(question('T', { range, isNarrowed: true }))
    expect(tables[0].table.rowCount).toBe(1000)
  })

  it('tells of rows that were cut off, with the words of the service', async () => {
    const cut = (notice: string) =>
      standIn(async () => ({
        table: Table.fromRows([{ name: 'n', type: 'long' }], [[1], [2]]),
        completeness: { status: 'truncated', notices: [notice] },
      }))
    const byRows = await (await served(cut('only the first 2 rows are shown'))).ask(question('T'))
    expect(byRows.tables[0].table.rowCount).toBe(2)
    expect(byRows.shortfall).toMatchObject({ kind: 'rows', message: expect.stringContaining('2 records') })
    const bySize = await (await served(cut('only the first 2 rows, which is 1 KB of data, are shown'))).ask(
      question('T'),
    )
    expect(bySize.shortfall).toMatchObject({ kind: 'bytes', message: expect.stringContaining('67108864 bytes') })
  })

  it('tells of a part that failed', async () => {
    const wire = await served(numbers, queries(1, { kind: 'partial', rows: 10, message: 'a shard was away' }))
    const { tables, shortfall } = await wire.ask(question('T'))
    expect(tables[0].table.rowCount).toBe(10)
    expect(shortfall).toEqual({ kind: 'other', message: 'a shard was away' })
    expect((await wire.ask(question('T'))).shortfall).toBeUndefined()
  })

  it('tells what is to be known of an answer that is whole', async () => {
    const notices = ['no database of places']
    const wire = await served(standIn(async () => ({ completeness: { status: 'complete', notices } })))
    const { shortfall, notices: told } = await wire.ask(question('T'))
    expect([shortfall, told]).toEqual([undefined, notices])
  })

  it('points at what the service finds wrong in the text', async () => {
    const text = 'T\n| where Acount == 1'
    const message = 'Unknown column `Acount`.'
    const refusing = standIn(() => {
      const span = { start: text.indexOf('Acount'), end: text.indexOf('Acount') + 6 }
      throw new KqlError('KQL_INVALID', message, {
        diagnostics: [{ code: 'KQL002', severity: 'error', message, span }],
      })
    })
    const fault = (await faultOf((await served(refusing)).ask(question(text)))) as KqlError
    expect(fault).toBeInstanceOf(KqlError)
    expect(fault.code).toBe('KQL_INVALID')
    expect(fault.diagnostics).toEqual([{ code: 'SEM0100', severity: 'error', message, span: { start: 10, end: 16 } }])
  })
})

describe('what goes wrong on the way to Kusto', () => {
  const faults: readonly [string, Fault, object][] = [
    [
      'too many requests',
      { kind: 'throttled', retryAfter: '7' },
      { kind: 'throttled', retryAfterMs: 7000, status: 429 },
    ],
    [
      'a time to come back',
      { kind: 'throttled', retryAfter: 'Thu, 01 Jan 1970 00:20:00 GMT' },
      { kind: 'throttled', retryAfterMs: 200_000 },
    ],
    ['a fault of the server', { kind: 'status', status: 500 }, { kind: 'unavailable', status: 500 }],
    ['a gateway without its service', { kind: 'status', status: 502 }, { kind: 'unavailable', status: 502 }],
    [
      'a service that is away',
      { kind: 'status', status: 503, headers: { 'retry-after': '3' } },
      { kind: 'unavailable', retryAfterMs: 3000 },
    ],
    ['the longest time of the service', { kind: 'status', status: 504 }, { kind: 'timed-out', status: 504 }],
    ['a connection that ends before the answer', { kind: 'dropped' }, { kind: 'unavailable' }],
    ['a connection that ends within the answer', { kind: 'dropped', after: 1500 }, { kind: 'unavailable' }],
    ['a body that ends early', { kind: 'truncated', after: 1500 }, { kind: 'bad-answer' }],
    ['a body that ends before its rows', { kind: 'truncated', after: 800 }, { kind: 'bad-answer' }],
    [
      'the page of a proxy',
      { kind: 'content', type: 'text/html', body: '<html>Log in</html>' },
      { kind: 'bad-answer' },
    ],
    [
      'another kind of JSON',
      { kind: 'content', type: 'application/json', body: '{"tables":[]}' },
      { kind: 'bad-answer' },
    ],
    ['nothing at all', { kind: 'content', type: 'application/json', body: '' }, { kind: 'bad-answer' }],
    [
      'another address',
      { kind: 'content', type: 'text/plain', body: '', status: 302 },
      { kind: 'bad-answer', status: 302 },
    ],
    ['too large a request', { kind: 'status', status: 413 }, { kind: 'too-large', status: 413 }],
    ['no permission', { kind: 'status', status: 403 }, { kind: 'forbidden', status: 403 }],
  ]
  const clock = { now: () => 1_000_000, random: () => 0.5, wait: async () => {} }

  it.each(faults)('is told as what it is: %s', async (_, fault, expected) => {
    const wire = await served(numbers, queries(1, fault), { clock })
    const thrown = await faultOf(wire.ask(question('T')))
    expect(thrown).toBeInstanceOf(ServiceFault)
    expect(thrown).toMatchObject(expected)
    const { tables } = await wire.ask(question('T'))
    expect(tables[0].table.column('n')).toEqual(Array.from({ length: 1000 }, (_, n) => n))
  })

  it('tells a login that has run out from none', async () => {
    const outdated = await served(
      numbers,
      { ...queries(1, { kind: 'expired-token' }), token: 'secret' },
      { token: 'secret' },
    )
    expect(await faultOf(outdated.ask(question('T')))).toMatchObject({ kind: 'token-expired', status: 401 })
    expect((await outdated.ask(question('T'))).tables[0].table.rowCount).toBe(1000)
    const stranger = await served(numbers, { token: 'secret' })
    expect(await faultOf(stranger.ask(question('T')))).toMatchObject({ kind: 'not-logged-in', status: 401 })
  })

  it('never has a token in what it tells', async () => {
    const secret = 'eyJ0b2tlbg-secret'
    const all: unknown[] = []
    for (const [, fault] of faults) {
      const wire = await served(numbers, { ...queries(1, fault), token: secret }, { token: secret })
      all.push(await faultOf(wire.ask(question('T'))))
    }
    const seen = new Set<unknown>()
    const texts = (value: unknown): string[] => {
      if (typeof value === 'string') return [value]
      if (typeof value !== 'object' || value === null || seen.has(value)) return []
      seen.add(value)
      return Reflect.ownKeys(value).flatMap((key) => texts(Reflect.get(value, key)))
    }
    expect(all.flatMap(texts).filter((text) => text.includes(secret))).toEqual([])
  })

  it('does not say again what a server says back of the token', async () => {
    const token = 'eyJ0b2tlbg-secret'
    for (const status of [400, 403, 500]) {
      const { wire } = await madeWire(
        (response) => {
          const { authorization } = response.req.headers
          response.writeHead(status, { 'content-type': 'application/json' })
          response.end(JSON.stringify({ error: { code: 'General_BadRequest', message: `no: ${authorization}` } }))
        },
        { token },
      )
      const told = (await faultOf(wire.ask(question('T')))) as ServiceFault
      expect(told.message).toContain('no: Bearer')
      expect(told.message).not.toContain(token)
    }
  })

  it('is ended with its signal where a server does not end what it says', async () => {
    for (const [status, body] of [
      [500, '{"error":'],
      [400, ' '],
      [200, '[{"FrameType":'],
    ] as const) {
      const asking = new AbortController()
      const { wire } = await madeWire((response, path) => {
        if (path.endsWith('/mgmt')) return response.end('{"Tables":[]}')
        response.writeHead(status, { 'content-type': 'application/json' }).write(body)
        // Once the beginning of the answer has come: sooner it would be the request that is ended.
        setTimeout(() => asking.abort(new Error('enough')), 150)
      })
      expect(await faultOf(wire.ask({ ...question('T'), signal: asking.signal }))).toMatchObject({ message: 'enough' })
    }
  })

  it('is not waited for without an end where it is a schema', async () => {
    const { wire } = await madeWire(
      (response) => {
        response.writeHead(200, { 'content-type': 'application/json' }).write('{"Tables":[')
      },
      { schemaBodyMs: 30 },
    )
    expect(await faultOf(wire.schema(undefined))).toMatchObject({ kind: 'timed-out' })
  })

  it('tells that nobody is there, and that nobody has the name', async () => {
    const { server, wire } = await madeWire((response) => response.end())
    await server.close()
    const gone = (await faultOf(wire.ask(question('T')))) as ServiceFault
    expect(gone).toMatchObject({ kind: 'unavailable' })
    expect(gone.hint).toContain('port')
  })

  it('tells an answer that cannot be unpacked', async () => {
    const { wire } = await madeWire((response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end('this is not packed')
    })
    expect(await faultOf(wire.ask(question('T')))).toMatchObject({ kind: 'bad-answer' })
  })

  it('takes metadata of logging in for what they are, whatever they hold', async () => {
    const endpoints = ['5', '"constructor"', '"__proto__"'].map((each) => `{"AzureAD":{"LoginEndpoint":${each}}}`)
    for (const metadata of [...endpoints, '{"AzureAD":null}', 'null', '[]']) {
      const { wire } = await madeWire((response) => response.end(framesBody([['n', 'long']], '[[1]]')), {}, metadata)
      expect((await wire.ask(question('T'))).tables[0].table.rows()).toEqual([[1]])
    }
    const { wire, server } = await madeWire((response) => response.end(), {}, '<html>')
    expect(await faultOf(wire.ask(question('T')))).toMatchObject({ kind: 'bad-answer' })
    expect(server.asked).toEqual([])
  })

  it('tells an unknown database as one', async () => {
    const wire = await served(numbers, {}, { database: 'nope' })
    const fault = await faultOf(wire.ask(question('T')))
    expect(fault).toMatchObject({ kind: 'not-found', message: "Entity ID 'nope' of kind 'Database' was not found." })
  })

  it('tells a query that took too long at the service', async () => {
    const slow = standIn(async () => Promise.reject(new HuntletError('QUERY_TIMEOUT', 'not done after 5 seconds')))
    const wire = await served(slow)
    expect(await faultOf(wire.ask(question('T')))).toMatchObject({
      kind: 'timed-out',
      status: 504,
      message: 'not done after 5 seconds',
    })
  })

  it('ends with the reason of its signal, at the service too', async () => {
    const begun = Promise.withResolvers<void>()
    const ended = Promise.withResolvers<void>()
    const held = standIn((_, { signal }) => {
      begun.resolve()
      return new Promise((_, reject) =>
        signal!.addEventListener('abort', () => {
          ended.resolve()
          reject(new HuntletError('CANCELLED', 'cancelled'))
        }),
      )
    })
    const wire = await served(held)
    const stop = new AbortController()
    const asked = faultOf(wire.ask(question('T', { signal: stop.signal })))
    await begun.promise
    const reason = new Error('enough')
    stop.abort(reason)
    expect(await asked).toBe(reason)
    await ended.promise
    expect(await faultOf(wire.ask(question('T', { signal: AbortSignal.abort(reason) })))).toBe(reason)
  })

  it('tells the service to end a query whose client has gone', async () => {
    const { wire, server } = await madeWire((response, path) => {
      if (path.endsWith('/mgmt')) response.end('{"Tables":[{"TableName":"T","Columns":[],"Rows":[]}]}')
      else stop.abort(new Error('enough'))
    })
    const stop = new AbortController()
    await faultOf(wire.ask(question('T', { signal: stop.signal })))
    await wire.close()
    const [query, cancel] = server.asked
    expect(JSON.parse(cancel!.body).csl).toBe(`.cancel query "${query!.headers['x-ms-client-request-id']}"`)
  })

  it('ends while the rows come', async () => {
    const stop = new AbortController()
    const { wire } = await madeWire((response, path) => {
      if (path.endsWith('/mgmt')) {
        response.end('{}')
        return
      }
      response.write(framesBody([['n', 'long']], '[[1],[2]').slice(0, -70), () =>
        setImmediate(() => stop.abort(new Error('enough'))),
      )
    })
    expect(await faultOf(wire.ask(question('T', { signal: stop.signal })))).toMatchObject({ message: 'enough' })
  })
})

describe('the schema of a database of Kusto', () => {
  it('has its tables and functions, and which column is the time', async () => {
    const tables = [
      { name: 'SigninLogs', columns: [{ name: 'TimeGenerated', type: 'datetime' }], sources: [] },
      {
        name: 'Flows',
        columns: [
          { name: 'Timestamp', type: 'datetime' },
          { name: 'n', type: 'long' },
        ],
        sources: [],
      },
    ] as const
    const list = { alias: "VIP's", columns: ['n'], searchKey: 'n', rowCount: 1, file: 'x' }
    const functions = [{ name: 'F', parameters: '(T:(a:string), n:long=5)', body: '{ T | take n }', file: '' }]
    const workspace = {
      ...numbers,
      tables: async () => tables,
      surroundings: async () => ({ watchlists: [list], functions }),
    }
    const wire = await served(workspace)
    expect(await wire.schema(undefined)).toEqual({
      tables: [
        { name: 'SigninLogs', columns: tables[0].columns },
        { name: 'Flows', columns: tables[1].columns, time: 'Timestamp' },
      ],
      functions: [{ name: 'F', parameters: '(T:(a:string), n:long=5)', body: '{ T | take n }' }],
      watchlists: [{ alias: "VIP's", columns: [{ name: 'n', type: 'long' }] }],
      names: ['soc'],
    })
  })

  it('is read from the entities where the service tells no schema as JSON', async () => {
    const { wire } = await madeWire((response, _, body) => {
      if (!body.includes('entities')) {
        response.writeHead(400, { 'content-type': 'application/json' })
        response.end('{"error":{"code":"General_BadRequest","@message":"Syntax error: not here"}}')
        return
      }
      const columns = ['DatabaseName', 'EntityType', 'EntityName', 'CslInputSchema', 'Content', 'CslOutputSchema']
      const rows = [
        ['soc', 'Table', 'T', '', '', "Timestamp:datetime, ['b c']: long"],
        ['other', 'Table', 'U', '', '', 'a:string'],
        ['soc', 'Function', 'F', 'n:long', '{ T | take n }', ''],
      ]
      response.end(JSON.stringify({ Tables: [{ Columns: columns.map((ColumnName) => ({ ColumnName })), Rows: rows }] }))
    })
    expect(await wire.schema(undefined)).toMatchObject({
      tables: [
        {
          name: 'T',
          columns: [
            { name: 'Timestamp', type: 'datetime' },
            { name: 'b c', type: 'long' },
          ],
          time: 'Timestamp',
        },
      ],
      functions: [{ name: 'F', parameters: '(n:long)', body: '{ T | take n }' }],
    })
  })

  it('is refused where one may not see it, or nobody tells it', async () => {
    const forbidden = await madeWire((response) => response.writeHead(403).end('{"error":{"message":"not you"}}'))
    expect(await faultOf(forbidden.wire.schema(undefined))).toMatchObject({ kind: 'forbidden', message: 'not you' })
    const mute = await madeWire((response) => response.end('<html>'))
    expect(await faultOf(mute.wire.schema(undefined))).toMatchObject({ kind: 'bad-answer' })
  })
})
