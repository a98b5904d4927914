import { describe, expect, it } from 'vitest'
import { originOf, originText, pivotTime, rowEntities, rowTime } from '../../src/notebooklet/pivot-from.ts'
import type { Section } from '../../src/notebooklet/result-data.ts'
import type { View } from '../../src/notebooklet/view.ts'
import { table } from './fake-workspace.ts'

const section = (view: View = { kind: 'table' }): Section => ({
  id: 'logons',
  title: 'Logons',
  status: 'ok',
  notices: [],
  view,
  queries: [],
  table: table(
    'First:datetime Account:string Target:string Address:string Last:datetime',
    ['2026-01-01T00:00:00Z', 'alice', 'ALICE', '10.0.0.1:443', '2026-01-02T00:00:00Z'],
    [null, '-', 'bob', '', '2026-01-03T00:00:00Z'],
    [null, '', '', '', null],
  ),
  entityColumns: { Account: 'account', Target: 'account', Address: 'ip' },
})

describe('rowEntities', () => {
  it('gives each entity of a row once, with its column, those of the column asked for first', () => {
    expect(rowEntities(section(), 0)).toEqual([
      { type: 'account', value: 'alice', column: 'Account' },
      { type: 'ip', value: '10.0.0.1', column: 'Address' },
    ])
    expect(rowEntities(section(), 0, 'Address').map(({ value }) => value)).toEqual(['10.0.0.1', 'alice'])
    expect(rowEntities(section(), 1)).toEqual([{ type: 'account', value: 'bob', column: 'Target' }])
    expect(rowEntities(section(), 2)).toEqual([])
    expect(rowEntities(section(), 3)).toEqual([])
  })
})

describe('rowTime', () => {
  it('is the time the view is drawn by, else the first there is', () => {
    expect(rowTime(section(), 0)).toBe('2026-01-01T00:00:00.0000000Z')
    expect(rowTime(section({ kind: 'timeline', time: 'Last' }), 0)).toBe('2026-01-02T00:00:00.0000000Z')
    expect(rowTime(section(), 1)).toBe('2026-01-03T00:00:00.0000000Z')
    expect(rowTime(section(), 2)).toBeUndefined()
  })
})

describe('pivotTime', () => {
  const range = { start: '2026-01-10T00:00:00.0000000Z', end: '2026-01-12T00:00:00.0000000Z' }

  it('keeps the range, looks around the row, or makes it four times as long around its middle', () => {
    expect(pivotTime('same', range)).toEqual(range)
    expect(pivotTime('row', range, '2026-01-11T00:00:00Z', '2h')).toEqual({
      around: '2026-01-11T00:00:00Z',
      within: '2h',
    })
    expect(pivotTime('row', range, '2026-01-11T00:00:00Z')).toEqual({ around: '2026-01-11T00:00:00Z' })
    expect(pivotTime('wider', range)).toEqual({
      start: '2026-01-07T00:00:00.0000000Z',
      end: '2026-01-15T00:00:00.0000000Z',
    })
  })

  it('refuses to look around a row that has no time', () => {
    expect(() => pivotTime('row', range)).toThrow(expect.objectContaining({ code: 'INVALID_TIME_RANGE' }))
  })

  it('stays within the datetimes there are', () => {
    const all = { start: '0001-01-01T00:00:00.0000000Z', end: '9999-12-31T00:00:00.0000000Z' }
    expect(pivotTime('wider', all)).toEqual({ start: all.start, end: '9999-12-31T23:59:59.9999999Z' })
  })
})

it('says where a pivot began, as far as it is known', () => {
  const origin = originOf(
    { notebooklet: 'host-summary', value: 'web01' },
    { section: 'logons', column: 'Account', time: '2026-01-30T01:00:00.0000000Z' },
  )
  expect(originText(origin)).toBe('host-summary web01, section logons, column Account, row of 2026-01-30T01:00:00Z')
  expect(originText(originOf({ notebooklet: 'beacons' }))).toBe('beacons')
})
