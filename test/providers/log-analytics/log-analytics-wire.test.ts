import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import { KqlError } from '../../../src/lib/diagnostic.ts'
import { logsClient } from '../../../src/providers/log-analytics/client.ts'
import { endpointOf } from '../../../src/providers/log-analytics/endpoint.ts'
import { logAnalyticsWire } from '../../../src/providers/log-analytics/log-analytics-wire.ts'
import type { WireQuestion } from '../../../src/providers/remote/wire.ts'
import { ServiceFault } from '../../../src/providers/remote/wire.ts'
import { type FakeService, fakeService, oneRow, say } from './support/fake-service.ts'

const workspace = '11111111-2222-3333-4444-555555555555'
const token = 'eyJhbGciOiJub25lIn0.c2VjcmV0LXRva2Vu.c2lnbmF0dXJl'
const now = Date.parse('2026-01-01T00:00:00Z')

let services: FakeService[] = []

afterEach(async () => {
  await Promise.all(services.map((service) => service.close()))
  services = []
})

async function service(answer: Parameters<typeof fakeService>[0]): Promise<FakeService> {
  const started = await fakeService(answer)
  services.push(started)
  return started
}

function wireTo(url: string, to = workspace, plans = {}, metadataMs = 60_000) {
  const client = logsClient({ endpoint: endpointOf(url), workspace: to, token, now: () => now, metadataMs })
  return logAnalyticsWire({ name: 'azure:soc', client, workspace: to, limitKey: 'key', plans, random: () => 0.5 })
}

function question(kql: string, more: Partial<WireQuestion> = {}): WireQuestion {
  return { kql, timeoutMs: 180_000, signal: new AbortController().signal, ...more }
}

/** What asking throws, where the service answers so. */
async function faultOf(status: number, body: string, headers: Record<string, string> = {}, kql = 'print 1') {
  const { url } = await service((_, response) => say(response, status, body, headers))
  const thrown: unknown = await wireTo(url)
    .ask(question(kql))
    .catch((error: unknown) => error)
  expect(thrown).toBeInstanceOf(Error)
  expect(JSON.stringify(thrown, ['message', 'hint', 'stack', 'cause'])).not.toContain(token)
  return thrown as ServiceFault
}

const refusal = (code: string, message: string, inner?: object) =>
  JSON.stringify({ error: { message, code, correlationId: 'c', ...(inner && { innererror: inner }) } })

