import { describe, expect, it } from 'vitest'
import type { PopulationOptions } from '../../../src/analytics/sessions/compared-populations.ts'
import { explainRankedSession } from '../../../src/analytics/sessions/explain-session-table.ts'
import { scoreAgainstTable } from '../../../src/analytics/sessions/score-against-table.ts'
import { type Cell, Table } from '../../../src/lib/table.ts'

const shared: PopulationOptions = { mode: 'commands', events: 'Sequence' }

function table(rows: readonly (readonly [role: string, events: readonly string[]])[]): Table {
  return Table.fromRows(
    [
      { name: 'Role', type: 'string' },
      { name: 'Sequence', type: 'dynamic' },
    ],
    rows.map(([role, events]) => [role, events as Cell]),
  )
}

const usual = Array.from({ length: 60 }, () => ['clerk', ['Open', 'Read', 'Close']] as const)
const administrators = Array.from({ length: 60 }, () => ['admin', ['Open', 'Grant', 'Close']] as const)
const bitsOf = (factors: Table) => factors.column('Bits').reduce((sum: number, bits) => sum + Number(bits), 0)
const of = (scored: Table, rank: number, name: string) => scored.value(scored.column('Rank').indexOf(rank), name)

describe('explainRankedSession', () => {
  it('explains by the baseline that the session was scored against, not by the table it stands in', () => {
    const baseline = table(usual)
    const recent = table(Array.from({ length: 40 }, () => ['clerk', ['Open', 'Delete', 'Close']] as const))
    const scored = scoreAgainstTable(recent, baseline, shared).table
    const factors = explainRankedSession(scored, { ...shared, rank: 1 }, baseline)
    expect(bitsOf(factors)).toBeCloseTo(Number(of(scored, 1, 'Surprise')), 9)
    expect(factors.column('What').join(' ')).toContain('Delete')
    // Among themselves they are all the same, and nothing stands out.
    const among = explainRankedSession(scored, { ...shared, rank: 1 })
    expect(bitsOf(among)).toBeLessThan(bitsOf(factors) / 2)
  })

  it('explains by the peers that the session was set against', () => {
    const sessions = table([...usual, ...administrators, ['clerk', ['Open', 'Grant', 'Close']]])
    const options = { ...shared, peers: 'Role' }
    const scored = scoreAgainstTable(sessions, undefined, options).table
    expect(of(scored, 1, 'Role')).toBe('clerk')
    const factors = explainRankedSession(scored, { ...options, rank: 1 })
    expect(bitsOf(factors)).toBeCloseTo(Number(of(scored, 1, 'Surprise')), 9)
    expect(factors.column('What').join(' ')).toContain('Grant')
  })
})
