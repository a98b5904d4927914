import { ownEntry } from '../../../../lib/own-entry.ts'
import type { Json } from '../../../../lib/table.ts'
import { isObject, type JsonObject } from '../json-shapes.ts'
import { asText, row, type Shape } from './shape.ts'

/** Number → name, as the audit log documents its record types. */
const recordTypes: Readonly<Record<string, string>> = {
  1: 'ExchangeAdmin',
  2: 'ExchangeItem',
  3: 'ExchangeItemGroup',
  4: 'SharePoint',
  6: 'SharePointFileOperation',
  7: 'OneDrive',
  8: 'AzureActiveDirectory',
  9: 'AzureActiveDirectoryAccountLogon',
  10: 'DataCenterSecurityCmdlet',
  11: 'ComplianceDLPSharePoint',
  13: 'ComplianceDLPExchange',
  14: 'SharePointSharingOperation',
  15: 'AzureActiveDirectoryStsLogon',
  18: 'SecurityComplianceCenterEOPCmdlet',
  20: 'PowerBIAudit',
  21: 'CRM',
  22: 'Yammer',
  24: 'Discovery',
  25: 'MicrosoftTeams',
  28: 'ThreatIntelligence',
  30: 'MicrosoftFlow',
  32: 'MicrosoftStream',
  36: 'SharePointListOperation',
  38: 'DataGovernance',
  40: 'SecurityComplianceAlerts',
  41: 'ThreatIntelligenceUrl',
  45: 'PowerAppsApp',
  47: 'ThreatIntelligenceAtpContent',
  50: 'ExchangeItemAggregated',
  52: 'DataInsightsRestApiAudit',
  54: 'SharePointListItemOperation',
  55: 'SharePointContentTypeOperation',
  56: 'SharePointFieldOperation',
}

const userTypes: Readonly<Record<string, string>> = {
  0: 'Regular',
  1: 'Reserved',
  2: 'Admin',
  3: 'DcAdmin',
  4: 'System',
  5: 'Application',
  6: 'ServicePrincipal',
}

const signInTypes = ['15', 'AzureActiveDirectoryStsLogon']
const directoryTypes = ['8', 'AzureActiveDirectory']

/** Words of a failed sign-in → the number Entra ID gives it. */
const signInErrors: Readonly<Record<string, string>> = {
  InvalidUserNameOrPassword: '50126',
  IdsLocked: '50053',
  UserStrongAuthEnrollmentRequiredInterrupt: '50079',
  UserStrongAuthClientAuthNRequiredInterrupt: '50074',
  DelegationDoesNotExist: '65001',
  UserDisabled: '50057',
  InvalidPasswordExpiredPassword: '50055',
  UserAccountNotFound: '50034',
  SsoArtifactInvalidOrExpired: '50173',
  BlockedByConditionalAccess: '53003',
}

/** Properties that OfficeActivity calls otherwise. */
const renamed: Readonly<Record<string, string>> = {
  CreationTime: 'TimeGenerated',
  Id: 'OfficeId',
  Workload: 'OfficeWorkload',
  ObjectId: 'OfficeObjectId',
  LogonType: 'Logon_Type',
  ClientIPAddress: 'Client_IPAddress',
  EventData: 'Event_Data',
  SiteUrl: 'Site_Url',
  Site: 'Site_',
}

/**
 * The Microsoft 365 unified audit log, as its search and its API give it: rows of OfficeActivity; sign-ins become rows of
 * SigninLogs and changes to the directory rows of AuditLogs, as far as the log tells of them.
 */
export const officeAudit: Shape = {
  name: 'records of the Microsoft 365 audit log',
  recognises: ({ CreationTime, Operation, Workload, RecordType, Id }) =>
    typeof CreationTime === 'string' &&
    typeof Operation === 'string' &&
    typeof Workload === 'string' &&
    typeof Id === 'string' &&
    (typeof RecordType === 'number' || typeof RecordType === 'string'),
  convert(record) {
    const type = String(record.RecordType)
    if (signInTypes.includes(type)) return signIn(record)
    if (directoryTypes.includes(type)) return directoryChange(record)
    return officeActivity(record)
  },
  identity: ({ Id }) => (typeof Id === 'string' ? Id : undefined),
}

function officeActivity(record: JsonObject): JsonObject {
  const { RecordType, UserType, ...rest } = record
  const columns = Object.entries(rest).map(([name, value]) => [ownEntry(renamed, name) ?? name, flat(value)])
  return row({
    ...Object.fromEntries(columns),
    RecordType: ownEntry(recordTypes, String(RecordType)) ?? asText(RecordType),
    UserType: ownEntry(userTypes, String(UserType)) ?? asText(UserType),
    $table: 'OfficeActivity',
  })
}

/** Lists and bags are columns of text in OfficeActivity. */
function flat(value: Json): Json {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : value
}

function signIn(record: JsonObject): JsonObject {
  const failure = asText(record.LogonError)
  const device = byName(record.DeviceProperties)
  const extended = byName(record.ExtendedProperties)
  const user = asText(record.UserId)?.toLowerCase()
  return row({
    TimeGenerated: record.CreationTime,
    Id: record.Id,
    OperationName: 'Sign-in activity',
    Category: 'SignInLogs',
    UserPrincipalName: user,
    UserId: record.UserKey,
    IPAddress: record.ClientIP,
    AppId: record.ApplicationId,
    CorrelationId: record.InterSystemsId,
    // A failure whose number is not known keeps its words: a made-up number would be taken for another failure.
    ResultType:
      failure === undefined || failure === '' ? succeeded(record) : (ownEntry(signInErrors, failure) ?? failure),
    ResultDescription: failure,
    UserAgent: extended.get('UserAgent'),
    DeviceDetail: row({
      operatingSystem: device.get('OS'),
      browser: device.get('BrowserType'),
      displayName: device.get('DisplayName'),
      deviceId: device.get('Id'),
    }),
    AADTenantId: record.OrganizationId,
    $table: 'SigninLogs',
  })
}

function succeeded({ Operation, ResultStatus }: JsonObject): string | undefined {
  return Operation === 'UserLoggedIn' || ResultStatus === 'Succeeded' || ResultStatus === 'Success' ? '0' : undefined
}

function directoryChange(record: JsonObject): JsonObject {
  const actor = row({ userPrincipalName: record.UserId, ipAddress: record.ActorIpAddress ?? record.ClientIP })
  const extended = byName(record.ExtendedProperties)
  return row({
    TimeGenerated: record.CreationTime,
    Id: record.Id,
    OperationName: asText(record.Operation)?.replace(/\.$/, ''),
    ActivityDateTime: record.CreationTime,
    ActivityDisplayName: asText(record.Operation)?.replace(/\.$/, ''),
    CorrelationId: record.InterSystemsId,
    Result: asText(record.ResultStatus)?.toLowerCase(),
    Identity: record.UserId,
    LoggedByService: 'Core Directory',
    InitiatedBy: { user: actor },
    TargetResources: [
      row({ displayName: record.ObjectId, identities: record.Target, modifiedProperties: record.ModifiedProperties }),
    ],
    AdditionalDetails: extended.get('additionalDetails'),
    AADTenantId: record.OrganizationId,
    $table: 'AuditLogs',
  })
}

/** `[{"Name":"OS","Value":"Windows"}]` as a map. */
function byName(list: Json | undefined): ReadonlyMap<string, string> {
  const pairs = Array.isArray(list) ? (list as readonly Json[]).filter(isObject) : []
  return new Map(pairs.map(({ Name, Value }) => [String(Name), asText(Value) ?? '']))
}
