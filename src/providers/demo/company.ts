import { Random } from './random.ts'

/** Alder & Finch makes weather instruments in Bristol and Toronto. Everything about it is made up. */
export const company = {
  name: 'Alder & Finch',
  mailDomain: 'alderfinch.example',
  activeDirectory: 'corp.alderfinch.example',
  netbios: 'ALDERFINCH',
  sharePoint: 'https://alderfinch.sharepoint.example',
  tenantId: 'b7d5a0c4-6a1e-4c0f-a3d8-51e09c7f2b66',
  workspaceId: '3f0c92e1-8d47-4b5a-a6f2-0be4d71c95a8',
  subscriptionId: '91e4d2b7-35fa-4a86-a0cc-7d2f6e18b043',
  awsAccount: '100000000042',
  domainSid: 'S-1-5-21-1104702213-3391170557-281665093',
} as const

/** Addresses the company's traffic comes from or goes to; all of them from the ranges reserved for documentation. */
export const addresses = {
  bristolOffice: '192.0.2.10',
  torontoOffice: '192.0.2.74',
  buildRunner: '192.0.2.140',
  cloudAutomation: '192.0.2.150',
  monitoring: '192.0.2.161',
  phoneNetwork: ['198.51.100.201', '198.51.100.202', '198.51.100.203', '198.51.100.204', '198.51.100.205'],
  internetNoise: Array.from({ length: 28 }, (_, index) => `203.0.113.${90 + index}`),
} as const

/** Where something on the internet is, as sign-in logs tell it. */
export interface Location {
  readonly country: string
  readonly state: string
  readonly city: string
  readonly latitude: number
  readonly longitude: number
}

const location = (country: string, state: string, city: string, latitude: number, longitude: number): Location => ({
  country,
  state,
  city,
  latitude,
  longitude,
})

export const locations = {
  bristol: location('GB', 'England', 'Bristol', 51.45, -2.59),
  toronto: location('CA', 'Ontario', 'Toronto', 43.65, -79.38),
  hamburg: location('DE', 'Hamburg', 'Hamburg', 53.55, 9.99),
  boston: location('US', 'Massachusetts', 'Boston', 42.36, -71.06),
  lisbon: location('PT', 'Lisboa', 'Lisbon', 38.72, -9.14),
  reykjavik: location('IS', 'Capital Region', 'Reykjavik', 64.15, -21.94),
} as const

export type Department =
  | 'management'
  | 'finance'
  | 'sales'
  | 'engineering'
  | 'platform'
  | 'people'
  | 'it'
  | 'support'
  | 'marketing'

export interface Person {
  readonly name: string
  readonly title: string
  readonly department: Department
  readonly site: 'bristol' | 'toronto'
  /** `first.last@…`: the cloud knows people by it. */
  readonly upn: string
  /** `first.last`: Windows and Linux know people by it. */
  readonly sam: string
  readonly sid: string
  readonly id: string
  /** Host name of the workstation, without domain. */
  readonly workstation: string
  readonly lanAddress: string
  readonly homeAddress: string
  /** Hour of the local day at which work begins. */
  readonly startsAt: number
  /** Days of the month on which the person is employed. */
  readonly employed: readonly [from: number, to: number]
}

interface Hire {
  readonly site?: 'toronto'
  readonly startsAt?: number
  readonly employed?: readonly [number, number]
}

