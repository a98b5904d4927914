import { describe, expect, it } from 'vitest'
import { automationRules } from '../../../src/analytics/preparation/automation-rules.ts'
import { dropAutomation } from '../../../src/analytics/preparation/drop-automation.ts'
import { textPattern } from '../../../src/analytics/preparation/text-pattern.ts'
import { Table } from '../../../src/lib/table.ts'
import { hasRealLogs, realLog } from '../real-logs.ts'

function log(...records: readonly Readonly<Record<string, string>>[]): Table {
  const names = [...new Set(records.flatMap((record) => Object.keys(record)))]
  return Table.fromRows(
    names.map((name) => ({ name, type: 'string' })),
    records.map((record) => names.map((name) => record[name] ?? '')),
  )
}

const agent = 'C:\\Program Files\\Microsoft Monitoring Agent\\Agent\\MonitoringHost.exe'
const script = {
  EventID: '4688',
  NewProcessName: 'C:\\Windows\\System32\\cscript.exe',
  ParentProcessName: agent,
  CommandLine: '"C:\\Windows\\system32\\cscript.exe" /nologo "MonitorKnowledgeDiscovery.vbs"',
  SubjectUserSid: 'S-1-5-18',
  SubjectLogonId: '0x3e7',
}
const dropped = (...records: readonly Readonly<Record<string, string>>[]) => {
  const { table } = dropAutomation(log(...records), { mark: 'Rule' })
  return table.column('Rule')
}

describe('dropAutomation', () => {
  it('says how many rows went by which rule, and why', () => {
    const { table, notices } = dropAutomation(
      log(script, { ...script, ParentProcessName: 'C:\\Windows\\explorer.exe' }),
    )
    expect(table.column('ParentProcessName')).toEqual(['C:\\Windows\\explorer.exe'])
    expect(notices).toEqual([
      `Automation: 1 row of 2 left out; ${automationRules.length} rules tried.`,
      'Automation, monitoring-agent-scripts: 1 row (Microsoft Monitoring Agent looks after its rules).',
    ])
  })

  it.each([
    ['another folder', { NewProcessName: 'C:\\Users\\Public\\cscript.exe' }],
    ['another parent of that name', { ParentProcessName: 'C:\\Temp\\MonitoringHost.exe' }],
    ['another script', { CommandLine: 'cscript.exe /nologo "evil.vbs"' }],
    ['more words', { CommandLine: `${script.CommandLine} & evil` }],
    ['more words before', { CommandLine: `cscript.exe evil.vbs ${script.CommandLine}` }],
    ['another account', { SubjectUserSid: 'S-1-5-21-1', SubjectLogonId: '0x1234' }],
    ['an account that two columns tell otherwise', { SubjectUserSid: 'S-1-5-21-1' }],
    ['no parent told', { ParentProcessName: '' }],
    ['no command line told', { CommandLine: '' }],
  ])('leaves an attacker’s process with %s', (_, other) => {
    expect(dropped(script, { ...script, ...other })).toEqual(['monitoring-agent-scripts', ''])
  })

  it('knows the account by the column that tells it', () => {
    expect(
      dropped(
        { ...script, SubjectUserSid: '' },
        { ...script, SubjectLogonId: '' },
        { ...script, SubjectUserSid: 'constructor' },
      ),
    ).toEqual(['monitoring-agent-scripts', 'monitoring-agent-scripts', ''])
  })

  it('has no rule where the log lacks what the rule asks for', () => {
    const { CommandLine, ...unaudited } = script
    const { ParentProcessName, ...orphan } = script
    expect(dropped(unaudited)).toEqual([''])
    expect(dropped(orphan)).toEqual([''])
    expect(CommandLine + ParentProcessName).not.toBe('')
  })

  it('does not take a missing command line for one without words', () => {
    const licence = {
      ...script,
      NewProcessName: 'C:\\Windows\\System32\\sppsvc.exe',
      ParentProcessName: 'C:\\Windows\\System32\\services.exe',
    }
    expect(
      dropped({ ...licence, CommandLine: 'C:\\Windows\\system32\\sppsvc.exe' }, { ...licence, CommandLine: '' }),
    ).toEqual(['windows-licence', ''])
  })

  it('knows what AWS services do for themselves from what they do for others', () => {
    const service = {
      EventName: 'AssumeRole',
      UserIdentityType: 'AWSService',
      UserIdentityInvokedBy: 'ec2.amazonaws.com',
      SourceIpAddress: 'ec2.amazonaws.com',
      SessionIssuerArn: '',
    }
    const linked = {
      ...service,
      UserIdentityType: 'AssumedRole',
      SessionIssuerArn: 'arn:aws:iam::123:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS',
    }
    expect(
      dropped(
        service,
        linked,
        { ...service, SourceIpAddress: '10.0.0.1' },
        { ...service, UserIdentityType: 'IAMUser' },
        { ...linked, SessionIssuerArn: 'arn:aws:iam::123:role/AWSServiceRoleForECS' },
        { ...linked, SourceIpAddress: '10.0.0.1' },
      ),
    ).toEqual(['aws-service', 'aws-service-linked-role', '', '', '', ''])
  })

  it('knows the upkeep of Exchange from cmdlets of administrators and from what came from an address', () => {
    const upkeep = {
      RecordType: 'ExchangeAdmin',
      Operation: 'Set-User',
      UserId: 'NT AUTHORITY\\SYSTEM (MSExchangeMigrationWorkflow)',
      UserType: 'DcAdmin',
      ClientIP: '',
    }
    expect(
      dropped(
        upkeep,
        { ...upkeep, Operation: 'Add-MailboxPermission' },
        { ...upkeep, ClientIP: '10.0.0.1' },
        { ...upkeep, UserId: 'NT AUTHORITY\\SYSTEM (w3wp)' },
        { ...upkeep, UserType: 'Admin' },
        { ...upkeep, UserId: 'SHAREPOINT\\system' },
      ),
    ).toEqual(['exchange-service', '', '', '', '', ''])
  })

  it('takes some rules, leaves some out, and adds rules of one’s own', () => {
    const table = log(script, {
      ...script,
      NewProcessName: 'C:\\Tools\\backup.exe',
      CommandLine: 'backup.exe nightly 12',
    })
    const ruleOf = (options: Parameters<typeof dropAutomation>[1]) =>
      dropAutomation(table, { ...options, mark: 'Rule' }).table.column('Rule')
    expect(ruleOf({ rules: [] })).toEqual(['', ''])
    expect(ruleOf({ rules: ['console-host'] })).toEqual(['', ''])
    expect(ruleOf({ without: ['monitoring-agent-scripts'] })).toEqual(['', ''])
    const more = [
      {
        id: 'backup',
        reason: 'ours',
        where: { NewProcessName: 'C:\\Tools\\backup.exe', CommandLine: ['backup.exe nightly <n>'] },
      },
    ]
    expect(ruleOf({ more })).toEqual(['monitoring-agent-scripts', 'backup'])
    expect(() => ruleOf({ rules: ['console-hots'] })).toThrow('Did you mean `console-host`?')
    expect(() => ruleOf({ more: [{ id: 'x', reason: 'y', where: { Comand: 'z' } }] })).toThrow('no column `Comand`')
  })
})

