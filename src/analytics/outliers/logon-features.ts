import { HuntletError } from '../../lib/diagnostic.ts'
import { ticksPerDay, ticksPerHour } from '../../lib/kql-time.ts'
import type { ColumnType } from '../../lib/kql-type.ts'
import { noProgress, type Progress } from '../../lib/progress.ts'
import { Table } from '../../lib/table.ts'
import { columnAt } from '../columns/column-at.ts'
import { columnTexts, combinations, mapTexts } from '../columns/column-texts.ts'
import { filledColumn } from '../columns/filled-column.ts'
import { timeReader } from '../columns/log-times.ts'
import { readAddress } from '../preparation/strip-ports.ts'
import { type FeatureColumn, featureTable } from './feature-table.ts'
import { hourOf, isNight, type Night } from './hours.ts'

export interface LogonFeatureOptions extends Night {
  /** Columns that a row of features is for. Default: the account. */
  readonly by?: readonly string[] | undefined
}

/** What is told of each account, or of what the rows are for. Those that a log has no column for are left out. */
const logonFeatureColumns = [
  { name: 'Logons', type: 'long', text: 'successes' },
  { name: 'Failures', type: 'long', text: 'refused for good' },
  { name: 'Interrupts', type: 'long', text: 'sign-ins that went on with another step, as for a second factor' },
  { name: 'FailureShare', type: 'real', text: 'failures of successes and failures; null where there is neither' },
  { name: 'MostFailuresAnHour', type: 'long', text: 'failures in the clock hour that had the most' },
  { name: 'Accounts', type: 'long', text: 'distinct accounts, where rows are not for accounts' },
  { name: 'Hosts', type: 'long', text: 'distinct computers logged on to' },
  { name: 'Addresses', type: 'long', text: 'distinct addresses, without ports' },
  { name: 'Types', type: 'long', text: 'distinct logon types, or client applications' },
  { name: 'Applications', type: 'long', text: 'distinct applications signed in to' },
  { name: 'Locations', type: 'long', text: 'distinct places' },
  { name: 'Days', type: 'long', text: 'days with any logon' },
  { name: 'Hours', type: 'long', text: 'hours of the day with any logon, of 24' },
  { name: 'NightShare', type: 'real', text: 'share from 22 to 6 o’clock UTC, unless told otherwise' },
] as const satisfies readonly FeatureColumn[]

type Outcome = 'Logons' | 'Failures' | 'Interrupts'

/** A log of logons: its columns, of several the first that holds anything, and how it tells their outcome. */
interface LogonLog {
  readonly time: readonly string[]
  readonly account: readonly string[]
  readonly counted: Readonly<
    Partial<Record<'Hosts' | 'Addresses' | 'Types' | 'Applications' | 'Locations', readonly string[]>>
  >
  readonly result: string
  readonly outcome: (result: string) => Outcome | undefined
}

/** Results of a sign-in that is not over: keep me signed in, consent, second factors and their registration, a choice of accounts. */
const interrupts = new Set(
  '16000 16001 50055 50058 50072 50074 50076 50079 50097 50125 50127 50129 50140 50143 50144 65001 65004 81010'.split(
    ' ',
  ),
)

