import { z } from 'zod'
import { anomalyPeriods } from '../analytics/series/anomaly-periods.ts'
import { seriesAnomalies, setAnomalyThreshold, stlAnomalies } from '../analytics/series/find-anomalies.ts'
import { makeTimeSeries } from '../analytics/series/make-time-series.ts'
import { defineStep, type StepDefinition } from './step.ts'

const columnName = z.string().min(1, 'a column')
const threshold = z.number().positive()

const seriesOptions = {
  time: columnName.default('TimeGenerated'),
  value: columnName.default('Value'),
  by: z.array(columnName).default([]),
}

const anomalyOptions = {
  ...seriesOptions,
  period: z.int().min(2).optional(),
  threshold: threshold.optional(),
  thresholdLow: threshold.optional(),
  fill: z.enum(['linear', 'zero']).optional(),
  interval: z.string().optional(),
}

/** Ranges that a notice names; of more, nobody reads the filter. */
const mostFiltered = 12

/** Steps over time: series of a log, their anomalies, and the ranges of time these make. */
export const seriesSteps: Readonly<Record<string, StepDefinition>> = {
  'time-series': defineStep({
    text: 'How much was logged in each interval, by group: rows counted or a column added up, 0 where there is nothing.',
    inputs: ['a log'],
    options: z.strictObject({
      time: columnName.default('TimeGenerated'),
      interval: z.string().default('1h'),
      by: z.array(columnName).default([]),
      sum: columnName.optional(),
      id: columnName.optional(),
      start: z.string().optional(),
      end: z.string().optional(),
    }),
    run: ([table], options, progress) => makeTimeSeries(table!, options, progress),
  }),
  'stl-anomalies': defineStep({
    text: 'Peaks and dips of regular series: what season and trend (STL) do not explain.',
    inputs: ['regular series, one point a row'],
    options: z.strictObject({
      ...anomalyOptions,
      seasonal: z.union([z.int().min(3), z.literal('periodic')]).optional(),
      robust: z.boolean().optional(),
      score: z.enum(['deviation', 'median', 'counts']).optional(),
      rule: z.enum(['huntlet', 'msticpy']).optional(),
    }),
    run: ([table], options, progress) => stlAnomalies(table!, options, progress),
  }),
  'series-anomalies': defineStep({
    text: 'Peaks and dips of regular series, as series_decompose_anomalies of KQL finds them.',
    inputs: ['regular series, one point a row'],
    options: z.strictObject(anomalyOptions),
    run: ([table], options, progress) => seriesAnomalies(table!, options, progress),
  }),
  'anomaly-threshold': defineStep({
    text: 'Scored points with another threshold for peaks and dips.',
    inputs: ['scored series'],
    options: z.strictObject({
      threshold,
      thresholdLow: threshold.optional(),
      score: columnName.default('Score'),
      anomaly: columnName.default('Anomaly'),
    }),
    run: ([table], options) => setAnomalyThreshold(table!, options),
  }),
  'anomaly-periods': defineStep({
    text: 'Ranges of time in which a series is anomalous, with the KQL filter for them.',
    inputs: ['series with anomalies'],
    options: z.strictObject({
      ...seriesOptions,
      anomaly: columnName.default('Anomaly'),
      score: columnName.default('Score'),
      baseline: columnName.default('Baseline'),
      direction: z.enum(['both', 'peaks', 'dips']).default('both'),
      interval: z.string().optional(),
      bridge: z.int().min(0).default(1),
      filterColumn: columnName.optional(),
    }),
    run: ([table], options) => {
      const { table: periods, filter } = anomalyPeriods(table!, options)
      if (filter === '') return periods
      const said = periods.rowCount <= mostFiltered ? filter : 'join the column Filter with `or`.'
      return { table: periods, notices: [`All ${periods.rowCount} as one filter: ${said}`] }
    },
  }),
}
