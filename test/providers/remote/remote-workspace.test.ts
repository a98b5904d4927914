import { afterEach, describe, expect, it } from 'vitest'
import { KqlError } from '../../../src/lib/diagnostic.ts'
import { Table } from '../../../src/lib/table.ts'
import type { RemoteOptions } from '../../../src/providers/remote/remote-options.ts'
import { remoteWorkspace } from '../../../src/providers/remote/remote-workspace.ts'
import { ServiceFault, type Wire } from '../../../src/providers/remote/wire.ts'
import type { Workspace } from '../../../src/providers/workspace.ts'
import { compilerHere } from './compiler-here.ts'
import { eventTable, one, schema, scriptedWire, testClock } from './simulated-service.ts'

const open: Workspace[] = []
afterEach(async () => {
  for (const each of open.splice(0)) await each.close()
})

async function opened(wire: Wire, options: Partial<RemoteOptions> = {}): Promise<Workspace> {
  const workspace = await remoteWorkspace(
    { kind: 'log-analytics', name: 'azure:soc', wire, clock: testClock(), ...options },
    compilerHere,
  )
  open.push(workspace)
  return workspace
}

const nothing = one(eventTable([]))

describe('a query that is wrong', () => {
  it('is not sent, and is shown at its place', async () => {
    const wire = scriptedWire(() => nothing)
    const workspace = await opened(wire)
    const failed = await workspace.query('Events | where Txet == "a"').catch((error) => error)
    expect(failed).toBeInstanceOf(KqlError)
    expect(failed.diagnostics[0]).toMatchObject({ code: 'KQL002', span: { start: 15, end: 19 } })
    await expect(workspace.query('Nobody | take 1')).rejects.toMatchObject({ code: 'KQL_INVALID' })
    await expect(workspace.query('.drop table Events')).rejects.toThrow('management command')
    await expect(workspace.query('  ')).rejects.toThrow('empty')
    expect(wire.asked).toEqual([])
  })

  it('is sent where only huntlet does not know what it says', async () => {
    const wire = scriptedWire(() => nothing)
    const workspace = await opened(wire)
    const sent = async (kql: string) => {
      await workspace.query(kql)
      return wire.asked.at(-1)!.kql
    }
    expect(await sent('Events | make-graph Id --> Id with Others on Id')).toBe(
      'Events | make-graph Id --> Id with Others on Id',
    )
    expect(await sent('workspace("other").Events | where Anything == 1')).toContain('workspace("other").Events')
    expect(await sent('Events | invoke FileProfile()')).toContain('FileProfile()')
  })

  it('is shown in the user’s own text where the service refuses it', async () => {
    const kql = 'Events | where Id == 5 | extend x = strcat(Text)'
    const wire = scriptedWire(({ kql: sent }) => {
      const start = sent.indexOf('strcat')
      throw new KqlError('KQL_INVALID', 'no', {
        diagnostics: [{ code: 'SVC', severity: 'error', message: 'no', span: { start, end: start + 6 } }],
      })
    })
    const workspace = await opened(wire)
    const failed = await workspace
      .run(kql, { timespan: { start: '2024-01-01', end: '2024-02-01' } })
      .catch((error) => error)
    expect(wire.asked[0]!.kql.startsWith('(Events | where')).toBe(true)
    expect(failed.diagnostics[0]).toMatchObject({ span: { start: 36, end: 42 }, source: { text: kql } })
  })

  it('may name what is newer than what is known', async () => {
    let fetched = 0
    const clock = testClock()
    const wire = scriptedWire(() => nothing, {
      schema: () =>
        fetched++ === 0 ? schema : { ...schema, tables: [...schema.tables, { ...schema.tables[0]!, name: 'New' }] },
    })
    const workspace = await opened(wire, { clock })
    await expect(workspace.query('New | take 1')).rejects.toThrow('Unknown table')
    await clock.wait(61_000, undefined)
    await workspace.query('New | take 1')
    expect(fetched).toBe(2)
  })
})