describe('a question', () => {
  it('goes out as the service wants it, and its answer keeps 64 bits', async () => {
    const { url, asked } = await service((_, response) => say(response, 200, oneRow))
    const answer = await wireTo(url).ask(
      question('T | take 1', { range: { start: '2026-01-01T00:00:00.1234567Z', end: '2026-01-02T00:00:00.0000001Z' } }),
    )
    expect(answer.tables[0].table.rows()).toEqual([[9007199254740993n]])
    expect(asked).toHaveLength(1)
    expect(asked[0]).toMatchObject({ method: 'POST', path: `/v1/workspaces/${workspace}/query` })
    expect(JSON.parse(asked[0]!.body)).toEqual({
      query: 'T | take 1',
      timespan: '2026-01-01T00:00:00.1234567Z/2026-01-02T00:00:00.0000001Z',
    })
    expect(asked[0]!.headers).toMatchObject({
      prefer: 'wait=180,include-statistics=true,include-render=true',
      authorization: `Bearer ${token}`,
      'accept-encoding': 'gzip',
    })
  })

  it('without a range tells of none, and one whose text keeps to it leaves room at its end', async () => {
    const { url, asked } = await service((_, response) => say(response, 200, oneRow))
    const wire = wireTo(url)
    await wire.ask(question('print 1', { timeoutMs: 7_200_000 }))
    await wire.ask(
      question('T', { range: { start: '2026-01-01T00:00:00Z', end: '2026-01-02T00:00:00Z' }, isNarrowed: true }),
    )
    expect(JSON.parse(asked[0]!.body)).toEqual({ query: 'print 1' })
    expect(asked[0]!.headers.prefer).toContain('wait=600,')
    expect(JSON.parse(asked[1]!.body).timespan).toBe('2026-01-01T00:00:00Z/2026-01-02T00:00:00.0000001Z')
  })

  it('to a resource goes to its path', async () => {
    const { url, asked } = await service((_, response) => say(response, 200, oneRow))
    await wireTo(url, '/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/vm').ask(
      question('T'),
    )
    expect(asked[0]!.path).toBe(
      '/v1/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/vm/query',
    )
  })

  it('over a table of the Basic plan is a search, with its range in the address', async () => {
    const { url, asked } = await service((_, response) => say(response, 200, oneRow))
    const range = { start: '2026-01-01T00:00:00Z', end: '2026-01-02T00:00:00Z' }
    const answer = await wireTo(url).ask(question('T | take 1', { plan: 'basic', range }))
    expect(answer.tables[0].table.rowCount).toBe(1)
    expect(asked[0]).toMatchObject({ method: 'POST', path: `/v1/workspaces/${workspace}/search` })
    expect(asked[0]!.query.get('timespan')).toBe('2026-01-01T00:00:00Z/2026-01-02T00:00:00Z')
    expect(JSON.parse(asked[0]!.body)).toEqual({ query: 'T | take 1' })
    expect(asked[0]!.headers.authorization).toBe(`Bearer ${token}`)
  })

  it('takes an answer that is packed, with chart, statistics and several tables', async () => {
    const body = JSON.stringify({
      tables: [
        { name: 'PrimaryResult', columns: [{ name: 'n', type: 'long' }], rows: [[1]] },
        { name: 'Second', columns: [], rows: [] },
      ],
      render: { visualization: 'piechart' },
      statistics: { query: { executionTime: 0.25, inputDatasetStatistics: { rows: { scanned: 7 } } } },
    })
    const { url } = await service((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' })
      response.end(gzipSync(body))
    })
    expect(await wireTo(url).ask(question('T'))).toMatchObject({
      tables: [{ name: 'PrimaryResult' }, { name: 'Second' }],
      chart: 'piechart',
      statistics: { seconds: 0.25, rows: 7 },
    })
  })

  it('that is aborted ends its connection, before the answer and in the middle of it', async () => {
    for (const begins of [false, true]) {
      const { promise: gone, resolve: onGone } = Promise.withResolvers<void>()
      const { promise: came, resolve: onCame } = Promise.withResolvers<void>()
      const { url } = await service((_, response) => {
        response.on('close', onGone)
        if (begins) {
          response.writeHead(200, { 'content-type': 'application/json' })
          response.write('{"tables":[{"name":"T","columns":[{"name":"n","type":"long"}],"rows":[[1],')
        }
        onCame()
      })
      const aborting = new AbortController()
      const asking = wireTo(url).ask(question('T', { signal: aborting.signal }))
      await came
      aborting.abort(new Error('enough'))
      await expect(asking).rejects.toThrow('enough')
      await gone
    }
  })
})

