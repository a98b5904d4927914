import { on } from '../calendar.ts'
import { accounts, addresses, person } from '../company.ts'
import type { Log } from '../log.ts'
import type { Random } from '../random.ts'
import { withPort } from '../rows/office-activity.ts'
import { ExchangeSession } from './exchange-session.ts'
import { exchangeTasks } from './exchange-tasks.ts'

/** Rare but rightful: what an attacker also does, done for a reason on a known day. */
export function logAnnouncedExchangeChanges(log: Log, random: Random): void {
  const client = () => withPort(addresses.bristolOffice, random.integer(20_000, 64_000))
  const kilbride = (at: number) => new ExchangeSession(log, random, accounts.adminKilbride, client(), at)
  const grote = (at: number) => new ExchangeSession(log, random, accounts.adminGrote, client(), at)
  const whole = exchangeTasks.leaver.map((step) => ({ ...step, probability: 1 }))
  kilbride(on(18, 16, 50, 12)).work(whole, [8, 60], { mailbox: person('lottie.penhallow').upn })
  kilbride(on(10, 13, 40, 41)).work(exchangeTasks.newMailbox, [8, 60], { newcomer: person('ilse.jorgenvik').upn })
  // A director's mail goes to his private address while he is on holiday: against the rules, but he asked for it.
  kilbride(on(18, 15, 5, 16)).work([
    {
      cmdlet: 'Set-Mailbox',
      parameters: [
        ['Identity', person('oskar.lindqvarn').upn],
        ['ForwardingSmtpAddress', 'smtp:o.lindqvarn@homepost.example'],
        ['DeliverToMailboxAndForward', 'True'],
      ],
    },
    {
      cmdlet: 'Set-RemoteDomain',
      parameters: [
        ['Identity', 'Default'],
        ['AutoForwardEnabled', 'True'],
      ],
    },
  ])
  // The archive is moved: its service account is taken out of the audit for one night, the journal rule is new.
  grote(on(11, 17, 20, 25)).work([
    {
      cmdlet: 'Set-MailboxAuditBypassAssociation',
      parameters: [
        ['Identity', 'svc-archive'],
        ['AuditBypassEnabled', 'True'],
      ],
    },
    {
      cmdlet: 'New-JournalRule',
      parameters: [
        ['Name', 'Archive'],
        ['JournalEmailAddress', 'archive@alderfinch.example'],
        ['Scope', 'Global'],
        ['Enabled', 'True'],
      ],
    },
    {
      cmdlet: 'New-ManagementRoleAssignment',
      parameters: [
        ['Role', 'ApplicationImpersonation'],
        ['User', 'svc-archive'],
      ],
    },
    { cmdlet: 'Set-TransportConfig', parameters: [['JournalingReportNdrTo', 'it-alerts@alderfinch.example']] },
  ])
  grote(on(12, 8, 5, 26)).work([
    {
      cmdlet: 'Set-MailboxAuditBypassAssociation',
      parameters: [
        ['Identity', 'svc-archive'],
        ['AuditBypassEnabled', 'False'],
      ],
    },
    {
      cmdlet: 'Remove-ManagementRoleAssignment',
      parameters: [
        ['Identity', 'ApplicationImpersonation-svc-archive'],
        ['Confirm', 'False'],
      ],
    },
  ])
  // A connector for the scanner in Toronto.
  kilbride(on(23, 14, 31, 10)).work([
    {
      cmdlet: 'New-InboundConnector',
      parameters: [
        ['Name', 'Toronto scanner'],
        ['ConnectorType', 'OnPremises'],
        ['SenderIPAddresses', addresses.torontoOffice],
        ['SenderDomains', 'smtp:*;1'],
      ],
    },
    {
      cmdlet: 'Set-InboundConnector',
      parameters: [
        ['Identity', 'Toronto scanner'],
        ['RequireTls', 'True'],
      ],
    },
    {
      cmdlet: 'Set-HostedConnectionFilterPolicy',
      parameters: [
        ['Identity', 'Default'],
        ['IPAllowList', addresses.torontoOffice],
      ],
    },
  ])
}
