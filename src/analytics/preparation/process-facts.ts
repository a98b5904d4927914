import { countOf } from '../../lib/count-of.ts'
import type { Table } from '../../lib/table.ts'
import { type ColumnTexts, columnTexts, combineTexts, hasValues, mapTexts, withTexts } from '../columns/column-texts.ts'
import { sysmonFields, withEventData } from '../columns/event-data.ts'
import { fileName } from './command-line/programs.ts'
import { windowsPath } from './command-line/split-command-line.ts'

/** Which columns of a log tell of a created process. */
export interface ProcessLog {
  readonly name: string
  readonly required: readonly string[]
  readonly also: readonly string[]
  readonly actor: readonly string[]
  /** The program's whole path, or its name where the log has no path. */
  readonly image: string
  /** The program's name, where `image` may be only its folder. */
  readonly file?: string
  readonly parent?: string
  /** Folder of the parent, or its whole path, where `parent` is only its name. */
  readonly parentFolder?: string
  readonly commandLine?: string
  /** Whether the process was given a full token: what is written then. */
  readonly elevation?: { readonly column: string; readonly full: readonly string[] }
  /** The name the file was built with. */
  readonly original?: string
  /** What the file calls itself. */
  readonly product?: readonly string[]
  /** Security identifier, name or logon of the account: whether it is the system's own. */
  readonly account?: readonly string[]
  /** The logon a process was created in and, where it is another, for: read into a column `Logon`. */
  readonly logon?: { readonly created: string; readonly target: string }
  readonly only?: readonly { readonly column: string; readonly is: (text: string) => boolean; readonly text: string }[]
  /** Fields of the XML of `EventData` that are read into columns of their own first. */
  readonly eventData?: readonly string[]
}

const whole = (wanted: string) => (text: string) => text.replace(/\.0+$/, '') === wanted

