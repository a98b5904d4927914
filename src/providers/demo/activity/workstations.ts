import { daysInMonth, hour, isWeekend, minute, on, second } from '../calendar.ts'
import { people } from '../company.ts'
import { servers } from '../machines.ts'
import type { Presence } from '../presence.ts'
import type { Random } from '../random.ts'
import { domainAccount } from '../rows/security-event.ts'
import { dailyPrograms, desktop, documents, type Program } from './programs.ts'
import type { Process, Session, WindowsHost } from './windows-host.ts'

const windowsServers = servers.filter((one) => one.system === 'windows').map((one) => one.name)

/** Starts a program, and those it starts, in a session; gives the program's own process. */
export function run(
  host: WindowsHost,
  random: Random,
  at: number,
  session: Session,
  program: Program,
  parent: Process = session.shell,
): Process {
  const fill = (text: string, image: string): string =>
    text.includes('{') ? text.replace(/\{(\w+)\}/g, (_, name: string) => filling(name, image, session, random)) : text
  const image = fill(program.image, '')
  const process = host.start(at, session, image, fill(program.commandLine, image), parent)
  let when = at
  for (const [child, probability] of program.children ?? []) {
    if (!random.chance(probability)) continue
    when += random.between(1, 25) * second
    run(host, random, when, session, child, process)
  }
  return process
}

function filling(name: string, image: string, session: Session, random: Random): string {
  switch (name) {
    case 'image':
      return `"${image}"`
    case 'user':
      return session.account.sam
    case 'guid':
      return random.guid()
    case 'hex':
      return random.hex(8)
    case 'number':
      return String(random.integer(2, 9999))
    case 'file':
      return random.favour(documents)
    default:
      return random.pick(windowsServers)
  }
}

/** A working day at a workstation: logon, programs, the screen locked and unlocked, logoff. */
function workAtWorkstation(host: WindowsHost, random: Random, presence: Presence): void {
  const { person, from, to } = presence
  const account = domainAccount(person)
  const type = presence.place === 'office' || presence.inside !== undefined ? 2 : 11
  if (random.chance(0.07)) host.failedLogon(from - 20 * second, account, { type: 2 }, '0xc000006a')
  const session = host.desktop(from, account, { type, elevated: person.department === 'it' })
  let at = from + random.between(5, 40) * second
  for (const program of [desktop.outlook, desktop.teams, desktop.edge]) {
    if (random.chance(0.92)) run(host, random, at, session, program)
    at += random.between(8, 200) * second
  }
  if (random.chance(0.3)) run(host, random, at + 3 * minute, session, desktop.oneDriveUpdate)
  const programs = dailyPrograms[person.department]
  for (let count = random.integer(3, 9); count > 0; count--) {
    run(host, random, random.between(at, to - 2 * minute), session, random.favour(programs))
  }
  const pauses = to - from > 4 * hour ? random.integer(0, 2) : 0
  for (let count = pauses; count > 0; count--) unlock(host, random, random.between(from + hour, to - hour), session)
  if (random.chance(0.85)) host.logoff(to + random.between(0, 240) * second, session)
}

// An unlock is a logon of its own that ends at once; the old session goes on.
function unlock(host: WindowsHost, random: Random, at: number, session: Session): void {
  if (random.chance(0.06)) host.failedLogon(at - 8 * second, session.account, { type: 7 }, '0xc000006a')
  host.logoff(at + 40, host.logon(at, session.account, { type: 7 }))
}

const agent = 'C:\\Program Files\\Halyard\\Agent\\'
const powershell = 'C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe'

/** A PowerShell command as -EncodedCommand takes it. */
export function encodedCommand(script: string): string {
  return Buffer.from(script, 'utf16le').toString('base64')
}

// The management agent calls PowerShell this way every day on every machine: an encoded command alone proves nothing.
const inventory = encodedCommand('Get-CimInstance Win32_Product | Select-Object Name,Version | ConvertTo-Json')
const posture = encodedCommand('Get-MpComputerStatus | ConvertTo-Json -Compress')

const background: readonly Program[] = [
  {
    image: 'C:\\ProgramData\\Microsoft\\Windows Defender\\Platform\\4.18\\MpCmdRun.exe',
    commandLine: '{image} SignatureUpdate -ScheduleJob -RestrictPrivileges',
  },
  { image: 'C:\\Windows\\System32\\taskhostw.exe', commandLine: 'taskhostw.exe {hex}' },
  {
    image: 'C:\\Windows\\System32\\wermgr.exe',
    commandLine: '{image} "-outproc" "0" "{number}" "{number}" "{number}"',
  },
  { image: 'C:\\Windows\\System32\\UsoClient.exe', commandLine: 'UsoClient.exe StartScan' },
  {
    image: 'C:\\Program Files (x86)\\Microsoft\\EdgeUpdate\\MicrosoftEdgeUpdate.exe',
    commandLine: '{image} /ua /installsource scheduler',
  },
  { image: 'C:\\Windows\\System32\\gpupdate.exe', commandLine: 'gpupdate.exe /target:computer' },
  { image: 'C:\\Windows\\System32\\backgroundTaskHost.exe', commandLine: '{image} -ServerName:App.AppX{hex}.mca' },
  {
    image: 'C:\\Windows\\System32\\SearchProtocolHost.exe',
    commandLine: '{image} Global\\UsGthrFltPipeMssGthrPipe{number}',
  },
]

const agentRun: Program = {
  image: `${agent}halyard-agent.exe`,
  commandLine: '{image} run --job {guid}',
  children: [
    [
      {
        image: powershell,
        commandLine: `powershell.exe -NoProfile -ExecutionPolicy Bypass -EncodedCommand ${inventory}`,
      },
      0.6,
    ],
    [
      {
        image: powershell,
        commandLine: `powershell.exe -NoProfile -ExecutionPolicy Bypass -EncodedCommand ${posture}`,
      },
      0.5,
    ],
  ],
}

/** What a machine does by itself in the month: updates, scans, the management agent. `perDay`: how many starts a day. */
export function runBackground(host: WindowsHost, random: Random, perDay: number, alsoAtNight: boolean): void {
  for (let dayOfMonth = 1; dayOfMonth <= daysInMonth; dayOfMonth++) {
    if (!alsoAtNight && isWeekend(dayOfMonth)) continue
    const moment = () => on(dayOfMonth, 0) + (alsoAtNight ? random.between(0, 24) : random.between(6, 17)) * hour
    const scheduler = (at: number) => host.running(at, 'scheduler')
    if (random.chance(0.55)) {
      const at = moment()
      run(host, random, at, host.system, agentRun, host.running(at, 'services'))
    }
    for (let count = random.integer(0, 2 * perDay); count > 0; count--) {
      const at = moment()
      run(host, random, at, host.system, random.favour(background), scheduler(at))
    }
  }
}

/** The month of all workstations: their people's days and what they do by themselves. */
export function logWorkstations(
  host: (name: string) => WindowsHost,
  random: Random,
  presences: readonly Presence[],
): void {
  for (const presence of presences) {
    if (presence.device === 'workstation') workAtWorkstation(host(presence.person.workstation), random, presence)
  }
  for (const person of people) runBackground(host(person.workstation), random, 1, false)
}
