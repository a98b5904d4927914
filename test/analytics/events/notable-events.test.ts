import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { attackTechniques } from '../../../src/analytics/events/attack-techniques.ts'
import { countTechniques } from '../../../src/analytics/events/count-techniques.ts'
import { notableEvents } from '../../../src/analytics/events/notable-events.ts'
import { notableMessages, notableRules } from '../../../src/analytics/events/notable-rules.ts'
import { accountManagementEvents, windowsEventName } from '../../../src/analytics/events/windows-event-names.ts'
import { commandLineIndicators } from '../../../src/analytics/text/command-line-indicators.ts'
import { table } from '../../notebooklet/fake-workspace.ts'

const root = resolve(import.meta.dirname, '../../..')
const yaml = (path: string) => parse(readFileSync(resolve(root, path), 'utf8'))

/** What is found in one event of these fields. */
function found(fields: Readonly<Record<string, string | number>>) {
  const names = Object.keys(fields)
  const columns = ['TimeGenerated:datetime', ...names.map((name) => `${name}:${name === 'EventID' ? 'int' : 'string'}`)]
  const rows = notableEvents(table(columns.join(' '), ['2026-01-01T00:00:00Z', ...Object.values(fields)])).table
  return [...rows.objects()][0]
}

describe('notable events', () => {
  it('tell what an event means by its fields before its id', () => {
    const member = { EventID: 4732, SubjectUserName: 'eve', SubjectDomainName: 'CONTOSO', MemberSid: 'S-1-5-21-1' }
    expect(found({ ...member, TargetUserName: 'Administrators' })).toMatchObject({
      Meaning: 'Member added to a group of administrators',
      Account: 'CONTOSO\\eve',
      Target: 'Administrators',
      Detail: 'MemberSid: S-1-5-21-1',
      Technique: 'T1098.007 Additional Local or Domain Groups',
      Subject: 'accounts',
    })
    expect(found({ ...member, TargetUserName: 'Print Readers' })?.Meaning).toBe('Member added to group')
  })

  it('know builtin administrators of any language by the SID', () => {
    const german = { EventID: 4732, TargetUserName: 'Administratoren (lokal)', TargetSid: 'S-1-5-32-544' }
    expect(found({ ...german, TargetUserName: 'Lokale Verwalter' })?.Meaning).toBe(
      'Member added to a group of administrators',
    )
  })

  it('leave out what only a field makes notable where that is another', () => {
    const ticket = { EventID: 4769, ServiceName: 'svc-sql', TicketEncryptionType: '0x17' }
    expect(found(ticket)?.Technique).toBe('T1558.003 Kerberoasting')
    expect(found({ ...ticket, TicketEncryptionType: '0x12' })).toBeUndefined()
    expect(found({ ...ticket, ServiceName: 'FS01$' })).toBeUndefined()
    expect(found({ EventID: 4624, LogonType: '3', LogonProcessName: 'Kerberos' })).toBeUndefined()
  })

  it.each([
    [
      'Ticket for the name of the domain controller, as if it were a user',
      { EventID: 4768, Computer: 'dc1.contoso.com', TargetUserName: 'DC1' },
      { TargetUserName: 'DC1$' },
    ],
    [
      'Anonymous logon over NTLM from the machine itself',
      { EventID: 4624, TargetUserSid: 'S-1-5-7', IpAddress: '127.0.0.1', AuthenticationPackageName: 'NTLM' },
      { IpAddress: '10.0.0.1' },
    ],
    [
      'Anonymous logon that names a domain',
      { EventID: 4624, TargetUserName: 'ANONYMOUS LOGON', TargetDomainName: 'contoso', IpAddress: '10.0.0.1' },
      { TargetDomainName: 'AUTORITE NT' },
    ],
    [
      'Logon as somebody else, by runas',
      { EventID: 4624, LogonType: '2', LogonProcessName: 'seclogo' },
      { LogonProcessName: 'User32' },
    ],
    [
      'Service for the remote registry opened by a user',
      { EventID: 4674, ObjectServer: 'SC Manager', ObjectName: 'RemoteRegistry', SubjectUserName: 'eve' },
      { SubjectUserName: 'SRV01$' },
    ],
    [
      'Permissions of the remote registry changed',
      { EventID: 4674, ObjectName: '\\REGISTRY\\X\\SecurePipeServers\\winreg', AccessMask: '%%1538 %%1539' },
      { AccessMask: '%%1538' },
    ],
    [
      'Logon right granted',
      { EventID: 4717, AccessGranted: 'SeRemoteInteractiveLogonRight' },
      { AccessGranted: 'SeDenyServiceLogonRight' },
    ],
    [
      'Pipe for services, tasks or the registry opened from afar',
      { EventID: 5145, ShareName: '\\\\*\\IPC$', RelativeTargetName: 'svcctl', SubjectUserName: 'eve' },
      { RelativeTargetName: 'lsarpc' },
    ],
    [
      'Service installed whose name carries data',
      { EventID: 7045, ServiceName: 'IyMj'.repeat(20), ImagePath: 'c:\\x.exe' },
      { ServiceName: 'Halyard agent' },
    ],
    [
      'Account may act for others at a computer',
      { EventID: 5136, AttributeLDAPDisplayName: 'msDS-AllowedToActOnBehalfOfOtherIdentity' },
      { AttributeLDAPDisplayName: 'description' },
    ],
    [
      'Permissions of the domain, or of what guards administrators, changed',
      { EventID: 5136, AttributeLDAPDisplayName: 'nTSecurityDescriptor', ObjectDN: 'CN=AdminSDHolder,CN=System,DC=a' },
      { ObjectDN: 'CN=Printer,OU=Things,DC=a' },
    ],
  ])('%s', (meaning, fields, harmless) => {
    expect(found(fields)?.Meaning).toBe(meaning)
    expect(found({ ...fields, ...harmless })?.Meaning).not.toBe(meaning)
  })

  it('read fields in event data where there are no columns for them', () => {
    const EventData =
      '<EventData><Data Name="ServiceName">x</Data><Data Name="ImagePath">%COMSPEC% /c a &gt; b</Data></EventData>'
    expect(found({ EventID: 7045, EventLog: 'System', EventData })).toMatchObject({
      Meaning: 'Service installed that runs a shell or a share',
      Detail: 'ServiceName: x · ImagePath: %COMSPEC% /c a > b',
      Technique: 'T1543.003 Windows Service; T1569.002 Service Execution',
      Log: 'System',
    })
  })

  it('take event 10 for one of Sysmon in the log of Sysmon only', () => {
    const EventData =
      '<Data Name="TargetImage">C:\\Windows\\System32\\lsass.exe</Data><Data Name="GrantedAccess">0x1010</Data>'
    expect(found({ EventID: 10, EventLog: 'Microsoft-Windows-Sysmon/Operational', EventData })?.Technique).toBe(
      'T1003.001 LSASS Memory',
    )
    expect(found({ EventID: 10, EventLog: 'Application', EventData })).toBeUndefined()
  })

  it('read syslog', () => {
    expect(found({ SyslogMessage: 'new user: name=eve, UID=1005, GID=1005' })).toMatchObject({
      Meaning: 'Account created',
      Target: 'eve',
      Log: 'Syslog',
      Subject: 'accounts',
    })
    expect(found({ SyslogMessage: "add 'eve' to group 'sudo'" })?.Meaning).toBe(
      'Member added to a group of administrators',
    )
    expect(found({ SyslogMessage: 'session opened for user eve' })).toBeUndefined()
  })

  it('take time in proportion to a hostile message', () => {
    const message = `a : ${'COMMAND='.repeat(20_000)}`
    expect(found({ SyslogMessage: message })).toBeUndefined()
  })
})

