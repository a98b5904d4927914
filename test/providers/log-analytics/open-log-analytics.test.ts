import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { HuntletError, KqlError } from '../../../src/lib/diagnostic.ts'
import { type LogAnalyticsEffects, openLogAnalytics } from '../../../src/providers/log-analytics/open-log-analytics.ts'
import { type TestStep, testWorkspace } from '../../../src/providers/log-analytics/test-workspace.ts'
import { openWorkspace } from '../../../src/providers/open-workspace.ts'
import type { LogAnalyticsRequest } from '../../../src/providers/service-request.ts'
import type { Workspace } from '../../../src/providers/workspace.ts'
import { type Fault, type Faults, first } from '../../../src/serve/faults.ts'
import { type Server, serve } from '../../../src/serve/serve.ts'
import type { ServeOptions } from '../../../src/serve/serve-options.ts'
import { makeFolder } from '../../support/load-fixture.ts'
import { passingClock } from '../../support/passing-clock.ts'

const folder = makeFolder({
  'SigninLogs.csv': [
    'TimeGenerated,UserPrincipalName,ResultType',
    '2026-05-01T08:00:00.1234567Z,ada@contoso.com,0',
    '2026-05-02T09:00:00Z,bob@contoso.com,50126',
    '2026-05-03T10:00:00Z,cyd@contoso.com,0',
    '',
  ].join('\n'),
  'Numbers_CL.jsonl': '{"TimeGenerated":"2026-05-01T00:00:00Z","n":9007199254740993}\n{"n":null}\n',
  'watchlists/vip.csv': 'SearchKey,Name\nada@contoso.com,Ada\n',
})
/** Of the form of a token of Azure, for somebody who may see nothing of it. */
const token = `eyJhbGciOiJub25lIn0.${Buffer.from(
  JSON.stringify({ upn: 'ada@contoso.com', tid: '99999999-0000-0000-0000-000000000000', oid: 'o-1', scp: 'Data.Read' }),
).toString('base64url')}.c2lnbmF0dXJl`

let local: Workspace
let open: { close(): Promise<void> }[] = []

beforeAll(async () => {
  local = await openWorkspace({ kind: 'local', paths: [folder.path] })
})

afterEach(async () => {
  await Promise.all(open.map((each) => each.close()))
  open = []
})

afterAll(async () => {
  await local?.close()
  folder.remove()
})

/** Nobody waits in real time; what was waited for is kept. */
function quickClock() {
  const clock = passingClock(Date.parse('2026-05-04T00:00:00Z'), 0.5)
  return { clock, waits: clock.waits }
}

async function served(options: Partial<ServeOptions> = {}): Promise<Server> {
  const server = await serve({ workspaces: [{ name: 'soc', workspace: local }], token, ...options })
  open.push(server)
  return server
}

function requestTo(server: Server, more: Partial<LogAnalyticsRequest> = {}): LogAnalyticsRequest {
  return {
    kind: 'log-analytics',
    workspace: server.ids[0]!,
    endpoint: server.url,
    token,
    clock: quickClock().clock,
    ...more,
  }
}

async function opened(request: LogAnalyticsRequest, effects?: LogAnalyticsEffects): Promise<Workspace> {
  const workspace = await openLogAnalytics(request, effects)
  open.unshift(workspace)
  return workspace
}

const isQuery = ({ path }: { readonly path: string }) => path.endsWith('/query')

