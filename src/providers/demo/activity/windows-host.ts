import { invariant } from '../../../lib/invariant.ts'
import { minute, monthStart, second } from '../calendar.ts'
import type { Log, Row } from '../log.ts'
import type { Machine } from '../machines.ts'
import type { Random } from '../random.ts'
import {
  eventData,
  machineAccount,
  processRow,
  type SecurityEventId,
  securityEventRow,
  subject,
  target,
  type WindowsAccount,
} from '../rows/security-event.ts'

export interface Process {
  /** Hexadecimal, as events write it. */
  readonly id: string
  readonly image: string
}

/** A logon session: what runs in it carries its id. */
export interface Session {
  readonly account: WindowsAccount
  readonly id: string
  readonly elevated: boolean
  /** The process that starts what the user starts. */
  readonly shell: Process
  readonly logonType: number
}

export interface LogonDetails {
  readonly type: 2 | 3 | 4 | 5 | 7 | 10 | 11
  /** Where the client is; `-` when at the machine itself. */
  readonly address?: string
  readonly clientName?: string
  readonly elevated?: boolean
  /** NTLM instead of Kerberos. */
  readonly ntlm?: boolean
}

/** A process that began on a host, for the tables that tell of processes in other words. */
export interface ProcessStart {
  readonly at: number
  readonly machine: Machine
  readonly account: WindowsAccount
  readonly process: Process
  readonly commandLine: string
}

const windows = 'C:\\Windows\\System32\\'
const bootImages = {
  wininit: `${windows}wininit.exe`,
  services: `${windows}services.exe`,
  lsass: `${windows}lsass.exe`,
  winlogon: `${windows}winlogon.exe`,
  svchost: `${windows}svchost.exe`,
  scheduler: `${windows}svchost.exe`,
  wmi: `${windows}wbem\\WmiPrvSE.exe`,
} as const

/** Images that run since a boot and are parents without an event of their own where the boot was before the month. */
export const bootProcessImages: ReadonlySet<string> = new Set(['System', ...Object.values(bootImages)])

type BootProcess = keyof typeof bootImages

interface Boot {
  readonly at: number
  readonly processes: Readonly<Record<BootProcess, Process>>
  count: number
}

const logonNames = {
  2: '2 - Interactive',
  3: '3 - Network',
  4: '4 - Batch',
  5: '5 - Service',
  7: '7 - Unlock',
  10: '10 - RemoteInteractive',
  11: '11 - CachedInteractive',
} as const

const privileges = [
  'SeSecurityPrivilege',
  'SeBackupPrivilege',
  'SeRestorePrivilege',
  'SeTakeOwnershipPrivilege',
  'SeDebugPrivilege',
  'SeSystemEnvironmentPrivilege',
  'SeLoadDriverPrivilege',
  'SeImpersonatePrivilege',
].join('\n\t\t\t')

/**
 * A Windows machine that writes its Security log: hands out logon ids and process ids so that every process names a
 * parent and a session that exist, and none of them twice between two boots.
 */
export class WindowsHost {
  readonly machine: Machine
  readonly system: Session
  readonly #log: Log
  readonly #random: Random
  readonly #boots: Boot[]
  readonly #logonIds = new Set<number>()
  readonly #started: (start: ProcessStart) => void

  /** `restarts`: instants within the month at which the machine boots; it has been running since before the month. */
  constructor(
    machine: Machine,
    log: Log,
    random: Random,
    restarts: readonly number[],
    started: (start: ProcessStart) => void,
  ) {
    this.machine = machine
    this.#log = log
    this.#random = random
    this.#started = started
    this.#boots = [monthStart - random.between(90, 4000) * minute].map((at) => this.#boot(at))
    const { services } = this.#bootAt(monthStart).processes
    this.system = { account: machineAccount(machine), id: '0x3e7', elevated: false, shell: services, logonType: 0 }
    for (const at of restarts) {
      this.#boots.push(this.#boot(at))
      this.#logBoot(at)
    }
  }

