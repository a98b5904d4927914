import { describe, expect, it } from 'vitest'
import { scoreColumns, scoreSessionTable } from '../../../src/analytics/sessions/score-session-table.ts'
import type { SessionTableOptions } from '../../../src/analytics/sessions/session-table.ts'
import type { HuntletError } from '../../../src/lib/diagnostic.ts'
import { type Cell, Table } from '../../../src/lib/table.ts'

const commands: SessionTableOptions = { mode: 'commands', events: 'Sequence' }

function table(sequences: readonly Cell[], sources?: readonly Cell[]): Table {
  return Table.fromRows(
    [
      { name: 'Actor', type: 'string' },
      { name: 'Sequence', type: 'dynamic' },
      { name: 'Source', type: 'string' },
    ],
    sequences.map((sequence, at) => [`user${at}`, sequence, sources?.[at] ?? '']),
  )
}

function failure(action: () => unknown): string {
  try {
    action()
  } catch (error) {
    return `${(error as HuntletError).code}: ${(error as HuntletError).message}`
  }
  return 'nothing thrown'
}

describe('scoreSessionTable', () => {
  it('adds its columns to the rows, the most unusual first', () => {
    const scored = scoreSessionTable(table([['A', 'B'], ['A', 'B'], ['A', 'C', 'D'], ['A']]), commands)
    expect(scored.columns.map((column) => column.name)).toEqual([
      'Actor',
      'Sequence',
      'Source',
      ...scoreColumns.map((column) => column.name),
    ])
    // A→end is 1 of 4 steps from A, A→B 2 of 4.
    expect(scored.column('Actor')).toEqual(['user2', 'user3', 'user0', 'user1'])
    expect(scored.column('Rank')).toEqual([1, 2, 3, 4])
    expect(scored.column('Sequence')[0]).toEqual(['A', 'C', 'D'])
    expect(scored.column('Events')).toEqual([3, 1, 2, 2])
    expect(scored.column('AtLeast')).toEqual([1, 2, 4, 4])
    expect(scored.column('Baseline')).toEqual([4, 4, 4, 4])
    // V = 4, M = 6, S = 4: start→A 5/10, A→B 3/10, B→end 3/8.
    expect(scored.column('Likelihood')[2]).toBeCloseTo((5 / 10) * (3 / 10) * (3 / 8), 14)
  })

  it('shows where a window begins and ends', () => {
    const scored = scoreSessionTable(
      table([['A', 'A', 'A', 'X', 'Y'], ['A', 'A', 'A', 'B', 'A', 'X'], ['A']]),
      commands,
    )
    const windows = Object.fromEntries(
      scored.rows().map((row) => [row[0], row.slice(scored.indexOf('RarestWindow'), scored.indexOf('Events'))]),
    )
    // T = 12 + 6 + 72: A→X→Y is 20/90 · 3/14 · 2/8 = 0.0119, X→Y→end 14/90 · 2/8 · 2/7 = 0.0111.
    expect(windows.user0).toEqual(['X → Y → (end)', 3, 2])
    expect(windows.user2).toEqual(['(start) → A → (end)', 0, 1])
  })

  it('ranks a session shorter than the window, without a likelihood of its own', () => {
    const scored = scoreSessionTable(table([['A'], ['A', 'A']]), { ...commands, window: 4 })
    expect(scored.column('Likelihood')).toEqual([null, null])
    expect(scored.column('LogLikelihood').every((cell) => typeof cell === 'number' && cell < 0)).toBe(true)
    expect(scored.column('WindowLikelihood').every((cell) => typeof cell === 'number' && cell > 0)).toBe(true)
  })

  it('reads parameters in each of their forms, as the mode wants them', () => {
    const forms = table([
      [{ name: 'A', params: ['p'] }],
      [{ name: 'A', params: { p: 'v' } }],
      [{ name: 'A', params: [{ Name: 'p', Value: 'v' }] }],
      [{ name: 'A', params: '[{"Name":"p","Value":"v"}]' }],
      [{ name: 'A', params: '{"p":"v"}' }],
    ])
    const likelihoods = (options: Partial<SessionTableOptions>) =>
      new Set(scoreSessionTable(forms, { ...commands, window: 2, ...options }).column('Likelihood'))
    expect(likelihoods({})).toHaveLength(1)
    expect(likelihoods({ mode: 'params' })).toHaveLength(1)
    // By value, the first has none.
    expect(likelihoods({ mode: 'values', modellable: ['p'] })).toHaveLength(2)
    const plain = table(['["A","B"]', [{ name: 'A', params: '' }, 'B'], [{ name: 'A' }, 'B']])
    expect(new Set(scoreSessionTable(plain, { ...commands, mode: 'params' }).column('Likelihood'))).toHaveLength(1)
  })

  it('reads lists of events from text', () => {
    const text = Table.fromRows([{ name: 'Sequence', type: 'string' }], [['["A","B"]'], ['["A"]']])
    expect(scoreSessionTable(text, commands).column('Events')).toEqual([2, 1])
  })

  it('models each source by itself', () => {
    const sequences = [
      ['A', 'B'],
      ['A', 'B'],
      ['X', 'Y'],
      ['X', 'Y'],
    ]
    const apart = scoreSessionTable(table(sequences, ['o', 'o', 'aws', 'aws']), { ...commands, source: 'Source' })
    const alone = scoreSessionTable(table(sequences.slice(0, 2)), commands)
    expect(apart.column('Likelihood')).toEqual(Array(4).fill(alone.column('Likelihood')[0]))
    // Ties keep the order of the input.
    expect(apart.column('Actor')).toEqual(['user0', 'user1', 'user2', 'user3'])
  })

  it('scores anew what has been scored', () => {
    const once = scoreSessionTable(table([['A', 'B', 'C'], ['A']]), commands)
    const again = scoreSessionTable(once, { ...commands, window: 2 })
    expect(again.columns).toHaveLength(once.columns.length)
    expect(again.column('Likelihood')).not.toEqual(once.column('Likelihood'))
  })

  it('takes hostile names for names', () => {
    const scored = scoreSessionTable(table([['__proto__', '##END##', ''], ['(end)', ' → '], ['##START##']]), commands)
    expect(scored.column('RarestWindow')).toContain('(start) → (end) →  →  → (end)')
    expect(scored.rowCount).toBe(3)
  })

  it('is empty for no sessions, and right for one', () => {
    expect(scoreSessionTable(table([]), commands).rowCount).toBe(0)
    const one = scoreSessionTable(table([['A']]), commands)
    expect([one.value(0, 'Score'), one.value(0, 'Unusual'), one.value(0, 'Rank')]).toEqual([0, false, 1])
  })

  it('says which row cannot be read', () => {
    const score = (sequence: Cell, options: Partial<SessionTableOptions> = {}) =>
      failure(() => scoreSessionTable(table([['A'], sequence]), { ...commands, ...options }))
    expect(score([])).toBe('SESSIONS_EMPTY: Row 1 of `Sequence` holds no events: each session needs at least one.')
    expect(score(null)).toBe('SESSION_EVENTS: Row 1 of `Sequence` is null, not a list of events.')
    expect(score('A')).toBe('SESSION_EVENTS: Row 1 of `Sequence` is a text, not a list of events.')
    expect(score(['A', 7])).toBe(
      'SESSION_EVENTS: Row 1 of `Sequence`: event 1 is a number, not a name or {"name", "params"}.',
    )
    expect(score([{ params: [] }])).toContain('event 0 has nothing as its `name`, not a text')
    expect(score([{ name: 'A', params: 'p q' }])).toContain('event 0 has a text as its `params` that is not JSON')
    expect(score([{ name: 'A', params: 5 }])).toContain('event 0 has a number as its `params`')
    expect(score([{ name: 'A', params: ['p', { Value: 'v' }] }])).toContain('event 0 has a text among its `params`')
    expect(score(['A'], { events: 'Sequenc' })).toContain('COLUMN_UNKNOWN')
    expect(score(['A'], { source: 'Log' })).toContain('COLUMN_UNKNOWN')
    expect(score(['A'], { window: 0 })).toBe('WINDOW_INVALID: The window must be a whole number of at least 1, not 0.')
    expect(score(['A'], { mode: 'names' as 'params' })).toContain('OPTION_INVALID')
    expect(score(['A'], { events: 'Events' })).toContain('OPTION_INVALID')
  })

  it('counts a record that comes twice once, and gives the likelihood of the log as it stands', () => {
    const rows: readonly (readonly [Cell, Cell])[] = [
      ...Array.from({ length: 20 }, (): [Cell, Cell] => [
        ['A', 'B', 'C'],
        ['1', '2', '3'],
      ]),
      [
        ['A', 'X', 'C'],
        ['1', '2', '3'],
      ],
    ]
    const scoredOf = (sessions: readonly (readonly [Cell, Cell])[], times: string) =>
      scoreSessionTable(
        Table.fromRows(
          [
            { name: 'Sequence', type: 'dynamic' },
            { name: times, type: 'dynamic' },
          ],
          sessions,
        ),
        commands,
      )
    const twice = rows.map(([events, times]): [Cell, Cell] => [
      (events as string[]).flatMap((event) => [event, event]),
      (times as string[]).flatMap((time) => [time, time]),
    ])
    const once = scoredOf(rows, 'Times')
    const again = scoredOf(twice, 'Times')
    for (const name of ['Surprise', 'Score', 'AtLeast', 'Unusual', 'Part', 'Why']) {
      expect(again.column(name)).toEqual(once.column(name))
    }
    expect(again.column('PartStart')[0]).toBe(2)
    expect(again.column('Events')[0]).toBe(6)
    // Without times nothing says that they are the same record.
    expect(again.column('Likelihood')).toEqual(scoredOf(twice, 'Other').column('Likelihood'))
    expect(scoredOf(twice, 'Other').column('Surprise')).not.toEqual(once.column('Surprise'))
  })
})
