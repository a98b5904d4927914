import { isoTicks, second } from '../calendar.ts'
import { company } from '../company.ts'
import type { Log } from '../log.ts'
import type { Random } from '../random.ts'

/** An operation on an Azure resource. */
export interface AzureOperation {
  /** As the resource provider spells it: `Microsoft.Compute/virtualMachines/start/action`. */
  readonly operation: string
  readonly title: string
  readonly group: string
  /** Path below the resource group's providers: `Microsoft.Compute/virtualMachines/AF-APP01`; empty for the group itself. */
  readonly resource: string
  /** User principal name, or the id of a service principal. */
  readonly caller: string
  readonly callerId: string
  readonly address: string
  readonly role: string
  readonly category?: 'Administrative' | 'Policy' | 'Autoscale'
  /** Reported as Start and Success, `lasts` milliseconds apart; without it as Success alone. */
  readonly lasts?: number
  readonly failed?: boolean
  readonly message?: string
}

/** Writes the operation's records: one at the start where it lasts, one at the end. */
export function logAzureOperation(log: Log, random: Random, at: number, operation: AzureOperation): void {
  const correlation = random.guid()
  const end = operation.failed ? ['Failure', 'Failed'] : ['Success', 'Succeeded']
  const write = (when: number, [value = '', status = '']: readonly string[]) => {
    log.add(when, azureRow(random, when, operation, correlation, value, status))
  }
  if (operation.lasts !== undefined) write(at, ['Start', 'Started'])
  write(at + (operation.lasts ?? 0), end)
}

function azureRow(
  random: Random,
  at: number,
  operation: AzureOperation,
  correlation: string,
  statusValue: string,
  status: string,
) {
  const [provider = ''] = operation.operation.split('/')
  const scope = `/subscriptions/${company.subscriptionId}/resourceGroups/${operation.group}`
  const resourceId = operation.resource === '' ? scope : `${scope}/providers/${operation.resource}`
  const hierarchy = `${company.tenantId}/af-root/${company.subscriptionId}`
  const user = operation.caller.includes('@')
  const authorization = {
    scope: resourceId,
    action: operation.operation,
    evidence: {
      role: operation.role,
      principalId: operation.callerId,
      principalType: user ? 'User' : 'ServicePrincipal',
    },
  }
  const properties = {
    eventCategory: operation.category ?? 'Administrative',
    entity: resourceId,
    message: operation.message ?? operation.operation,
    hierarchy,
    caller: operation.caller,
    ...(statusValue === 'Failure' && { statusCode: 'Forbidden' }),
  }
  const claims = { oid: operation.callerId, ipaddr: operation.address, ...(user && { upn: operation.caller }) }
  return {
    TenantId: company.workspaceId,
    TimeGenerated: isoTicks(at),
    EventSubmissionTimestamp: isoTicks(at + 20 * second),
    OperationName: operation.title,
    OperationNameValue: operation.operation.toUpperCase(),
    ActivityStatus: status,
    ActivityStatusValue: statusValue,
    ActivitySubstatusValue: statusValue === 'Start' ? '' : statusValue === 'Failure' ? 'Forbidden' : 'OK',
    Category: operation.category ?? 'Administrative',
    CategoryValue: operation.category ?? 'Administrative',
    Level: statusValue === 'Failure' ? 'Error' : 'Informational',
    Caller: operation.caller,
    CallerIpAddress: operation.address,
    Authorization: JSON.stringify(authorization),
    Authorization_d: authorization,
    Claims: JSON.stringify(claims),
    Claims_d: claims,
    Properties: JSON.stringify(properties),
    Properties_d: properties,
    HTTPRequest: JSON.stringify({ clientIpAddress: operation.address, method: 'PUT' }),
    CorrelationId: correlation,
    OperationId: correlation,
    EventDataId: random.guid(),
    Hierarchy: hierarchy,
    Resource: operation.resource.slice(operation.resource.lastIndexOf('/') + 1),
    ResourceGroup: operation.group,
    ResourceId: resourceId,
    _ResourceId: resourceId.toLowerCase(),
    ResourceProvider: provider,
    ResourceProviderValue: provider.toUpperCase(),
    SubscriptionId: company.subscriptionId,
    SourceSystem: 'Azure',
    Type: 'AzureActivity',
  }
}