  /** A process that runs since the last boot before `at`. */
  running(at: number, name: BootProcess): Process {
    return this.#bootAt(at).processes[name]
  }

  event(at: number, id: SecurityEventId, fields: Row): void {
    this.#log.add(at, securityEventRow(at, this.machine, id, fields))
  }

  /** Logs a logon; its shell is what the kind of logon starts things from. */
  logon(at: number, account: WindowsAccount, details: LogonDetails): Session {
    const { type, elevated = false } = details
    const id = this.#logonId(at)
    this.event(at, 4624, { ...subjectOfLogon(this, type), ...target(account, id), ...this.#logonFields(at, details) })
    const session = { account, id, elevated, shell: this.running(at, shellOf(type)), logonType: type }
    if (elevated) this.event(at + 2, 4672, { ...subject(account, id), PrivilegeList: privileges })
    return session
  }

  /** An interactive logon with its desktop: userinit and explorer are started and explorer is the shell. */
  desktop(at: number, account: WindowsAccount, details: LogonDetails): Session {
    const session = this.logon(at, account, details)
    const init = this.start(
      at + second,
      session,
      'C:\\Windows\\System32\\userinit.exe',
      '',
      this.running(at, 'winlogon'),
    )
    const shell = this.start(at + 2 * second, session, 'C:\\Windows\\explorer.exe', 'C:\\Windows\\Explorer.EXE', init)
    return { ...session, shell }
  }

  logoff(at: number, session: Session): void {
    this.event(at, 4634, {
      ...target(session.account, session.id),
      LogonType: session.logonType,
      LogonTypeName: logonNames[session.logonType as keyof typeof logonNames],
    })
  }

  /** A failed logon. `subStatus` tells why: 0xc000006a wrong password, 0xc0000064 no such user, 0xc0000234 locked out. */
  failedLogon(at: number, account: WindowsAccount, details: LogonDetails, subStatus: string): void {
    this.event(at, 4625, {
      ...subjectOfLogon(this, details.type),
      ...target({ ...account, sid: 'S-1-0-0' }),
      ...this.#logonFields(at, details),
      Status: subStatus === '0xc0000234' ? subStatus : '0xc000006d',
      SubStatus: subStatus,
      FailureReason: subStatus === '0xc0000234' ? '%%2307' : '%%2313',
    })
  }

  /** Starts a process in a session; the parent is the session's shell unless given. */
  start(begin: number, session: Session, image: string, commandLine = '', parent: Process = session.shell): Process {
    // Starting takes its time, never as long as the shortest step between a parent and its child.
    const at = begin + this.#random.between(0, 150)
    const process = { id: this.#processId(this.#bootAt(at)), image }
    const line = commandLine === '' ? image : commandLine
    this.#logStart(at, session, process, parent, line)
    this.#started({ at, machine: this.machine, account: session.account, process, commandLine: line })
    return process
  }

  /** A service is installed (4697). */
  installService(at: number, session: Session, name: string, file: string): void {
    this.event(at, 4697, {
      ...subject(session.account, session.id),
      ServiceName: name,
      ServiceFileName: file,
      ServiceType: '0x10',
      ServiceStartType: 2,
      ServiceAccount: 'LocalSystem',
    })
  }

  /** A scheduled task is created, changed or deleted; `command` is what it runs. */
  task(at: number, session: Session, id: 4698 | 4699 | 4702, name: string, command: string): void {
    const content = `<Task version="1.2"><Actions><Exec><Command>${command}</Command></Exec></Actions></Task>`
    this.event(at, id, {
      ...subject(session.account, session.id),
      EventData: eventData({ TaskName: name, [id === 4702 ? 'TaskContentNew' : 'TaskContent']: content }),
    })
  }

  /** Somebody changes an account or a group of this machine or, on a controller, of the domain. */
  change(at: number, session: Session, id: SecurityEventId, account: WindowsAccount, more: Row = {}): void {
    const { TargetUserSid, ...named } = target(account)
    this.event(at, id, { ...subject(session.account, session.id), ...named, TargetSid: TargetUserSid ?? '', ...more })
  }

  #logonFields(at: number, { type, address = '-', clientName, ntlm = false }: LogonDetails): Row {
    const network = type === 3
    return {
      LogonType: type,
      LogonTypeName: logonNames[type],
      LogonProcessName: network ? (ntlm ? 'NtLmSsp ' : 'Kerberos') : type === 4 || type === 5 ? 'Advapi  ' : 'User32 ',
      AuthenticationPackageName: network ? (ntlm ? 'NTLM' : 'Kerberos') : 'Negotiate',
      LmPackageName: network && ntlm ? 'NTLM V2' : '-',
      WorkstationName: clientName ?? (network && !ntlm ? '-' : this.machine.name),
      IpAddress: address,
      IpPort: address === '-' ? '-' : String(this.#random.integer(49_152, 65_535)),
      ProcessId: network ? '0x0' : this.running(at, shellOf(type)).id,
      ProcessName: network ? '-' : this.running(at, shellOf(type)).image,
      KeyLength: network && ntlm ? 128 : 0,
      LogonGuid: '00000000-0000-0000-0000-000000000000',
    }
  }

  #bootAt(at: number): Boot {
    const boot = this.#boots.findLast((one) => one.at <= at)
    invariant(boot, 'a machine runs since before the month')
    return boot
  }

  #boot(at: number): Boot {
    const boot: { at: number; count: number } = { at, count: this.#random.integer(0, 11_000) }
    const names = Object.keys(bootImages) as BootProcess[]
    const processes = names.map((name) => [name, { id: this.#processId(boot), image: bootImages[name] }] as const)
    return Object.assign(boot, { processes: Object.fromEntries(processes) as Record<BootProcess, Process> })
  }

  #logBoot(at: number): void {
    const { processes } = this.#bootAt(at)
    this.event(at, 4608, {})
    const order: readonly (readonly [BootProcess, Process, string])[] = [
      ['wininit', { id: '0x4', image: 'System' }, 'wininit.exe'],
      ['winlogon', { id: '0x4', image: 'System' }, 'winlogon.exe'],
      ['services', processes.wininit, bootImages.services],
      ['lsass', processes.wininit, bootImages.lsass],
      ['svchost', processes.services, `${bootImages.svchost} -k netsvcs -p`],
      ['scheduler', processes.services, `${bootImages.svchost} -k netsvcs -p -s Schedule`],
      ['wmi', processes.svchost, `${bootImages.wmi} -secured -Embedding`],
    ]
    order.forEach(([name, parent, commandLine], index) => {
      this.#logStart(at + (index + 1) * second, this.system, processes[name], parent, commandLine)
    })
  }

  #logStart(at: number, session: Session, { id, image }: Process, parent: Process, commandLine: string): void {
    const { account, elevated, id: logonId } = session
    const started = {
      account,
      logonId,
      id,
      image,
      parentId: parent.id,
      parentImage: parent.image,
      commandLine,
      elevated,
    }
    this.#log.add(at, processRow(at, this.machine, started))
  }

  // 12,000 ids; 4,799 shares no factor with 12,000, so none comes twice before all have come.
  #processId(boot: { count: number }): string {
    return `0x${(0x3e8 + 4 * ((boot.count++ * 4799) % 12_000)).toString(16)}`
  }

  // Windows counts logon ids up from boot on: a later logon has a higher id.
  #logonId(at: number): string {
    let id = 0x1_2000 + Math.floor((at - this.#bootAt(at).at) / 8)
    while (this.#logonIds.has(id)) id++
    this.#logonIds.add(id)
    return `0x${id.toString(16)}`
  }
}

function shellOf(type: LogonDetails['type']): BootProcess {
  if (type === 3) return 'wmi'
  if (type === 4) return 'scheduler'
  return type === 5 ? 'services' : type === 7 ? 'lsass' : 'winlogon'
}

function subjectOfLogon(host: WindowsHost, type: LogonDetails['type']): Row {
  if (type === 3) return subject({ sam: '-', domain: '-', sid: 'S-1-0-0' }, '0x0')
  return subject(host.system.account, host.system.id)
}
