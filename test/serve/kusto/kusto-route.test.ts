import { Client, ClientRequestProperties, KustoConnectionStringBuilder } from 'azure-kusto-data'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Json } from '../../../src/lib/table.ts'
import { openWorkspace } from '../../../src/providers/open-workspace.ts'
import type { Workspace } from '../../../src/providers/workspace.ts'
import { type Server, serve } from '../../../src/serve/serve.ts'
import type { ServeOptions } from '../../../src/serve/serve-options.ts'
import { makeFolder } from '../../support/load-fixture.ts'
import { ask as asked } from '../support/ask.ts'
import { standIn } from '../support/stand-in-workspace.ts'

const folder = makeFolder({
  'SigninLogs.jsonl': [1, 2, 3, 4]
    .map(
      (day) =>
        `{"TimeGenerated":"2026-05-0${day}T10:00:00.1234567Z","UserPrincipalName":"u${day}@example.com","ResultType":"0"}\n`,
    )
    .join(''),
  'functions/Recent.kql': 'let Recent = (n:long=5) { SigninLogs | take n };',
})
let workspace: Workspace
let server: Server
let client: Client
const others: { close(): unknown }[] = []

beforeAll(async () => {
  workspace = await openWorkspace({ kind: 'local', paths: [folder.path] })
  server = await serve({ workspaces: [{ name: 'soc', workspace }] })
  client = new Client(new KustoConnectionStringBuilder(server.url))
})

afterEach(async () => {
  for (const each of others.splice(0)) await each.close()
})

afterAll(async () => {
  client.close()
  await server.close()
  await workspace.close()
  folder.remove()
})

async function serving(
  served: Workspace,
  options: Partial<ServeOptions> = {},
): Promise<{ server: Server; client: Client }> {
  const own = await serve({ ...options, workspaces: [{ name: 'soc', workspace: served }] })
  const builder = options.token
    ? KustoConnectionStringBuilder.withAccessToken(own.url, options.token)
    : new KustoConnectionStringBuilder(own.url)
  const its = new Client(builder)
  others.push(its, own)
  return { server: own, client: its }
}

async function rest(path: string, body: Json, on: Server = server) {
  return asked(on, body, { path })
}

/** What the client shows of an error: the service's own. */
async function errorOf(query: Promise<unknown>) {
  const error = (await query.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )) as { message: string; response?: { status: number; data: { error: { '@message'?: string } } } }
  return { message: error.message, status: error.response?.status, ...error.response?.data.error }
}

