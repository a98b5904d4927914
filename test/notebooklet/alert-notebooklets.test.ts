import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadCatalog } from '../../src/notebooklet/catalog.ts'
import { openDesk } from '../../src/notebooklet/open-desk.ts'
import { openWorkspace } from '../../src/providers/open-workspace.ts'

const folder = resolve(import.meta.dirname, '../..')
const fixture = join(folder, 'notebooklets/alert/alert-summary/fixture')

describe('an alert summary', () => {
  it('recentres another notebooklet on what it names, at its time, whatever the time of the run', async () => {
    const workspace = await openWorkspace({ kind: 'local', paths: [fixture] })
    try {
      const desk = await openDesk(workspace, await loadCatalog([{ origin: 'shipped', folder }]))
      const summary = await desk.run({ notebooklet: 'alert-summary', value: 'Odd download' })
      expect(summary.data.status).toBe('ok')
      const activity = summary.data.sections.find(({ id }) => id === 'activity')
      const ranges = new Set(activity?.queries.map(({ timeRange }) => `${timeRange.start} ${timeRange.end}`))
      expect([...ranges]).toEqual(['2026-03-04T08:11:00.0000000Z 2026-03-04T12:14:00.0000000Z'])
      const recentred = await summary.followUp('host', { host: 'web02.fenwick.example' })
      const asked = recentred.data.sections
        .filter(({ followUp }) => followUp === 'host')
        .flatMap(({ queries }) => queries)
      expect(asked.length).toBeGreaterThan(0)
      expect(new Set(asked.map(({ timeRange }) => timeRange.end))).toEqual(new Set(['2026-03-04T12:14:00.0000000Z']))
    } finally {
      await workspace.close()
    }
  })

  it('leaves the choice open where several alerts match, worst first', async () => {
    const workspace = await openWorkspace({ kind: 'local', paths: [fixture] })
    try {
      const desk = await openDesk(workspace, await loadCatalog([{ origin: 'shipped', folder }]))
      const { data } = await desk.run({ notebooklet: 'alert-summary', value: 'e' })
      expect(data.status).toBe('choice')
      expect(data.choices[0]?.options[0]?.label).toContain('High · Odd download on a server')
    } finally {
      await workspace.close()
    }
  })
})
