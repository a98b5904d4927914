import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { loadCatalog } from '../../src/notebooklet/catalog.ts'
import type { RunRequest } from '../../src/notebooklet/desk.ts'
import { openDesk } from '../../src/notebooklet/open-desk.ts'
import type { ResultData } from '../../src/notebooklet/result-data.ts'
import { openWorkspace } from '../../src/providers/open-workspace.ts'
import { temporaryFolder } from '../support/huntlet.ts'

const folder = resolve(import.meta.dirname, '../..')
const catalog = await loadCatalog([{ origin: 'shipped', folder }])
const made = temporaryFolder()
afterAll(() => made.remove())

/** The tables of a workspace, and a run on it. */
async function run(
  name: string,
  tables: Readonly<Record<string, readonly object[]>>,
  request: RunRequest,
  followUp?: { readonly id: string; readonly parameters?: Readonly<Record<string, string>> },
): Promise<ResultData> {
  const path = join(made.path, name)
  mkdirSync(path, { recursive: true })
  for (const [table, rows] of Object.entries(tables)) {
    writeFileSync(join(path, `${table}.jsonl`), rows.map((row) => JSON.stringify(row)).join('\n'))
  }
  const workspace = await openWorkspace({ kind: 'local', paths: [path] })
  try {
    const result = await (await openDesk(workspace, catalog)).run(request)
    return (followUp ? await result.followUp(followUp.id, followUp.parameters) : result).data
  } finally {
    await workspace.close()
  }
}

const at = (minute: number) => `2026-03-01T10:${String(minute).padStart(2, '0')}:00Z`
const rows = ({ sections }: ResultData, id: string, ...columns: string[]): unknown[][] => {
  const table = sections.find((each) => each.id === id)?.table
  return Array.from({ length: table?.rowCount ?? 0 }, (_, row) => columns.map((name) => table!.value(row, name)))
}
const facts = (result: ResultData, id: string, ...columns: string[]) => rows(result, id, ...columns)[0]

