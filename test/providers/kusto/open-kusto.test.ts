import { afterAll } from 'vitest'
import { openKusto } from '../../../src/providers/kusto/open-kusto.ts'
import { openWorkspace } from '../../../src/providers/open-workspace.ts'
import { serve } from '../../../src/serve/serve.ts'
import { fixtureFiles } from '../../support/fixture-files.ts'
import { makeFolder } from '../../support/load-fixture.ts'
import { describeProvider } from '../../support/provider-contract.ts'

const opened: (() => unknown)[] = []

afterAll(async () => {
  for (const close of opened.reverse()) await close()
})

describeProvider('a database of Kusto', {
  async open(tables) {
    const folder = makeFolder(fixtureFiles(tables))
    const local = await openWorkspace({ kind: 'local', paths: [folder.path] })
    const server = await serve({ workspaces: [{ name: 'fixture', workspace: local }] })
    opened.push(
      folder.remove,
      () => local.close(),
      () => server.close(),
    )
    return openKusto({ kind: 'kusto', cluster: server.url, database: 'fixture', now: '2024-03-08T00:00:00Z' })
  },
  differences: [
    {
      reason: 'a service goes on: its now is the clock or what is given',
      tests: ['takes the newest record for now'],
    },
  ],
})
