import type { Table } from '../../lib/table.ts'
import { textReader } from '../columns/column-texts.ts'
import { timeReader } from '../columns/log-times.ts'
import { type FlatLog, FlatLogBuilder } from './flat-log.ts'
import { findColumn } from './process-columns.ts'

/** What one line tells: which program wrote it, whom it is about, what it ran. */
interface SyslogLine {
  readonly user?: string
  /** The command that the writing process runs: cron's own process becomes it, sudo starts it. */
  readonly command?: string
  /** sshd's process that serves the user, by its id. */
  readonly child?: string
  /** The process ends. */
  readonly ends?: boolean
}

/** Programs whose lines tell of processes. The others' lines do not: a daemon that writes a line has started nothing. */
const programs: readonly { readonly name: RegExp; readonly read: (message: string) => SyslogLine }[] = [
  { name: /^sudo$/, read: readSudo },
  { name: /^(cron|crond|atd|anacron)$/i, read: readCron },
  { name: /^sshd(-session)?$/, read: readSshd },
  { name: /^su$/, read: readSession },
]

const notice =
  'Syslog lines tell of sshd, sudo, su and cron processes only, and of parents only that sudo started its command and sshd the process of a user: all others are roots.'

/**
 * The processes that lines of sshd, sudo, su and cron tell of: one for each process id that writes, from its first line on, and one without an
 * id for each command of sudo, whose parent is sudo's. A line of cron with `CMD` is written by the process that becomes the
 * command. An id is another process after a line that ends it, or a day later.
 */
export function readSyslog(table: Table): FlatLog {
  const message = textReader(table, findColumn(table, ['SyslogMessage', 'RawData', 'Message']))
  const program = textReader(table, findColumn(table, ['ProcessName']))
  const pid = textReader(table, findColumn(table, ['ProcessID', 'ProcessId']))
  const host = textReader(table, findColumn(table, ['Computer', 'HostName', 'Hostname']))
  const time = timeReader(table, findColumn(table, ['TimeGenerated', 'EventTime']))
  const rows = Array.from({ length: table.rowCount }, (_, row) => row)
  const instant = BigInt64Array.from(rows, (row) => time(row) ?? 0n)
  rows.sort((a, b) => (instant[a]! < instant[b]! ? -1 : Number(instant[a]! > instant[b]!)) || a - b)
  const builder = new FlatLogBuilder(['name', 'pid', 'parentPid', 'host', 'commandLine', 'user', 'guid', 'parentGuid'])
  const open = new Map<string, { guid: string; last: bigint; ended: boolean }>()
  const served = new Map<string, string>()
  let count = 0
  for (const row of rows) {
    const text = message(row)
    const id = pid(row).replace(/\.0+$/, '')
    const name = program(row) || programOf(text)
    const known = id === '' ? undefined : programs.find((each) => each.name.test(name))
    if (!known) continue
    const line = known.read(text)
    const key = `${host(row).toLowerCase()} ${name} ${id}`
    const last = open.get(key)
    const day = 864_000_000_000n
    let process = last
    if (!process || (process.ended && !line.ends) || instant[row]! - process.last > day) {
      process = { guid: `process ${count++}`, last: instant[row]!, ended: false }
      open.set(key, process)
      const isCron = line.command !== undefined && name !== 'sudo'
      builder.add(row, {
        time: time(row),
        host: host(row),
        name,
        pid: id,
        user: line.user ?? '',
        commandLine: isCron ? line.command! : '',
        guid: process.guid,
        parentGuid: served.get(`${host(row).toLowerCase()} ${id}`) ?? '',
      })
    }
    process.last = instant[row]!
    process.ended ||= line.ends ?? false
    if (line.child !== undefined) served.set(`${host(row).toLowerCase()} ${line.child}`, process.guid)
    if (line.command !== undefined && name === 'sudo') {
      const [started = ''] = line.command.split(/\s/, 1)
      const facts = { name: started, pid: '', user: line.user ?? '', commandLine: line.command }
      builder.add(row, {
        ...facts,
        time: time(row),
        host: host(row),
        guid: `process ${count++}`,
        parentGuid: process.guid,
      })
    }
  }
  return builder.build([notice])
}

/** The program by how its lines look, for tables that lack its name. */
function programOf(message: string): string {
  const session = /^pam_unix\(([a-z]{1,20}):session\)/.exec(message)?.[1]
  if (session) return session
  if (/ : (?:[A-Z]+=[^;]{0,500} ; ){1,8}COMMAND=/.test(message.slice(0, 4000))) return 'sudo'
  if (/^\([^)]{1,64}\) CMD \(/.test(message)) return 'cron'
  return /^(Accepted|Failed) \S+ for |^(Connection (closed|reset) by|Disconnected from|Invalid user|Received disconnect)|^User child is on pid/.test(
    message,
  )
    ? 'sshd'
    : ''
}

/** `alice : TTY=pts/0 ; PWD=/home/alice ; USER=root ; COMMAND=/usr/bin/id`: the command runs as USER. */
function readSudo(message: string): SyslogLine {
  const at = message.indexOf('COMMAND=')
  if (at < 0) return readSession(message)
  const head = message.slice(0, at)
  const user = /\bUSER=([^ ;]{1,64})/.exec(head)?.[1]
  const refused = /command not allowed|incorrect password|NOT in sudoers/i.test(head)
  return { ...(user && { user }), ...(!refused && { command: message.slice(at + 'COMMAND='.length) }) }
}

/** `(root) CMD (/usr/bin/backup --all)`. */
function readCron(message: string): SyslogLine {
  const match = /^\(([^)]{1,64})\) CMD \((.*)\)\s*$/s.exec(message)
  return match ? { user: match[1]!, command: match[2]! } : readSession(message)
}

function readSshd(message: string): SyslogLine {
  const child = /^User child is on pid (\d{1,10})/.exec(message)?.[1]
  if (child) return { child }
  const user = /^(?:Accepted|Failed) \S{1,40} for (?:invalid user )?(\S{1,64})/.exec(message)?.[1]
  if (user) return { user }
  if (/^(Connection closed|Connection reset|Disconnected from|Received disconnect)/.test(message)) return { ends: true }
  return readSession(message)
}

/** `pam_unix(sudo:session): session opened for user root by alice(uid=1000)`. */
function readSession(message: string): SyslogLine {
  const match = /session (opened|closed) for user ([^\s(]{1,64})/.exec(message)
  return match ? { user: match[2]!, ends: match[1] === 'closed' } : {}
}
