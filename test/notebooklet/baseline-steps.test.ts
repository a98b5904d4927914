import { describe, expect, it } from 'vitest'
import { type Cell, Table } from '../../src/lib/table.ts'
import { outputOf } from '../../src/notebooklet/step-message.ts'
import { steps } from '../../src/notebooklet/steps.ts'

const columns = [
  { name: 'Actor', type: 'string' },
  { name: 'Begin', type: 'datetime' },
  { name: 'Role', type: 'string' },
  { name: 'Source', type: 'string' },
  { name: 'Sequence', type: 'dynamic' },
] as const

/** Forty quiet days of ann and bob, then one on which ann exports what she never did. */
const sessions = Table.fromRows(columns, [
  ...Array.from({ length: 40 }, (_, at): Cell[] => [
    at % 2 === 0 ? 'ann' : 'bob',
    `2026-02-${String(1 + (at >> 1)).padStart(2, '0')}T08:00:00Z`,
    'clerk',
    'mail',
    at % 4 === 0 ? ['Open', 'Read', 'Save', 'Close'] : ['Open', 'Read', 'Close'],
  ]),
  ['ann', '2026-02-21T08:00:00Z', 'clerk', 'mail', ['Open', 'Export', 'Close']],
  ['bob', '2026-02-21T09:00:00Z', 'clerk', 'mail', ['Open', 'Read', 'Close']],
])

function run(name: string, tables: readonly Table[], written: object) {
  const step = steps[name]!
  return outputOf(step.run(tables, step.options.parse(written), () => {}))
}

describe('score-recent', () => {
  it('sets the last day against the days before', () => {
    const { table, notices } = run('score-recent', [sessions], { recent: '12h' })
    expect(table.column('Actor')).toEqual(['ann', 'bob'])
    expect(table.column('Unusual')).toEqual([true, false])
    expect(table.column('Baseline')).toEqual([40, 40])
    expect(notices).toEqual([
      'Sessions after 2026-02-20T21:00:00.0000000Z, compared with the 40 before.',
      '1 session with what the baseline never saw: Export.',
    ])
  })

  it('is nothing of nothing, with the columns it has', () => {
    const { table } = run('score-recent', [sessions.pick([])], {})
    expect([table.rowCount, table.indexOf('Rank') > 0]).toEqual([0, true])
  })
})

describe('score-against', () => {
  it('gives what score-recent gives, where the split is one’s own', () => {
    const before = run('sessions-before', [sessions], { recent: '12h' }).table
    expect(before.rowCount).toBe(40)
    const today = sessions.pick([40, 41])
    const against = run('score-against', [today, before], {}).table
    expect(against.rows()).toEqual(run('score-recent', [sessions], { recent: '12h' }).table.rows())
  })
})

describe('score-by-peers', () => {
  it('names the peers, and needs a column of them', () => {
    const { table } = run('score-by-peers', [sessions], { peers: 'Role' })
    expect(new Set(table.column('Peers'))).toEqual(new Set(['clerk']))
    expect(() => run('score-by-peers', [sessions], {})).toThrow()
  })
})

describe('session-detail-against', () => {
  it('shows what is usual in the baseline', () => {
    const before = run('sessions-before', [sessions], { recent: '12h' }).table
    const scored = run('score-recent', [sessions], { recent: '12h' }).table
    const { table } = run('session-detail-against', [scored, before], { rank: 1 })
    expect(table.column('Event')).toEqual(['Open', 'Export', 'Close', '(end)'])
    expect(table.value(1, 'Expected')).toBe('Read')
    // V = 4 commands in the baseline, M = 6; all 40 sessions go on from Open: (0 + 1) / (40 + 6).
    expect(table.value(1, 'Probability')).toBe(1 / 46)
    expect(() => run('session-detail-against', [scored, before], { rank: 3 })).toThrow(/Ranks go|No session has rank 3/)
    expect(steps['session-detail-against']!.columns!([], {})).toEqual(table.columns)
  })
})
