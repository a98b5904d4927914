import { HuntletError } from '../../lib/diagnostic.ts'
import type { Table } from '../../lib/table.ts'
import { hasValues } from '../columns/column-texts.ts'
import type { CommandShape } from './command-shape.ts'
import { processLogs } from './process-facts.ts'
import { type BagColumns, directoryChange, initiator, readBagCommands } from './read-bag-commands.ts'
import { readProcessCommands } from './read-process-commands.ts'
import { readSyslogCommands } from './read-syslog-commands.ts'

const succeeded = /^(?:|true|succeeded|success|0|none)$/i
const office = (text: string) => (succeeded.test(text) ? '' : /^partial/i.test(text) ? ' (partly)' : ' (failed)')
const inParentheses = (text: string) => (text === '' ? '' : ` (${text})`)
const isFailure = (text: string) => (/^(?:fail|denied)/i.test(text) ? ' (failed)' : '')

const bagLogs: readonly (Omit<CommandShape, 'read' | 'values'> & { readonly columns: BagColumns })[] = [
  {
    name: 'OfficeActivity',
    required: ['Operation'],
    also: [
      'OfficeWorkload',
      'RecordType',
      'UserType',
      'Parameters',
      'OfficeObjectId',
      'OfficeId',
      'ResultStatus',
      'UserKey',
    ],
    actor: ['UserId', 'ClientIP'],
    columns: {
      command: ['Operation'],
      outcome: { columns: ['ResultStatus'], suffixOf: office },
      bag: 'Parameters',
      facets: [
        { column: 'ItemType' },
        { column: 'SourceFileExtension', reduce: (text) => text.toLowerCase() },
        { column: 'DestinationFileExtension', reduce: (text) => text.toLowerCase() },
        { column: 'EventSource' },
        { column: 'SharingType' },
        { column: 'Logon_Type' },
        // What follows the first part is versions and machines.
        {
          column: 'ClientInfoString',
          as: 'Client',
          reduce: (text) => text.split(/[;/]/, 1)[0]!.replace(/^Client=/, ''),
        },
        { column: 'AddOnType' },
        { column: 'TabType' },
        { column: 'CommunicationType' },
      ],
    },
  },
  {
    name: 'AWSCloudTrail',
    required: ['EventName'],
    also: [
      'EventSource',
      'RequestParameters',
      'AWSRegion',
      'UserIdentityType',
      'UserIdentityArn',
      'AwsEventId',
      'ErrorCode',
      'SourceIpAddress',
    ],
    actor: ['UserIdentityArn', 'SourceIpAddress', 'UserAgent'],
    columns: {
      command: ['EventName'],
      outcome: { columns: ['ErrorCode'], suffixOf: inParentheses },
      bag: 'RequestParameters',
    },
  },
  {
    name: 'SigninLogs',
    required: ['AppDisplayName', 'UserPrincipalName'],
    also: [
      'ResultType',
      'ClientAppUsed',
      'ConditionalAccessStatus',
      'AppId',
      'IPAddress',
      'AuthenticationRequirement',
      'DeviceDetail',
    ],
    actor: ['UserPrincipalName', 'IPAddress'],
    columns: {
      command: ['AppDisplayName'],
      outcome: {
        columns: ['ResultType'],
        suffixOf: (text) => (/^(?:|0(?:\.0)?)$/.test(text) ? '' : ` failed ${text}`),
      },
      facets: [
        { column: 'ClientAppUsed', as: 'Client' },
        { column: 'Location', as: 'Country' },
        { column: 'ConditionalAccessStatus', as: 'Policy' },
        { column: 'AuthenticationRequirement', as: 'Authentication' },
      ],
    },
  },
  {
    name: 'AuditLogs',
    required: ['OperationName', 'Category'],
    also: [
      'TargetResources',
      'InitiatedBy',
      'LoggedByService',
      'ActivityDisplayName',
      'AADOperationType',
      'Result',
      'AdditionalDetails',
    ],
    actor: ['Actor', 'ActorAddress'],
    columns: {
      derived: [
        { column: 'Actor', from: 'InitiatedBy', read: (text) => initiator(text).name },
        { column: 'ActorAddress', from: 'InitiatedBy', read: (text) => initiator(text).address },
      ],
      command: ['OperationName', 'ActivityDisplayName'],
      outcome: { columns: ['Result'], suffixOf: isFailure },
      bag: 'TargetResources',
      bagOf: directoryChange,
    },
  },
  {
    name: 'AzureActivity',
    required: ['Caller'],
    also: [
      'OperationNameValue',
      'ActivityStatusValue',
      'CallerIpAddress',
      'Authorization',
      'HTTPRequest',
      'ResourceGroup',
      'EventDataId',
      'Claims',
    ],
    actor: ['Caller', 'CallerIpAddress'],
    columns: {
      command: ['OperationNameValue', 'OperationName'],
      commandOf: (text) => text.trim().toLowerCase(),
      outcome: {
        columns: ['ActivityStatusValue', 'ActivityStatus'],
        suffixOf: (text) => (/^(?:start|accept)/i.test(text) ? ' (started)' : isFailure(text)),
      },
      started: { is: (text) => /^(?:start|accept)/i.test(text), same: 'CorrelationId' },
      facets: [
        { column: 'CategoryValue', as: 'Category' },
        { column: 'Level' },
        { column: 'ActivitySubstatusValue', as: 'Substatus' },
      ],
    },
  },
]