describe('a workspace of Log Analytics', () => {
  it('answers as the workspace that is served', async () => {
    const workspace = await opened(requestTo(await served(), { name: 'azure:soc' }))
    expect(workspace.name).toBe('azure:soc')
    const kql = 'SigninLogs | project TimeGenerated, UserPrincipalName, ResultType | order by TimeGenerated asc'
    expect((await workspace.query(kql)).rows()).toEqual((await local.query(kql)).rows())
    expect((await workspace.query('Numbers_CL | project n | order by n asc')).rows()).toEqual(
      (await local.query('Numbers_CL | project n | order by n asc')).rows(),
    )
    expect((await workspace.query('_GetWatchlist("vip") | project Name')).rows()).toEqual([['Ada']])
    await expect(workspace.query('SigninLogs | where Nobody == 1')).rejects.toBeInstanceOf(KqlError)
  })

  it('keeps to a time range at both edges, to the tick', async () => {
    const workspace = await opened(requestTo(await served()))
    const count = async (start: string, end: string) =>
      (await workspace.run('SigninLogs | count', { timespan: { start, end } })).table.rows()
    expect(await count('2026-05-01T08:00:00.1234567Z', '2026-05-03T10:00:00Z')).toEqual([[2]])
    expect(await count('2026-05-01T08:00:00.1234568Z', '2026-05-03T10:00:00.0000001Z')).toEqual([[2]])
  })

  it('gets over what passes: throttling, a server that fails, connections that end, answers cut off or of a proxy', async () => {
    const faults: readonly Fault[] = [
      { kind: 'throttled', retryAfter: '7' },
      { kind: 'status', status: 503 },
      { kind: 'dropped' },
      { kind: 'dropped', after: 40 },
      { kind: 'truncated', after: 40 },
      { kind: 'content', type: 'text/html', body: '<html><title>Please log in</title></html>' },
    ]
    let once: Faults = () => undefined
    let asked = 0
    const server = await served({
      faults: (request) => {
        if (isQuery(request)) asked++
        return once(request)
      },
    })
    const { clock, waits } = quickClock()
    const workspace = await opened(requestTo(server, { clock }))
    for (const fault of faults) {
      once = first(1, fault, isQuery)
      asked = 0
      const { table, completeness } = await workspace.run('SigninLogs | project UserPrincipalName')
      expect([fault.kind, asked, table.rowCount, completeness.status]).toEqual([fault.kind, 2, 3, 'complete'])
    }
    expect(waits).toContain(7000)
  })

  it('says what does not pass, with the next step and nothing of the token', async () => {
    let lasting: Faults = () => undefined
    const workspace = await opened(requestTo(await served({ faults: (request) => lasting(request) })))
    const echo = JSON.stringify({ error: { code: 'X', message: `not ${token}` } })
    for (const [fault, code, words] of [
      [{ kind: 'status', status: 504 }, 'QUERY_TIMEOUT', ''],
      [{ kind: 'status', status: 500 }, 'SERVICE_UNAVAILABLE', ''],
      [{ kind: 'truncated', after: 40 }, 'BAD_ANSWER', 'cut off'],
      [{ kind: 'content', type: 'text/html', body: '<title>Log in</title>' }, 'BAD_ANSWER', 'a web page, “Log in”'],
      [{ kind: 'content', status: 403, type: 'text/plain', body: token }, 'NO_PERMISSION', ''],
      [{ kind: 'content', status: 400, type: 'application/json', body: echo }, 'REQUEST_REFUSED', 'not …'],
    ] as const) {
      lasting = first(Number.POSITIVE_INFINITY, fault, isQuery)
      const error: unknown = await workspace.query('SigninLogs').catch((thrown: unknown) => thrown)
      expect(error).toBeInstanceOf(HuntletError)
      expect(error).toMatchObject({ code, message: expect.stringContaining(words) })
      expect(inspected(error)).not.toContain(token)
    }
  })

  it('is logged in to once for all that it asks', async () => {
    const server = await served({ https: 'self-made' })
    let given = 0
    const credential = {
      getToken: async () => {
        given++
        return { token, expiresOnTimestamp: Date.parse('2026-05-04T01:00:00Z') }
      },
    }
    const { token: _, ...withLogin } = requestTo(server)
    const workspace = await opened(withLogin, { credential, certificateAuthority: server.certificate! })
    await Promise.all(['SigninLogs | count', 'SigninLogs', 'print 1'].map((kql) => workspace.query(kql)))
    expect(given).toBe(1)
  })

  it('asks the login again after the service says that the token has run out', async () => {
    const expired = first(1, { kind: 'expired-token' }, isQuery)
    const server = await served({ https: 'self-made', faults: expired })
    let given = 0
    const credential = {
      getToken: async () => {
        given++
        return { token, expiresOnTimestamp: Date.now() + 3_600_000 }
      },
    }
    const { token: _, ...withLogin } = requestTo(server)
    const workspace = await opened(withLogin, { credential, certificateAuthority: server.certificate! })
    expect(given).toBe(1)
    expect((await workspace.query('SigninLogs | count')).rows()).toEqual([[3]])
    expect(given).toBe(2)
  })

  it('says that the login does not hold where a new token is no better', async () => {
    const server = await served({ https: 'self-made', faults: first(99, { kind: 'expired-token' }, isQuery) })
    const credential = { getToken: async () => ({ token, expiresOnTimestamp: Date.now() + 3_600_000 }) }
    const { token: _, ...withLogin } = requestTo(server)
    const workspace = await opened(withLogin, { credential, certificateAuthority: server.certificate! })
    const error: unknown = await workspace.query('SigninLogs').catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'NOT_LOGGED_IN', message: expect.stringContaining('expiry has passed') })
    expect(inspected(error)).not.toContain(token)
  })

  it('cancels a query that is under way', async () => {
    const { promise: held, resolve: letGo } = Promise.withResolvers<void>()
    const { promise: came, resolve: onCame } = Promise.withResolvers<void>()
    const faults: Faults = (request) => {
      if (!isQuery(request)) return undefined
      onCame()
      return { kind: 'held', until: held }
    }
    const workspace = await opened(requestTo(await served({ faults })))
    const aborting = new AbortController()
    const asking = workspace.query('SigninLogs', { signal: aborting.signal })
    await came
    aborting.abort()
    await expect(asking).rejects.toMatchObject({ code: 'CANCELLED' })
    letGo()
  })

  it('says in the words of the service that rows are missing', async () => {
    const workspace = await opened(
      requestTo(
        await served({ faults: first(99, { kind: 'partial', rows: 1, message: 'One shard is gone.' }, isQuery) }),
      ),
    )
    const { completeness } = await workspace.run('SigninLogs')
    expect(completeness.status).toBe('partial')
    expect(completeness.notices.join(' ')).toContain('One shard is gone.')
  })

  it('searches a table of the Basic plan, and says in advance what that cannot do', async () => {
    const paths: string[] = []
    const faults: Faults = ({ path, kql }) => {
      if (kql !== undefined) paths.push(path.split('/').at(-1)!)
      return undefined
    }
    const workspace = await opened(requestTo(await served({ basic: ['SigninLogs'], faults })))
    const timespan = { start: '2026-05-01T08:00:00.1234568Z', end: '2026-05-03T10:00:00.0000001Z' }
    const { table } = await workspace.run('SigninLogs | project UserPrincipalName', { timespan })
    expect(table.column('UserPrincipalName').sort()).toEqual(['bob@contoso.com', 'cyd@contoso.com'])
    expect(paths).toEqual(['search'])
    const joined = 'SigninLogs | join kind=inner Numbers_CL on $left.ResultType == $right.Type'
    await expect(workspace.run(joined, { timespan })).rejects.toBeInstanceOf(HuntletError)
    expect(paths).toEqual(['search'])
  })

  it('is refused before anything is sent where its id, endpoint or login is none', async () => {
    const refused = (request: Partial<LogAnalyticsRequest>) =>
      openLogAnalytics({ kind: 'log-analytics', workspace: '11111111-2222-3333-4444-555555555555', ...request })
    await expect(refused({ workspace: 'soc' })).rejects.toMatchObject({ code: 'BAD_WORKSPACE_ID' })
    await expect(refused({ workspace: '/subscriptions/a/../b' })).rejects.toMatchObject({ code: 'BAD_WORKSPACE_ID' })
    await expect(refused({ endpoint: 'http://example.com' })).rejects.toMatchObject({ code: 'BAD_ENDPOINT' })
    await expect(refused({ endpoint: 'ftp://127.0.0.1' })).rejects.toMatchObject({ code: 'BAD_ENDPOINT' })
    // A file of settings that somebody else wrote must not get a login to Azure.
    await expect(refused({ endpoint: 'https://example.com', auth: 'cli' })).rejects.toMatchObject({
      code: 'BAD_ENDPOINT',
      message: expect.stringContaining('login to Azure is not sent there'),
    })
    await expect(refused({ auth: 'device' })).rejects.toMatchObject({ code: 'BAD_AUTH' })
    await expect(refused({ auth: 'certificate' })).rejects.toMatchObject({
      code: 'BAD_AUTH',
      message: 'To log in with a certificate, tenant, clientId, and certificate must be given.',
    })
  })
})

