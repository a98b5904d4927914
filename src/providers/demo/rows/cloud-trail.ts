import type { Json } from '../../../lib/table.ts'
import { isoSeconds } from '../calendar.ts'
import { company } from '../company.ts'
import type { Row } from '../log.ts'
import type { Random } from '../random.ts'

/** Who calls the AWS API: a role somebody or something has assumed, or a user with a long-lived key. */
export type AwsIdentity =
  | {
      readonly kind: 'role'
      readonly role: string
      readonly roleId: string
      readonly session: string
      readonly accessKey: string
      readonly since: number
      readonly multiFactor: boolean
    }
  | { readonly kind: 'user'; readonly user: string; readonly userId: string; readonly accessKey: string }

/** One call: `service` as in `ec2.amazonaws.com` without the domain. */
export interface AwsCall {
  readonly service: string
  readonly event: string
  readonly region: string
  readonly request?: Readonly<Record<string, Json>>
  readonly response?: Readonly<Record<string, Json>>
  readonly error?: readonly [code: string, message: string]
}

const reading = /^(Get|List|Describe|Head|Lookup|Batch|Search|Simulate|Assume)/

/** A call as CloudTrail records it. */
export function awsRow(
  random: Random,
  at: number,
  who: AwsIdentity,
  address: string,
  agent: string,
  call: AwsCall,
): Row {
  const account = company.awsAccount
  const host = `${call.service}.${call.region}.amazonaws.com`
  const row: Row = {
    TenantId: company.workspaceId,
    TimeGenerated: isoSeconds(at),
    AwsEventId: random.guid(),
    AwsRequestId_: random.guid(),
    EventVersion: '1.11',
    EventSource: `${call.service}.amazonaws.com`,
    EventTypeName: call.event === 'ConsoleLogin' ? 'AwsConsoleSignIn' : 'AwsApiCall',
    EventName: call.event,
    AWSRegion: call.region,
    SourceIpAddress: address,
    UserAgent: agent,
    UserIdentityAccountId: account,
    UserIdentityAccessKeyId: who.accessKey,
    RecipientAccountId: account,
    ReadOnly: reading.test(call.event),
    ManagementEvent: call.event !== 'GetObject' && call.event !== 'PutObject',
    RequestParameters: call.request ? JSON.stringify(call.request) : '',
    ResponseElements: call.response ? JSON.stringify(call.response) : '',
    ErrorCode: call.error?.[0] ?? '',
    ErrorMessage: call.error?.[1] ?? '',
    Category: 'Management',
    OperationName: 'CloudTrail',
    TlsVersion: 'TLSv1.3',
    CipherSuite: 'TLS_AES_128_GCM_SHA256',
    ClientProvidedHostHeader: host,
    SourceSystem: 'Aws',
    Type: 'AWSCloudTrail',
  }
  if (who.kind === 'user') {
    row.UserIdentityType = 'IAMUser'
    row.UserIdentityUserName = who.user
    row.UserIdentityPrincipalid = who.userId
    row.UserIdentityArn = `arn:aws:iam::${account}:user/${who.user}`
    return row
  }
  row.UserIdentityType = 'AssumedRole'
  row.UserIdentityPrincipalid = `${who.roleId}:${who.session}`
  row.UserIdentityArn = `arn:aws:sts::${account}:assumed-role/${who.role}/${who.session}`
  row.SessionIssuerType = 'Role'
  row.SessionIssuerUserName = who.role
  row.SessionIssuerPrincipalId = who.roleId
  row.SessionIssuerArn = `arn:aws:iam::${account}:role/${who.role}`
  row.SessionIssuerAccountId = account
  row.SessionCreationDate = isoSeconds(who.since)
  row.SessionMfaAuthenticated = who.multiFactor
  return row
}
