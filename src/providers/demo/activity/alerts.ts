import { hour, minute, on } from '../calendar.ts'
import { accounts, addresses, people, person } from '../company.ts'
import type { Log } from '../log.ts'
import { machineNamed, servers } from '../machines.ts'
import type { Random } from '../random.ts'
import { type Alert, alertRow, alertTime } from '../rows/alert.ts'

/** The products alerts come from. */
export const products = {
  identity: 'Azure Active Directory Identity Protection',
  cloudApps: 'Microsoft Cloud App Security',
  servers: 'Azure Security Center',
  rules: 'Azure Sentinel',
} as const

/** What the products say about the month apart from the intrusion: most of it nothing, and the same names as when it is something. */
export function logAlerts(log: Log, random: Random): void {
  for (const alert of [...unfamiliar(), ...falseAlarms(random), ...knocking(random)])
    log.add(alertTime(alert), alertRow(random, alert))
}

function unfamiliar(): Alert[] {
  const trips = [
    ['mateus.roqueiro', on(7, 6, 55), '203.0.113.18', 'Hamburg'],
    ['sunniva.aldous', on(21, 12, 40), '203.0.113.27', 'Boston'],
    ['maren.thistlewood', on(16, 7, 5), '203.0.113.33', 'Lisbon'],
    ['noor.castellane', on(8, 18, 20), '203.0.113.36', 'Lisbon'],
    ['keziah.mbeti', on(19, 20, 2), '198.51.100.204', 'Bristol'],
    ['ravindra.kolhe', on(26, 18, 31), '198.51.100.202', 'Bristol'],
  ] as const
  return trips.map(([sam, at, address, city]) => ({
    name: 'Unfamiliar sign-in properties',
    severity: sam === 'mateus.roqueiro' ? 'Medium' : 'Low',
    product: products.identity,
    description: `A sign-in from ${city} has properties this account has not shown before.`,
    tactics: 'InitialAccess',
    techniques: ['T1078'],
    from: at,
    to: at,
    delay: 5 * minute,
    status: 'Dismissed',
    accounts: [person(sam)],
    addresses: [address],
  }))
}

function falseAlarms(random: Random): Alert[] {
  const download = (sam: string, from: number, to: number, count: number): Alert => ({
    name: 'Mass download by a single user',
    severity: 'Medium',
    product: products.cloudApps,
    description: `${count} files were downloaded in a short time.`,
    tactics: 'Exfiltration',
    techniques: ['T1530'],
    from,
    to,
    status: sam === 'tobias.wrenfield' ? 'Resolved' : 'New',
    accounts: [person(sam)],
    addresses: [addresses.bristolOffice],
  })
  const encoded = (name: string, at: number): Alert => ({
    name: 'Suspicious encoded PowerShell command line',
    severity: 'Medium',
    product: products.servers,
    description: 'PowerShell was started with an encoded command.',
    tactics: 'Execution',
    techniques: ['T1059.001', 'T1027'],
    from: at,
    to: at,
    status: 'Dismissed',
    machines: [machineNamed(name)],
    more: { 'parent process': 'halyard-agent.exe' },
  })
  const app = machineNamed('AF-APP01')
  return [
    download('tobias.wrenfield', on(2, 13, 12), on(2, 13, 31), 118),
    download('lottie.penhallow', on(17, 15, 47), on(17, 16, 3), 94),
    encoded('AF-WS-114', on(4, 11, 20)),
    encoded('AF-DC02', on(13, 3, 12)),
    encoded('AF-APP01', on(12, 21, 12)),
    {
      name: 'Security log was cleared',
      severity: 'High',
      product: products.rules,
      description: 'The Security log of a machine was cleared.',
      tactics: 'DefenseEvasion',
      techniques: ['T1070.001'],
      from: on(12, 21, 42),
      to: on(12, 21, 42),
      status: 'Resolved',
      accounts: [{ sam: accounts.adminKilbride.sam }],
      machines: [app],
    },
    {
      name: 'Member added to a privileged local group',
      severity: 'Medium',
      product: products.rules,
      description: 'An account was added to the local Administrators.',
      tactics: 'PrivilegeEscalation',
      techniques: ['T1098'],
      from: on(12, 21, 19),
      to: on(12, 21, 19),
      status: 'Resolved',
      machines: [app],
    },
    {
      name: 'Local account was created',
      severity: 'Low',
      product: products.rules,
      description: 'A local account was created on a server.',
      tactics: 'Persistence',
      techniques: ['T1136.001'],
      from: on(16, 9, 13),
      to: on(16, 9, 13),
      status: 'Resolved',
      accounts: [{ sam: 'vendor-tape' }],
      machines: [machineNamed('AF-BKP01')],
    },
    {
      name: 'CloudTrail logging was stopped',
      severity: 'High',
      product: products.rules,
      description: 'StopLogging was called on a trail.',
      tactics: 'DefenseEvasion',
      techniques: ['T1562.008'],
      from: on(16, 13, 5),
      to: on(16, 13, 5),
      status: 'Resolved',
      accounts: [person('amara.okondo')],
      addresses: [addresses.bristolOffice],
    },
    {
      name: 'Credential added to an application',
      severity: 'Low',
      product: products.rules,
      description: 'A secret was added to an application.',
      tactics: 'Persistence',
      techniques: ['T1098.001'],
      from: on(15, 9, 33),
      to: on(15, 9, 34),
      status: 'Dismissed',
      accounts: [person('piotr.zalewicz')],
    },
    {
      name: 'Suspicious inbox forwarding',
      severity: 'Medium',
      product: products.cloudApps,
      description: 'Mail of an account is forwarded outside the company.',
      tactics: 'Collection',
      techniques: ['T1114.003'],
      from: on(18, 15, 5),
      to: on(18, 15, 6),
      status: 'New',
      accounts: [person('oskar.lindqvarn'), accounts.adminKilbride],
    },
    {
      name: 'Directory database was copied',
      severity: 'High',
      product: products.servers,
      description: 'ntdsutil made a copy of the directory.',
      tactics: 'CredentialAccess',
      techniques: ['T1003.003'],
      from: on(22, 14, 9),
      to: on(22, 14, 9),
      status: 'Resolved',
      accounts: [{ sam: accounts.adminKilbride.sam }],
      machines: [machineNamed('AF-DC02')],
    },
    {
      name: 'Test file of an antivirus was found',
      severity: 'Informational',
      product: products.servers,
      description: 'A harmless test file was found and removed.',
      tactics: 'Unknown',
      from: on(8, 14, 2),
      to: on(8, 14, 2),
      status: 'Resolved',
      machines: [machineNamed('AF-WS-123')],
    },
    ...[2, 11, 25].map((dayOfMonth): Alert => {
      const at = on(dayOfMonth, 8) + random.between(0, 8) * hour
      return {
        name: 'Mail with a malicious link was removed after delivery',
        severity: 'Informational',
        product: products.cloudApps,
        description: 'A message was moved to quarantine.',
        tactics: 'InitialAccess',
        techniques: ['T1566.002'],
        from: at,
        to: at,
        status: 'Resolved',
        accounts: [random.pick(people)],
      }
    }),
  ]
}

