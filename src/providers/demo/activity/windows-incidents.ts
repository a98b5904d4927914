import { minute, on, second } from '../calendar.ts'
import { accounts, company, expiringPasswords, person } from '../company.ts'
import { servers } from '../machines.ts'
import type { Random } from '../random.ts'
import { domainAccount, subject, target, type WindowsAccount } from '../rows/security-event.ts'
import { administrator } from './programs.ts'
import { startRunCommand } from './run-command.ts'
import type { WindowsHost } from './windows-host.ts'
import { encodedCommand, run } from './workstations.ts'

type Hosts = (name: string) => WindowsHost

const system32 = 'C:\\Windows\\System32\\'
const powershell = `${system32}WindowsPowerShell\\v1.0\\powershell.exe`
const kilbride = domainAccount(accounts.adminKilbride)
const grote = domainAccount(accounts.adminGrote)
const jumpAddress = '10.20.1.41'

/** The rare but rightful things of the month, each of which resembles a step of an attack. */
export function logWindowsIncidents(hosts: Hosts, random: Random): void {
  passwordStorm(hosts, random)
  joinerAndLeaver(hosts)
  applicationMigration(hosts, random)
  vendorAccount(hosts)
  controllerMedia(hosts)
  supportCall(hosts, random)
  forgottenScript(hosts)
  runPatchCommand(hosts)
}

// On 9 September the passwords of half the company expire on one day.
function passwordStorm(hosts: Hosts, random: Random): void {
  const controller = hosts('AF-DC01')
  for (const one of expiringPasswords) {
    const account = domainAccount(one)
    const host = hosts(one.workstation)
    let at = on(9, one.site === 'bristol' ? 8 : 13) + random.between(0, 100) * minute
    for (let count = random.integer(2, 6); count > 0; count--) {
      at += random.between(6, 40) * second
      host.failedLogon(at, account, { type: 2 }, random.chance(0.7) ? '0xc000006a' : '0xc0000071')
      if (random.chance(0.5)) {
        controller.event(at + 15, 4776, {
          ...target(account),
          PackageName: 'MICROSOFT_AUTHENTICATION_PACKAGE_V1_0',
          Workstation: one.workstation,
          Status: '0xc000006a',
        })
      }
    }
    if (random.chance(0.35)) {
      controller.event(at + second, 4740, {
        ...target(account),
        ...subject(controller.system.account, '0x3e7'),
        TargetDomainName: one.workstation,
      })
      host.failedLogon(at + 20 * second, account, { type: 2 }, '0xc0000234')
      const desk = controller.logon(at + 6 * minute, kilbride, { type: 3, address: jumpAddress, elevated: true })
      controller.change(at + 6 * minute + second, desk, 4767, account)
      controller.change(at + 7 * minute, desk, 4724, account)
      controller.logoff(at + 8 * minute, desk)
    } else {
      const session = controller.logon(at + 2 * minute, account, { type: 3, address: one.lanAddress })
      controller.change(at + 2 * minute + second, session, 4723, account)
      controller.logoff(at + 3 * minute, session)
    }
  }
}

const group = (name: string, rid: number): WindowsAccount => ({
  sam: name,
  domain: company.netbios,
  sid: `${company.domainSid}-${rid}`,
})

// Ilse Jorgenvik starts on the 14th, Lottie Penhallow leaves on the 18th.
function joinerAndLeaver(hosts: Hosts): void {
  const controller = hosts('AF-DC01')
  const joiner = person('ilse.jorgenvik')
  const made = on(10, 13, 22, 5.26)
  const first = controller.logon(made, kilbride, { type: 3, address: jumpAddress, elevated: true })
  const account = domainAccount(joiner)
  controller.change(made + 5 * second, first, 4720, account, {
    SamAccountName: joiner.sam,
    DisplayName: joiner.name,
    UserPrincipalName: joiner.upn,
    PrimaryGroupId: '513',
  })
  controller.change(made + 6 * second, first, 4724, account)
  controller.change(made + 6 * second, first, 4722, account)
  controller.change(made + 7 * second, first, 4738, account, { SamAccountName: joiner.sam })
  for (const [name, rid] of [
    ['Marketing', 1410],
    ['All staff', 1401],
    ['VPN users', 1402],
  ] as const) {
    controller.change(made + 50 * second, first, 4728, group(name, rid), {
      MemberName: `CN=${joiner.name},OU=Staff,DC=corp,DC=alderfinch,DC=example`,
      MemberSid: joiner.sid,
    })
  }
  controller.logoff(made + 5 * minute, first)

  const leaver = person('lottie.penhallow')
  const gone = on(18, 16, 41, 9.48)
  const second_ = controller.logon(gone, kilbride, { type: 3, address: jumpAddress, elevated: true })
  controller.change(gone + 4 * second, second_, 4725, domainAccount(leaver))
  controller.change(gone + 30 * second, second_, 4729, group('VPN users', 1402), {
    MemberName: `CN=${leaver.name},OU=Staff,DC=corp,DC=alderfinch,DC=example`,
    MemberSid: leaver.sid,
  })
  controller.logoff(gone + 4 * minute, second_)
}

