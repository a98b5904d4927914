import { daysInMonth, hour, isWeekend, minute, on, second } from '../calendar.ts'
import { accounts, addresses, expiringPasswords, people, person, servicePrincipals } from '../company.ts'
import type { Log } from '../log.ts'
import type { Presence } from '../presence.ts'
import { Random } from '../random.ts'
import { type DirectoryChange, directoryRow } from '../rows/directory.ts'
import { type AddChange, consent, core, type Named, named, registerMethod, userTarget } from './directory-changes.ts'

type By = DirectoryChange['by']

const application = (principal: { name: string; id: string }): By => ({ application: principal.name, id: principal.id })
const groups = [
  'All staff',
  'VPN users',
  'Licence E3',
  'Harbour project',
  'Finance readers',
  'Telemetry developers',
  'Toronto',
]
const licences = ['SPE_E3', 'POWER_BI_PRO', 'VISIOCLIENT']

/** Changes of the directory: nightly synchronization, administration, what people do for themselves, and the rare ones. */
export function logDirectory(log: Log, random: Random, presences: readonly Presence[]): void {
  const add = (at: number, change: DirectoryChange) => log.add(at, directoryRow(random, at, change))
  for (let day = 1; day <= daysInMonth; day++) synchronize(add, random, day)
  for (const presence of presences) {
    administer(add, random, presence)
    if (presence.device === 'workstation' && random.chance(0.1)) serveOneself(add, random, presence)
  }
  passwordStorm(add, random)
  rareButRightful(add)
}

function synchronize(add: AddChange, random: Random, day: number): void {
  const by = application(servicePrincipals.sync)
  let at = on(day, 3, 5)
  for (let count = random.integer(3, isWeekend(day) ? 5 : 10); count > 0; count--) {
    at += random.between(1, 30) * second
    const user = random.pick(people)
    add(at, {
      operation: 'Update user',
      category: 'UserManagement',
      service: core,
      kind: 'Update',
      by,
      targets: [userTarget(user, { LastDirSyncTime: [null, new Date(at).toISOString()] })],
    })
  }
  if (random.chance(0.3))
    add(at + minute, {
      operation: 'Update group',
      category: 'GroupManagement',
      service: core,
      kind: 'Update',
      by,
      targets: [named('Group', random.pick(groups))],
    })
}

const administratorOf: Readonly<Record<string, keyof typeof accounts>> = {
  'saoirse.kilbride': 'adminKilbride',
  'anselm.grote': 'adminGrote',
}

function administer(add: AddChange, random: Random, presence: Presence): void {
  const { department, sam } = presence.person
  if (presence.device === 'phone' || !(department === 'it' || department === 'platform')) return
  const key = administratorOf[sam]
  const who = key === undefined ? presence.person : accounts[key]
  const by: By = { upn: who.upn, id: who.id, address: presence.address }
  const moment = () => random.between(presence.from, presence.to)
  if (random.chance(department === 'it' ? 0.8 : 0.5)) {
    const role =
      department === 'platform'
        ? 'Application Administrator'
        : random.pick(['User Administrator', 'Exchange Administrator', 'Authentication Administrator'])
    const at = moment()
    const change = {
      category: 'RoleManagement',
      service: 'PIM',
      by,
      targets: [named('Role', role), userTarget(who)],
    } as const
    add(at, { ...change, operation: 'Add member to role requested (PIM activation)', kind: 'Add' })
    add(at + 4 * second, { ...change, operation: 'Add member to role completed (PIM activation)', kind: 'Add' })
    add(at + 4 * hour, {
      ...change,
      operation: 'Remove member from role (PIM activation expired)',
      kind: 'Delete',
      by: { application: 'MS-PIM', id: servicePrincipals.policy.id },
    })
  }
  if (department === 'platform') return
  for (let count = random.integer(0, 4); count > 0; count--) add(moment(), routine(random, by))
}

function routine(random: Random, by: By): DirectoryChange {
  const user = random.pick(people)
  const group = random.favour(groups)
  return random.weighted<DirectoryChange>([
    [
      {
        operation: 'Add member to group',
        category: 'GroupManagement',
        service: core,
        kind: 'Assign',
        by,
        targets: [userTarget(user, { 'Group.DisplayName': [null, group] }), named('Group', group)],
      },
      6,
    ],
    [
      {
        operation: 'Remove member from group',
        category: 'GroupManagement',
        service: core,
        kind: 'Unassign',
        by,
        targets: [userTarget(user, { 'Group.DisplayName': [group, null] }), named('Group', group)],
      },
      2,
    ],
    [
      {
        operation: 'Change user license',
        category: 'UserManagement',
        service: core,
        kind: 'Update',
        by,
        targets: [userTarget(user, { AssignedLicense: [null, random.pick(licences)] })],
      },
      3,
    ],
    [
      {
        operation: 'Reset user password',
        category: 'UserManagement',
        service: core,
        kind: 'Update',
        by,
        targets: [userTarget(user)],
      },
      1.5,
    ],
    [
      {
        operation: 'Update user',
        category: 'UserManagement',
        service: core,
        kind: 'Update',
        by,
        targets: [userTarget(user, { Department: ['', user.department] })],
      },
      3,
    ],
    [
      {
        operation: 'Update device',
        category: 'Device',
        service: core,
        kind: 'Update',
        by,
        targets: [named('Device', user.workstation)],
      },
      2,
    ],
    [
      {
        operation: 'Invite external user',
        category: 'UserManagement',
        service: 'Invited Users',
        kind: 'Add',
        by,
        targets: [
          {
            type: 'User',
            name: 'Harbour authority guest',
            id: random.guid(),
            upn: `guest${random.integer(1, 40)}@harbour-authority.example`,
          },
        ],
      },
      0.7,
    ],
    [
      {
        operation: 'Admin deleted security info',
        category: 'UserManagement',
        service: 'Authentication Methods',
        kind: 'Delete',
        by,
        targets: [userTarget(user)],
      },
      0.3,
    ],
  ])
}