describe('the time range', () => {
  const timespan = { start: '2024-01-01', end: '2024-01-02T00:00:00.0000001Z' }
  const narrowed = (name: string) =>
    `(${name} | where TimeGenerated >= datetime(2024-01-01T00:00:00.0000000Z) and TimeGenerated < datetime(2024-01-02T00:00:00.0000001Z))`

  it('is kept to by the text itself, to the tick', async () => {
    const wire = scriptedWire(() => nothing)
    const workspace = await opened(wire)
    await workspace.run('let e = Events; e | join kind=inner Others on Id', { timespan })
    expect(wire.asked[0]).toMatchObject({
      kql: `let e = ${narrowed('Events')}; e | join kind=inner ${narrowed('Others')} on Id`,
      range: { start: '2024-01-01T00:00:00.0000000Z', end: '2024-01-02T00:00:00.0000001Z' },
      isNarrowed: true,
    })
  })

  it('is left to the service where the text cannot keep to it', async () => {
    const wire = scriptedWire(() => nothing)
    const workspace = await opened(wire)
    for (const kql of [
      'search "x"',
      'union withsource=From Events, Others',
      'Recent()',
      'find in (Events) where Id == 1',
    ]) {
      await workspace.run(kql, { timespan, limit: 500_000 })
      expect(wire.asked.at(-1)!.kql).toBe(kql)
      expect(wire.asked.at(-1)!.isNarrowed).toBeUndefined()
      expect(wire.asked.at(-1)!.range).toBeDefined()
    }
  })

  it('does not reach watchlists', async () => {
    const wire = scriptedWire(() => nothing)
    const workspace = await opened(wire)
    await workspace.run('Events | where Text in (_GetWatchlist("admins") | project SearchKey)', { timespan })
    expect(wire.asked[0]!.range).toBeUndefined()
    expect(wire.asked[0]!.kql).toContain(narrowed('Events'))
  })

  it('is read as a text, and refused where it is none', async () => {
    const wire = scriptedWire(() => nothing)
    const workspace = await opened(wire, { now: '2024-03-01' })
    await workspace.query('Events', { timespan: '1d' })
    expect(wire.asked[0]!.range).toEqual({ start: '2024-02-29T00:00:00.0000000Z', end: '2024-03-01T00:00:00.0000001Z' })
    await expect(workspace.query('Events', { timespan: 'soon' })).rejects.toMatchObject({ code: 'BAD_TIMESPAN' })
  })
})

describe('now', () => {
  it('is the service’s where nobody says otherwise', async () => {
    const wire = scriptedWire(() => nothing)
    const workspace = await opened(wire)
    expect(await workspace.now()).toEqual({ at: '2024-05-01T00:00:00.0000000Z', source: 'clock' })
    await workspace.query('print now()')
    expect(wire.asked[0]!.kql).toBe('print now()')
  })

  it('is written into the text where it is given, and refused where it cannot be', async () => {
    const wire = scriptedWire(() => nothing)
    const workspace = await opened(wire, { now: '2024-03-01T12:00:00Z' })
    await workspace.query('Events | where TimeGenerated > ago(1d) | extend n = now(), m = now(-1h)')
    const at = 'datetime(2024-03-01T12:00:00.0000000Z)'
    expect(wire.asked[0]!.kql).toBe(
      `Events | where TimeGenerated > (${at} - (1d)) | extend n = ${at}, m = (${at} + (-1h))`,
    )
    await expect(workspace.query('Recent() | count')).rejects.toMatchObject({ code: 'NOW_OF_SERVICE' })
    await expect(opened(wire, { now: 'never' })).rejects.toMatchObject({ code: 'BAD_NOW' })
  })
})

