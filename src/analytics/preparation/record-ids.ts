import type { Table } from '../../lib/table.ts'
import { hasValues } from '../columns/column-texts.ts'

/** Columns that together are the identity of a record. */
interface RecordId {
  /** Tables it is known for (the column `Type`); absent where the name alone says it. */
  readonly tables?: readonly string[]
  readonly columns: readonly string[]
}

/**
 * The known identities, the more certain ones first. `Id` alone is one only in tables where it is known to be: elsewhere it may be
 * anything's. Not here: ids of what a record is about, such as an alert that is written anew at every change, a request or a correlation.
 */
const recordIds: readonly RecordId[] = [
  { tables: ['OfficeActivity'], columns: ['OfficeId'] },
  { tables: ['OfficeActivity'], columns: ['Id'] },
  { tables: ['AWSCloudTrail'], columns: ['AwsEventId'] },
  { tables: ['AzureActivity'], columns: ['EventDataId'] },
  {
    tables: ['AuditLogs', 'SigninLogs', 'AADNonInteractiveUserSignInLogs', 'AADServicePrincipalSignInLogs'],
    columns: ['Id'],
  },
  // Defender counts reports by device, and starts again from time to time.
  { tables: ['DeviceProcessEvents'], columns: ['ReportId', 'DeviceId', 'TimeGenerated'] },
  { columns: ['OfficeId'] },
  { columns: ['AwsEventId'] },
  { columns: ['EventDataId'] },
  { columns: ['EventOriginId'] },
  // Windows counts records by channel and host.
  { columns: ['EventRecordId', 'Channel', 'Computer'] },
  { columns: ['RecordId', 'AuditData'] },
  { columns: ['_ItemId'] },
]

/** The identity of the table's records by its columns, of those that say something; undefined where none is known. */
export function findRecordId(table: Table): readonly string[] | undefined {
  const type = table.rowCount > 0 ? table.value(0, 'Type') : undefined
  return recordIds.find(
    ({ tables, columns }) =>
      (tables === undefined || (typeof type === 'string' && tables.includes(type))) &&
      columns.every((name) => hasValues(table, name)),
  )?.columns
}
