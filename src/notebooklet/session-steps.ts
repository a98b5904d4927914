import { z } from 'zod'
import { explainRankedSession, nearestUsualSession } from '../analytics/sessions/explain-session-table.ts'
import { markSessions, markSteps, pointingSessions, sessionMarkColumns } from '../analytics/sessions/mark-sessions.ts'
import { noSuchRank } from '../analytics/sessions/no-such-rank.ts'
import { rarestTransitions } from '../analytics/sessions/rarest-transitions.ts'
import { scoreSessionTable } from '../analytics/sessions/score-session-table.ts'
import { sessionDetail } from '../analytics/sessions/session-detail.ts'
import { sessionSummary } from '../analytics/sessions/session-summary.ts'
import type { SessionTableOptions } from '../analytics/sessions/session-table.ts'
import { cutSessions } from '../analytics/sessions/sessionize.ts'
import { Table } from '../lib/table.ts'
import { defineStep, type StepDefinition } from './step.ts'
import { namesNobody, rowsOf } from './table-steps.ts'
import { sourceColumn } from './unite-tables.ts'

export const columnName = z.string().min(1, 'a column')
const sequence = 'a table of sessions, one a row'

/** How a step finds the sessions in its table: the columns our session queries give them in. */
export const sessionOptions = {
  mode: z
    .enum(['commands', 'params', 'values'])
    .default('commands')
    .describe('what is modelled of an event: its command, its parameters too, their values too'),
  window: z.int().min(2).max(20).default(3).describe('events of a window; the end of a session is one'),
  tokens: z.boolean().default(true).describe('start and end belong to a session'),
  events: columnName.default('Sequence').describe('column with the list of events'),
  source: columnName.optional().describe('column of the source, each with its own model; default Source, if there'),
}

export const modellable = z
  .array(z.string())
  .optional()
  .describe('parameters whose values are modelled; default those whose values repeat')

/** Which session a step is about. */
export const rank = z.int().min(1).describe('its Rank')

/** Which sources tell of programs that were started, by their command lines. */
const commandLines = z
  .array(z.string())
  .default(['windows-processes', 'sysmon-processes', 'device-processes', 'vm-processes', 'linux'])
  .describe('sources whose details are command lines; those of others are operations')

type SessionOptions = z.infer<z.ZodObject<typeof sessionOptions>>

