import { isoSeconds } from '../calendar.ts'
import { company } from '../company.ts'
import type { Row } from '../log.ts'
import type { Random } from '../random.ts'

/** Who acts: `upn` as the service writes it. */
export interface Actor {
  readonly upn: string
  readonly id: string
}

interface Common {
  readonly recordType: string
  readonly operation: string
  readonly workload: 'Exchange' | 'SharePoint' | 'OneDrive' | 'MicrosoftTeams'
  readonly actor: Actor
  readonly clientIp: string
  readonly userType: 'Regular' | 'Admin' | 'DcAdmin' | 'System'
}

function common(random: Random, at: number, fields: Common): Row {
  const id = random.guid()
  const time = isoSeconds(at)
  return {
    TenantId: company.workspaceId,
    TimeGenerated: time,
    RecordType: fields.recordType,
    Operation: fields.operation,
    OrganizationId: company.tenantId,
    OfficeTenantId: company.tenantId,
    UserType: fields.userType,
    UserKey: fields.actor.id,
    OfficeWorkload: fields.workload,
    UserId: fields.actor.upn,
    ClientIP: fields.clientIp,
    OfficeId: id,
    SourceRecordId: id,
    Start_Time: time,
    SourceSystem: 'OfficeActivityManager',
    Type: 'OfficeActivity',
  }
}

/** An address as Exchange writes it: with the client's port, IPv6 in brackets. */
export function withPort(address: string, port: number): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`
}

export type Parameters = readonly (readonly [name: string, value: string])[]

export interface Cmdlet {
  readonly operation: string
  readonly actor: Actor
  /** With port, or empty where Exchange itself acts. */
  readonly clientIp: string
  readonly parameters: Parameters
  /** The object changed. */
  readonly object: string
  readonly userType?: 'Admin' | 'Regular' | 'DcAdmin'
  readonly failed?: boolean
}

/** A cmdlet as Exchange's admin audit records it. */
export function cmdletRow(random: Random, at: number, cmdlet: Cmdlet): Row {
  const row = common(random, at, {
    recordType: 'ExchangeAdmin',
    operation: cmdlet.operation,
    workload: 'Exchange',
    actor: cmdlet.actor,
    clientIp: cmdlet.clientIp,
    userType: cmdlet.userType ?? 'Admin',
  })
  row.Parameters = JSON.stringify(cmdlet.parameters.map(([Name, Value]) => ({ Name, Value })))
  row.OfficeObjectId = cmdlet.object
  row.ResultStatus = cmdlet.failed ? 'False' : 'True'
  row.ExternalAccess = cmdlet.clientIp === '' ? 'True' : 'False'
  row.OrganizationName = company.mailDomain
  row.OriginatingServer = 'AFX01 (15.20.9115.014)'
  return row
}

export interface MailboxAction {
  readonly operation: string
  readonly actor: Actor
  readonly owner: Actor
  readonly clientIp: string
  readonly client: string
  readonly folder: string
  readonly subjects?: readonly string[]
  /** 0 owner, 2 delegate. */
  readonly logonType?: 0 | 2
}

/** What somebody does in a mailbox: reading in bulk is aggregated, everything else an item of its own. */
export function mailboxRow(random: Random, at: number, action: MailboxAction): Row {
  const read = action.operation === 'MailItemsAccessed'
  const row = common(random, at, {
    recordType: read ? 'ExchangeItemAggregated' : 'ExchangeItem',
    operation: action.operation,
    workload: 'Exchange',
    actor: action.actor,
    clientIp: action.clientIp,
    userType: 'Regular',
  })
  row.Client_IPAddress = action.clientIp
  row.ClientInfoString = action.client
  row.ResultStatus = 'Succeeded'
  row.MailboxGuid = action.owner.id
  row.MailboxOwnerUPN = action.owner.upn
  row.Logon_Type = action.logonType === 2 ? 'Delegated' : 'Owner'
  row.InternalLogonType = 0
  row.ExternalAccess = 'False'
  row.OrganizationName = company.mailDomain
  const subjects = action.subjects ?? []
  if (read) {
    row.OperationProperties = [
      { Name: 'MailAccessType', Value: 'Bind' },
      { Name: 'IsThrottled', Value: 'False' },
    ]
    const items = subjects.map((Subject) => ({
      InternetMessageId: `<${random.hex(8)}@${company.mailDomain}>`,
      Subject,
    }))
    row.Folders = JSON.stringify([{ Path: `\\${action.folder}`, FolderItems: items }])
  } else {
    row.Item = JSON.stringify({ Subject: subjects[0] ?? '', ParentFolder: { Path: `\\${action.folder}` } })
  }
  return row
}

export interface FileAction {
  readonly operation: string
  readonly actor: Actor
  readonly clientIp: string
  readonly userAgent: string
  /** `Finance`, or a person's OneDrive as `personal/first_last`. */
  readonly site: string
  readonly folder: string
  readonly file: string
  readonly sharedWith?: string
}

/** What somebody does with a file in SharePoint or OneDrive. */
export function fileRow(random: Random, at: number, action: FileAction): Row {
  const personal = action.site.startsWith('personal/')
  const sharing = action.sharedWith !== undefined
  const row = common(random, at, {
    recordType: sharing ? 'SharePointSharingOperation' : 'SharePointFileOperation',
    operation: action.operation,
    workload: personal ? 'OneDrive' : 'SharePoint',
    actor: action.actor,
    clientIp: action.clientIp,
    userType: 'Regular',
  })
  const url = `${company.sharePoint}/${personal ? '' : 'sites/'}${action.site}/`
  row.UserAgent = action.userAgent
  row.EventSource = 'SharePoint'
  row.ItemType = 'File'
  row.Site_Url = url
  row.SourceRelativeUrl = action.folder
  row.SourceFileName = action.file
  row.SourceFileExtension = action.file.slice(action.file.lastIndexOf('.') + 1)
  row.OfficeObjectId = `${url}${action.folder}/${action.file}`
  if (action.sharedWith !== undefined) row.TargetUserOrGroupName = action.sharedWith
  return row
}

export interface TeamsAction {
  readonly operation: string
  readonly actor: Actor
  readonly clientIp: string
  readonly team?: string
  readonly channel?: string
}

export function teamsRow(random: Random, at: number, action: TeamsAction): Row {
  const row = common(random, at, {
    recordType: 'MicrosoftTeams',
    operation: action.operation,
    workload: 'MicrosoftTeams',
    actor: action.actor,
    clientIp: action.clientIp,
    userType: 'Regular',
  })
  if (action.team !== undefined) row.TeamName = action.team
  if (action.channel !== undefined) row.ChannelName = action.channel
  return row
}