describe('a partial answer', () => {
  const partial = (details: unknown) =>
    JSON.stringify({
      ...JSON.parse(oneRow),
      error: { code: 'PartialError', message: 'There were some errors when processing your query.', details },
    })
  const engine = (code: string, message: string) => ({
    code: 'EngineError',
    message: 'Something went wrong processing your query on the server.',
    innererror: { code, message, severity: 2, severityName: 'Error' },
  })

  it.each([
    [
      'bytes',
      engine(
        '-2133196797',
        'The results of this query exceed the set limit of 64000000 bytes, so not all records were returned (E_QUERY_RESULT_SET_TOO_LARGE, 0x80DA0003).',
      ),
    ],
    [
      'rows',
      engine(
        '-2133196797',
        'The results of this query exceed the set limit of 500000 records, so not all records were returned (E_QUERY_RESULT_SET_TOO_LARGE, 0x80DA0003).',
      ),
    ],
    ['bytes', engine('', 'Query execution lacks memory resources to complete (E_LOW_MEMORY_CONDITION, 80DA0007).')],
    ['time', engine('', 'Query execution has exceeded the allowed time: query timeout.')],
    ['other', engine('PartialData', 'One of the clusters gave no answer.')],
  ] as const)('lacks %s, in the words of the service', async (kind, detail) => {
    const { url } = await service((_, response) => say(response, 200, partial([detail])))
    const { tables, shortfall } = await wireTo(url).ask(question('T'))
    expect(tables[0].table.rowCount).toBe(1)
    expect(shortfall).toEqual({ kind, message: detail.innererror.message })
  })

  it('where a part failed beside a limit, is no matter of the limit alone', async () => {
    const details = [
      engine('', 'exceed the set limit of 10 records.'),
      engine('', 'One of the clusters gave no answer.'),
    ]
    const { url } = await service((_, response) => say(response, 200, partial(details)))
    expect((await wireTo(url).ask(question('T'))).shortfall).toEqual({
      kind: 'other',
      message: 'exceed the set limit of 10 records. One of the clusters gave no answer.',
    })
  })

  it('says that a column is of a type nobody knows', async () => {
    const body = '{"tables":[{"name":"T","columns":[{"name":"place","type":"geography"}],"rows":[["x"]]}]}'
    const { url } = await service((_, response) => say(response, 200, body))
    const { shortfall } = await wireTo(url).ask(question('T'))
    expect(shortfall).toMatchObject({
      kind: 'other',
      message: expect.stringContaining('`place` is of the type "geography"'),
    })
  })
})

