import { hour, isWeekend, minute, on } from './calendar.ts'
import { addresses, type Location, locations, type Person, people } from './company.ts'
import { Random } from './random.ts'

/** A stretch of time in which a person works, and where from: every log of that person's doings is drawn from it. */
export interface Presence {
  readonly person: Person
  readonly day: number
  readonly from: number
  readonly to: number
  readonly device: 'workstation' | 'phone'
  readonly place: 'office' | 'home' | 'away'
  /** The address that cloud services see. */
  readonly address: string
  /** The address on the company's own network: at the office or through the VPN. */
  readonly inside?: string
  readonly location: Location
}

interface Journey {
  readonly days: readonly [number, number]
  readonly location: Location
  readonly address: string
  /** Hours to add to the time at home. */
  readonly shift: number
}

const journeys: Readonly<Record<string, readonly Journey[]>> = {
  'mateus.roqueiro': [{ days: [7, 11], location: locations.hamburg, address: '203.0.113.18', shift: -1 }],
  'sunniva.aldous': [{ days: [21, 25], location: locations.boston, address: '203.0.113.27', shift: 5 }],
  'maren.thistlewood': [{ days: [16, 17], location: locations.lisbon, address: '203.0.113.33', shift: 0 }],
}

/** On holiday; Noor Castellane looks at her mail from Lisbon all the same. */
const holidays: Readonly<Record<string, readonly [number, number]>> = {
  'oskar.lindqvarn': [21, 25],
  'elspeth.muirden': [1, 4],
  'noor.castellane': [7, 11],
  'jonah.tarkwell': [28, 30],
  'farida.nouriel': [14, 16],
}

const officeShare: Readonly<Record<Person['department'], number>> = {
  management: 0.6,
  finance: 0.7,
  sales: 0.4,
  engineering: 0.55,
  platform: 0.35,
  people: 0.7,
  it: 0.75,
  support: 0.5,
  marketing: 0.5,
}

/** Who worked when and where, the month through: by person, then by time. */
export function planPresences(): readonly Presence[] {
  const random = new Random('presences')
  return people.flatMap((person) => {
    const [first, last] = person.employed
    return Array.from({ length: last - first + 1 }, (_, index) => dayOf(person, first + index, random)).flat()
  })
}

function dayOf(person: Person, day: number, random: Random): Presence[] {
  const localMidnight = on(day, person.site === 'bristol' ? -1 : 4)
  const phone = (from: number, minutes: number, location = homeOf(person)): Presence => ({
    person,
    day,
    from,
    to: from + minutes * minute,
    device: 'phone',
    place: 'away',
    address: random.pick(addresses.phoneNetwork),
    location,
  })
  const evening = () => phone(localMidnight + random.between(19, 22) * hour, random.integer(4, 25))
  if (within(holidays[person.sam], day)) {
    const looksAtMail = person.sam === 'noor.castellane' && random.chance(0.6)
    if (!looksAtMail) return []
    return [{ ...phone(localMidnight + random.between(9, 20) * hour, 15, locations.lisbon), address: '203.0.113.36' }]
  }
  if (isWeekend(day)) {
    if (random.chance(0.05)) return [weekend(person, day, localMidnight, random)]
    return random.chance(0.2) ? [evening()] : []
  }
  // Yusra Haddam works four days a week; everyone misses a day now and then.
  if ((person.sam === 'yusra.haddam' && isWeekend(day + 1)) || random.chance(0.04)) return []
  const work = workday(person, day, localMidnight, random)
  return random.chance(0.3) ? [work, evening()] : [work]
}

function workday(person: Person, day: number, localMidnight: number, random: Random): Presence {
  const journey = journeys[person.sam]?.find((one) => within(one.days, day))
  const from = localMidnight + (person.startsAt + (journey?.shift ?? 0) + random.around(0, 0.35)) * hour
  const common = { person, day, from, to: from + random.around(8.4, 0.6) * hour, device: 'workstation' } as const
  if (journey) {
    return {
      ...common,
      place: 'away',
      address: journey.address,
      location: journey.location,
      ...vpn(person, 0.3, random),
    }
  }
  if (random.chance(officeShare[person.department])) {
    const address = person.site === 'bristol' ? addresses.bristolOffice : addresses.torontoOffice
    return { ...common, place: 'office', address, inside: person.lanAddress, location: homeOf(person) }
  }
  const address = person.homeAddress
  return { ...common, place: 'home', address, location: homeOf(person), ...vpn(person, 0.75, random) }
}

function weekend(person: Person, day: number, localMidnight: number, random: Random): Presence {
  const from = localMidnight + random.between(9, 18) * hour
  return {
    person,
    day,
    from,
    to: from + random.between(0.5, 3) * hour,
    device: 'workstation',
    place: 'home',
    address: person.homeAddress,
    location: homeOf(person),
    ...vpn(person, 0.6, random),
  }
}

function vpn(person: Person, share: number, random: Random): { inside?: string } {
  return random.chance(share)
    ? { inside: `10.20.250.${20 + ((people.indexOf(person) * 7 + random.integer(0, 4)) % 200)}` }
    : {}
}

function homeOf(person: Person): Location {
  return locations[person.site]
}

function within(range: readonly [number, number] | undefined, day: number): boolean {
  return range !== undefined && day >= range[0] && day <= range[1]
}
