import { describe, expect, it } from 'vitest'
import type { Cell } from '../../../src/lib/table.ts'
import { Table } from '../../../src/lib/table.ts'
import { type Merge, mergeGroups, SumTooLarge } from '../../../src/providers/remote/merge-groups.ts'

const columns = [
  { name: 'Name', type: 'string' },
  { name: 'Number', type: 'long' },
  { name: 'Sum', type: 'long' },
  { name: 'Least', type: 'int' },
  { name: 'Most', type: 'datetime' },
] as const
const merges: readonly Merge[] = ['sum', 'min', 'max']
const groups = (...rows: readonly Cell[][]) => Table.fromRows(columns, rows)

describe('groups of parts of the rows', () => {
  it('are those of all rows: a null gives way to any value, and is a key like others', () => {
    const merged = mergeGroups(
      [
        groups(['a', 1, 5, null, '2026-01-02'], ['', null, 1, 7, null]),
        groups(['', null, 2, -7, null], ['a', 1, -6, 3, '2026-01-01'], ['null', 1, null, null, null]),
        groups(),
        groups(['null', 1, 9007199254740993n, 1, '2026-05-05']),
      ],
      merges,
    )
    expect(merged.rows()).toEqual([
      ['a', 1, -1, 3, '2026-01-02T00:00:00.0000000Z'],
      ['', null, 3, -7, null],
      ['null', 1, 9007199254740993n, 1, '2026-05-05T00:00:00.0000000Z'],
    ])
  })

  it('keep apart keys that only look alike together', () => {
    const keys = [
      { name: 'One', type: 'string' },
      { name: 'Other', type: 'string' },
    ] as const
    const rows = [
      ['a,b', 'c'],
      ['a', 'b,c'],
      ['a,b', 'c'],
    ]
    expect(mergeGroups([Table.fromRows(keys, rows)], []).rows()).toEqual(rows.slice(0, 2))
  })

  it('without a key are one', () => {
    const counts = [1, 2, 3].map((count) => Table.fromRows([{ name: 'count_', type: 'long' }], [[count]]))
    expect(mergeGroups(counts, ['sum']).rows()).toEqual([[6]])
  })

  it('are refused where a sum is more than a long holds', () => {
    const most = 2n ** 63n - 1n
    expect(() => mergeGroups([groups(['a', 1, most, 1, null]), groups(['a', 1, 1, 1, null])], merges)).toThrow(
      SumTooLarge,
    )
    expect(mergeGroups([groups(['a', 1, most, 1, null]), groups(['a', 1, 0, 1, null])], merges).cell(0, 2)).toBe(most)
  })

  it('are the same however the rows are parted', () => {
    let seed = 7
    const random = (below: number) => {
      seed = (seed * 48271) % 2147483647
      return seed % below
    }
    for (let round = 0; round < 200; round++) {
      const rows = Array.from({ length: random(40) }, () => {
        const number = random(5) === 0 ? null : random(100) - 50
        return [`k${random(3)}`, random(3) === 0 ? null : random(2), number, number, null] as Cell[]
      })
      const parts = Array.from({ length: 1 + random(5) }, () => [] as Cell[][])
      for (const row of rows) parts[random(parts.length)]!.push(row)
      const all = mergeGroups([groups(...rows)], merges)
      // The groups of each part first, as a service gives them.
      const merged = mergeGroups(
        parts.map((part) => mergeGroups([groups(...part)], merges)),
        merges,
      )
      const texts = (table: Table) =>
        table
          .rows()
          .map((row) => JSON.stringify(row))
          .toSorted()
      expect(texts(merged)).toEqual(texts(all))
    }
  })
})
