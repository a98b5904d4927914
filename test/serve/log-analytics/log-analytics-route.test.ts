import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openWorkspace } from '../../../src/providers/open-workspace.ts'
import type { Workspace } from '../../../src/providers/workspace.ts'
import { type Server, serve } from '../../../src/serve/serve.ts'
import { makeFolder } from '../../support/load-fixture.ts'
import { type AskOptions, ask } from '../support/ask.ts'

const visits = (...rows: string[]) => ['TimeGenerated,User,Count', ...rows, ''].join('\n')

const office = makeFolder({
  'Visits_CL.csv': visits('2026-05-01T08:00:00Z,ada,3', '2026-05-02T09:00:00Z,bob,5', '2026-05-03T10:00:00Z,cyd,8'),
  'Flows_CL.csv': visits('2026-05-03T10:00:00Z,ada,1'),
  'watchlists/vip.csv': 'Account,Why\nada,boss\n',
  'functions/busy.kql': 'let busy = (least:long) { Visits_CL | where Count > least };',
})
const branch = makeFolder({ 'Visits_CL.csv': visits('2026-05-04T08:00:00Z,eve,50') })
const bare = makeFolder({})

let opened: Workspace[]
let server: Server
let unions = 0

beforeAll(async () => {
  opened = await Promise.all([office, branch, bare].map(({ path }) => openWorkspace({ kind: 'local', paths: [path] })))
  server = await serve({
    workspaces: ['office', 'branch', 'bare'].map((name, index) => ({ name, workspace: opened[index]! })),
    basic: ['Flows_CL'],
    union: async (names) => {
      unions++
      return openWorkspace({
        kind: 'local',
        paths: [office.path, branch.path].filter((_, at) => names.includes(['office', 'branch'][at]!)),
      })
    },
  })
})

afterAll(async () => {
  await server?.close()
  await Promise.all((opened ?? []).map((each) => each.close()))
  for (const { remove } of [office, branch, bare]) remove()
})

const query = (kql: string, more: object = {}, options: AskOptions = {}) =>
  ask(server, { query: kql, ...more }, options)
const rows = async (kql: string, more: object = {}) => (await query(kql, more)).body.tables[0].rows

