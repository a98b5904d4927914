import { HuntletError } from '../../lib/diagnostic.ts'
import type { Progress } from '../../lib/progress.ts'
import type { Table } from '../../lib/table.ts'
import { textReader } from '../columns/column-texts.ts'
import type { FlatLog } from './flat-log.ts'
import {
  checkProcessColumns,
  columnsOfLog,
  findColumn,
  leastShared,
  type ProcessColumns,
  type ProcessLog,
  processLogs,
  sharedCount,
} from './process-columns.ts'
import { auditRecord, auditTextColumns, readAuditRecords } from './read-audit-records.ts'
import { readEventData } from './read-event-data.ts'
import { readOsqueryColumns } from './read-osquery-columns.ts'
import { readSyslog } from './read-syslog.ts'

/** A log that holds what it tells of a process in a text, or in a bag. */
interface TextLog {
  /** Of each several names of one column. */
  readonly needs: readonly (readonly string[])[]
  readonly helps: readonly string[]
  readonly read: (table: Table, progress: Progress) => FlatLog
}

const textLogs = {
  Event: {
    needs: [['EventData'], ['EventID'], ['TimeGenerated']],
    helps: ['Computer', 'Source', 'EventLog', 'Provider', 'Channel', 'RenderedDescription', 'EventLevelName'],
    read: readEventData,
  },
  Syslog: {
    needs: [auditTextColumns, ['TimeGenerated', 'EventTime']],
    helps: ['Computer', 'HostName', 'ProcessName', 'ProcessID', 'Facility', 'SeverityLevel', 'HostIP'],
    read: (table, progress) => (holdsAudit(table) ? readAuditRecords(table, progress) : readSyslog(table)),
  },
  OsqueryColumns: {
    needs: [['columns']],
    helps: ['hostIdentifier', 'unixTime', 'calendarTime', 'action', 'name', 'TimeGenerated', 'Computer'],
    read: readOsqueryColumns,
  },
} as const satisfies Readonly<Record<string, TextLog>>

/** The logs whose columns are known, by name. */
export const processSchemas = [...Object.keys(processLogs), ...Object.keys(textLogs)] as unknown as readonly [
  ProcessSchema,
  ...ProcessSchema[],
]

export type ProcessSchema = keyof typeof processLogs | keyof typeof textLogs

/** A log kept as text has few columns of its own: so many of them are there at least. */
const leastSharedOfText = 3

/**
 * The processes of a log, a column for each thing told. Without a schema, the known log with whose columns the table shares the most is
 * taken: four at least and all that are required, of a log kept as text three. Throws `PROCESS_COLUMNS` where it looks like none or lacks what the
 * schema requires, `OPTION_INVALID` for an unknown schema.
 */
export function processSource(
  table: Table,
  schema: ProcessSchema | ProcessColumns | undefined,
  progress: Progress,
): FlatLog {
  if (schema === undefined) return detected(table, progress)
  if (typeof schema !== 'string') {
    checkProcessColumns(table, schema)
    return { table, columns: schema, notices: [] }
  }
  if (Object.hasOwn(textLogs, schema)) {
    const log: TextLog = textLogs[schema as keyof typeof textLogs]
    const missing = log.needs.filter((names) => !findColumn(table, names))
    if (missing.length === 0) return log.read(table, progress)
    throw lacking(missing.map((names) => names.map((name) => `\`${name}\``).join(' or ')))
  }
  if (!Object.hasOwn(processLogs, schema)) {
    throw new HuntletError('OPTION_INVALID', `There is no process schema \`${schema}\`.`, {
      hint: `Known are ${processSchemas.join(', ')}.`,
    })
  }
  const log: ProcessLog = processLogs[schema as keyof typeof processLogs]
  const columns = columnsOfLog(table, log)
  if (columns) return { table, columns, notices: [] }
  const required = (['name', 'pid', 'parentPid', 'time'] as const).map((role) => ({
    role,
    names: [log.columns[role]!].flat(),
  }))
  const missing = required.filter(({ names }) => !findColumn(table, names))
  throw lacking(missing.map(({ role, names }) => `\`${names[0]}\` (${role})`))
}

function detected(table: Table, progress: Progress): FlatLog {
  let best: { readonly shared: number; readonly read: () => FlatLog } | undefined
  for (const log of Object.values<ProcessLog>(processLogs)) {
    const columns = columnsOfLog(table, log)
    const shared = columns ? sharedCount(columns) : 0
    if (!columns || shared < leastShared || shared <= (best?.shared ?? 0)) continue
    best = { shared, read: () => ({ table, columns, notices: [] }) }
  }
  for (const log of Object.values<TextLog>(textLogs)) {
    if (log.needs.some((names) => !findColumn(table, names))) continue
    const shared = log.needs.length + log.helps.filter((name) => findColumn(table, [name])).length
    if (shared < leastSharedOfText || shared <= (best?.shared ?? 0)) continue
    best = { shared, read: () => log.read(table, progress) }
  }
  if (best) return best.read()
  if (table.indexOf('ExecutableName') >= 0 && table.indexOf('FirstPid') >= 0) {
    throw new HuntletError('PROCESS_COLUMNS', 'VMProcess tells which processes ran, not which started which.', {
      hint: 'A process tree needs a log of created processes, such as SecurityEvent 4688 or DeviceProcessEvents.',
    })
  }
  throw new HuntletError('PROCESS_COLUMNS', 'The columns of this table are not those of a log of created processes.', {
    hint: `Known are ${processSchemas.join(', ')}; otherwise say which columns hold name, pid, parentPid and time.`,
  })
}

function lacking(columns: readonly string[]): HuntletError {
  return new HuntletError('PROCESS_COLUMNS', `The table lacks ${columns.join(', ')} to build a process tree.`)
}

/** Whether any text is an audit record; in a log that has both, its records tell more than lines do. */
function holdsAudit(table: Table): boolean {
  const text = textReader(table, findColumn(table, auditTextColumns))
  for (let row = 0; row < table.rowCount; row++) if (auditRecord(text(row))) return true
  return false
}
