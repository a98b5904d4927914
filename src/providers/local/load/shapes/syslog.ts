import type { JsonObject } from '../json-shapes.ts'
import { commonEvent } from './common-event.ts'
import { type AboutFile, type LineReader, type LineShape, mostLines } from './line-shape.ts'
import { row } from './shape.ts'
import { instantOf, monthOf } from './written-time.ts'
import { lastYear, YearCount } from './year-count.ts'

/** What a user may say of syslog that its lines do not. */
export interface SyslogOptions {
  /** Of the first line. Default: from the time at which the file was written. */
  readonly year?: number
  /** Of times that say none. Default UTC. */
  readonly zone?: string
}

const facilities = `kern user mail daemon auth syslog lpr news uucp cron authpriv ftp ntp audit alert clock
  local0 local1 local2 local3 local4 local5 local6 local7`.split(/\s+/)
const severities = ['emerg', 'alert', 'crit', 'err', 'warning', 'notice', 'info', 'debug']

const priority = '(?:<(?<pri>\\d{1,3})>)?'
const isoTime = '(?<iso>\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d(?:[.,]\\d{1,9})?(?:Z|[+-]\\d\\d:?\\d\\d)?)'

/** RFC 5424. The structured data may hold spaces within quotes. */
const modern = new RegExp(
  `^${priority}1 (?:-|${isoTime}) (?<host>\\S+) (?<app>\\S+) (?<pid>\\S+) (?<id>\\S+) (?<data>-|(?:\\[(?:[^"\\]]|"(?:\\\\.|[^"\\\\])*")*\\])+)(?: (?<message>.*))?$`,
  's',
)
/** RFC 3164, some devices with a year. */
const classic = new RegExp(
  `^${priority}(?<month>[A-Z][a-z]{2}) +(?<day>\\d{1,2})(?: (?<year>(?:19|20)\\d\\d))? (?<time>\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,9})?):? (?<rest>.*)$`,
  's',
)
/** As rsyslog writes it to files, and devices that send ISO times. */
const isoLine = new RegExp(`^${priority}${isoTime} (?<rest>.*)$`, 's')
const tag = /^(?<app>[^\s[\]]{1,128}?)(?:\[(?<pid>\d+)\])?:(?: (?<message>.*))?$/s

interface SyslogLine {
  readonly pri: number | undefined
  /** Undefined where the line says none. */
  readonly time: ((year: number, zone: string | undefined) => string | undefined) | undefined
  /** Of a time without a year. */
  readonly date?: { readonly month: number; readonly day: number }
  readonly hasZone: boolean
  readonly host: string | undefined
  readonly app: string | undefined
  readonly pid: string | undefined
  readonly message: string
  readonly extra: JsonObject
}

/** Lines of syslog: rows of Syslog; those that carry CEF or LEEF, and bare lines of these, become rows of CommonSecurityLog. */
export function syslogShape(options: SyslogOptions = {}): LineShape {
  return {
    name: 'lines of syslog',
    recognises: (lines) => mostLines(lines, isSyslog),
    open: (file) => syslogReader(file, options),
  }
}

export const syslog = syslogShape()

/** An ISO time begins the lines of many logs: what follows it must look like a program and its message. */
function isSyslog(line: string): boolean {
  if (/^(CEF|LEEF):\s?\d/.test(line)) return commonEvent(line) !== undefined
  if (modern.test(line) || classic.test(line)) return true
  const { pri, iso, rest } = isoLine.exec(line)?.groups ?? {}
  if (iso === undefined || (pri === undefined && iso[10] !== 'T')) return false
  return /^\S+ [^\s[\]]{1,128}?(?:\[\d+\])?: /.test(rest!) || /\b(CEF|LEEF):\s?\d/.test(rest!)
}

function syslogReader({ modified = new Date() }: AboutFile, options: SyslogOptions): LineReader {
  const surveyed = new YearCount()
  const counted = new YearCount()
  let [passedAtEnd, endYear] = [0, 0]
  const years = new Set<number>()
  let zoneless = 0
  return {
    survey(line) {
      const [, month, day] = /^(?:<\d{1,3}>)?([A-Z][a-z]{2}) +(\d{1,2}) \d\d:/.exec(line) ?? []
      const number = month === undefined ? undefined : monthOf(month)
      if (number === undefined) return
      passedAtEnd = surveyed.after(number, Number(day))
      endYear = lastYear(number, Number(day), modified)
    },
    read(line) {
      const parsed = parseSyslog(line)
      if (!parsed) return 'it is no line of syslog'
      const event = commonEventOf(parsed)
      let year = 0
      if (parsed.date) {
        const passed = counted.after(parsed.date.month, parsed.date.day)
        const said = options.year === undefined ? yearOfEvent(parsed.date, event) : undefined
        year = said ?? (options.year ?? endYear - passedAtEnd) + passed
        if (said === undefined) years.add(year)
      }
      if (parsed.time && !parsed.hasZone) zoneless++
      const time = parsed.time?.(year, options.zone)
      if (parsed.time && time === undefined) return 'its time is none'
      return event ? commonRow(parsed, event, time) : syslogRow(parsed, time)
    },
    notes() {
      const said: string[] = []
      if (years.size > 0 && options.year === undefined) {
        const [first, last] = [Math.min(...years), Math.max(...years)]
        const span = first === last ? String(first) : `${first} to ${last}`
        said.push(`The lines say no year: taken for ${span}, by when the file was written.`)
      }
      if (zoneless > 0 && options.zone === undefined) said.push('The times of lines say no zone: taken for UTC.')
      return said
    },
  }
}