// In the night to the 13th the order portal moves: a scheduled task, an encoded script, a cleared log, all of it announced.
function applicationMigration(hosts: Hosts, random: Random): void {
  const host = hosts('AF-APP01')
  const start = on(12, 21, 10, 32.989)
  const session = host.desktop(start, kilbride, {
    type: 10,
    address: jumpAddress,
    clientName: 'AF-JUMP01',
    elevated: true,
  })
  const shell = host.start(start + 40 * second, session, powershell)
  host.start(
    start + 90 * second,
    session,
    powershell,
    `powershell.exe -NoProfile -EncodedCommand ${encodedCommand('Import-Module WebAdministration; Stop-WebAppPool OrderPortal; Copy-Item E:\\portal F:\\portal -Recurse')}`,
    shell,
  )
  host.start(
    start + 4 * minute,
    session,
    `${system32}schtasks.exe`,
    'schtasks /create /tn PortalWarmup /tr C:\\portal\\warmup.cmd /sc minute /mo 15 /ru SYSTEM',
    shell,
  )
  host.task(start + 4 * minute + 300, session, 4698, '\\PortalWarmup', 'C:\\portal\\warmup.cmd')
  host.start(
    start + 9 * minute,
    session,
    `${system32}net.exe`,
    'net localgroup Administrators ALDERFINCH\\svc-deploy /add',
    shell,
  )
  host.change(
    start + 9 * minute + second,
    session,
    4732,
    { sam: 'Administrators', domain: 'Builtin', sid: 'S-1-5-32-544' },
    { MemberName: '-', MemberSid: accounts.deploy.sid },
  )
  host.start(start + 31 * minute, session, `${system32}wevtutil.exe`, 'wevtutil cl "PortalApplication"', shell)
  host.start(start + 32 * minute, session, `${system32}wevtutil.exe`, 'wevtutil cl Security', shell)
  host.event(start + 32 * minute + 200, 1102, subject(session.account, session.id))
  for (let count = 0; count < 9; count++) {
    run(
      host,
      random,
      start + random.between(10, 100) * minute,
      session,
      random.pick([administrator.services, administrator.network, administrator.events, administrator.sessions]),
      shell,
    )
  }
  host.task(start + 118 * minute, session, 4699, '\\PortalWarmup', 'C:\\portal\\warmup.cmd')
  host.logoff(start + 121 * minute, session)
  for (const machine of servers.filter((one) => one.system === 'windows')) {
    const when = on(12, 23, 20, 17.489) + random.between(0, 20) * minute
    hosts(machine.name).installService(
      when,
      hosts(machine.name).system,
      'HalyardRelay',
      '"C:\\Program Files\\Halyard\\Relay\\relay.exe" --service',
    )
  }
}

// The maker of the tape library is given a local account for a week.
function vendorAccount(hosts: Hosts): void {
  const host = hosts('AF-BKP01')
  const vendor = { sam: 'vendor-tape', domain: 'AF-BKP01', sid: 'S-1-5-21-2871450031-118840926-940127755-1007' }
  const begin = on(16, 9, 12, 36.204)
  const session = host.desktop(begin, grote, {
    type: 10,
    address: jumpAddress,
    clientName: 'AF-JUMP01',
    elevated: true,
  })
  const shell = host.start(begin + 30 * second, session, `${system32}cmd.exe`)
  host.start(
    begin + 70 * second,
    session,
    `${system32}net.exe`,
    'net user vendor-tape * /add /expires:25/09/2026',
    shell,
  )
  host.change(begin + 74 * second, session, 4720, vendor, { SamAccountName: vendor.sam })
  host.change(begin + 75 * second, session, 4722, vendor)
  host.start(
    begin + 110 * second,
    session,
    `${system32}net.exe`,
    'net localgroup "Remote Desktop Users" vendor-tape /add',
    shell,
  )
  host.change(
    begin + 111 * second,
    session,
    4732,
    { sam: 'Remote Desktop Users', domain: 'Builtin', sid: 'S-1-5-32-555' },
    { MemberName: '-', MemberSid: vendor.sid },
  )
  host.logoff(begin + 9 * minute, session)
  const visit = on(17, 10, 4, 38.355)
  const remote = host.desktop(visit, vendor, { type: 10, address: '10.20.250.240', clientName: 'TAPE-FIELD-2' })
  const tool = host.start(visit + minute, remote, 'C:\\Users\\vendor-tape\\Downloads\\TapeDiag.exe')
  host.start(visit + 2 * minute, remote, `${system32}systeminfo.exe`, 'systeminfo', tool)
  host.start(visit + 3 * minute, remote, `${system32}pnputil.exe`, 'pnputil /enum-drivers', tool)
  host.logoff(visit + 50 * minute, remote)
  const end = on(24, 8, 40, 2.848)
  const last = host.logon(end, grote, { type: 3, address: jumpAddress, elevated: true })
  host.change(end + 2 * second, last, 4726, vendor)
  host.logoff(end + minute, last)
}