describe('a refusal', () => {
  it('of KQL points at the token in the text that was sent', async () => {
    const kql = 'SigninLogs\n| where x == 1\n| takea 5'
    const inner = (pos: number) => ({
      code: 'SyntaxError',
      message: 'A recognition error occurred in the query.',
      innererror: {
        code: 'SYN0002',
        message: "Query could not be parsed at 'takea' on line [3,3]",
        line: 3,
        pos,
        token: 'takea',
      },
    })
    for (const pos of [2, 3]) {
      const error = await faultOf(
        400,
        refusal('BadArgumentError', 'The request had some invalid properties', inner(pos)),
        {},
        kql,
      )
      expect(error).toBeInstanceOf(KqlError)
      const [diagnostic] = error.diagnostics
      expect(diagnostic).toMatchObject({ code: 'SYN0002', message: expect.stringContaining("parsed at 'takea'") })
      expect(kql.slice(diagnostic!.span.start, diagnostic!.span.end)).toBe('takea')
    }
  })

  it('of KQL without a place points at the name it speaks of, or at all of it', async () => {
    const kql = 'SigninLogs | where Acount == "Account" and Account == 1'
    const body = (message: string) =>
      refusal('BadArgumentError', 'The request had some invalid properties', {
        code: 'SemanticError',
        message: 'A semantic error occurred.',
        innererror: { code: 'SEM0100', message },
      })
    const named = await faultOf(
      400,
      body("'where' operator: Failed to resolve column or scalar expression named 'Acount'"),
      {},
      kql,
    )
    expect(named.message).toBe("'where' operator: Failed to resolve column or scalar expression named 'Acount'.")
    expect(kql.slice(named.diagnostics[0]!.span.start, named.diagnostics[0]!.span.end)).toBe('Acount')
    const whole = await faultOf(400, body("'Account' is of another type"), {}, kql)
    expect(whole.diagnostics[0]!.span).toEqual({ start: 0, end: kql.length })
  })

  it.each([
    [401, refusal('AuthenticationFailed', 'Authentication failed.'), 'not-logged-in', 'Authentication failed.'],
    [
      401,
      refusal('InvalidAuthenticationToken', `The token ${token} is invalid.`),
      'not-logged-in',
      'The token … is invalid.',
    ],
    [
      403,
      refusal(
        'InsufficientAccessError',
        'The provided credentials have insufficient access to perform the requested operation',
      ),
      'forbidden',
      'insufficient access',
    ],
    [404, refusal('WorkspaceNotFoundError', 'The workspace could not be found'), 'not-found', 'could not be found'],
    [404, refusal('PathNotFoundError', 'The requested path does not exist'), 'not-found', 'does not exist'],
    [413, refusal('ResponseSizeTooLargeError', 'The answer is too large.'), 'too-large', 'too large'],
    [413, refusal('RequestTooLargeError', 'The request is larger than 4194304 bytes.'), 'refused', 'larger than'],
    [
      400,
      refusal('BadArgumentError', 'x', {
        code: 'E_QUERY_RESULT_SET_TOO_LARGE',
        message: 'Query result set has exceeded the internal record count limit 500000',
      }),
      'too-large',
      '500000',
    ],
    [
      400,
      refusal('BadArgumentError', 'The request had some invalid properties', {
        code: 'InvalidTimespan',
        message: '`x` is no time range',
      }),
      'refused',
      'no time range',
    ],
    [
      400,
      refusal('BadArgumentError', 'x', { code: 'UnsupportedTablePlan', message: "The table 'T' is on the Basic plan" }),
      'refused',
      'Basic plan',
    ],
    [500, refusal('InternalServerError', 'It broke.'), 'unavailable', 'It broke.'],
    [502, '<html><title>Bad  Gateway</title></html>', 'unavailable', 'answers 502 “Bad Gateway”'],
    [503, '', 'unavailable', 'answers 503'],
    [504, refusal('GatewayTimeout', 'The query took longer.'), 'timed-out', 'took longer'],
    [504, '', 'timed-out', 'took too long'],
    [204, '', 'bad-answer', 'no content'],
    [302, '', 'bad-answer', 'answers 302'],
  ] as const)('%i %s is a fault `%s`', async (status, body, kind, words) => {
    const fault = await faultOf(status, body)
    expect(fault).toBeInstanceOf(ServiceFault)
    expect(fault).toMatchObject({ kind, message: expect.stringContaining(words), status })
  })

  it('names the role to ask for', async () => {
    const fault = await faultOf(403, refusal('InsufficientAccessError', 'No.'))
    expect(fault.hint).toContain('Log Analytics Reader or Microsoft Sentinel Reader')
  })

  it.each([
    ['7', 7000],
    ['Thu, 01 Jan 2026 00:00:30 GMT', 30_000],
    ['Wed, 31 Dec 2025 00:00:00 GMT', 0],
    ['soon', undefined],
  ] as const)('429 with `Retry-After: %s` says how long to wait', async (text, milliseconds) => {
    const fault = await faultOf(429, refusal('ThrottledError', 'Too many.'), { 'retry-after': text })
    expect([fault.kind, fault.retryAfterMs]).toEqual(['throttled', milliseconds])
  })

  it('is asked once: whoever asks repeats it', async () => {
    for (const status of [429, 500, 503, 504]) {
      const { url, asked } = await service((_, response) => say(response, status, '', { 'retry-after': '0' }))
      await expect(wireTo(url).ask(question('T'))).rejects.toBeInstanceOf(ServiceFault)
      expect(asked).toHaveLength(1)
    }
  })

  it('with errors in each other without an end is read only so far', async () => {
    let inner: object = { code: 'Deepest', message: 'Deepest.' }
    for (let depth = 0; depth < 500; depth++) inner = { code: 'Deep', message: 'Deep.', innererror: inner }
    expect(await faultOf(400, refusal('BadArgumentError', 'Outer.', inner))).toMatchObject({ message: 'Outer. Deep.' })
  })
})

