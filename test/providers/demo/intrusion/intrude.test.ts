import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { logWindows } from '../../../../src/providers/demo/activity/windows.ts'
import { intrude } from '../../../../src/providers/demo/intrusion/intrude.ts'
import { demoStory } from '../../../../src/providers/demo/intrusion/story.ts'
import type { Row } from '../../../../src/providers/demo/log.ts'
import { createLogs } from '../../../../src/providers/demo/logs.ts'
import { planPresences } from '../../../../src/providers/demo/presence.ts'
import { Random } from '../../../../src/providers/demo/random.ts'
import { demoRows } from '../demo-rows.ts'

const tables = demoRows()
const { attacker, times } = demoStory
const find = (table: string, test: (row: Row) => boolean): Row[] => (tables.get(table) ?? []).filter(test)

test('the intrusion is less than one record in a hundred', () => {
  const logs = createLogs()
  const windows = logWindows(logs.security, new Random('windows'), planPresences())
  const before = logs.security.size
  intrude(logs, windows.host, new Random('intrusion'))
  const own = Object.values(logs).reduce((sum, log) => sum + log.size, 0) - before
  const all = [...tables.values()].reduce((sum, rows) => sum + rows.length, 0)
  expect(own).toBeGreaterThan(250)
  expect(own / all).toBeLessThan(0.01)
})

test("the attacker's first address is in every cloud log, the second in AWS, DNS and firewall", () => {
  const first = [
    ['SigninLogs', 'IPAddress'],
    ['AADNonInteractiveUserSignInLogs', 'IPAddress'],
    ['OfficeActivity', 'ClientIP'],
    ['AzureActivity', 'CallerIpAddress'],
    ['AWSCloudTrail', 'SourceIpAddress'],
    ['CommonSecurityLog', 'SourceIP'],
  ] as const
  for (const [table, column] of first) {
    expect(find(table, (row) => String(row[column]).startsWith(attacker.address)).length, table).toBeGreaterThan(0)
  }
  expect(find('AuditLogs', (row) => JSON.stringify(row.InitiatedBy).includes(attacker.address))).toHaveLength(5)
  expect(find('AWSCloudTrail', (row) => row.SourceIpAddress === attacker.controlAddress).length).toBeGreaterThan(15)
  expect(find('ASimDnsActivityLogs', (row) => row.DnsQuery === attacker.controlDomain).length).toBeGreaterThan(80)
  expect(find('CommonSecurityLog', (row) => row.DestinationIP === attacker.controlAddress).length).toBeGreaterThan(80)
})

test('the spray tries everybody, and one sign-in of it succeeds', () => {
  const spray = find(
    'SigninLogs',
    (row) => row.IPAddress === attacker.address && row.ClientAppUsed === 'Authenticated SMTP',
  )
  expect(new Set(spray.map((row) => row.UserPrincipalName)).size).toBeGreaterThan(25)
  expect(spray.filter((row) => row.ResultType === '0').map((row) => row.UserPrincipalName)).toEqual([
    demoStory.account.upn,
  ])
})

test('one account leads from the cloud to the hosts: the same user name, and the logon the VPN address made', () => {
  const vpn = find('CommonSecurityLog', (row) => row.SourceTranslatedAddress === attacker.vpnAddress)
  expect(vpn.map((row) => [row.SourceUserName, row.SourceIP])).toEqual([[demoStory.account.sam, attacker.address]])
  const [logon, ...more] = find('SecurityEvent', (row) => row.EventID === 4624 && row.IpAddress === attacker.vpnAddress)
  expect(more).toEqual([])
  expect(logon).toMatchObject({
    Computer: demoStory.workstation,
    TargetUserName: demoStory.account.sam,
    LogonType: 10,
    WorkstationName: attacker.machine,
  })
  const commands = find(
    'SecurityEvent',
    (row) => row.SubjectLogonId === logon?.TargetLogonId && row.Computer === logon?.Computer,
  )
  const lines = commands.map((row) => String(row.CommandLine)).join('\n')
  for (const word of ['whoami /all', 'nltest /dclist', 'net group "Domain Admins"', '-enc ', 'comsvcs.dll'])
    expect(lines).toContain(word)
})

test('an encoded command decodes to the download it makes', () => {
  const [line = ''] = find('SecurityEvent', (row) => String(row.CommandLine).includes('-w hidden -enc ')).map((row) =>
    String(row.CommandLine),
  )
  const decoded = Buffer.from(line.slice(line.indexOf('-enc ') + 5), 'base64').toString('utf16le')
  expect(decoded).toContain(`https://${attacker.controlDomain}/`)
})

const stepsOnHosts = [4697, 4698, 4720, 4722, 4732, 1102]

test.each(stepsOnHosts)('event %i happens on the file server in the night of the intrusion', (id) => {
  const night = find(
    'SecurityEvent',
    (row) =>
      row.EventID === id &&
      row.Computer === demoStory.fileServer &&
      String(row.TimeGenerated).startsWith('2026-09-27T02'),
  )
  expect(night).toHaveLength(1)
})

