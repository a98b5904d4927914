import { ownEntry } from '../../../../lib/own-entry.ts'
import type { Json } from '../../../../lib/table.ts'
import { isObject } from '../json-shapes.ts'
import { row, type Shape } from './shape.ts'

/** Category of a diagnostic setting, in lower case → the table its records go to. */
const tables: Readonly<Record<string, string>> = {
  signinlogs: 'SigninLogs',
  auditlogs: 'AuditLogs',
  noninteractiveusersigninlogs: 'AADNonInteractiveUserSignInLogs',
  serviceprincipalsigninlogs: 'AADServicePrincipalSignInLogs',
  managedidentitysigninlogs: 'AADManagedIdentitySignInLogs',
  provisioninglogs: 'AADProvisioningLogs',
  riskyusers: 'AADRiskyUsers',
  userriskevents: 'AADUserRiskEvents',
  adfssigninlogs: 'ADFSSignInLogs',
}

/** A category without a table of its own is one. */
function tableOf(category: string): string {
  return ownEntry(tables, category.toLowerCase()) ?? category
}

/** Properties that the tables call otherwise, beyond the case of letters. */
const renamed: Readonly<Record<string, string>> = {
  location: 'LocationDetails',
  appliedconditionalaccesspolicies: 'ConditionalAccessPolicies',
  operationtype: 'AADOperationType',
}

/**
 * What a diagnostic setting writes to a storage account (`insights-logs-signinlogs/…/PT1H.json`): an envelope with `time`
 * and `category`, and the columns in `properties`. Their names differ from the table's in case only, which
 * loading sees to. Where both have a name the envelope's is the column, but for the category of AuditLogs.
 */
export const diagnosticSettings: Shape = {
  name: 'records of a diagnostic setting',
  recognises: ({ time, resourceId, category, properties }) =>
    typeof time === 'string' &&
    typeof resourceId === 'string' &&
    resourceId.startsWith('/') &&
    typeof category === 'string' &&
    category !== '' &&
    isObject(properties),
  convert(record) {
    const { time, properties, callerIpAddress, tenantId, ...envelope } = record
    const table = tableOf(String(envelope.category))
    const inner = isObject(properties) ? properties : {}
    const columns: Record<string, Json> = {}
    const taken = new Set(['timegenerated', '$table', ...Object.keys(envelope).map((name) => name.toLowerCase())])
    if (table === 'AuditLogs' && inner.category !== undefined) taken.delete('category')
    for (const [name, value] of Object.entries(inner)) {
      const column = ownEntry(renamed, name.toLowerCase()) ?? name
      if (taken.has(column.toLowerCase())) continue
      taken.add(column.toLowerCase())
      columns[column] = value
    }
    return row({
      ...envelope,
      ...(!taken.has('ipaddress') && { IPAddress: callerIpAddress }),
      AADTenantId: tenantId,
      ...columns,
      TimeGenerated: time,
      $table: table,
    })
  },
}