describe('a query', () => {
  it('is answered as the documentation shows it', async () => {
    const { status, headers, body } = await query('Visits_CL | summarize count() by User | sort by User asc | take 2')
    expect([status, headers.get('content-type')]).toEqual([200, 'application/json; charset=utf-8'])
    expect(body).toEqual({
      tables: [
        {
          name: 'PrimaryResult',
          columns: [
            { name: 'User', type: 'string' },
            { name: 'count_', type: 'long' },
          ],
          rows: [
            ['ada', 1],
            ['bob', 1],
          ],
        },
      ],
    })
  })

  it('comes by GET too', async () => {
    const path = `/v1/workspaces/${server.ids[0]}/query?query=${encodeURIComponent('Visits_CL | count')}&timespan=2026-05-01/P1D`
    expect((await ask(server, undefined, { method: 'GET', path })).body.tables[0].rows).toEqual([[1]])
  })

  it('of several statements is answered with several tables', async () => {
    const { body } = await query('Visits_CL | count; print x = 1')
    expect(body.tables.map((table: { name: string; rows: unknown }) => table.rows)).toEqual([[[3]], [[1]]])
    expect(body.tables[0].name).toBe('PrimaryResult')
    expect(body.tables[1].name).not.toBe('PrimaryResult')
  })

  it('has cells in the forms of the service', async () => {
    const { body } = await query(
      'print a=9007199254740993, b=real(nan), c=real(-inf), d=1.5, e=decimal(1.5), f=guid(74be27de-1e4e-49d9-b579-fe0b331d3642), g=25h, h=true, i=int(null), j=dynamic({"a":[1]}), k=datetime(2024-01-01T00:00:00.12Z), l=long(null)',
    )
    expect(body.tables[0].columns.map((column: { type: string }) => column.type)).toEqual(
      'long real real real decimal guid timespan bool int dynamic datetime long'.split(' '),
    )
    const text = await (
      await fetch(`${server.url}/v1/workspaces/${server.ids[0]}/query?query=print%20a%3D9007199254740993`)
    ).text()
    expect(text).toContain('"rows":[[9007199254740993]]')
    expect(body.tables[0].rows[0].slice(1)).toEqual([
      'NaN',
      '-Infinity',
      1.5,
      '1.5',
      '74be27de-1e4e-49d9-b579-fe0b331d3642',
      '1.01:00:00',
      true,
      null,
      '{"a":[1]}',
      '2024-01-01T00:00:00.12Z',
      null,
    ])
  })

  it('sees what lies in its timespan, given in the body, in the address, or in both', async () => {
    const count = async (timespan?: string, inAddress?: string) => {
      const path = `/v1/workspaces/${server.ids[0]}/query${inAddress === undefined ? '' : `?timespan=${inAddress}`}`
      return (await query('Visits_CL | count', { timespan }, { path })).body.tables[0].rows[0][0]
    }
    expect([
      await count(),
      await count('P1D'),
      await count('PT30H'),
      await count('2026-05-01/2026-05-02T09:00:00Z'),
    ]).toEqual([3, 1, 2, 1])
    expect(await count('2026-05-01/2026-05-03', '2026-05-02/2026-05-04')).toBe(1)
  })

  it('is told how it would be drawn and what it took, where it asks', async () => {
    const { body } = await query(
      'Visits_CL | summarize sum(Count) by User | render piechart',
      {},
      {
        headers: { prefer: 'wait=30, include-statistics=true,include-render=true' },
      },
    )
    expect(body.render).toMatchObject({ visualization: 'piechart' })
    expect(body.statistics.query).toMatchObject({
      executionTime: expect.any(Number),
      datasetStatistics: [{ tableRowCount: 3 }],
    })
    expect(Object.keys((await query('print 1')).body)).toEqual(['tables'])
  })

  it('sees the rows of all workspaces that it names, by id or name', async () => {
    const total = 'Visits_CL | summarize sum(Count), count()'
    expect(await rows(total)).toEqual([[16, 3]])
    expect(await rows(total, { workspaces: ['branch'] })).toEqual([[66, 4]])
    expect(await rows(total, { workspaces: [server.ids[1], server.ids[0], 'Branch'] })).toEqual([[66, 4]])
    expect(unions).toBe(1)
    expect((await query(total, { workspaces: ['nowhere'] })).status).toBe(404)
    expect((await query(total, { workspaces: 'branch' })).status).toBe(400)
  })

  it('goes to a workspace by its name, by its resource, and with /api', async () => {
    const { body } = await ask(server, undefined, { method: 'GET', path: `/v1/workspaces/${server.ids[1]}/metadata` })
    const resource = body.workspaces[0].resourceId
    for (const path of [
      '/v1/workspaces/branch/query',
      `/v1/workspaces/${server.ids[1]}/api/query`,
      `/2018-04-20/workspaces/${server.ids[1]}/query`,
      `/v1${resource}/query`,
      `${resource}/api/query`,
    ]) {
      expect((await query('Visits_CL | project User', {}, { path })).body?.tables?.[0].rows, path).toEqual([['eve']])
    }
  })

  it('to a workspace without data has no content', async () => {
    const answer = await query('print 1', {}, { path: `/v1/workspaces/${server.ids[2]}/query` })
    expect([answer.status, answer.body]).toEqual([204, undefined])
  })

  it('to what is not served is not found', async () => {
    const unknown = await query('print 1', {}, { path: '/v1/workspaces/00000000-0000-0000-0000-000000000000/query' })
    expect([unknown.status, unknown.body.error.code]).toEqual([404, 'WorkspaceNotFoundError'])
    const resource = await query(
      'print 1',
      {},
      { path: '/v1/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/vm/query' },
    )
    expect([resource.status, resource.body.error.code]).toEqual([404, 'ResourceNotFoundError'])
  })
})

describe('a query that is refused', () => {
  const inner = async (kql: string) => {
    const { status, body } = await query(kql)
    return [status, body.error.code, body.error.innererror.code, body.error.innererror.innererror]
  }

  it('for its syntax says where, the line from 1 and the position from 0', async () => {
    const [status, code, kind, fault] = await inner('Visits_CL\n| where Count > ')
    expect([status, code, kind]).toEqual([400, 'BadArgumentError', 'SyntaxError'])
    expect(fault).toMatchObject({ code: 'SYN0002', line: 2 })
    expect(fault.message).toMatch(/^Query could not be parsed at '.*' on line \[2,\d+\]/)
  })

  it('for a name says which, and where', async () => {
    expect(await inner('Visits_CL\n| where Usr == "ada"')).toEqual([
      400,
      'BadArgumentError',
      'SemanticError',
      {
        code: 'SEM0100',
        message: 'Unknown column `Usr` in Visits_CL. Did you mean `User`?',
        line: 2,
        pos: 8,
        token: 'Usr',
      },
    ])
  })

  it.each(['soon', '2026-05-02/2026-05-01', 'P', '7d'])('for the timespan %j says so', async (timespan) => {
    const { status, body } = await query('print 1', { timespan })
    expect([status, body.error.code, body.error.innererror.code]).toEqual([400, 'BadArgumentError', 'InvalidTimespan'])
  })

  it('for a preference that is none says so', async () => {
    for (const wait of ['0', '-1', 'long']) {
      expect((await query('print 1', {}, { headers: { prefer: `wait=${wait}` } })).status).toBe(400)
    }
  })
})

