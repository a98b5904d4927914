import { describe, expect, it } from 'vitest'
import { Table } from '../../src/lib/table.ts'
import { shownText } from '../../src/report/cell-text.ts'
import { tableCsv } from '../../src/report/table-csv.ts'
import { tableJson } from '../../src/report/table-json.ts'
import { textTable } from '../../src/report/text-table.ts'

const table = Table.fromRows(
  [
    { name: 'Time', type: 'datetime' },
    { name: 'Id', type: 'long' },
    { name: 'Score', type: 'real' },
    { name: 'Text', type: 'string' },
    { name: 'Bag', type: 'dynamic' },
  ],
  [
    ['2021-04-16T12:07:14.1234567Z', 9007199254740993n, Number.NaN, '=cmd|" /C calc"!A0', { a: 1 }],
    ['2021-04-16T00:00:00Z', -5, Number.NEGATIVE_INFINITY, '-', null],
  ],
)

it('writes JSON that loses nothing: large longs and NaN as text', () => {
  const parsed = JSON.parse([...tableJson(table, { status: 'complete', notices: [] })].join(''))
  expect(parsed.columns[1]).toEqual({ name: 'Id', type: 'long' })
  expect(parsed.rows).toEqual([
    ['2021-04-16T12:07:14.1234567Z', '9007199254740993', 'NaN', '=cmd|" /C calc"!A0', { a: 1 }],
    ['2021-04-16T00:00:00.0000000Z', -5, '-Infinity', '-', null],
  ])
  expect(parsed.completeness).toEqual({ status: 'complete', notices: [] })
})

it('writes CSV that no spreadsheet runs, and exact CSV on request', () => {
  const [header, first, second] = [...tableCsv(table)]
  expect(header).toBe('Time,Id,Score,Text,Bag\n')
  expect(first).toBe(`2021-04-16T12:07:14.1234567Z,9007199254740993,NaN,"'=cmd|"" /C calc""!A0","{""a"":1}"\n`)
  expect(second).toBe('2021-04-16T00:00:00.0000000Z,-5,-inf,-,\n')
  expect([...tableCsv(table, { exact: true })][1]).toContain('"=cmd|')
})

describe('textTable', () => {
  it('fits the width, cuts with an ellipsis and aligns wide characters', () => {
    const wide = Table.fromRows(
      [
        { name: 'A', type: 'string' },
        { name: 'N', type: 'long' },
      ],
      [
        ['漢字漢字漢字漢字漢字', 1],
        ['x', 22],
      ],
    )
    expect(textTable(wide, { width: 20 })).toEqual([
      'A                  N',
      '────────────────  ──',
      '漢字漢字漢字漢…    1',
      'x                 22',
    ])
  })

  it('turns into cards where columns do not fit', () => {
    expect(textTable(table, { width: 30, maxRows: 1 })).toEqual([
      '── row 1 ────────────────────',
      'Time   2021-04-16 12:07:14',
      'Id     9007199254740993',
      'Score  NaN',
      'Text   =cmd|" /C calc"!A0',
      'Bag    {"a":1}',
      '… 1 more of 2 rows',
    ])
  })

  it('counts the rows it does not draw', () => {
    expect(textTable(table, { width: 200, maxRows: 1, seeAll: '--rows all' }).at(-1)).toBe(
      '… 1 more of 2 rows (--rows all)',
    )
  })

  it('shows no escape sequence of a cell', () => {
    const hostile = Table.fromRows([{ name: 'A', type: 'string' }], [['\x1b]0;owned\x07']])
    expect(textTable(hostile, { width: 80 }).join('\n')).not.toContain('\x1b')
  })
})

it('shows reals and datetimes short, never wrong', () => {
  expect(shownText(0.0000211903914289)).toBe('2.119e-5')
  expect(shownText(0.06277653078978894)).toBe('0.0627765')
  expect(shownText('2021-04-16T12:07:14.1234560Z')).toBe('2021-04-16 12:07:14.123456')
  expect(shownText(3)).toBe('3')
})
