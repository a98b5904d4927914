import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadCatalog } from '../../src/notebooklet/catalog.ts'
import type { ResultHandle } from '../../src/notebooklet/desk.ts'
import { goldenText } from '../../src/notebooklet/golden.ts'
import { openDesk } from '../../src/notebooklet/open-desk.ts'
import { openWorkspace } from '../../src/providers/open-workspace.ts'

const folder = resolve(import.meta.dirname, '../..')
const catalog = await loadCatalog([{ origin: 'shipped', folder }])

interface GoldenRequest {
  readonly value?: string
  readonly followUps: readonly { readonly id: string; readonly parameters?: Record<string, string> }[]
}

describe.each(catalog.entries.map((entry) => [entry.info.id, dirname(join(folder, entry.path))] as const))(
  '%s',
  (id, home) => {
    it('finds in its fixture what it found before, with every follow-up', async () => {
      const request = JSON.parse(readFileSync(join(home, 'golden', 'request.json'), 'utf8')) as GoldenRequest
      const workspace = await openWorkspace({ kind: 'local', paths: [join(home, 'fixture')] })
      try {
        const desk = await openDesk(workspace, catalog)
        let result: ResultHandle = await desk.run({
          notebooklet: id,
          ...(request.value !== undefined && { value: request.value }),
        })
        for (const followUp of request.followUps) result = await result.followUp(followUp.id, followUp.parameters)
        expect(existsSync(join(home, 'golden', 'result.json')) || !process.env.CI).toBe(true)
        await expect(goldenText(result.data)).toMatchFileSnapshot(join(home, 'golden', 'result.json'))
      } finally {
        await workspace.close()
      }
    })

    it('says so, and fails nothing, where the workspace has none of its tables', async () => {
      const workspace = await openWorkspace({ kind: 'local', paths: [] })
      try {
        const desk = await openDesk(workspace, catalog)
        const { data } = await desk.run({ notebooklet: id, value: 'nobody' })
        expect(data.status).toBe('empty')
        expect(data.sections.filter(({ status }) => status === 'failed')).toEqual([])
        expect(data.sections.flatMap(({ notices }) => notices).join('\n')).toContain('in this workspace')
      } finally {
        await workspace.close()
      }
    })
  },
)