function knocking(random: Random): Alert[] {
  const bastion = machineNamed('af-bastion01')
  const guesses = [3, 6, 10, 13, 17, 20, 24, 27].map((dayOfMonth): Alert => {
    const at = on(dayOfMonth, 1) + random.between(0, 20) * hour
    return {
      name: 'Failed SSH brute force attack',
      severity: 'Low',
      product: products.servers,
      description: 'Many failed logons over SSH came from one address.',
      tactics: 'CredentialAccess',
      techniques: ['T1110.001'],
      from: at - 40 * minute,
      to: at,
      machines: [bastion],
      addresses: [random.pick(addresses.internetNoise)],
    }
  })
  const scans = [3, 10, 17, 24].map((dayOfMonth): Alert => {
    const from = on(dayOfMonth, 20, 30)
    return {
      name: 'Port scan within the network',
      severity: 'Low',
      product: products.rules,
      description: 'One address tried many ports on many machines.',
      tactics: 'Discovery',
      techniques: ['T1046'],
      from,
      to: from + 15 * minute,
      status: 'Dismissed',
      addresses: ['10.20.9.9'],
      machines: servers.slice(0, 3),
    }
  })
  const sprays = [5, 15].map((dayOfMonth): Alert => {
    const at = on(dayOfMonth, 3) + random.between(0, 4) * hour
    return {
      name: 'Password spray against several accounts',
      severity: 'Low',
      product: products.identity,
      description: 'One address failed to sign in to several accounts.',
      tactics: 'CredentialAccess',
      techniques: ['T1110.003'],
      from: at - hour,
      to: at,
      status: 'Dismissed',
      addresses: [random.pick(addresses.internetNoise)],
      accounts: random.sample(people, 2),
    }
  })
  const lockouts: Alert = {
    name: 'Several accounts were locked out',
    severity: 'Medium',
    product: products.rules,
    description: 'Five accounts or more were locked out within an hour.',
    tactics: 'CredentialAccess',
    from: on(9, 8),
    to: on(9, 9),
    status: 'Resolved',
    machines: [machineNamed('AF-DC01')],
  }
  return [...guesses, ...scans, ...sprays, lockouts]
}
