import { ownEntry } from '../../../../lib/own-entry.ts'
import type { Json } from '../../../../lib/table.ts'
import { isObject, type JsonObject } from '../json-shapes.ts'
import { securityEventTitles } from './security-event-titles.ts'
import { asText, row, type Shape } from './shape.ts'

/** An event of Windows, whichever agent wrote it down. */
export interface WindowsEvent {
  readonly time: Json | undefined
  readonly computer: Json | undefined
  readonly channel: string
  readonly id: number
  readonly source: Json | undefined
  readonly level: Json | undefined
  readonly message: string
  /** The named fields of the event itself. */
  readonly data: JsonObject
  /** The same as XML, where it came so: fields may be without names, and repeat. */
  readonly xml?: string
  /** What the frame of an event says, where it came whole. */
  readonly system?: {
    readonly recordId: string | undefined
    readonly task: number | undefined
    readonly opcode: string | undefined
    readonly keywords: string | undefined
    readonly version: number | undefined
    readonly processId: number | undefined
    readonly threadId: number | undefined
    readonly userSid: string | undefined
  }
}

/** What nxlog says of an event beside its own fields. */
const nxlogFrame: ReadonlySet<string> = new Set(
  `@timestamp @version EventTime EventReceivedTime Hostname Keywords EventType SeverityValue Severity EventID SourceName
  ProviderGuid Version Task OpcodeValue Opcode RecordNumber ThreadID ProcessID ExecutionProcessID ExecutionThreadID Channel
  Message Category SourceModuleName SourceModuleType host port tags ActivityID RelatedActivityID`.split(/\s+/),
)

/** Logons are told of who logs on; other events of who did it. */
const targetIsAccount: ReadonlySet<number> = new Set([4624, 4625, 4634, 4647, 4768, 4769, 4771])

const logonTypes: Readonly<Record<string, string>> = {
  2: 'Interactive',
  3: 'Network',
  4: 'Batch',
  5: 'Service',
  7: 'Unlock',
  8: 'NetworkCleartext',
  9: 'NewCredentials',
  10: 'RemoteInteractive',
  11: 'CachedInteractive',
}

/** Level of an event → its name; agents write names, the log numbers. */
const levels: Readonly<Record<string, string>> = {
  0: 'LogAlways',
  1: 'Critical',
  2: 'Error',
  3: 'Warning',
  4: 'Information',
  5: 'Verbose',
  info: 'Information',
}

/** Accounts every Windows has. */
const wellKnown: Readonly<Record<string, string>> = {
  'S-1-5-18': 'NT AUTHORITY\\SYSTEM',
  'S-1-5-19': 'NT AUTHORITY\\LOCAL SERVICE',
  'S-1-5-20': 'NT AUTHORITY\\NETWORK SERVICE',
}

/** Events as winlogbeat and nxlog write them: rows of SecurityEvent for the channel Security, of Event for the others. */
export const windowsEvent: Shape = {
  name: 'events of Windows',
  recognises: (record) => eventOf(record) !== undefined,
  convert: (record) => windowsEventRow(eventOf(record)!),
}

/** The row an event is. */
export function windowsEventRow(event: WindowsEvent): JsonObject {
  return event.channel === 'Security' ? securityEvent(event) : otherEvent(event)
}

function eventOf(record: JsonObject): WindowsEvent | undefined {
  const { winlog, Channel, EventID, Hostname, SourceName } = record
  const time = record['@timestamp']
  if (isObject(winlog) && typeof winlog.channel === 'string' && Number.isInteger(Number(winlog.event_id))) {
    return {
      time,
      computer: winlog.computer_name,
      channel: winlog.channel,
      id: Number(winlog.event_id),
      source: winlog.provider_name,
      level: isObject(record.log) ? record.log.level : record.level,
      message: asText(record.message) ?? '',
      data: isObject(winlog.event_data) ? winlog.event_data : {},
    }
  }
  if (typeof Channel !== 'string' || typeof Hostname !== 'string' || typeof SourceName !== 'string') return undefined
  // EventTime alone is local, and says no zone.
  if (typeof time !== 'string' || !Number.isInteger(Number(EventID))) return undefined
  return {
    time,
    computer: Hostname,
    channel: Channel,
    id: Number(EventID),
    source: SourceName,
    level: record.Severity,
    message: asText(record.Message) ?? '',
    data: Object.fromEntries(Object.entries(record).filter(([name]) => !nxlogFrame.has(name))),
  }
}

function levelName(level: Json | undefined): string | undefined {
  const text = asText(level)?.toLowerCase()
  if (text === undefined || text === '') return undefined
  return ownEntry(levels, text) ?? `${text[0]!.toUpperCase()}${text.slice(1)}`
}

function securityEvent(event: WindowsEvent): JsonObject {
  const { time, computer, channel, id, source, level, message, data, system } = event
  const subject = accountOf(data.SubjectDomainName, data.SubjectUserName)
  const target = accountOf(data.TargetDomainName, data.TargetUserName)
  const account = targetIsAccount.has(id) ? (target ?? subject) : (subject ?? target)
  const logonType = ownEntry(logonTypes, String(data.LogonType))
  return row({
    ...data,
    TimeGenerated: time,
    Computer: computer,
    Channel: channel,
    EventID: id,
    EventSourceName: source,
    Activity: `${id} - ${message.split(/[\r\n]/, 1)[0] || (securityEventTitles.get(id) ?? '')}`,
    ...(system && {
      Level: asText(level),
      EventLevelName: levelName(level),
      EventRecordId: system.recordId,
      Keywords: system.keywords,
      Opcode: system.opcode,
      Task: system.task,
      Version: system.version,
      SystemProcessId: system.processId,
      SystemThreadId: system.threadId,
      SystemUserId: system.userSid,
    }),
    Account: account,
    AccountType: account && (account.endsWith('$') ? 'Machine' : 'User'),
    SubjectAccount: subject,
    TargetAccount: target,
    LogonTypeName: logonType && `${data.LogonType} - ${logonType}`,
    Process: asText(data.NewProcessName)?.split('\\').at(-1),
    $table: 'SecurityEvent',
  })
}

/** `DOMAIN\user`; undefined for no one, which Windows writes as a hyphen. */
function accountOf(domain: Json | undefined, user: Json | undefined): string | undefined {
  const [realm, name] = [asText(domain) ?? '', asText(user) ?? '']
  if (name === '' || name === '-') return undefined
  return realm === '' || realm === '-' ? name : `${realm}\\${name}`
}

function otherEvent(event: WindowsEvent): JsonObject {
  const { time, computer, channel, id, source, level, message, data, system, xml } = event
  const fields = Object.entries(data).map(
    ([name, value]) => `<Data Name="${xmlText(name)}">${xmlText(asText(value) ?? '')}</Data>`,
  )
  return row({
    TimeGenerated: time,
    Computer: computer,
    EventLog: channel,
    Source: source,
    EventID: id,
    EventLevel: typeof level === 'number' ? level : undefined,
    EventLevelName: levelName(level),
    EventCategory: system?.task,
    UserName: system?.userSid && (ownEntry(wellKnown, system.userSid) ?? system.userSid),
    EventData: `<DataItem type="System.XmlData">${xml ?? `<EventData xmlns="${eventSchema}">${fields.join('')}</EventData>`}</DataItem>`,
    RenderedDescription: message,
    $table: 'Event',
  })
}

const eventSchema = 'http://schemas.microsoft.com/win/2004/08/events/event'

/** A text as it stands in XML. */
export function xmlText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
