import { ownEntry } from '../../lib/own-entry.ts'
import type { Progress } from '../../lib/progress.ts'
import type { Table } from '../../lib/table.ts'
import { textReader } from '../columns/column-texts.ts'
import { unixSeconds } from '../columns/log-times.ts'
import { type FlatLog, FlatLogBuilder } from './flat-log.ts'
import { findColumn } from './process-columns.ts'

/** What the records of one audit event tell together. */
interface AuditEvent {
  row: number
  host: string
  time: bigint
  /** Fields of its SYSCALL record. */
  call: ReadonlyMap<string, string> | undefined
  /** Fields of its EXECVE records. */
  arguments: Map<string, string> | undefined
  title: string
}

/** Record types by the number that the kernel's own log writes. */
const recordTypes: Readonly<Record<string, string>> = { 1300: 'SYSCALL', 1309: 'EXECVE', 1327: 'PROCTITLE' }

/** The numbers of execve and execveat differ by machine. */
const executes: Readonly<Record<string, readonly string[]>> = {
  c000003e: ['59', '322'],
  c00000b7: ['221', '281'],
  40000003: ['11', '358'],
  40000028: ['11', '387'],
}

/** The columns that hold audit records as text. */
export const auditTextColumns = ['SyslogMessage', 'RawData', 'Message'] as const

/** A record's type, the identity of its event, and its fields. */
interface AuditRecord {
  readonly type: string
  readonly node: string
  readonly seconds: string
  readonly fraction: string
  readonly serial: string
  readonly body: string
}

/** A text as an audit record of a started program; undefined where it is none. */
export function auditRecord(text: string): AuditRecord | undefined {
  const at = text.indexOf('audit(')
  if (at < 0) return undefined
  // Looked at from `audit(` in both directions, as nothing before it is bounded.
  const kind = /(?:^|[\s=])([A-Z_]{4,20}|\d{4})\s+(?:msg=)?$/.exec(text.slice(Math.max(0, at - 40), at))?.[1]
  const identity = /^audit\((\d{9,10})\.(\d{1,3}):(\d{1,20})\):\s*/.exec(text.slice(at, at + 60))
  const type = kind === undefined ? undefined : (recordTypes[kind] ?? kind)
  if (!identity || (type !== 'SYSCALL' && type !== 'EXECVE' && type !== 'PROCTITLE')) return undefined
  const node = /(?:^|\s)node=(\S{1,255})/.exec(text.slice(0, Math.min(at, 600)))?.[1] ?? ''
  const [whole, seconds, fraction, serial] = identity
  return { type, node, seconds: seconds!, fraction: fraction!, serial: serial!, body: text.slice(at + whole.length) }
}

/**
 * The processes of Linux audit records (`type=SYSCALL msg=audit(1364481363.243:24287): …`) as texts of a log: of each event its SYSCALL
 * record gives ids, program and session, its EXECVE records the arguments. Only calls that started a program and succeeded
 * count; records of one event may stand in any order.
 */
export function readAuditRecords(table: Table, progress: Progress): FlatLog {
  const text = textReader(table, findColumn(table, auditTextColumns))
  const host = textReader(table, findColumn(table, ['Computer', 'HostName', 'Hostname']))
  const events = new Map<string, AuditEvent>()
  for (let row = 0; row < table.rowCount; row++) {
    if (row % 65_536 === 0) progress(row, table.rowCount, 'Reading events')
    const found = auditRecord(text(row))
    if (!found) continue
    const { type, seconds, fraction, serial, body } = found
    const node = found.node || host(row)
    const key = `${node} ${seconds}.${fraction}:${serial}`
    let event = events.get(key)
    if (!event) {
      event = {
        row,
        host: node,
        time: unixSeconds(seconds, fraction),
        call: undefined,
        arguments: undefined,
        title: '',
      }
      events.set(key, event)
    }
    const fields = auditFields(body)
    if (type === 'SYSCALL') event.call = fields
    else if (type === 'PROCTITLE') event.title = auditText(fields.get('proctitle') ?? '').replaceAll('\0', ' ')
    else if (!event.arguments) event.arguments = fields
    else for (const [name, value] of fields) event.arguments.set(name, value)
  }
  return flatLog(events.values())
}