describe('for each step there is somebody who does the same for a good reason', () => {
  const bySomebodyElse: readonly (readonly [name: string, table: string, test: (row: Row) => boolean])[] = [
    ['audit bypass', 'OfficeActivity', (row) => row.Operation === 'Set-MailboxAuditBypassAssociation'],
    [
      'forwarding outside',
      'OfficeActivity',
      (row) => row.Operation === 'Set-Mailbox' && String(row.Parameters).includes('ForwardingSmtpAddress'),
    ],
    ['full access to a mailbox', 'OfficeActivity', (row) => row.Operation === 'Add-MailboxPermission'],
    ['transport rule', 'OfficeActivity', (row) => row.Operation === 'New-TransportRule'],
    ['inbox rule', 'OfficeActivity', (row) => row.Operation === 'New-InboxRule'],
    ['download', 'OfficeActivity', (row) => row.Operation === 'FileDownloaded'],
    ['new factor', 'AuditLogs', (row) => row.OperationName === 'User registered security info'],
    ['consent', 'AuditLogs', (row) => row.OperationName === 'Consent to application'],
    ['sign-in refused on the telephone', 'SigninLogs', (row) => row.ResultType === '500121'],
    ['encoded PowerShell', 'SecurityEvent', (row) => /-EncodedCommand /.test(String(row.CommandLine))],
    ['trusts of the domain', 'SecurityEvent', (row) => String(row.CommandLine) === 'nltest /domain_trusts'],
    ['service installed', 'SecurityEvent', (row) => row.EventID === 4697],
    ['task created', 'SecurityEvent', (row) => row.EventID === 4698],
    ['account created', 'SecurityEvent', (row) => row.EventID === 4720],
    ['member of Administrators', 'SecurityEvent', (row) => row.EventID === 4732],
    ['log cleared', 'SecurityEvent', (row) => row.EventID === 1102],
    ['run command', 'AzureActivity', (row) => String(row.OperationNameValue).endsWith('RUNCOMMAND/ACTION')],
    ['role assignment', 'AzureActivity', (row) => String(row.OperationNameValue).endsWith('ROLEASSIGNMENTS/WRITE')],
    [
      'diagnostics deleted',
      'AzureActivity',
      (row) => String(row.OperationNameValue).endsWith('DIAGNOSTICSETTINGS/DELETE'),
    ],
    ['access key', 'AWSCloudTrail', (row) => row.EventName === 'CreateAccessKey'],
    ['trail stopped', 'AWSCloudTrail', (row) => row.EventName === 'StopLogging'],
  ]
  const ofIntruder = (row: Row) => {
    const text = JSON.stringify(row)
    return (
      [attacker.address, attacker.controlAddress, attacker.controlDomain].some((each) => text.includes(each)) ||
      /^2026-09-27T0[1-3]/.test(String(row.TimeGenerated))
    )
  }

  test.each(bySomebodyElse)('%s', (_, table, matches) => {
    const rows = find(table, matches)
    expect(rows.filter(ofIntruder).length, 'by the intruder').toBeGreaterThan(0)
    expect(rows.filter((row) => !ofIntruder(row)).length, 'by others').toBeGreaterThan(0)
  })
})

test('five alerts are on the intrusion, each with a name that also alerts for nothing', () => {
  const since = new Date(times.spray).toISOString().slice(0, 19)
  const own = find(
    'SecurityAlert',
    (row) =>
      String(row.StartTime) >= since &&
      /203\.0\.113\.(66|201)|AF-FS01|AF-WS-122/.test(String(row.Entities)) &&
      row.AlertName !== 'Port scan within the network',
  )
  expect(own.map((row) => row.AlertName)).toEqual([
    'Password spray against several accounts',
    'Unfamiliar sign-in properties',
    'Suspicious encoded PowerShell command line',
    'Security log was cleared',
    'CloudTrail logging was stopped',
  ])
  for (const { AlertName } of own) {
    expect(find('SecurityAlert', (row) => row.AlertName === AlertName).length, String(AlertName)).toBeGreaterThan(1)
  }
})

test('README tells the times and the logons that the records have', () => {
  const readme = readFileSync(new URL('../../../../src/providers/demo/README.md', import.meta.url), 'utf8')
  for (const [step, at] of Object.entries(times)) {
    const [, date, clock] = /^2026-09-(\d\d)T(\d\d:\d\d)/.exec(new Date(at).toISOString()) ?? []
    expect(readme, step).toMatch(
      step === 'end' ? `${Number(date)} September ${clock}` : `| ${Number(date)} Sep ${clock} |`,
    )
  }
  const logons = find(
    'SecurityEvent',
    (row) =>
      row.EventID === 4624 &&
      (row.WorkstationName === attacker.machine ||
        (row.Computer === demoStory.fileServer &&
          row.IpAddress === '10.20.12.122' &&
          row.TargetUserName === demoStory.administrator &&
          String(row.TimeGenerated).startsWith('2026-09-27'))),
  )
  expect(logons).toHaveLength(3)
  for (const logon of logons) expect(readme).toContain(`logon ${logon.TargetLogonId}`)
})
