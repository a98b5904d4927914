import type { ColumnType } from '../../lib/kql-type.ts'
import { noProgress, type Progress } from '../../lib/progress.ts'
import { type Cell, Table } from '../../lib/table.ts'
import { textReader } from '../columns/column-texts.ts'
import { timeReader } from '../columns/log-times.ts'
import { type EventField, eventReader } from '../events/event-fields.ts'
import { failureReason } from './failure-reasons.ts'
import { readLogonMessage } from './logon-message.ts'

/** Logons of every kind of log in the same columns. */
const logonColumns: readonly ColumnType[] = [
  { name: 'TimeGenerated', type: 'datetime' },
  { name: 'Result', type: 'string' },
  { name: 'Account', type: 'string' },
  { name: 'Type', type: 'string' },
  { name: 'Reason', type: 'string' },
  { name: 'Address', type: 'string' },
  { name: 'Workstation', type: 'string' },
  { name: 'Computer', type: 'string' },
  { name: 'Process', type: 'string' },
  { name: 'Logon', type: 'string' },
  { name: 'EventID', type: 'long' },
]

/** What an account that the log does not name is called. */
export const unknownAccount = '(unknown)'

const typeNames: Readonly<Record<string, string>> = {
  0: 'system',
  2: 'interactive',
  3: 'network',
  4: 'batch',
  5: 'service',
  7: 'unlock',
  8: 'network cleartext',
  9: 'new credentials',
  10: 'remote interactive',
  11: 'cached interactive',
  12: 'cached remote interactive',
  13: 'cached unlock',
}

interface Logon {
  readonly time: Cell
  readonly ticks: bigint | undefined
  readonly isSuccess: boolean
  readonly account: string
  readonly type: string
  readonly reason: string
  readonly address: string
  readonly workstation: string
  readonly computer: string
  readonly process: string
  readonly logon: string
  readonly event: number
  /** Tells of an attempt that another record may tell of too. */
  readonly isSecondary: boolean
}

/** Records of one attempt lie no farther apart, in ticks: ten seconds, as OpenSSH announces an unknown user before it asks for the password. */
const oneAttempt = 100_000_000n

/**
 * Logons and failed ones, newest first: of Windows 4624 and 4625, and failures of Kerberos (4768, 4771) and NTLM (4776); of syslog sshd, su, sudo and
 * login. Other rows are left out. A failure that 4768, 4771, 4776 or `Invalid user` tells of and another record of the same account and host within ten
 * seconds as well counts once. A table that has these columns is given back as it is.
 */
export function readLogons(
  table: Table,
  progress: Progress = noProgress,
): { readonly table: Table; readonly notices: readonly string[] } {
  if (logonColumns.every(({ name }) => table.indexOf(name) >= 0)) return { table, notices: [] }
  const event = eventReader(table)
  const message = textReader(table, 'SyslogMessage')
  const ticksOf = timeReader(table, 'TimeGenerated')
  const times = table.indexOf('TimeGenerated') < 0 ? undefined : table.column('TimeGenerated')
  const logons: Logon[] = []
  for (let row = 0; row < table.rowCount; row++) {
    if (row % 65_536 === 0) progress(row, table.rowCount, 'Reading logons')
    const field = event(row)
    const text = message(row)
    const base = { time: times?.[row] ?? null, ticks: ticksOf(row) }
    const found = text === '' ? ofEvent(field) : ofMessage(text, field)
    for (let time = 0; time < (found?.times ?? 0); time++) logons.push({ ...base, ...found!.logon })
  }
  const repeated = repeatedAttempts(logons)
  const kept = logons.filter((logon) => !repeated.has(logon)).sort((a, b) => compareTimes(b.ticks, a.ticks))
  return {
    table: Table.fromRows(
      logonColumns,
      kept.map((logon) => [
        logon.time,
        logon.isSuccess ? 'success' : 'failed',
        logon.account === '' ? unknownAccount : logon.account,
        logon.type,
        logon.reason,
        logon.address,
        logon.workstation,
        logon.computer,
        logon.process,
        logon.logon,
        logon.event === 0 ? null : BigInt(logon.event),
      ]),
    ),
    notices:
      repeated.size > 0
        ? [`Records that tell of a failure that another one tells of too are left out: ${repeated.size}.`]
        : [],
  }
}