/** Steps over sessions: cut, scored, ranked, looked into. */
export const sessionSteps: Readonly<Record<string, StepDefinition>> = {
  sessionize: defineStep({
    text: 'Cuts a log into sessions of an actor, by pause and by length.',
    inputs: ['a log'],
    options: z.strictObject({
      by: z.array(columnName).min(1).describe('columns that together identify an actor'),
      time: columnName.default('TimeGenerated').describe('column of the time'),
      event: z
        .union([
          columnName,
          z.strictObject({ name: columnName, params: columnName }),
          // As YAML can write it: the column of the name, and that of the parameters.
          z.tuple([columnName, columnName]).transform(([name, params]) => ({ name, params })),
        ])
        .describe('column that names the event; or two, of its name and its parameters: [Operation, Parameters]'),
      maxLength: z.string().default('20m').describe('age at which a session is over'),
      maxGap: z.string().default('2m').describe('pause that ends it'),
      extra: z.array(columnName).optional().describe('columns collected beside the events, as <name>List'),
      id: columnName.optional().describe('column that identifies a record, so that one that comes twice counts once'),
      rule: z.enum(['kql', 'msticpy']).optional().describe('msticpy: exactly the maximum still belongs to a session'),
      duplicates: z
        .enum(['drop', 'keep'])
        .optional()
        .describe('records that agree in everything: one (default), or several'),
      apart: z.array(columnName).optional().describe('columns that tell actors apart whose name is unknown'),
    }),
    run: ([table], options, progress) => {
      const { sessions, duplicates } = cutSessions(table!, options, progress)
      const notices = duplicates === 0 ? [] : [`${duplicates} records that came twice, counted once.`]
      return { table: sessions, notices }
    },
  }),
  'score-sessions': defineStep({
    text: 'Ranks sessions by how unusual their sequences of events are, most unusual first.',
    inputs: [sequence],
    options: z.strictObject({ ...sessionOptions, modellable }),
    run: ([table], { modellable, ...options }, progress) => {
      return scoreSessionTable(table!, { ...asked(table!, options), modellable }, progress)
    },
  }),
  'session-summary': defineStep({
    text: 'How many sessions, events, actors and commands there are, and how many sessions are unusual.',
    inputs: ['scored sessions'],
    options: z.strictObject({
      ...sessionOptions,
      actor: z.array(columnName).default(['Actor']).describe('columns that name the actor'),
    }),
    run: ([table], { actor, ...options }, progress) => {
      const known = actor.filter((name) => table!.indexOf(name) >= 0)
      const named = { actor: known.length > 0 ? known : undefined }
      const summary = sessionSummary(table!, { ...asked(table!, options), ...named }, progress)
      // Nothing to sum up is no row, so that its section says what is missing instead of a row of zeros.
      return table!.rowCount === 0 ? summary.pick([]) : summary
    },
  }),
  'rarest-transitions': defineStep({
    text: 'Steps from one event to the next, the least probable first.',
    inputs: ['scored sessions'],
    options: z.strictObject({
      ...sessionOptions,
      top: z.int().min(1).default(50).describe('kinds of steps, from the least probable'),
    }),
    run: ([table], { top, ...options }, progress) => {
      const all = rarestTransitions(table!, asked(table!, options), progress)
      if (all.rowCount <= top) return all
      const rows = Array.from({ length: top }, (_, row) => row)
      return { table: all.pick(rows), notices: [`The first ${top} of ${all.rowCount} kinds of steps.`] }
    },
  }),
  'mark-sessions': defineStep({
    text: 'What in sessions attacks have in common, with techniques of ATT&CK: notable operations, and facts seen in command lines.',
    inputs: ['sessions, most unusual first'],
    options: z.strictObject({
      events: sessionOptions.events,
      details: columnName.default('Details').describe('column with a list of command lines, if there'),
      source: columnName.default(sourceColumn).describe('column of the source, if there'),
      commandLines,
      top: z.int().min(1).default(500).describe('so many sessions, from the first, are looked at'),
    }),
    columns: ([columns]) => [
      ...columns!.filter(({ name }) => sessionMarkColumns.every((mark) => mark.name !== name)),
      ...sessionMarkColumns,
    ],
    run: ([table], options, progress) => markSessions(table!, options, progress),
  }),
  'pointing-sessions': defineStep({
    text: 'Of marked sessions those that point to techniques of ATT&CK, to the most different ones first.',
    inputs: ['sessions of mark-sessions'],
    options: z.strictObject({}),
    needs: () => [
      [{ columns: [sessionMarkColumns[0].name], holds: 'how many techniques each points to; mark-sessions gives it' }],
    ],
    columns: ([columns]) => columns!,
    run: ([table]) => {
      const left = table!.column(sessionMarkColumns[0].name).filter((count) => count === null).length
      const [looked, all] = [table!.rowCount - left, table!.rowCount].map((count) => count.toLocaleString('en-US'))
      const notices = left > 0 ? [`Looked for in the first ${looked} of ${all} sessions.`] : []
      return { table: pointingSessions(table!), notices }
    },
  }),
  'session-at-rank': defineStep({
    text: 'The session of a rank.',
    inputs: ['scored sessions'],
    options: z.strictObject({ rank }),
    columns: ([columns]) => columns!,
    run: ([table], { rank }) => {
      const rows = table!.column('Rank').flatMap((cell, row) => (cell === rank ? [row] : []))
      if (rows.length === 0) throw noSuchRank(rank, table!)
      return table!.pick(rows)
    },
  }),
  'session-detail': defineStep({
    text: 'The events of one session, step by step, with what is usual there instead.',
    inputs: ['scored sessions'],
    options: z.strictObject({
      ...sessionOptions,
      rank,
      times: columnName.default('Times').describe('column with the list of times, if there'),
      details: columnName.default('Details').describe('column with a list of what else is known, if there'),
      commandLines,
    }),
    columns: () => [
      ...sessionDetail(oneSession, { mode: 'commands', events: 'Sequence', session: { row: 0 } }).columns,
      sessionMarkColumns[2],
    ],
    run: ([table], { rank, times, details, commandLines, ...options }) => {
      const row = table!.column('Rank').indexOf(rank)
      if (row < 0) throw noSuchRank(rank, table!)
      const known = (name: string) => (table!.indexOf(name) < 0 ? undefined : name)
      const beside = { times: known(times), details: known(details) }
      const steps = sessionDetail(table!, { ...asked(table!, options), session: { rank }, ...beside })
      const { events, source = sourceColumn } = options
      return markSteps(steps, table!, row, { events, details, source, commandLines })
    },
  }),
  'explain-session': defineStep({
    text: 'What makes a session unusual: each step, command, parameter and value in bits, and what is usual there.',
    inputs: ['scored sessions'],
    options: z.strictObject({
      ...sessionOptions,
      rank,
      peers: columnName.optional().describe('column of the peers, where the sessions were set against those'),
    }),
    columns: () => explainRankedSession(oneScored, { mode: 'commands', events: 'Sequence', rank: 1 }).columns,
    run: ([table], { rank, peers, ...options }) => ({
      table: explainRankedSession(table!, { ...asked(table!, options), rank, ...(peers !== undefined && { peers }) }),
      notices: peers === undefined ? explainedAmong(table!, rank) : [],
    }),
  }),
  'nearest-session': defineStep({
    text: 'The usual session that is most like the session of a rank, and the steps that only one of them has.',
    inputs: ['scored sessions'],
    options: z.strictObject({ ...sessionOptions, rank }),
    columns: ([columns]) => [
      ...nearestUsualSession(oneScored, { mode: 'commands', events: 'Sequence', rank: 1 }).columns.slice(0, 3),
      ...columns!,
    ],
    run: ([table], { rank, ...options }) => nearestUsualSession(table!, { ...asked(table!, options), rank }),
  }),
  'sessions-of': defineStep({
    text: 'The sessions of one account, host or address; all of them where none is named.',
    inputs: [sequence],
    options: z.strictObject({
      value: z.string().describe('account, host or address, however it is written; empty: all'),
      columns: z
        .array(columnName)
        .default(['Actor', 'Address', 'Host', 'Logon', 'UserId', 'ClientIP', 'Computer'])
        .describe('columns it is looked for in'),
    }),
    isQuick: ({ value }) => namesNobody(value),
    run: ([table], { value, columns }) => {
      const known = columns.filter((name) => table!.indexOf(name) >= 0)
      const { table: shown, notices } = rowsOf(table!, value, known)
      return { table: shown, notices: notices.map((notice) => notice.replace('rows', 'sessions')) }
    },
  }),
}

/** What must be known where a session was scored against others than those of the table. */
function explainedAmong(table: Table, rank: number): readonly string[] {
  const row = table.column('Rank').indexOf(rank)
  const source = table.indexOf('Source') < 0 ? undefined : table.column('Source')
  const here = source ? source.filter((each) => each === source[row]).length : table.rowCount
  const scored = Number(table.value(row, 'Baseline') ?? here)
  return scored === here
    ? []
    : [
        `It was scored against ${scored} sessions; the counts here are of the ${here} in the table. explain-session-against counts those of a baseline.`,
      ]
}

const oneSession = Table.fromRows([{ name: 'Sequence', type: 'dynamic' }], [[['event']]])
/** A scored table of one session, for the columns that steps give. */
export const oneScored = scoreSessionTable(oneSession, { mode: 'commands', events: 'Sequence' })

/** The options with the source that the table has. */
export function asked(table: Table, { source, ...options }: SessionOptions): SessionTableOptions {
  const known = source ?? (table.indexOf(sourceColumn) >= 0 ? sourceColumn : undefined)
  return { ...options, source: known }
}
