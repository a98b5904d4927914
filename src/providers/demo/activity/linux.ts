import { daysInMonth, hour, isoMilliseconds, isoSeconds, isWeekend, minute, on, second } from '../calendar.ts'
import { addresses, type Person } from '../company.ts'
import type { Log } from '../log.ts'
import { type Machine, machineNamed, servers } from '../machines.ts'
import type { Presence } from '../presence.ts'
import { Random } from '../random.ts'

export interface SyslogMessage {
  readonly facility: 'auth' | 'authpriv' | 'cron' | 'daemon' | 'kern' | 'user'
  readonly severity?: 'info' | 'notice' | 'warning' | 'err'
  readonly process: string
  readonly pid: number
  readonly text: string
}

/** A message as the agent of a Linux machine forwards it. */
function logSyslog(log: Log, at: number, machine: Machine, message: SyslogMessage): void {
  log.add(at, {
    TimeGenerated: isoMilliseconds(at),
    EventTime: isoSeconds(at),
    Computer: machine.computer,
    HostName: machine.name,
    HostIP: machine.address,
    CollectorHostName: machine.name,
    Facility: message.facility,
    SeverityLevel: message.severity ?? 'info',
    ProcessName: message.process,
    ProcessID: message.pid,
    SyslogMessage: message.text,
    SourceSystem: 'Linux',
    Type: 'Syslog',
    ...(machine.azureId !== undefined && { _ResourceId: machine.azureId.toLowerCase() }),
  })
}

/** The fingerprint of somebody's SSH key. */
function keyOf(name: string): string {
  const random = new Random(`ssh key ${name}`)
  return `ED25519 SHA256:${random.letters(20)}${random.letters(20).toLowerCase()}`
}

/** An SSH session: accepted, opened, closed when it ends. Gives the pid of its sshd. */
function sshSession(
  log: Log,
  random: Random,
  at: number,
  machine: Machine,
  user: string,
  address: string,
  lasts: number,
): number {
  const pid = random.integer(1200, 64_000)
  const port = random.integer(32_768, 60_999)
  const sshd = (when: number, text: string, facility: 'auth' | 'authpriv' = 'auth') =>
    logSyslog(log, when, machine, { facility, process: 'sshd', pid, text })
  sshd(at, `Accepted publickey for ${user} from ${address} port ${port} ssh2: ${keyOf(user)}`)
  sshd(
    at + 40,
    `pam_unix(sshd:session): session opened for user ${user}(uid=${1000 + (user.length % 40)}) by (uid=0)`,
    'authpriv',
  )
  sshd(at + lasts, `Received disconnect from ${address} port ${port}:11: disconnected by user`)
  sshd(at + lasts + 30, `pam_unix(sshd:session): session closed for user ${user}`, 'authpriv')
  return pid
}

/** A command run as root. */
function sudo(log: Log, random: Random, at: number, machine: Machine, user: string, command: string): void {
  const pid = random.integer(1200, 64_000)
  const write = (when: number, text: string) =>
    logSyslog(log, when, machine, { facility: 'authpriv', severity: 'notice', process: 'sudo', pid, text })
  write(at, `${user.padStart(8)} : TTY=pts/0 ; PWD=/home/${user} ; USER=root ; COMMAND=${command}`)
  write(at + 20, `pam_unix(sudo:session): session opened for user root(uid=0) by ${user}(uid=1000)`)
  write(at + 5 * second, 'pam_unix(sudo:session): session closed for user root')
}

const linux = servers.filter((one) => one.system === 'linux')
const commands = [
  '/usr/bin/systemctl status ingest',
  '/usr/bin/journalctl -u ingest -n 200',
  '/usr/bin/systemctl restart ingest',
  '/usr/bin/apt-get update',
  '/usr/bin/apt-get -y upgrade',
  '/usr/bin/less /var/log/nginx/error.log',
  '/usr/bin/tail -f /var/log/nginx/access.log',
  '/usr/sbin/nginx -t',
  '/usr/bin/systemctl reload nginx',
  '/usr/bin/docker ps',
  '/usr/bin/docker compose pull',
  '/usr/bin/vim /etc/nginx/conf.d/portal.conf',
  '/usr/sbin/ufw status',
  '/usr/bin/du -sh /var/lib/docker',
  '/usr/bin/ss -ltnp',
  '/usr/bin/certbot renew --dry-run',
  '/usr/bin/crontab -l',
]

/** The month of the Linux servers: schedules, engineers over SSH, builds, and strangers at the bastion's door. */
export function logLinux(log: Log, random: Random, presences: readonly Presence[]): void {
  for (let day = 1; day <= daysInMonth; day++) {
    for (const machine of linux) schedules(log, random, machine, day)
    if (!isWeekend(day)) {
      for (let count = random.integer(1, 4); count > 0; count--) {
        const at = on(day, 7) + random.between(0, 11) * hour
        for (const name of ['af-web01', 'af-web02'])
          sshSession(
            log,
            random,
            at + random.between(0, 30) * second,
            machineNamed(name),
            'deploy',
            machineNamed('af-ci01').address,
            random.between(20, 240) * second,
          )
      }
    }
    if (day % 7 === 3) scan(log, random, on(day, 21, 40))
  }
  for (const presence of presences) engineer(log, random, presence)
  strangers(log, random)
}