describe('the records of an account', () => {
  const logon = { EventID: 4624, Computer: 'web01', LogonType: 3, IpAddress: '-' }
  const windows = [
    {
      ...logon,
      TimeGenerated: at(0),
      TargetUserName: 'alice',
      TargetDomainName: 'CONTOSO',
      IpAddress: '::ffff:10.0.0.5',
    },
    { ...logon, TimeGenerated: at(1), TargetUserName: 'alice@contoso.com', TargetDomainName: '', EventID: 4625 },
    { ...logon, TimeGenerated: at(2), TargetUserName: 'alice', TargetDomainName: 'FABRIKAM' },
    { ...logon, TimeGenerated: at(3), TargetUserName: 'alice@contoso.com', TargetDomainName: 'AzureAD' },
  ]
  const signIn = { AppDisplayName: 'Portal', ResultType: '0', IPAddress: '10.0.0.7' }
  const signIns = [
    { ...signIn, TimeGenerated: at(4), UserPrincipalName: 'alice@contoso.com', UserId: 'one' },
    { ...signIn, TimeGenerated: at(5), UserPrincipalName: 'alice@fabrikam.com', UserId: 'two' },
  ]
  const tables = { SecurityEvent: windows, SigninLogs: signIns }

  it('are those of Windows that are written as user@domain too, each spelling by itself', async () => {
    const result = await run('upn', tables, { notebooklet: 'account-summary', value: 'alice@contoso.com' })
    expect(rows(result, 'sources', 'Source', 'As', 'Events', 'Failed')).toEqual([
      ['Entra ID sign-ins', 'alice@contoso.com', 1, 0],
      ['Windows logons', 'alice@contoso.com', 2, 1],
      ['Windows logons', 'fabrikam\\alice', 1, 0],
      ['Windows logons', 'contoso\\alice', 1, 0],
    ])
    expect(rows(result, 'sources', 'LastAddress').flat()).toContain('10.0.0.5')
    expect(facts(result, 'card', 'Domain', 'AlsoNamed')).toEqual(['CONTOSO', 'contoso\\alice, fabrikam\\alice'])
  })

  it('are not those of the same name in another domain, where the log names the domain', async () => {
    const request = { notebooklet: 'account-summary', value: 'CONTOSO\\alice' }
    const result = await run('domain', tables, request)
    const named = rows(result, 'sources', 'As').flat()
    expect(named).toContain('contoso\\alice')
    expect(named).not.toContain('fabrikam\\alice')
    expect(facts(result, 'card', 'UserPrincipalName', 'Domain', 'ObjectId')).toEqual([
      'alice@contoso.com',
      'CONTOSO',
      'one',
    ])
  })

  it('are of syslog those about it or by it, not those that hold its name', async () => {
    const message = { Computer: 'box01', Facility: 'authpriv' }
    const of = (minute: number, ProcessName: string, SyslogMessage: string) => ({
      ...message,
      TimeGenerated: at(minute),
      ProcessName,
      SyslogMessage,
    })
    const syslog = [
      of(0, 'sudo', '   alice : TTY=pts/0 ; PWD=/home/alice ; USER=root ; COMMAND=/usr/bin/id'),
      of(1, 'sshd', 'Accepted publickey for bob from 10.0.0.9 port 22 ssh2: RSA SHA256:alice'),
      of(2, 'su', 'pam_unix(su:session): session opened for user root by alice(uid=1000)'),
      of(3, 'sshd', 'Failed password for alice from 203.0.113.9 port 4 ssh2'),
      of(4, 'sshd', 'Failed password for root from 203.0.113.9 port 4 ssh2: alice'),
    ]
    const result = await run('syslog', { Syslog: syslog }, { notebooklet: 'account-summary', value: 'alice' })
    expect(rows(result, 'timeline', 'Activity', 'Address')).toEqual([
      ['Failed logon', '203.0.113.9'],
      ['Session opened as root', ''],
      ['sudo', ''],
    ])
  })

  it('are in AWS those of its own session, and count a refused sign-in to the console as failed', async () => {
    const arn = 'arn:aws:sts::1:assumed-role/AWSReservedSSO_Admin_1/'
    const session = {
      EventName: 'ListBuckets',
      EventSource: 's3.amazonaws.com',
      SessionIssuerUserName: 'AWSReservedSSO_Admin_1',
    }
    const trail = [
      { ...session, TimeGenerated: at(0), UserIdentityArn: `${arn}alice@contoso.com` },
      { ...session, TimeGenerated: at(1), UserIdentityArn: `${arn}alice@fabrikam.com` },
      {
        TimeGenerated: at(2),
        EventName: 'ConsoleLogin',
        UserIdentityUserName: 'alice',
        ResponseElements: '{"ConsoleLogin":"Failure"}',
        ErrorMessage: 'Failed authentication',
      },
    ]
    const result = await run(
      'aws',
      { AWSCloudTrail: trail },
      { notebooklet: 'account-summary', value: 'alice@contoso.com' },
    )
    expect(rows(result, 'sources', 'As', 'Events', 'Failed')).toEqual([
      ['alice', 1, 1],
      ['alice@contoso.com', 1, 0],
    ])
    const aws = await run('aws', { AWSCloudTrail: trail }, { notebooklet: 'aws-activity', value: '' })
    expect(rows(aws, 'actors', 'Actor').flat().sort()).toEqual(['alice', 'alice@contoso.com', 'alice@fabrikam.com'])
    expect(rows(aws, 'failures', 'Operation', 'Reason')).toEqual([['ConsoleLogin', 'Failed authentication']])
  })

  it('keep the highest risk of sign-ins in one minute', async () => {
    const risks = ['none', 'high', 'low'].map((RiskLevelDuringSignIn, second) => ({
      ...signIns[0],
      TimeGenerated: `2026-03-01T10:04:0${second}Z`,
      RiskLevelDuringSignIn,
    }))
    const past = Array.from({ length: 6 }, (_, hour) => ({
      ...signIns[0],
      TimeGenerated: `2026-02-2${hour}T0${hour}:00:00Z`,
      IPAddress: '10.0.0.1',
    }))
    const request = { notebooklet: 'account-summary', value: 'alice@contoso.com', timespan: '1d' }
    const result = await run('risk', { SigninLogs: [...past, ...risks] }, request)
    expect(rows(result, 'unusual-sign-ins', 'Risk')).toEqual([['high']])
  })
})

