import { describe, expect, it } from 'vitest'
import { scoreSessionTable } from '../../../src/analytics/sessions/score-session-table.ts'
import { sessionize } from '../../../src/analytics/sessions/sessionize.ts'
import { type Cell, Table } from '../../../src/lib/table.ts'
import { hasRealLogs, realLog } from '../real-logs.ts'

/** Processes by the logon that started them, with the folder they were started from; the order of each session, its logon by rank. */
function logonsByRank(folder: string): Cell[] {
  const log = realLog(`${folder}/SecurityEvent.jsonl`, {
    TimeGenerated: 'datetime',
    EventID: 'int',
    SubjectLogonId: 'string',
    NewProcessName: 'string',
  })
  const created = log.rows().filter((row) => row[1] === 4688)
  const processes = Table.fromRows(
    [
      { name: 'TimeGenerated', type: 'datetime' },
      { name: 'Logon', type: 'string' },
      { name: 'Process', type: 'string' },
      { name: 'Folder', type: 'dynamic' },
    ],
    created.map(([time, , logon, name]) => {
      const path = String(name).toLowerCase().split('\\')
      return [time!, logon!, path.at(-1)!, [path.slice(0, -1).join('\\')]]
    }),
  )
  const sessions = sessionize(processes, {
    by: ['Logon'],
    time: 'TimeGenerated',
    maxLength: '3650d',
    maxGap: '3650d',
    event: { name: 'Process', params: 'Folder' },
  })
  return scoreSessionTable(sessions, { mode: 'params', events: 'EventList' }).column('Logon')
}

describe.skipIf(!hasRealLogs)('logon sessions with an attack in them', () => {
  it('come before the ten thousand processes of the services', () => {
    const ranked = logonsByRank('msticnb')
    const attacks = ['0x78225e', '0x1f388a3', '0x1e821b5', '0xab5a5ac']
    const ranks = attacks.map((logon) => ranked.indexOf(logon) + 1)
    expect(ranked.length).toBe(10)
    expect(Math.max(...ranks)).toBeLessThanOrEqual(6)
    expect(Math.min(...ranks)).toBe(1)
    // The system's own logon holds 8,626 of the 10,000 processes, and the rarest of its windows are rare.
    expect(ranked.indexOf('0x3e7') + 1).toBeGreaterThan(Math.max(...ranks))
  })

  it.each([
    ['otrf-lsass-01', '0xc10d0f'],
    ['otrf-lsass-02', '0x1a274c4'],
    ['otrf-lsass-03', '0x37296df'],
  ])('come first on %s', (folder, attack) => {
    expect(logonsByRank(folder)[0]).toBe(attack)
  })
})
