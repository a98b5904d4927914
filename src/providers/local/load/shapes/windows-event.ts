import type { Json } from '../../../../lib/table.ts'
import { isObject, type JsonObject } from '../json-shapes.ts'
import { asText, row, type Shape } from './shape.ts'

/** An event of Windows, whichever agent wrote it down. */
interface WindowsEvent {
  readonly time: Json | undefined
  readonly computer: Json | undefined
  readonly channel: string
  readonly id: number
  readonly source: Json | undefined
  readonly level: Json | undefined
  readonly message: string
  /** The named fields of the event itself. */
  readonly data: JsonObject
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

/** Events as winlogbeat and nxlog write them: rows of SecurityEvent for the channel Security, of Event for the others. */
export const windowsEvent: Shape = {
  name: 'events of Windows',
  recognises: (record) => eventOf(record) !== undefined,
  convert(record) {
    const event = eventOf(record)!
    return event.channel === 'Security' ? securityEvent(event) : otherEvent(event)
  },
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

function securityEvent({ time, computer, channel, id, source, message, data }: WindowsEvent): JsonObject {
  const subject = accountOf(data.SubjectDomainName, data.SubjectUserName)
  const target = accountOf(data.TargetDomainName, data.TargetUserName)
  const account = targetIsAccount.has(id) ? (target ?? subject) : (subject ?? target)
  const logonType = logonTypes[String(data.LogonType)]
  return row({
    ...data,
    TimeGenerated: time,
    Computer: computer,
    Channel: channel,
    EventID: id,
    EventSourceName: source,
    Activity: `${id} - ${message.split(/[\r\n]/, 1)[0]}`,
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

function otherEvent({ time, computer, channel, id, source, level, message, data }: WindowsEvent): JsonObject {
  const fields = Object.entries(data).map(
    ([name, value]) => `<Data Name="${xml(name)}">${xml(asText(value) ?? '')}</Data>`,
  )
  return row({
    TimeGenerated: time,
    Computer: computer,
    EventLog: channel,
    Source: source,
    EventID: id,
    EventLevelName: level,
    EventData: `<DataItem type="System.XmlData"><EventData xmlns="http://schemas.microsoft.com/win/2004/08/events/event">${fields.join('')}</EventData></DataItem>`,
    RenderedDescription: message,
    $table: 'Event',
  })
}

function xml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
