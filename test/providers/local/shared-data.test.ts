import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Engine } from '../../../src/providers/local/engine/engine.ts'
import { openWorkspace } from '../../../src/providers/open-workspace.ts'
import type { Workspace } from '../../../src/providers/workspace.ts'

const data = resolve(import.meta.dirname, '../../../../shared/data')
const has = (folder: string) => existsSync(join(data, folder))

const counts: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  msticnb: {
    SecurityEvent: 10_116,
    SigninLogs: 300,
    OfficeActivity: 300,
    AzureActivity: 50,
    SecurityAlert: 25,
    Heartbeat: 1,
    VMComputer: 50,
    Syslog: 75,
    AzureNetworkAnalytics_CL: 17,
  },
  'msticpy-exchange': { OfficeActivity: 1334 },
  'msticpy-timeseries': { TimeSeriesDemo: 840 },
  'msticpy-ti': { ThreatIntelligenceIndicator: 633 },
  'msticpy-mde': { DeviceProcessEvents: 200 },
  'evtx-to-mitre': { SecurityEvent: 2816, Event: 253, labels: 3069 },
  stratus: { AWSCloudTrail: 310, labels: 310 },
  'sentinel-training-lab': {
    SigninLogs: 60,
    OfficeActivity: 268,
    AzureActivity: 348,
    AuditLogs: 5,
    CommonSecurityLog: 454,
  },
}

describe.each(Object.entries(counts))('the folder %s', (folder, tables) => {
  it.skipIf(!has(folder))('has the tables and rows that are known of it, and nothing is lost', async () => {
    const { tables: found, notices, close } = await load(folder)
    expect(Object.fromEntries(found.map((table) => [table.name, table.rowCount]))).toEqual(tables)
    const lost = /left out|no (int|long|real|bool|datetime)|Skipped/
    expect(notices.filter((notice) => lost.test(notice.message))).toEqual([])
    close()
  })
})

/** Without threads and KQL: only what loading makes of the files. */
async function load(folder: string) {
  const engine = await Engine.open(
    { kind: 'files', paths: [join(data, folder)] },
    { signal: new AbortController().signal, onProgress: () => {} },
  )
  return { tables: engine.tables, notices: engine.notices, close: () => engine.close() }
}

describe.skipIf(!has('sentinel-training-lab'))('the training lab’s portal exports', () => {
  let workspace: Workspace
  const rows = async (kql: string) => (await workspace.query(kql)).rows()

  beforeAll(async () => {
    workspace = await openWorkspace({ kind: 'local', paths: [join(data, 'sentinel-training-lab')] })
  })

  afterAll(() => workspace?.close())

  it('become each the table it is', async () => {
    const sources = (await workspace.tables()).map((table) => [
      table.name,
      table.sources.map((source) => source.split('/').at(-1)),
    ])
    expect(Object.fromEntries(sources)).toEqual({
      SigninLogs: ['disable_accounts.csv', 'sign-in_adelete.csv'],
      OfficeActivity: ['office_activity.csv', 'office_activity_inbox_rule.csv'],
      AzureActivity: ['azureActivity_adele.csv', 'azure_activity.csv'],
      AuditLogs: ['AuditLogs_Hunting.csv'],
      CommonSecurityLog: ['CommonSecurityLog_SonicWall.csv', 'solarigate_CEFevent.csv'],
    })
  })

  it('tell their story', async () => {
    const account = 'adelev@m365x816222.onmicrosoft.com'
    expect(
      await rows(`SigninLogs | where UserPrincipalName =~ '${account}' and IPAddress == '175.45.176.99' | count`),
    ).toEqual([[56]])
    expect(await rows(`OfficeActivity | where UserId =~ '${account}' | count`)).toEqual([[151]])
    expect(await rows(`OfficeActivity | where ClientIP startswith '175.45.176.99' | count`)).toEqual([[174]])
    expect(await rows(`SigninLogs | where ResultType == '50057' | summarize count() by ResultDescription`)).toEqual([
      ['User account is disabled. The account has been disabled by an administrator.', 4],
    ])
    expect(await rows(`OfficeActivity | where Operation == 'New-InboxRule' | count`)).toEqual([[3]])
    expect(
      await rows(
        `AzureActivity | where CallerIpAddress == '37.142.150.162' and OperationNameValue endswith '/delete' | count`,
      ),
    ).toEqual([[21]])
  })

  it('have their times in UTC and their JSON opened', async () => {
    expect(
      await rows(
        `SigninLogs | where isnotnull(TimeGenerated) | sort by TimeGenerated asc | take 1
         | project TimeGenerated, CreatedDateTime, tostring(DeviceDetail.operatingSystem), tostring(LocationDetails.city), IsInteractive`,
      ),
    ).toEqual([['2021-04-28T14:08:45.2210000Z', '2021-04-28T14:08:45.2210000Z', 'Windows 10', 'Azor', true]])
  })
})