const logs: readonly LogonLog[] = [
  {
    time: ['TimeGenerated'],
    account: ['TargetAccount', 'TargetUserName', 'Account'],
    counted: { Hosts: ['Computer'], Addresses: ['IpAddress'], Types: ['LogonType', 'LogonTypeName'] },
    result: 'EventID',
    outcome: (result) => ({ 4624: 'Logons', 4625: 'Failures' })[result] as Outcome | undefined,
  },
  {
    time: ['TimeGenerated', 'CreatedDateTime'],
    account: ['UserPrincipalName', 'Identity', 'UserId'],
    counted: {
      Addresses: ['IPAddress'],
      Types: ['ClientAppUsed'],
      Applications: ['AppDisplayName', 'AppId'],
      Locations: ['Location'],
    },
    result: 'ResultType',
    outcome: (result) =>
      result === '0' ? 'Logons' : interrupts.has(result) ? 'Interrupts' : result === '' ? undefined : 'Failures',
  },
  {
    time: ['TimeGenerated', 'Timestamp'],
    account: ['AccountName', 'AccountUpn'],
    counted: {
      Hosts: ['DeviceName'],
      Addresses: ['RemoteIP', 'IPAddress'],
      Types: ['LogonType'],
      Applications: ['Application'],
      Locations: ['Location'],
    },
    result: 'ActionType',
    outcome: (result) => ({ LogonSuccess: 'Logons', LogonFailed: 'Failures' })[result] as Outcome | undefined,
  },
  {
    time: ['TimeGenerated'],
    account: ['Account'],
    counted: { Hosts: ['Host', 'Computer'], Addresses: ['Address'], Types: ['Type'] },
    result: 'Result',
    outcome: (result) =>
      ({ success: 'Logons', failed: 'Failures', failure: 'Failures' })[result.toLowerCase()] as Outcome | undefined,
  },
]

/** What has been counted of one account. */
interface Tally {
  readonly row: number
  readonly outcomes: Record<Outcome, number>
  readonly failuresOfHour: Map<bigint, number>
  readonly distinct: ReadonlyMap<string, Set<number>>
  readonly days: Set<bigint>
  readonly hours: Set<number>
  night: number
  timed: number
  first: bigint | undefined
  last: bigint | undefined
}

/**
 * Logons in numbers: of Windows (events 4624 and 4625 of SecurityEvent), of Entra (SigninLogs), of Defender (DeviceLogonEvents,
 * IdentityLogonEvents), or rows with `Account` and `Result`. A row for each account, or for each value of the columns in `by`, in order
 * of first appearance: these columns, `First` and `Last`, then `logonFeatureColumns`. Names differ by more than case; rows
 * that tell of no logon are left out. Throws `LOGON_COLUMNS` where the table looks like none of these, `COLUMN_UNKNOWN` for `by`.
 */
export function logonFeatures(table: Table, options: LogonFeatureOptions = {}, progress: Progress = noProgress): Table {
  const log = logs.find(
    ({ account, time, result }) => table.indexOf(result) >= 0 && has(table, account) && has(table, time),
  )
  if (!log) {
    throw new HuntletError('LOGON_COLUMNS', 'The columns of this table are not those of a log of logons.', {
      hint: 'Known are SecurityEvent (4624, 4625), SigninLogs, DeviceLogonEvents, IdentityLogonEvents, and tables with Account and Result.',
    })
  }
  const account = filledColumn(table, log.account)!
  const by = options.by?.length ? options.by : [account]
  const byAt = by.map((name) => columnAt(table, name, 'what features are for'))
  const domainAt = by.includes('TargetUserName') ? table.indexOf('TargetDomainName') : -1
  const counted: [string, string][] = Object.entries(log.counted).flatMap(([feature, names]) => {
    const name = filledColumn(table, names)
    return name === undefined || by.includes(name) ? [] : [[feature, name]]
  })
  if (!by.includes(account)) counted.push(['Accounts', account])
  const ownAt = [...byAt, ...(domainAt < 0 ? [] : [domainAt])]
  const own = ownAt.map((at) => table.columns[at]!)
  const tallies = tally(
    table,
    log,
    own.map(({ name }) => name),
    counted,
    options,
    progress,
  )
  const told = logonFeatureColumns.filter(
    ({ name }) =>
      !['Accounts', ...Object.keys(allCounted)].includes(name) || counted.some(([feature]) => feature === name),
  )
  const limits: readonly ColumnType[] = [
    { name: 'First', type: 'datetime' },
    { name: 'Last', type: 'datetime' },
  ]
  const whose = Table.fromRows(
    [...own, ...limits],
    tallies.map(({ row, first, last }) => [...ownAt.map((at) => table.cell(row, at)), first ?? null, last ?? null]),
  )
  return featureTable(
    whose,
    told,
    tallies.map((each) => told.map(({ name }) => featureOf(each, name))),
  )
}