describe('trying a workspace', () => {
  const tried = async (request: LogAnalyticsRequest, effects?: LogAnalyticsEffects) => {
    const told: TestStep[] = []
    const steps = await testWorkspace(request, (step) => told.push(step), effects)
    expect(told).toEqual(steps)
    expect(JSON.stringify(steps)).not.toContain(token)
    return steps
  }
  const brief = (steps: readonly TestStep[]) => steps.map(({ step, status }) => `${step} ${status}`)

  it('tells of login, reach, permission and the newest record', async () => {
    const server = await served({ https: 'self-made' })
    const credential = { getToken: async () => ({ token, expiresOnTimestamp: Date.parse('2026-05-04T01:00:00Z') }) }
    const { token: _, ...withLogin } = requestTo(server)
    const steps = await tried(withLogin, { credential, certificateAuthority: server.certificate! })
    expect(brief(steps)).toEqual(['login ok', 'reach ok', 'permission ok', 'query ok'])
    expect(steps.map(({ text }) => text)).toEqual([
      'Logged in as ada@contoso.com, object o-1, tenant 99999999-0000-0000-0000-000000000000, until 2026-05-04T01:00:00Z.',
      `\`127.0.0.1:${server.port}\` answers.`,
      expect.stringMatching(/^You may read it: 2 tables, .* 1 watchlist\.$/),
      'It answers. `SigninLogs`: 3 records in the last 30 days, the newest of 2026-05-03T10:00:00.0000000Z.',
    ])
  })

  it('tells how old the newest record is where there is none of late', async () => {
    const late = { now: () => Date.parse('2027-01-01T00:00:00Z'), random: () => 0.5, wait: async () => {} }
    const steps = await tried(requestTo(await served(), { clock: late }))
    expect(steps.at(-1)).toMatchObject({
      status: 'warning',
      text: 'It answers, without a record of the last 30 days in `SigninLogs`, `Numbers_CL`; the newest of `SigninLogs` is of 2026-05-03T10:00:00.0000000Z.',
    })
  })

  it('warns of a login to another tenant', async () => {
    const server = await served({ https: 'self-made' })
    const credential = { getToken: async () => ({ token, expiresOnTimestamp: Date.parse('2026-05-04T01:00:00Z') }) }
    const { token: _, ...withLogin } = requestTo(server, { tenant: '11111111-0000-0000-0000-000000000000' })
    const [login] = await tried(withLogin, { credential, certificateAuthority: server.certificate! })
    expect(login).toMatchObject({ status: 'warning', remedy: expect.stringContaining('az login --tenant 11111111') })
  })

  it('says at which step it fails, and what to do', async () => {
    const wrongToken = await tried(requestTo(await served(), { token: 'wrong' }))
    expect(brief(wrongToken)).toEqual(['login ok', 'reach ok', 'permission failed', 'query skipped'])
    expect(wrongToken[2]!.remedy).toContain('check the variable that holds it')

    const noWorkspace = await tried(requestTo(await served(), { workspace: '11111111-2222-3333-4444-555555555555' }))
    expect(brief(noWorkspace)).toEqual(['login ok', 'reach ok', 'permission failed', 'query skipped'])
    expect(noWorkspace[2]!.remedy).toContain('Workspace ID')

    const gone = await served()
    await gone.close()
    const unreachable = await tried(requestTo(gone))
    expect(brief(unreachable)).toEqual(['login ok', 'reach failed', 'permission skipped', 'query skipped'])
    expect(unreachable[1]!.text).toContain('refuses the connection')

    const untrusted = await tried(requestTo(await served({ https: 'self-made' })))
    expect(brief(untrusted)).toEqual(['login ok', 'reach failed', 'permission skipped', 'query skipped'])
    expect(untrusted[1]!.remedy).toContain('NODE_EXTRA_CA_CERTS')

    const noQuery = await tried(
      requestTo(await served({ faults: first(99, { kind: 'status', status: 504 }, isQuery) })),
    )
    expect(brief(noQuery)).toEqual(['login ok', 'reach ok', 'permission ok', 'query failed'])

    const notLoggedIn = await tried(requestTo(gone), {
      credential: { getToken: () => Promise.reject(new Error('nobody')) },
    })
    expect(brief(notLoggedIn)).toEqual(['login failed', 'reach skipped', 'permission skipped', 'query skipped'])
  })
})

/** All that could be printed of an error. */
function inspected(error: unknown): string {
  const parts: string[] = []
  for (let each: unknown = error; each instanceof Error; each = each.cause) {
    parts.push(String(each.stack), JSON.stringify(each), ...Object.values(each).map(String))
  }
  return parts.join('\n')
}
