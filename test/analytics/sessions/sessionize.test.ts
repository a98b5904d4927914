import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cutSessions, type SessionizeOptions, sessionize } from '../../../src/analytics/sessions/sessionize.ts'
import type { HuntletError } from '../../../src/lib/diagnostic.ts'
import { type Cell, Table } from '../../../src/lib/table.ts'

const options: SessionizeOptions = {
  by: ['User', 'Address'],
  time: 'Time',
  maxLength: '20m',
  maxGap: '2m',
  event: 'Operation',
}

/** Rows of user, address, time (`mm:ss` or null), operation. */
function log(rows: readonly (readonly [Cell, Cell, string | null, Cell])[]): Table {
  return Table.fromRows(
    [
      { name: 'User', type: 'string' },
      { name: 'Address', type: 'string' },
      { name: 'Time', type: 'datetime' },
      { name: 'Operation', type: 'string' },
    ],
    rows.map(([user, address, time, operation]) => [user, address, time && `2024-01-01T00:${time}Z`, operation]),
  )
}

function eventsOf(table: Table, changed: Partial<SessionizeOptions> = {}): Cell[] {
  return sessionize(table, { ...options, ...changed }).column('EventList')
}

describe('sessionize', () => {
  it('cuts where the actor changes, by actor and then by time', () => {
    const table = log([
      ['bob', '1.1.1.1', '00:01', 'C'],
      ['alice', '1.1.1.1', '00:05', 'B'],
      ['alice', '1.1.1.1', '00:00', 'A'],
      ['alice', '2.2.2.2', '00:02', 'D'],
    ])
    expect(sessionize(table, options).rows()).toEqual([
      [
        'alice',
        '1.1.1.1',
        'alice · 1.1.1.1',
        '2024-01-01T00:00:00.0000000Z',
        '2024-01-01T00:00:05.0000000Z',
        '00:00:05',
        2,
        ['A', 'B'],
      ],
      [
        'alice',
        '2.2.2.2',
        'alice · 2.2.2.2',
        '2024-01-01T00:00:02.0000000Z',
        '2024-01-01T00:00:02.0000000Z',
        '00:00:00',
        1,
        ['D'],
      ],
      [
        'bob',
        '1.1.1.1',
        'bob · 1.1.1.1',
        '2024-01-01T00:00:01.0000000Z',
        '2024-01-01T00:00:01.0000000Z',
        '00:00:00',
        1,
        ['C'],
      ],
    ])
  })

  it('cuts at a gap or an age of exactly the maximum as row_window_session does, beyond it as msticpy does', () => {
    const gap = log([
      ['a', '', '00:00', 'A'],
      ['a', '', '02:00', 'B'],
      ['a', '', '04:01', 'C'],
    ])
    expect(eventsOf(gap)).toEqual([['A'], ['B'], ['C']])
    expect(eventsOf(gap, { rule: 'msticpy' })).toEqual([['A', 'B'], ['C']])
    const age = log(['00:00', '01:00', '02:00', '03:00', '04:00'].map((time) => ['a', '', time, time]))
    expect(eventsOf(age, { maxLength: '3m' })).toEqual([
      ['00:00', '01:00', '02:00'],
      ['03:00', '04:00'],
    ])
    expect(eventsOf(age, { maxLength: '3m', rule: 'msticpy' })).toEqual([
      ['00:00', '01:00', '02:00', '03:00'],
      ['04:00'],
    ])
  })

  it('keeps unknown actors, labelled, and apart from whoever has such a name', () => {
    const table = log([
      ['dummy_str', '1.1.1.1', '00:00', 'A'],
      ['', '1.1.1.1', '00:01', 'B'],
      ['zoe', '', '00:02', 'C'],
      ['', '', '00:03', 'D'],
    ])
    const found = sessionize(table, options)
    expect(found.column('Actor')).toEqual([
      '(unknown)',
      '(unknown) from 1.1.1.1',
      'dummy_str · 1.1.1.1',
      'zoe · (unknown)',
    ])
    expect(found.column('EventList')).toEqual([['D'], ['B'], ['A'], ['C']])
    // msticpy makes unknown users one user of that name, in its order.
    expect(eventsOf(table, { rule: 'msticpy' })).toEqual([['A', 'B'], ['D'], ['C']])
  })

  it('takes a record that comes twice for one, also with others between', () => {
    const table = log([
      ['a', '1.1.1.1', '00:00', 'A'],
      ['a', '1.1.1.1', '00:00', 'B'],
      ['a', '1.1.1.1', '00:00', 'A'],
      ['a', '1.1.1.1', '00:01', 'A'],
      ['b', '1.1.1.1', '00:00', 'A'],
      ['a', '1.1.1.1', null, 'C'],
      ['a', '1.1.1.1', null, 'C'],
    ])
    expect(eventsOf(table)).toEqual([['C', 'C'], ['A', 'B', 'A'], ['A']])
    expect(cutSessions(table, options).duplicates).toBe(1)
    expect(eventsOf(table, { duplicates: 'keep' })[1]).toEqual(['A', 'B', 'A', 'A'])
    expect(eventsOf(table, { rule: 'msticpy' })[1]).toEqual(['A', 'B', 'A', 'A'])
  })

  it('tells unknown actors apart by where they came from', () => {
    const table = Table.fromRows(
      [
        { name: 'User', type: 'string' },
        { name: 'ClientIP', type: 'string' },
        { name: 'UserAgent', type: 'string' },
        { name: 'Time', type: 'datetime' },
        { name: 'Operation', type: 'string' },
      ],
      [
        ['', '1.1.1.1', 'curl', '2024-01-01T00:00:00Z', 'A'],
        ['', '2.2.2.2', '', '2024-01-01T00:00:01Z', 'B'],
        ['', '1.1.1.1', 'curl', '2024-01-01T00:00:02Z', 'C'],
        ['zoe', '1.1.1.1', 'curl', '2024-01-01T00:00:00Z', 'D'],
        ['zoe', '2.2.2.2', 'curl', '2024-01-01T00:00:01Z', 'E'],
      ],
    )
    const cut = sessionize(table, { ...options, by: ['User'] })
    expect(cut.column('Actor')).toEqual(['(unknown) from 1.1.1.1 · curl', '(unknown) from 2.2.2.2', 'zoe'])
    expect(cut.column('EventList')).toEqual([['A', 'C'], ['B'], ['D', 'E']])
    expect(sessionize(table, { ...options, by: ['User'], apart: [] }).column('Actor')).toEqual(['(unknown)', 'zoe'])
  })

  it('keeps events of one instant as they came', () => {
    const table = log([
      ['a', '', '01:00', 'C'],
      ['a', '', '00:00', 'A'],
      ['a', '', '00:00', 'B'],
    ])
    expect(eventsOf(table)).toEqual([['A', 'B', 'C']])
  })

  it('makes events without a time one session, without begin', () => {
    const table = log([
      ['a', '', '00:00', 'A'],
      ['a', '', null, 'X'],
      ['b', '', null, 'Z'],
      ['a', '', null, 'Y'],
    ])
    const found = sessionize(table, options)
    expect(found.column('EventList')).toEqual([['X', 'Y'], ['A'], ['Z']])
    expect(found.column('Begin')).toEqual([null, '2024-01-01T00:00:00.0000000Z', null])
    expect(found.column('Duration')).toEqual([null, '00:00:00', null])
  })

  it('counts a record that comes twice once', () => {
    const table = log([
      ['a', '', '00:00', 'A'],
      ['a', '', '00:01', 'A'],
      ['a', '', '00:02', ''],
      ['a', '', '00:03', ''],
    ])
    expect(eventsOf(table, { id: 'Operation' })).toEqual([['A', '', '']])
  })

  it('takes parameters in any of their forms, and a name for each event', () => {
    const forms: readonly Cell[] = [
      '[{"Name":"p","Value":"1"},{"Name":"p","Value":"2"},{"Name":"__proto__"}]',
      '{"p":"v"}',
      '["p","q"]',
      '',
    ]
    const table = Table.fromRows(
      [
        { name: 'Time', type: 'datetime' },
        { name: 'EventID', type: 'int' },
        { name: 'Parameters', type: 'string' },
      ],
      forms.map((form, at) => [`2024-01-01T00:00:0${at}Z`, 4624, form]),
    )
    const found = sessionize(table, {
      ...options,
      by: [],
      event: { name: 'EventID', params: 'Parameters' },
      extra: ['Time', 'EventID'],
    })
    expect(found.column('EventList')).toEqual([
      [
        {
          name: '4624',
          params: Object.fromEntries([
            ['p', '2'],
            ['__proto__', null],
          ]),
        },
        { name: '4624', params: { p: 'v' } },
        { name: '4624', params: ['p', 'q'] },
        { name: '4624', params: [] },
      ],
    ])
    expect(found.column('TimeList')).toEqual([forms.map((_, at) => `2024-01-01T00:00:0${at}.0000000Z`)])
    expect(found.column('EventIDList')).toEqual([[4624, 4624, 4624, 4624]])
    expect(found.column('Actor')).toEqual([''])
  })

  it('identifies actors by cells of any type', () => {
    const table = Table.fromRows(
      [
        { name: 'Time', type: 'datetime' },
        { name: 'Id', type: 'long' },
        { name: 'Operation', type: 'string' },
      ],
      [10, 9, null, 10, 9007199254740993n].map((id, at) => [`2024-01-01T00:00:0${at}Z`, id, `${at}`]),
    )
    expect(eventsOf(table, { by: ['Id'], time: 'Time' })).toEqual([['2'], ['1'], ['0', '3'], ['4']])
  })

  it('is empty for an empty log', () => {
    expect(sessionize(log([]), options).rowCount).toBe(0)
  })

  it('refuses columns and lengths that cannot be meant', () => {
    const table = log([['a', '', '00:00', 'A']])
    const codeOf = (changed: Partial<SessionizeOptions>) => {
      try {
        return sessionize(table, { ...options, ...changed }).rowCount
      } catch (error) {
        return `${(error as HuntletError).code}: ${(error as HuntletError).message}`
      }
    }
    expect(codeOf({ by: ['Usr'] })).toBe(
      'COLUMN_UNKNOWN: The table has no column `Usr` (identifies the actor). Did you mean `User`?',
    )
    expect(codeOf({ time: 'User' })).toBe('OPTION_INVALID: The column `User` is a string, not a datetime.')
    expect(codeOf({ maxGap: 'soon' })).toBe('OPTION_INVALID: maxGap must be a timespan such as `20m`, not `soon`.')
    expect(codeOf({ maxLength: '-1m' })).toContain('OPTION_INVALID')
    expect(codeOf({ event: { name: 'Operation', params: 'Operation' } })).toBe(
      'SESSION_EVENTS: Row 0: the event has a text as its `params` that is not JSON (column `Operation`).',
    )
  })

  it('is right by definition for any log', () => {
    const row = fc.tuple(fc.constantFrom('a', 'b', ''), fc.constantFrom('x', ''), fc.integer({ min: 0, max: 900 }))
    fc.assert(
      fc.property(fc.array(row, { maxLength: 40 }), (rows) => {
        const table = log(
          rows.map(([user, address, second], at) => [
            user,
            address,
            `${String(Math.floor(second / 60)).padStart(2, '0')}:${String(second % 60).padStart(2, '0')}`,
            `${at}`,
          ]),
        )
        // The rule of row_window_session, read aloud.
        const order = rows.map((_, at) => at).sort((a, b) => compare(rows[a]!, rows[b]!) || a - b)
        const expected: string[][] = []
        let begin = 0
        order.forEach((at, position) => {
          const [user, address, second] = rows[at]!
          const before = position > 0 ? rows[order[position - 1]!]! : undefined
          const continues =
            before && before[0] === user && before[1] === address && second < before[2] + 120 && second < begin + 300
          if (!continues) {
            begin = second
            expected.push([])
          }
          expected.at(-1)!.push(`${at}`)
        })
        expect(eventsOf(table, { maxLength: '5m' })).toEqual(expected)
      }),
      { seed: 7 },
    )
  })
})

function compare(a: readonly [string, string, number], b: readonly [string, string, number]): number {
  const texts = [0, 1].map((at) => (a[at]! < b[at]! ? -1 : a[at]! > b[at]! ? 1 : 0))
  return texts[0]! || texts[1]! || a[2] - b[2]
}