describe('metadata', () => {
  it('is of the lists that are wanted', async () => {
    const path = `/v1/workspaces/${server.ids[0]}/metadata`
    const { body } = await ask(server, undefined, { method: 'GET', path: `${path}?select=tables,Functions` })
    expect(Object.keys(body)).toEqual(['tables', 'functions'])
    const { status, body: refusal } = await ask(server, undefined, { method: 'GET', path: `${path}?select=tabels` })
    expect([status, refusal.error.innererror.code]).toEqual([400, 'InvalidSelect'])
  })

  it.each(['GET', 'POST'])('by %s tells tables with columns and plan, functions and watchlists', async (method) => {
    const { status, body } = await ask(server, {}, { method, path: `/v1/workspaces/${server.ids[0]}/metadata` })
    expect(status).toBe(200)
    const columns = [
      { name: 'TimeGenerated', type: 'datetime' },
      { name: 'User', type: 'string' },
      { name: 'Count', type: 'long' },
    ]
    expect(body.tables).toEqual([
      { id: 't/Flows_CL', name: 'Flows_CL', timespanColumn: 'TimeGenerated', properties: { plan: 'Basic' }, columns },
      {
        id: 't/Visits_CL',
        name: 'Visits_CL',
        timespanColumn: 'TimeGenerated',
        properties: { plan: 'Analytics' },
        columns,
      },
    ])
    expect(body.functions).toMatchObject([
      { name: 'busy', parameters: expect.stringContaining('least'), body: expect.stringContaining('Visits_CL') },
    ])
    expect(body.watchlists).toEqual([{ alias: 'vip', columns: expect.any(Array), searchKey: expect.any(String) }])
    expect(body.watchlists[0].columns).toEqual(
      expect.arrayContaining(['Account', 'Why', 'SearchKey'].map((name) => ({ name, type: 'string' }))),
    )
    expect(body.workspaces).toMatchObject([{ id: server.ids[0], name: 'office' }])
  })
})

describe('a table of the Basic plan', () => {
  const search = (kql: string, more: object = { timespan: 'P1D' }) =>
    query(kql, more, { path: `/v1/workspaces/${server.ids[0]}/search` })

  it('is searched with a timespan, in the address as the documentation shows it', async () => {
    const path = `/v1/workspaces/${server.ids[0]}/search?timespan=P1D`
    expect((await query('Flows_CL | where User == "ada" | project Count', {}, { path })).body.tables[0].rows).toEqual([
      [1],
    ])
    expect(
      (
        await search('Flows_CL | lookup (Visits_CL | project User, Total = Count) on User | project Total', {
          timespan: 'P7D',
        })
      ).body.tables[0].rows,
    ).toEqual([[3]])
  })

  it('is refused to a query, and a text of its name is not', async () => {
    const { status, body } = await query('union Visits_CL, Flows_CL | count')
    expect([status, body.error.innererror.code]).toEqual([400, 'UnsupportedTablePlan'])
    expect(body.error.innererror.message).toContain('Flows_CL')
    expect(await rows('Visits_CL | where User != "Flows_CL" | count')).toEqual([[3]])
  })

  it.each([
    ['without a timespan', 'Flows_CL | take 1', {}],
    ['of another table', 'Visits_CL | take 1', { timespan: 'P1D' }],
    ['with a join', 'Flows_CL | join Visits_CL on User', { timespan: 'P1D' }],
    ['with a search', 'search in (Flows_CL) "ada"', { timespan: 'P1D' }],
    ['with a function', 'union Flows_CL, (busy(1))', { timespan: 'P1D' }],
  ])('is not searched %s', async (_, kql, more) => {
    const { status, body } = await search(kql, more)
    expect([status, body.error.innererror.code]).toEqual([400, 'UnsupportedSearchQuery'])
  })
})
