import { daysInMonth, hour, isoMilliseconds, minute, monthStart, on, second } from '../calendar.ts'
import { company } from '../company.ts'
import type { Log } from '../log.ts'
import type { Logs } from '../logs.ts'
import { type Machine, servers, workstations } from '../machines.ts'
import type { Presence } from '../presence.ts'
import type { Random } from '../random.ts'
import type { ProcessStart } from './windows-host.ts'

/** What the machines' agents report: heartbeats, the servers' make-up, and the processes started on Windows servers. */
export function logAgents(
  logs: Logs,
  random: Random,
  presences: readonly Presence[],
  starts: readonly ProcessStart[],
): void {
  logHeartbeats(logs.heartbeats, random, presences)
  logComputers(logs.computers, random)
  logServerProcesses(logs.processes, random, starts)
}

const versions = {
  windowsServer: ['Windows Server 2022 Datacenter', '10', '0'],
  windows: ['Windows 11 Enterprise', '10', '0'],
  linux: ['Ubuntu', '24', '04'],
} as const

function heartbeat(log: Log, at: number, machine: Machine, privateAddress: string): void {
  const kind = machine.system === 'linux' ? 'linux' : machine.role === 'server' ? 'windowsServer' : 'windows'
  const [name, major, minor] = versions[kind]
  const azure = machine.azureId !== undefined
  log.add(at, {
    TimeGenerated: isoMilliseconds(at),
    Computer: machine.computer,
    ComputerIP: azure ? '192.0.2.130' : '192.0.2.10',
    ComputerPrivateIPs: [privateAddress],
    OSType: machine.system === 'linux' ? 'Linux' : 'Windows',
    OSName: name,
    OSMajorVersion: major,
    OSMinorVersion: minor,
    Version: '1.37.2',
    Category: 'Azure Monitor Agent',
    SCAgentChannel: 'Direct',
    ComputerEnvironment: azure ? 'Azure' : 'Non-Azure',
    IsGatewayInstalled: false,
    RemoteIPCountry: 'United Kingdom',
    RemoteIPLatitude: 51.45,
    RemoteIPLongitude: -2.59,
    Solutions: '"security", "changeTracking", "serviceMap"',
    VMUUID: machine.id,
    SubscriptionId: azure ? company.subscriptionId : '',
    ResourceGroup: azure ? (machine.azureId?.split('/')[4] ?? '') : '',
    Resource: machine.name,
    ResourceId: machine.azureId ?? '',
    ResourceProvider: azure ? 'Microsoft.Compute' : '',
    ResourceType: azure ? 'virtualMachines' : '',
    SourceSystem: 'OpsManager',
    Type: 'Heartbeat',
    ...(azure && { _ResourceId: machine.azureId?.toLowerCase() ?? '' }),
  })
}

// Servers every three hours, workstations at the beginning of each stretch of work.
function logHeartbeats(log: Log, random: Random, presences: readonly Presence[]): void {
  for (const machine of servers) {
    for (let at = monthStart + random.between(0, 90) * minute; at < on(daysInMonth, 24); at += 3 * hour)
      heartbeat(log, at + random.integer(0, 4000), machine, machine.address)
  }
  const owned = new Map(workstations.map((one) => [one.name, one]))
  for (const presence of presences) {
    const machine = owned.get(presence.person.workstation)
    if (presence.device === 'workstation' && machine)
      heartbeat(log, presence.from + random.between(20, 60) * second, machine, presence.inside ?? '192.168.1.23')
  }
}

// What the dependency agent tells about a server once a day.
function logComputers(log: Log, random: Random): void {
  for (const machine of servers) {
    const windows = machine.system === 'windows'
    const memory = random.pick([8191, 16_383, 32_767])
    for (let day = 1; day <= daysInMonth; day++) {
      const at = on(day, 4, random.between(0, 50))
      log.add(at, {
        TimeGenerated: isoMilliseconds(at),
        Computer: machine.computer,
        AgentId: machine.id,
        Machine: `m-${machine.id}`,
        DisplayName: machine.name,
        FullDisplayName: machine.computer,
        HostName: machine.name,
        BootTime: isoMilliseconds(on(day < 13 ? 1 : 13, 1, 40)),
        TimeZone: '+0:00',
        VirtualizationState: 'virtual',
        Ipv4Addresses: [machine.address],
        Ipv4SubnetMasks: ['255.255.255.0'],
        Ipv4DefaultGateways: [`${machine.address.slice(0, machine.address.lastIndexOf('.'))}.1`],
        DnsNames: [machine.name],
        DependencyAgentVersion: '9.10.20.1000',
        OperatingSystemFamily: windows ? 'windows' : 'linux',
        OperatingSystemFullName: windows ? 'Microsoft Windows Server 2022 Datacenter' : 'Ubuntu 24.04 LTS',
        PhysicalMemoryMB: memory,
        Cpus: 4,
        CpuSpeed: 2445,
        HostingProvider: machine.azureId === undefined ? '' : 'azure',
        AzureSubscriptionId: machine.azureId === undefined ? '' : company.subscriptionId,
        AzureResourceGroup: machine.azureId?.split('/')[4] ?? '',
        AzureResourceName: machine.azureId === undefined ? '' : machine.name,
        AzureLocation: machine.azureId === undefined ? '' : 'uksouth',
        SourceSystem: 'Insights',
        Type: 'VMComputer',
      })
    }
  }
}

const products: readonly (readonly [pattern: RegExp, product: string, version: string])[] = [
  [/^C:\\Windows\\/i, 'Microsoft® Windows® Operating System', '10.0.20348.4163'],
  [/Microsoft SQL Server/, 'Microsoft SQL Server', '16.0.4210.1'],
  [/7-Zip/, '7-Zip', '25.01'],
  [/Halyard/, 'Halyard Agent', '5.12.0'],
  [/EdgeUpdate/, 'Microsoft Edge Update', '1.3.201.9'],
]

// Servers whose processes the dependency agent reports.
const watched = new Set(['AF-JUMP01', 'AF-SQL01', 'AF-APP01', 'AF-BKP01', 'AF-FS01', 'AF-DC01', 'AF-DC02'])

// The dependency agent reports the same starts the Security log has, a little later.
function logServerProcesses(log: Log, random: Random, starts: readonly ProcessStart[]): void {
  for (const { at, machine, account, process, commandLine } of starts) {
    if (!watched.has(machine.name)) continue
    const file = process.image.slice(process.image.lastIndexOf('\\') + 1)
    const [, product, version] = products.find(([pattern]) => pattern.test(process.image)) ?? ['', '', '']
    const system = account.sam.endsWith('$')
    const name = file.replace(/\.exe$/i, '').toLowerCase()
    const when = at + random.integer(300, 700)
    log.add(when, {
      TimeGenerated: isoMilliseconds(when),
      Computer: machine.computer,
      AgentId: machine.id,
      Machine: `m-${machine.id}`,
      Process: `p-${random.hex(8)}${random.hex(8)}`,
      ExecutableName: name,
      DisplayName: name,
      Role: '',
      Group: product === '' ? name : product,
      StartTime: isoMilliseconds(at),
      FirstPid: Number.parseInt(process.id, 16),
      ProductName: product,
      ProductVersion: version,
      ExecutablePath: process.image,
      CommandLine: commandLine,
      WorkingDirectory: system ? 'C:\\Windows\\System32' : `C:\\Users\\${account.sam}`,
      UserName: system ? 'SYSTEM' : account.sam,
      UserDomain: system ? 'NT AUTHORITY' : account.domain,
      SourceSystem: 'Insights',
      Type: 'VMProcess',
    })
  }
}
