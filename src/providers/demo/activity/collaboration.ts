import { minute, on, second } from '../calendar.ts'
import { addresses, type Department, type Person, people, person } from '../company.ts'
import { deviceOf, workstationOf } from '../devices.ts'
import type { Log } from '../log.ts'
import type { Presence } from '../presence.ts'
import type { Random } from '../random.ts'
import { fileRow, mailboxRow, teamsRow, withPort } from '../rows/office-activity.ts'
import { documents } from './programs.ts'

const sites: Readonly<Record<Department, readonly string[]>> = {
  management: ['Company', 'Board', 'Finance'],
  finance: ['Finance', 'Finance', 'Company'],
  sales: ['Sales', 'Sales', 'Marketing'],
  engineering: ['Engineering', 'Engineering', 'Harbour-project'],
  platform: ['Engineering', 'Telemetry'],
  people: ['People', 'Company'],
  it: ['IT', 'IT', 'Company'],
  support: ['Support', 'Sales'],
  marketing: ['Marketing', 'Sales', 'Company'],
}
const folders = [
  'Shared Documents',
  'Shared Documents/2026',
  'Shared Documents/2026/Q3',
  'Shared Documents/Drafts',
  'Shared Documents/Archive',
]
const extensions = ['docx', 'xlsx', 'xlsx', 'pdf', 'pptx', 'csv', 'txt', 'png']
const subjects = [
  'Re: Field trial Shetland',
  'Order 7781',
  'Calibration certificate',
  'Minutes of Monday',
  'Re: Budget 2027',
  'Harbour authority tender',
  'Lunch on Thursday?',
  'Warranty claim AF7-22',
  'Re: Price list',
  'Holiday request',
  'New starter on the 14th',
  'Invoice 2026-0914',
  'Firmware 4.2 release notes',
  'Re: Barometer housing',
  'Trade fair booth',
  'Password expiry notice',
  'Parking on Friday',
  'Re: Supplier terms',
]
const teams = ['Everyone', 'Harbour project', 'Engineering', 'Sales desk', 'IT desk']

const fileOperations = [
  ['FileAccessed', 36],
  ['FileModified', 14],
  ['FilePreviewed', 9],
  ['FileUploaded', 6],
  ['FileDownloaded', 6],
  ['FileModifiedExtended', 5],
  ['FileAccessedExtended', 4],
  ['FileSyncDownloadedFull', 3],
  ['FileRenamed', 1.5],
  ['FileCheckedOut', 1],
  ['FileMoved', 1],
  ['FileDeleted', 1.2],
  ['FileRecycled', 0.8],
  ['FolderCreated', 0.8],
] as const
const mailOperations = [
  ['MailItemsAccessed', 11],
  ['Send', 6],
  ['MoveToDeletedItems', 3],
  ['Update', 2.5],
  ['Move', 2],
  ['SoftDelete', 1.6],
  ['Create', 1.4],
  ['HardDelete', 0.5],
  ['SendAs', 0.2],
  ['SendOnBehalf', 0.15],
] as const
const teamsOperations = [
  ['TeamsSessionStarted', 10],
  ['MessageSent', 8],
  ['MeetingParticipantDetail', 4],
  ['MessageEditedHasLink', 1],
  ['MessageCreatedHasLink', 1.5],
] as const

