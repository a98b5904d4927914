import type { Json } from '../../../lib/table.ts'
import { isoTicks } from '../calendar.ts'
import { company } from '../company.ts'
import type { Row } from '../log.ts'
import type { Random } from '../random.ts'

export interface DirectoryChange {
  readonly operation: string
  readonly category:
    | 'UserManagement'
    | 'GroupManagement'
    | 'RoleManagement'
    | 'ApplicationManagement'
    | 'Policy'
    | 'Device'
    | 'Authentication'
  readonly service: string
  readonly kind: 'Add' | 'Update' | 'Delete' | 'Assign' | 'Unassign'
  /** A user with the address acted from, or an application. */
  readonly by:
    | { readonly upn: string; readonly id: string; readonly address: string }
    | { readonly application: string; readonly id: string }
  readonly targets: readonly Target[]
  readonly details?: Readonly<Record<string, string>>
  readonly failed?: string
}

export interface Target {
  readonly type: 'User' | 'Group' | 'Role' | 'Application' | 'ServicePrincipal' | 'Policy' | 'Device'
  readonly name: string
  readonly id: string
  readonly upn?: string
  /** Property → old and new value. */
  readonly changes?: Readonly<Record<string, readonly [before: string | null, after: string | null]>>
}

/** A change of the directory (AuditLogs). */
export function directoryRow(random: Random, at: number, change: DirectoryChange): Row {
  const time = isoTicks(at)
  const { by } = change
  const correlation = random.guid()
  const initiatedBy: Json =
    'upn' in by
      ? { user: { id: by.id, displayName: null, userPrincipalName: by.upn, ipAddress: by.address, roles: [] } }
      : { app: { displayName: by.application, servicePrincipalId: by.id, appId: null, servicePrincipalName: null } }
  return {
    TimeGenerated: time,
    ActivityDateTime: time,
    ActivityDisplayName: change.operation,
    OperationName: change.operation,
    OperationVersion: '1.0',
    AADOperationType: change.kind,
    AADTenantId: company.tenantId,
    Category: change.category,
    LoggedByService: change.service,
    Result: change.failed === undefined ? 'success' : 'failure',
    ResultReason: change.failed ?? '',
    ResultSignature: 'None',
    DurationMs: 0,
    CorrelationId: correlation,
    Id: `Directory_${correlation}_${random.letters(5)}_${random.integer(10_000_000, 99_999_999)}`,
    Identity: 'upn' in by ? by.upn : by.application,
    InitiatedBy: initiatedBy,
    TargetResources: change.targets.map(targetJson),
    AdditionalDetails: Object.entries(change.details ?? {}).map(([key, value]) => ({ key, value })),
    Level: '4',
    Resource: 'Microsoft.aadiam',
    ResourceGroup: 'Microsoft.aadiam',
    ResourceId: `/tenants/${company.tenantId}/providers/Microsoft.aadiam`,
    SourceSystem: 'Azure AD',
    Type: 'AuditLogs',
  }
}

function targetJson(target: Target): Json {
  return {
    id: target.id,
    displayName: target.name,
    type: target.type,
    ...(target.upn !== undefined && { userPrincipalName: target.upn }),
    modifiedProperties: Object.entries(target.changes ?? {}).map(([displayName, [oldValue, newValue]]) => ({
      displayName,
      oldValue: oldValue === null ? null : JSON.stringify(oldValue),
      newValue: newValue === null ? null : JSON.stringify(newValue),
    })),
    administrativeUnits: [],
  }
}
