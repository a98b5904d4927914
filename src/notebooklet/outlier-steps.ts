import { z } from 'zod'
import { findOutliers, outlierColumns } from '../analytics/outliers/find-outliers.ts'
import { logonFeatures } from '../analytics/outliers/logon-features.ts'
import { sessionFeatures } from '../analytics/outliers/session-features.ts'
import { defineStep, type StepDefinition } from './step.ts'
import { sourceColumn } from './unite-tables.ts'

const columnName = z.string().min(1, 'a column')
const hour = z.int().min(0).max(24)

const night = {
  nightFrom: hour.default(22).describe('hour at which night begins'),
  nightTo: hour.default(6).describe('hour at which it ends'),
  hoursAhead: z.number().min(-14).max(14).default(0).describe('hours that clocks there are ahead of UTC'),
}

/** Steps that compare rows by their numbers. */
export const outlierSteps: Readonly<Record<string, StepDefinition>> = {
  'session-features': defineStep({
    text: 'Sessions in numbers: events, commands, parameters, how rare, how long, how fast, how much at night.',
    inputs: ['a table of sessions, one a row'],
    options: z.strictObject({
      events: columnName.default('Sequence').describe('column with the list of events'),
      times: columnName.optional().describe('column with the list of their times; default Times, if there'),
      source: columnName
        .optional()
        .describe('column of the source, in which what is rare is rare; default Source, if there'),
      ...night,
    }),
    run: ([table], { source, ...options }, progress) => {
      const known = source ?? (table!.indexOf(sourceColumn) >= 0 ? sourceColumn : undefined)
      return sessionFeatures(table!, { ...options, source: known }, progress)
    },
  }),
  'logon-features': defineStep({
    text: 'Logons in numbers, by account: successes, failures, addresses, computers, hours.',
    inputs: ['a log of logons'],
    options: z.strictObject({
      by: z.array(columnName).min(1).optional().describe('columns that a row of features is for; default the account'),
      ...night,
    }),
    run: ([table], options, progress) => logonFeatures(table!, options, progress),
  }),
  outliers: defineStep({
    text: 'Rows that are unlike the others in their numbers, most unusual first, and which numbers make them so.',
    inputs: ['a table with numbers'],
    options: z.strictObject({
      features: z.array(columnName).optional().describe('columns to compare by; default all numbers'),
      contamination: z.number().gt(0).max(0.5).default(0.05).describe('largest share of rows that are outliers'),
      rule: z
        .enum(['unusual', 'share'])
        .default('unusual')
        .describe('of that share those that stand out, or all of it'),
      trees: z.int().min(1).max(1000).default(100).describe('trees of the forest'),
      maxSamples: z.int().min(2).max(4096).default(100).describe('rows each tree is grown from'),
      maxFeatures: z.int().min(1).optional().describe('features each tree sees; default all'),
      seed: z.int().default(42).describe('the same seed gives the same result'),
      reasons: z.int().min(1).default(3).describe('most features that OutlierWhy names'),
    }),
    columns: ([columns]) => [
      ...columns!.filter(({ name }) => !outlierColumns.some((each) => each.name === name)),
      ...outlierColumns,
    ],
    run: ([table], options, progress) => {
      const { table: ranked, outliers, notices } = findOutliers(table!, options, progress)
      const count = `${outliers} of ${table!.rowCount} rows are outliers.`
      return { table: ranked, notices: table!.rowCount > 0 ? [...notices, count] : notices }
    },
  }),
}
