import { describe, expect, it } from 'vitest'
import { scoreSessionTable } from '../../../src/analytics/sessions/score-session-table.ts'
import { sessionSummary } from '../../../src/analytics/sessions/session-summary.ts'
import { Table } from '../../../src/lib/table.ts'

describe('sessionSummary', () => {
  const on = { name: 'A', params: { flag: 'on', id: 'x' } }
  const sessions = Table.fromRows(
    [
      { name: 'User', type: 'string' },
      { name: 'Sequence', type: 'dynamic' },
    ],
    [
      ['alice', Array(25).fill(on)],
      ['alice', [{ name: 'B', params: {} }]],
      ['', [on, on]],
    ],
  )

  it('counts what the scoring was about', () => {
    const options = { mode: 'values', events: 'Sequence', actor: ['User'] } as const
    const [facts] = [...sessionSummary(scoreSessionTable(sessions, options), options).objects()]
    expect(facts).toEqual({
      Sessions: 3,
      Events: 28,
      Actors: 2,
      ShorterThanWindow: 1,
      Unusual: 0,
      Commands: 2,
      Parameters: 2,
      ParametersWithValues: 'flag, id',
    })
  })

  it('leaves open what it cannot know', () => {
    const [facts] = [...sessionSummary(sessions, { mode: 'commands', events: 'Sequence' }).objects()]
    expect(facts).toMatchObject({ Actors: null, Unusual: null, Parameters: 0, ParametersWithValues: '' })
  })

  it('is one row of zeros without sessions', () => {
    const none = sessionSummary(sessions.pick([]), { mode: 'values', events: 'Sequence' })
    expect(none.rows()).toEqual([[0, 0, null, 0, null, 0, 0, '']])
  })
})
