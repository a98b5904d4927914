import { describe, expect, it } from 'vitest'
import { Table } from '../../src/lib/table.ts'

const columns = [
  { name: 'Time', type: 'datetime' },
  { name: 'Count', type: 'long' },
  { name: 'Name', type: 'string' },
  { name: 'Bag', type: 'dynamic' },
  { name: 'Gap', type: 'timespan' },
  { name: 'Score', type: 'real' },
  { name: 'Flag', type: 'bool' },
] as const

const table = Table.fromRows(columns, [
  ['2021-04-16T12:07:14.1234567Z', 9007199254740993n, 'añb', { a: [1, null] }, '1.02:03:04.5', Number.NaN, true],
  [null, null, null, null, null, null, null],
])

describe('Table', () => {
  it('keeps ticks, 64-bit longs, JSON and NaN', () => {
    expect(table.row(0)).toEqual([
      '2021-04-16T12:07:14.1234567Z',
      9007199254740993n,
      'añb',
      { a: [1, null] },
      '1.02:03:04.5000000',
      Number.NaN,
      true,
    ])
  })

  it('keeps null where the type has one; a string has none', () => {
    expect(table.row(1)).toEqual([null, null, '', null, null, null, null])
  })

  it('picks rows in any order, more than once', () => {
    expect(table.pick([1, 0, 0]).column('Name')).toEqual(['', 'añb', 'añb'])
  })

  it('adds a column, or replaces it in its place', () => {
    const grown = table.withColumn({ name: 'Rank', type: 'int' }, [2, 1])
    expect(grown.columns.at(-1)).toEqual({ name: 'Rank', type: 'int' })
    expect(grown.withColumn({ name: 'Count', type: 'long' }, [1, 2]).columns.map((column) => column.name)).toEqual(
      grown.columns.map((column) => column.name),
    )
  })

  it('holds what is nested as deeply as a log may have it', () => {
    const text = '['.repeat(20_000) + ']'.repeat(20_000)
    const [column] = Table.fromRows([{ name: 'Bag', type: 'dynamic' }], [[JSON.parse(text)]]).data
    expect(column?.kind === 'texts' && column.dictionary[0] === text).toBe(true)
  })

  it('reads past its end as no rows', () => {
    expect(table.rows(1, 10)).toHaveLength(1)
    expect(table.column('Nothing')).toEqual([])
  })
})