function schedules(log: Log, random: Random, machine: Machine, day: number): void {
  const cron = (at: number, user: string, command: string) =>
    logSyslog(log, at, machine, {
      facility: 'cron',
      process: 'CRON',
      pid: random.integer(1200, 64_000),
      text: `(${user}) CMD (${command})`,
    })
  for (let hours = machine.name.length % 3; hours < 24; hours += 3)
    cron(on(day, hours, 17), 'root', 'cd / && run-parts --report /etc/cron.hourly')
  cron(on(day, 6, 25), 'root', 'test -x /usr/sbin/anacron || run-parts --report /etc/cron.daily')
  if (machine.name === 'af-mon01')
    for (let hours = 0; hours < 24; hours += 4)
      cron(on(day, hours, 5), 'monitor', '/opt/monitor/bin/export-metrics --since 4h')
  if (machine.name.startsWith('af-web')) cron(on(day, 3, 10), 'root', '/usr/local/bin/backup-config /srv/backup')
  const systemd = (at: number, text: string, severity: 'info' | 'warning' = 'info') =>
    logSyslog(log, at, machine, { facility: 'daemon', severity, process: 'systemd', pid: 1, text })
  systemd(on(day, 6, random.between(10, 50)), 'Starting Daily apt upgrade and clean activities...')
  systemd(on(day, 6, 58), 'apt-daily-upgrade.service: Succeeded.')
  if (random.chance(0.15))
    systemd(
      on(day, 0) + random.between(0, 24) * hour,
      'ingest.service: Main process exited, code=exited, status=1/FAILURE',
      'warning',
    )
  const cloud = on(day, 0) + random.between(0, 24) * hour
  logSyslog(log, cloud, machine, {
    facility: 'daemon',
    process: 'snapd',
    pid: 842,
    text: 'autorefresh.go: all snaps are up to date',
  })
}

function isEngineer(person: Person): boolean {
  return person.department === 'platform' || person.sam === 'saoirse.kilbride' || person.sam === 'ravindra.kolhe'
}

function engineer(log: Log, random: Random, presence: Presence): void {
  if (!isEngineer(presence.person) || presence.device === 'phone' || presence.inside === undefined) return
  const { sam } = presence.person
  for (let count = random.integer(0, 3); count > 0; count--) {
    const at = random.between(presence.from, presence.to - hour)
    const lasts = random.between(3, 55) * minute
    const bastion = machineNamed('af-bastion01')
    if (random.chance(0.07))
      logSyslog(log, at - 9 * second, bastion, {
        facility: 'authpriv',
        severity: 'notice',
        process: 'sshd',
        pid: random.integer(1200, 64_000),
        text: `pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=${presence.inside}  user=${sam}`,
      })
    sshSession(log, random, at, bastion, sam, presence.inside, lasts)
    const machine = random.pick(linux.filter((one) => one.name !== 'af-bastion01'))
    sshSession(log, random, at + 20 * second, machine, sam, bastion.address, lasts - minute)
    let when = at + 40 * second
    for (let left = random.integer(0, 4); left > 0; left--) {
      when += random.between(10, 150) * second
      sudo(log, random, when, machine, sam, random.favour(commands))
    }
  }
}

const guesses = [
  'root',
  'admin',
  'ubuntu',
  'test',
  'oracle',
  'postgres',
  'git',
  'user',
  'pi',
  'support',
  'ftpuser',
  'jenkins',
]

/** Somebody guesses names and passwords at a machine's SSH port. */
export function guessPasswords(
  log: Log,
  random: Random,
  start: number,
  machine: Machine,
  address: string,
  names: readonly string[],
): void {
  let at = start
  for (const name of names) {
    const [pid, port] = [random.integer(1200, 64_000), random.integer(32_768, 60_999)]
    const sshd = (when: number, text: string) =>
      logSyslog(log, when, machine, { facility: 'auth', process: 'sshd', pid, text })
    if (name === 'root') {
      sshd(at, `Failed password for root from ${address} port ${port} ssh2`)
      sshd(at + 300, `Connection closed by authenticating user root ${address} port ${port} [preauth]`)
    } else {
      sshd(at, `Invalid user ${name} from ${address} port ${port}`)
      sshd(at + 300, `Connection closed by invalid user ${name} ${address} port ${port} [preauth]`)
    }
    at += random.between(2, 40) * second
  }
}

function strangers(log: Log, random: Random): void {
  const bastion = machineNamed('af-bastion01')
  for (let at = on(1, 0, 20); at < on(30, 23); at += random.between(0.5, 11) * hour) {
    guessPasswords(
      log,
      random,
      at,
      bastion,
      random.pick(addresses.internetNoise),
      random.sample(guesses, random.integer(1, 7)),
    )
  }
}

function scan(log: Log, random: Random, start: number): void {
  for (const [index, machine] of linux.entries())
    guessPasswords(log, random, start + index * minute, machine, '10.20.9.9', ['admin', 'root', 'test', 'backup'])
}
