import { hour, minute, monthStart, on, second } from '../calendar.ts'
import {
  accounts,
  addresses,
  type Department,
  expiringPasswords,
  type Location,
  locations,
  type Person,
  people,
} from '../company.ts'
import { deviceOf, workstationOf } from '../devices.ts'
import type { Log } from '../log.ts'
import type { Presence } from '../presence.ts'
import type { Random } from '../random.ts'
import { type Application, nonInteractiveRow, type Outcome, type SignIn, signInRow } from '../rows/sign-in.ts'

const everyday: readonly Application[] = ['officeClient', 'outlook', 'teams', 'sharePoint', 'office']
const more: Readonly<Record<Department, readonly Application[]>> = {
  management: ['expenses'],
  finance: ['expenses', 'expenses'],
  sales: ['crm', 'crm', 'expenses'],
  engineering: ['expenses'],
  platform: ['azurePortal', 'aws', 'azureCli'],
  people: ['expenses'],
  it: ['azurePortal', 'exchangeAdmin', 'exchangeAdmin'],
  support: ['crm', 'crm'],
  marketing: ['crm'],
}

/** Who answers a second factor with what; a text message is the exception. */
function factorOf(one: Person): string {
  return people.indexOf(one) % 6 === 5 ? 'Text message' : 'Mobile app notification'
}

/** Sign-ins of every stretch of work, with typing errors and interruptions, and the noise of the internet. */
export function logSignIns(interactive: Log, background: Log, random: Random, presences: readonly Presence[]): void {
  for (const presence of presences) {
    const phone = presence.device === 'phone'
    const applications = phone ? (['outlook', 'teams'] as const) : [...everyday, ...more[presence.person.department]]
    // One application asks after the other when the day begins; more come in the course of it.
    let at = presence.from + random.between(5, 90) * second
    for (let count = phone ? 1 : random.integer(3, 7); count > 0; count--) {
      at = signInOnce(interactive, random, presence, random.pick(applications), at)
      at = random.chance(0.6) ? at + random.between(4, 80) * second : random.between(presence.from, presence.to)
    }
    for (let count = random.integer(1, phone ? 2 : 6); count > 0; count--) {
      const at = random.between(presence.from, presence.to)
      const outcome: Outcome = random.chance(0.02) ? 'sessionExpired' : 'success'
      background.add(at, nonInteractiveRow(random, at, signInOf(presence, random.pick(everyday), outcome, false)))
    }
  }
  administratorsSignIn(interactive, random, presences)
  internetNoise(interactive, random)
  passwordStorm(interactive, random)
}

function signInOf(presence: Presence, application: Application, outcome: Outcome, multiFactor: boolean): SignIn {
  const device = deviceOf(presence)
  const apps = presence.device === 'phone' || application === 'officeClient' || application === 'teams'
  return {
    user: presence.person,
    application,
    address: presence.address,
    location: presence.location,
    userAgent: device.userAgent,
    system: device.system,
    browser: device.browser,
    client: apps ? 'Mobile Apps and Desktop clients' : 'Browser',
    outcome,
    multiFactor,
    ...(multiFactor && { factor: factorOf(presence.person) }),
    ...(device.name !== undefined && { deviceName: device.name }),
  }
}

function signInOnce(log: Log, random: Random, presence: Presence, application: Application, at: number): number {
  const abroad = presence.location !== locations[presence.person.site]
  const multiFactor = abroad || presence.place !== 'office' ? random.chance(0.6) : random.chance(0.15)
  let when = at
  const write = (outcome: Outcome) => {
    const signIn = signInOf(presence, application, outcome, multiFactor)
    log.add(when, signInRow(random, when, abroad && random.chance(0.3) ? { ...signIn, risk: 'low' } : signIn))
    when += random.between(6, 35) * second
  }
  for (let typos = random.chance(0.05) ? random.integer(1, 3) : 0; typos > 0; typos--) write('wrongPassword')
  if (multiFactor && random.chance(0.12)) write('strongAuthRequired')
  if (multiFactor && random.chance(0.012)) write('strongAuthDenied')
  if (random.chance(0.02)) write('staySignedIn')
  if (random.chance(0.006)) write(abroad ? 'blockedByPolicy' : 'consentRequired')
  else write('success')
  return when
}

