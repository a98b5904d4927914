import { ownEntry } from '../../../../lib/own-entry.ts'
import type { JsonObject } from '../json-shapes.ts'
import { asText, row, type Shape } from './shape.ts'

/** Header of the sign-ins the Entra portal downloads as CSV → column of SigninLogs. */
const signInColumns: Readonly<Record<string, string>> = {
  'Date (UTC)': 'TimeGenerated',
  'Request ID': 'Id',
  'User agent': 'UserAgent',
  'Correlation ID': 'CorrelationId',
  'User ID': 'UserId',
  User: 'UserDisplayName',
  Username: 'UserPrincipalName',
  'User type': 'UserType',
  'Cross tenant access type': 'CrossTenantAccessType',
  'Incoming token type': 'IncomingTokenType',
  'Authentication Protocol': 'AuthenticationProtocol',
  'Unique token identifier': 'UniqueTokenIdentifier',
  'Original transfer method': 'OriginalTransferMethod',
  'Client credential type': 'ClientCredentialType',
  Application: 'AppDisplayName',
  'Application ID': 'AppId',
  'App owner tenant ID': 'AppOwnerTenantId',
  Resource: 'ResourceDisplayName',
  'Resource ID': 'ResourceIdentity',
  'Resource tenant ID': 'ResourceTenantId',
  'Resource owner tenant ID': 'ResourceOwnerTenantId',
  'Home tenant ID': 'HomeTenantId',
  'Home tenant name': 'HomeTenantName',
  'IP address': 'IPAddress',
  'IP address (seen by resource)': 'IPAddressFromResourceProvider',
  'Autonomous system number': 'AutonomousSystemNumber',
  'Autonomous system  number': 'AutonomousSystemNumber',
  'Client app': 'ClientAppUsed',
  'Authentication requirement': 'AuthenticationRequirement',
  'Sign-in identifier': 'SignInIdentifier',
  'Session ID': 'SessionId',
  'Flagged for review': 'FlaggedForReview',
  'Token issuer type': 'TokenIssuerType',
  'Token issuer name': 'TokenIssuerName',
  'Conditional Access': 'ConditionalAccessStatus',
  'Service principal ID': 'ServicePrincipalId',
  'Service principal name': 'ServicePrincipalName',
}

/** Headers that are parts of one column, or say together what it is. */
const signInParts: ReadonlySet<string> = new Set(
  'Location,Status,Sign-in error code,Failure reason,Device ID,Browser,Operating System,Compliant,Managed,Join Type'.split(
    ',',
  ),
)

export const entraSignIn: Shape = {
  name: 'sign-ins of the Entra portal as CSV',
  inCsv: true,
  recognises: (record) =>
    ['Date (UTC)', 'Request ID', 'Sign-in error code', 'IP address'].every((name) => name in record),
  convert(record, { name: file }) {
    const isNonInteractive = /(^|[\\/])NonInteractiveSignIns[^\\/]*$/i.test(file)
    const rest = Object.entries(record).filter(([name]) => !signInParts.has(name))
    const [city, state, country] = placeOf(asText(record.Location))
    const code = asText(record['Sign-in error code'])
    const success = record.Status === 'Success' ? '0' : undefined
    const type = code === undefined || code === 'None' ? success : code
    return row({
      ...Object.fromEntries(rest.map(([name, value]) => [ownEntry(signInColumns, name) ?? name, value])),
      OperationName: 'Sign-in activity',
      Category: isNonInteractive ? 'NonInteractiveUserSignInLogs' : 'SignInLogs',
      CreatedDateTime: record['Date (UTC)'],
      Identity: record.User,
      ResultType: type,
      ResultDescription: type === '0' ? undefined : record['Failure reason'],
      Status: row({ errorCode: numberOf(type), failureReason: record['Failure reason'] }),
      Location: country,
      LocationDetails: row({ city, state, countryOrRegion: country }),
      DeviceDetail: row({
        deviceId: record['Device ID'],
        browser: record.Browser,
        operatingSystem: record['Operating System'],
        isCompliant: yesNo(record.Compliant),
        isManaged: yesNo(record.Managed),
        trustType: record['Join Type'],
      }),
      $table: isNonInteractive ? 'AADNonInteractiveUserSignInLogs' : 'SigninLogs',
    })
  },
  identity: (record) => asText(record['Request ID']),
}

