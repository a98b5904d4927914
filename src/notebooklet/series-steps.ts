import { z } from 'zod'
import { anomalyPeriods } from '../analytics/series/anomaly-periods.ts'
import { seriesAnomalies, setAnomalyThreshold, stlAnomalies } from '../analytics/series/find-anomalies.ts'
import { makeTimeSeries } from '../analytics/series/make-time-series.ts'
import { defineStep, type StepDefinition } from './step.ts'

const columnName = z.string().min(1, 'a column')
const threshold = z.number().positive()

const seriesOptions = {
  time: columnName.default('TimeGenerated').describe('column of the time'),
  value: columnName.default('Value').describe('column of the values'),
  by: z.array(columnName).default([]).describe('columns that tell one series from another'),
}

const anomalyOptions = {
  ...seriesOptions,
  period: z.int().min(2).optional().describe('points of one season; default looked for, else a day'),
  threshold: threshold.optional().describe('a score from which on it is a peak; of minus this, a dip'),
  thresholdLow: threshold.optional().describe('another for dips'),
  fill: z.enum(['linear', 'zero']).optional().describe('how points that are missing are filled'),
  interval: z.string().optional().describe('distance of two points, 1h; default the commonest'),
}

/** Ranges that a notice names; of more, nobody reads the filter. */
const mostFiltered = 12

/** Steps over time: series of a log, their anomalies, and the ranges of time these make. */
export const seriesSteps: Readonly<Record<string, StepDefinition>> = {
  'time-series': defineStep({
    text: 'How much was logged in each interval, by group: rows counted or a column added up, 0 where there is nothing.',
    inputs: ['a log'],
    options: z.strictObject({
      time: columnName.default('TimeGenerated').describe('column of the time'),
      interval: z.string().default('1h').describe('length of an interval'),
      by: z.array(columnName).default([]).describe('columns that together name a series'),
      sum: columnName.optional().describe('column to add up; default rows are counted'),
      id: columnName.optional().describe('column that identifies a record, so that one that comes twice counts once'),
      start: z.string().optional().describe('first interval; default that of the first record'),
      end: z.string().optional().describe('end, exclusive; default behind the last record'),
    }),
    run: ([table], options, progress) => makeTimeSeries(table!, options, progress),
  }),
  'stl-anomalies': defineStep({
    text: 'Peaks and dips of regular series: what season and trend (STL) do not explain.',
    inputs: ['regular series, one point a row'],
    options: z.strictObject({
      ...anomalyOptions,
      seasonal: z
        .union([z.int().min(3), z.literal('periodic')])
        .optional()
        .describe('seasons that one season is smoothed over, odd; periodic: all are the same'),
      robust: z.boolean().optional().describe('lets no outlier bend season and trend'),
      score: z
        .enum(['deviation', 'median', 'counts'])
        .optional()
        .describe('how residuals are scored; default counts for values that vary as counts, else median'),
      rule: z.enum(['huntlet', 'msticpy']).optional().describe('msticpy: as published, defaults and all'),
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
      threshold: threshold.describe('a score from which on it is a peak; of minus this, a dip'),
      thresholdLow: threshold.optional().describe('another for dips'),
      score: columnName.default('Score').describe('column of the score'),
      anomaly: columnName.default('Anomaly').describe('column of the flag, which is replaced'),
    }),
    run: ([table], options) => setAnomalyThreshold(table!, options),
  }),
  'anomaly-periods': defineStep({
    text: 'Ranges of time in which a series is anomalous, with the KQL filter for them.',
    inputs: ['series with anomalies'],
    options: z.strictObject({
      ...seriesOptions,
      anomaly: columnName.default('Anomaly').describe('column of the flag: 1 peak, -1 dip'),
      score: columnName.default('Score').describe('column of the score'),
      baseline: columnName.default('Baseline').describe('column of what was expected'),
      direction: z.enum(['both', 'peaks', 'dips']).default('both').describe('which anomalies'),
      interval: z.string().optional().describe('length of a point’s interval; default the shortest distance'),
      bridge: z.int().min(0).default(1).describe('points between two anomalies that do not part them'),
      filterColumn: columnName.optional().describe('column that the KQL filter asks; default `time`'),
    }),
    run: ([table], options) => {
      const { table: periods, filter } = anomalyPeriods(table!, options)
      if (filter === '') return periods
      const said = periods.rowCount <= mostFiltered ? filter : 'join the column Filter with `or`.'
      return { table: periods, notices: [`All ${periods.rowCount} as one filter: ${said}`] }
    },
  }),
}
