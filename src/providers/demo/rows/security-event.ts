import { isoMilliseconds } from '../calendar.ts'
import { company } from '../company.ts'
import type { Row } from '../log.ts'
import type { Machine } from '../machines.ts'

/** What each event id says, and its task number. */
const securityEvents = {
  1102: ['The audit log was cleared.', 104],
  4608: ['Windows is starting up.', 12288],
  4624: ['An account was successfully logged on.', 12544],
  4625: ['An account failed to log on.', 12544],
  4634: ['An account was logged off.', 12545],
  4648: ['A logon was attempted using explicit credentials.', 12544],
  4672: ['Special privileges assigned to new logon.', 12548],
  4688: ['A new process has been created.', 13312],
  4697: ['A service was installed in the system.', 12289],
  4698: ['A scheduled task was created.', 12804],
  4699: ['A scheduled task was deleted.', 12804],
  4702: ['A scheduled task was updated.', 12804],
  4719: ['System audit policy was changed.', 13568],
  4720: ['A user account was created.', 13824],
  4722: ['A user account was enabled.', 13824],
  4723: ["An attempt was made to change an account's password.", 13824],
  4724: ["An attempt was made to reset an account's password.", 13824],
  4725: ['A user account was disabled.', 13824],
  4726: ['A user account was deleted.', 13824],
  4728: ['A member was added to a security-enabled global group.', 13826],
  4729: ['A member was removed from a security-enabled global group.', 13826],
  4732: ['A member was added to a security-enabled local group.', 13826],
  4733: ['A member was removed from a security-enabled local group.', 13826],
  4738: ['A user account was changed.', 13824],
  4740: ['A user account was locked out.', 13824],
  4767: ['A user account was unlocked.', 13824],
  4776: ['The domain controller attempted to validate the credentials for an account.', 14336],
  5140: ['A network share object was accessed.', 12808],
} as const satisfies Record<number, readonly [text: string, task: number]>

export type SecurityEventId = keyof typeof securityEvents

/** An account as Windows writes it. */
export interface WindowsAccount {
  readonly sam: string
  readonly domain: string
  readonly sid: string
}

/** The account of the domain with that name. */
export function domainAccount(account: { readonly sam: string; readonly sid: string }): WindowsAccount {
  return { sam: account.sam, domain: company.netbios, sid: account.sid }
}

/** The machine itself: as its own log has it, or with the domain's `sid` as the logs of others have it. */
export function machineAccount(machine: Machine, sid = 'S-1-5-18'): WindowsAccount {
  return { sam: `${machine.name}$`, domain: company.netbios, sid }
}

// 4624, 4625, 4634 and their like name the account in Target*, all others in Subject*.
const namesTarget = new Set<number>([4624, 4625, 4634, 4740, 4776])

/** Columns that name the account an event is about; `logonId` where the event has one. */
export function target(account: WindowsAccount, logonId?: string): Row {
  return {
    TargetUserSid: account.sid,
    TargetUserName: account.sam,
    TargetDomainName: account.domain,
    TargetAccount: `${account.domain}\\${account.sam}`,
    ...(logonId !== undefined && { TargetLogonId: logonId }),
  }
}

/** Columns that name the account that acted, in its logon session. */
export function subject(account: WindowsAccount, logonId: string): Row {
  return {
    SubjectUserSid: account.sid,
    SubjectUserName: account.sam,
    SubjectDomainName: account.domain,
    SubjectAccount: `${account.domain}\\${account.sam}`,
    SubjectLogonId: logonId,
  }
}

/** An event of the Security channel: the columns every one has, the account it is about, and `fields`. */
export function securityEventRow(at: number, machine: Machine, id: SecurityEventId, fields: Row): Row {
  const [text, task] = securityEvents[id]
  const side = namesTarget.has(id) ? 'Target' : 'Subject'
  const name = fields[`${side}UserName`] ?? ''
  const row: Row = {
    TenantId: company.workspaceId,
    TimeGenerated: isoMilliseconds(at),
    Computer: machine.computer,
    Channel: 'Security',
    EventSourceName: id === 1102 ? 'Microsoft-Windows-Eventlog' : 'Microsoft-Windows-Security-Auditing',
    EventID: id,
    Activity: `${id} - ${text}`,
    Task: task,
    Level: id === 1102 ? '4' : '0',
    Account: name === '' ? '' : `${fields[`${side}DomainName`]}\\${name}`,
    AccountType: String(name).endsWith('$') ? 'Machine' : 'User',
    SourceComputerId: machine.id,
    SourceSystem: 'OpsManager',
    Type: 'SecurityEvent',
  }
  if (machine.azureId !== undefined) row._ResourceId = machine.azureId.toLowerCase()
  return Object.assign(row, fields)
}

export interface ProcessCreation {
  readonly account: WindowsAccount
  readonly logonId: string
  readonly id: string
  readonly image: string
  readonly parentId: string
  readonly parentImage: string
  readonly commandLine: string
  readonly elevated: boolean
}

/** The start of a process (4688), most of the channel: one literal, as filling a row up column by column is felt here. */
export function processRow(at: number, machine: Machine, started: ProcessCreation): Row {
  const { account, image, elevated } = started
  const [text, task] = securityEvents[4688]
  const name = `${account.domain}\\${account.sam}`
  return {
    TenantId: company.workspaceId,
    TimeGenerated: isoMilliseconds(at),
    Computer: machine.computer,
    Channel: 'Security',
    EventSourceName: 'Microsoft-Windows-Security-Auditing',
    EventID: 4688,
    Activity: `4688 - ${text}`,
    Task: task,
    Level: '0',
    Account: name,
    AccountType: account.sam.endsWith('$') ? 'Machine' : 'User',
    SubjectUserSid: account.sid,
    SubjectUserName: account.sam,
    SubjectDomainName: account.domain,
    SubjectAccount: name,
    SubjectLogonId: started.logonId,
    NewProcessId: started.id,
    NewProcessName: image,
    Process: image.slice(image.lastIndexOf('\\') + 1),
    TokenElevationType: elevated ? '%%1937' : '%%1936',
    ProcessId: started.parentId,
    ParentProcessName: started.parentImage,
    CommandLine: started.commandLine,
    TargetUserSid: 'S-1-0-0',
    TargetUserName: '-',
    TargetDomainName: '-',
    TargetLogonId: '0x0',
    MandatoryLabel: started.logonId === '0x3e7' ? 'S-1-16-16384' : elevated ? 'S-1-16-12288' : 'S-1-16-8192',
    SourceComputerId: machine.id,
    SourceSystem: 'OpsManager',
    Type: 'SecurityEvent',
    ...(machine.azureId !== undefined && { _ResourceId: machine.azureId.toLowerCase() }),
  }
}

/** The fields an event carries that have no column of their own, as the EventData column holds them. */
export function eventData(fields: Readonly<Record<string, string>>): string {
  const xml = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  const data = Object.entries(fields).map(([name, value]) => `<Data Name="${name}">${xml(value)}</Data>`)
  return `<EventData xmlns="http://schemas.microsoft.com/win/2004/08/events/event">${data.join('')}</EventData>`
}
