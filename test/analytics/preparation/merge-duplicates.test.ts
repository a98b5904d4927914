import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mergeDuplicates } from '../../../src/analytics/preparation/merge-duplicates.ts'
import type { ColumnType } from '../../../src/lib/kql-type.ts'
import { type Cell, Table } from '../../../src/lib/table.ts'
import { exchangeLog, hasRealLogs } from '../real-logs.ts'

const columns: readonly ColumnType[] = [
  { name: 'TimeGenerated', type: 'datetime' },
  { name: 'OfficeId', type: 'string' },
  { name: 'Operation', type: 'string' },
  { name: '_BilledSize', type: 'real' },
  { name: 'Type', type: 'string' },
]
const at = (second: number) => `2024-01-01T00:00:0${second}.0000000Z`
const office = (rows: readonly (readonly Cell[])[]) =>
  Table.fromRows(
    columns,
    rows.map((row) => [...row, 'OfficeActivity']),
  )

describe('mergeDuplicates', () => {
  it('goes by the known id and the time, keeps the first, and says what differed', () => {
    const { table, notices } = mergeDuplicates(
      office([
        [at(1), 'a', 'Send', 10],
        [at(2), 'b', 'Send', 10],
        [at(1), 'a', 'Send', 11],
        [at(3), 'a', 'Send', 10],
      ]),
      { count: 'Times' },
    )
    expect(table.column('OfficeId')).toEqual(['a', 'b', 'a'])
    expect(table.column('Times')).toEqual([2, 1, 1])
    expect(notices).toEqual([
      'Duplicates: 1 row of 4 were there before and are left out (equal in `OfficeId`, `TimeGenerated`).',
      'Duplicates: 1 row left out differed from the one kept, in `_BilledSize`.',
    ])
  })

  it('compares rows without an id in all columns', () => {
    const { table, notices } = mergeDuplicates(
      office([
        [at(1), '', 'Send', 10],
        [at(1), '', 'Read', 10],
        [at(1), '', 'Send', 10],
        [at(1), 'a', 'Send', 10],
      ]),
    )
    expect(table.column('Operation')).toEqual(['Send', 'Read', 'Send'])
    expect(notices).toEqual([
      'Duplicates: 1 row of 4 were there before and are left out (equal in `OfficeId`, `TimeGenerated`; 3 rows without that id in all columns).',
    ])
  })

  it('compares all columns where no id is known, null and NaN too', () => {
    const types: readonly ColumnType[] = [
      { name: 'A', type: 'long' },
      { name: 'B', type: 'real' },
      { name: 'C', type: 'dynamic' },
      { name: 'D', type: 'bool' },
    ]
    const rows: Cell[][] = [
      [1, Number.NaN, { a: 1 }, true],
      [null, 0, null, null],
      [1, Number.NaN, { a: 1 }, true],
      [0, 0, null, null],
      [null, 0, null, null],
      [1, Number.NaN, { a: 1 }, false],
    ]
    const { table, notices } = mergeDuplicates(Table.fromRows(types, rows), { count: 'N' })
    expect(table.rows()).toEqual([
      [1, Number.NaN, { a: 1 }, true, 2],
      [null, 0, null, null, 2],
      [0, 0, null, null, 1],
      [1, Number.NaN, { a: 1 }, false, 1],
    ])
    expect(notices[0]).toContain('equal in all columns, as no id of a record is known')
  })

  it('does not take an Id for a record’s where it is not known to be', () => {
    const other = Table.fromRows(
      [
        { name: 'Id', type: 'string' },
        { name: 'Action', type: 'string' },
      ],
      [
        ['u1', 'a'],
        ['u1', 'b'],
      ],
    )
    expect(mergeDuplicates(other).table.rowCount).toBe(2)
    expect(mergeDuplicates(other, { by: ['Id'] }).table.rowCount).toBe(1)
  })

  it('refuses a column that is not there, and a count that is', () => {
    expect(() => mergeDuplicates(office([]), { by: ['Ofice'] })).toThrow('no column `Ofice`')
    expect(() => mergeDuplicates(office([]), { count: 'Operation' })).toThrow('already has a column `Operation`')
  })

  it('keeps exactly the distinct rows, in order, and does nothing the second time', () => {
    const cell = fc.oneof(fc.constant(null), fc.integer({ min: -2, max: 2 }))
    const text = fc.constantFrom('', 'a', 'b')
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell, text, text), { maxLength: 60 }), (rows) => {
        const types: readonly ColumnType[] = [
          { name: 'A', type: 'long' },
          { name: 'B', type: 'real' },
          { name: 'C', type: 'string' },
          { name: 'D', type: 'string' },
        ]
        const distinct = [...new Map(rows.map((row) => [JSON.stringify(row), row])).values()]
        const { table } = mergeDuplicates(Table.fromRows(types, rows))
        expect(table.rows()).toEqual(distinct)
        expect(mergeDuplicates(table).table).toBe(table)
      }),
    )
  })
})

describe.skipIf(!hasRealLogs)('merging an Exchange log', () => {
  it('counts each record once, also of the log twice over', () => {
    if (!hasRealLogs) return
    const log = exchangeLog()
    const rows = Uint32Array.from(log.column('Operation').keys())
    const once = mergeDuplicates(log).table
    const twice = mergeDuplicates(log.pick([...rows, ...rows]), { count: 'N' }).table
    expect(once.rowCount).toBe(new Set(log.rows().map((row) => JSON.stringify(row))).size)
    expect(twice.select(once.columns.map(({ name }) => name)).rows()).toEqual(once.rows())
    expect(twice.column('N').reduce<number>((sum, count) => sum + Number(count), 0)).toBe(2 * log.rowCount)
  })
})