describe('the records of a host', () => {
  it('are not those of a host of the same short name in another domain', async () => {
    const cleared = (Computer: string, minute: number) => ({ TimeGenerated: at(minute), Computer, EventID: 1102 })
    const events = [cleared('web01.contoso.com', 0), cleared('WEB01', 1), cleared('web01.fabrikam.com', 2)]
    const request = { notebooklet: 'host-summary', value: 'web01.contoso.com' }
    const result = await run('hosts', { SecurityEvent: events }, request)
    expect(rows(result, 'notable-events', 'Computer').flat()).toEqual(['WEB01', 'web01.contoso.com'])
  })
})

describe('what happened around an alert', () => {
  const alert = {
    TimeGenerated: at(10),
    StartTime: at(10),
    EndTime: at(10),
    SystemAlertId: 'a1',
    AlertName: 'Odd',
    Entities: JSON.stringify([
      { $id: '1', Type: 'ip', Address: '10.0.0.5' },
      { $id: '2', Type: 'account', Name: 'alice', UPNSuffix: 'contoso.com' },
    ]),
  }

  it('is found however logs write an address or an account', async () => {
    const tables = {
      SecurityAlert: [alert],
      SecurityEvent: [
        {
          TimeGenerated: at(9),
          EventID: 4769,
          Computer: 'dc01',
          IpAddress: '::ffff:10.0.0.5',
          TargetUserName: 'x',
          Status: '0x0',
        },
        { TimeGenerated: at(9), EventID: 4625, Computer: 'web01', IpAddress: '-', TargetUserName: 'alice@contoso.com' },
      ],
      OfficeActivity: [
        { TimeGenerated: at(9), Operation: 'Set-Mailbox', UserId: 'x', Client_IPAddress: '[::ffff:10.0.0.5]:443' },
      ],
      DnsEvents: [
        {
          TimeGenerated: at(9),
          SubType: 'LookupQuery',
          Name: 'cdn.example',
          ClientIP: '10.9.9.9',
          IPAddresses: '10.0.0.6,10.0.0.5',
          ResultCode: 0,
        },
        {
          TimeGenerated: at(9),
          SubType: 'LookupQuery',
          Name: 'other.example',
          ClientIP: '10.9.9.9',
          IPAddresses: '10.0.0.50',
          ResultCode: 0,
        },
      ],
      DeviceNetworkEvents: [
        {
          TimeGenerated: at(9),
          DeviceName: 'lap',
          RemoteIP: '::ffff:10.0.0.5',
          ActionType: 'ConnectionSuccess',
          InitiatingProcessFileName: 'a.exe',
        },
      ],
      AWSCloudTrail: [
        {
          TimeGenerated: at(9),
          EventName: 'ListUsers',
          EventSource: 'iam.amazonaws.com',
          UserIdentityArn: 'arn:aws:sts::1:assumed-role/R/alice@fabrikam.com',
        },
        {
          TimeGenerated: at(9),
          EventName: 'ListKeys',
          EventSource: 'kms.amazonaws.com',
          UserIdentityArn: 'arn:aws:sts::1:assumed-role/R/alice@contoso.com',
        },
      ],
    }
    const result = await run('around', tables, { notebooklet: 'alert-summary', value: 'a1' })
    expect(result.sections.filter(({ status }) => status === 'failed')).toEqual([])
    expect(rows(result, 'activity', 'Source', 'Activity', 'Address').sort()).toEqual([
      ['aws', 'kms: ListKeys', ''],
      ['defender', 'connection: a.exe', '10.0.0.5'],
      ['dns', 'lookup of cdn.example', '10.0.0.5'],
      ['office', ': Set-Mailbox', '10.0.0.5'],
      ['windows', 'event 4769', '10.0.0.5'],
      ['windows', 'logon of type ', ''],
    ])
  })
})