/** `Berlin, Land Berlin, DE`; shorter where less is known. */
function placeOf(location: string | undefined): readonly (string | undefined)[] {
  const parts = location?.split(',').map((part) => part.trim() || undefined) ?? []
  return parts.length >= 3 ? [parts[0], parts[1], parts.at(-1)] : [undefined, undefined, parts.at(-1)]
}

function yesNo(value: JsonObject[string] | undefined): boolean | undefined {
  const text = asText(value)?.toLowerCase()
  return text === 'yes' || text === 'true' ? true : text === 'no' || text === 'false' ? false : undefined
}

function numberOf(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined
}

/** Header of the audits the Entra portal downloads as CSV → column of AuditLogs. */
const auditColumns: Readonly<Record<string, string>> = {
  'Date (UTC)': 'TimeGenerated',
  CorrelationId: 'CorrelationId',
  Service: 'LoggedByService',
  Category: 'Category',
  Activity: 'OperationName',
  Result: 'Result',
  ResultReason: 'ResultReason',
}

export const entraAudit: Shape = {
  name: 'directory audits of the Entra portal as CSV',
  inCsv: true,
  recognises: (record) =>
    ['Date (UTC)', 'Activity', 'ActorType', 'Service', 'Category'].every((name) => name in record),
  convert(record) {
    const used = /^(Actor|Target\d+|AdditionalDetail\d+)|^(IPAddress|UserAgent)$/
    const rest = Object.entries(record).filter(([name]) => !used.test(name))
    const user = row({
      id: record.ActorObjectId,
      displayName: record.ActorDisplayName,
      userPrincipalName: record.ActorUserPrincipalName,
      ipAddress: record.IPAddress,
    })
    const app = row({
      servicePrincipalId: record.ActorServicePrincipalId,
      displayName: record.ActorServicePrincipalName,
    })
    const isApp = Object.keys(app).length > 0
    return row({
      ...Object.fromEntries(rest.map(([name, value]) => [ownEntry(auditColumns, name) ?? name, value])),
      Result: asText(record.Result)?.toLowerCase(),
      ActivityDateTime: record['Date (UTC)'],
      ActivityDisplayName: record.Activity,
      Identity: record.ActorDisplayName ?? record.ActorServicePrincipalName,
      InitiatedBy: isApp ? { app } : { user },
      TargetResources: numbered(record, 'Target').map((target) =>
        row({
          id: target.ObjectId,
          displayName: target.DisplayName,
          type: target.Type,
          userPrincipalName: target.UserPrincipalName,
          modifiedProperties: numbered(target, 'ModifiedProperty').map(({ Name, OldValue, NewValue }) =>
            row({ displayName: Name, oldValue: OldValue, newValue: NewValue }),
          ),
        }),
      ),
      AdditionalDetails: [
        ...numbered(record, 'AdditionalDetail').map(({ Key, Value }) => row({ key: Key, value: Value })),
        ...(record.UserAgent === undefined ? [] : [{ key: 'User-Agent', value: record.UserAgent }]),
      ],
      $table: 'AuditLogs',
    })
  },
}

/** `Target1Type`, `Target1DisplayName`, `Target2Type` as `[{Type, DisplayName}, {Type}]`. */
function numbered(record: JsonObject, prefix: string): JsonObject[] {
  const found = new Map<number, Record<string, JsonObject[string]>>()
  for (const [name, value] of Object.entries(record)) {
    const [, number, field] = new RegExp(`^${prefix}(\\d+)(\\w+)$`).exec(name) ?? []
    if (number === undefined) continue
    const each = found.get(Number(number)) ?? {}
    found.set(Number(number), each)
    each[field!] = value
  }
  return [...found].sort(([a], [b]) => a - b).map(([, each]) => each)
}
