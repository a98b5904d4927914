import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadCatalog } from '../../src/notebooklet/catalog.ts'
import type { RunRequest } from '../../src/notebooklet/desk.ts'
import { type OpenDesk, openDesk } from '../../src/notebooklet/open-desk.ts'
import type { ResultData, RunEvent } from '../../src/notebooklet/result-data.ts'
import { openWorkspace } from '../../src/providers/open-workspace.ts'
import type { Workspace } from '../../src/providers/workspace.ts'
import { hasRealLogs } from '../analytics/real-logs.ts'

const folder = resolve(import.meta.dirname, '../..')
const catalog = await loadCatalog([{ origin: 'shipped', folder }])
const notebooklet = 'anomaly-lookup'

let workspace: Workspace
let desk: OpenDesk

beforeAll(async () => {
  workspace = await openWorkspace({
    kind: 'local',
    paths: [join(folder, 'notebooklets/anomaly/anomaly-lookup/fixture')],
  })
  desk = await openDesk(workspace, catalog)
})

afterAll(() => workspace.close())

async function run(value: string, parameters: RunRequest['parameters'] = {}) {
  return (await desk.run({ notebooklet, value, parameters })).data
}

function rows(data: ResultData, section: string) {
  const { table } = data.sections.find(({ id }) => id === section)!
  return [...table!.objects()]
}

function statuses(data: ResultData) {
  return Object.fromEntries(rows(data, 'tables').map((row) => [String(row.Table), row.Status]))
}

describe('anomaly-lookup', () => {
  it('sees silence where it is told to look further around', async () => {
    const data = await run('mara.voss@quillmark.example', { around: '7d', tables: 'DoorReader_CL' })
    expect(rows(data, 'anomalies').map(({ Kind, What, Actual }) => [Kind, What, Actual])).toContainEqual([
      'dip',
      '(all records)',
      0,
    ])
  })

  it('finds a whole term, or where asked any part of a text, and other spellings', async () => {
    expect(statuses(await run('mara.voss@quillmark.example'))).toMatchObject({ Printers_CL: 'not there' })
    expect(statuses(await run('mara.voss', { match: 'substring' }))).toMatchObject({
      Printers_CL: 'looked into',
    })
    const also = await run('nobody.there', { also: 'north' })
    expect(rows(also, 'tables')[0]).toMatchObject({ Table: 'Printers_CL', HeldIn: 'Printer_s' })
  })

  it('takes an entity of any characters for a text', async () => {
    const data = await run('x" or 1 == 1 // \\ \n| take 1', { tables: 'GatewaySignIns_CL' })
    expect(data.sections.filter(({ status }) => status === 'failed')).toEqual([])
    expect(statuses(data)).toEqual({ GatewaySignIns_CL: 'not there' })
  })

  it('says where it was last seen when it is not there at the time given', async () => {
    const data = await run('mara.voss@quillmark.example', {
      time: '2026-03-08T12:00',
      around: '6h',
      tables: 'GatewaySignIns_CL',
    })
    expect(data.notices.join()).toMatch(
      /^It was last seen at 2026-03-06T1\S+, in GatewaySignIns_CL: look there with --param time=/,
    )
  })

  it('goes on with what is left over, and is partial until then', async () => {
    const events: RunEvent[] = []
    const first = await desk.run(
      { notebooklet, value: 'mara.voss@quillmark.example', parameters: { queries: '6' } },
      { onEvent: (event) => events.push(event) },
    )
    expect(first.data.status).toBe('partial')
    expect(statuses(first.data)).toMatchObject({ GatewaySignIns_CL: 'looked into', FileServer_CL: 'left over' })
    expect(first.data.notices.join()).toContain('The 6 queries did not reach to FileServer_CL')
    expect(events.filter(({ kind }) => kind === 'progress').length).toBeGreaterThan(2)
    const { data } = await first.followUp('continue')
    expect(rows(data, 'grown-tables').filter(({ Status }) => Status === 'left over')).toEqual([])
    expect(rows(data, 'grown-questions')[0]).toMatchObject({ Queries: 6, FromBefore: 4 })
  })

  it('fails its sections with what was wrong', async () => {
    const wrongTime = await run('mara', { time: 'yesterday' })
    expect(wrongTime.status).toBe('failed')
    expect(wrongTime.sections[0]!.notices).toEqual([
      'Enquiry `anomaly-lookup`: `time`: a time such as 2026-01-31T08:00:00Z',
    ])
    const result = await desk.run({ notebooklet, value: 'mara.voss@quillmark.example' })
    const { data } = await result.followUp('replay', { table: 'Printers_CL' })
    expect(data.sections.find(({ id }) => id === 'replay-records')).toMatchObject({
      status: 'failed',
      notices: [expect.stringContaining('Tables with anomalies: FileServer_CL, GatewaySignIns_CL, MailAlerts_CL.')],
    })
  })
})

describe.skipIf(!hasRealLogs)('anomaly-lookup on a lab of an attack', () => {
  it('says that an account and an address came into tables that did not know them', async () => {
    const lab = await openWorkspace({ kind: 'local', paths: [resolve(folder, '../shared/data/sentinel-training-lab')] })
    try {
      const there = await openDesk(lab, catalog)
      const found = async (value: string) => {
        const parameters = { tables: 'OfficeActivity,AzureActivity' }
        const { data } = await there.run({ notebooklet, value, parameters })
        const first = rows(data, 'anomalies').filter(({ Kind }) => Kind === 'first seen')
        const accounts = rows(data, 'own-values').map(({ Account }) => Account)
        return [...first.map(({ Table, Actual }) => [Table, Actual]), ...accounts.filter((account) => account !== '')]
      }
      expect(await found('adelev@m365x816222.onmicrosoft.com')).toEqual([
        ['OfficeActivity', 155],
        ['AzureActivity', 23],
      ])
      // Who was there from no other address.
      const ofAddress = ['admin@m365x816222.onmicrosoft.com', 'SHAREPOINT\\system']
      expect(await found('175.45.176.99')).toEqual([['OfficeActivity', 176], ...ofAddress])
    } finally {
      await lab.close()
    }
  }, 300_000)
})
