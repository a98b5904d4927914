import type { Json } from '../../../lib/table.ts'
import { isoMilliseconds, minute } from '../calendar.ts'
import { company } from '../company.ts'
import type { Row } from '../log.ts'
import type { Machine } from '../machines.ts'
import type { Random } from '../random.ts'

export interface Alert {
  readonly name: string
  readonly severity: 'Informational' | 'Low' | 'Medium' | 'High'
  readonly product: string
  readonly description: string
  readonly tactics: string
  readonly techniques?: readonly string[]
  /** When what is alerted on began and ended. */
  readonly from: number
  readonly to: number
  /** How long the product takes to say so, in milliseconds. */
  readonly delay?: number
  readonly status?: 'New' | 'Resolved' | 'Dismissed'
  readonly accounts?: readonly { readonly upn?: string; readonly sam?: string; readonly id?: string }[]
  readonly addresses?: readonly string[]
  readonly machines?: readonly Machine[]
  readonly more?: Readonly<Record<string, string>>
}

/** When the alert is written. */
export function alertTime(alert: Alert): number {
  return alert.to + (alert.delay ?? 9 * minute)
}

/** An alert of a security product (SecurityAlert). */
export function alertRow(random: Random, alert: Alert): Row {
  const time = isoMilliseconds(alertTime(alert))
  const compromised =
    alert.machines?.[0]?.computer ?? alert.accounts?.[0]?.upn ?? alert.accounts?.[0]?.sam ?? alert.addresses?.[0] ?? ''
  return {
    TimeGenerated: time,
    StartTime: isoMilliseconds(alert.from),
    EndTime: isoMilliseconds(alert.to),
    ProcessingEndTime: time,
    SystemAlertId: random.guid(),
    VendorOriginalId: random.guid(),
    AlertName: alert.name,
    DisplayName: alert.name,
    AlertSeverity: alert.severity,
    AlertType: alert.name.replace(/[^A-Za-z]+/g, ''),
    Description: alert.description,
    ProviderName: alert.product.replaceAll(' ', ''),
    ProductName: alert.product,
    VendorName: 'Microsoft',
    ConfidenceLevel: 'Unknown',
    Status: alert.status ?? 'New',
    Tactics: alert.tactics,
    Techniques: JSON.stringify(alert.techniques ?? []),
    CompromisedEntity: compromised,
    Entities: JSON.stringify(entities(alert)),
    ExtendedProperties: JSON.stringify(alert.more ?? {}),
    RemediationSteps: '[]',
    IsIncident: false,
    WorkspaceSubscriptionId: company.subscriptionId,
    WorkspaceResourceGroup: 'rg-security',
    Type: 'SecurityAlert',
  }
}

function entities(alert: Alert): Json[] {
  const found: Record<string, Json>[] = [
    ...(alert.accounts ?? []).map((one) => {
      const [name = '', suffix] = (one.upn ?? one.sam ?? '').split('@')
      return {
        Type: 'account',
        Name: name,
        ...(suffix === undefined ? { NTDomain: company.netbios } : { UPNSuffix: suffix }),
        ...(one.id !== undefined && { AadUserId: one.id }),
      }
    }),
    ...(alert.addresses ?? []).map((Address) => ({ Type: 'ip', Address })),
    ...(alert.machines ?? []).map((one) => ({
      Type: 'host',
      HostName: one.name,
      DnsDomain: company.activeDirectory,
      OSFamily: one.system === 'linux' ? 'Linux' : 'Windows',
      ...(one.azureId !== undefined && { AzureID: one.azureId }),
    })),
  ]
  return found.map((entity, index) => ({ $id: String(index + 2), ...entity }))
}
