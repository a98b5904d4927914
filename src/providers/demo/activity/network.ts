import { daysInMonth, hour, isoMilliseconds, isoSeconds, minute, on, second } from '../calendar.ts'
import { addresses, people } from '../company.ts'
import type { Log } from '../log.ts'
import { machineNamed, servers } from '../machines.ts'
import type { Presence } from '../presence.ts'
import type { Random } from '../random.ts'

export interface Connection {
  readonly source: string
  readonly destination: string
  readonly port: number
  readonly host?: string
  readonly action: 'allow' | 'deny'
  readonly sent?: number
  readonly received?: number
  readonly rule: string
}

const firewall = {
  DeviceVendor: 'Example Networks',
  DeviceProduct: 'EdgeWall',
  DeviceVersion: '11.2.4',
  Computer: 'af-fw01',
  DeviceName: 'af-fw01',
}
const service: Readonly<Record<number, string>> = {
  22: 'ssh',
  53: 'dns',
  80: 'web-browsing',
  443: 'ssl',
  3389: 'ms-rdp',
  445: 'ms-ds-smb',
}

/** A connection through the company's firewall, as it reports it in CEF. */
export function logConnection(log: Log, random: Random, at: number, connection: Connection): void {
  const inside = connection.source.startsWith('10.')
  log.add(at, {
    TimeGenerated: isoMilliseconds(at),
    ...firewall,
    DeviceEventClassID: 'TRAFFIC',
    Activity: connection.action === 'allow' ? 'end' : 'drop',
    LogSeverity: connection.action === 'allow' ? '1' : '3',
    DeviceAction: connection.action,
    SimplifiedDeviceAction: connection.action === 'allow' ? 'Accept' : 'Drop',
    CommunicationDirection: inside ? 'Outbound' : 'Inbound',
    Protocol: connection.port === 53 ? 'udp' : 'tcp',
    ApplicationProtocol: service[connection.port] ?? 'unknown-tcp',
    SourceIP: connection.source,
    SourcePort: random.integer(32_768, 64_999),
    DestinationIP: connection.destination,
    DestinationPort: connection.port,
    SentBytes: connection.sent ?? random.integer(300, 90_000),
    ReceivedBytes: connection.action === 'deny' ? 0 : (connection.received ?? random.integer(800, 900_000)),
    DeviceCustomString1: connection.rule,
    DeviceCustomString1Label: 'Rule',
    DeviceInboundInterface: inside ? 'lan' : 'wan',
    DeviceOutboundInterface: inside ? 'wan' : 'dmz',
    ReceiptTime: isoSeconds(at + second),
    Type: 'CommonSecurityLog',
    ...(connection.host !== undefined && { DestinationHostName: connection.host }),
  })
}

/** Somebody connects to the VPN, or fails to. */
export function logVpn(
  log: Log,
  random: Random,
  at: number,
  user: string,
  from: string,
  assigned: string,
  failed = false,
): void {
  log.add(at, {
    TimeGenerated: isoMilliseconds(at),
    ...firewall,
    DeviceEventClassID: 'VPN',
    Activity: failed ? 'vpn-auth-fail' : 'vpn-connected',
    LogSeverity: failed ? '4' : '2',
    DeviceAction: failed ? 'deny' : 'allow',
    CommunicationDirection: 'Inbound',
    SourceIP: from,
    SourcePort: random.integer(32_768, 64_999),
    SourceUserName: user,
    SourceTranslatedAddress: failed ? '' : assigned,
    DestinationIP: '192.0.2.12',
    DestinationPort: 443,
    Message: failed ? `Authentication failed for ${user}` : `Tunnel established for ${user}, address ${assigned}`,
    Type: 'CommonSecurityLog',
  })
}

const services: readonly (readonly [host: string, address: string])[] = [
  ['outlook.mailcloud.example', '192.0.2.180'],
  ['alderfinch.sharepoint.example', '192.0.2.181'],
  ['teams.mailcloud.example', '192.0.2.182'],
  ['app.fieldbook.example', '192.0.2.190'],
  ['pennywise.example', '192.0.2.191'],
  ['updates.halyard.example', '192.0.2.195'],
  ['code-hosting.example', '192.0.2.200'],
  ['packages.example', '192.0.2.201'],
  ['news.example', '192.0.2.210'],
  ['search.example', '192.0.2.211'],
  ['weather-service.example', '192.0.2.215'],
  ['harbour-authority.example', '192.0.2.220'],
  ['video.example', '192.0.2.221'],
  ['maps.example', '192.0.2.222'],
]

