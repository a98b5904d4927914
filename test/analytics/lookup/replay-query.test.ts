import { describe, expect, it } from 'vitest'
import { findAnomalies } from '../../../src/analytics/lookup/find-anomalies.ts'
import { replayQueries } from '../../../src/analytics/lookup/replay-query.ts'
import { openWorkspace } from '../../../src/providers/open-workspace.ts'
import { lookupReport, series, tableReport } from './lookup-reports.ts'

function replay(...members: Parameters<typeof series>[]) {
  const report = lookupReport(tableReport('Odd table', { series: members.map((each) => series(...each)) }))
  return replayQueries({ ...report, entity: 'a"lice\\' }, findAnomalies(report))[0]!
}

describe('replayQueries', () => {
  it('writes each value as a literal of its type, and names as names', () => {
    const { kql } = replay(
      ['Operation', 'x" or 1 == 1 // \n| take 1', [0, 9], 0],
      ['Code', '-4', [0, 8], 0],
      ['Flag', 'True', [0, 7], 0],
    )
    expect(kql).toBe(
      [
        "['Odd table']",
        '| where TimeGenerated >= datetime(2026-03-19T12:00:00.0000000Z) and TimeGenerated < datetime(2026-03-31T12:00:00.0000000Z)',
        '| where UserId has "a\\"lice\\\\"',
        '| where Operation == "x\\" or 1 == 1 // \\n| take 1" or Code == long(-4) or Flag == true',
        '| sort by TimeGenerated desc',
        '| take 1000',
      ].join('\n'),
    )
  })

  it('asks for nothing in a column as KQL does: no number is null, an empty text is empty', () => {
    expect(replay(['Operation', '', [0, 9], 0], ['Code', '', [0, 8], 0]).kql).toContain(
      '| where isempty(Operation) or isnull(Code)\n',
    )
  })

  it('narrows nothing where only the number of all records is unusual', () => {
    expect(replay(['', '', [1, 9]]).kql.split('\n')).toHaveLength(5)
    expect(replay(['', '', [1, 9]], ['Operation', 'Read', [0, 9], 0]).kql).toContain('Operation == "Read"')
  })

  it('says how many values it leaves out', () => {
    const many = Array.from(
      { length: 60 },
      (_, index): Parameters<typeof series> => ['Operation', `v${index}`, [0, 60 - index], 0],
    )
    expect(replay(...many).leftOut).toBe(10)
  })

  it('runs as it stands, whatever the values hold', async () => {
    const { kql } = replay(
      ['Operation', 'x" or 1 == 1 // \n| take 1', [0, 9], 0],
      ['Code', '-4', [0, 8], 0],
      ['Flag', 'True', [0, 7], 0],
    )
    const workspace = await openWorkspace({ kind: 'local', paths: [] })
    try {
      const made =
        'datatable(TimeGenerated: datetime, UserId: string, Operation: string, Code: long, Flag: bool) [\n' +
        'datetime(2026-03-30), "the a\\"lice\\\\ of old", "x\\" or 1 == 1 // \\n| take 1", 1, false,\n' +
        'datetime(2026-03-30), "a\\"lice\\\\", "y", 1, false,\n' +
        'datetime(2026-03-30), "malice", "y", -4, true]'
      const answer = await workspace.query(kql.replace("['Odd table']", made))
      expect(answer.column('UserId')).toEqual(['the a"lice\\ of old'])
    } finally {
      await workspace.close()
    }
  })
})