function flatLog(events: Iterable<AuditEvent>): FlatLog {
  const builder = new FlatLogBuilder(['name', 'pid', 'parentPid', 'host', 'commandLine', 'user', 'logon'])
  let withoutCall = 0
  for (const { row, host, time, call, arguments: given, title } of events) {
    if (!call) {
      if (given) withoutCall++
      continue
    }
    if (call.get('success') === 'no' || !(given || startsProgram(call))) continue
    const name = auditText(call.get('exe') ?? '') || auditText(call.get('comm') ?? '')
    builder.add(row, {
      time,
      host,
      name,
      pid: call.get('pid') ?? '',
      parentPid: call.get('ppid') ?? '',
      commandLine: given ? commandLine(given) : title,
      user: accountOf(call),
      logon: isUnset(call.get('ses')) ? '' : call.get('ses')!,
    })
  }
  const lost = `${withoutCall} EXECVE records have no SYSCALL record, which would tell their process ids: left out.`
  return builder.build(withoutCall > 0 ? [lost] : [])
}

function startsProgram(call: ReadonlyMap<string, string>): boolean {
  const name = call.get('SYSCALL') ?? call.get('syscall') ?? ''
  return (
    /^execve(at)?$/.test(name) ||
    (ownEntry(executes, call.get('arch') ?? '')?.includes(call.get('syscall') ?? '') ?? false)
  )
}

/** The account that logged on, else the one the program ran as; by name where the record was written with names. */
function accountOf(call: ReadonlyMap<string, string>): string {
  for (const name of ['auid', 'uid']) {
    const written = call.get(name.toUpperCase())
    if (written !== undefined && written !== 'unset' && written !== '') return written
    const id = call.get(name)
    if (!isUnset(id)) return id!
  }
  return ''
}

/** The audit system writes -1 as 4294967295. */
function isUnset(id: string | undefined): boolean {
  return id === undefined || id === '4294967295' || id === '-1' || id === 'unset'
}

/** `name=value name="value"`; what stands behind the group separator are the same fields by name. */
function auditFields(body: string): Map<string, string> {
  const fields = new Map<string, string>()
  for (const [, name, value] of body.matchAll(/(?:^|[\s\x1d])([\w[\]-]{1,40})=("[^"]*"|'[^']*'|[^\s\x1d]*)/g)) {
    fields.set(name!, value!)
  }
  for (const name of ['pid', 'ppid', 'ses', 'auid', 'uid', 'arch', 'syscall', 'success', 'AUID', 'UID', 'SYSCALL']) {
    const value = fields.get(name)
    if (value !== undefined) fields.set(name, value.replace(/^(["'])(.*)\1$/, '$2'))
  }
  return fields
}

/** A text is quoted; one that holds blanks, quotes or control characters is written as hexadecimal digits without quotes. */
function auditText(value: string): string {
  if (value.startsWith('"')) return value.slice(1, -1)
  if (value === '(null)' || value === '?') return ''
  if (value.length % 2 === 1 || !/^[0-9A-F]{2,}$/.test(value)) return value
  const bytes = Uint8Array.from({ length: value.length / 2 }, (_, at) =>
    Number.parseInt(value.slice(2 * at, 2 * at + 2), 16),
  )
  return new TextDecoder().decode(bytes)
}

/** Arguments in their order; a long one comes in pieces `a1[0]`, `a1[1]`. */
function commandLine(fields: ReadonlyMap<string, string>): string {
  const parts: { readonly at: number; readonly piece: number; readonly value: string }[] = []
  for (const [name, value] of fields) {
    const match = /^a(\d+)(?:\[(\d+)\])?$/.exec(name)
    if (match) parts.push({ at: Number(match[1]), piece: Number(match[2] ?? 0), value })
  }
  parts.sort((a, b) => a.at - b.at || a.piece - b.piece)
  const whole: string[][] = []
  parts.forEach(({ at, value }, index) => {
    if (index > 0 && parts[index - 1]!.at === at) whole.at(-1)!.push(value)
    else whole.push([value])
  })
  // A piece may end within a character: pieces are put together before they are decoded.
  return whole
    .map((pieces) =>
      pieces.some((piece) => piece.startsWith('"')) ? pieces.map(auditText).join('') : auditText(pieces.join('')),
    )
    .join(' ')
}
