import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadCatalog } from '../../src/notebooklet/catalog.ts'
import { checkProject } from '../../src/notebooklet/check-project.ts'
import { entityOfColumn, wellKnownEntity } from '../../src/notebooklet/entity-columns.ts'
import { openDesk } from '../../src/notebooklet/open-desk.ts'
import type { EntityType } from '../../src/notebooklet/result-data.ts'
import { knownSchemas } from '../../src/providers/schemas/known-schemas.ts'
import { makeFolder } from '../support/load-fixture.ts'
import { fakeWorkspace, table } from './fake-workspace.ts'
import { logonsFiles } from './logons-content.ts'
import { memoryFiles, root } from './memory-content.ts'

describe('wellKnownEntity', () => {
  it.each<[string, EntityType | undefined]>([
    ['UserPrincipalName', 'account'],
    ['TargetUserName', 'account'],
    ['InitiatingProcessAccountUpn', 'account'],
    ['AccountUPN', 'account'],
    ['SAMAccountName', 'account'],
    ['Computer', 'host'],
    ['DvcFQDN', 'host'],
    ['ClientIP', 'ip'],
    ['CallerIPAddress', 'ip'],
    ['client_ip_s', 'ip'],
    ['ActorIpAddress', 'ip'],
    ['RequestURL', 'url'],
    ['SenderFromDomain', 'domain'],
    ['TargetFilePath', 'file'],
    ['FileHashSha256', 'hash'],
    ['NewProcessName', 'process'],
    ['TargetLogonId', 'logon-session'],
    ['AlertIds', 'alert'],
    ['IncidentId', 'incident'],
    ['MailboxOwnerUPN', 'mailbox'],
    ['RecipientEmailAddress', 'mailbox'],
    ['_ResourceId', 'resource'],
    ['UserIdentityArn', 'principal'],
    ['AppDisplayName', 'application'],
    ['UserAgent', undefined],
    ['AccountDomain', undefined],
    ['Identity', undefined],
    ['SessionId', undefined],
    ['DvcMacAddr', undefined],
    ['RemoteIPCountry', undefined],
    ['', undefined],
  ])('%s is %s', (column, type) => {
    expect(wellKnownEntity(column)).toBe(type)
  })

  it.each([
    ['SigninLogs', 'AppDisplayName AppId IPAddress IPAddressFromResourceProvider ResourceId UserId UserPrincipalName'],
    ['SecurityAlert', 'SystemAlertId'],
    ['DeviceLogonEvents', 'AccountName DeviceName RemoteIP'],
    ['AWSCloudTrail', 'SessionIssuerArn SourceIpAddress UserIdentityArn UserIdentityUserName'],
    ['EmailEvents', 'RecipientEmailAddress SenderFromAddress SenderFromDomain SenderIPv4'],
    ['CommonSecurityLog', 'DestinationHostName DestinationIP FileHash RequestURL SourceIP SourceUserName'],
  ])('knows the columns of %s', (name, columns) => {
    const known = knownSchemas()
      .find(name)!
      .columns.filter((column) => wellKnownEntity(column.name) !== undefined)
      .map((column) => column.name)
    expect(known).toEqual(expect.arrayContaining(columns.split(' ')))
  })

  it('is gone before by columns of one’s own', () => {
    const entityOf = entityOfColumn({ Employee_s: 'account', Computer: 'account' })
    expect(['Employee_s', 'Computer', 'HostName', 'employee_s'].map(entityOf)).toEqual([
      'account',
      'account',
      'host',
      undefined,
    ])
  })
})

describe('entities.yaml', () => {
  const over = (own: string) => memoryFiles({ project: { ...logonsFiles, 'entities.yaml': own } })
  const faults = async (own: string) =>
    (await checkProject([root('project')], undefined, over(own))).diagnostics.map(
      ({ message, source, span }) =>
        `${source?.name}:${source?.text.slice(0, span.start).split('\n').length} ${message}`,
    )

  it('says of more columns what they hold', async () => {
    const catalog = await loadCatalog([root('project')], over('columns: { Where: host, ResultType: incident }\n'))
    const answers = {
      '// find': table('Account:string Last:datetime', ['alice', '2026-01-30T00:00:00Z']),
      '// logons': table('TimeGenerated:datetime Account:string Where:string ResultType:string', [
        '2026-01-30T01:00:00Z',
        'alice',
        'web01',
        '0',
      ]),
    }
    const desk = await openDesk(fakeWorkspace({ answers }), catalog)
    const { data } = await desk.run({ notebooklet: 'logons', value: 'alice' })
    const section = data.sections.find(({ id }) => id === 'logons')
    expect(section?.entityColumns).toMatchObject({ Account: 'account', Where: 'ip', ResultType: 'incident' })
  })

  it('is checked, with the line', async () => {
    expect(await faults('columns: { Employee_s: account }\n')).toEqual([])
    expect(await faults('columns:\n  Employee_s: account\n  Badge_s: badge\n')).toEqual([
      expect.stringMatching(/^project\/entities\.yaml:3 .*columns\.Badge_s/),
    ])
    expect(await faults('column: { A: ip }\n')).toEqual(
      expect.arrayContaining([expect.stringContaining('project/entities.yaml:1 Unknown key `column`')]),
    )
    expect(await faults('columns: [\n')).toEqual([expect.stringContaining('Not valid YAML')])
  })

  it('counts beside the logs too, behind that of the project, and is checked there', async () => {
    const logs = makeFolder({ 'entities.yaml': 'columns: { ResultType: incident }\n' })
    const broken = makeFolder({ 'entities.yaml': 'columns: { Where: ipp }\n' })
    const odd = makeFolder({ 'entities.yaml/x': '' })
    try {
      const answers = {
        '// find': table('Account:string Last:datetime', ['alice', '2026-01-30T00:00:00Z']),
        '// logons': table('TimeGenerated:datetime Account:string Where:string ResultType:string', [
          '2026-01-30T01:00:00Z',
          'alice',
          'web01',
          '0',
        ]),
      }
      const beside = (...folders: string[]) => ({ ...fakeWorkspace({ answers }), beside: { folders } })
      for (const [project, expected] of [
        ['columns: { Other: alert }\n', 'incident'],
        ['columns: { ResultType: alert }\n', 'alert'],
      ] as const) {
        const catalog = await loadCatalog([root('project')], over(project))
        const desk = await openDesk(beside(logs.path, odd.path), catalog)
        const { data } = await desk.run({ notebooklet: 'logons', value: 'alice' })
        const section = data.sections.find(({ id }) => id === 'logons')
        expect(section?.entityColumns.ResultType).toBe(expected)
        expect(desk.diagnostics).toEqual([])
      }
      const catalog = await loadCatalog([root('project')], over('columns: {}\n'))
      const [fault] = (await openDesk(beside(broken.path), catalog)).diagnostics
      expect(fault).toMatchObject({ hint: 'Did you mean `ip`?', source: { name: join(broken.path, 'entities.yaml') } })
    } finally {
      for (const folder of [logs, broken, odd]) folder.remove()
    }
  })

  it('of the first folder goes before that of a later one', async () => {
    const files = memoryFiles({
      project: { 'entities.yaml': 'columns: { A: ip }\n' },
      user: { 'entities.yaml': 'columns: { A: host, B: host }\n' },
    })
    const { entityColumns } = await loadCatalog([root('project'), root('user')], files)
    expect(entityColumns).toEqual({ A: 'ip', B: 'host' })
  })
})