/** A name looked up by a machine, as the controllers' DNS reports it. */
export function logLookup(log: Log, at: number, source: string, name: string, answer: string): void {
  log.add(at, {
    TimeGenerated: isoMilliseconds(at),
    EventStartTime: isoMilliseconds(at),
    EventEndTime: isoMilliseconds(at + 12),
    EventType: 'Query',
    EventSubType: 'response',
    EventCount: 1,
    EventProduct: 'DNS Server',
    EventVendor: 'Microsoft',
    EventSchemaVersion: '0.1.7',
    EventResult: answer === '' ? 'Failure' : 'Success',
    EventResultDetails: answer === '' ? 'NXDOMAIN' : 'NOERROR',
    Dvc: machineNamed('AF-DC01').computer,
    DvcHostname: 'AF-DC01',
    DvcIpAddr: machineNamed('AF-DC01').address,
    SrcIpAddr: source,
    DnsQuery: name,
    DnsQueryType: 1,
    DnsQueryTypeName: 'A',
    DnsResponseCode: answer === '' ? 3 : 0,
    DnsResponseName: answer,
    Type: 'ASimDnsActivityLogs',
  })
}

/** Firewall, VPN and DNS of the month: work, the agents' regular calls home, and the internet knocking. */
export function logNetwork(connections: Log, lookups: Log, random: Random, presences: readonly Presence[]): void {
  for (const presence of presences) {
    if (presence.device !== 'workstation' || presence.inside === undefined) continue
    if (presence.place !== 'office') {
      if (random.chance(0.05))
        logVpn(connections, random, presence.from - 50 * second, presence.person.sam, presence.address, '', true)
      logVpn(connections, random, presence.from - 15 * second, presence.person.sam, presence.address, presence.inside)
    }
    for (let count = random.integer(2, 7); count > 0; count--)
      browse(connections, lookups, random, presence.inside, random.between(presence.from, presence.to))
  }
  for (let day = 1; day <= daysInMonth; day++) {
    for (const server of servers) {
      if (server.system !== 'windows') continue
      // The management agent calls home four times a day and is regular to the minute: a beacon, and a good one.
      for (let hours = 1; hours < 24; hours += 6)
        lookups &&
          logLookup(
            lookups,
            on(day, hours, 7 + (server.name.length % 5)),
            server.address,
            'updates.halyard.example',
            '192.0.2.195',
          )
    }
    for (let count = random.integer(10, 35); count > 0; count--) {
      const at = on(day, 0) + random.between(0, 24) * hour
      const port = random.pick([22, 23, 80, 445, 3389, 8080, 5900])
      logConnection(connections, random, at, {
        source: random.pick(addresses.internetNoise),
        destination: '192.0.2.11',
        port,
        action: 'deny',
        rule: 'inbound-default',
      })
    }
    if (day % 7 === 3) sweep(connections, random, on(day, 20, 30))
  }
}

function browse(connections: Log, lookups: Log, random: Random, source: string, at: number): void {
  const [host, address] = random.favour(services)
  if (random.chance(0.6)) {
    const mistyped = random.chance(0.03)
    logLookup(
      lookups,
      at - 60,
      source,
      mistyped ? host.replace('.example', 'x.example') : host,
      mistyped ? '' : address,
    )
  }
  const port = random.chance(0.9) ? 443 : 80
  logConnection(connections, random, at, {
    source,
    destination: address,
    port,
    host,
    action: random.chance(0.02) ? 'deny' : 'allow',
    rule: 'outbound-web',
  })
}

// The vulnerability scanner tries every server each week.
function sweep(connections: Log, random: Random, start: number): void {
  let at = start
  for (const server of servers) {
    for (const port of [22, 445, 3389, 443]) {
      at += random.between(1, 40) * second
      logConnection(connections, random, at, {
        source: '10.20.9.9',
        destination: server.address,
        port,
        action: random.chance(0.4) ? 'allow' : 'deny',
        rule: 'scanner',
      })
    }
  }
  logVpn(
    connections,
    random,
    start - 3 * minute,
    random.pick(people).sam,
    random.pick(addresses.phoneNetwork),
    '',
    true,
  )
}
