import { HuntletError } from '../../lib/diagnostic.ts'
import type { Cell, Table } from '../../lib/table.ts'
import { filledColumn } from '../columns/filled-column.ts'

/** Which columns of a table say what about a process that was created. The first four must be there. */
export interface ProcessColumns {
  readonly name: string
  readonly pid: string
  readonly parentPid: string
  readonly time: string
  readonly parentName?: string | undefined
  readonly host?: string | undefined
  readonly commandLine?: string | undefined
  readonly user?: string | undefined
  readonly logon?: string | undefined
  /** The logon the process was created for; where it is not `0x0`, it is the process's logon. */
  readonly targetLogon?: string | undefined
  /** Identities of process and parent that are unique by themselves, as Sysmon gives them: then nothing else is matched. */
  readonly guid?: string | undefined
  readonly parentGuid?: string | undefined
  /** When process and parent were created, as Defender gives it: then the parent is the one created at that time. */
  readonly created?: string | undefined
  readonly parentCreated?: string | undefined
  /** Of a parent that is not in the log, what its child's row tells. */
  readonly parentCommandLine?: string | undefined
  readonly parentUser?: string | undefined
  readonly parentLogon?: string | undefined
  /** The parent of the parent, for a parent that is not in the log. */
  readonly grandparentName?: string | undefined
  readonly grandparentPid?: string | undefined
  readonly grandparentCreated?: string | undefined
  /** Only rows whose column has one of these values. */
  readonly only?: { readonly column: string; readonly equals: Cell | readonly Cell[] } | undefined
}

/** What a column may say of a process. */
export type ProcessRole = Exclude<keyof ProcessColumns, 'only'>

/** A known log: the names its columns have, of several the first that holds anything. */
export interface ProcessLog {
  readonly columns: Readonly<Partial<Record<ProcessRole, string | readonly string[]>>>
  readonly only?: { readonly column: readonly string[]; readonly equals: readonly Cell[] }
}

/** Roles without which there is no tree. */
const requiredRoles = ['name', 'pid', 'parentPid', 'time'] as const satisfies readonly ProcessRole[]

const windowsTime = ['TimeGenerated', 'Timestamp']

