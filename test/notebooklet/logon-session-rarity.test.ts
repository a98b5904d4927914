import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Cell } from '../../src/lib/table.ts'
import { loadCatalog } from '../../src/notebooklet/catalog.ts'
import { openDesk } from '../../src/notebooklet/open-desk.ts'
import { openWorkspace } from '../../src/providers/open-workspace.ts'
import { hasRealLogs } from '../analytics/real-logs.ts'

const folder = resolve(import.meta.dirname, '../..')

/** The sessions of a real log as the notebooklet ranks them, with nothing but its defaults. */
async function sessionsOf(name: string): Promise<Record<string, Cell>[]> {
  const catalog = await loadCatalog([{ origin: 'shipped', folder }])
  const workspace = await openWorkspace({ kind: 'local', paths: [resolve(folder, '../shared/data', name)] })
  try {
    const { data } = await (await openDesk(workspace, catalog)).run({ notebooklet: 'logon-session-rarity' })
    return [...data.sections.find(({ id }) => id === 'sessions')!.table!.objects()]
  } finally {
    await workspace.close()
  }
}

describe.skipIf(!hasRealLogs)('logon-session-rarity on logs with an attack in them', () => {
  it.each([
    ['otrf-lsass-01', '0xc10d0f'],
    ['otrf-lsass-02', '0x1a274c4'],
    ['otrf-lsass-03', '0x37296df'],
  ])('has it first on %s, by Windows and by Sysmon', async (name, attack) => {
    const sessions = await sessionsOf(name)
    for (const source of ['security-event', 'sysmon']) {
      expect(sessions.find((row) => row.Source === source)!.SubjectLogonId).toBe(attack)
    }
    expect(sessions[0]).toMatchObject({ SubjectLogonId: attack, Unusual: true })
  })

  it('has all four among the first five of ten thousand processes', async () => {
    const logons = (await sessionsOf('msticnb')).map((row) => row.SubjectLogonId)
    for (const attack of ['0x78225e', '0x1f388a3', '0x1e821b5', '0xab5a5ac'])
      expect(logons.slice(0, 5)).toContain(attack)
  })
})
