import { describe, expect, it } from 'vitest'
import { kqlTypes } from '../../../src/lib/kql-type.ts'
import { type Cell, Table } from '../../../src/lib/table.ts'
import { appendTables, firstRows, haveSameColumns } from '../../../src/providers/remote/append-tables.ts'

const columns = kqlTypes.map((type) => ({ name: type, type }))
const full: Cell[] = [
  true,
  5,
  9007199254740993n,
  1.5,
  '1.25',
  '2024-01-01T00:00:00.0000001Z',
  '1.00:00:00',
  'text',
  { a: [1] },
  '00000000-0000-0000-0000-000000000001',
]
const none: Cell[] = columns.map(({ type }) => (type === 'string' ? '' : null))

describe('tables one after the other', () => {
  it('keep each cell of each type, nulls among them', () => {
    const parts = [[full, none], [none], [], [full, full]].map((rows) => Table.fromRows(columns, rows))
    const whole = appendTables(parts)
    expect(whole.rows()).toEqual([full, none, none, full, full])
    expect(whole.columns).toEqual(columns)
  })

  it('hold each distinct text once', () => {
    const texts = (...all: string[]) =>
      Table.fromRows(
        [{ name: 't', type: 'string' }],
        all.map((each) => [each]),
      )
    const [data] = appendTables([texts('a', 'b'), texts('b', 'c', 'a')]).data
    expect(data).toMatchObject({ dictionary: ['a', 'b', 'c'] })
  })

  it('have the same columns, in the same order', () => {
    const [a, b] = [Table.empty(columns), Table.empty(columns.toReversed())]
    expect([haveSameColumns([a, a]), haveSameColumns([a, b])]).toEqual([true, false])
  })
})

describe('the first rows', () => {
  it('are cells as they were, and no more than there are', () => {
    const table = Table.fromRows(columns, [full, none, full])
    expect(firstRows(table, 2).rows()).toEqual([full, none])
    expect(firstRows(table, 0).rows()).toEqual([])
    expect(firstRows(table, 9)).toBe(table)
  })
})