describe('the rules', () => {
  it('have a reason, an id of their own, and never a name alone', () => {
    expect(new Set(automationRules.map(({ id }) => id)).size).toBe(automationRules.length)
    for (const { id, reason, of, where } of automationRules) {
      expect(reason.length, id).toBeGreaterThan(10)
      expect(Object.keys(where).length, id).toBeGreaterThanOrEqual(2)
      if (of === 'process') for (const path of where.Image!) expect(path, id).toMatch(/^(?:C:\\|\/opt\/microsoft\/)/)
    }
  })

  it('leave no room in a command line for words of one’s own', () => {
    for (const { id, where } of automationRules.filter((rule) => rule.id !== 'linux-omsagent')) {
      for (const pattern of where.Words ?? []) expect(pattern, id).not.toContain('*')
    }
  })
})

describe('textPattern', () => {
  it.each([
    ['a.b', 'A.B', true],
    ['a.b', 'axb', false],
    ['v<n>', 'v4.0.30319', true],
    ['v<n>', 'v', false],
    ['<name>.exe', 'a b.exe', false],
    ['<name>.exe', 'a\\b.exe', false],
    ['-x <guid>', '-x {035D6998-DF13-4708-AF18-97B083BADB72}', true],
    ['-p <hex>', '-p 1BC', true],
    ['*', '', false],
    ['*', 'x', true],
    ['a*z', 'abcz', true],
    ['a*z', 'abczy', false],
    ['(a+)+$', '(a+)+$', true],
    ['constructor', 'constructor', true],
  ])('%s and %s: %s', (pattern, text, expected) => expect(textPattern(pattern)(text)).toBe(expected))

  it('refuses what a hostile text could make slow', () => {
    expect(() => textPattern('*a*b*')).toThrow('more than 2 `*`')
    expect(textPattern('a*')('a'.repeat(2000))).toBe(false)
  })
})

describe.skipIf(!hasRealLogs)('real logs', () => {
  it('keep every process of an attack', () => {
    if (!hasRealLogs) return
    const table = realLog('msticnb/SecurityEvent.jsonl', {
      EventID: 'int',
      NewProcessName: 'string',
      ParentProcessName: 'string',
      CommandLine: 'string',
      SubjectUserSid: 'string',
      SubjectLogonId: 'string',
    })
    const made = dropAutomation(table, { mark: 'Rule' }).table
    const logon = made.column('SubjectLogonId')
    const rules = made.column('Rule')
    const attack = new Set(['0x78225e', '0x1f388a3', '0x1e821b5', '0xab5a5ac'])
    const taken = new Set(rules.filter((rule, row) => rule !== '' && attack.has(String(logon[row]))))
    // The window of a console program is no step of an attack, and the program is there.
    expect([...taken]).toEqual(['console-host'])
    expect(rules.filter((rule) => rule !== '').length).toBeGreaterThan(7000)
  })

  it('keep what somebody did in Exchange', () => {
    if (!hasRealLogs) return
    const text = 'string' as const
    const log = realLog('msticpy-exchange/OfficeActivity.jsonl', {
      RecordType: text,
      UserId: text,
      ClientIP: text,
      UserType: text,
      Operation: text,
    })
    const { table } = dropAutomation(log)
    const left = new Map<unknown, number>()
    for (const name of log.column('Operation')) left.set(name, (left.get(name) ?? 0) + 1)
    for (const name of table.column('Operation')) left.set(name, left.get(name)! - 1)
    // The 180 repeats of directory changes by three services; every other cmdlet stays.
    expect(Object.fromEntries([...left].filter(([, rows]) => rows > 0))).toEqual({
      'Set-ConditionalAccessPolicy': 110,
      'Set-User': 70,
    })
  })
})
