import { z } from 'zod'
import { findOutliers, outlierColumns } from '../analytics/outliers/find-outliers.ts'
import { logonFeatures } from '../analytics/outliers/logon-features.ts'
import { sessionFeatures } from '../analytics/outliers/session-features.ts'
import { defineStep, type StepDefinition } from './step.ts'
import { sourceColumn } from './unite-tables.ts'

const columnName = z.string().min(1, 'a column')
const hour = z.int().min(0).max(24)

const night = {
  nightFrom: hour.default(22),
  nightTo: hour.default(6),
  /** Hours that clocks there are ahead of UTC. */
  hoursAhead: z.number().min(-14).max(14).default(0),
}

/** Steps that compare rows by their numbers. */
export const outlierSteps: Readonly<Record<string, StepDefinition>> = {
  'session-features': defineStep({
    text: 'Sessions in numbers: events, commands, parameters, how rare, how long, how fast, how much at night.',
    inputs: ['a table of sessions, one a row'],
    options: z.strictObject({
      events: columnName.default('Sequence'),
      times: columnName.optional(),
      source: columnName.optional(),
      ...night,
    }),
    run: ([table], { source, ...options }) => {
      const known = source ?? (table!.indexOf(sourceColumn) >= 0 ? sourceColumn : undefined)
      return sessionFeatures(table!, { ...options, source: known })
    },
  }),
  'logon-features': defineStep({
    text: 'Logons in numbers, by account: successes, failures, addresses, computers, hours.',
    inputs: ['a log of logons'],
    options: z.strictObject({ by: z.array(columnName).min(1).optional(), ...night }),
    run: ([table], options) => logonFeatures(table!, options),
  }),
  outliers: defineStep({
    text: 'Rows that are unlike the others in their numbers, most unusual first, and which numbers make them so.',
    inputs: ['a table with numbers'],
    options: z.strictObject({
      features: z.array(columnName).optional(),
      contamination: z.number().gt(0).max(0.5).default(0.05),
      rule: z.enum(['unusual', 'share']).default('unusual'),
      trees: z.int().min(1).max(1000).default(100),
      maxSamples: z.int().min(2).max(4096).default(100),
      maxFeatures: z.int().min(1).optional(),
      seed: z.int().default(42),
      reasons: z.int().min(1).default(3),
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
