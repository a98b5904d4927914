import { describe, expect, it } from 'vitest'
import { noProgress } from '../../src/lib/progress.ts'
import { type Cell, Table } from '../../src/lib/table.ts'
import type { StepOutput } from '../../src/notebooklet/step.ts'
import { stepNamed } from '../../src/notebooklet/steps.ts'

function run(name: string, tables: readonly Table[], given: Readonly<Record<string, unknown>> = {}): StepOutput {
  const step = stepNamed({}, name)
  const made = step.run(tables, step.options.parse(given), noProgress)
  return made instanceof Table ? { table: made, notices: [] } : made
}

const hours = 24 * 21

/** Logons by the hour of three weeks, more by day than by night; forty more in one night, none on one morning. */
const log = Table.fromRows(
  [
    { name: 'TimeGenerated', type: 'datetime' },
    { name: 'Host', type: 'string' },
  ],
  Array.from({ length: hours }, (_, hour): Cell[][] => {
    const usual = hour % 24 > 7 && hour % 24 < 19 ? 30 + ((hour * 37) % 5) : 2 + (hour % 3)
    const count = hour === 290 ? usual + 40 : hour === 346 ? 0 : usual
    return Array.from({ length: count }, (_, at) => [
      new Date(Date.UTC(2026, 8, 1, hour, 0, at)).toISOString(),
      'web01',
    ])
  }).flat(),
)

describe('the series steps', () => {
  it('lead from a log to the times that are unusual, by their defaults', () => {
    const { table: series } = run('time-series', [log])
    expect(series.rowCount).toBe(hours)
    const { table: scored, notices } = run('stl-anomalies', [series])
    expect(notices).toContain('Period: 24 points (1.00:00:00).')
    const { table: periods, notices: said } = run('anomaly-periods', [scored])
    expect(periods.rows().map((row) => row.slice(0, 3))).toEqual([
      ['2026-09-13T02:00:00.0000000Z', '2026-09-13T02:59:59.9999999Z', 'peak'],
      ['2026-09-15T10:00:00.0000000Z', '2026-09-15T10:59:59.9999999Z', 'dip'],
    ])
    expect(said).toEqual([
      expect.stringMatching(/^All 2 as one filter: \| where TimeGenerated between \(datetime\(2026-09-13T02/),
    ])
  })

  it('find the same with the test of KQL, and less with a threshold that is higher', () => {
    const { table: series } = run('time-series', [log], { by: ['Host'] })
    const { table: scored } = run('series-anomalies', [series], { by: ['Host'] })
    const directions = (table: Table) => run('anomaly-periods', [table], { by: ['Host'] }).table.column('Direction')
    expect(directions(scored)).toEqual(['peak', 'dip'])
    expect(directions(run('anomaly-threshold', [scored], { threshold: 1e6, thresholdLow: 3 }).table)).toEqual(['dip'])
  })

  it('make empty tables with their columns of empty ones', () => {
    const { table: series } = run('time-series', [log.pick([])])
    const { table: scored } = run('stl-anomalies', [series])
    const { table: periods } = run('anomaly-periods', [scored])
    expect([series.rowCount, scored.rowCount, periods.rowCount]).toEqual([0, 0, 0])
    expect(periods.indexOf('Filter')).toBeGreaterThan(0)
  })
})

describe('the beacon steps', () => {
  const connections = Table.fromRows(
    [
      { name: 'TimeGenerated', type: 'datetime' },
      { name: 'Client', type: 'string' },
      { name: 'Destination', type: 'string' },
    ],
    Array.from({ length: 40 }, (_, at) => [
      new Date(Date.UTC(2026, 8, 1) + at * 300_000 + (at % 3)).toISOString(),
      'ws-1',
      'c2.example',
    ]),
  )

  it('test pairs as msticpy does', () => {
    const { table } = run('polling', [connections], { interval: 60 })
    expect(table.columns.map(({ name }) => name)).toEqual([
      'Client',
      'Destination',
      'PValue',
      'DominantFrequency',
      'DominantInterval',
    ])
    expect(table.value(0, 'PValue')).toBeLessThan(1e-6)
    expect(300 / (table.value(0, 'DominantInterval') as number)).toBeCloseTo(1, 1)
  })

  it('work by their defaults on the columns a log has', () => {
    const { table: beacons } = run('beacons', [connections])
    expect(beacons.value(0, 'Rhythm')).toBe('every 5 min, 40 of 40 expected')
    const { table: beats } = run('beacon-connections', [connections, beacons])
    expect(run('gap-histogram', [beats]).table.rowCount).toBeLessThanOrEqual(2)
    expect(run('explained-beacons', [beacons]).table.rowCount).toBe(0)
    expect(run('beacon-destinations', [beacons]).table.column('Destination')).toEqual(['c2.example'])
    expect(run('beacon-summary', [connections, beacons]).table.row(0).slice(0, 5)).toEqual([40, 1, 1, 1, 1])
  })

  it('make empty tables of empty ones', () => {
    const { table: beacons } = run('beacons', [connections.pick([])])
    const { table: beats } = run('beacon-connections', [connections.pick([]), beacons])
    const names = ['gap-histogram', 'explained-beacons', 'beacon-destinations'] as const
    const inputs = { 'gap-histogram': beats, 'explained-beacons': beacons, 'beacon-destinations': beacons }
    expect(names.map((name) => run(name, [inputs[name]]).table.rowCount)).toEqual([0, 0, 0])
  })
})
