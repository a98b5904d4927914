import { afterAll } from 'vitest'
import { openWorkspace } from '../../src/providers/open-workspace.ts'
import type { Workspace } from '../../src/providers/workspace.ts'
import { wrapped } from '../../src/providers/wrapped-workspace.ts'
import { type Server, serve } from '../../src/serve/serve.ts'
import { fixtureFiles } from '../support/fixture-files.ts'
import { makeFolder } from '../support/load-fixture.ts'
import { describeProvider, type FixtureTable } from '../support/provider-contract.ts'

const made: { remove(): void }[] = []
afterAll(() => {
  for (const each of made) each.remove()
})

/** The newest record of the tables: a service's own time would be today's. */
const now = '2024-03-08T00:00:00.0000000Z'

/** Where a service and a folder of files are not alike, and why that is right. */
const differences = [
  {
    reason: 'a service goes on, so that its now is the time, or what the user says',
    tests: ['takes the newest record for now'],
  },
]

/** A workspace of a service that answers from these tables, over real requests. */
async function openServed(
  tables: readonly FixtureTable[],
  open: (server: Server) => Promise<Workspace>,
): Promise<Workspace> {
  const files = makeFolder(fixtureFiles(tables))
  made.push(files)
  const local = await openWorkspace({ kind: 'local', paths: [files.path] })
  const server = await serve({ workspaces: [{ name: 'soc', workspace: local }] })
  const workspace = await open(server)
  return wrapped(workspace, (kql, options) => workspace.run(kql, options), {
    async close() {
      await workspace.close()
      await server.close()
      await local.close()
    },
  })
}

describeProvider('Log Analytics', {
  open: (tables) =>
    openServed(tables, ({ url, ids }) =>
      openWorkspace({ kind: 'log-analytics', workspace: ids[0]!, endpoint: `${url}/v1`, now }),
    ),
  differences,
})

describeProvider('Kusto', {
  open: (tables) =>
    openServed(tables, ({ url }) => openWorkspace({ kind: 'kusto', cluster: url, database: 'soc', now })),
  differences,
})