type Found = { readonly logon: Omit<Logon, 'time' | 'ticks'>; readonly times: number }

function ofEvent(field: EventField): Found | undefined {
  const event = Number(field('EventID'))
  if (event !== 4624 && event !== 4625 && event !== 4768 && event !== 4771 && event !== 4776) return undefined
  const status = field('Status')
  // A ticket that was given, or a password that was right, is a logon only where 4624 says so.
  if ((event === 4768 || event === 4776) && /^0x0*$/i.test(status)) return undefined
  const user = field('TargetUserName')
  const domain = field('TargetDomainName')
  const type = field('LogonType')
  const isSuccess = event === 4624
  return {
    times: 1,
    logon: {
      isSuccess,
      account: user === '' ? accountOf(field) : domain === '' || user.includes('@') ? user : `${domain}\\${user}`,
      type: event === 4776 ? 'NTLM' : event === 4768 || event === 4771 ? 'Kerberos' : typeName(type),
      reason: isSuccess
        ? ''
        : failureReason(event, { status, subStatus: field('SubStatus'), reason: field('FailureReason') }),
      address: plainAddress(field('IpAddress')),
      workstation: (field('WorkstationName') || field('Workstation')).replace(/^\\\\/, ''),
      computer: field('Computer'),
      process: field('ProcessName') || field('LogonProcessName'),
      logon: field('TargetLogonId'),
      event,
      isSecondary: event === 4768 || event === 4771 || event === 4776,
    },
  }
}

function ofMessage(text: string, field: EventField): Found | undefined {
  const found = readLogonMessage(text)
  if (!found) return undefined
  const { isSuccess, account, type, reason, address, times, isAnnounced } = found
  return {
    times,
    logon: {
      isSuccess,
      account,
      type,
      reason,
      address: plainAddress(address),
      workstation: '',
      computer: field('Computer') || field('HostName'),
      process: field('ProcessName'),
      logon: '',
      event: 0,
      isSecondary: isAnnounced,
    },
  }
}

/** Of a table without the target's own columns. */
function accountOf(field: EventField): string {
  const account = field('TargetAccount') || field('Account')
  return /^[-\s\\]*$/.test(account) ? '' : account
}

function typeName(type: string): string {
  const number = type.replace(/\.0+$/, '')
  return Object.hasOwn(typeNames, number) ? `${number} ${typeNames[number]}` : number
}

/** IPv4 addresses are often written as IPv6. */
function plainAddress(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '').replace(/%\w+$/, '')
}

/** Unknown times are before all others. */
function compareTimes(a: bigint | undefined, b: bigint | undefined): number {
  if (a === undefined || b === undefined) return Number(a !== undefined) - Number(b !== undefined)
  return a < b ? -1 : Number(a > b)
}

/** Failures that another record of the same account and host tells of as well. */
function repeatedAttempts(logons: readonly Logon[]): ReadonlySet<Logon> {
  const repeated = new Set<Logon>()
  const groups = Map.groupBy(
    logons.filter(({ isSuccess, ticks }) => !isSuccess && ticks !== undefined),
    ({ account, computer }) => `${userOf(account)} ${computer.toLowerCase()}`,
  )
  for (const group of groups.values()) {
    if (!group.some(({ isSecondary }) => isSecondary)) continue
    const primary = group
      .filter(({ isSecondary }) => !isSecondary)
      .sort((a, b) => (a.ticks! < b.ticks! ? -1 : Number(a.ticks! > b.ticks!)))
    let next = 0
    const secondary = group.filter(({ isSecondary }) => isSecondary)
    secondary.sort((a, b) => (a.ticks! < b.ticks! ? -1 : Number(a.ticks! > b.ticks!)))
    // Each record stands for one attempt, so each takes one of the others with it.
    for (const logon of secondary) {
      while (next < primary.length && primary[next]!.ticks! < logon.ticks! - oneAttempt) next++
      if (next < primary.length && primary[next]!.ticks! <= logon.ticks! + oneAttempt) {
        repeated.add(logon)
        next++
      }
    }
  }
  return repeated
}

/** `CONTOSO\alice` and `alice@contoso.com` are `alice`. */
export function userOf(account: string): string {
  return account
    .slice(account.lastIndexOf('\\') + 1)
    .split('@')[0]!
    .toLowerCase()
}