describe('the states of an incident', () => {
  it('are told again where it is opened again', async () => {
    const state = (minute: number, Status: string) => ({
      TimeGenerated: at(minute),
      LastModifiedTime: at(minute),
      IncidentNumber: 7,
      IncidentName: 'i7',
      Title: 'Odd',
      Status,
      AlertIds: minute === 3 ? '["a"]' : '["a","b"]',
    })
    const SecurityIncident = [state(0, 'New'), state(1, 'Closed'), state(2, 'New'), state(3, 'Closed')]
    const result = await run('reopened', { SecurityIncident }, { notebooklet: 'incident-summary', value: '7' })
    expect(rows(result, 'timeline', 'Detail').flat()).toEqual(['New', 'Closed', 'New', 'Closed'])
    expect(rows(result, 'history', 'Changed').flat().at(-1)).toBe('status New → Closed, 1 alerts fewer')
  })
})

describe('addresses of IPv6', () => {
  it('are found in lists of addresses however they are asked for', async () => {
    const VMComputer = [{ TimeGenerated: at(0), Computer: 'vm1', Ipv6Addresses: ['fe80::1', '2001:db8::ffff:1'] }]
    for (const value of ['2001:DB8:0:0:0:0:ffff:1', '[2001:db8::ffff:1]:443']) {
      const result = await run('ipv6', { VMComputer }, { notebooklet: 'ip-address-summary', value })
      expect(facts(result, 'address', 'Address', 'Origin', 'Hosts')).toEqual(['2001:db8::ffff:1', 'internal', 'vm1'])
      expect(rows(result, 'hosts', 'Host')).toEqual([['vm1']])
    }
    const flows = [
      { TimeGenerated: at(0), SourceIP: '2001:db8::ffff:1', DestinationIP: '198.51.100.9', DestinationPort: 443 },
    ]
    const seen = await run(
      'ipv6-flows',
      { CommonSecurityLog: flows },
      { notebooklet: 'ip-address-summary', value: '2001:db8::ffff:1' },
    )
    expect(rows(seen, 'flows', 'Direction', 'Peer')).toEqual([['outbound', '198.51.100.9']])
  })
})

describe('mails that hold a URL', () => {
  it('lose no click of an account that is called otherwise than its mailbox, and no other URL', async () => {
    const link = { TimeGenerated: at(0), NetworkMessageId: 'm1', UrlLocation: 'Body' }
    const tables = {
      EmailUrlInfo: [
        { ...link, Url: 'https://evil.example/a' },
        { ...link, Url: 'https://evil.example/a?b', UrlLocation: 'Subject' },
      ],
      EmailEvents: [{ TimeGenerated: at(0), NetworkMessageId: 'm1', RecipientEmailAddress: 'alice.smith@contoso.com' }],
      UrlClickEvents: [
        {
          TimeGenerated: at(1),
          NetworkMessageId: 'm1',
          AccountUpn: 'asmith@contoso.com',
          Url: 'https://evil.example/a',
          ActionType: 'ClickAllowed',
        },
      ],
    }
    const result = await run('mails', tables, { notebooklet: 'url-summary', value: 'https://evil.example/a' })
    expect(rows(result, 'mails', 'Recipient', 'Clicks', 'ClickedBy', 'Urls', 'Location')).toEqual([
      ['alice.smith@contoso.com', 0, 'asmith@contoso.com', 2, 'Body, Subject'],
    ])
  })
})

describe('messages of syslog that name a domain', () => {
  it('are not those of a longer name that begins with it', async () => {
    const message = (minute: number, SyslogMessage: string) => ({
      TimeGenerated: at(minute),
      Computer: 'box',
      SyslogMessage,
    })
    const Syslog = [message(0, 'GET https://www.contoso.com/a'), message(1, 'GET https://contoso.com.evil.example/')]
    const result = await run('domains', { Syslog }, { notebooklet: 'domain-summary', value: 'contoso.com' })
    const cells = result.sections.flatMap(({ table }) =>
      (table?.columns ?? []).flatMap(({ name }) => table!.column(name).map(String)),
    )
    expect(cells.filter((cell) => cell.includes('evil'))).toEqual([])
    expect(cells).toContain('www.contoso.com')
    expect(rows(result, 'seen', 'Log', 'Count')).toEqual([['Syslog', 1]])
  })
})