export const processLogs = [
  {
    name: 'SecurityEvent',
    required: ['NewProcessName', 'EventID'],
    also: [
      'ParentProcessName',
      'CommandLine',
      'NewProcessId',
      'TokenElevationType',
      'SubjectLogonId',
      'SubjectUserSid',
    ],
    actor: ['Computer', 'Account', 'Logon'],
    logon: { created: 'SubjectLogonId', target: 'TargetLogonId' },
    image: 'NewProcessName',
    parent: 'ParentProcessName',
    commandLine: 'CommandLine',
    elevation: { column: 'TokenElevationType', full: ['%%1937', 'TokenElevationTypeFull', '2'] },
    account: ['SubjectUserSid', 'SubjectLogonId'],
    only: [{ column: 'EventID', is: whole('4688'), text: '`EventID` is not 4688' }],
  },
  {
    name: 'Sysmon',
    required: ['Image'],
    also: [
      'ParentImage',
      'CommandLine',
      'ProcessGuid',
      'ParentProcessGuid',
      'IntegrityLevel',
      'OriginalFileName',
      'LogonGuid',
    ],
    actor: ['Computer', 'User', 'LogonId'],
    image: 'Image',
    parent: 'ParentImage',
    commandLine: 'CommandLine',
    elevation: { column: 'IntegrityLevel', full: ['High'] },
    original: 'OriginalFileName',
    account: ['LogonId', 'User'],
    only: [{ column: 'EventID', is: whole('1'), text: '`EventID` is not 1' }],
  },
  {
    name: 'Event',
    required: ['EventData', 'EventID', 'Source'],
    also: ['EventLog', 'RenderedDescription', 'ParameterXml'],
    actor: ['Computer', 'User', 'LogonId'],
    image: 'Image',
    parent: 'ParentImage',
    commandLine: 'CommandLine',
    elevation: { column: 'IntegrityLevel', full: ['High'] },
    original: 'OriginalFileName',
    account: ['LogonId', 'User'],
    only: [
      { column: 'Source', is: (text) => /sysmon/i.test(text), text: '`Source` is not Sysmon' },
      { column: 'EventID', is: whole('1'), text: '`EventID` is not 1' },
    ],
    eventData: sysmonFields,
  },
  {
    name: 'DeviceProcessEvents',
    required: ['FileName', 'ProcessCommandLine'],
    also: [
      'FolderPath',
      'InitiatingProcessFileName',
      'InitiatingProcessFolderPath',
      'ProcessTokenElevation',
      'ActionType',
      'DeviceName',
    ],
    actor: ['DeviceName', 'AccountDomain', 'AccountName', 'LogonId'],
    image: 'FolderPath',
    file: 'FileName',
    parent: 'InitiatingProcessFileName',
    parentFolder: 'InitiatingProcessFolderPath',
    commandLine: 'ProcessCommandLine',
    elevation: { column: 'ProcessTokenElevation', full: ['TokenElevationTypeFull'] },
    original: 'ProcessVersionInfoOriginalFileName',
    account: ['AccountSid', 'LogonId'],
    only: [
      { column: 'ActionType', is: (text) => text === 'ProcessCreated', text: '`ActionType` is not ProcessCreated' },
    ],
  },
  {
    name: 'VMProcess',
    required: ['ExecutableName'],
    also: ['ExecutablePath', 'DisplayName', 'ProductName', 'InternalName', 'Machine', 'Services', 'WorkingDirectory'],
    actor: ['Computer', 'UserDomain', 'UserName'],
    image: 'ExecutablePath',
    file: 'ExecutableName',
    commandLine: 'CommandLine',
    product: ['DisplayName', 'ProductName'],
  },
  {
    name: 'auditd',
    required: ['exe'],
    also: ['cmdline', 'pid', 'ppid', 'auid', 'ses', 'cwd', 'EventType'],
    actor: ['Computer', 'acct', 'ses'],
    image: 'exe',
    commandLine: 'cmdline',
    account: ['auid'],
    only: [{ column: 'EventType', is: (text) => /execve/i.test(text), text: '`EventType` is no EXECVE' }],
  },
] as const satisfies readonly ProcessLog[]

/** What a log says of each created process. */
export interface ProcessFacts {
  /** The rows that tell of one, with columns read out of XML. */
  readonly table: Table
  /** Where these stand in the whole log. */
  readonly rows: Uint32Array
  /** Whole path in lower case, or the name where the log has none. */
  readonly image: ColumnTexts
  /** The same of the parent; empty where it is not told. */
  readonly parent: ColumnTexts
  readonly commandLine: ColumnTexts
  /** `elevated` or empty. */
  readonly elevation: ColumnTexts
  /** The name the file was built with, in lower case, where it is another than it has. */
  readonly original: ColumnTexts
  readonly product: ColumnTexts
  /** `system`, `local service`, `network service`; empty for any other account. */
  readonly system: ColumnTexts
  readonly notices: readonly string[]
}

/** The rows of a log that tell of created processes, read in one way whatever the log. */
export function readProcessFacts(all: Table, log: ProcessLog): ProcessFacts {
  const { rows, notices } = onlyRows(all, log)
  const own = rows.length === all.rowCount ? all : all.pick(rows)
  const table = withLogon(log.eventData === undefined ? own : withEventData(own, log.eventData), log)
  const texts = (name: string | undefined) => columnTexts(table, name)
  const lowerPath = (column: ColumnTexts) => mapTexts(column, (text) => windowsPath(text.trim()).toLowerCase())
  const image = combineTexts([lowerPath(texts(log.image)), lowerPath(texts(log.file))], ([path, name]) =>
    wholePath(path!, name!),
  )
  const parent = combineTexts([lowerPath(texts(log.parent)), lowerPath(texts(log.parentFolder))], ([name, folder]) =>
    log.parentFolder === undefined ? name! : wholePath(folder!, name!),
  )
  const full: readonly string[] = log.elevation?.full ?? []
  return {
    table,
    rows,
    image,
    parent,
    commandLine: texts(log.commandLine),
    elevation: mapTexts(texts(log.elevation?.column), (text) => (full.includes(text) ? 'elevated' : '')),
    original: combineTexts([image, texts(log.original)], ([path, name]) =>
      renamedFrom(path!, name!.trim().toLowerCase()),
    ),
    product: combineTexts((log.product ?? ['']).map(texts), (names) =>
      JSON.stringify(names.filter((name) => name.trim() !== '')),
    ),
    system: combineTexts((log.account ?? ['']).map(texts), systemAccount),
    notices,
  }
}

