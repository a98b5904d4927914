import { describe, expect, it } from 'vitest'
import { pastedPlace } from '../../../src/cli/config/pasted-place.ts'

const id = '11111111-2222-3333-4444-555555555555'
const group = '/subscriptions/aaaaaaaa-2222-3333-4444-555555555555/resourceGroups/rg/providers'
const resource = `${group}/Microsoft.OperationalInsights/workspaces/soc`
const sentinel = encodeURIComponent(`${group}/microsoft.securityinsightsarg/sentinel/soc`)

describe('a workspace that was copied from where Azure shows it', () => {
  it.each([
    [id, { workspace: id }],
    [`azure:{${id}}`, { workspace: id }],
    [`azure:${resource.slice(1)}`, { workspace: resource }],
    [`${resource}/`, { workspace: resource }],
    [
      `https://portal.azure.com/#@contoso.com/resource${resource}/Overview`,
      { workspace: resource, tenant: 'contoso.com' },
    ],
    [
      `https://portal.azure.us/#@contoso.com/resource${resource}`,
      { workspace: resource, tenant: 'contoso.com', cloud: 'usgov' },
    ],
    [`https://ms.portal.azure.com/#view/Blade/~/0/id/${sentinel}`, { workspace: resource }],
    [
      `https://portal.azure.com/#@/resource${group}/Microsoft.Compute/virtualMachines/web01/logs`,
      { workspace: `${group}/Microsoft.Compute/virtualMachines/web01` },
    ],
    [`https://ade.loganalytics.io${resource}`, { workspace: resource }],
    [`http://127.0.0.1:8765/v1/workspaces/${id}/query`, { workspace: id, endpoint: 'http://127.0.0.1:8765/v1' }],
  ])('%s', (text, place) => {
    expect(pastedPlace(text)).toEqual({ kind: 'log-analytics', ...place })
  })

  it('keeps an id in the case in which it came', () => {
    const shouted = `${group.toUpperCase()}/MICROSOFT.COMPUTE/VIRTUALMACHINES/WEB01`
    expect(pastedPlace(shouted)).toMatchObject({ workspace: shouted })
  })

  it.each([
    ['https://help.kusto.windows.net/Samples/', 'https://help.kusto.windows.net'],
    ['https://help.kusto.windows.net/Samples?web=0', 'https://help.kusto.windows.net'],
    ['kusto:https://dataexplorer.azure.com/clusters/help/databases/Samples?query=H4sI', 'help'],
    ['Data Source=https://help.kusto.windows.net;Initial Catalog=Samples;Fed=True', 'https://help.kusto.windows.net'],
  ])('%s', (text, cluster) => {
    expect(pastedPlace(text)).toEqual({ kind: 'kusto', cluster, database: 'Samples' })
  })

  it.each([
    'https://example.com/logs',
    'https://help.kusto.windows.net/',
    'https://portal.azure.com/#home',
    'https://dataexplorer.azure.com/clusters/help',
    'kusto:http://127.0.0.1:80/d',
    'kusto:https://api.securityplatform.microsoft.com/lake/kql/d',
    'contoso-soc',
    './logs',
    `/subscriptions/${id}`,
  ])('is not %s', (text) => {
    expect(pastedPlace(text)).toBeUndefined()
  })
})
