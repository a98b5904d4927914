import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openWorkspace } from '../../src/providers/open-workspace.ts'
import type { Workspace } from '../../src/providers/workspace.ts'
import { type Server, serve } from '../../src/serve/serve.ts'
import { makeFolder } from '../support/load-fixture.ts'
import { ask } from './support/ask.ts'

const visits = (...rows: string[]) => ['TimeGenerated,User,Count', ...rows, ''].join('\n')
const folders = {
  office: makeFolder({
    'Visits_CL.csv': visits('2026-05-01T08:00:00Z,ada,3', '2026-05-02T09:00:00Z,bob,5'),
    'Doors_CL.csv': visits('2026-05-01T08:00:00Z,ada,1'),
  }),
  branch: makeFolder({
    'Visits_CL.csv': visits('2026-05-04T08:00:00Z,eve,50'),
    'Doors_CL.csv': 'TimeGenerated,User,Count\n2026-05-01T08:00:00Z,ada,many\n',
  }),
}
const names = Object.keys(folders) as (keyof typeof folders)[]

let opened: Workspace[]
let server: Server

beforeAll(async () => {
  opened = await Promise.all(names.map((name) => openWorkspace({ kind: 'local', paths: [folders[name].path] })))
  server = await serve({
    workspaces: names.map((name, index) => ({ name, workspace: opened[index]! })),
    union: async (some) =>
      openWorkspace({ kind: 'local', paths: some.map((name) => folders[name as keyof typeof folders].path) }),
  })
})

afterAll(async () => {
  await server?.close()
  await Promise.all((opened ?? []).map((each) => each.close()))
  for (const { remove } of Object.values(folders)) remove()
})

/** Asked of `office`, of both services. */
async function answers(kql: string) {
  const logs = await ask(server, { query: kql })
  const kusto = await ask(server, { db: 'office', csl: kql }, { path: '/v1/rest/query' })
  return { logs: logs.body, kusto: kusto.body }
}

const rowsOf = async (kql: string) => {
  const { logs, kusto } = await answers(kql)
  expect(kusto.Tables?.[0].Rows, JSON.stringify(kusto.error)).toEqual(logs.tables?.[0].rows)
  return logs.tables?.[0].rows
}

describe('a query that names workspaces', () => {
  it.each([
    ['workspace("office").Visits_CL | count', 2],
    ['workspace("branch").Visits_CL | count', 1],
    ["database('branch').Visits_CL | count", 1],
    ['cluster("c").database("branch").Visits_CL | count', 1],
    ['let V = workspace("branch").Visits_CL; V | where User == "workspace(\\"office\\").x" or true | count', 1],
    ['union Visits_CL, workspace("branch").Visits_CL | count', 3],
    ['union kind=outer workspace("office").Visits_CL, workspace("branch").Visits_CL | count', 3],
    ['union isfuzzy=true (union Visits_CL, workspace("branch").Visits_CL) | count', 3],
    ['// workspace("branch").Visits_CL\nVisits_CL | count', 2],
  ])('%s', async (kql, count) => {
    expect(await rowsOf(kql)).toEqual([[count]])
  })

  it('names them by id and by resource, too', async () => {
    const [id] = server.ids.slice(1)
    expect(await rowsOf(`workspace("${id}").Visits_CL | project User`)).toEqual([['eve']])
    const resource = '/subscriptions/s/resourceGroups/g/providers/Microsoft.OperationalInsights/workspaces/branch'
    expect(await rowsOf(`workspace("${resource}").Visits_CL | project User`)).toEqual([['eve']])
  })

  it.each([
    // The rows of one side would be taken for those of both.
    'workspace("branch").Visits_CL | join kind=inner Visits_CL on User',
    'union Visits_CL, workspace("branch").Visits_CL | join kind=inner Visits_CL on User',
    'union Visits_CL, Visits_CL, workspace("branch").Visits_CL',
    'union withsource=S Visits_CL, workspace("branch").Visits_CL',
    'union Visits_CL, workspace("branch").Doors_CL',
    'workspace("branch").Visits_CL | where User in ((search "x" | project User))',
    'union workspace("branch").Visits_CL, Vis*',
    // A union makes two columns of these.
    'union Doors_CL, workspace("branch").Doors_CL',
  ])('is refused where it would be answered with other rows: %s', async (kql) => {
    const { logs, kusto } = await answers(kql)
    expect(logs.error.innererror).toMatchObject({ code: 'CrossWorkspaceQuery' })
    expect(kusto.error['@message']).toContain('reads tables of several workspaces')
  })

  it('says where in its own text something is wrong', async () => {
    const { logs, kusto } = await answers('union Visits_CL, workspace("branch").Visits_CL\n| where Usr == 1')
    expect(logs.error.innererror.innererror).toMatchObject({ line: 2, pos: 8, token: 'Usr' })
    expect(kusto.error.innererror).toMatchObject({ '@line': '2', '@pos': '8' })
  })

  it('is refused where it names one that is not served', async () => {
    const { logs } = await answers('workspace("nowhere").Visits_CL')
    expect(logs.error.innererror.innererror.message).toContain('`workspace`')
  })
})
