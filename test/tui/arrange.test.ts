import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { KqlType } from '../../src/lib/kql-type.ts'
import { type Cell, Table } from '../../src/lib/table.ts'
import { utc, zoneNamed } from '../../src/report/charts/zone.ts'
import { type Arrangement, arrange } from '../../src/tui/arrange.ts'

function arranged(table: Table, arrangement: Partial<Arrangement>, zone = utc): number[] {
  const work = arrange(table, { filter: '', order: undefined, ...arrangement }, zone)
  let step = work.next()
  while (!step.done) step = work.next()
  return [...(step.value ?? Array.from({ length: table.rowCount }, (_, row) => row))]
}

function column(type: KqlType, cells: Cell[]): Table {
  return Table.fromRows(
    [{ name: 'C', type }],
    cells.map((cell) => [cell]),
  )
}

const up = { column: 'C', descending: false }
const down = { column: 'C', descending: true }

describe('a filter', () => {
  const table = Table.fromRows(
    [
      { name: 'Name', type: 'string' },
      { name: 'Count', type: 'long' },
      { name: 'At', type: 'datetime' },
      { name: 'More', type: 'dynamic' },
    ],
    [
      ['Alice', 12, '2026-03-01T22:30:00Z', { city: 'Berlin' }],
      ['bob', 34, '2026-03-02T08:00:00Z', null],
      ['Carol\nDoe', null, null, ['Bob']],
    ],
  )

  test('finds a text in any column and any case, as it is shown', () => {
    expect(arranged(table, { filter: 'BOB' })).toEqual([1, 2])
    expect(arranged(table, { filter: '12' })).toEqual([0])
    expect(arranged(table, { filter: 'berlin' })).toEqual([0])
    expect(arranged(table, { filter: 'carol⏎doe' })).toEqual([2])
    expect(arranged(table, { filter: 'nobody' })).toEqual([])
  })

  test('with ! in front asks for the others; alone, ! asks for all', () => {
    expect(arranged(table, { filter: '!bob' })).toEqual([0])
    expect(arranged(table, { filter: '!' })).toEqual([0, 1, 2])
  })

  test('finds times by the clock they are shown by', () => {
    expect(arranged(table, { filter: '03-01 22:30' })).toEqual([0])
    expect(arranged(table, { filter: '03-01 23:30' }, zoneNamed('Europe/Berlin'))).toEqual([0])
  })
})

describe('an order', () => {
  test('is that of the type, not of the letters', () => {
    expect(arranged(column('long', [10, 9, 100]), { order: up })).toEqual([1, 0, 2])
    expect(arranged(column('decimal', ['10.5', '9.25', '-1']), { order: up })).toEqual([2, 1, 0])
    expect(arranged(column('datetime', ['2026-03-02T00:00:00Z', '2026-03-01T00:00:00Z']), { order: up })).toEqual([
      1, 0,
    ])
    expect(arranged(column('bool', [true, false]), { order: up })).toEqual([1, 0])
    expect(arranged(column('long', [9007199254740993n, 9007199254740992n]), { order: up })).toEqual([1, 0])
    expect(arranged(column('string', ['b', 'A', 'a', 'C']), { order: up })).toEqual([1, 2, 0, 3])
  })

  test('puts what has no value last, either way', () => {
    expect(arranged(column('real', [null, 2, Number.NaN, 1]), { order: up })).toEqual([3, 1, 0, 2])
    expect(arranged(column('real', [null, 2, Number.NaN, 1]), { order: down })).toEqual([1, 3, 0, 2])
  })

  test('knows infinities', () => {
    expect(
      arranged(column('real', [1, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]), {
        order: up,
      }),
    ).toEqual([2, 0, 1, 3])
  })

  test('keeps equal rows as they came, and every row once', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 5 })), fc.boolean(), (cells, descending) => {
        const rows = arranged(column('int', cells), { order: { column: 'C', descending } })
        expect([...rows].sort((a, b) => a - b)).toEqual(cells.map((_, row) => row))
        for (let at = 1; at < rows.length; at++) {
          const [before, after] = [rows[at - 1]!, rows[at]!]
          const difference = (cells[after]! - cells[before]!) * (descending ? -1 : 1)
          expect(difference > 0 || (difference === 0 && before < after)).toBe(true)
        }
      }),
    )
  })

  test('of a filtered table keeps the filter', () => {
    expect(arranged(column('string', ['ab', 'b', 'aa']), { filter: 'a', order: up })).toEqual([2, 0])
  })
})

test('a large table is worked on in slices', () => {
  const work = arrange(
    column(
      'int',
      Array.from({ length: 10_000 }, (_, row) => row),
    ),
    { filter: '9', order: undefined },
    utc,
  )
  let pauses = 0
  while (!work.next().done) pauses++
  expect(pauses).toBeGreaterThan(3)
})
