import { afterEach, describe, expect, it } from 'vitest'
import { openKusto } from '../../../src/providers/kusto/open-kusto.ts'
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
})
