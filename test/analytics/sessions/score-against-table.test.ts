import { describe, expect, it } from 'vitest'
import type { PopulationOptions } from '../../../src/analytics/sessions/compared-populations.ts'
import { scoreAgainstTable } from '../../../src/analytics/sessions/score-against-table.ts'
import { scoreColumns, scoreSessionTable } from '../../../src/analytics/sessions/score-session-table.ts'
import { sessionDetailAgainst } from '../../../src/analytics/sessions/session-detail-against.ts'
import { splitByTime } from '../../../src/analytics/sessions/split-by-time.ts'
import { type Cell, Table } from '../../../src/lib/table.ts'

const options: PopulationOptions = { mode: 'commands', events: 'Sequence', source: 'Source' }

interface Made {
  readonly actor: string
  readonly events: readonly string[]
  readonly role?: string
  readonly source?: string
}

function table(rows: readonly Made[]): Table {
  return Table.fromRows(
    [
      { name: 'Actor', type: 'string' },
      { name: 'Sequence', type: 'dynamic' },
      { name: 'Role', type: 'string' },
      { name: 'Source', type: 'string' },
    ],
    rows.map(({ actor, events, role = '', source = 'mail' }) => [actor, events as Cell, role, source]),
  )
}

const ordinary = Array.from({ length: 60 }, (_, at) => ({
  actor: `user${at}`,
  events: at % 3 === 0 ? ['Open', 'Read', 'Save', 'Close'] : ['Open', 'Read', 'Close'],
}))

/** Sessions with the times of their events. */
function timed(rows: readonly (readonly [events: readonly string[], seconds: readonly number[]])[]): Table {
  return Table.fromRows(
    [
      { name: 'Sequence', type: 'dynamic' },
      { name: 'Times', type: 'dynamic' },
    ],
    rows.map(([events, seconds]) => [events as Cell, seconds.map((at) => `2024-01-01T00:00:0${at}Z`)]),
  )
}

