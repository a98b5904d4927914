import { createDefaultHttpClient, createHttpHeaders, createPipelineRequest } from '@azure/core-rest-pipeline'
import { Durations, LogsQueryClient, LogsQueryResultStatus } from '@azure/monitor-query'
import { LogsQueryClient as SuccessorClient } from '@azure/monitor-query-logs'
import { Client as KustoClient, KustoConnectionStringBuilder } from 'azure-kusto-data'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openWorkspace } from '../../src/providers/open-workspace.ts'
import type { Workspace } from '../../src/providers/workspace.ts'
import { type Server, serve } from '../../src/serve/serve.ts'
import { makeFolder } from '../support/load-fixture.ts'

const folder = makeFolder({
  'Visits_CL.csv': [
    'TimeGenerated,User,Count',
    '2026-05-01T08:00:00.1234567Z,ada,3',
    '2026-05-02T09:00:00Z,bob,9007199254740993',
    '2026-05-03T10:00:00Z,cyd,',
    '',
  ].join('\n'),
})
const token = 'a-static-token-for-tests'

let workspace: Workspace
let server: Server
let limited: Server

beforeAll(async () => {
  workspace = await openWorkspace({ kind: 'local', paths: [folder.path] })
  const workspaces = [{ name: 'logs', workspace }]
  server = await serve({ workspaces, token })
  limited = await serve({ workspaces, token, limits: { rows: 2 } })
})

afterAll(async () => {
  await Promise.all([server, limited].map((each) => each?.close()))
  await workspace?.close()
  folder.remove()
})

const credential = { getToken: async () => ({ token, expiresOnTimestamp: Date.now() + 3_600_000 }) }

/** The clients send a token by https alone: the request goes to the server once the token is in it. */
const options = (to: Server) => {
  const inner = createDefaultHttpClient()
  return {
    endpoint: 'https://localhost/v1',
    httpClient: {
      sendRequest: (request: Parameters<typeof inner.sendRequest>[0]) => {
        request.url = request.url.replace('https://localhost', to.url)
        request.allowInsecureConnection = true
        return inner.sendRequest(request)
      },
    },
    retryOptions: { maxRetries: 0 },
  }
}

describe.each([
  ['@azure/monitor-query', (to: Server) => new LogsQueryClient(credential, options(to))],
  [
    '@azure/monitor-query-logs',
    (to: Server) => new SuccessorClient(credential, options(to)) as unknown as LogsQueryClient,
  ],
] as const)('%s', (_, clientOf) => {
  const whole = { startTime: new Date('2026-05-01'), endTime: new Date('2026-05-04') }

  it('takes rows, columns, statistics and the chart of an answer', async () => {
    const found = await clientOf(server).queryWorkspace(
      server.ids[0]!,
      'Visits_CL | sort by TimeGenerated asc | project TimeGenerated, User, Bag = bag_pack("n", 1), Real = real(nan) | render table',
      whole,
      { includeQueryStatistics: true, includeVisualization: true, serverTimeoutInSeconds: 60 },
    )
    if (found.status !== LogsQueryResultStatus.Success) throw new Error(found.status)
    expect(found.tables[0]!.name).toBe('PrimaryResult')
    expect(found.tables[0]!.columnDescriptors.map(({ name, type }) => [name, type])).toEqual([
      ['TimeGenerated', 'datetime'],
      ['User', 'string'],
      ['Bag', 'dynamic'],
      ['Real', 'real'],
    ])
    expect(found.tables[0]!.rows[0]).toEqual([new Date('2026-05-01T08:00:00.123Z'), 'ada', { n: 1 }, 'NaN'])
    expect(found.statistics).toMatchObject({ query: { executionTime: expect.any(Number) } })
    expect(found.visualization).toMatchObject({ visualization: 'table' })
  })

  it('sends its timespan in each of its forms', async () => {
    const count = async (timespan: Parameters<LogsQueryClient['queryWorkspace']>[2]) => {
      const found = await clientOf(server).queryWorkspace(server.ids[0]!, 'Visits_CL | count', timespan)
      if (found.status !== LogsQueryResultStatus.Success) throw new Error(found.status)
      return found.tables[0]!.rows[0]![0]
    }
    expect(await count({ duration: Durations.oneDay })).toBe(1)
    expect(await count({ duration: 'P7D' })).toBe(3)
    expect(await count({ startTime: whole.startTime, duration: 'P1D' })).toBe(1)
    expect(await count({ duration: 'P1D', endTime: new Date('2026-05-03') })).toBe(1)
    expect(await count(whole)).toBe(3)
  })

  it('is told what is wrong with a query', async () => {
    await expect(
      clientOf(server).queryWorkspace(server.ids[0]!, 'Visits_CL | where Usr == 1', whole),
    ).rejects.toMatchObject({
      statusCode: 400,
      code: 'BadArgumentError',
    })
  })

  it('knows that an answer is cut', async () => {
    const found = await clientOf(limited).queryWorkspace(limited.ids[0]!, 'Visits_CL', whole)
    if (found.status !== LogsQueryResultStatus.PartialFailure) throw new Error(found.status)
    expect(found.partialTables[0]!.rows).toHaveLength(2)
    expect(found.partialError.code).toBe('PartialError')
  })

  it('is refused with another token', async () => {
    const wrong = {
      getToken: async () => ({ token: 'another-token-of-that-length', expiresOnTimestamp: Date.now() + 3_600_000 }),
    }
    const client =
      _ === '@azure/monitor-query'
        ? new LogsQueryClient(wrong, options(server))
        : new SuccessorClient(wrong, options(server))
    await expect(client.queryWorkspace(server.ids[0]!, 'print 1', whole)).rejects.toMatchObject({ statusCode: 401 })
  })

  it('asks a resource by its id', async () => {
    // The successor doubles the slash that a resource id begins with.
    const resource = '/subscriptions/s/resourceGroups/g/providers/Microsoft.OperationalInsights/workspaces/logs'
    const id = _ === '@azure/monitor-query' ? resource : resource.slice(1)
    const found = await clientOf(server).queryResource(id, 'Visits_CL | count', whole)
    if (found.status !== LogsQueryResultStatus.Success) throw new Error(found.status)
    expect(found.tables[0]!.rows).toEqual([[3]])
  })
})

it('@azure/core-rest-pipeline sees longs whole, in the text of the answer', async () => {
  const answer = await createDefaultHttpClient().sendRequest(
    createPipelineRequest({
      url: `${server.url}/v1/workspaces/${server.ids[0]}/query`,
      method: 'POST',
      allowInsecureConnection: true,
      headers: createHttpHeaders({ 'content-type': 'application/json', authorization: `Bearer ${token}` }),
      body: JSON.stringify({ query: 'Visits_CL | project Count | sort by Count desc' }),
    }),
  )
  expect(answer.bodyAsText).toContain('[[9007199254740993],[3],[null]]')
})

it('azure-kusto-data takes rows over the same server', async () => {
  const client = new KustoClient(KustoConnectionStringBuilder.withAccessToken(server.url, token))
  try {
    const { primaryResults } = await client.execute('logs', 'Visits_CL | project User | sort by User asc')
    expect([...primaryResults[0]!.rows()].map((row) => row.toJSON())).toEqual([
      { User: 'ada' },
      { User: 'bob' },
      { User: 'cyd' },
    ])
  } finally {
    client.close()
  }
})
