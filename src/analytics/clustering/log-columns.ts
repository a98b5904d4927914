import type { Table } from '../../lib/table.ts'
import { columnAt } from '../columns/column-at.ts'

/** Which columns of a log of created processes say what. Those not named are found by their usual names. */
export interface ProcessLogColumns {
  readonly process?: string
  readonly commandLine?: string
  readonly parent?: string
  readonly account?: string
  readonly logon?: string
  readonly host?: string
  readonly time?: string
  readonly source?: string
}

const usual = {
  process: ['NewProcessName', 'Image', 'FolderPath', 'Process', 'ExecutablePath', 'FileName', 'exe'],
  commandLine: ['CommandLine', 'ProcessCommandLine', 'cmd'],
  parent: ['ParentProcessName', 'ParentImage', 'Parent', 'InitiatingProcessFileName'],
  account: ['Account', 'User', 'SubjectAccount', 'SubjectUserName', 'AccountName', 'UserName', 'acct', 'uid'],
  logon: ['SubjectLogonId', 'LogonId', 'Logon', 'ses'],
  host: ['Computer', 'Host', 'DeviceName', 'HostName'],
  time: ['TimeGenerated', 'EventStartTime', 'Timestamp', 'TimeCreated', 'UtcTime'],
  source: ['Source'],
} as const satisfies Readonly<Record<keyof ProcessLogColumns, readonly string[]>>

/** The columns of the table; undefined where it has none of the kind. Throws `COLUMN_UNKNOWN` without a process, or where a named one is not there. */
export function findLogColumns(table: Table, named: ProcessLogColumns = {}): ProcessLogColumns {
  const has = (name: string) => table.indexOf(name) >= 0
  const found: Record<string, string> = {}
  for (const [kind, names] of Object.entries(usual)) {
    const given = named[kind as keyof ProcessLogColumns]
    if (given !== undefined) columnAt(table, given, kind)
    const name = given ?? names.find(has)
    if (name !== undefined) found[kind] = name
  }
  if (found.process === undefined) columnAt(table, usual.process[0], 'the program; `process` names another')
  return found
}
