import { day, daysInMonth, hour, isWeekend, minute, on, second } from '../calendar.ts'
import { accounts, company, type Person } from '../company.ts'
import { type Machine, machineNamed, servers, workstations } from '../machines.ts'
import type { Presence } from '../presence.ts'
import type { Random } from '../random.ts'
import { domainAccount, machineAccount, subject, type WindowsAccount } from '../rows/security-event.ts'
import { serverPrograms } from './programs.ts'
import type { LogonDetails, Session, WindowsHost } from './windows-host.ts'
import { run, runBackground } from './workstations.ts'

type Hosts = (name: string) => WindowsHost

const system32 = 'C:\\Windows\\System32\\'
const powershell = `${system32}WindowsPowerShell\\v1.0\\powershell.exe`
const windowsServers = servers.filter((one) => one.system === 'windows')

/** The month of the Windows servers: network logons, shares, nightly jobs, administrators, the weekly scan. */
export function logWindowsServers(hosts: Hosts, random: Random, presences: readonly Presence[]): void {
  for (const presence of presences) {
    if (presence.device !== 'workstation' || presence.inside === undefined) continue
    logOnToDomain(hosts, random, presence, presence.inside)
    administer(hosts, random, presence, presence.inside)
  }
  for (let dayOfMonth = 1; dayOfMonth <= daysInMonth; dayOfMonth++) {
    backUp(hosts, random, on(dayOfMonth, 1, random.between(0, 3)))
    runSqlJobs(hosts('AF-SQL01'), random, dayOfMonth)
    recycleApplication(hosts('AF-APP01'), random, dayOfMonth)
    staleReportAccount(hosts('AF-SQL01'), random, dayOfMonth)
    if (dayOfMonth % 7 === 3) scanWeekly(hosts, random, on(dayOfMonth, 21))
    if (!isWeekend(dayOfMonth) && random.chance(0.4)) deploySoftware(hosts, random, dayOfMonth)
  }
  for (const server of windowsServers) runBackground(hosts(server.name), random, 3, true)
}

function networkLogon(
  host: WindowsHost,
  random: Random,
  at: number,
  account: WindowsAccount,
  details: Omit<LogonDetails, 'type'>,
): void {
  const session = host.logon(at, account, { type: 3, ...details })
  if (random.chance(0.9)) host.logoff(at + random.between(1, 700) * second, session)
}

function logOnToDomain(hosts: Hosts, random: Random, presence: Presence, address: string): void {
  const { person, from, to } = presence
  const controller = hosts(person.site === 'bristol' ? 'AF-DC01' : 'AF-DC02')
  const workstation = machineAccount(
    machineNamed(person.workstation),
    `${company.domainSid}-${2000 + Number(person.workstation.slice(-3))}`,
  )
  networkLogon(controller, random, from + 4 * second, workstation, { address })
  networkLogon(controller, random, from + 9 * second, domainAccount(person), { address })
  const files = hosts('AF-FS01')
  for (let count = random.integer(0, 4); count > 0; count--) {
    const at = random.between(from + minute, to)
    const ntlm = random.chance(0.06)
    const session = files.logon(at, domainAccount(person), {
      type: 3,
      address,
      ntlm,
      clientName: ntlm ? person.workstation : '-',
    })
    openShare(files, at + 60, session, shareOf(person), address)
    files.logoff(at + random.between(4, 900) * second, session)
  }
}

/** Logs the first use of a share in a session (5140). */
export function openShare(host: WindowsHost, at: number, session: Session, share: string, address: string): void {
  host.event(at, 5140, {
    ...subject(session.account, session.id),
    ShareName: `\\\\*\\${share}`,
    ShareLocalPath: share === 'ADMIN$' ? '\\??\\C:\\Windows' : `\\??\\E:\\shares\\${share}`,
    ObjectType: 'File',
    AccessMask: '0x1',
    IpAddress: address,
    IpPort: String(49_200 + (Math.floor(at / second) % 9000)),
  })
}

function shareOf(person: Person): string {
  const shares = { finance: 'finance', people: 'people', engineering: 'boards', platform: 'boards', it: 'it$' } as const
  return person.department in shares ? shares[person.department as keyof typeof shares] : 'company'
}

const administrators: Readonly<Record<string, readonly [account: WindowsAccount, share: number, most: number]>> = {
  'saoirse.kilbride': [domainAccount(accounts.adminKilbride), 0.85, 3],
  'anselm.grote': [domainAccount(accounts.adminGrote), 0.4, 1],
  'dario.fennimore': [domainAccount(accounts.adminFennimore), 0.6, 2],
}