describe('scoreAgainstTable', () => {
  it('counts a record that comes twice once, here and in the baseline; the likelihood is that of the log', () => {
    const plain = [
      [
        ['Open', 'Read', 'Close'],
        [0, 1, 2],
      ] as const,
      [
        ['Open', 'Close'],
        [0, 1],
      ] as const,
    ]
    const twice = [
      [
        ['Open', 'Read', 'Read', 'Close'],
        [0, 1, 1, 2],
      ] as const,
      [
        ['Open', 'Close'],
        [0, 1],
      ] as const,
    ]
    const many = (rows: typeof plain | typeof twice) => timed(Array.from({ length: 40 }, () => rows).flat())
    const shape = { mode: 'commands', events: 'Sequence' } as const
    const score = (today: Table, before: Table) => scoreAgainstTable(today, before, shape).table
    const wanted = score(timed(plain), many(plain))
    for (const name of ['Score', 'Surprise', 'Why', 'Part'] as const) {
      expect(score(timed(twice), many(plain)).column(name)).toEqual(wanted.column(name))
      expect(score(timed(twice), many(twice)).column(name)).toEqual(wanted.column(name))
    }
    expect(score(timed(twice), many(plain)).column('Likelihood')).not.toEqual(wanted.column('Likelihood'))
    // Step by step it is the same, but for the second record.
    const steps = (today: Table, before: Table) => {
      const scored = score(today, before)
      const rank = 1 + scored.column('Events').findIndex((events) => Number(events) > 2)
      const detail = sessionDetailAgainst(scored, before, { ...shape, rank })
      return [...detail.objects()].map(({ Event, Bits, InPart, Reason }) => [Event, Bits, InPart, Reason])
    }
    const once = steps(timed(plain), many(plain))
    expect(once.map(([name]) => name)).toEqual(['Open', 'Read', 'Close', '(end)'])
    expect(steps(timed(twice), many(twice))).toEqual(once.toSpliced(2, 0, ['Read', 0, false, '']))
  })

  it('finds what is new against the time before, however often it happens now', () => {
    const today = [
      ...Array.from({ length: 20 }, (_, at) => ({ actor: `odd${at}`, events: ['Open', 'Export', 'Export', 'Close'] })),
      { actor: 'ann', events: ['Open', 'Read', 'Close'] },
    ]
    const alone = scoreSessionTable(table(today), options)
    expect(alone.value(0, 'Actor')).toBe('ann')
    const { table: scored, notices } = scoreAgainstTable(table(today), table(ordinary), options)
    expect(scored.column('Unusual')).toEqual([...Array(20).fill(true), false])
    expect(scored.column('Actor').at(-1)).toBe('ann')
    expect(scored.column('AtLeast').slice(0, 20)).toEqual(Array(20).fill(0))
    expect(new Set(scored.column('Baseline'))).toEqual(new Set([60]))
    expect(scored.column('Rank')).toEqual(Array.from({ length: 21 }, (_, at) => at + 1))
    expect(notices).toEqual(['20 sessions with what the baseline never saw: Export.'])
  })

  it('is the score among themselves where there is nothing else to compare with', () => {
    const all = table([...ordinary, { actor: 'eve', events: ['Open', 'Wipe'] }])
    const { table: scored, notices } = scoreAgainstTable(all, undefined, options)
    expect(scored.columns).toEqual(scoreSessionTable(all, options).columns)
    expect(scored.rows()).toEqual(scoreSessionTable(all, options).rows())
    expect(notices).toEqual([])
  })

  it('compares peers with each other, and says of each with whom', () => {
    const admins = Array.from({ length: 40 }, (_, at) => ({
      actor: `admin${at}`,
      events: ['Grant', 'Revoke'],
      role: 'admin',
    }))
    const clerks = ordinary.map((each) => ({ ...each, role: 'clerk' }))
    const all = table([
      ...admins,
      ...clerks,
      { actor: 'eve', events: ['Grant', 'Revoke'], role: 'clerk' },
      { actor: 'guest', events: ['Open', 'Read', 'Close'], role: 'guest' },
    ])
    // Among all of them, granting is as usual as reading.
    const alone = scoreSessionTable(all, options)
    expect(alone.column('Unusual')).not.toContain(true)
    const { table: scored, notices } = scoreAgainstTable(all, undefined, { ...options, peers: 'Role' })
    expect(scored.columns.map(({ name }) => name)).toEqual([
      ...['Actor', 'Sequence', 'Role', 'Source', 'Peers'],
      ...scoreColumns.map(({ name }) => name),
    ])
    expect([scored.value(0, 'Actor'), scored.value(0, 'Peers'), scored.value(0, 'Baseline')]).toEqual([
      'eve',
      'clerk',
      61,
    ])
    expect(scored.value(0, 'Unusual')).toBe(true)
    const guest = scored.column('Actor').indexOf('guest')
    expect([scored.value(guest, 'Peers'), scored.value(guest, 'Baseline')]).toEqual(['(all)', 102])
    expect(notices).toEqual([
      '1 session with fewer than 30 peers, or nothing in `Role`: compared with all of their source.',
    ])
  })

  it('tells of a source that the baseline lacks, and of one that it has little of', () => {
    const scored = [
      { actor: 'ann', events: ['Open'] },
      { actor: 'bob', events: ['Sign-in'], source: 'cloud' },
    ]
    const { notices } = scoreAgainstTable(table(scored), table(ordinary.slice(0, 12)), options)
    expect(notices).toEqual([
      'The baseline has no sessions of `cloud`: they are compared with each other.',
      'Only 12 sessions of `mail` to compare with: scores of so few say little.',
      'Only 1 session of `cloud` to compare with: scores of so few say little.',
    ])
  })

  it('scores anew what is scored, and nothing as nothing', () => {
    const all = table(ordinary.map((each) => ({ ...each, role: 'clerk' })))
    const peers = { ...options, peers: 'Role' }
    const once = scoreAgainstTable(all, undefined, peers).table
    expect(scoreAgainstTable(once, undefined, peers).table.columns).toEqual(once.columns)
    const none = scoreAgainstTable(all.pick([]), all, peers)
    expect([none.table.rowCount, none.table.columns.length, none.notices]).toEqual([0, once.columns.length, []])
  })

  it('refuses what it would write over', () => {
    expect(() => scoreAgainstTable(table(ordinary), undefined, { ...options, peers: 'Part' })).toThrow(
      /would be replaced/,
    )
    expect(() => scoreAgainstTable(table(ordinary), undefined, { ...options, window: 0 })).toThrow(/whole number/)
  })
})

describe('splitByTime', () => {
  const times = (...cells: readonly Cell[]) =>
    Table.fromRows(
      [{ name: 'Begin', type: 'datetime' }],
      cells.map((cell) => [cell]),
    )

  it('splits before the newest time, what has none being recent', () => {
    const log = times(
      '2026-03-01T00:00:00Z',
      '2026-03-08T00:00:00Z',
      null,
      '2026-03-07T00:00:00Z',
      '2026-03-07T00:00:00.0000001Z',
    )
    const { before, since, at } = splitByTime(log, { recent: '1d', time: 'Begin' })
    expect(at).toBe('2026-03-07T00:00:00.0000000Z')
    expect(before.column('Begin')).toEqual(['2026-03-01T00:00:00.0000000Z', '2026-03-07T00:00:00.0000000Z'])
    expect(since.rowCount).toBe(3)
  })

  it.each([
    ['0s', ['2026-03-01T00:00:00Z'], /above 0/],
    ['soon', ['2026-03-01T00:00:00Z'], /above 0/],
    ['1d', ['2026-03-01T00:00:00Z'], /Nothing is older/],
    ['1d', [null], /No session has a time/],
  ])('refuses %s of %j', (recent, cells, message) => {
    expect(() => splitByTime(times(...cells), { recent, time: 'Begin' })).toThrow(message)
  })
})