/** Mail, files and meetings of every stretch of work, and the few occasions on which somebody takes many files at once. */
export function logCollaboration(log: Log, random: Random, presences: readonly Presence[]): void {
  for (const presence of presences) {
    const phone = presence.device === 'phone'
    writeMail(log, random, presence, phone ? random.integer(1, 3) : random.integer(4, 10))
    if (phone) continue
    workOnFiles(log, random, presence, random.integer(2, 10))
    const [operation, team] = [() => random.weighted(teamsOperations), () => random.favour(teams)]
    for (let count = random.integer(1, 3); count > 0; count--) {
      const at = random.between(presence.from, presence.to)
      log.add(
        at,
        teamsRow(random, at, {
          operation: operation(),
          actor: presence.person,
          clientIp: presence.address,
          team: team(),
          channel: 'General',
        }),
      )
    }
  }
  // The auditors ask for the quarter's papers; the leaver takes her sales papers along; a new OneDrive fills up.
  takeMany(log, random, person('tobias.wrenfield'), on(2, 13, 12), 118, 'FileDownloaded', 'Finance')
  takeMany(log, random, person('lottie.penhallow'), on(17, 15, 47), 94, 'FileDownloaded', 'Sales')
  takeMany(log, random, person('ilse.jorgenvik'), on(14, 9, 20), 140, 'FileSyncDownloadedFull', 'Marketing')
}

const clients = {
  workstation: ['Client=MSExchangeRPC', 'Client=OWA;Action=ViaProxy', 'Client=REST;Client=RESTSystem;'],
  phone: ['Client=OutlookService;Outlook-iOS/2.0;', 'Client=OutlookService;Outlook-Android/2.0;'],
} as const

function writeMail(log: Log, random: Random, presence: Presence, count: number): void {
  const { person: owner, address } = presence
  const clientIp = random.chance(0.5) ? withPort(address, random.integer(20_000, 64_000)) : address
  const client = random.favour(clients[presence.device])
  for (let left = count; left > 0; left--) {
    const at = random.between(presence.from, presence.to)
    const operation = random.weighted(mailOperations)
    const delegated = operation.startsWith('SendO') || operation === 'SendAs'
    const read = operation === 'MailItemsAccessed'
    log.add(
      at,
      mailboxRow(random, at, {
        operation,
        actor: owner,
        owner: delegated ? random.pick(people) : owner,
        clientIp,
        client,
        folder: read
          ? 'Inbox'
          : operation.startsWith('Send')
            ? 'Sent Items'
            : random.pick(['Inbox', 'Deleted Items', 'Archive']),
        subjects: read ? random.sample(subjects, random.integer(1, 4)) : [random.pick(subjects)],
        ...(delegated && { logonType: 2 as const }),
      }),
    )
  }
}

function workOnFiles(log: Log, random: Random, presence: Presence, count: number): void {
  const { person: actor, address } = presence
  const { userAgent } = deviceOf(presence)
  let at = random.between(presence.from, presence.to)
  for (let left = count; left > 0; left--) {
    at = random.chance(0.5) ? at + random.between(4, 300) * second : random.between(presence.from, presence.to)
    const own = random.chance(0.25)
    const shared = random.chance(0.03)
    const file = `${random.favour(documents)}.${random.pick(extensions)}`
    log.add(
      at,
      fileRow(random, at, {
        operation: shared
          ? random.pick(['SharingSet', 'AnonymousLinkCreated', 'SharingInvitationCreated'])
          : random.weighted(fileOperations),
        actor,
        clientIp: address,
        userAgent,
        site: own ? `personal/${actor.sam}` : random.pick(sites[actor.department]),
        folder: own ? 'Documents' : random.favour(folders),
        file,
        ...(shared && { sharedWith: random.chance(0.7) ? random.pick(people).upn : 'buyer@harbour-authority.example' }),
      }),
    )
  }
}

function takeMany(
  log: Log,
  random: Random,
  actor: Person,
  start: number,
  count: number,
  operation: string,
  site: string,
): void {
  let at = start
  for (let index = 0; index < count; index++) {
    at += random.between(1, 9) * second
    const file = `${random.pick(documents)}-${random.integer(1, 40)}.${random.pick(extensions)}`
    const folder = random.pick(folders)
    const address = actor.site === 'bristol' ? addresses.bristolOffice : addresses.torontoOffice
    log.add(
      at,
      fileRow(random, at, {
        operation,
        actor,
        clientIp: address,
        userAgent: workstationOf(actor).userAgent,
        site,
        folder,
        file,
      }),
    )
    if (index % 30 === 29) at += 2 * minute
  }
}
