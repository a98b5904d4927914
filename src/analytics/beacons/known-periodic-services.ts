/** What is periodic by its nature: shown, and ranked behind what is not explained. */
interface KnownService {
  readonly service: string
  /** Ports of the destination; of any protocol unless one is named. */
  readonly ports?: readonly number[]
  readonly protocol?: 'tcp' | 'udp'
  /** Addresses or their beginnings, or names of which these are the ends. */
  readonly destinations?: readonly string[]
}

const knownServices: readonly KnownService[] = [
  { service: 'NTP: clocks are set', ports: [123] },
  { service: 'DHCP: leases are renewed', ports: [67, 68, 546, 547] },
  { service: 'SNMP: devices are polled', ports: [161, 162] },
  { service: 'Syslog: logs are sent', ports: [514, 6514] },
  { service: 'NetBIOS: names are announced', ports: [137, 138], protocol: 'udp' },
  { service: 'mDNS: names are announced', ports: [5353] },
  { service: 'LLMNR: names are asked for', ports: [5355] },
  { service: 'SSDP: devices are announced', ports: [1900, 3702] },
  { service: 'Dropbox: neighbours are looked for', ports: [17500], protocol: 'udp' },
  { service: 'STUN: the own address is asked for', ports: [3478], protocol: 'udp' },
  { service: 'RADIUS: sessions are accounted', ports: [1812, 1813, 1645, 1646], protocol: 'udp' },
  { service: 'Routing: neighbours are greeted', ports: [179, 520, 1985] },
  { service: 'Cluster: heartbeat', ports: [3343], protocol: 'udp' },
  { service: 'WSUS: updates are looked for', ports: [8530, 8531] },
  { service: 'Mobile push: a line is kept open', ports: [5222, 5223, 5228] },
  { service: 'Azure: the host of virtual machines', destinations: ['168.63.129.16', '169.254.169.254'] },
  { service: 'Multicast or broadcast', destinations: ['224.', '239.', '255.255.255.255', 'ff02:', 'ff05:'] },
  {
    service: 'Clocks are set',
    destinations: ['time.windows.com', 'time.apple.com', 'time.google.com', 'pool.ntp.org'],
  },
  {
    service: 'Windows: updates and telemetry',
    destinations: [
      'windowsupdate.com',
      'update.microsoft.com',
      'delivery.mp.microsoft.com',
      'events.data.microsoft.com',
      'telemetry.microsoft.com',
      'settings-win.data.microsoft.com',
      'wns.windows.com',
      'msftconnecttest.com',
      'msftncsi.com',
    ],
  },
  {
    service: 'Microsoft: agents report',
    destinations: [
      'ods.opinsights.azure.com',
      'oms.opinsights.azure.com',
      'agentsvc.azure-automation.net',
      'monitoring.azure.com',
      'wdcp.microsoft.com',
      'wd.microsoft.com',
      'guestconfiguration.azure.com',
      'his.arc.azure.com',
    ],
  },
  {
    service: 'Certificates are checked',
    destinations: ['ocsp.digicert.com', 'crl.microsoft.com', 'ocsp.msocsp.com', 'pki.goog', 'lencr.org'],
  },
  {
    service: 'Connectivity is checked',
    destinations: ['connectivitycheck.gstatic.com', 'captive.apple.com', 'detectportal.firefox.com'],
  },
  {
    service: 'Ubuntu: updates and news',
    destinations: ['motd.ubuntu.com', 'connectivity-check.ubuntu.com', 'archive.ubuntu.com', 'security.ubuntu.com'],
  },
]

const byPort = new Map<number, readonly KnownService[]>()
for (const known of knownServices) {
  for (const port of known.ports ?? []) byPort.set(port, [...(byPort.get(port) ?? []), known])
}

const day = 86_400

/**
 * Why a rhythm is nothing by itself: the service that has it by its nature, by port or destination (address or name), or an interval of
 * a day or a week, which people and nightly jobs have. Empty where nothing explains it. A service says what is likely, not what is
 * true: beacons use well-known ports too, so such pairs are shown.
 */
export function knownPeriodicService(
  destination: string,
  port: number | undefined,
  protocol: string,
  intervalSeconds: number,
): string {
  const name = destination.toLowerCase()
  const used = protocol.toLowerCase()
  for (const { service, protocol: wanted } of port === undefined ? [] : (byPort.get(port) ?? [])) {
    if (wanted === undefined || used === '' || used.startsWith(wanted[0]!)) return service
  }
  for (const { service, destinations } of knownServices) {
    if (destinations?.some((known) => isWithin(name, known))) return service
  }
  if (Math.abs(intervalSeconds - day) < day / 8) return 'Once a day: people and nightly jobs'
  if (Math.abs(intervalSeconds - 7 * day) < day) return 'Once a week: people and weekly jobs'
  return ''
}

function isWithin(name: string, known: string): boolean {
  if (/^[\d.]+$/.test(known) || known.endsWith(':'))
    return known.endsWith('.') || known.endsWith(':') ? name.startsWith(known) : name === known
  return name === known || name.endsWith(`.${known}`)
}