/** The rows that are of the log's own kind, and why the others are not. */
function onlyRows(table: Table, log: ProcessLog): { readonly rows: Uint32Array; readonly notices: readonly string[] } {
  const notices: string[] = []
  let rows = Uint32Array.from({ length: table.rowCount }, (_, row) => row)
  for (const { column, is, text } of log.only ?? []) {
    if (!hasValues(table, column)) continue
    const { texts, index } = columnTexts(table, column)
    const wanted = texts.map(is)
    const kept = rows.filter((row) => wanted[index[row]!])
    if (kept.length < rows.length) notices.push(`${countOf(rows.length - kept.length, 'row')} left out, as ${text}.`)
    rows = kept
  }
  return { rows, notices }
}

/** A process that is started for somebody else belongs to his logon. */
function withLogon(table: Table, { logon }: ProcessLog): Table {
  if (logon === undefined || table.indexOf('Logon') >= 0 || table.indexOf(logon.created) < 0) return table
  const columns = [columnTexts(table, logon.created), columnTexts(table, logon.target)]
  const logons = combineTexts(columns, ([created, target]) => (/^(?:|-|0x0|0)$/i.test(target!) ? created! : target!))
  return withTexts(table, 'Logon', logons)
}

/** A folder, or a path that already has the name, and the name. */
function wholePath(folder: string, name: string): string {
  if (name === '' || fileName(folder) === name) return folder
  if (folder === '') return name
  const last = fileName(folder)
  // A path that ends in another executable is the program by its right name.
  if (/\.(?:exe|com|scr|bat|cmd)$/.test(last) || last === `${name}.exe`) return folder
  const separator = folder.includes('/') && !folder.includes('\\') ? '/' : '\\'
  return /[\\/]$/.test(folder) ? folder + name : folder + separator + name
}

function renamedFrom(path: string, original: string): string {
  const stem = (name: string) => name.replace(/(?:\.(?:exe|dll|mui|com|scr|cpl))+$/, '')
  if (original === '' || original === '-' || original === '?' || path === '') return ''
  return stem(original) === stem(fileName(path)) ? '' : original
}

/** The system's own account, where every column that says something says the same. */
function systemAccount(texts: readonly string[]): string {
  const told = texts.map((text) => text.trim().toLowerCase()).filter((text) => text !== '')
  const known = new Set(told.map((text) => systemAccounts.get(text) ?? ''))
  return known.size === 1 ? [...known][0]! : ''
}

/** The accounts that Windows itself runs as: by identifier, by logon (in either base), by name. */
const systemAccounts: ReadonlyMap<string, string> = new Map([
  ['s-1-5-18', 'system'],
  ['0x3e7', 'system'],
  ['999', 'system'],
  ['nt authority\\system', 'system'],
  ['s-1-5-19', 'local service'],
  ['0x3e5', 'local service'],
  ['997', 'local service'],
  ['nt authority\\local service', 'local service'],
  ['s-1-5-20', 'network service'],
  ['0x3e4', 'network service'],
  ['996', 'network service'],
  ['nt authority\\network service', 'network service'],
  // What auditd writes for a process that no log-on started.
  ['4294967295', 'system'],
  ['-1', 'system'],
  ['unset', 'system'],
])
