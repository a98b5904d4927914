import { afterEach, describe, expect, it } from 'vitest'
import { KqlError } from '../../../src/lib/diagnostic.ts'
import type { ColumnType } from '../../../src/lib/kql-type.ts'
import { type Cell, Table } from '../../../src/lib/table.ts'
import type { RemoteOptions } from '../../../src/providers/remote/remote-options.ts'
import { remoteWorkspace } from '../../../src/providers/remote/remote-workspace.ts'
import { ServiceFault, type Wire } from '../../../src/providers/remote/wire.ts'
import type { Workspace } from '../../../src/providers/workspace.ts'
import { compilerHere } from './compiler-here.ts'
import {
  type Event,
  events,
  eventTable,
  one,
  schema,
  scriptedWire,
  simulatedWire,
  testClock,
} from './simulated-service.ts'

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

/** A clock whose time is put forward by hand. */
function laterClock() {
  let later = 0
  const clock = testClock()
  const pass = (milliseconds: number) => {
    later += milliseconds
  }
  return { clock: { ...clock, now: () => clock.now() + later }, pass }
}

const timespan = { start: '2024-01-01', end: '2024-01-02' }
const begin = 638396640000000000n

function records(count: number): Event[] {
  const step = 864_000_000_000n / BigInt(count)
  return Array.from({ length: count }, (_, id) => ({ ticks: begin + BigInt(id) * step, id }))
}

describe('a query for the first rows', () => {
  it('gives no more of them where it was asked in parts', async () => {
    const wire = simulatedWire(records(1000), { rows: 500_000, bytes: 1e9, scanned: 500 })
    const workspace = await opened(wire)
    const taken = await workspace.run('Events | take 10', { timespan })
    expect(wire.asked.length).toBeGreaterThan(1)
    expect(taken.table.rowCount).toBe(10)
    expect(taken.completeness.status).toBe('complete')
    const latest = await workspace.run('Events | sort by TimeGenerated desc | take 3', { timespan })
    expect(latest.table.column('Id')).toEqual([999, 998, 997])
  })
})

describe('a part behind the rows that are wanted', () => {
  it('takes nothing from the answer where it fails', async () => {
    const wire = scriptedWire(({ kql }) => {
      const start = /TimeGenerated >= datetime\((.+?)\)/.exec(kql)![1]!
      const isWhole = start.startsWith('2024-01-01T00:00:00') && kql.includes('2024-01-02')
      if (isWhole) throw new ServiceFault('timed-out', 'it took too long')
      if (start > '2024-01-01T11') throw new ServiceFault('too-large', 'too much')
      return one(eventTable(records(10)))
    })
    const workspace = await opened(wire)
    const { table, completeness } = await workspace.run('Events | take 10', { timespan })
    expect(table.rowCount).toBe(10)
    expect(completeness).toEqual({ status: 'complete', notices: [] })
  })
})

describe('a watchlist beside what only the service can narrow', () => {
  it('is said to be in the range too', async () => {
    const workspace = await opened(scriptedWire(() => one(eventTable([]))))
    const noticesOf = async (kql: string, range?: typeof timespan) =>
      (await workspace.run(kql, range ? { timespan: range } : {})).completeness.notices.join()
    const list = `where Text in ((_GetWatchlist('admins') | project SearchKey))`
    expect(await noticesOf(`union withsource=From Events, Others | ${list}`, timespan)).toContain('watchlists too')
    expect(await noticesOf(`union withsource=From Events, Others | ${list}`)).toBe('')
    expect(await noticesOf(`Events | ${list}`, timespan)).toBe('')
  })
})

describe('asking from when to when there are records', () => {
  it('is no error of the query where the service refuses it', async () => {
    const refused = () => {
      throw new KqlError('KQL_INVALID', 'no union here', {
        diagnostics: [{ code: 'SVC', severity: 'error', message: 'no union here', span: { start: 0, end: 5 } }],
      })
    }
    const wire = scriptedWire(({ kql }) =>
      /min\(TimeGenerated\)/.test(kql)
        ? refused()
        : { ...one(eventTable([])), shortfall: { kind: 'rows', message: 'the result is cut.' } },
    )
    const workspace = await opened(wire)
    const answer = await workspace.run('Events | where Id > 5')
    expect(answer.completeness.status).toBe('truncated')
    expect(answer.completeness.notices.join()).toContain('could not be told')
  })
})

