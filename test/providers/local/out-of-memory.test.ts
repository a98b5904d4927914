import { afterAll, beforeAll, expect, it } from 'vitest'
import { openWorkspace } from '../../../src/providers/open-workspace.ts'
import type { Workspace } from '../../../src/providers/workspace.ts'

let workspace: Workspace
beforeAll(async () => {
  workspace = await openWorkspace({ kind: 'local', paths: [], memoryLimit: '200MB' })
})
afterAll(() => workspace?.close())

it('stops a query that takes more memory than it may, and the workspace lives on', async () => {
  await expect(workspace.run('range x from 1 to 1000000000 step 1 | summarize make_list(x)')).rejects.toMatchObject({
    code: 'OUT_OF_MEMORY',
    hint: expect.stringContaining('memory limit'),
  })
  expect((await workspace.query('print 1')).rows()).toEqual([[1]])
})
