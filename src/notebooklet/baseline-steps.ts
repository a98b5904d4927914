import { z } from 'zod'
import { fewestPeers } from '../analytics/sessions/compared-populations.ts'
import { explainRankedSession } from '../analytics/sessions/explain-session-table.ts'
import { scoreAgainstTable } from '../analytics/sessions/score-against-table.ts'
import { detailColumns } from '../analytics/sessions/session-detail.ts'
import { sessionDetailAgainst } from '../analytics/sessions/session-detail-against.ts'
import { splitByTime } from '../analytics/sessions/split-by-time.ts'
import { asked, columnName, modellable, oneScored, rank, sessionOptions } from './session-steps.ts'
import { defineStep, type StepDefinition } from './step.ts'

const ofPeers = 'column with the role, department or class of each session, to compare those alike'
const peers = columnName.describe(ofPeers)

const split = {
  recent: z.string().default('1d').describe('how far back from the newest session recent is'),
  time: columnName.default('Begin').describe('column of when a session began'),
}

const options = {
  ...sessionOptions,
  modellable,
  peers: columnName.optional().describe(ofPeers),
  minimumPeers: z.int().min(1).default(fewestPeers).describe('peers, fewer of which do not say what is usual'),
}

const sessions = 'a table of sessions, one a row'

/** Steps that set sessions against others than themselves: what was usual before, or among peers. */
export const baselineSteps: Readonly<Record<string, StepDefinition>> = {
  'score-against': defineStep({
    text: 'Ranks sessions by how unlike those of a baseline they are: of the time before, or of another population.',
    inputs: [sessions, 'the sessions of the baseline'],
    options: z.strictObject(options),
    run: ([table, baseline], written, progress) =>
      scoreAgainstTable(table!, baseline!, { ...written, ...asked(table!, written) }, progress),
  }),
  'score-recent': defineStep({
    text: 'Ranks the sessions of the last days by how unlike those before them they are.',
    inputs: [sessions],
    options: z.strictObject({ ...options, ...split }),
    run: ([table], { recent, time, ...written }, progress) => {
      // Nothing to split is nothing to score; a table without rows has no newest time.
      if (table!.rowCount === 0) return scoreAgainstTable(table!, undefined, { ...written, ...asked(table!, written) })
      const { before, since, at } = splitByTime(table!, { recent, time })
      const scored = scoreAgainstTable(since, before, { ...written, ...asked(table!, written) }, progress)
      const split = `Sessions after ${at}, compared with the ${before.rowCount} before.`
      return { table: scored.table, notices: [split, ...scored.notices] }
    },
  }),
  'score-by-peers': defineStep({
    text: 'Ranks sessions by how unlike those of their peers they are: the same role, department or class of host.',
    inputs: [sessions],
    options: z.strictObject({ ...options, peers }),
    run: ([table], written, progress) =>
      scoreAgainstTable(table!, undefined, { ...written, ...asked(table!, written) }, progress),
  }),
  'sessions-before': defineStep({
    text: 'The sessions before the last days: those that score-recent compares with.',
    inputs: [sessions],
    options: z.strictObject(split),
    columns: ([columns]) => columns!,
    run: ([table], { recent, time }) => (table!.rowCount === 0 ? table! : splitByTime(table!, { recent, time }).before),
  }),
  'explain-session-against': defineStep({
    text: 'What makes a session unusual that was scored against a baseline, in bits, and what is usual in that baseline.',
    inputs: ['sessions that were scored against the baseline', 'the sessions of the baseline'],
    options: z.strictObject({ ...options, rank }),
    columns: () => explainRankedSession(oneScored, { mode: 'commands', events: 'Sequence', rank: 1 }).columns,
    run: ([table, baseline], written) =>
      explainRankedSession(table!, { ...written, ...asked(table!, written) }, baseline!),
  }),
  'session-detail-against': defineStep({
    text: 'The events of one session, step by step, with what is usual in the baseline instead.',
    inputs: ['sessions that were scored against the baseline', 'the sessions of the baseline'],
    options: z.strictObject({
      ...options,
      rank,
      times: columnName.default('Times').describe('column with the list of times, if there'),
      details: columnName.default('Details').describe('column with a list of what else is known, if there'),
    }),
    columns: () => detailColumns,
    run: ([table, baseline], { times, details, ...written }) => {
      const known = (name: string) => (table!.indexOf(name) < 0 ? undefined : name)
      const beside = { times: known(times), details: known(details) }
      return sessionDetailAgainst(table!, baseline!, { ...written, ...asked(table!, written), ...beside })
    },
  }),
}
