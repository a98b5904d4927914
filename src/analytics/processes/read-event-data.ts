import type { Progress } from '../../lib/progress.ts'
import type { Table } from '../../lib/table.ts'
import { textReader } from '../columns/column-texts.ts'
import { eventFields } from '../columns/event-data.ts'
import { timeReader } from '../columns/log-times.ts'
import { type FlatLog, FlatLogBuilder } from './flat-log.ts'
import { findColumn } from './process-columns.ts'

/** Fields of the event data by what they say: of Sysmon's event 1, and of the security log's 4688. */
const sysmonFields = {
  name: 'Image',
  pid: 'ProcessId',
  parentPid: 'ParentProcessId',
  parentName: 'ParentImage',
  commandLine: 'CommandLine',
  user: 'User',
  logon: 'LogonId',
  guid: 'ProcessGuid',
  parentGuid: 'ParentProcessGuid',
  parentCommandLine: 'ParentCommandLine',
  parentUser: 'ParentUser',
} as const

const securityFields = {
  name: 'NewProcessName',
  pid: 'NewProcessId',
  parentPid: 'ProcessId',
  parentName: 'ParentProcessName',
  commandLine: 'CommandLine',
  user: 'SubjectUserName',
  logon: 'SubjectLogonId',
  targetLogon: 'TargetLogonId',
} as const

type EventRole = keyof typeof sysmonFields | keyof typeof securityFields

const roles = [...new Set([...Object.keys(sysmonFields), ...Object.keys(securityFields)])] as readonly EventRole[]

/**
 * The processes of an `Event` or `WindowsEvent` table, whose `EventData` is XML or a bag: Sysmon's event 1 where the log has it, else event 4688. Both
 * at once would tell of each process twice.
 */
export function readEventData(table: Table, progress: Progress): FlatLog {
  const eventId = textReader(table, findColumn(table, ['EventID']))
  const data = textReader(table, findColumn(table, ['EventData']))
  const host = textReader(table, findColumn(table, ['Computer']))
  const time = timeReader(table, findColumn(table, ['TimeGenerated']))
  const kinds = [
    { id: '1', fields: sysmonFields },
    { id: '4688', fields: securityFields },
  ]
  for (const { id, fields } of kinds) {
    const builder = new FlatLogBuilder([...roles, 'host'])
    for (let row = 0; row < table.rowCount; row++) {
      if (row % 65_536 === 0) progress(row, table.rowCount, 'Reading events')
      if (eventId(row).replace(/\.0+$/, '') !== id) continue
      const field = eventFields(data(row))
      // Other programs have an event 1 too.
      if (field(fields.name) === '' || field(fields.pid) === '') continue
      const facts = Object.fromEntries(Object.entries(fields).map(([role, name]) => [role, field(name)]))
      builder.add(row, { ...facts, host: host(row), time: time(row) })
    }
    if (builder.size > 0) return builder.build([])
  }
  return new FlatLogBuilder([...roles, 'host']).build([])
}
