import { z } from 'zod'
import { sessionProcesses } from '../analytics/clustering/logon-session-rarity.ts'
import { logonGuessing } from '../analytics/logons/logon-guessing.ts'
import { readLogons } from '../analytics/logons/read-logons.ts'
import { failedThenSucceeded, logonClusters, logonFailures, logonMatrix } from '../analytics/logons/summarise-logons.ts'
import type { Table } from '../lib/table.ts'
import { defineStep, type Need, type StepDefinition, type StepOutput } from './step.ts'

const log = 'a log of logons: SecurityEvent, Event, WindowsEvent, Syslog'
const needs = (): readonly (readonly Need[])[] => [
  [{ columns: ['EventID', 'SyslogMessage'], holds: 'which event it is' }],
]
const none = z.strictObject({})

const chosen = z.strictObject({
  rank: z.int().min(1).default(1).describe('rank of the session'),
  logon: z.string().default('').describe('the first session with this logon id, instead of a rank'),
})

/** Steps over logons of Windows and Linux. */
export const logonSteps: Readonly<Record<string, StepDefinition>> = {
  'logon-events': defineStep({
    text: 'Logons and failed ones in the same columns, whichever log they are from, with why they failed.',
    inputs: [log],
    options: none,
    needs,
    run: ([table], _, progress) => readLogons(table!, progress),
  }),
  'logon-matrix': defineStep({
    text: 'Logons by account and type, and by result.',
    inputs: [log],
    options: z.strictObject({
      byResult: z.boolean().default(true).describe('a row for each result, with Column and Count'),
    }),
    needs,
    run: ([table], { byResult }, progress) => logonMatrix(table!, byResult, progress),
  }),
  'logon-failures': defineStep({
    text: 'Failed logons by why and how.',
    inputs: [log],
    options: none,
    needs,
    run: ([table], _, progress) => logonFailures(table!, progress),
  }),
  'failed-then-succeeded': defineStep({
    text: 'Accounts that failed and then succeeded on the same host.',
    inputs: [log],
    options: none,
    needs,
    run: ([table], _, progress) => failedThenSucceeded(table!, progress),
  }),
  'logon-guessing': defineStep({
    text: 'Brute force, password sprays and guessing of names, by their pattern.',
    inputs: [log],
    options: z.strictObject({
      bruteFailures: z.int().min(2).default(5).describe('failures on one account and host that are brute force'),
      bruteWindow: z.string().default('10m').describe('within so much time'),
      sprayAccounts: z.int().min(2).default(5).describe('accounts that one source fails on that are a spray'),
      sprayTries: z.number().min(1).default(5).describe('most failures an account, on average, of a spray'),
      sprayWindow: z.string().default('1d').describe('within so much time'),
    }),
    needs,
    run: ([table], options, progress) => logonGuessing(table!, options, progress),
  }),
  'processes-of-session': defineStep({
    text: 'The processes of the logon session at a rank, or of the first that has a logon id.',
    inputs: ['rated processes', 'what `logon-session-rarity` made of them'],
    options: chosen,
    run: ([processes, sessions], options) => processesOfSession(processes!, sessions!, options),
  }),
  'logon-clusters': defineStep({
    text: 'Logons that succeeded, those alike as one, rarest first.',
    inputs: [log],
    options: z.strictObject({
      maxDistance: z.number().positive().default(0.0001).describe('how far apart logons of one cluster may be'),
    }),
    needs,
    run: ([table], { maxDistance }, progress) => logonClusters(table!, maxDistance, progress),
  }),
}

function processesOfSession(processes: Table, sessions: Table, { rank, logon }: z.infer<typeof chosen>): StepOutput {
  const text = (row: number, column: string) => String(sessions.value(row, column) ?? '')
  const logons = Array.from({ length: sessions.rowCount }, (_, row) => text(row, 'SubjectLogonId').toLowerCase())
  const row = logon === '' ? rank - 1 : logons.indexOf(logon.toLowerCase())
  if (row < 0 || row >= logons.length) {
    const which = logon === '' ? `at rank ${rank}` : `with the logon id ${logon}`
    return {
      table: processes.pick([]),
      notices: logons.length > 0 ? [`There is no session ${which} among ${logons.length}.`] : [],
    }
  }
  const [account, host, source] = ['Account', 'Computer', 'Source'].map((column) => text(row, column))
  const named = { logon: text(row, 'SubjectLogonId'), account: account!, host: host!, source: source! }
  return {
    table: sessionProcesses(processes, named),
    notices: [`Session ${named.logon} of ${named.account}, rank ${row + 1} of ${logons.length}.`],
  }
}