describe('a query', () => {
  it('over a table the workspace lacks gets an empty one and a notice', async () => {
    const wire = scriptedWire(() => nothing)
    const workspace = await opened(wire)
    const { completeness } = await workspace.run('Heartbeat | summarize n = count() by Computer')
    expect(completeness.notices).toEqual(['no Heartbeat in this workspace'])
    expect(wire.asked[0]!.kql).toMatch(/^\(datatable\(TimeGenerated:datetime, .*\)\[\]\) \| summarize/)
  })

  it('has its parameters written into it', async () => {
    const wire = scriptedWire(() => nothing)
    const workspace = await opened(wire)
    const kql =
      'declare query_parameters(who:string, n:long = 5, since:datetime); Events | where Text == who and Id > n'
    await workspace.run(kql, { parameters: { who: `a"'; drop`, since: '2024-01-01' } })
    expect(wire.asked[0]!.kql).toBe(
      'let who = "a\\"\'; drop"; let n = 5; let since = datetime(2024-01-01T00:00:00.0000000Z); Events | where Text == who and Id > n',
    )
    await expect(workspace.run(kql, { parameters: { since: 'x', who: '' } })).rejects.toThrow(
      'not a value of type datetime',
    )
    await expect(workspace.run('Events', { parameters: { x: '1' } })).rejects.toThrow('declares no such parameter')
  })

  it('is cut at its limit, before it is drawn', async () => {
    const rows = Array.from({ length: 3 }, (_, id) => ({ ticks: BigInt(id), id }))
    const wire = scriptedWire(() => one(eventTable(rows)))
    const workspace = await opened(wire)
    const { table, completeness } = await workspace.run('Events // all\n| render table', { limit: 2 })
    expect(wire.asked[0]!.kql).toBe('Events | take 3 // all\n| render table')
    expect(table.rowCount).toBe(2)
    expect(completeness).toEqual({
      status: 'truncated',
      notices: ['only the first 2 rows are shown; there are more'],
    })
    await expect(workspace.run('Events', { limit: -1 })).rejects.toMatchObject({ code: 'BAD_LIMIT' })
  })

  it('over a table of the Basic plan is asked otherwise, and refused where it asks for more', async () => {
    const wire = scriptedWire(() => nothing)
    const workspace = await opened(wire)
    const timespan = { start: '2024-05-01', end: '2024-05-02' }
    await workspace.query('Cheap | where Id == 1', { timespan })
    expect(wire.asked[0]!.plan).toBe('basic')
    await expect(workspace.query('Cheap | where Id == 1')).rejects.toMatchObject({
      code: 'BASIC_PLAN',
      message: expect.stringContaining('for a time range only'),
      hint: expect.stringContaining('--last'),
    })
    for (const kql of [
      'Cheap | join Events on Id',
      'Cheap | extend n = toscalar(Recent() | count)',
      'search in (Cheap) "x"',
    ]) {
      const failed = await workspace.query(kql, { timespan }).catch((error) => error)
      expect([failed.code, failed.message.includes('`Cheap` is on the Basic plan')]).toEqual(['BASIC_PLAN', true])
    }
    expect(wire.asked.length).toBe(1)
  })

  it('that cannot be split says so', async () => {
    const rows = Array.from({ length: 3 }, (_, id) => ({ ticks: BigInt(id), id }))
    const wire = scriptedWire(() => ({
      ...one(eventTable(rows)),
      shortfall: { kind: 'bytes', message: 'Too many bytes.' },
    }))
    const workspace = await opened(wire)
    const { table, completeness } = await workspace.run('Events | summarize avg(Id)')
    expect([table.rowCount, completeness.status]).toEqual([3, 'truncated'])
    expect(completeness.notices[0]).toContain('the service gave 3 rows of more: Too many bytes.')
    expect(completeness.notices[0]).toContain('It is asked as one question: `avg` cannot be put together')
  })

  it('is whole where a limit of the service is at that of the user', async () => {
    const rows = Array.from({ length: 3 }, (_, id) => ({ ticks: BigInt(id), id }))
    const shortfall = { kind: 'bytes', message: 'Too many bytes.' } as const
    const wire = scriptedWire(() => ({ ...one(eventTable(rows)), shortfall }))
    const { completeness } = await (await opened(wire)).run('Events', { limit: 3 })
    expect(completeness).toEqual({ status: 'truncated', notices: ['only the first 3 rows are shown; there are more'] })
  })

  it('of which part failed at the service is partial', async () => {
    const wire = scriptedWire(() => ({ ...nothing, shortfall: { kind: 'other', message: 'A shard was lost.' } }))
    const { completeness } = await (await opened(wire)).run('Events')
    expect(completeness).toEqual({
      status: 'partial',
      notices: ['a part of the work failed at the service: A shard was lost.'],
    })
  })
})

describe('faults', () => {
  it('become errors with a code, the service’s words and the next step', async () => {
    const codes = [
      // What is of the workspace names it; what is of the question does not.
      ['timed-out', 'QUERY_TIMEOUT', ''],
      ['refused', 'REQUEST_REFUSED', ''],
      ['forbidden', 'NO_PERMISSION', 'azure:soc: '],
      ['not-logged-in', 'NOT_LOGGED_IN', 'azure:soc: '],
      ['throttled', 'THROTTLED', 'azure:soc: '],
      ['unavailable', 'SERVICE_UNAVAILABLE', 'azure:soc: '],
    ] as const
    for (const [kind, code, workspace] of codes) {
      const wire = scriptedWire(() => {
        throw new ServiceFault(kind, 'These are its words.', { hint: 'Do this.' })
      })
      const failed = await (await opened(wire)).run('Events | summarize count()').catch((error) => error)
      expect([failed.code, failed.message, failed.hint.startsWith('Do this.')]).toEqual([
        code,
        `${workspace}These are its words.`,
        true,
      ])
    }
  })

  it('that pass are asked again, with the pause the service asks for', async () => {
    const clock = testClock()
    const wire = scriptedWire((_, index) => {
      if (index === 0) throw new ServiceFault('throttled', 'slow down', { retryAfterMs: 7_000 })
      if (index === 1) throw new ServiceFault('unavailable', '502')
      if (index === 2) throw new ServiceFault('token-expired', '401')
      return nothing
    })
    const told: string[] = []
    const { completeness } = await (await opened(wire, { clock })).run('Events', {
      onProgress: (text) => told.push(text),
    })
    expect([completeness.status, wire.asked.length]).toEqual(['complete', 4])
    expect(clock.waited).toContain(7_000)
    expect(told).toContain('the service is asked too often; asking again in 7 s')
  })

  it('of a time that is over are not asked again as they stand', async () => {
    const wire = scriptedWire(() => {
      throw new ServiceFault('timed-out', 'ten minutes')
    })
    const workspace = await opened(wire)
    await expect(workspace.run('Events | summarize avg(Id)')).rejects.toMatchObject({ code: 'QUERY_TIMEOUT' })
    expect(wire.asked.length).toBe(1)
    // Of parts of the time some are tried, but not for ever.
    const timespan = { start: '2024-01-01', end: '2024-02-01' }
    await expect(workspace.run('Events | summarize count()', { timespan })).rejects.toMatchObject({
      code: 'QUERY_TIMEOUT',
    })
    expect(wire.asked.length).toBeGreaterThan(10)
    expect(wire.asked.length).toBeLessThan(40)
  })
})