describe('the Kusto interface, asked by azure-kusto-data', () => {
  it('answers a query with its rows', async () => {
    const { primaryResults } = await client.execute(
      'soc',
      'SigninLogs | sort by TimeGenerated asc | project TimeGenerated, UserPrincipalName, d = dynamic({"a":1}), s = 1d',
    )
    const [table] = primaryResults
    expect(table!.columns.map((column) => `${column.name}:${column.type}`)).toEqual([
      'TimeGenerated:datetime',
      'UserPrincipalName:string',
      'd:dynamic',
      's:timespan',
    ])
    expect([...table!.rows()].map((row) => row.toJSON())[0]).toEqual({
      TimeGenerated: new Date('2026-05-01T10:00:00.123Z'),
      UserPrincipalName: 'u1@example.com',
      d: { a: 1 },
      s: 86_400_000,
    })
    expect([...table!.rows()]).toHaveLength(4)
  })

  it('answers a query of version 1', async () => {
    const { primaryResults } = await client.executeQueryV1(
      'soc',
      'SigninLogs | summarize n = count() | extend yes = true',
    )
    expect([...primaryResults[0]!.rows()].map((row) => row.toJSON())).toEqual([{ n: 4, yes: 1 }])
  })

  it('answers several statements with several tables', async () => {
    const { primaryResults } = await client.execute('soc', 'print a = 1; print b = 2 | as Second')
    expect(primaryResults.map((table) => [table.name, table.columns[0]!.name])).toEqual([
      ['PrimaryResult', 'a'],
      ['Second', 'b'],
    ])
  })

  it('takes values of query parameters as texts and as JSON', async () => {
    const properties = new ClientRequestProperties()
    properties.setParameter('n', 2)
    properties.setParameter('who', "u1@example.com' or '")
    properties.setParameter('from', 'datetime(2026-05-01)')
    const csl = 'declare query_parameters(n:long, who:string, from:datetime); print n + 1, who, from'
    const { primaryResults } = await client.execute('soc', csl, properties)
    expect(primaryResults[0]!._rows).toEqual([[3, "u1@example.com' or '", '2026-05-01T00:00:00.0000000Z']])
  })

  it('says where a query is wrong, on the line and in the position of the text the client sent', async () => {
    const properties = new ClientRequestProperties()
    properties.setOption('truncationmaxrecords', 5)
    const error = await errorOf(client.execute('soc', 'SigninLogs\n| where Acount == 1', properties))
    expect(error).toMatchObject({
      status: 400,
      code: 'General_BadRequest',
      '@permanent': true,
      innererror: { code: 'SEM0100', '@line': '2', '@pos': '8' },
    })
    expect(error['@message']).toContain('Semantic error: SEM0100: Unknown column `Acount` in SigninLogs.')
    expect(error['@message']).toContain('[line:position=2:8]')
    expect(await errorOf(client.execute('soc', 'SigninLogs | where ('))).toMatchObject({
      status: 400,
      innererror: { code: 'SYN0002', '@type': 'Kusto.Data.Exceptions.SyntaxException' },
    })
  })

  it('says that rows were cut off, by a number or a size', async () => {
    const properties = new ClientRequestProperties()
    properties.setOption('truncationmaxrecords', 3)
    const byRows = await errorOf(client.execute('soc', 'SigninLogs', properties))
    expect(byRows.message).toContain('exceed the set limit of 3 records')
    const bySize = await errorOf(client.execute('soc', 'set truncationmaxsize=200; SigninLogs'))
    expect(bySize.message).toContain('exceed the set limit of 200 bytes')
  })

  it('gives all rows where the request lifts the limit', async () => {
    const csl = 'range i from 1 to 500001 step 1 | summarize n = count(), s = sum(i) by b = i % 3 | count'
    expect((await client.execute('soc', csl)).primaryResults[0]!._rows).toEqual([[3]])
    const properties = new ClientRequestProperties()
    properties.setOption('notruncation', true)
    const all = await client.execute('soc', 'range i from 1 to 500001 step 1', properties)
    expect(all.primaryResults[0]!._rows).toHaveLength(500_001)
    expect((await errorOf(client.execute('soc', 'range i from 1 to 500001 step 1'))).message).toContain(
      '500000 records',
    )
  })

  it('shows tables, schemas, databases, functions and its version', async () => {
    const rows = async (csl: string) => (await client.execute('soc', csl)).primaryResults[0]!._rows as Json[][]
    expect(await rows('.show tables')).toEqual([['SigninLogs', 'soc', '', '']])
    expect((await rows('.show table SigninLogs details'))[0]!.slice(0, 5)).toEqual(['SigninLogs', 'soc', '', '', 4])
    expect(await rows(`.show tables ('SigninLogs', ["SigninLogs"])`)).toHaveLength(2)
    expect(await rows(".show databases (['soc']) schema")).toEqual(await rows('.show database soc schema'))
    expect((await rows(".show table ['SigninLogs'] cslschema"))[0]![1]).toContain('TimeGenerated:datetime,')
    expect(JSON.parse(String((await rows('.show table SigninLogs schema as json'))[0]![1]))).toMatchObject({
      Name: 'SigninLogs',
      OrderedColumns: expect.arrayContaining([{ Name: 'TimeGenerated', Type: 'System.DateTime', CslType: 'datetime' }]),
    })
    const schema = JSON.parse(String((await rows('.show database soc schema as json'))[0]![0]))
    expect(Object.keys(schema.Databases.soc.Tables)).toEqual(['SigninLogs'])
    expect(schema.Databases.soc.Functions.Recent).toMatchObject({
      InputParameters: [{ Name: 'n', CslType: 'long', CslDefaultValue: '5' }],
      Body: '{ SigninLogs | take n }',
    })
    expect(await rows('.show schema')).toEqual(await rows('.show database schema'))
    expect((await rows('.show databases')).map((row) => row[0])).toEqual(['soc'])
    expect((await rows('.show version'))[0]![3]).toBe('huntlet serve')
    expect((await rows('.show cluster'))[0]![1]).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    expect((await rows('.show database identity'))[0]![0]).toBe('soc')
    expect(await rows('.show materialized-views')).toEqual([])
    expect(await rows('.show external tables')).toEqual([])
    expect((await rows('.show table SigninLogs schema as csl'))[0]).toEqual((await rows('.show database cslschema'))[0])
    expect((await rows('.show database soc schema as csl script')).flat()).toEqual([
      expect.stringMatching(/^\.create-merge table SigninLogs \(TimeGenerated:datetime,/),
      '.create-or-alter function Recent (n:long=5) { SigninLogs | take n }',
    ])
    expect(await rows('.show functions')).toEqual([['Recent', '(n:long=5)', '{ SigninLogs | take n }', '', '']])
    expect((await rows('.show databases entities')).map((row) => [row[1], row[2]])).toEqual([
      ['Table', 'SigninLogs'],
      ['Function', 'Recent'],
    ])
    expect((await rows('.show database principals'))[0]![0]).toBe('Database soc Viewer')
  })

  it('puts the table of a command through operators', async () => {
    const rows = async (csl: string) => (await client.execute('soc', csl)).primaryResults[0]!._rows as Json[][]
    expect(await rows('.show tables | project TableName, n = strlen(TableName)')).toEqual([['SigninLogs', 10]])
    expect(await rows('.show database schema as json | project has = DatabaseSchema has "Recent|x"')).toEqual([[0]])
    expect(await rows('.show tables (SigninLogs) details | summarize sum(TotalRowCount)')).toEqual([[4]])
    expect(await errorOf(client.execute('soc', '.show tables | where Nope == 1'))).toMatchObject({
      status: 400,
      innererror: { code: 'SEM0100' },
    })
  })

  it('refuses commands that change something, and what is not there', async () => {
    expect(await errorOf(client.execute('soc', '.drop table SigninLogs'))).toMatchObject({
      status: 400,
      code: 'General_BadRequest',
    })
    for (const [text, why] of [
      ['.create table T (a:string)', 'for reading alone'],
      ['.show queries', 'no answer to this command'],
      ['.show database soc policies', 'no answer to this command'],
      ['.', 'A command begins with a dot'],
    ]) {
      expect(await errorOf(client.execute('soc', text!)), text).toMatchObject({
        code: 'General_BadRequest',
        '@message': expect.stringContaining(why!),
      })
    }
    expect(await errorOf(client.execute('soc', '.show table Nope cslschema'))).toMatchObject({
      status: 400,
      code: 'BadRequest_EntityNotFound',
      '@message': "Entity ID 'Nope' of kind 'Table' was not found.",
    })
    expect(await errorOf(client.execute('nope', 'print 1'))).toMatchObject({
      status: 400,
      code: 'BadRequest_EntityNotFound',
      '@message': "Entity ID 'nope' of kind 'Database' was not found.",
    })
  })

  it('takes the only workspace for the database a client asks for without a name', async () => {
    const { primaryResults } = await client.execute(null as unknown as string, 'SigninLogs | count')
    expect(primaryResults[0]!._rows).toEqual([[4]])
  })

  it('ends a query that its client cancels by name', async () => {
    const begun = Promise.withResolvers<void>()
    const held = standIn((_, { signal }) => {
      begun.resolve()
      return new Promise((_, reject) => signal!.addEventListener('abort', () => reject(new Error('ended'))))
    })
    const own = await serving(held)
    const properties = new ClientRequestProperties()
    properties.clientRequestId = 'mine;1'
    const query = errorOf(own.client.execute('soc', 'T', properties))
    await begun.promise
    const cancelled = await own.client.execute('soc', '.cancel query "mine;1"')
    expect(cancelled.primaryResults[0]!._rows).toEqual([['mine;1', 1, 1]])
    expect(await query).toMatchObject({ status: 400, code: 'BadRequest_QueryCancelled' })
    const again = await own.client.execute('soc', '.cancel query "mine;1"')
    expect(again.primaryResults[0]!._rows).toEqual([['mine;1', 0, 0]])
  })

  it('lets in who has the token', async () => {
    const own = await serving(standIn(), { token: 'secret' })
    expect((await own.client.execute('soc', 'print 1')).primaryResults[0]!._rows).toEqual([['print 1']])
    const stranger = new Client(KustoConnectionStringBuilder.withAccessToken(own.server.url, 'other'))
    others.push(stranger)
    expect(await errorOf(stranger.execute('soc', 'print 1'))).toMatchObject({ status: 401 })
  })
})

describe('the Kusto interface, asked by hand', () => {
  it('writes tables whole, each frame on a line', async () => {
    const { body, headers } = await rest('/v2/rest/query', { db: 'soc', csl: 'print a = 1 | render piechart' })
    expect(body.map((frame: { FrameType: string; TableKind?: string }) => frame.TableKind ?? frame.FrameType)).toEqual([
      'DataSetHeader',
      'QueryProperties',
      'PrimaryResult',
      'QueryCompletionInformation',
      'DataSetCompletion',
    ])
    expect(JSON.parse(body[1].Rows[0][2])).toMatchObject({ Visualization: 'piechart' })
    expect(body.at(-1)).toEqual({ FrameType: 'DataSetCompletion', HasErrors: false, Cancelled: false })
    expect(headers.get('x-ms-activity-id')).toMatch(/^[\da-f-]{36}$/)
  })

  it('writes tables as they come where that is asked for', async () => {
    const properties = { Options: { results_progressive_enabled: true } }
    const { body } = await rest('/v2/rest/query', { db: 'soc', csl: 'range i from 1 to 25000 step 1', properties })
    const frames = body as { FrameType: string; Rows?: number[][]; RowCount?: number; TableId?: number }[]
    expect(frames[0]).toMatchObject({ IsProgressive: true })
    const fragments = frames.filter((frame) => frame.FrameType === 'TableFragment')
    expect(fragments.map((frame) => frame.Rows!.length)).toEqual([10_000, 10_000, 5000])
    expect(fragments.flatMap((frame) => frame.Rows!.map(([i]) => i))).toEqual(
      Array.from({ length: 25_000 }, (_, i) => i + 1),
    )
    expect(frames.find((frame) => frame.FrameType === 'TableCompletion')).toMatchObject({
      TableId: 1,
      RowCount: 25_000,
    })
  })

  it('tells of cut rows where they end and at the end', async () => {
    const properties = JSON.stringify({ Options: { truncationmaxrecords: 2 } })
    const request = { db: 'soc', csl: 'SigninLogs | project ResultType', properties }
    const { body: v2 } = await rest('/v2/rest/query', request)
    expect(v2[2].Rows).toEqual([
      ['0'],
      ['0'],
      { OneApiErrors: [{ error: expect.objectContaining({ code: 'LimitsExceeded' }) }] },
    ])
    expect(v2.at(-1)).toMatchObject({
      HasErrors: true,
      OneApiErrors: [{ error: { code: 'LimitsExceeded', '@permanent': false } }],
    })
    const { body: v1 } = await rest('/v1/rest/query', request)
    expect(v1.Tables[0].Rows).toEqual([['0'], ['0'], { Exceptions: [expect.stringContaining('2 records')] }])
    expect(v1.Exceptions).toEqual([expect.stringContaining('E_QUERY_RESULT_SET_TOO_LARGE')])
  })

  it('is asked in the address too', async () => {
    const path = `/v1/rest/query?db=soc&csl=${encodeURIComponent('SigninLogs | count')}`
    const { status, body } = await asked(server, undefined, { method: 'GET', path })
    expect([status, body.Tables[0].Rows]).toEqual([200, [[4]]])
  })

  it('tells of data that could not be read as a warning', async () => {
    const half = standIn(async () => ({ completeness: { status: 'partial', notices: ['a.csv: line 3 is no line'] } }))
    const own = await serving(half)
    const { body } = await rest('/v2/rest/query', { db: 'soc', csl: 'T' }, own.server)
    const told = body.find((frame: { TableKind?: string }) => frame.TableKind === 'QueryCompletionInformation')
    expect(told.Rows.map((row: Json[]) => [row[5], JSON.parse(String(row[11])).Text])).toContainEqual([
      3,
      'a.csv: line 3 is no line',
    ])
    expect(body.at(-1)).toMatchObject({ HasErrors: false })
  })

  it('gives the workspace the time, the limits and the signal of the request', async () => {
    const seen: unknown[] = []
    const own = await serving(
      standIn(async (kql, { timeoutMs, limit, parameters }) => {
        seen.push([kql, timeoutMs, limit, parameters])
        return {}
      }),
      { limits: { rows: 7, timeoutMs: 60_000, defaultTimeoutMs: 30_000 } },
    )
    const ask = (Options: Json) => rest('/v2/rest/query', { db: 'soc', csl: 'T', properties: { Options } }, own.server)
    await ask({ servertimeout: '00:00:20' })
    await ask({ servertimeout: '00:10:00', query_now: '2026-05-01' })
    await ask({})
    await ask({ query_now: 'print 1; //', truncationmaxrecords: '5; drop' })
    expect(seen).toEqual([
      ['T', 20_000, 7, {}],
      ['set query_now=datetime(2026-05-01); T', 60_000, 7, {}],
      ['T', 30_000, 7, {}],
      ['T', 30_000, 7, {}],
    ])
  })

  it('answers what is no request of its own cleanly', async () => {
    const refused = async (path: string, body: Json) => (await rest(path, body)).status
    expect(await refused('/v2/rest/query', { db: 'soc' })).toBe(400)
    expect(await refused('/v2/rest/query', { db: 5, csl: 'print 1' })).toBe(400)
    expect(await refused('/v2/rest/query', [1])).toBe(400)
    expect(await refused('/v2/rest/query', { csl: 'print 1', properties: 'no json' })).toBe(400)
    expect(await refused('/v2/rest/query', { csl: 'print 1', properties: { Options: [] } })).toBe(400)
    expect(await refused('/v1/rest/mgmt', { csl: `.show ${'x '.repeat(100_000)}` })).toBe(400)
    expect(await refused('/v3/rest/query', { csl: 'print 1' })).toBe(404)
    const { body, status } = await asked(server, undefined, { method: 'GET', path: '/v1/rest/auth/metadata' })
    expect([status, body.AzureAD.LoginMfaRequired]).toEqual([200, false])
  })

  it('says nothing of a defect of its own but that there was one', async () => {
    const defects: unknown[] = []
    const defect = new TypeError('secret of the machine')
    const own = await serving(
      standIn(async () => Promise.reject(defect)),
      { onDefect: (error) => defects.push(error) },
    )
    const { status, body } = await rest('/v2/rest/query', { csl: 'T' }, own.server)
    expect(status).toBe(500)
    expect(JSON.stringify(body)).not.toContain('secret')
    expect(body.error['@permanent']).toBe(false)
    expect(defects).toEqual([defect])
  })
})