describe('what is no answer of the service', () => {
  it.each([
    ['an empty body', '', 'application/json', 'cut off after 0 bytes'],
    [
      'a web page',
      '<html><title>Sign in to the proxy</title></html>',
      'text/html',
      'a web page, “Sign in to the proxy”',
    ],
    ['a page that says it is JSON', '<html></html>', 'application/json', 'not one of Log Analytics'],
    ['an answer without tables', '{}', 'application/json', 'without a table'],
    ['no table', '{"tables":[]}', 'application/json', 'without a table'],
    ['a body that ends early', oneRow.slice(0, 90), 'application/json', 'cut off after 90 bytes'],
  ])('%s is a bad answer', async (_, body, type, words) => {
    expect(await faultOf(200, body, { 'content-type': type })).toMatchObject({
      kind: 'bad-answer',
      message: expect.stringContaining(words),
    })
  })

  it('a connection that ends in the middle of a body is one, packed or not', async () => {
    for (const isPacked of [false, true]) {
      const body = isPacked ? gzipSync(oneRow) : Buffer.from(oneRow)
      const { url } = await service((_, response) => {
        response.writeHead(200, { 'content-type': 'application/json', ...(isPacked && { 'content-encoding': 'gzip' }) })
        response.write(body.subarray(0, 60), () => response.destroy())
      })
      await expect(wireTo(url).ask(question('T'))).rejects.toMatchObject({
        kind: 'bad-answer',
        message: expect.stringContaining('was cut off'),
      })
    }
  })

  it('a packed body that is broken is one', async () => {
    const { url } = await service((_, response) => say(response, 200, 'no gzip at all', { 'content-encoding': 'gzip' }))
    await expect(wireTo(url).ask(question('T'))).rejects.toMatchObject({ kind: 'bad-answer' })
  })

  it('a connection that ends before an answer is a service out of reach', async () => {
    const { url } = await service((_, response) => response.destroy())
    await expect(wireTo(url).ask(question('T'))).rejects.toMatchObject({
      kind: 'unavailable',
      message: expect.stringContaining('ECONNRESET'),
    })
  })

  it('a server that is gone, and a name nobody knows, are named', async () => {
    const { url, close } = await fakeService(() => {})
    await close()
    await expect(wireTo(url).ask(question('T'))).rejects.toMatchObject({
      kind: 'unavailable',
      message: `\`${new URL(url).host}\` refuses the connection. (ECONNREFUSED)`,
      hint: expect.stringContaining('server is running'),
    })
  })

  it('is asked without a proxy on this machine, so that a token does not pass one', async () => {
    const proxy = await service((_, response) => say(response, 502, ''))
    const { url } = await service((_, response) => say(response, 200, oneRow))
    process.env.HTTP_PROXY = proxy.url
    process.env.HTTPS_PROXY = proxy.url
    try {
      expect((await wireTo(url).ask(question('T'))).tables[0].table.rowCount).toBe(1)
    } finally {
      delete process.env.HTTP_PROXY
      delete process.env.HTTPS_PROXY
    }
    expect(proxy.asked).toEqual([])
  })

  it('is https where plain http is spoken', async () => {
    const { url } = await service((_, response) => say(response, 200, oneRow))
    await expect(wireTo(url.replace('http:', 'https:')).ask(question('T'))).rejects.toMatchObject({
      kind: 'refused',
      hint: expect.stringContaining('plain http'),
    })
  })
})

