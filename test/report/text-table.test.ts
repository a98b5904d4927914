import { describe, expect, it } from 'vitest'
import { Table } from '../../src/lib/table.ts'
import { textTable } from '../../src/report/text-table.ts'

const esc = '\u001b]0;owned\u0007\u202e'

describe('a table as text', () => {
  it('lets no name of a column move the cursor, side by side or as cards', () => {
    const table = Table.fromRows(
      [
        { name: `a${esc}`, type: 'string' },
        { name: `b${esc}`, type: 'long' },
      ],
      [[`x${esc}`, 1]],
    )
    for (const width of [80, 8]) {
      const text = textTable(table, { width }).join('\n')
      expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/)
      expect(text).toContain('a\\x1b')
    }
  })
})

describe('a table with sentences', () => {
  const why = 'The session began with wevtutil, 2 times in 1,570 (usually with mpcmdrun, 23 %), and went on for hours.'
  const table = Table.fromRows(
    [
      { name: 'Rank', type: 'long' },
      { name: 'Actor', type: 'string' },
      { name: 'Why', type: 'string' },
      { name: 'Begin', type: 'datetime' },
      { name: 'Host', type: 'string' },
      { name: 'Source', type: 'string' },
    ],
    [1, 2, 3].map((rank) => [
      rank,
      `ALDERFINCH\\adm-user-${rank}`,
      `${rank}: ${why}`,
      `2026-09-1${rank}T10:04:39.1234567Z`,
      'AF-BKP01.corp.alderfinch.example',
      `source-${rank}`,
    ]),
  )

  it('shows them whole under their row where there is no room beside', () => {
    expect(textTable(table, { width: 100, maxRows: 1 })).toEqual([
      'Rank  Actor                  Begin                Host                              Source',
      '────  ─────────────────────  ───────────────────  ────────────────────────────────  ────────',
      '   1  ALDERFINCH\\adm-user-1  2026-09-11 10:04:39  AF-BKP01.corp.alderfinch.example  source-1',
      '      Why: 1: The session began with wevtutil, 2 times in 1,570 (usually with mpcmdrun, 23 %), and',
      '           went on for hours.',
      '… 2 more of 3 rows',
    ])
  })

  it('puts the last columns there too where it is narrow, by name', () => {
    expect(textTable(table, { width: 60, maxRows: 1 })).toEqual([
      'Rank  Actor                  Begin',
      '────  ─────────────────────  ───────────────────',
      '   1  ALDERFINCH\\adm-user-1  2026-09-11 10:04:39',
      '      Why: 1: The session began with wevtutil, 2 times in',
      '           1,570 (usually with mpcmdrun, 23 %), and went on',
      '           for hours.',
      '      Host: AF-BKP01.corp.alderfinch.example · Source:',
      '      source-1',
      '… 2 more of 3 rows',
    ])
  })

  it('says once what is the same in every row, where there is no room for it', () => {
    const lines = textTable(table, { width: 175, condense: true })
    expect(lines.at(-1)).toBe('(the same in every row: Host AF-BKP01.corp.alderfinch.example)')
    expect(lines[2]).toContain('went on for hours.')
    expect(textTable(table, { width: 300, condense: true }).join('\n')).not.toContain('the same')
  })

  it('cuts what no lines can hold, with a mark', () => {
    const huge = Table.fromRows(table.columns, [[1, 'a', 'x'.repeat(1500), null, '', '']])
    const lines = textTable(huge, { width: 60 })
    expect(lines).toHaveLength(6)
    expect(lines.at(-1)).toMatch(/x…$/)
  })
})
