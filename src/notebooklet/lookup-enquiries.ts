import { z } from 'zod'
import { anomalyLookup } from '../analytics/lookup/anomaly-lookup.ts'
import { anomalyDefaults, findAnomalies } from '../analytics/lookup/find-anomalies.ts'
import { type LookupReport, reportColumns, reportTable } from '../analytics/lookup/lookup-report.ts'
import { lookupDefaults } from '../analytics/lookup/lookup-request.ts'
import { replayDefaults, replayQueries } from '../analytics/lookup/replay-query.ts'
import { HuntletError } from '../lib/diagnostic.ts'
import { firstFew } from '../lib/first-few.ts'
import { formatTimespan, parseDatetime, parseTimespan } from '../lib/kql-time.ts'
import type { Table } from '../lib/table.ts'
import type { ComputeContext } from './definition.ts'
import { defineEnquiry, type EnquiryDefinition } from './enquiry.ts'

const defaults = lookupDefaults

const lookupOptions = z.strictObject({
  entity: z.string(),
  /** Empty for the end of the time range. */
  time: z
    .string()
    .default('')
    .refine((text) => text === '' || parseDatetime(text) !== undefined, 'a time such as 2026-01-31T08:00:00Z'),
  also: z.array(z.string()).default([...defaults.also]),
  match: z.enum(['term', 'substring']).default(defaults.match),
  tables: z.array(z.string()).default([...defaults.tables]),
  around: z
    .string()
    .default(formatTimespan(defaults.around))
    .refine((text) => (parseTimespan(text) ?? 0n) > 0n, 'a timespan such as 1d or 6h'),
  days: z.int().min(1).max(366).default(defaults.days),
  near: z.int().min(1).max(5).default(defaults.near),
  queries: z.int().min(1).default(defaults.queries),
  columns: z.int().min(1).default(defaults.columns),
  values: z.int().min(1).default(defaults.values),
  distinct: z.int().min(2).default(defaults.distinct),
  ratio: z.number().min(0).max(1).default(defaults.ratio),
  threshold: z.number().positive().default(defaults.threshold),
})

type LookupOptions = z.infer<typeof lookupOptions>

/** Questions about an entity that lead from one to the next. */
export const lookupEnquiries: Readonly<Record<string, EnquiryDefinition>> = {
  'anomaly-lookup': defineEnquiry({
    text: 'What is unusual about an entity around a time, over all tables of the workspace.',
    options: lookupOptions,
    columns: reportColumns,
    async run(context, options) {
      const report = await lookUp(context, options)
      for (const notice of noticesOf(report)) context.notice(notice)
      for (const gap of gapsOf(report)) context.incomplete(gap)
      return reportTable(report)
    },
  }),
  'anomaly-replay': defineEnquiry({
    text: 'The records behind the anomalies of one table.',
    options: lookupOptions.extend({
      table: z.string().min(1, 'the name of a table'),
      mostFlagged: z.int().min(1).default(anomalyDefaults.mostFlagged),
      rows: z.int().min(1).default(replayDefaults.rows),
    }),
    async run(context, { table, mostFlagged, rows, ...options }) {
      const report = await lookUp(context, options)
      const replays = replayQueries(report, findAnomalies(report, { mostFlagged }), { ...replayDefaults, rows })
      const replay = replays.find((each) => each.table.toLowerCase() === table.toLowerCase())
      if (!replay) {
        throw new HuntletError('NO_REPLAY', `There are no anomalies in a table \`${table}\`.`, {
          hint: `Tables with anomalies: ${replays.map((each) => each.table).join(', ') || 'none'}.`,
        })
      }
      if (replay.leftOut > 0)
        context.notice(`${replay.leftOut} values are not among the conditions: there are too many.`)
      const records = await context.ask(replay.kql, replay.timeRange)
      if (records.rowCount === rows) context.notice(`The newest ${rows} records; there may be more.`)
      return withoutEmptyColumns(records)
    },
  }),
}

async function lookUp(context: ComputeContext, options: LookupOptions): Promise<LookupReport> {
  const tables = await context.tables()
  const { time, around, ...rest } = options
  const world = {
    // A table that nobody has counted is taken for a large one.
    tables: tables.map((table) => ({ ...table, rowCount: table.rowCount ?? Number.MAX_SAFE_INTEGER })),
    ask: context.ask,
    isKept: context.isKept,
    progress: context.progress,
  }
  return anomalyLookup(world, {
    ...rest,
    // Checked by the options' schema.
    around: parseTimespan(around)!,
    end: parseDatetime(context.timeRange.end)!,
    ...(time !== '' && { time: parseDatetime(time)! }),
  })
}

function noticesOf({ tables, time, timeFrom, lastSeen, entity }: LookupReport): string[] {
  if (tables.length === 0) return ['There are no tables in this workspace.']
  const at = shortTime(time)
  if (timeFrom === 'last seen') {
    return [`No time was given and ${entity} is not there at the end: looked at when it was last seen, ${at}.`]
  }
  if (lastSeen) {
    return [
      `It was last seen at ${shortTime(lastSeen.time)}, in ${lastSeen.table}: look there with --param time=${lastSeen.time}.`,
    ]
  }
  return timeFrom === 'given'
    ? []
    : [`No time was given: looked at the end of the time range, ${at}. Another, such as an alert's: --param time=….`]
}

function gapsOf({ tables, budget }: LookupReport): string[] {
  const left = tables.filter(({ status }) => status === 'left over').map(({ table }) => table)
  const failed = tables.filter(({ status }) => status === 'failed').map(({ table, reason }) => `${table}: ${reason}`)
  return [
    ...(left.length > 0
      ? [`The ${budget} queries did not reach to ${firstFew(left, 5)}: the follow-up \`continue\` goes on with them.`]
      : []),
    ...failed,
  ]
}

/** Records of one table fill few of its columns. */
function withoutEmptyColumns(table: Table): Table {
  const filled = table.columns.filter(({ name }) => table.column(name).some((cell) => cell !== null && cell !== ''))
  return filled.length === 0 ? table : table.select(filled.map(({ name }) => name))
}

function shortTime(text: string): string {
  return text.replace(/\.?0*Z$/, 'Z')
}