describe('the schema', () => {
  it('has tables with their plans and times, functions, names and watchlists', async () => {
    const metadata = {
      tables: [
        {
          id: 't/A',
          name: 'A',
          timespanColumn: 'TimeGenerated',
          columns: [
            { name: 'TimeGenerated', type: 'datetime' },
            { name: 'Odd', type: 'geography' },
          ],
        },
        { id: 't/B', name: 'B', timespanColumn: 'When', properties: { plan: 'Basic' }, columns: [] },
        { id: 't/C', name: 'C', columns: [{ name: 'x', type: 'long' }] },
        { name: 7 },
        { id: 't/Watchlist', name: 'Watchlist', columns: [] },
      ],
      functions: [
        { name: 'F', parameters: 'x:string', body: 'A | where Odd == x // end' },
        { name: 'G', body: '{ A }', parameters: '(y:long=1)' },
        { name: '_GetWatchlist', body: 'Watchlist' },
      ],
      workspaces: [
        { id: workspace.toUpperCase(), name: 'soc', resourceId: '/subscriptions/s/soc' },
        { id: 'another', name: 'other' },
      ],
    }
    const { url, asked } = await service((one, response) => {
      if (one.method === 'GET') return say(response, 200, JSON.stringify(metadata))
      const { query } = JSON.parse(one.body) as { query: string }
      const table = (columns: object[], rows: unknown[][]) =>
        JSON.stringify({ tables: [{ name: 'PrimaryResult', columns, rows }] })
      if (query === '_GetWatchlistAlias')
        return say(response, 200, table([{ name: 'WatchlistAlias', type: 'string' }], [["it's"], ['vip']]))
      const columns = ['Alias', 'ColumnName', 'ColumnType'].map((name) => ({ name, type: 'string' }))
      say(
        response,
        200,
        table(columns, [
          ["it's", 'SearchKey', 'string'],
          ['vip', 'SearchKey', 'string'],
          ['vip', 'Age', 'long'],
        ]),
      )
    })
    const schema = await wireTo(url, workspace, { C: 'auxiliary' }).schema(undefined)
    expect(asked[0]).toMatchObject({ method: 'GET', path: `/v1/workspaces/${workspace}/metadata` })
    expect(schema.tables).toEqual([
      {
        name: 'A',
        columns: [
          { name: 'TimeGenerated', type: 'datetime' },
          { name: 'Odd', type: 'dynamic' },
        ],
      },
      { name: 'B', columns: [], plan: 'basic', time: 'When' },
      { name: 'C', columns: [{ name: 'x', type: 'long' }], plan: 'auxiliary' },
      { name: 'Watchlist', columns: [] },
    ])
    expect(schema.functions).toEqual([
      { name: 'F', parameters: '(x:string)', body: '{\nA | where Odd == x // end\n}' },
      { name: 'G', parameters: '(y:long=1)', body: '{ A }' },
    ])
    expect(schema.names).toEqual(['soc', workspace.toUpperCase(), '/subscriptions/s/soc'])
    expect(schema.watchlists).toEqual([
      { alias: "it's", columns: [{ name: 'SearchKey', type: 'string' }] },
      {
        alias: 'vip',
        columns: [
          { name: 'SearchKey', type: 'string' },
          { name: 'Age', type: 'long' },
        ],
      },
    ])
    expect(schema.isPartial).toBeUndefined()
    expect(JSON.parse(asked[2]!.body).query).toContain("_GetWatchlist('it\\'s')")
  })

  it('is not whole where watchlists cannot be asked for', async () => {
    const { url } = await service((one, response) =>
      one.method === 'GET' ? say(response, 200, '{"tables":[{"name":"Watchlist"}]}') : say(response, 500, ''),
    )
    expect(await wireTo(url).schema(undefined)).toMatchObject({ watchlists: [], isPartial: true })
  })

  it('that cannot be read or had is a fault', async () => {
    const { url } = await service((_, response, count) =>
      count === 1 ? say(response, 200, '[]') : say(response, 403, refusal('InsufficientAccessError', 'No.')),
    )
    const wire = wireTo(url)
    await expect(wire.schema(undefined)).rejects.toMatchObject({ kind: 'bad-answer' })
    await expect(wire.schema(undefined)).rejects.toMatchObject({ kind: 'forbidden' })
  })

  it('are not waited for without an end, before an answer or in the middle of one', async () => {
    const silent = await service(() => {})
    await expect(wireTo(silent.url, workspace, {}, 30).schema(undefined)).rejects.toMatchObject({ kind: 'timed-out' })
    const endless = await service((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' })
      response.write('{"tables":[')
    })
    await expect(wireTo(endless.url, workspace, {}, 30).schema(undefined)).rejects.toMatchObject({ kind: 'timed-out' })
  })
})
