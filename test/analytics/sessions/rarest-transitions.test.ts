import { describe, expect, it } from 'vitest'
import { rarestTransitions } from '../../../src/analytics/sessions/rarest-transitions.ts'
import { scoreSessionTable } from '../../../src/analytics/sessions/score-session-table.ts'
import { Table } from '../../../src/lib/table.ts'

describe('rarestTransitions', () => {
  const sessions = Table.fromRows(
    [
      { name: 'Log', type: 'string' },
      { name: 'Sequence', type: 'dynamic' },
    ],
    [
      ['o', ['A', 'A', 'B']],
      ['o', ['A', 'A', 'A']],
      ['aws', ['X']],
    ],
  )
  const options = { mode: 'commands', events: 'Sequence' } as const

  it('lists every step that occurs, the least probable first', () => {
    // S = 2, V = 2, M = 4; n(A) = 5, n(B) = 1.
    const office = sessions.pick([0, 1])
    expect(rarestTransitions(office, options).rows()).toEqual([
      ['A', 'B', 1, 2 / 9, 1, null],
      ['A', '(end)', 1, 2 / 9, 1, null],
      ['B', '(end)', 1, 2 / 5, 1, null],
      ['A', 'A', 3, 4 / 9, 2, null],
      ['(start)', 'A', 2, 3 / 6, 2, null],
    ])
    expect(rarestTransitions(office, { ...options, top: 2 }).rowCount).toBe(2)
  })

  it('names the most unusual session that holds the step', () => {
    const scored = scoreSessionTable(sessions.pick([0, 1]), options)
    const transitions = rarestTransitions(scored, options)
    const rankWith = (sequence: string) => scored.column('Sequence').findIndex((cell) => String(cell) === sequence) + 1
    expect(transitions.value(0, 'ExampleRank')).toBe(rankWith('A,A,B'))
    expect(transitions.value(3, 'ExampleRank')).toBe(1)
  })

  it('keeps sources apart', () => {
    const transitions = rarestTransitions(sessions, { ...options, source: 'Log' })
    expect(transitions.columns[0]!.name).toBe('Source')
    expect(transitions.rows().filter((row) => row[0] === 'aws')).toEqual([
      ['aws', '(start)', 'X', 1, 2 / 4, 1, null],
      ['aws', 'X', '(end)', 1, 2 / 4, 1, null],
    ])
  })

  it('is empty without sessions', () => {
    expect(rarestTransitions(sessions.pick([]), options).rowCount).toBe(0)
  })
})