/** The logs that have a column for each thing they tell. */
export const processLogs = {
  SecurityEvent: {
    columns: {
      name: 'NewProcessName',
      pid: 'NewProcessId',
      parentPid: ['ProcessId', 'CreatorProcessId'],
      time: windowsTime,
      parentName: 'ParentProcessName',
      host: 'Computer',
      commandLine: 'CommandLine',
      user: ['Account', 'SubjectAccount', 'SubjectUserName'],
      logon: 'SubjectLogonId',
      targetLogon: 'TargetLogonId',
    },
    only: { column: ['EventID'], equals: [4688] },
  },
  Sysmon: {
    columns: {
      name: 'Image',
      pid: 'ProcessId',
      parentPid: 'ParentProcessId',
      time: ['TimeGenerated', 'UtcTime'],
      parentName: 'ParentImage',
      host: ['Computer', 'Hostname'],
      commandLine: 'CommandLine',
      user: 'User',
      logon: 'LogonId',
      guid: 'ProcessGuid',
      parentGuid: 'ParentProcessGuid',
      parentCommandLine: 'ParentCommandLine',
      parentUser: 'ParentUser',
    },
    only: { column: ['EventID'], equals: [1] },
  },
  DeviceProcessEvents: {
    columns: {
      name: 'FileName',
      pid: 'ProcessId',
      parentPid: 'InitiatingProcessId',
      time: windowsTime,
      parentName: 'InitiatingProcessFileName',
      host: ['DeviceName', 'DeviceId'],
      commandLine: 'ProcessCommandLine',
      user: 'AccountName',
      logon: 'LogonId',
      created: 'ProcessCreationTime',
      parentCreated: 'InitiatingProcessCreationTime',
      parentCommandLine: 'InitiatingProcessCommandLine',
      parentUser: 'InitiatingProcessAccountName',
      parentLogon: 'InitiatingProcessLogonId',
      grandparentName: 'InitiatingProcessParentFileName',
      grandparentPid: 'InitiatingProcessParentId',
      grandparentCreated: 'InitiatingProcessParentCreationTime',
    },
    only: { column: ['ActionType'], equals: ['ProcessCreated'] },
  },
  LinuxAudit: {
    columns: {
      name: ['exe', 'comm'],
      pid: 'pid',
      parentPid: 'ppid',
      time: ['AuditTime', 'TimeGenerated', 'timestamp'],
      host: ['Computer', 'HostName', 'node'],
      commandLine: ['cmdline', 'proctitle'],
      user: ['acct', 'auid', 'uid'],
      logon: 'ses',
    },
    // `syscall` by name, or its number on x86-64, ARM64 and x86.
    only: {
      column: ['EventType', 'syscall', 'type'],
      equals: ['SYSCALL_EXECVE', 'EXECVE', 'SYSCALL', 'execve', 'execveat', 59, 322, 221, 281, 11, 358],
    },
  },
  Osquery: {
    columns: {
      name: ['path', 'columns_path', 'name'],
      pid: ['pid', 'columns_pid'],
      parentPid: ['parent', 'columns_parent'],
      time: ['time', 'columns_time', 'unixTime', 'TimeGenerated'],
      host: ['hostIdentifier', 'host_identifier', 'Computer', 'HostName'],
      commandLine: ['cmdline', 'columns_cmdline'],
      user: ['username', 'columns_username', 'uid', 'columns_uid', 'auid', 'columns_auid'],
    },
    only: { column: ['action'], equals: ['added', 'snapshot'] },
  },
} as const satisfies Readonly<Record<string, ProcessLog>>

/** So many columns of a known log a table has at least, to be taken for it. */
export const leastShared = 4

/** What custom tables of Log Analytics put behind the names of their columns, by type. */
const typeSuffixes = ['', '_s', '_d', '_g', '_t', '_b']

/** The table's columns for a known log's roles; undefined where a required one is missing. */
export function columnsOfLog(table: Table, log: ProcessLog): ProcessColumns | undefined {
  const found: Partial<Record<ProcessRole, string>> = {}
  for (const [role, names] of Object.entries(log.columns)) {
    const column = filledColumn(table, spellings([names].flat()))
    if (column !== undefined) found[role as ProcessRole] = column
  }
  const { name, pid, parentPid, time } = found
  if (name === undefined || pid === undefined || parentPid === undefined || time === undefined) return undefined
  const filter = log.only && findColumn(table, log.only.column)
  const only = filter === undefined ? undefined : { column: filter, equals: log.only!.equals }
  return { ...found, name, pid, parentPid, time, only }
}

/** The first of the names that the table has, be it with the suffix of a custom table. */
export function findColumn(table: Table, names: readonly string[]): string | undefined {
  return spellings(names).find((name) => table.indexOf(name) >= 0)
}

function spellings(names: readonly string[]): string[] {
  return names.flatMap((name) => typeSuffixes.map((suffix) => name + suffix))
}

/** How many things columns tell. */
export function sharedCount(columns: ProcessColumns): number {
  return Object.entries(columns).filter(([role, column]) => role !== 'only' && column !== undefined).length
}

/** Throws `PROCESS_COLUMNS` where a required column is missing. */
export function checkProcessColumns(table: Table, columns: ProcessColumns): void {
  const missing = requiredRoles.filter((role) => table.indexOf(columns[role]) < 0)
  if (missing.length === 0) return
  const names = missing.map((role) => `\`${columns[role]}\` (${role})`)
  throw new HuntletError('PROCESS_COLUMNS', `The table lacks ${names.join(', ')} to build a process tree.`)
}