describe('the mail of an account', () => {
  const mail = { TimeGenerated: at(0), NetworkMessageId: 'm1', EmailDirection: 'Inbound', ThreatTypes: 'Phish' }
  const tables = {
    SigninLogs: [{ TimeGenerated: at(0), UserPrincipalName: 'asmith@contoso.com', UserId: 'o1', ResultType: '0' }],
    EmailEvents: [
      {
        ...mail,
        SenderFromAddress: 'x@evil.example',
        RecipientEmailAddress: 'alice.smith@contoso.com',
        RecipientObjectId: 'O1',
      },
      {
        ...mail,
        SenderFromAddress: 'x@evil.example',
        RecipientEmailAddress: 'bob@contoso.com',
        NetworkMessageId: 'm2',
      },
      {
        ...mail,
        SenderFromAddress: 'asmith@contoso.com',
        RecipientEmailAddress: 'bob@contoso.com',
        NetworkMessageId: 'm3',
      },
    ],
    UrlClickEvents: [
      {
        TimeGenerated: at(1),
        NetworkMessageId: 'm1',
        AccountUpn: 'asmith@contoso.com',
        Url: 'https://evil.example',
        ActionType: 'ClickAllowed',
      },
      {
        TimeGenerated: at(2),
        NetworkMessageId: 'm2',
        AccountUpn: 'bob@contoso.com',
        Url: 'https://evil.example',
        ActionType: 'ClickAllowed',
      },
    ],
  }

  it('is that of its mailbox, however that is called, and not what others send in its name', async () => {
    const request = { notebooklet: 'account-summary', value: 'asmith@contoso.com' }
    const result = await run('mailbox', tables, request, { id: 'mail' })
    expect(rows(result, 'mail', 'Direction', 'Mails', 'Clicks', 'LetThrough').sort()).toEqual([
      ['in its name, from outside', 1, 0, 0],
      ['received', 1, 1, 1],
    ])
    expect(rows(result, 'mails', 'Recipient', 'ClickedBy').sort()).toEqual([
      ['alice.smith@contoso.com', 'asmith@contoso.com'],
      ['bob@contoso.com', ''],
    ])
    expect(rows(result, 'clicks', 'Url', 'WentOn')).toEqual([['https://evil.example', true]])
    expect(result.entities.map(({ type }) => type)).toEqual(expect.arrayContaining(['mailbox', 'url']))
  })

  it('is asked for from a mailbox in Office too', async () => {
    const OfficeActivity = [{ TimeGenerated: at(0), UserId: 'asmith@contoso.com', Operation: 'MailItemsAccessed' }]
    const request = { notebooklet: 'office-activity', value: 'asmith@contoso.com' }
    const result = await run('office-mail', { ...tables, OfficeActivity }, request, { id: 'mail' })
    expect(rows(result, 'mail-threats', 'Direction').flat().sort()).toEqual(['in its name, from outside', 'received'])
  })
})

describe('addresses that guess over ssh', () => {
  it('have one failure for a name that sshd announces and then refuses', async () => {
    const message = (minute: number, SyslogMessage: string) => ({
      TimeGenerated: at(minute),
      Computer: 'box',
      Facility: 'auth',
      ProcessName: 'sshd',
      SyslogMessage,
    })
    const Syslog = [
      message(0, 'Invalid user eve from 203.0.113.9 port 1'),
      message(0, 'Failed password for invalid user eve from 203.0.113.9 port 1 ssh2'),
      message(1, 'Failed password for root from 203.0.113.9 port 1 ssh2'),
      message(2, 'Invalid user x from 203.0.113.10 port 1'),
    ]
    const result = await run('ssh', { Syslog }, { notebooklet: 'host-logons-summary', value: 'box' })
    const addresses = result.sections.find(({ table }) => table?.columns.some(({ name }) => name === 'Private'))!
    expect(rows(result, addresses.id, 'Address', 'Failures')).toEqual([
      ['203.0.113.9', 2],
      ['203.0.113.10', 1],
    ])
  })
})