describe('a workspace', () => {
  it('is cancelled on the wire, closes once, and ends what is asked', async () => {
    const hanging = () =>
      scriptedWire(
        ({ signal }) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
      )
    const wire = hanging()
    const workspace = await opened(wire)
    const controller = new AbortController()
    const asked = workspace.run('Events', { signal: controller.signal, onProgress: () => {} })
    asked.catch(() => {})
    while (wire.asked.length === 0) await new Promise((resolve) => setImmediate(resolve))
    controller.abort()
    await expect(asked).rejects.toMatchObject({ code: 'CANCELLED' })
    expect(wire.asked[0]!.signal.aborted).toBe(true)
    const other = workspace.run('Events')
    other.catch(() => {})
    while (wire.asked.length === 1) await new Promise((resolve) => setImmediate(resolve))
    await workspace.close()
    await workspace.close()
    await expect(other).rejects.toMatchObject({ code: 'WORKSPACE_CLOSED' })
    await expect(workspace.run('Events')).rejects.toMatchObject({ code: 'WORKSPACE_CLOSED' })
    expect(wire.closed).toEqual([1])
  })

  it('tells its tables with what they hold, counted in one question', async () => {
    const counts = Table.fromRows(
      [
        { name: 'Name', type: 'string' },
        { name: 'Rows', type: 'long' },
        { name: 'First', type: 'datetime' },
        { name: 'Last', type: 'datetime' },
      ],
      [['Events', 3, '2024-01-01T00:00:00.0000000Z', '2024-01-02T00:00:00.0000000Z']],
    )
    const wire = scriptedWire(() => one(counts))
    const workspace = await opened(wire)
    await workspace.tables()
    const tables = await workspace.tables()
    expect(tables.find(({ name }) => name === 'Events')).toMatchObject({
      rowCount: 3,
      first: '2024-01-01T00:00:00.0000000Z',
    })
    expect(tables.find(({ name }) => name === 'Others')!.rowCount).toBeUndefined()
    expect(wire.asked.length).toBe(1)
    expect(await workspace.surroundings!()).toMatchObject({ watchlists: [{ alias: 'admins' }] })
  })

  it('goes on without knowing what tables there are, and says so', async () => {
    const wire = scriptedWire(() => nothing, {
      schema: () => {
        throw new ServiceFault('forbidden', 'You may not.')
      },
    })
    const workspace = await opened(wire)
    expect((await workspace.notices())[0]!.message).toContain('You may not.')
    await workspace.query('Custom_CL | where Whatever == 1')
    const { completeness } = await workspace.run('SigninLogs', { timespan: { start: '2024-01-01', end: '2024-01-02' } })
    expect(completeness.notices).toEqual([])
    expect(wire.asked.at(-1)!.kql).toContain('(SigninLogs | where TimeGenerated >=')
    await expect(workspace.query('SigninLogs | where (')).rejects.toMatchObject({ code: 'KQL_INVALID' })
  })

  it('is not opened where nobody is logged in', async () => {
    const wire = scriptedWire(() => nothing, {
      schema: () => {
        throw new ServiceFault('not-logged-in', 'Log in.')
      },
    })
    await expect(opened(wire)).rejects.toMatchObject({ code: 'NOT_LOGGED_IN' })
    expect(wire.closed).toEqual([1])
  })
})
