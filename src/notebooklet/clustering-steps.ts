import { z } from 'zod'
import { addProcessFeatures } from '../analytics/clustering/add-process-features.ts'
import { clusterEvents } from '../analytics/clustering/cluster-events.ts'
import { logonSessionRarity, sessionProcesses, sessionReasons } from '../analytics/clustering/logon-session-rarity.ts'
import { processClusters, processSummary } from '../analytics/clustering/process-clusters.ts'
import { processRarity, rarityColumns } from '../analytics/clustering/process-rarity.ts'
import { HuntletError } from '../lib/diagnostic.ts'
import type { Table } from '../lib/table.ts'
import { defineStep, type StepDefinition } from './step.ts'

const column = z.string().min(1, 'a column')
const log = 'a log of created processes'
const rated = 'processes that `process-rarity` rated'

/** Columns of a log of processes; by default, those that logs of Windows have. */
const logColumns = {
  process: column.optional().describe('column of the program’s path'),
  commandLine: column.optional().describe('column of the command line'),
  parent: column.optional().describe('column of the parent’s path'),
  account: column.optional().describe('column of the account'),
  logon: column.optional().describe('column of the logon id'),
  host: column.optional().describe('column of the host'),
  time: column.optional().describe('column of the time'),
  source: column.optional().describe('column of the source, each rated by itself'),
}

const perEvents = z.enum(['clustered', 'full']).default('clustered').describe('one of each cluster, or every process')

/** Steps that find what is alike, and what is like nothing else. */
export const clusteringSteps: Readonly<Record<string, StepDefinition>> = {
  'process-features': defineStep({
    text: 'Adds what can be counted of processes: path and command line scores, lengths, delimiters, hashes.',
    inputs: [log],
    options: z.strictObject({
      pathSeparator: z.string().min(1).optional().describe('between folders; default by the look of the first paths'),
      force: z.boolean().default(false).describe('computes anew what the table has already'),
    }),
    run: ([table], options, progress) => addProcessFeatures(table!, options, progress),
  }),
  'cluster-events': defineStep({
    text: 'One row for each cluster of rows whose numbers are alike (DBSCAN), and each row that is like no other.',
    inputs: ['any table with numbers'],
    options: z.strictObject({
      columns: z.array(column).min(1).describe('numbers that say what is alike'),
      time: column.default('TimeGenerated').describe('column of the time, if there'),
      maxDistance: z.number().positive().default(0.01).describe('greatest distance between neighbours'),
      minSamples: z.int().min(1).default(2).describe('rows that make a cluster, at least'),
      normalize: z.boolean().default(true).describe('scales each row to length 1 first'),
    }),
    run: ([table], options, progress) => {
      const made = clusterEvents(table!, options, progress)
      const alone = made.clusters.labels.reduce((sum, label) => sum + Number(label < 0), 0)
      const count = `${table!.rowCount} rows: ${made.clusters.sizes.length} clusters and ${alone} rows like no other.`
      return { table: made.table, notices: [count, ...made.clusters.notices] }
    },
  }),
  'process-rarity': defineStep({
    text: 'Rates processes by how many are like them, and by how unusual program, folder, parent and arguments are.',
    inputs: [log],
    options: z.strictObject(logColumns),
    run: ([table], options, progress) => processRarity(table!, options, progress),
  }),
  'logon-session-rarity': defineStep({
    text: 'Logon sessions by how unusual the processes in them are, most unusual first.',
    inputs: [`${rated}, or ${log}`],
    options: z.strictObject(logColumns),
    run: ([table], options, progress) => logonSessionRarity(table!, options, progress),
  }),
  'logon-session-reasons': defineStep({
    text: 'Why the first logon sessions are unusual: the processes their scores rest on.',
    inputs: [`${rated}, or ${log}`],
    options: z.strictObject({ ...logColumns, top: z.int().min(1).default(5).describe('sessions, from the first') }),
    run: ([table], { top, ...columns }, progress) => sessionReasons(table!, top, columns, progress),
  }),
  'logon-session-processes': defineStep({
    text: 'The processes of one logon session.',
    inputs: [log],
    options: z.strictObject({
      ...logColumns,
      ofLogon: z.string().min(1, 'a logon id').describe('its logon id'),
      ofAccount: z.string().default('').describe('its account; empty: any'),
      ofHost: z.string().default('').describe('its host; empty: any'),
      ofSource: z.string().default('').describe('its source; empty: any'),
    }),
    run: ([table], { ofLogon, ofAccount, ofHost, ofSource, ...columns }) =>
      sessionProcesses(table!, { logon: ofLogon, account: ofAccount, host: ofHost, source: ofSource }, columns),
  }),
  'process-clusters': defineStep({
    text: 'The first process of each cluster and every one that is like no other, or all; rarest first.',
    inputs: [rated],
    options: z.strictObject({ events: perEvents }),
    run: ([table], { events }) => processClusters(ratedOnly(table!), events),
  }),
  'process-summary': defineStep({
    text: 'How many hosts, accounts, sessions, processes and clusters there are.',
    inputs: [rated],
    options: z.strictObject(logColumns),
    run: ([table], options) => processSummary(ratedOnly(table!), options),
  }),
}

function ratedOnly(table: Table): Table {
  const missing = rarityColumns.filter(({ name }) => table.indexOf(name) < 0).map(({ name }) => `\`${name}\``)
  if (missing.length === 0) return table
  throw new HuntletError('COLUMN_UNKNOWN', `The table has no column ${missing.join(', ')}.`, {
    hint: 'The step `process-rarity` adds them: run that first.',
  })
}