/** The logs whose commands are known. */
const commandShapes: readonly CommandShape[] = [
  ...bagLogs.map(
    ({ columns, ...shape }): CommandShape => ({
      ...shape,
      values: 'logged',
      read: (table, values, progress) => readBagCommands(table, columns, values, progress),
    }),
  ),
  ...processLogs.map(
    ({ name, required, also, actor }, at): CommandShape => ({
      name,
      required,
      also,
      actor,
      values: 'names',
      read: (table, values, progress) => readProcessCommands(table, processLogs[at]!, values, progress),
    }),
  ),
  {
    name: 'Syslog',
    required: ['SyslogMessage'],
    also: ['Facility', 'SeverityLevel', 'ProcessName', 'ProcessID', 'HostIP'],
    actor: ['Computer', 'ProcessName'],
    values: 'names',
    read: readSyslogCommands,
  },
]

/** The columns of a shape that say something in the table. */
export function sharedColumns(table: Table, shape: Pick<CommandShape, 'required' | 'also'>): string[] {
  return [...shape.required, ...shape.also].filter((name) => hasValues(table, name))
}

/**
 * The kind of log a table is: what its `Type` says, if its columns agree; else, of those whose required columns say something, the one with
 * the most columns in common. Of an empty table its columns tell. Throws `COMMANDS_UNKNOWN` where it looks like none.
 */
export function detectCommandShape(table: Table): CommandShape {
  const says =
    table.rowCount === 0 ? (name: string) => table.indexOf(name) >= 0 : (name: string) => hasValues(table, name)
  const fits = commandShapes.filter(({ required }) => required.every(says))
  const type = table.rowCount > 0 ? table.value(0, 'Type') : undefined
  const typed = fits.find(({ name }) => name === type)
  if (typed) return typed
  const shared = fits.map(({ required, also }) => [...required, ...also].filter(says).length)
  const best = fits[shared.indexOf(Math.max(...shared))]
  if (best) return best
  throw new HuntletError(
    'COMMANDS_UNKNOWN',
    'The columns of this table are not those of a log whose commands are known.',
    {
      hint: `Known are ${commandShapes.map(({ name }) => name).join(', ')}; otherwise say with \`command\` which column names what was done.`,
    },
  )
}

/** Throws `OPTION_INVALID` for a name that no shape has. */
export function commandShapeNamed(name: string): CommandShape {
  const shape = commandShapes.find((each) => each.name === name)
  if (shape) return shape
  throw new HuntletError('OPTION_INVALID', `There is no log shape \`${name}\`.`, {
    hint: `Shapes: ${commandShapes.map((each) => each.name).join(', ')}.`,
  })
}
