import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { seriesAnomalies, setAnomalyThreshold, stlAnomalies } from '../../../src/analytics/series/find-anomalies.ts'
import { Table } from '../../../src/lib/table.ts'
import { hasRealLogs } from '../real-logs.ts'
import { hour, hourly, wave } from './series-tables.ts'

const columns = { time: 'TimeGenerated', value: 'Value', by: [] }
const flagged = (table: Table) =>
  Object.fromEntries(table.column('Anomaly').flatMap((flag, row) => (flag === 0 || flag === null ? [] : [[row, flag]])))

describe('stlAnomalies', () => {
  const values = wave(24 * 14)
  values[100]! += 60
  values[200]! -= 60

  it('finds peaks and dips, and nothing one season before and after them', () => {
    const { table, notices } = stlAnomalies(hourly(values), columns)
    expect(flagged(table)).toEqual({ 100: 1, 200: -1 })
    expect(notices).toEqual(['Period: 24 points (1.00:00:00).'])
    const scores = table.column('Score') as number[]
    expect(scores[100]).toBeGreaterThan(20)
    expect(scores[200]).toBeLessThan(-20)
  })

  it('does not mind the order of the rows', () => {
    const table = hourly(values)
    const shuffled = Uint32Array.from({ length: table.rowCount }, (_, at) => (at * 101) % table.rowCount)
    const found = stlAnomalies(table.pick(shuffled), columns).table
    expect(flagged(found)).toEqual({ [shuffled.indexOf(100)]: 1, [shuffled.indexOf(200)]: -1 })
  })

  it('takes a point told twice once, fills a gap, and says both', () => {
    const table = hourly([...values.slice(0, 50), null, ...values.slice(51)])
    const rows = [...Array.from({ length: table.rowCount }, (_, at) => at).filter((at) => at !== 60), 70]
    const { table: found, notices } = stlAnomalies(table.pick(rows), columns)
    expect(notices.slice(1)).toEqual([
      '1 points are told twice and taken once.',
      '2 points are missing or no number: put on the line between their neighbours, and not judged.',
    ])
    expect(found.value(50, 'Score')).toBe(null)
    expect(flagged(found)).toEqual({ 99: 1, 199: -1 })
  })

  it.each([
    ['a constant', () => 7],
    ['a straight line with a season', (at: number) => 3 * at + [5, 1, 9, 2, 4, 3][at % 6]!],
    ['zeros', () => 0],
  ])('finds nothing in %s', (_name, valueAt) => {
    const { table } = stlAnomalies(hourly(Array.from({ length: 120 }, (_, at) => valueAt(at))), columns)
    expect(flagged(table)).toEqual({})
    expect(new Set(table.column('Score'))).toEqual(new Set([0]))
  })

  it('judges each series by itself, and says of which it cannot', () => {
    const rows = [
      ...values.map((value, at) => [hour(at), value, 'web01']),
      ...values.slice(0, 30).map((value, at) => [hour(at), value, 'web02']),
    ]
    const table = Table.fromRows(
      [
        { name: 'TimeGenerated', type: 'datetime' },
        { name: 'Value', type: 'real' },
        { name: 'Host', type: 'string' },
      ],
      rows,
    )
    const { table: found, notices } = stlAnomalies(table, { ...columns, by: ['Host'] })
    expect(flagged(found)).toEqual({ 100: 1, 200: -1 })
    expect(notices.join(' ')).toContain('1 of 2 series without a period: not judged.')
    expect(found.value(values.length, 'Baseline')).toBe(null)
  })

  it.each([
    [
      'two values for one time',
      [0, 1, 2, 2, 3],
      [1, 2, 3, 4, 5],
      'SERIES_IRREGULAR',
      'two values at 2026-09-01T02:00:00Z: 3 and 4',
    ],
    ['times off the grid', [0, 1, 2, 3.5, 4.5], [1, 2, 3, 4, 5], 'SERIES_IRREGULAR', 'not on the grid of 01:00:00'],
    ['hardly any points', [0, 1, 2, 900], [1, 2, 3, 4], 'SERIES_IRREGULAR', 'lacks most of its points: 4 rows for 901'],
    ['too few points', [0, 1, 2, 3, 4], [1, 2, 1, 2, 1], 'SERIES_TOO_SHORT', 'No period was found in 5 points'],
  ])('refuses %s, saying where', (_name, hours, numbers, code, text) => {
    const table = Table.fromRows(
      hourly([]).columns,
      hours.map((at, row) => [hour(at), numbers[row]!]),
    )
    let thrown: unknown
    try {
      stlAnomalies(table, columns)
    } catch (error) {
      thrown = error
    }
    expect(thrown).toMatchObject({ code, message: expect.stringContaining(text), hint: expect.any(String) })
  })

  it('makes an empty table of an empty one', () => {
    const { table, notices } = stlAnomalies(hourly([]), columns)
    expect([table.rowCount, table.indexOf('Anomaly') > 0, notices]).toEqual([0, true, []])
  })
})

