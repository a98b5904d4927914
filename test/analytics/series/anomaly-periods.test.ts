import { describe, expect, it } from 'vitest'
import {
  anomalyPeriods,
  publishedAnomalyPeriods,
  timePeriodFilter,
} from '../../../src/analytics/series/anomaly-periods.ts'
import { Table } from '../../../src/lib/table.ts'
import { hour } from './series-tables.ts'

function scored(points: readonly (readonly [hour: number, anomaly: number, score: number])[]): Table {
  return Table.fromRows(
    [
      { name: 'TimeGenerated', type: 'datetime' },
      { name: 'Value', type: 'real' },
      { name: 'Baseline', type: 'real' },
      { name: 'Score', type: 'real' },
      { name: 'Anomaly', type: 'int' },
    ],
    points.map(([at, anomaly, score]) => [hour(at), 10 + score, 10, score, anomaly]),
  )
}

const columns = { time: 'TimeGenerated', value: 'Value' }
const points = scored([
  [0, 0, 0],
  [1, 1, 4],
  [2, 1, 6],
  [3, 0, 1],
  [4, 1, 5],
  [5, -1, -4],
  [6, 0, 0],
  [7, 0, 0],
  [8, 1, 4],
])

describe('anomalyPeriods', () => {
  it('merges neighbours of one direction, over one point between, and ends with the last interval', () => {
    const { table, filter } = anomalyPeriods(points, columns)
    expect(
      table
        .rows()
        .map(([begin, end, ...rest]) => [String(begin).slice(11, 19), String(end).slice(11), ...rest.slice(0, 3)]),
    ).toEqual([
      ['01:00:00', '04:59:59.9999999Z', 'peak', 3, 6],
      ['05:00:00', '05:59:59.9999999Z', 'dip', 1, -4],
      ['08:00:00', '08:59:59.9999999Z', 'peak', 1, 4],
    ])
    expect([table.value(0, 'PeakValue'), table.value(0, 'Expected')]).toEqual([16, 10])
    expect(filter).toBe(
      '| where TimeGenerated between (datetime(2026-09-01T01:00:00Z) .. datetime(2026-09-01T04:59:59.9999999Z))' +
        ' or TimeGenerated between (datetime(2026-09-01T05:00:00Z) .. datetime(2026-09-01T05:59:59.9999999Z))' +
        ' or TimeGenerated between (datetime(2026-09-01T08:00:00Z) .. datetime(2026-09-01T08:59:59.9999999Z))',
    )
  })

  it('tells peaks or dips alone, parts neighbours where asked, and quotes a column', () => {
    expect(anomalyPeriods(points, { ...columns, direction: 'dips' }).table.column('Direction')).toEqual(['dip'])
    expect(anomalyPeriods(points, { ...columns, direction: 'peaks', bridge: 0 }).table.column('Points')).toEqual([
      2, 1, 1,
    ])
    expect(anomalyPeriods(points, { ...columns, direction: 'dips', filterColumn: "a'b" }).filter).toContain(
      "['a\\'b'] between",
    )
    expect(anomalyPeriods(points, { ...columns, direction: 'dips', filterColumn: 'where' }).filter).toContain(
      "['where'] between",
    )
  })

  it('has no filter where nothing is anomalous', () => {
    const { table, filter } = anomalyPeriods(
      scored([
        [0, 0, 0],
        [1, 0, 0],
      ]),
      columns,
    )
    expect([table.rowCount, filter]).toEqual([0, ''])
    expect(anomalyPeriods(points.pick([]), columns).table.rowCount).toBe(0)
  })
})

describe('publishedAnomalyPeriods', () => {
  it('opens one period around each bin and extends it by bins within two', () => {
    const periods = publishedAnomalyPeriods(points, { time: 'TimeGenerated', anomaly: 'Anomaly', period: '1h' })
    // Bins 1, 2, 4 follow one another within 2 h; 8 is 4 h later.
    expect(timePeriodFilter(periods)).toBe(
      '| where TimeGenerated between (datetime(2026-09-01T00:00:00Z) .. datetime(2026-09-01T05:00:00Z))' +
        ' or TimeGenerated between (datetime(2026-09-01T07:00:00Z) .. datetime(2026-09-01T09:00:00Z))',
    )
    const all = publishedAnomalyPeriods(points, {
      time: 'TimeGenerated',
      anomaly: 'Anomaly',
      period: '1h',
      positiveOnly: false,
    })
    expect(all).toHaveLength(2)
    expect(all[0]!.end).toBe(periods[0]!.end + 36_000_000_000)
  })
})
