import { describe, expect, it } from 'vitest'
import { type SumOptions, sumTable } from '../../src/analytics/sum-table.ts'
import { Table } from '../../src/lib/table.ts'

const none: SumOptions = { by: [], sum: [], distinct: [], list: [], first: [], last: [], filled: [], rarest: false }
const table = Table.fromRows(
  [
    { name: 'Log', type: 'string' },
    { name: 'Account', type: 'string' },
    { name: 'Count', type: 'long' },
    { name: 'Bytes', type: 'real' },
    { name: 'Time', type: 'datetime' },
  ],
  [
    ['Office', 'nora', 2, null, '2026-05-14T08:00:00.0000000Z'],
    ['Entra', 'nora', 5, 1.5, '2026-05-14T07:00:00.0000000Z'],
    ['Office', 'ivo', 1, null, '2026-05-14T06:00:00.0000000Z'],
    ['Office', '', 4, null, null],
  ],
)

describe('sumTable', () => {
  it('adds up by group, the largest first, and keeps the first and last time', () => {
    const summed = sumTable(table, { ...none, by: ['Log'], sum: ['Count'], first: ['First=Time'], last: ['Last=Time'] })
    expect(summed.columns.map(({ name }) => name)).toEqual(['Log', 'Count', 'First', 'Last'])
    expect(summed.rows()).toEqual([
      ['Office', 7, '2026-05-14T06:00:00.0000000Z', '2026-05-14T08:00:00.0000000Z'],
      ['Entra', 5, '2026-05-14T07:00:00.0000000Z', '2026-05-14T07:00:00.0000000Z'],
    ])
  })

  it('gives no sum where no row of a group has a number: unknown is not zero', () => {
    expect(sumTable(table, { ...none, by: ['Log'], sum: ['Count', 'Bytes'] }).column('Bytes')).toEqual([null, 1.5])
  })

  it('keeps groups of different lists and bags apart, and the unknown from the text `null`', () => {
    const bags = Table.fromRows(
      [{ name: 'Bag', type: 'dynamic' }],
      [[{ a: 1 }], [{ a: 2 }], [null], ['null'], [{ a: 1 }]],
    )
    expect(sumTable(bags, { ...none, by: ['Bag'] }).rows()).toEqual([
      [{ a: 1 }, 2],
      [{ a: 2 }, 1],
      [null, 1],
      ['null', 1],
    ])
  })

  it('puts the rarest first, and counts rows where nothing is added up', () => {
    expect(sumTable(table, { ...none, by: ['Log'], rarest: true }).rows()).toEqual([
      ['Entra', 1],
      ['Office', 3],
    ])
  })

  it('counts and lists different values without the empty ones, under the names asked for', () => {
    const summed = sumTable(table, { ...none, by: ['Log'], distinct: ['Accounts=Account'], list: ['Who=Account'] })
    expect(summed.rows()[0]).toEqual(['Office', 3, 2, 'ivo, nora'])
  })

  it('leaves out rows in which a column is empty', () => {
    expect(sumTable(table, { ...none, by: ['Account'], filled: ['Account'], sum: ['Count'] }).rows()).toEqual([
      ['nora', 7],
      ['ivo', 1],
    ])
  })

  it('says how many values a list does not name', () => {
    const many = Table.fromRows(
      [{ name: 'Port', type: 'int' }],
      Array.from({ length: 11 }, (_, port) => [port]),
    )
    const [row] = sumTable(many.withColumn({ name: 'All', type: 'string' }, Array(11).fill('')), {
      ...none,
      by: ['All'],
      list: ['Ports=Port'],
    }).rows()
    expect(row![2]).toBe('0, 1, 10, 2, 3, 4, 5, 6 and 3 more')
  })

  it('refuses a column that is not there, and one that is no number', () => {
    expect(() => sumTable(table, { ...none, by: ['Source'] })).toThrow('There is no column `Source`')
    expect(() => sumTable(table, { ...none, by: ['Log'], sum: ['Account'] })).toThrow("can't be added up")
  })

  it('keeps the types of an empty table', () => {
    const empty = sumTable(table.pick([]), { ...none, by: ['Log'], sum: ['Count'], last: ['Time'] })
    expect(empty.columns).toEqual([
      { name: 'Log', type: 'string' },
      { name: 'Count', type: 'long' },
      { name: 'Time', type: 'datetime' },
    ])
  })
})
