import { describe, expect, it } from 'vitest'
import { chooseColumns, isCategorical } from '../../../src/analytics/lookup/categorical-columns.ts'

const bounds = { distinct: 1000, ratio: 0.01, columns: 3 }

describe('isCategorical', () => {
  it('keeps the bounds of a large log: more than one, under a thousand, under a hundredth of the rows', () => {
    const of = (distinct: number, rows: number) => isCategorical(distinct, rows, bounds)
    expect([of(1, 50_000), of(2, 50_000), of(499, 50_000), of(500, 50_000)]).toEqual([false, true, true, false])
    expect([of(999, 1_000_000), of(1000, 1_000_000)]).toEqual([true, false])
  })

  it('takes the square root of a small log, which is a hundredth of ten thousand rows', () => {
    const of = (distinct: number, rows: number) => isCategorical(distinct, rows, bounds)
    expect([of(99, 10_000), of(100, 10_000)]).toEqual([true, false])
    expect([of(9, 100), of(10, 100)]).toEqual([true, false])
  })
})

describe('chooseColumns', () => {
  const column = (name: string, distinct: number, values: number) => ({
    column: { name, type: 'string' as const },
    distinct,
    values,
  })

  it('takes columns of which the entity has few values first, those with one value last, and names what it leaves out', () => {
    const counts = [
      column('one', 5, 1),
      column('nine', 20, 9),
      column('id', 900, 50),
      column('two', 4, 2),
      column('six', 9, 6),
    ]
    const { chosen, leftOut } = chooseColumns(counts, 900, bounds)
    expect(chosen.map((each) => each.column.name)).toEqual(['two', 'six', 'nine'])
    expect(leftOut.map((each) => each.column.name)).toEqual(['one'])
  })

  it('leaves out what the entity has no value of', () => {
    expect(chooseColumns([column('empty', 5, 0)], 900, bounds).chosen).toEqual([])
  })
})