describe('the lists of events', () => {
  it('are asked for by the query: every id of a rule, and no other', () => {
    const { query, parameters } = yaml('queries/host/notable-records.yaml')
    const asked = new Set<number>(parameters.ids.default)
    for (const [number] of String(query).matchAll(/\b\d{1,4}\b/g)) asked.add(Number(number))
    const known = new Set(notableRules.flatMap(({ ids }) => ids))
    expect([...known].filter((id) => !asked.has(id))).toEqual([])
    expect(parameters.ids.default.filter((id: number) => !known.has(id))).toEqual([])
  })

  it('are the account events of the notebooklet: 37 and 7045', () => {
    const { parameters } = yaml('notebooklets/host/windows-host-events/notebooklet.yaml')
    expect(parameters.accountEvents.default).toEqual(accountManagementEvents)
    expect(accountManagementEvents).toHaveLength(38)
  })

  it('have a name for each event of a rule of the security log, and for each technique', () => {
    const unnamed = accountManagementEvents.filter((id) => windowsEventName(id) === undefined)
    expect(unnamed).toEqual([])
    const techniques = [...notableRules, ...notableMessages].flatMap((rule) => rule.techniques)
    const ofLines = commandLineIndicators.map(({ technique }) => technique).filter((id) => id !== '')
    expect([...techniques, ...ofLines].filter((id) => !Object.hasOwn(attackTechniques, id))).toEqual([])
  })
})

describe('the techniques of several tables', () => {
  it('are counted once a record, with what for', () => {
    const notable = table(
      'TimeGenerated:datetime Meaning:string Technique:string',
      ['2026-01-02T00:00:00Z', 'Account created', 'T1136 Create Account'],
      ['2026-01-01T00:00:00Z', 'Account enabled', 'T1098 Account Manipulation'],
    )
    const lines = table('TimeGenerated:datetime Count:long Techniques:dynamic Why:string', [
      '2026-01-03T00:00:00Z',
      4,
      ['T1136', 'T1087'],
      'adds a user: it does (T1136); asks: it asks (T1087)',
    ])
    expect([...countTechniques([notable, lines]).objects()]).toEqual([
      {
        Technique: 'T1136',
        Name: 'Create Account',
        Records: 5,
        Evidence: 'Account created; adds a user',
        Accounts: [],
        First: '2026-01-02T00:00:00.0000000Z',
      },
      {
        Technique: 'T1087',
        Name: 'Account Discovery',
        Records: 4,
        Evidence: 'asks',
        Accounts: [],
        First: '2026-01-03T00:00:00.0000000Z',
      },
      {
        Technique: 'T1098',
        Name: 'Account Manipulation',
        Records: 1,
        Evidence: 'Account enabled',
        Accounts: [],
        First: '2026-01-01T00:00:00.0000000Z',
      },
    ])
  })
})
