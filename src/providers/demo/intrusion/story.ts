import { on } from '../calendar.ts'
import { accounts, person } from '../company.ts'
import { machineNamed } from '../machines.ts'

const victim = person('dario.fennimore')

/** What an investigation of the demo is to find: who, from where, on what, and when. Times are UTC, milliseconds since 1970. */
export const demoStory = {
  attacker: {
    /** Spray, sign-ins, mailbox, files, Azure: the address that recurs in every cloud log. */
    address: '203.0.113.66',
    /** Receives the beacon and what is taken, and calls the AWS API with the stolen key. */
    controlAddress: '203.0.113.201',
    controlDomain: 'cdn-telemetry.example',
    /** Address the VPN assigns, and the name of the attacker's machine. */
    vpnAddress: '10.20.250.231',
    machine: 'KESTREL-VM',
    mailDrop: 'archive@mail-cellar.example',
    application: 'Mail Archiver Pro',
  },
  /** The account taken over, and the one whose mailbox is read through it. */
  account: { upn: victim.upn, sam: victim.sam, id: victim.id },
  administrator: accounts.adminFennimore.sam,
  targetMailbox: person('ines.carrowmore').upn,
  workstation: machineNamed(victim.workstation).computer,
  fileServer: machineNamed('AF-FS01').computer,
  databaseServer: machineNamed('AF-SQL01').computer,
  localAccount: 'afsupport',
  awsUser: 'svc-backup-s3',
  newAwsUser: 'telemetry-sync',
  times: {
    knocking: on(23, 22, 41, 41),
    spray: on(24, 19, 12, 18),
    signIn: on(25, 4, 48, 49),
    method: on(25, 4, 58, 24),
    inboxRule: on(25, 5, 9, 52),
    downloads: on(25, 5, 20, 46),
    exchangeSession: on(25, 21, 34, 55),
    consent: on(26, 8, 14, 49),
    vpn: on(27, 1, 36, 43),
    workstation: on(27, 1, 44, 35),
    fileServer: on(27, 2, 19, 3),
    logCleared: on(27, 2, 58, 55),
    fraudMail: on(28, 6, 12, 31),
    azure: on(28, 21, 52, 51),
    aws: on(29, 0, 31, 17),
    end: on(29, 1, 20, 43),
  },
} as const