const allCounted = { Hosts: 0, Addresses: 0, Types: 0, Applications: 0, Locations: 0 }

function has(table: Table, names: readonly string[]): boolean {
  return names.some((name) => table.indexOf(name) >= 0)
}

function tally(
  table: Table,
  log: LogonLog,
  by: readonly string[],
  counted: readonly (readonly [string, string])[],
  night: Night,
  progress: Progress,
): readonly Tally[] {
  const lower = (text: string) => text.toLowerCase()
  const groups = combinations(by.map((name) => mapTexts(columnTexts(table, name), lower)))
  const results = columnTexts(table, log.result)
  const outcomes = results.texts.map((text) => log.outcome(text.replace(/\.0+$/, '')))
  const values = counted.map(([feature, name]) => {
    const { texts, index } = mapTexts(columnTexts(table, name), (text) => {
      const plain = text === '-' ? '' : lower(text)
      return feature === 'Addresses' ? (readAddress(plain, true)?.address ?? plain) : plain
    })
    return { feature, index, none: texts.indexOf('') }
  })
  const instantOf = timeReader(
    table,
    log.time.find((name) => table.indexOf(name) >= 0),
  )
  const tallies = new Map<number, Tally>()
  for (let row = 0; row < table.rowCount; row++) {
    if (row % 50_000 === 0 && row > 0) progress(row, table.rowCount, 'Counting logons')
    const outcome = outcomes[results.index[row]!]
    if (!outcome) continue
    let each = tallies.get(groups[row]!)
    if (!each) {
      each = {
        row,
        outcomes: { Logons: 0, Failures: 0, Interrupts: 0 },
        failuresOfHour: new Map(),
        distinct: new Map(counted.map(([feature]) => [feature, new Set()])),
        days: new Set(),
        hours: new Set(),
        night: 0,
        timed: 0,
        first: undefined,
        last: undefined,
      }
      tallies.set(groups[row]!, each)
    }
    each.outcomes[outcome]++
    for (const { feature, index, none } of values) {
      if (index[row] !== none) each.distinct.get(feature)!.add(index[row]!)
    }
    const instant = instantOf(row)
    if (instant !== undefined) countTime(each, instant, outcome, night)
  }
  return [...tallies.values()]
}

function countTime(each: Tally, instant: bigint, outcome: Outcome, night: Night): void {
  const hour = hourOf(instant, night)
  each.timed++
  each.hours.add(hour)
  if (isNight(hour, night)) each.night++
  each.days.add(instant / ticksPerDay)
  if (each.first === undefined || instant < each.first) each.first = instant
  if (each.last === undefined || instant > each.last) each.last = instant
  if (outcome !== 'Failures') return
  const clock = instant / ticksPerHour
  each.failuresOfHour.set(clock, (each.failuresOfHour.get(clock) ?? 0) + 1)
}

function featureOf(each: Tally, name: (typeof logonFeatureColumns)[number]['name']): number | null {
  const { outcomes, failuresOfHour, distinct, days, hours } = each
  switch (name) {
    case 'Logons':
    case 'Failures':
    case 'Interrupts':
      return outcomes[name]
    case 'FailureShare': {
      const all = outcomes.Failures + outcomes.Logons
      return all === 0 ? null : outcomes.Failures / all
    }
    case 'MostFailuresAnHour':
      return [...failuresOfHour.values()].reduce((most, count) => Math.max(most, count), 0)
    case 'Days':
      return each.timed === 0 ? null : days.size
    case 'Hours':
      return each.timed === 0 ? null : hours.size
    case 'NightShare':
      return each.timed === 0 ? null : each.night / each.timed
    default:
      return distinct.get(name)?.size ?? null
  }
}