// Installation media for a controller holds a copy of the directory: ntdsutil, rightfully.
function controllerMedia(hosts: Hosts): void {
  const host = hosts('AF-DC02')
  const at = on(22, 14, 5, 15.517)
  const session = host.desktop(at, kilbride, {
    type: 10,
    address: jumpAddress,
    clientName: 'AF-JUMP01',
    elevated: true,
  })
  const shell = host.start(at + minute, session, `${system32}cmd.exe`)
  host.start(at + 3 * minute, session, `${system32}nltest.exe`, 'nltest /domain_trusts', shell)
  host.start(
    at + 4 * minute,
    session,
    `${system32}ntdsutil.exe`,
    'ntdsutil "activate instance ntds" ifm "create full D:\\ifm" quit quit',
    shell,
  )
  host.start(at + 12 * minute, session, `${system32}Robocopy.exe`, 'robocopy D:\\ifm \\\\AF-FS01\\it$\\ifm /e', shell)
  host.logoff(at + 20 * minute, session)
}

// A support call: whoami, group membership and a look at the Administrators of somebody's workstation.
function supportCall(hosts: Hosts, random: Random): void {
  for (const [dayOfMonth, sam] of [
    [3, 'tobias.wrenfield'],
    [15, 'thea.vandermolen'],
    [23, 'keziah.mbeti'],
  ] as const) {
    const host = hosts(person(sam).workstation)
    const at = on(dayOfMonth, 13, random.between(0, 50))
    const session = host.desktop(at, domainAccount(accounts.adminFennimore), {
      type: 10,
      address: person('dario.fennimore').lanAddress,
      clientName: person('dario.fennimore').workstation,
      elevated: true,
    })
    const shell = host.start(at + 20 * second, session, `${system32}cmd.exe`)
    host.start(at + 35 * second, session, `${system32}whoami.exe`, 'whoami /all', shell)
    host.start(at + 60 * second, session, `${system32}net.exe`, 'net localgroup Administrators', shell)
    host.start(at + 80 * second, session, `${system32}net.exe`, `net user ${sam} /domain`, shell)
    run(host, random, at + 2 * minute, session, administrator.network)
    host.logoff(at + 12 * minute, session)
  }
}

// A login script that was to be deleted years ago still asks for the domain's trusts on one machine.
function forgottenScript(hosts: Hosts): void {
  const host = hosts('AF-FS01')
  for (const dayOfMonth of [7, 14, 21, 28]) {
    const at = on(dayOfMonth, 6, 30)
    const script = host.start(
      at,
      host.system,
      `${system32}cmd.exe`,
      'cmd.exe /c C:\\scripts\\weekly.cmd',
      host.running(at, 'scheduler'),
    )
    host.start(at + 2 * second, host.system, `${system32}nltest.exe`, 'nltest /domain_trusts', script)
    host.start(at + 3 * second, host.system, `${system32}net.exe`, 'net group "Domain Admins" /domain', script)
  }
}

// After patch day Amara Okondo runs a command on two machines through Azure.
function runPatchCommand(hosts: Hosts): void {
  for (const [minutes, name] of [
    [12, 'AF-APP01'],
    [15, 'AF-SQL01'],
  ] as const) {
    const host = hosts(name)
    const at = on(10, 10, minutes, 11.482)
    const script = startRunCommand(host, at)
    host.start(at + 5 * second, host.system, `${system32}wbem\\WMIC.exe`, 'wmic qfe list brief', script)
    host.start(at + 9 * second, host.system, `${system32}UsoClient.exe`, 'UsoClient.exe StartScan', script)
  }
}