function administer(hosts: Hosts, random: Random, presence: Presence, address: string): void {
  const [account, share, most] = administrators[presence.person.sam] ?? [undefined, 0, 0]
  if (!account || !random.chance(share)) return
  for (let count = random.integer(1, most); count > 0; count--) {
    const at = random.between(presence.from + 10 * minute, presence.to - hour)
    const jump = hosts('AF-JUMP01')
    const clientName = presence.person.workstation
    if (random.chance(0.08))
      jump.failedLogon(at - 15 * second, account, { type: 10, address, clientName }, '0xc000006a')
    const session = serverSession(jump, random, at, account, address, clientName)
    if (!random.chance(0.7)) continue
    const further = random.pick(windowsServers.filter((one) => one.name !== 'AF-JUMP01'))
    const when = at + random.between(2, 9) * minute
    run(jump, random, when, session, {
      image: `${system32}mstsc.exe`,
      commandLine: `"C:\\Windows\\system32\\mstsc.exe" /v:${further.name}`,
    })
    explicitCredentials(jump, when + 2 * second, session, account, further)
    serverSession(hosts(further.name), random, when + 6 * second, account, jump.machine.address, 'AF-JUMP01')
  }
}

/** Logs that a session used other credentials to reach a machine (4648). */
export function explicitCredentials(
  host: WindowsHost,
  at: number,
  session: Session,
  used: WindowsAccount,
  machine: Machine,
): void {
  host.event(at, 4648, {
    ...subject(session.account, session.id),
    TargetUserName: used.sam,
    TargetDomainName: used.domain,
    TargetAccount: `${used.domain}\\${used.sam}`,
    TargetServerName: machine.computer,
    TargetInfo: `TERMSRV/${machine.computer}`,
    ProcessId: host.running(at, 'lsass').id,
    ProcessName: host.running(at, 'lsass').image,
    IpAddress: machine.address,
    IpPort: '3389',
  })
}

function serverSession(
  host: WindowsHost,
  random: Random,
  at: number,
  account: WindowsAccount,
  address: string,
  clientName: string,
): Session {
  const session = host.desktop(at, account, { type: 10, address, clientName, elevated: true })
  let when = at + 10 * second
  for (let count = random.integer(1, 6); count > 0; count--) {
    when += random.between(5, 200) * second
    run(host, random, when, session, random.favour(serverPrograms))
  }
  host.logoff(when + random.between(1, 30) * minute, session)
  return session
}

function backUp(hosts: Hosts, random: Random, start: number): void {
  const host = hosts('AF-BKP01')
  const session = host.logon(start, domainAccount(accounts.backup), { type: 4, elevated: true })
  const script = host.start(
    start + 300,
    session,
    powershell,
    'powershell.exe -NoProfile -File D:\\backup\\Start-Backup.ps1 -Set nightly',
  )
  host.start(start + 2 * second, session, `${system32}vssadmin.exe`, 'vssadmin list writers', script)
  let at = start + random.between(20, 60) * second
  for (const name of ['AF-FS01', 'AF-SQL01', 'AF-APP01', 'AF-DC01']) {
    networkLogon(hosts(name), random, at, domainAccount(accounts.backup), {
      address: host.machine.address,
      elevated: true,
    })
    host.start(
      at + second,
      session,
      `${system32}Robocopy.exe`,
      `robocopy \\\\${name}\\backup$ D:\\staging\\${name} /mir /b /r:1 /log:D:\\logs\\${random.hex(6)}.log`,
      script,
    )
    at += random.between(4, 25) * minute
    host.start(
      at,
      session,
      'C:\\Program Files\\7-Zip\\7z.exe',
      `7z.exe a -mx1 D:\\sets\\${name}-${random.hex(6)}.7z D:\\staging\\${name}`,
      script,
    )
  }
  if (random.chance(0.2))
    host.start(at + minute, session, `${system32}wbem\\WMIC.exe`, 'wmic logicaldisk get size,freespace,caption', script)
  host.logoff(at + 4 * minute, session)
}

const sqlJobs = ['Sync-Ledger', 'Load-Telemetry', 'Rebuild-Indexes', 'Refresh-Crm', 'Purge-Staging']

