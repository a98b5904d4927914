import { describe, expect, it } from 'vitest'
import { Table } from '../../src/lib/table.ts'
import { shownText } from '../../src/report/cell-text.ts'
import { zoneNamed } from '../../src/report/charts/zone.ts'
import { textTable } from '../../src/report/text-table.ts'

const berlin = zoneNamed('Europe/Berlin')!

describe('times by a clock', () => {
  it('move with it, summer and winter, and lose no digit', () => {
    expect(shownText('2026-07-01T22:30:00.0000000Z', berlin)).toBe('2026-07-02 00:30:00')
    expect(shownText('2026-01-01T22:30:00.1234567Z', berlin)).toBe('2026-01-01 23:30:00.1234567')
    expect(shownText('2026-01-01T22:30:00.1200000Z')).toBe('2026-01-01 22:30:00.12')
  })

  it('are those of datetime columns: a text stays what the log says', () => {
    const at = '2026-07-01T22:30:00.0000000Z'
    const table = Table.fromRows(
      [
        { name: 'Time', type: 'datetime' },
        { name: 'Text', type: 'string' },
        { name: 'None', type: 'datetime' },
      ],
      [[at, at, null]],
    )
    const [, , row] = textTable(table, { width: 100, zone: berlin })
    expect(row!.split(/ {2,}/)).toEqual(['2026-07-02 00:30:00', '2026-07-01 22:30:00'])
  })
})
