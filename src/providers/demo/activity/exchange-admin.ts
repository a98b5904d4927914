import { daysInMonth, hour, isWeekend, minute, on } from '../calendar.ts'
import { accounts, addresses, person } from '../company.ts'
import type { Log } from '../log.ts'
import type { Presence } from '../presence.ts'
import type { Random } from '../random.ts'
import { type Actor, withPort } from '../rows/office-activity.ts'
import { logAnnouncedExchangeChanges } from './exchange-announced.ts'
import { ExchangeSession } from './exchange-session.ts'
import {
  type ExchangeTask,
  exchangeTasks,
  hygieneSteps,
  provisioningSteps,
  serviceSteps,
  type TaskStep,
} from './exchange-tasks.ts'

interface Administrator {
  readonly actor: Actor
  /** Sessions on a working day: the most; the least is none. */
  readonly most: number
  readonly tasks: readonly (readonly [task: ExchangeTask, weight: number])[]
}

const supportTasks: Administrator['tasks'] = [
  ['groupChange', 9],
  ['delegate', 8],
  ['calendar', 6],
  ['quarantine', 6],
  ['alias', 3],
  ['quota', 3],
  ['undelegate', 3],
  ['lostPhone', 1.5],
  ['repairRule', 1.5],
  ['room', 1.5],
  ['contact', 2],
  ['sharedMailbox', 1],
  ['leaver', 0.4],
]
const systemTasks: Administrator['tasks'] = [
  ['groupChange', 4],
  ['delegate', 4],
  ['quarantine', 3],
  ['blockSender', 4],
  ['newGroup', 2],
  ['sharedMailbox', 2],
  ['newMailbox', 1.5],
  ['leaver', 1.2],
  ['room', 1.5],
  ['team', 3],
  ['disclaimer', 1],
  ['newRule', 0.6],
  ['organization', 0.5],
  ['holdForCase', 1],
  ['undelegate', 2],
  ['roles', 0.5],
  ['auditReview', 0.7],
  ['quota', 2],
  ['repairRule', 1],
]

const administrators: Readonly<Record<string, Administrator>> = {
  'dario.fennimore': { actor: person('dario.fennimore'), most: 6, tasks: supportTasks },
  'saoirse.kilbride': { actor: accounts.adminKilbride, most: 5, tasks: systemTasks },
  'anselm.grote': {
    actor: accounts.adminGrote,
    most: 2,
    tasks: [
      ['auditReview', 3],
      ['organization', 2],
      ['roles', 1.5],
      ['holdForCase', 3],
      ['delegate', 2],
      ['disclaimer', 1.5],
      ['newRule', 0.8],
    ],
  },
}

/** Exchange administration in OfficeActivity: administrators at work, services at night, Exchange itself. */
export function logExchangeAdministration(log: Log, random: Random, presences: readonly Presence[]): void {
  for (const presence of presences) {
    const administrator = administrators[presence.person.sam]
    if (!administrator || presence.device === 'phone') continue
    for (let count = random.integer(0, administrator.most); count > 0; count--) {
      const at = random.between(presence.from, presence.to - 20 * minute)
      const session = new ExchangeSession(log, random, administrator.actor, clientOf(presence, random), at)
      for (let tasks = random.chance(0.3) ? 2 : 1; tasks > 0; tasks--)
        session.work(exchangeTasks[random.weighted(administrator.tasks)])
    }
  }
  for (let day = 1; day <= daysInMonth; day++) automate(log, random, day)
  usersChangeTheirOwn(log, random, presences)
  logAnnouncedExchangeChanges(log, random)
}

function clientOf(presence: Presence, random: Random): string {
  const { address } = presence
  return random.chance(0.7) || address.includes(':') ? withPort(address, random.integer(20_000, 64_000)) : address
}

const exchangeItself: Actor = {
  upn: 'NT AUTHORITY\\SYSTEM (Microsoft.Exchange.ServiceHost)',
  id: 'NT AUTHORITY\\SYSTEM',
}

function automate(log: Log, random: Random, day: number): void {
  const begin = (actor: Actor, client: string, at: number) => new ExchangeSession(log, random, actor, client, at)
  begin(accounts.provisioning, addresses.cloudAutomation, on(day, 2, random.between(0, 9))).work(
    provisioningSteps,
    [1, 12],
  )
  for (const hours of isWeekend(day) ? [12] : [8, 11, 14, 17]) {
    if (random.chance(0.8))
      begin(accounts.provisioning, addresses.cloudAutomation, on(day, hours, random.between(0, 40))).work(
        provisioningSteps,
        [1, 12],
      )
  }
  for (let hours = 1; hours < 24; hours += 6)
    begin(accounts.mailHygiene, addresses.cloudAutomation, on(day, hours, 30)).work(hygieneSteps, [1, 20])
  for (let count = random.integer(1, 4); count > 0; count--)
    begin(exchangeItself, '', on(day, 0) + random.between(0, 23) * hour).work(serviceSteps, [1, 15])
}

const ruleFolders = ['Newsletters', 'Projects', 'Suppliers', 'Alerts', 'Read later', 'Travel']

// Inbox rules, automatic replies and calendar sharing are cmdlets too, run by the people themselves.
function usersChangeTheirOwn(log: Log, random: Random, presences: readonly Presence[]): void {
  const rule = (folder: string): TaskStep => ({
    cmdlet: 'New-InboxRule',
    parameters: [
      ['Name', folder],
      ['From', `info@${folder.toLowerCase().replace(' ', '-')}.example`],
      ['MoveToFolder', folder],
    ],
    optional: [
      ['StopProcessingRules', 'True', 0.6],
      ['MarkAsRead', 'True', 0.2],
    ],
  })
  const steps: readonly (() => TaskStep[])[] = [
    () => [rule(random.pick(ruleFolders))],
    () => [
      rule(random.pick(ruleFolders)),
      {
        cmdlet: 'Set-InboxRule',
        parameters: [
          ['Identity', random.pick(ruleFolders)],
          ['Priority', '1'],
        ],
      },
    ],
    () => [
      {
        cmdlet: 'Set-MailboxAutoReplyConfiguration',
        parameters: [
          ['Identity', '{self}'],
          ['AutoReplyState', 'Scheduled'],
          ['EndTime', '{date}'],
        ],
      },
    ],
    () => [
      {
        cmdlet: 'Set-MailboxFolderPermission',
        parameters: [
          ['Identity', '{self}:\\Calendar'],
          ['User', '{colleague}'],
          ['AccessRights', 'Reviewer'],
        ],
      },
    ],
    () => [{ cmdlet: 'Remove-InboxRule', parameters: [['Identity', random.pick(ruleFolders)]] }],
    () => [
      {
        cmdlet: 'Set-MailboxMessageConfiguration',
        parameters: [
          ['Identity', '{self}'],
          ['SignatureText', 'Kind regards'],
        ],
      },
    ],
  ]
  for (const presence of presences) {
    if (!random.chance(0.09)) continue
    const at = random.between(presence.from, presence.to)
    const session = new ExchangeSession(log, random, presence.person, clientOf(presence, random), at)
    session.work(
      random
        .favour(steps)()
        .map((each) => ({
          ...each,
          parameters: each.parameters.map(([name, value]) => [name, value.replace('{self}', presence.person.upn)]),
        })),
    )
  }
}
