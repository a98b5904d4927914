import type { Table } from '../../lib/table.ts'
import { hasValues } from '../columns/column-texts.ts'

/** Columns of Log Analytics tables that hold addresses. */
export const addressColumns: readonly string[] = [
  'ActorIpAddress',
  'CallerIpAddress',
  'ClientIP',
  'ClientIP_',
  'ClientIPAddress',
  'Client_IPAddress',
  'ClientAddress',
  'ComputerIP',
  'DestinationIP',
  'HostIP',
  'InitiatingIpAddress',
  'IPAddress',
  'IpAddress',
  'LocalIP',
  'RemoteIP',
  'RemoteIpAddress',
  'SourceIP',
  'SourceIpAddress',
]

/** Columns that hold names of accounts and hosts of systems in which `USER` and `user` are one. */
export const nameColumns: readonly string[] = [
  'Account',
  'AccountName',
  'AccountUpn',
  'Caller',
  'InitiatingUserOrApp',
  'MailboxOwnerUPN',
  'SubjectAccount',
  'SubjectUserName',
  'TargetAccount',
  'TargetUserName',
  'UserId',
  'UserPrincipalName',
  'Computer',
  'DeviceName',
  'WorkstationName',
]

/** Those of the columns that are in the table and say something there. */
export function columnsWithValues(table: Table, names: readonly string[]): string[] {
  return names.filter((name) => hasValues(table, name))
}