function runSqlJobs(host: WindowsHost, random: Random, dayOfMonth: number): void {
  for (let count = 0; count < 8; count++) {
    const at = on(dayOfMonth, count * 3, 15, random.between(0, 50))
    const session = host.logon(at, domainAccount(accounts.sql), { type: 5 })
    const agent = host.start(
      at + 200,
      session,
      'C:\\Program Files\\Microsoft SQL Server\\MSSQL16\\MSSQL\\Binn\\SQLAGENT.EXE',
      'SQLAGENT.EXE -i MSSQLSERVER',
    )
    for (const job of random.sample(sqlJobs, random.integer(1, 3))) {
      const step = host.start(
        at + random.between(1, 90) * second,
        session,
        `${system32}cmd.exe`,
        `cmd.exe /c C:\\jobs\\${job}.cmd`,
        agent,
      )
      const [image, line] = random.pick([
        ['C:\\Program Files\\Microsoft SQL Server\\160\\DTS\\Binn\\DTExec.exe', `DTExec.exe /F C:\\jobs\\${job}.dtsx`],
        [
          'C:\\Program Files\\Microsoft SQL Server\\Client SDK\\ODBC\\170\\Tools\\Binn\\SQLCMD.EXE',
          `sqlcmd -S AF-SQL01 -E -i C:\\jobs\\${job}.sql`,
        ],
      ] as const)
      host.start(at + 95 * second, session, image, line, step)
    }
    host.logoff(at + random.between(3, 12) * minute, session)
  }
}

function recycleApplication(host: WindowsHost, random: Random, dayOfMonth: number): void {
  for (let count = random.integer(1, 4); count > 0; count--) {
    const at = on(dayOfMonth, 0) + random.between(0, day)
    const worker = host.start(
      at,
      host.system,
      `${system32}inetsrv\\w3wp.exe`,
      'w3wp.exe -ap "OrderPortal" -v "v4.0" -l "webengine4.dll"',
      host.running(at, 'svchost'),
    )
    if (random.chance(0.3)) {
      host.start(
        at + 9 * second,
        host.system,
        'C:\\Windows\\Microsoft.NET\\Framework64\\v4.0.30319\\csc.exe',
        `csc.exe /noconfig /fullpaths @"C:\\Windows\\Temp\\${random.hex(8)}.cmdline"`,
        worker,
      )
    }
  }
}

// A report on the application server still logs on with a password that was changed long ago.
function staleReportAccount(host: WindowsHost, random: Random, dayOfMonth: number): void {
  const account = { sam: 'svc-report', domain: company.netbios, sid: `${company.domainSid}-1330` }
  const address = machineNamed('AF-APP01').address
  for (const hours of [5, 11, 17, 23]) {
    host.failedLogon(
      on(dayOfMonth, hours, 0, random.between(0, 9)),
      account,
      { type: 3, address, ntlm: true, clientName: 'AF-APP01' },
      '0xc000006a',
    )
  }
}

const scannedNames = ['administrator', 'admin', 'guest', 'sa', 'test', 'oracle', 'backup', 'svc-scan']
const scannerAddress = '10.20.9.9'

function scanWeekly(hosts: Hosts, random: Random, start: number): void {
  let at = start
  for (const server of windowsServers) {
    for (const sam of scannedNames) {
      at += random.between(1, 20) * second
      const known = sam === 'administrator' || sam === 'guest'
      const account = { sam, domain: company.netbios, sid: 'S-1-0-0' }
      if (sam === 'svc-scan')
        networkLogon(hosts(server.name), random, at, domainAccount(accounts.scanner), {
          address: scannerAddress,
          ntlm: true,
          clientName: 'SCANNER',
          elevated: true,
        })
      else
        hosts(server.name).failedLogon(
          at,
          account,
          { type: 3, address: scannerAddress, ntlm: true, clientName: 'SCANNER' },
          known ? '0xc000006a' : '0xc0000064',
        )
    }
  }
}

const packages = ['fieldbook-7.4', 'edge-update', 'halyard-agent-5.12', 'reader-26.1', 'larkline-3.9']

function deploySoftware(hosts: Hosts, random: Random, dayOfMonth: number): void {
  const name = random.pick(packages)
  for (const machine of random.sample(workstations, random.integer(3, 9))) {
    const host = hosts(machine.name)
    const at = on(dayOfMonth, 10) + random.between(0, 5) * hour
    const session = host.logon(at, domainAccount(accounts.deploy), {
      type: 3,
      address: machineNamed('AF-APP01').address,
      elevated: true,
    })
    const installer = host.start(
      at + second,
      host.system,
      `${system32}msiexec.exe`,
      `msiexec.exe /i C:\\ProgramData\\deploy\\${name}.msi /qn /norestart`,
      host.running(at, 'services'),
    )
    if (name.startsWith('halyard'))
      host.installService(
        at + 20 * second,
        host.system,
        'HalyardAgent',
        '"C:\\Program Files\\Halyard\\Agent\\halyard-agent.exe" service',
      )
    if (random.chance(0.4))
      host.start(
        at + 25 * second,
        host.system,
        'C:\\Windows\\SysWOW64\\regsvr32.exe',
        `regsvr32.exe /s C:\\ProgramData\\deploy\\${random.hex(6)}.dll`,
        installer,
      )
    host.logoff(at + 2 * minute, session)
  }
}
