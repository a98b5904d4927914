import { HuntletError } from '../../lib/diagnostic.ts'
import type { Cell, Table } from '../../lib/table.ts'

/** Which columns of a table say what about a process that was created. The first four must be there. */
export interface ProcessColumns {
  readonly name: string
  readonly pid: string
  readonly parentPid: string
  readonly time: string
  readonly parentName?: string
  readonly host?: string
  readonly commandLine?: string
  readonly user?: string
  readonly logon?: string
  /** The logon the process was created for; where it is not `0x0`, it is the process's logon. */
  readonly targetLogon?: string
  /** Identities of process and parent that are unique by themselves, as Sysmon gives them: then nothing else is matched. */
  readonly guid?: string
  readonly parentGuid?: string
  /** When process and parent were created, as Defender gives it: then the parent is the one created at that time. */
  readonly created?: string
  readonly parentCreated?: string
  /** The parent of the parent, for a parent that is not in the log. */
  readonly grandparentName?: string
  readonly grandparentPid?: string
  readonly grandparentCreated?: string
  /** Only rows whose column has this value. */
  readonly only?: { readonly column: string; readonly equals: Cell }
}

/** The logs whose columns are known. */
export const processSchemas = {
  SecurityEvent: {
    name: 'NewProcessName',
    pid: 'NewProcessId',
    parentPid: 'ProcessId',
    time: 'TimeGenerated',
    parentName: 'ParentProcessName',
    host: 'Computer',
    commandLine: 'CommandLine',
    user: 'Account',
    logon: 'SubjectLogonId',
    targetLogon: 'TargetLogonId',
    only: { column: 'EventID', equals: 4688 },
  },
  Sysmon: {
    name: 'Image',
    pid: 'ProcessId',
    parentPid: 'ParentProcessId',
    time: 'TimeGenerated',
    parentName: 'ParentImage',
    host: 'Computer',
    commandLine: 'CommandLine',
    user: 'User',
    logon: 'LogonId',
    guid: 'ProcessGuid',
    parentGuid: 'ParentProcessGuid',
    only: { column: 'EventID', equals: 1 },
  },
  DeviceProcessEvents: {
    name: 'FileName',
    pid: 'ProcessId',
    parentPid: 'InitiatingProcessId',
    time: 'TimeGenerated',
    parentName: 'InitiatingProcessFileName',
    host: 'DeviceName',
    commandLine: 'ProcessCommandLine',
    user: 'AccountName',
    logon: 'LogonId',
    created: 'ProcessCreationTime',
    parentCreated: 'InitiatingProcessCreationTime',
    grandparentName: 'InitiatingProcessParentFileName',
    grandparentPid: 'InitiatingProcessParentId',
    grandparentCreated: 'InitiatingProcessParentCreationTime',
    only: { column: 'ActionType', equals: 'ProcessCreated' },
  },
} as const satisfies Readonly<Record<string, ProcessColumns>>

export type ProcessSchema = keyof typeof processSchemas

const required = ['name', 'pid', 'parentPid', 'time'] as const satisfies readonly (keyof ProcessColumns)[]

/**
 * The known log that a table looks like: of those whose required columns are all there, the one with the most columns in common.
 * Throws `PROCESS_COLUMNS` where it looks like none.
 */
export function detectProcessColumns(table: Table): ProcessColumns {
  let best: ProcessColumns | undefined
  let most = 0
  for (const columns of Object.values<ProcessColumns>(processSchemas)) {
    const shared = columnNames(columns).filter((name) => table.indexOf(name) >= 0).length
    if (required.some((key) => table.indexOf(columns[key]) < 0) || shared <= most) continue
    best = columns
    most = shared
  }
  if (best) return best
  throw new HuntletError('PROCESS_COLUMNS', 'The columns of this table are not those of a log of created processes.', {
    hint: `Known are ${Object.keys(processSchemas).join(', ')}; otherwise say which columns hold name, pid, parentPid and time.`,
  })
}

/** Throws `PROCESS_COLUMNS` where a required column is missing. */
export function checkProcessColumns(table: Table, columns: ProcessColumns): void {
  const missing = required.filter((key) => table.indexOf(columns[key]) < 0)
  if (missing.length === 0) return
  const names = missing.map((key) => `\`${columns[key]}\` (${key})`)
  throw new HuntletError('PROCESS_COLUMNS', `The table lacks ${names.join(', ')} to build a process tree.`)
}

function columnNames(columns: ProcessColumns): readonly string[] {
  return Object.values(columns).filter((value) => typeof value === 'string')
}
