import { z } from 'zod'
import { type Anomaly, anomalyDefaults, findAnomalies } from '../analytics/lookup/find-anomalies.ts'
import { type LookupReport, readReport } from '../analytics/lookup/lookup-report.ts'
import {
  anomalySeriesTable,
  anomalyTable,
  categoryTable,
  ownValueTable,
  questionTable,
  replayTable,
  scoreGroupTable,
  searchedTable,
} from '../analytics/lookup/lookup-tables.ts'
import { replayDefaults, replayQueries } from '../analytics/lookup/replay-query.ts'
import type { Table } from '../lib/table.ts'
import { defineStep, type StepDefinition, type StepOutput } from './step.ts'

const bounds = {
  mostFlagged: z
    .int()
    .min(1)
    .default(anomalyDefaults.mostFlagged)
    .describe('a series that is anomalous in so many steps is like that, and left out'),
}
/** As the guided investigation lists them. */
const above = { above: z.number().default(5).describe('a score above this is high') }
const only = z.string().optional().describe('name of a table: only what is of it')
const inputs = ['what the enquiry `anomaly-lookup` gives'] as const

/** Steps over what a look-up found: one section each. */
export const lookupSteps: Readonly<Record<string, StepDefinition>> = {
  'lookup-anomalies': defineStep({
    text: 'The anomalies of a look-up, most unusual first; with `table`, only those of one.',
    inputs,
    options: z.strictObject({ ...bounds, ...above, table: only }),
    run: ([table], { above: high, table: name, ...options }) => {
      const { anomalies } = read(table!, options)
      return anomalyTable(
        name === undefined ? anomalies : anomalies.filter(({ report }) => report.table === name),
        high,
      )
    },
  }),
  'lookup-series': defineStep({
    text: 'The series of the anomalies that stand out most, or with `table` all series of one table.',
    inputs,
    options: z.strictObject({
      ...bounds,
      top: z.int().min(1).default(6).describe('series, from the first'),
      table: only,
    }),
    run: ([table], { top, table: name, ...options }) => {
      const { report, anomalies } = read(table!, options)
      return anomalySeriesTable(report, anomalies, name === undefined ? { top } : { table: name })
    },
  }),
  'lookup-own-values': defineStep({
    text: 'Where the entity of a look-up is new: values that nobody else has.',
    inputs,
    options: z.strictObject({ table: only }),
    run: ([table], { table: name }) => {
      const { report } = read(table!, anomalyDefaults)
      const tables = name === undefined ? report.tables : report.tables.filter((each) => each.table === name)
      return ownValueTable({ ...report, tables })
    },
  }),
  'lookup-groups': defineStep({
    text: 'The scores of a look-up in three groups, and how many are high.',
    inputs,
    options: z.strictObject({ ...bounds, ...above }),
    run: ([table], { above: high, ...options }) => scoreGroupTable(read(table!, options).anomalies, high),
  }),
  'lookup-replay': defineStep({
    text: 'For each table with anomalies, the KQL that gives the records behind them.',
    inputs,
    options: z.strictObject({
      ...bounds,
      days: z.int().min(1).default(replayDefaults.days).describe('days on each side that are asked for'),
      rows: z.int().min(1).default(replayDefaults.rows).describe('most records of a table'),
    }),
    run: ([table], { days, rows, ...options }): StepOutput => {
      const { report, anomalies } = read(table!, options)
      const replays = replayQueries(report, anomalies, { days, rows })
      const cut = replays.filter(({ leftOut }) => leftOut > 0)
      return {
        table: replayTable(replays),
        notices: cut.map((each) => `${each.table}: ${each.leftOut} values are not among the conditions.`),
      }
    },
  }),
  'lookup-tables': defineStep({
    text: 'Every table with what became of it in a look-up.',
    inputs,
    options: z.strictObject(bounds),
    run: ([table], options) => {
      const { report, anomalies } = read(table!, options)
      return searchedTable(report, anomalies)
    },
  }),
  'lookup-columns': defineStep({
    text: 'The categorical columns of one table that were looked into.',
    inputs,
    options: z.strictObject({ ...bounds, table: z.string().describe('name of the table') }),
    run: ([table], { table: name, ...options }) => {
      const { report, anomalies } = read(table!, options)
      return categoryTable(report, anomalies, name)
    },
  }),
  'lookup-questions': defineStep({
    text: 'What was asked in a look-up, and of how many tables.',
    inputs,
    options: z.strictObject({}),
    run: ([table]) => questionTable(read(table!, anomalyDefaults).report),
  }),
}

/** A report without tables where the table is empty: checks ask for the columns alone. */
function read(
  table: Table,
  options: { readonly mostFlagged: number },
): { readonly report: LookupReport; readonly anomalies: readonly Anomaly[] } {
  const report = readReport(table) ?? nothing
  return { report, anomalies: findAnomalies(report, options) }
}

const epoch = '1970-01-01T00:00:00Z'

const nothing: LookupReport = {
  entity: '',
  also: [],
  match: 'term',
  time: epoch,
  timeFrom: 'given',
  nearStart: epoch,
  nearEnd: epoch,
  historyStart: epoch,
  near: 2,
  threshold: 1.5,
  tables: [],
  questions: [],
  budget: 0,
}