describe('a table that has come since the schema was kept', () => {
  it('is asked, and not taken to be missing', async () => {
    const { clock, pass } = laterClock()
    let fetched = 0
    const known = { name: 'SigninLogs', columns: [{ name: 'TimeGenerated', type: 'datetime' as const }] }
    const wire = scriptedWire(() => one(eventTable([])), {
      schema: () => ({ tables: fetched++ === 0 ? [] : [known], functions: [], watchlists: [], names: [] }),
    })
    const workspace = await opened(wire, { clock })
    pass(601_000)
    const answer = await workspace.run('SigninLogs | count')
    expect(wire.asked.at(-1)!.kql).toContain('SigninLogs')
    expect(answer.completeness.notices).toEqual([])
  })

  it('is not asked for with each query, where it stays missing', async () => {
    const { clock, pass } = laterClock()
    let fetched = 0
    const wire = scriptedWire(() => one(eventTable([])), {
      schema: () => {
        fetched++
        return { tables: [], functions: [], watchlists: [], names: [] }
      },
    })
    const workspace = await opened(wire, { clock })
    pass(601_000)
    for (let count = 0; count < 3; count++) await workspace.run('SigninLogs | count')
    expect(fetched).toBe(2)
  })

  it('is taken to be missing where the schema cannot be had anew', async () => {
    const { clock, pass } = laterClock()
    let fetched = 0
    const wire = scriptedWire(() => one(eventTable([])), {
      schema: () => {
        if (fetched++ > 0) throw new ServiceFault('forbidden', 'no')
        return { tables: [], functions: [], watchlists: [], names: [] }
      },
    })
    const workspace = await opened(wire, { clock })
    pass(601_000)
    for (let count = 0; count < 3; count++) {
      const answer = await workspace.run('SigninLogs | count')
      expect(answer.completeness.notices.join()).toContain('no SigninLogs')
    }
    expect(fetched).toBe(2)
  })
})

describe('the parts of a query in two', () => {
  const columns = events.columns
  /** Asked as a whole, it takes too long; of a part, all of it is given in columns of this order. */
  const serviceOf = (order: readonly string[], more: readonly ColumnType[] = []) =>
    scriptedWire(({ kql }) => {
      if (
        kql.includes('row_number') ||
        kql.includes('2024-01-01T00:00:00.0000000Z) and TimeGenerated < datetime(2024-01-02')
      ) {
        throw new ServiceFault('timed-out', 'it took too long')
      }
      const isFirst = kql.includes('>= datetime(2024-01-01T00:00:00.0000000Z)')
      const cells: Record<string, Cell> = {
        TimeGenerated: isFirst ? '2024-01-01T01:00:00.0000000Z' : '2024-01-01T20:00:00.0000000Z',
        Text: isFirst ? 'b text' : 'a text',
        Other: isFirst ? 'a' : 'b',
        Id: isFirst ? 1n : 2n,
      }
      const given = order.map((name) => [...columns, ...more].find((each) => each.name === name)!)
      return one(Table.fromRows(given, [order.map((name) => cells[name]!)]))
    })
  const kql = 'Events | sort by Text asc | extend n = row_number() | project n, Text, Id'

  it('are read by the names of their columns, in whichever order the service has these', async () => {
    const other = { name: 'Other', type: 'string' as const }
    const wire = serviceOf(['TimeGenerated', 'Id', 'Other', 'Text'], [other])
    const known = { ...schema, tables: [{ ...events, columns: [...columns, other] }] }
    const workspace = await opened({ ...wire, schema: async () => known })
    const { table, completeness } = await workspace.run(kql, { timespan })
    expect(table.rows()).toEqual([
      [1, 'a text', 2],
      [2, 'b text', 1],
    ])
    expect(completeness).toEqual({ status: 'complete', notices: [] })
  })

  it('are not gone on with where their columns are others than are known', async () => {
    const other = { name: 'Other', type: 'string' as const }
    const workspace = await opened(serviceOf(['TimeGenerated', 'Id', 'Other'], [other]))
    await expect(workspace.run(kql, { timespan })).rejects.toMatchObject({
      code: 'QUERY_TIMEOUT',
      hint: expect.stringContaining('other columns at the service than are known here'),
    })
  })
})