const methods = ['Authenticator app', 'Phone', 'Security key', 'Authenticator app'] as const
const newApplications = ['Whiteboard Sync', 'Fieldbook CRM', 'Meeting Notes', 'Whiteboard Sync'] as const

function serveOneself(add: AddChange, random: Random, presence: Presence): void {
  const { person: user, address } = presence
  const by: By = { upn: user.upn, id: user.id, address }
  const at = random.between(presence.from, presence.to)
  const kind = random.weighted([
    ['device', 6],
    ['change', 3],
    ['method', 1.6],
    ['consent', 1.4],
  ] as const)
  if (kind === 'method') registerMethod(add, at, user, address, random.pick(methods))
  else if (kind === 'consent')
    consent(add, at, user, address, random.favour(newApplications), 'openid profile User.Read Calendars.Read')
  else if (kind === 'device')
    add(at, {
      operation: 'Update device',
      category: 'Device',
      service: core,
      kind: 'Update',
      by: { application: 'Device Registration Service', id: servicePrincipals.policy.id },
      targets: [named('Device', user.workstation)],
    })
  else
    add(at, {
      operation: 'Change password (self-service)',
      category: 'UserManagement',
      service: 'Self-service Password Management',
      kind: 'Update',
      by,
      targets: [userTarget(user)],
    })
}

function passwordStorm(add: AddChange, random: Random): void {
  for (const user of expiringPasswords) {
    const at = on(9, user.site === 'bristol' ? 8 : 13) + random.between(0, 110) * minute
    const change = {
      category: 'UserManagement',
      service: 'Self-service Password Management',
      kind: 'Update',
      by: { upn: user.upn, id: user.id, address: addresses.bristolOffice },
      targets: [userTarget(user)],
    } as const
    add(at, { ...change, operation: 'Self-service password reset flow activity progress' })
    if (random.chance(0.3))
      add(at + 40 * second, {
        ...change,
        operation: 'Reset password (self-service)',
        failed: 'The new password does not meet the policy.',
      })
    add(at + 80 * second, { ...change, operation: 'Reset password (self-service)' })
  }
}

function rareButRightful(add: AddChange): void {
  const byOf = (user: Named, address: string = addresses.bristolOffice): By => ({ upn: user.upn, id: user.id, address })
  const kilbride = byOf(accounts.adminKilbride)
  const zalewicz = byOf(person('piotr.zalewicz'))
  const [joiner, leaver] = [person('ilse.jorgenvik'), person('lottie.penhallow')]
  add(on(10, 13, 25), {
    operation: 'Add user',
    category: 'UserManagement',
    service: core,
    kind: 'Add',
    by: kilbride,
    targets: [userTarget(joiner)],
  })
  add(on(10, 13, 27), {
    operation: 'Change user license',
    category: 'UserManagement',
    service: core,
    kind: 'Update',
    by: kilbride,
    targets: [userTarget(joiner, { AssignedLicense: [null, 'SPE_E3'] })],
  })
  registerMethod(add, on(14, 8, 35), joiner, addresses.bristolOffice, 'Authenticator app')
  registerMethod(add, on(17, 12, 4), person('mateus.roqueiro'), person('mateus.roqueiro').homeAddress, 'Phone')
  add(on(14, 8, 52), {
    operation: 'Register device',
    category: 'Device',
    service: 'Device Registration Service',
    kind: 'Add',
    by: byOf(joiner),
    targets: [named('Device', joiner.workstation)],
  })
  add(on(18, 16, 42), {
    operation: 'Disable account',
    category: 'UserManagement',
    service: core,
    kind: 'Update',
    by: kilbride,
    targets: [userTarget(leaver, { AccountEnabled: ['true', 'false'] })],
  })
  add(on(18, 16, 43), {
    operation: 'Update StsRefreshTokenValidFrom Timestamp',
    category: 'UserManagement',
    service: core,
    kind: 'Update',
    by: kilbride,
    targets: [userTarget(leaver)],
  })
  for (const [dayOfMonth, hours] of [
    [8, 15],
    [24, 10],
  ] as const) {
    add(on(dayOfMonth, hours, 12), {
      operation: 'Update conditional access policy',
      category: 'Policy',
      service: 'Conditional Access',
      kind: 'Update',
      by: kilbride,
      targets: [named('Policy', 'Require strong authentication')],
    })
  }
  // The build pipeline's secret is renewed every quarter.
  add(on(15, 9, 33), {
    operation: 'Update application – Certificates and secrets management ',
    category: 'ApplicationManagement',
    service: core,
    kind: 'Update',
    by: zalewicz,
    targets: [
      named('Application', 'build-pipeline', {
        KeyDescription: ['[]', '[KeyType=Password,KeyUsage=Verify,DisplayName=2026-Q4]'],
      }),
    ],
  })
  add(on(15, 9, 34), {
    operation: 'Add service principal credentials',
    category: 'ApplicationManagement',
    service: core,
    kind: 'Add',
    by: zalewicz,
    targets: [named('ServicePrincipal', 'build-pipeline')],
  })
  add(on(11, 17, 18), {
    operation: 'Add member to role',
    category: 'RoleManagement',
    service: core,
    kind: 'Assign',
    by: byOf(accounts.adminGrote),
    targets: [
      named('Role', 'Exchange Administrator'),
      { type: 'ServicePrincipal', name: 'svc-archive', id: new Random('svc-archive').guid() },
    ],
  })
}
