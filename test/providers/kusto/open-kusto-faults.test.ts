import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openKusto } from '../../../src/providers/kusto/open-kusto.ts'
import { openWorkspace } from '../../../src/providers/open-workspace.ts'
import type { Workspace } from '../../../src/providers/workspace.ts'
import { type Fault, type Faults, first, within } from '../../../src/serve/faults.ts'
import { serve } from '../../../src/serve/serve.ts'
import type { ServeOptions } from '../../../src/serve/serve-options.ts'
import { makeFolder } from '../../support/load-fixture.ts'
import { passingClock } from '../../support/passing-clock.ts'

const count = 1000
const start = Date.parse('2026-05-01T00:00:00Z')
const range = { start: '2026-05-01T00:00:00Z', end: '2026-05-02T00:00:00Z' }
const folder = makeFolder({
  'Numbers_CL.jsonl': Array.from({ length: count }, (_, n) => {
    const time = new Date(start + n * 80_000).toISOString()
    return `{"TimeGenerated":"${time}","n_d":${n}}\n`
  }).join(''),
})
const token = 'secret'
/** Waits are over at once, and noted. */
const clock = passingClock(Date.parse('2026-05-03T00:00:00Z'), 1)
/** What goes wrong in the test at hand. */
let faults: Faults = () => undefined
let local: Workspace
/** Over a server that gives all rows, and over one that gives 150 of an answer. */
let generous: Workspace
let stingy: Workspace
const opened: { close(): Promise<void> }[] = []

beforeAll(async () => {
  local = await openWorkspace({ kind: 'local', paths: [folder.path] })
  opened.push(local)
  generous = await opening({})
  stingy = await opening({ limits: { rows: 150 } })
})

beforeEach(() => {
  clock.waits.length = 0
  faults = () => undefined
})

afterAll(async () => {
  for (const each of opened.reverse()) await each.close()
  folder.remove()
})

async function opening(serving: Partial<ServeOptions>): Promise<Workspace> {
  const workspaces = [{ name: 'soc', workspace: local }]
  const server = await serve({ ...serving, token, faults: (request) => faults(request), workspaces })
  opened.push(server)
  const workspace = await openKusto({ kind: 'kusto', cluster: server.url, database: 'soc', clock, token })
  opened.push(workspace)
  return workspace
}

/** Of queries alone: the schema is asked before. */
const ofQueries = (times: number, fault: Fault) => first(times, fault, ({ path }) => path.endsWith('/query'))

const everyNumber = Array.from({ length: count }, (_, n) => n)
const kql = 'Numbers_CL | project TimeGenerated, n_d'

describe('a database of Kusto where things go wrong', () => {
  it.each<readonly [string, Fault, number]>([
    ['throttling', { kind: 'throttled', retryAfter: '3' }, 3],
    ['a service away', { kind: 'status', status: 503 }, 3],
    ['connections that end', { kind: 'dropped' }, 3],
    ['answers that end in the middle', { kind: 'dropped', after: 5000 }, 3],
    ['answers that are cut', { kind: 'truncated', after: 5000 }, 2],
    ['pages of a proxy', { kind: 'content', type: 'text/html', body: '<html></html>' }, 2],
  ])('gives each row once after %s', async (_, fault, times) => {
    faults = ofQueries(times, fault)
    const { table, completeness } = await generous.run(kql, { timespan: range })
    expect(table.column('n_d').sort((a, b) => Number(a) - Number(b))).toEqual(everyNumber)
    expect(completeness).toEqual({ status: 'complete', notices: [] })
    expect(clock.waits.length).toBeGreaterThanOrEqual(1)
    if (fault.kind === 'throttled') expect(clock.waits).toContain(3000)
  })

  it.each<readonly [string, Fault, string]>([
    ['throttling', { kind: 'throttled', retryAfter: '1' }, 'THROTTLED'],
    ['a service away', { kind: 'status', status: 503 }, 'SERVICE_UNAVAILABLE'],
    ['a query too long', { kind: 'status', status: 504 }, 'QUERY_TIMEOUT'],
    ['answers that are cut', { kind: 'truncated', after: 500 }, 'BAD_ANSWER'],
    ['a login without rights', { kind: 'status', status: 403 }, 'NO_PERMISSION'],
    ['a login that has run out', { kind: 'expired-token' }, 'NOT_LOGGED_IN'],
  ])('says so where it does not end: %s', async (_, fault, code) => {
    faults = ofQueries(1e9, fault)
    await expect(generous.query('Numbers_CL | count')).rejects.toMatchObject({ name: 'HuntletError', code })
  })

  it('goes on with a new token where the old one is taken no longer', async () => {
    faults = ofQueries(1, { kind: 'expired-token' })
    expect((await generous.query('Numbers_CL | count')).rows()).toEqual([[count]])
  })

  it('puts an answer together of parts that fail at first', async () => {
    // Each question is broken off the first time it comes: told by its text, as parts come in no order.
    const seen = new Set<string>()
    faults = ({ path, kql: asked }) => {
      if (!path.endsWith('/query') || asked === undefined || seen.has(asked)) return undefined
      seen.add(asked)
      return { kind: 'dropped', after: 3000 }
    }
    const { table, completeness, pieces } = await stingy.run(kql, { timespan: range })
    expect(pieces!.length).toBeGreaterThan(4)
    expect(table.column('n_d').sort((a, b) => Number(a) - Number(b))).toEqual(everyNumber)
    expect(completeness).toEqual({ status: 'complete', notices: [] })
  })

  it('answers for the rest of the time where a part of it is away', async () => {
    const away = { start: '2026-05-01T06:00:00Z', end: '2026-05-01T07:00:00Z' }
    faults = within(away, { kind: 'status', status: 500 })
    const failed = await stingy.run(kql, { timespan: range }).catch((error: unknown) => error)
    // All of it is asked at first, and that touches the missing part too.
    expect(failed).toMatchObject({ code: 'SERVICE_UNAVAILABLE' })
    const { table, completeness } = await stingy.run(kql, {
      timespan: { start: '2026-05-01T07:00:00Z', end: '2026-05-02T00:00:00Z' },
    })
    expect(table.rowCount).toBe(count - (7 * 3600) / 80)
    expect(completeness.status).toBe('complete')
  })

  it('cuts off nothing silently where parts cannot be made', async () => {
    const { table, completeness } = await stingy.run(`${kql} | extend k = n_d % 500 | distinct k`, {
      timespan: range,
    })
    expect(table.rowCount).toBe(150)
    expect(completeness.status).toBe('truncated')
    expect(completeness.notices.join()).toContain('150 rows of more')
  })
})