const hires: readonly (readonly [name: string, title: string, department: Department, more?: Hire])[] = [
  ['Maren Thistlewood', 'Managing director', 'management', { startsAt: 7.5 }],
  ['Oskar Lindqvarn', 'Operations director', 'management'],
  ['Ines Carrowmore', 'Head of finance', 'finance'],
  ['Tobias Wrenfield', 'Accountant', 'finance'],
  ['Yusra Haddam', 'Accountant', 'finance', { startsAt: 9.5 }],
  ['Callum Brackenridge', 'Payroll officer', 'finance', { startsAt: 8 }],
  ['Sunniva Aldous', 'Head of sales', 'sales'],
  ['Mateus Roqueiro', 'Account manager', 'sales'],
  ['Lottie Penhallow', 'Account manager', 'sales', { employed: [1, 18] }],
  ['Gideon Amberley', 'Account manager', 'sales', { site: 'toronto' }],
  ['Farida Nouriel', 'Account manager', 'sales', { site: 'toronto', startsAt: 8 }],
  ['Hanneke Vosmaer', 'Head of engineering', 'engineering', { startsAt: 8 }],
  ['Ravindra Kolhe', 'Firmware engineer', 'engineering', { startsAt: 10 }],
  ['Elspeth Muirden', 'Firmware engineer', 'engineering', { startsAt: 9.5 }],
  ['Jonah Tarkwell', 'Hardware engineer', 'engineering'],
  ['Wendell Stroud', 'Test engineer', 'engineering', { site: 'toronto' }],
  ['Chiara Bellandri', 'Data engineer', 'platform', { startsAt: 9.5 }],
  ['Piotr Zalewicz', 'Platform engineer', 'platform', { startsAt: 8 }],
  ['Amara Okondo', 'Platform engineer', 'platform'],
  ['Noor Castellane', 'Head of people', 'people'],
  ['Beatrix Holloway', 'People officer', 'people', { startsAt: 8.5 }],
  ['Dario Fennimore', 'IT support engineer', 'it', { startsAt: 8 }],
  ['Saoirse Kilbride', 'Systems administrator', 'it'],
  ['Anselm Grote', 'IT manager', 'it', { startsAt: 8.5 }],
  ['Keziah Mbeti', 'Customer support', 'support', { startsAt: 7.5 }],
  ['Ruben Astorga', 'Customer support', 'support', { site: 'toronto', startsAt: 8 }],
  ['Thea Vandermolen', 'Marketing lead', 'marketing'],
  ['Ilse Jorgenvik', 'Marketing officer', 'marketing', { employed: [14, 30] }],
]

export const people: readonly Person[] = hires.map(([name, title, department, more = {}], index) => {
  const [first = '', last = ''] = name.toLowerCase().split(' ')
  const site = more.site ?? 'bristol'
  return {
    name,
    title,
    department,
    site,
    upn: `${first}.${last}@${company.mailDomain}`,
    sam: `${first}.${last}`,
    sid: `${company.domainSid}-${1108 + 3 * index}`,
    id: new Random(`person ${name}`).guid(),
    workstation: `AF-WS-${101 + index}`,
    lanAddress: `10.${site === 'bristol' ? 20 : 30}.12.${101 + index}`,
    homeAddress: index % 5 === 3 ? `2001:db8:40:${(index + 16).toString(16)}::1e5` : `198.51.100.${20 + index * 3}`,
    startsAt: more.startsAt ?? 9,
    employed: more.employed ?? [1, 30],
  }
})

/** The person of that Windows name. */
export function person(sam: string): Person {
  const found = people.find((one) => one.sam === sam)
  if (!found) throw new RangeError(`Nobody is called ${sam}`)
  return found
}

/** Those whose password expires on 9 September: they mistype, get locked out, reset it, and call the IT desk. */
export const expiringPasswords: readonly Person[] = people.filter(
  (one, index) => index % 2 === 0 && one.employed[0] < 9,
)

/** An account that is nobody's daily one: an administrator's second account, a service's, or one long disabled. */
export interface Account {
  readonly sam: string
  readonly upn: string
  readonly sid: string
  readonly id: string
  readonly name: string
}

const account = (sam: string, rid: number, name: string): Account => ({
  sam,
  upn: `${sam}@${company.mailDomain}`,
  sid: `${company.domainSid}-${rid}`,
  id: new Random(`account ${sam}`).guid(),
  name,
})

export const accounts = {
  adminKilbride: account('adm-skilbride', 1301, 'Saoirse Kilbride (admin)'),
  adminGrote: account('adm-agrote', 1302, 'Anselm Grote (admin)'),
  adminFennimore: account('adm-dfennimore', 1303, 'Dario Fennimore (admin)'),
  backup: account('svc-backup', 1321, 'Backup service'),
  sql: account('svc-sql', 1322, 'SQL service'),
  deploy: account('svc-deploy', 1323, 'Deployment service'),
  scanner: account('svc-scan', 1324, 'Vulnerability scanner'),
  provisioning: account('svc-provision', 1325, 'Identity provisioning'),
  mailHygiene: account('svc-mailhygiene', 1326, 'Mail policy enforcement'),
  formerEmployee: account('craig.dunmallet', 1190, 'Craig Dunmallet'),
} as const satisfies Record<string, Account>

/** Applications that act in the cloud under their own name. */
export const servicePrincipals = {
  terraform: { name: 'sp-terraform', id: 'c2a7e9f0-1d5b-4b3e-a6d4-83c1f07be529' },
  backup: { name: 'sp-backup', id: '47f1d6ab-90c3-4e28-a1b5-2f6d0c94e7a3' },
  policy: { name: 'Policy remediation', id: 'e85b30d2-4c96-41fa-a7e1-6b09d3f2c518' },
  sync: { name: 'Directory synchronization', id: '0a94bd63-72e5-4f1c-a8c0-d51e36f7b294' },
} as const
