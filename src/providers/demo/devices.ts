import { type Person, people } from './company.ts'
import type { Presence } from './presence.ts'

/** What a person's device tells services about itself. */
export interface Device {
  readonly userAgent: string
  readonly system: string
  readonly browser: string
  /** Name under which it is managed. */
  readonly name?: string
}

const windows = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)'
const desktops: readonly Omit<Device, 'name'>[] = [
  {
    userAgent: `${windows} Chrome/139.0.0.0 Safari/537.36 Edg/139.0.0.0`,
    system: 'Windows11',
    browser: 'Edge 139.0.0',
  },
  { userAgent: `${windows} Chrome/139.0.0.0 Safari/537.36`, system: 'Windows11', browser: 'Chrome 139.0.0' },
  {
    userAgent: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:142.0) Gecko/20100101 Firefox/142.0',
    system: 'Windows11',
    browser: 'Firefox 142.0',
  },
]
const phones: readonly Device[] = [
  { userAgent: 'Outlook-iOS/4.2634.0', system: 'Ios 19.6', browser: 'Mobile Safari 19.6' },
  { userAgent: 'Outlook-Android/4.2633.1', system: 'Android 16', browser: 'Chrome Mobile 139.0.0' },
]

/** The browser of somebody's workstation. */
export function workstationOf(person: Person): Device {
  const index = people.indexOf(person)
  return { ...(desktops[index % 7 === 2 ? 1 : index % 9 === 4 ? 2 : 0] as Device), name: person.workstation }
}

/** The device a person uses in that stretch of time. */
export function deviceOf(presence: Presence): Device {
  if (presence.device === 'workstation') return workstationOf(presence.person)
  return phones[people.indexOf(presence.person) % 3 === 1 ? 1 : 0] as Device
}