/** Null where the line is none of syslog. */
function parseSyslog(line: string): SyslogLine | undefined {
  if (/^(CEF|LEEF):/.test(line)) {
    return { ...nothing, message: line }
  }
  const newer = modern.exec(line)?.groups
  if (newer) {
    const { id, data } = newer
    return {
      pri: numberOf(newer.pri),
      ...isoTimeOf(newer.iso),
      host: present(newer.host),
      app: present(newer.app),
      pid: present(newer.pid),
      // A byte order mark says the message is UTF-8, which it is by now.
      message: (newer.message ?? '').replace(/^\ufeff/, ''),
      extra: row({ MsgId: present(id), StructuredData: present(data) }),
    }
  }
  const old = classic.exec(line)?.groups
  if (old) {
    const month = monthOf(old.month!)
    if (month === undefined) return undefined
    const date = { month, day: Number(old.day) }
    const [hour, minute, second] = old.time!.split(':').map((part) => Number.parseInt(part, 10))
    const fraction = old.time!.split('.')[1]
    const clock = { ...date, hour: hour!, minute: minute!, second: second!, fraction }
    return {
      pri: numberOf(old.pri),
      time: (year, zone) => instantOf({ ...clock, year: numberOf(old.year) ?? year }, zone),
      ...(old.year === undefined && { date }),
      hasZone: false,
      ...contentOf(old.rest!),
      extra: {},
    }
  }
  const iso = isoLine.exec(line)?.groups
  return iso && { pri: numberOf(iso.pri), ...isoTimeOf(iso.iso), ...contentOf(iso.rest!), extra: {} }
}

const nothing: SyslogLine = {
  pri: undefined,
  time: undefined,
  hasZone: true,
  host: undefined,
  app: undefined,
  pid: undefined,
  message: '',
  extra: {},
}

function isoTimeOf(iso: string | undefined): Pick<SyslogLine, 'time' | 'hasZone'> {
  if (iso === undefined) return { time: undefined, hasZone: true }
  const [, year, month, day, hour, minute, second, fraction, offset] =
    /^(\d{4})-(\d\d)-(\d\d).(\d\d):(\d\d):(\d\d)(?:[.,](\d+))?(.*)$/.exec(iso)!
  const [y, mo, d, h, mi, s] = [year, month, day, hour, minute, second].map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  const written = { year: y, month: mo, day: d, hour: h, minute: mi, second: s, fraction, offset: offset || undefined }
  return { time: (_, zone) => instantOf(written, zone), hasZone: offset !== '' }
}

/** Host, program and message after the time. Where the host is left out, the program follows at once. */
function contentOf(rest: string): Pick<SyslogLine, 'host' | 'app' | 'pid' | 'message'> {
  const [, first = '', after = ''] = /^(\S+)(?: (.*))?$/s.exec(rest) ?? []
  const isBare = first.endsWith(':') || /^(CEF|LEEF):/.test(first)
  const content = isBare ? rest : after
  const host = isBare ? undefined : first
  if (/^(CEF|LEEF):/.test(content)) return { host, app: undefined, pid: undefined, message: content }
  const { app, pid, message } = tag.exec(content)?.groups ?? {}
  return app === undefined
    ? { host, app: undefined, pid: undefined, message: content }
    : { host, app, pid, message: message ?? '' }
}

function numberOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text)
}

function present(text: string | undefined): string | undefined {
  return text === '-' ? undefined : text
}

function levelsOf(pri: number | undefined): JsonObject {
  if (pri === undefined || pri > 191) return {}
  return { Facility: facilities[pri >> 3]!, SeverityLevel: severities[pri & 7]! }
}

function syslogRow({ pri, host, app, pid, message, extra }: SyslogLine, time: string | undefined): JsonObject {
  return row({
    TimeGenerated: time,
    EventTime: time,
    ...levelsOf(pri),
    Computer: host,
    HostName: host,
    ProcessName: app,
    ...(pid !== undefined && (/^\d{1,9}$/.test(pid) ? { ProcessID: Number(pid) } : { ProcessIDText: pid })),
    SyslogMessage: message,
    ...extra,
    SourceSystem: 'Linux',
    $table: 'Syslog',
  })
}

/** CEF or LEEF in the line. */
function commonEventOf({ app, message }: SyslogLine): JsonObject | undefined {
  const at = message.search(/\b(CEF|LEEF):\s?\d/)
  // `CEF` and the colon after it look like a program and its message.
  const text = /^(CEF|LEEF)$/.test(app ?? '') ? `${app}:${message}` : at >= 0 ? message.slice(at) : undefined
  return text === undefined ? undefined : commonEvent(text)
}

/** The year of a line whose event says a whole time of its own, where that is of about the same day. */
function yearOfEvent(
  { month, day }: NonNullable<SyslogLine['date']>,
  event: JsonObject | undefined,
): number | undefined {
  const said = Date.parse(String(event?.TimeGenerated))
  if (Number.isNaN(said)) return undefined
  const year = new Date(said).getUTCFullYear()
  const isNear = (each: number) => Math.abs(Date.UTC(each, month - 1, day) - said) < 3 * 86_400_000
  return [year, year - 1, year + 1].find(isNear)
}

function commonRow({ host }: SyslogLine, event: JsonObject, time: string | undefined): JsonObject {
  return row({
    ...event,
    TimeGenerated: time ?? event.TimeGenerated,
    Computer: host ?? event.Computer,
    $table: 'CommonSecurityLog',
  })
}
