import { describe, expect, it } from 'vitest'
import { makeTimeSeries } from '../../../src/analytics/series/make-time-series.ts'
import { Table } from '../../../src/lib/table.ts'

const log = Table.fromRows(
  [
    { name: 'TimeGenerated', type: 'datetime' },
    { name: 'Host', type: 'string' },
    { name: 'Bytes', type: 'long' },
    { name: 'Id', type: 'string' },
  ],
  [
    ['2026-09-01T02:59:59.9999999Z', 'web02', 5, 'e'],
    ['2026-09-01T00:10:00Z', 'web01', 10, 'a'],
    ['2026-09-01T00:20:00Z', 'web01', null, 'b'],
    ['2026-09-01T00:20:00Z', 'web01', 7, 'b'],
    ['2026-09-01T02:00:00Z', 'web01', 1, 'c'],
    [null, 'web01', 100, 'd'],
  ],
)

describe('makeTimeSeries', () => {
  it('counts rows by interval and group, 0 where there are none, over the same time for all', () => {
    const { table, notices } = makeTimeSeries(log, { time: 'TimeGenerated', interval: '1h', by: ['Host'] })
    expect(table.rows().map(([time, host, value]) => [String(time).slice(11, 13), host, value])).toEqual([
      ['00', 'web01', 3],
      ['01', 'web01', 0],
      ['02', 'web01', 1],
      ['00', 'web02', 0],
      ['01', 'web02', 0],
      ['02', 'web02', 1],
    ])
    expect(notices).toEqual([
      '1 rows have no time and are left out.',
      expect.stringContaining('The first and last interval are partly before 2026-09-01T00:10:00Z'),
    ])
  })

  it('adds a column up, and counts a record told twice once', () => {
    const summed = makeTimeSeries(log, { time: 'TimeGenerated', interval: '1h', sum: 'Bytes' })
    expect(summed.table.column('Value')).toEqual([17, 0, 6])
    expect(summed.notices).toContain('1 rows have no number in `Bytes` and add nothing.')
    const counted = makeTimeSeries(log, { time: 'TimeGenerated', interval: '1h', id: 'Id' })
    expect(counted.table.column('Value')).toEqual([2, 0, 2])
  })

  it('starts intervals where `bin` of KQL does, also those that no day is a multiple of', () => {
    // 2026-09-01 is day 739859 since the year 1: 7 days start at day 739858 = 7 · 105694.
    const { table } = makeTimeSeries(log, { time: 'TimeGenerated', interval: '7d' })
    expect(table.column('TimeGenerated')).toEqual(['2026-08-31T00:00:00.0000000Z'])
  })

  it('covers the time it is given', () => {
    const { table, notices } = makeTimeSeries(log, {
      time: 'TimeGenerated',
      interval: '1h',
      start: '2026-09-01T01:00:00Z',
      end: '2026-09-01T05:00:00Z',
    })
    expect(table.column('Value')).toEqual([0, 2, 0, 0])
    expect(notices[1]).toContain('3 rows are before')
  })

  it('is empty where there is nothing, and refuses what would not end', () => {
    expect(makeTimeSeries(log.pick([]), { time: 'TimeGenerated', interval: '1h' }).table.rowCount).toBe(0)
    expect(makeTimeSeries(log.pick([5]), { time: 'TimeGenerated', interval: '1h' }).table.rowCount).toBe(0)
    expect(() => makeTimeSeries(log, { time: 'TimeGenerated', interval: '1tick' })).toThrow(
      'more than ten million points',
    )
    expect(() => makeTimeSeries(log, { time: 'TimeGenerated', interval: 'often' })).toThrow(
      'interval must be a timespan',
    )
    expect(() => makeTimeSeries(log, { time: 'Host', interval: '1h' })).toThrow('is a string, not a datetime')
  })
})