describe('setAnomalyThreshold', () => {
  it('flags from the threshold on, and dips from another', () => {
    const scored = Table.fromRows([{ name: 'Score', type: 'real' }], [[2], [3], [-2], [-3], [null]])
    const flags = (high: number, low?: number) =>
      setAnomalyThreshold(scored, { threshold: high, ...(low !== undefined && { thresholdLow: low }) }).column(
        'Anomaly',
      )
    expect(flags(3)).toEqual([0, 1, 0, -1, 0])
    expect(flags(3, 2)).toEqual([0, 1, -1, -1, 0])
  })
})

const file = new URL('../../../../shared/data/msticpy-timeseries/TimeSeriesDemo.csv', import.meta.url)
const recorded = hasRealLogs
  ? readFileSync(file, 'utf8')
      .trim()
      .split(/\r?\n/)
      .slice(1)
      .map((line) => line.replaceAll('"', '').split(','))
  : []
const demo = Table.fromRows(
  hourly([]).columns,
  recorded.map(([time, value]) => [time!, Number(value)]),
)
/** The points that were made anomalous, and how. */
const made = { 149: -1, 199: -1, 299: 1, 399: 1, 599: 1, 779: -1 }

describe.skipIf(!hasRealLogs)('the published series of 840 hourly points', () => {
  it('has the three anomalies of msticpy by its rule, and the five low points that it does not tell', () => {
    const { table } = stlAnomalies(demo, { ...columns, rule: 'msticpy' })
    const scores = table.column('Score') as number[]
    expect(flagged(table)).toEqual({ 299: 1, 399: 1, 599: 1 })
    expect(scores.flatMap((score, row) => (score < -3 ? [row] : []))).toEqual([149, 199, 623, 779, 791])
    for (const name of ['Residual', 'Trend', 'Seasonal', 'Baseline']) {
      expect((table.column(name) as number[]).every(Number.isInteger)).toBe(true)
    }
  })

  it('has exactly the anomalies that were put in, by default', () => {
    const { table, notices } = stlAnomalies(demo, columns)
    expect(flagged(table)).toEqual(made)
    expect(notices).toContain('Period: 168 points (7.00:00:00).')
    const scores = (table.column('Score') as number[]).map(Math.abs).sort((a, b) => b - a)
    expect(scores[5]).toBeGreaterThan(3 * scores[6]!)
  })

  it('has the anomalies, scores and baseline that Kusto recorded, period found or given', () => {
    for (const period of [undefined, 168]) {
      const { table } = seriesAnomalies(demo, { ...columns, ...(period !== undefined && { period }) })
      expect(flagged(table)).toEqual(made)
      recorded.forEach(([, , baseline, score], row) => {
        expect(table.value(row, 'Score')).toBeCloseTo(Number(score), 9)
        expect(Math.abs((table.value(row, 'Baseline') as number) - Number(baseline))).toBeLessThanOrEqual(1)
      })
    }
  })
})
