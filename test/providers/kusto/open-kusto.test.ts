import { readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { loadCatalog } from '../../../src/notebooklet/catalog.ts'
import type { ResultHandle } from '../../../src/notebooklet/desk.ts'
import { openDesk } from '../../../src/notebooklet/open-desk.ts'
import { openKusto } from '../../../src/providers/kusto/open-kusto.ts'
import { openWorkspace } from '../../../src/providers/open-workspace.ts'
import type { Workspace } from '../../../src/providers/workspace.ts'
import { serve } from '../../../src/serve/serve.ts'
import { standIn } from '../../serve/support/stand-in-workspace.ts'

const opened: { close(): Promise<void> }[] = []

afterEach(async () => {
  for (const each of opened.splice(0).reverse()) await each.close()
})

async function served(workspace: Workspace): Promise<string> {
  const server = await serve({ workspaces: [{ name: 'soc', workspace }] })
  opened.push(server)
  return server.url
}

describe('a database of Kusto', () => {
  it('goes by its cluster and its own name', async () => {
    const url = await served(standIn())
    const workspace = await openKusto({ kind: 'kusto', cluster: url, database: 'soc' })
    opened.push(workspace)
    expect([workspace.kind, workspace.name]).toEqual(['kusto', `kusto:${new URL(url).host}/soc`])
    const named = await openKusto({ kind: 'kusto', cluster: url, database: 'soc', name: 'kusto:mine' })
    opened.push(named)
    expect(named.name).toBe('kusto:mine')
  })

  it('is not opened where it is not there, or nobody can log in', async () => {
    const url = await served(standIn())
    const open = (cluster: string, more = {}) => openKusto({ kind: 'kusto', cluster, database: 'nope', ...more })
    await expect(open(url)).rejects.toMatchObject({
      code: 'UNKNOWN_WORKSPACE',
      message: expect.stringContaining('nope'),
    })
    await expect(open('http://kusto.example.com')).rejects.toMatchObject({ code: 'BAD_WORKSPACE' })
    await expect(open('help', { auth: 'device' })).rejects.toMatchObject({ code: 'BAD_AUTH' })
    await expect(open(url, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'CANCELLED' })
  })

  it('gives a notebooklet what the files behind it give', { timeout: 180_000 }, async () => {
    const folder = resolve(import.meta.dirname, '../../..')
    const catalog = await loadCatalog([{ origin: 'shipped', folder }])
    const home = dirname(join(folder, catalog.entries.find(({ info }) => info.id === 'office-activity')!.path))
    const request = JSON.parse(readFileSync(join(home, 'golden', 'request.json'), 'utf8')) as {
      readonly value: string
      readonly followUps: readonly { readonly id: string; readonly parameters?: Record<string, string> }[]
    }
    const local = await openWorkspace({ kind: 'local', paths: [join(home, 'fixture')] })
    opened.push(local)
    const { at: now } = await local.now()
    const [start] = (await local.tables()).flatMap(({ first }) => first ?? []).sort()
    const range = { start: start!, end: now }
    const kusto = await openKusto({ kind: 'kusto', cluster: await served(local), database: 'soc', now })
    opened.push(kusto)
    const sectionsIn = async (workspace: Workspace) => {
      const desk = await openDesk(workspace, catalog)
      let result: ResultHandle = await desk.run({ notebooklet: 'office-activity', value: request.value, ...range })
      for (const { id, parameters } of request.followUps) result = await result.followUp(id, parameters)
      return result.data.sections.map(({ id, status, notices, view, table }) => ({
        id,
        status,
        notices,
        view,
        rows: table?.rows(),
      }))
    }
    const expected = await sectionsIn(local)
    expect(expected.filter(({ status }) => status === 'ok').length).toBeGreaterThan(5)
    expect(await sectionsIn(kusto)).toEqual(expected)
  })
})
