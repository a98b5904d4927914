import { isObject, type JsonObject } from '../json-shapes.ts'
import { asText, at, row, type Shape } from './shape.ts'

/** Kind of a sign-in → the table it goes to. Without one it is of a user who was there. */
const signInTables: Readonly<Record<string, string>> = {
  nonInteractiveUser: 'AADNonInteractiveUserSignInLogs',
  servicePrincipal: 'AADServicePrincipalSignInLogs',
  managedIdentity: 'AADManagedIdentitySignInLogs',
}

/** Sign-ins as Microsoft Graph and the JSON download of the Entra portal give them. Names differ from the table's in case, but for those below. */
export const graphSignIn: Shape = {
  name: 'sign-ins of Microsoft Graph',
  recognises: ({ createdDateTime, status, appDisplayName, ipAddress, correlationId }) =>
    typeof createdDateTime === 'string' &&
    isObject(status) &&
    status.errorCode !== undefined &&
    appDisplayName !== undefined &&
    ipAddress !== undefined &&
    correlationId !== undefined,
  convert(record) {
    const { location, appliedConditionalAccessPolicies, signInEventTypes, ...columns } = record
    const kinds = Array.isArray(signInEventTypes) ? signInEventTypes.map(String) : []
    const kind = kinds.find((each) => each in signInTables)
    const code = asText(at(record, 'status.errorCode'))
    return row({
      ...columns,
      TimeGenerated: record.createdDateTime,
      OperationName: 'Sign-in activity',
      Category: kind === undefined ? 'SignInLogs' : `${kind[0]!.toUpperCase()}${kind.slice(1)}SignInLogs`,
      ResultType: code,
      ResultDescription: code === '0' ? undefined : at(record, 'status.failureReason'),
      Identity: record.userDisplayName ?? record.servicePrincipalName,
      Location: isObject(location) ? location.countryOrRegion : location,
      LocationDetails: location,
      ConditionalAccessPolicies: appliedConditionalAccessPolicies,
      $table: kind === undefined ? 'SigninLogs' : signInTables[kind],
    })
  },
  identity: ({ id }) => (typeof id === 'string' ? `sign-in ${id}` : undefined),
}

/** Changes to the directory as Microsoft Graph and the JSON download of the Entra portal give them: rows of AuditLogs. */
export const graphAudit: Shape = {
  name: 'directory audits of Microsoft Graph',
  recognises: ({ activityDateTime, activityDisplayName, targetResources, initiatedBy }) =>
    typeof activityDateTime === 'string' &&
    typeof activityDisplayName === 'string' &&
    (Array.isArray(targetResources) || isObject(initiatedBy)),
  convert(record) {
    const { operationType, ...columns } = record
    return row({
      ...columns,
      TimeGenerated: record.activityDateTime,
      OperationName: record.activityDisplayName,
      AADOperationType: operationType,
      Identity: identityOf(record),
      $table: 'AuditLogs',
    })
  },
  identity: ({ id }) => (typeof id === 'string' ? `audit ${id}` : undefined),
}

function identityOf(record: JsonObject): string | undefined {
  const names = ['user.displayName', 'user.userPrincipalName', 'app.displayName'].map((path) =>
    at(record, `initiatedBy.${path}`),
  )
  return names.find((each): each is string => typeof each === 'string' && each !== '')
}
