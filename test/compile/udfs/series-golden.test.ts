import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { udfs } from '../../../src/compile/udfs/index.ts'

// 840 hourly points with what Kusto answered for series_decompose_anomalies(…, 3, -1, 'linefit').
const file = join(import.meta.dirname, '../../../../shared/data/msticpy-timeseries/TimeSeriesDemo.csv')

function readColumns(): Map<string, number[]> {
  const [header = '', ...lines] = readFileSync(file, 'utf8').trim().split(/\r?\n/)
  const rows = lines.map((line) => line.split(','))
  return new Map(
    header.split(',').map((name, index) => [name.trim(), rows.map((row) => Number(row[index]!.replaceAll('"', '')))]),
  )
}

describe.skipIf(!existsSync(file))('series_decompose_anomalies on recorded data', () => {
  const columns = existsSync(file) ? readColumns() : new Map<string, number[]>()
  const values = columns.get('TotalBytesSent') ?? []

  it.each([
    ['the period given', 168n],
    ['the period looked for', -1n],
  ])('answers as Kusto did, %s', (_name, period) => {
    const json = udfs
      .get('kql_series_anomalies')!
      .evaluate(JSON.stringify(values), period, 'linefit', 0n, 0.6, 3, 'ctukey')
    const [flags, scores, baseline] = JSON.parse(String(json)) as [number[], number[], number[]]
    expect(flags.flatMap((flag, row) => (flag === 0 ? [] : [row]))).toEqual([149, 199, 299, 399, 599, 779])
    expect(flags).toEqual(columns.get('anomalies'))
    scores.forEach((score, row) => {
      expect(score).toBeCloseTo(columns.get('score')![row]!, 9)
      // The file keeps the baseline as whole numbers.
      expect(Math.abs(baseline[row]! - columns.get('baseline')![row]!)).toBeLessThanOrEqual(1)
    })
  })
})
