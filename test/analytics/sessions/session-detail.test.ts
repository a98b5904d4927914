import { describe, expect, it } from 'vitest'
import { scoreSessionTable } from '../../../src/analytics/sessions/score-session-table.ts'
import { type DetailOptions, sessionDetail } from '../../../src/analytics/sessions/session-detail.ts'
import { Table } from '../../../src/lib/table.ts'

/** The bits of what occurs so often, where so much is at most as common. */
function bitsOf(count: number, tail: number, total: number): number {
  return (Math.log2(total / count) + Math.log2(total / tail)) / 2
}

describe('sessionDetail', () => {
  const usual = [
    { name: 'A', params: ['p'] },
    { name: 'B', params: [] },
  ]
  const odd = [
    { name: 'A', params: [] },
    { name: 'X', params: { q: 1 } },
    { name: 'Y', params: [] },
  ]
  const sessions = Table.fromRows(
    [
      { name: 'User', type: 'string' },
      { name: 'Sequence', type: 'dynamic' },
      { name: 'Times', type: 'dynamic' },
    ],
    [
      ['alice', usual, ['2024-01-01T00:00:00Z', 'soon']],
      ['alice', usual, []],
      ['bob', odd, [0, 1, 2].map((second) => `2024-01-01T00:00:0${second}.1234567Z`)],
    ],
  )
  const scored = scoreSessionTable(sessions, { mode: 'params', events: 'Sequence' })
  const detail = (options: Partial<DetailOptions>) =>
    sessionDetail(scored, { mode: 'params', events: 'Sequence', session: { rank: 1 }, ...options })

  it('gives each step its probability and what is usual there', () => {
    const table = detail({ times: 'Times' })
    expect(table.column('Event')).toEqual(['A', 'X', 'Y', '(end)'])
    expect(table.column('Time')).toEqual([...[0, 1, 2].map((second) => `2024-01-01T00:00:0${second}.1234567Z`), null])
    // V = 4, M = 6, S = 3: start→A 4/9; A→X (1+1)/(3+6), where B is usual: 3/9.
    expect(table.column('Probability').slice(0, 2)).toEqual([4 / 9, 2 / 9])
    expect(table.column('Expected').slice(0, 2)).toEqual(['A', 'B'])
    expect(table.column('ExpectedProbability')[1]).toBe(3 / 9)
    // X was there once, with q: C1 = 1 + 12, q 2/13, nothing unseen 12/13.
    expect(table.column('ParameterProbability')[1]).toBeCloseTo(Math.sqrt((2 / 13) * (12 / 13)), 14)
    expect(table.column('ParameterProbability')[3]).toBe(1)
    expect(table.column('Parameters')).toEqual([null, { q: 1 }, null, null])
    expect(table.column('Surprise')[0]).toBeCloseTo(-Math.log2(4 / 9), 14)
  })

  it('shows what the log says of each event, where the session has it', () => {
    const told = scored.withColumn({ name: 'Details', type: 'dynamic' }, [['a -x', { b: 1 }, null], null, null])
    const of = (rank: number) =>
      sessionDetail(told, { mode: 'params', events: 'Sequence', session: { rank }, details: 'Details' }).column(
        'Detail',
      )
    expect(of(1)).toEqual(['a -x', '{"b":1}', '', ''])
    expect(of(2)).toEqual(['', '', ''])
    expect(() => detail({ details: 'User' })).toThrow('holds no list of details')
  })

  it('marks the rarest window that the scoring names', () => {
    const marked = detail({})
    const names = marked.column('Event').filter((_, at) => marked.column('InRarestWindow')[at])
    expect(scored.value(0, 'RarestWindow')).toBe(`${names[0] === 'A' ? '(start) → ' : ''}${names.join(' → ')}`)
    // A session shorter than the window is all of it.
    const short = sessionDetail(scored, { mode: 'params', events: 'Sequence', session: { rank: 1 }, window: 9 })
    expect(short.column('InRarestWindow')).toEqual([true, true, true, true])
  })

  it('finds the session by rank, by row or by what it holds', () => {
    const of = (session: DetailOptions['session']) => detail({ session }).column('Event').join()
    expect(of({ row: 0 })).toBe('A,X,Y,(end)')
    expect(of({ where: { User: 'alice', Rank: 3 } })).toBe('A,B,(end)')
    expect(() => of({ rank: 9 })).toThrow('No session has Rank 9.')
    expect(() => of({ row: 9 })).toThrow('no row 9')
    expect(() => of({ where: { Usr: 'alice' } })).toThrow('Did you mean `User`?')
  })

  it('tells of what the session repeats where it begins to', () => {
    const bulk = ['Get', ...Array<string>(40).fill('Set')]
    const population = [...Array<string[]>(200).fill(['Get', 'Set']), bulk]
    const table = scoreSessionTable(
      Table.fromRows(
        [{ name: 'Sequence', type: 'dynamic' }],
        population.map((session) => [session]),
      ),
      { mode: 'commands', events: 'Sequence' },
    )
    const words = 'Set 40 times in the session, at least as many in 1 of 201 sessions (usually 1)'
    expect(table.value(0, 'Why')).toContain(words)
    const steps = sessionDetail(table, { mode: 'commands', events: 'Sequence', session: { rank: 1 } })
    expect(steps.column('Reason').map((reason) => String(reason).includes(words))).toEqual([
      false,
      true,
      ...Array<boolean>(40).fill(false),
    ])
    expect(Number(steps.value(1, 'Bits'))).toBeGreaterThan(Math.log2(201) - Math.log2(2) - 3)
  })

  it('gives a record that comes twice no bits the second time, as the score does', () => {
    const second = (at: number) => `2024-01-01T00:00:0${at}Z`
    const table = scoreSessionTable(
      Table.fromRows(
        [
          { name: 'Sequence', type: 'dynamic' },
          { name: 'Times', type: 'dynamic' },
        ],
        [
          ...Array.from({ length: 50 }, () => [
            ['A', 'B'],
            [second(0), second(1)],
          ]),
          [['A', 'X', 'X', 'B', 'Y'], [0, 1, 1, 2, 3].map(second)],
        ],
      ),
      { mode: 'commands', events: 'Sequence' },
    )
    const steps = sessionDetail(table, { mode: 'commands', events: 'Sequence', session: { rank: 1 } })
    expect(steps.column('Event')).toEqual(['A', 'X', 'X', 'B', 'Y', '(end)'])
    // X is one of 104 events that are there once, and A → X one of 51 steps.
    expect(steps.column('Bits')[1]).toBeCloseTo(bitsOf(1, 1, 51) + bitsOf(1, 2, 104), 8)
    expect([steps.column('Bits')[2], steps.column('InPart')[2], steps.column('Reason')[2]]).toEqual([0, false, ''])
    const shown = steps.column('Event').filter((_, at) => steps.column('InPart')[at])
    expect(String(table.value(0, 'Part')).replace('(start) → ', '')).toBe(shown.join(' → '))
  })

  it('refuses times that are not those of the events', () => {
    expect(() => detail({ session: { rank: 3 }, times: 'Times' })).toThrow('holds 0 times for 2 events')
    expect(() => detail({ times: 'User' })).toThrow('holds no list of times')
    // One that is no time is left out.
    expect(detail({ session: { rank: 2 }, times: 'Times' }).column('Time')).toEqual([
      '2024-01-01T00:00:00.0000000Z',
      null,
      null,
    ])
  })

  it('shows values where they are known', () => {
    const table = sessionDetail(sessions, { mode: 'values', events: 'Sequence', session: { row: 2 } })
    expect(table.column('Parameters')[1]).toEqual({ q: 1 })
  })
})