const adminOf: Readonly<Record<string, keyof typeof accounts>> = {
  'saoirse.kilbride': 'adminKilbride',
  'anselm.grote': 'adminGrote',
}

function administratorsSignIn(log: Log, random: Random, presences: readonly Presence[]): void {
  for (const presence of presences) {
    const name = adminOf[presence.person.sam]
    if (name === undefined || presence.device === 'phone') continue
    for (let count = random.integer(1, 3); count > 0; count--) {
      const at = random.between(presence.from, presence.to)
      const application = random.pick(['exchangeAdmin', 'azurePortal', 'exchangeAdmin', 'azureCli'] as const)
      const signIn = {
        ...signInOf(presence, application, 'success', true),
        user: accounts[name],
        factor: 'Security key',
      }
      log.add(at, signInRow(random, at, signIn))
    }
  }
}

const legacyAgents = ['BAV2ROPC', 'CBAInPROD', 'Mozilla/5.0 (X11; Linux x86_64)', 'python-requests/2.32.3'] as const
const elsewhere: readonly Location[] = [locations.boston, locations.hamburg, locations.toronto, locations.lisbon]

// Strangers try the addresses printed on the company's website, a few times a day and never with success.
function internetNoise(log: Log, random: Random): void {
  const known = people.filter((one) => ['sales', 'support', 'management', 'marketing'].includes(one.department))
  for (let at = monthStart + hour; at < on(30, 22); at += random.between(0.4, 9) * hour) {
    const address = random.pick(addresses.internetNoise)
    const location = random.pick(elsewhere)
    let when = at
    for (const one of random.sample(known, random.integer(1, 3))) {
      when += random.between(1, 90) * second
      const outcome = random.chance(0.1) ? 'locked' : 'wrongPassword'
      const client = random.pick(['IMAP4', 'Authenticated SMTP', 'Browser'])
      log.add(
        when,
        signInRow(random, when, {
          user: one,
          application: 'exchange',
          address,
          location,
          userAgent: random.pick(legacyAgents),
          system: '',
          client,
          outcome,
          multiFactor: false,
        }),
      )
    }
  }
}

// On 9 September many passwords expire; people try the old one, get locked out, and reset it themselves.
function passwordStorm(log: Log, random: Random): void {
  for (const one of expiringPasswords) {
    const { userAgent, system, browser, name } = workstationOf(one)
    let at = on(9, one.site === 'bristol' ? 7 : 12) + random.between(20, 120) * minute
    const outcomes: Outcome[] = [
      'expiredPassword',
      ...Array.from({ length: random.integer(1, 6) }, () => 'wrongPassword' as const),
    ]
    if (random.chance(0.4)) outcomes.push('locked')
    outcomes.push('success')
    for (const outcome of outcomes) {
      const common = {
        user: one,
        application: 'officeClient',
        address: addresses.bristolOffice,
        location: locations[one.site],
        userAgent,
        system,
        browser,
      } as const
      log.add(
        at,
        signInRow(random, at, {
          ...common,
          client: 'Browser',
          outcome,
          multiFactor: outcome === 'success',
          factor: factorOf(one),
          ...(name !== undefined && { deviceName: name }),
        }),
      )
      at += outcome === 'locked' ? random.between(5, 15) * minute : random.between(9, 70) * second
    }
  }
  for (const [dayOfMonth, hours] of [
    [3, 4],
    [16, 22],
  ] as const) {
    const at = on(dayOfMonth, hours, 17)
    log.add(
      at,
      signInRow(random, at, {
        user: accounts.formerEmployee,
        application: 'outlook',
        address: random.pick(addresses.phoneNetwork),
        location: locations.bristol,
        userAgent: 'Outlook-iOS/4.2634.0',
        system: 'Ios 19.6',
        client: 'Exchange ActiveSync',
        outcome: 'disabled',
        multiFactor: false,
      }),
    )
  }
}
