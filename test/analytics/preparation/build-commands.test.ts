import { describe, expect, it } from 'vitest'
import { buildCommands } from '../../../src/analytics/preparation/build-commands.ts'
import { sessionize } from '../../../src/analytics/sessions/sessionize.ts'
import type { KqlType } from '../../../src/lib/kql-type.ts'
import { type Cell, Table } from '../../../src/lib/table.ts'
import { hasRealLogs, realLog } from '../real-logs.ts'

/** A table of records; a column is what its first value is. */
function log(...records: readonly Readonly<Record<string, Cell>>[]): Table {
  const names = [...new Set(records.flatMap((record) => Object.keys(record)))]
  const typeOf = (name: string): KqlType => {
    const value = records.find((record) => record[name] !== undefined)?.[name]
    return typeof value === 'number' ? 'long' : typeof value === 'object' ? 'dynamic' : 'string'
  }
  return Table.fromRows(
    names.map((name) => ({ name, type: typeOf(name) })),
    records.map((record) => names.map((name) => record[name] ?? null)),
  )
}

const commandsOf = (table: Table) =>
  table.column('Command').map((command, row) => [command, table.column('Parameters')[row]])

describe('OfficeActivity', () => {
  const base = { OfficeWorkload: 'Exchange', UserId: 'a@contoso.com' }

  it('reads parameters as pairs, as a bag and as names, and counts what it cannot read', () => {
    const { table, notices } = buildCommands(
      log(
        {
          ...base,
          Operation: 'New-InboxRule',
          Parameters: '[{"Name":"Name","Value":"x"},{"Name":"DeleteMessage","Value":"True"}]',
        },
        { ...base, Operation: 'Set-Mailbox', Parameters: '{"ForwardTo":"b","__proto__":"c"}' },
        { ...base, Operation: 'Set-User', Parameters: '["Identity"]' },
        { ...base, Operation: 'Set-User', Parameters: '[{"Name":' },
        { ...base, Operation: 'Set-User', Parameters: '' },
      ),
    )
    expect(table.column('Parameters').map((cell) => JSON.stringify(cell))).toEqual([
      '{"Name":"x","DeleteMessage":"True"}',
      '{"ForwardTo":"b","__proto__":"c"}',
      '{"Identity":null}',
      '{}',
      '{}',
    ])
    expect(notices).toEqual([
      'Commands: read as OfficeActivity, recognised by `Operation`, `OfficeWorkload`, `Parameters`; values as logged.',
      'Commands: named by `Operation`; parameters from `Parameters`.',
      'Commands: the parameters of 1 row cannot be read and count as none (`[{"Name":`).',
      'Commands: 3 commands in 5 rows.',
      'Commands: actors to sessionize by: `UserId`.',
    ])
  })

  it('says what other workloads did things to, and that something failed', () => {
    const { table } = buildCommands(
      log(
        {
          ...base,
          OfficeWorkload: 'SharePoint',
          Operation: 'FileAccessed',
          ItemType: 'File',
          SourceFileExtension: 'DOCX',
        },
        { ...base, Operation: 'Send', ResultStatus: 'Failed', ClientInfoString: 'Client=OWA;Action=ViaProxy' },
        { ...base, Operation: 'Set-User', ResultStatus: 'True' },
        { ...base, Operation: 'MoveToDeletedItems', ResultStatus: 'PartiallySucceeded' },
      ),
    )
    expect(commandsOf(table)).toEqual([
      ['FileAccessed', { ItemType: 'File', SourceFileExtension: 'docx' }],
      ['Send (failed)', { Client: 'OWA' }],
      ['Set-User', {}],
      ['MoveToDeletedItems (partly)', {}],
    ])
  })
})

it('reads AWSCloudTrail with its errors', () => {
  const { table } = buildCommands(
    log(
      {
        EventName: 'GetPasswordData',
        EventSource: 'ec2.amazonaws.com',
        ErrorCode: 'Client.UnauthorizedOperation',
        RequestParameters: '{"instanceId":"i-1"}',
      },
      { EventName: 'ListUsers', EventSource: 'iam.amazonaws.com', ErrorCode: '', RequestParameters: 'null' },
    ),
  )
  expect(commandsOf(table)).toEqual([
    ['GetPasswordData (Client.UnauthorizedOperation)', { instanceId: 'i-1' }],
    ['ListUsers', {}],
  ])
})

it('reads SigninLogs as the sign-in sessions query does', () => {
  const { table } = buildCommands(
    log({
      AppDisplayName: 'Teams',
      UserPrincipalName: 'a@b.c',
      ResultType: '50126',
      Location: 'GB',
      ClientAppUsed: 'Browser',
    }),
  )
  expect(commandsOf(table)).toEqual([['Teams failed 50126', { Client: 'Browser', Country: 'GB' }]])
})

it('reads AuditLogs with the changed properties and who changed them', () => {
  const { table, notices } = buildCommands(
    log({
      OperationName: 'Update application ',
      Category: 'ApplicationManagement',
      Result: 'failure',
      InitiatedBy: { user: { userPrincipalName: 'eve@b.c', ipAddress: '10.0.0.1' } },
      TargetResources: [
        { type: 'Application', modifiedProperties: [{ displayName: 'KeyDescription', newValue: 'k' }] },
      ],
    }),
  )
  expect(commandsOf(table)).toEqual([['Update application (failed)', { 'on Application': null, KeyDescription: 'k' }]])
  expect([table.column('Actor'), table.column('ActorAddress')]).toEqual([['eve@b.c'], ['10.0.0.1']])
  expect(notices.at(-1)).toBe('Commands: actors to sessionize by: `Actor`, `ActorAddress`.')
})

it('reads AzureActivity, each operation once, by its other name where it lacks one', () => {
  const base = {
    Caller: 'a@b.c',
    OperationNameValue: 'MICROSOFT.COMPUTE/virtualMachines/delete',
    OperationName: 'Delete VM',
  }
  const { table, notices } = buildCommands(
    log(
      { ...base, CorrelationId: '1', ActivityStatusValue: 'Start' },
      { ...base, CorrelationId: '1', ActivityStatusValue: 'Success' },
      { ...base, CorrelationId: '2', ActivityStatusValue: 'Start' },
      { ...base, CorrelationId: '3', ActivityStatusValue: 'Failure' },
      { ...base, CorrelationId: '4', OperationNameValue: '', ActivityStatusValue: 'Success' },
    ),
  )
  expect(table.column('Command')).toEqual([
    'microsoft.compute/virtualmachines/delete',
    'microsoft.compute/virtualmachines/delete (started)',
    'microsoft.compute/virtualmachines/delete (failed)',
    'delete vm',
  ])
  expect(notices).toContain(
    'Commands: 1 row left out that only say that an operation started whose outcome is there, too.',
  )
})

describe('created processes', () => {
  const created = {
    EventID: 4688,
    Computer: 'web01',
    Account: 'C\\eve',
    SubjectLogonId: '0x1',
    ParentProcessName: 'C:\\Windows\\System32\\cmd.exe',
  }

  it('of SecurityEvent, and leaves out other events', () => {
    const { table, notices } = buildCommands(
      log(
        {
          ...created,
          NewProcessName: 'C:\\Windows\\System32\\net1.exe',
          CommandLine: 'net1 user eve P@ss /add',
          TokenElevationType: '%%1937',
        },
        {
          ...created,
          NewProcessName: 'C:\\Windows\\Fonts\\conhost.exe',
          CommandLine: 'conhost.exe',
          TokenElevationType: '%%1936',
        },
        {
          ...created,
          NewProcessName: 'C:\\Windows\\System32\\cmd.exe',
          CommandLine: 'cmd /c echo Begin',
          TokenElevationType: '',
        },
        {
          ...created,
          NewProcessName: 'C:\\W\\rundll32.exe',
          CommandLine: 'rundll32 C:\\x\\comsvcs.dll,MiniDump 1',
          TokenElevationType: '',
        },
        { EventID: 4624, Computer: 'web01' },
      ),
    )
    expect(commandsOf(table)).toEqual([
      ['net1.exe user', ['in c:\\windows\\system32\\', 'by cmd.exe', 'elevated', '/add']],
      ['conhost.exe', ['in c:\\windows\\fonts\\', 'by cmd.exe']],
      ['cmd.exe', ['in c:\\windows\\system32\\', 'by cmd.exe', '/c', 'runs echo']],
      ['rundll32.exe', ['in c:\\w\\', 'by cmd.exe', 'calls comsvcs.dll,minidump']],
    ])
    expect(notices[1]).toBe('Commands: 1 row left out, as `EventID` is not 4688.')
    expect(notices.at(-1)).toBe('Commands: actors to sessionize by: `Computer`, `Account`, `Logon`.')
  })

  it('belongs to the logon it is started for', () => {
    const process = { ...created, NewProcessName: 'C:\\x.exe' }
    const { table } = buildCommands(log({ ...process, TargetLogonId: '0x0' }, { ...process, TargetLogonId: '0x9' }))
    expect(table.column('Logon')).toEqual(['0x1', '0x9'])
  })

  it('keeps values where asked, normalised or as logged', () => {
    const process = log({
      ...created,
      NewProcessName: 'C:\\W\\x.exe',
      CommandLine: 'x.exe -o C:\\Windows\\Temp\\a.dmp -p 12',
      TokenElevationType: '',
    })
    const parameters = (values: 'normalised' | 'logged') =>
      buildCommands(process, { values }).table.column('Parameters')[0]
    const facts = { 'in c:\\w\\': null, 'by cmd.exe': null }
    expect(parameters('normalised')).toEqual({ ...facts, '-o': '<temp>/*.dmp', '-p': '<n>' })
    expect(parameters('logged')).toEqual({ ...facts, '-o': 'C:\\Windows\\Temp\\a.dmp', '-p': '12' })
  })

  it('of Sysmon in XML, whose fields become columns', () => {
    const xml = (fields: Record<string, string>) =>
      `<DataItem><EventData>${Object.entries(fields)
        .map(([name, value]) => `<Data Name="${name}">${value}</Data>`)
        .join('')}</EventData></DataItem>`
    const { table } = buildCommands(
      log(
        {
          Source: 'Microsoft-Windows-Sysmon',
          EventID: 1,
          Computer: 'web01',
          EventData: xml({
            Image: 'C:\\Tools\\a.exe',
            OriginalFileName: 'PsExec.exe',
            CommandLine: 'a.exe -s &quot;x&quot; Name="ParentImage">C:\\fake.exe',
            User: 'C\\eve',
            IntegrityLevel: 'High',
            ParentImage: 'C:\\Windows\\explorer.exe',
          }).replace('>C:\\fake', '&gt;C:\\fake'),
        },
        { Source: 'Microsoft-Windows-Sysmon', EventID: 3, Computer: 'web01', EventData: xml({ Image: 'C:\\b.exe' }) },
      ),
    )
    expect(commandsOf(table)).toEqual([
      ['a.exe', ['in c:\\tools\\', 'by explorer.exe', 'elevated', 'was psexec.exe', '-s']],
    ])
    expect(table.column('User')).toEqual(['C\\eve'])
    expect(table.column('CommandLine')).toEqual(['a.exe -s "x" Name="ParentImage">C:\\fake.exe'])
  })

  it('of DeviceProcessEvents, whether a folder holds the name or not', () => {
    const base = {
      ActionType: 'ProcessCreated',
      FileName: 'sc.exe',
      ProcessCommandLine: 'sc.exe \\\\srv create x binPath= y',
      InitiatingProcessFileName: 'CMD.exe',
    }
    const { table } = buildCommands(
      log({ ...base, FolderPath: 'C:\\Windows\\System32\\sc.exe' }, { ...base, FolderPath: 'C:\\Windows\\System32' }),
    )
    expect(commandsOf(table)).toEqual([
      ['sc.exe create', ['in c:\\windows\\system32\\', 'by cmd.exe']],
      ['sc.exe create', ['in c:\\windows\\system32\\', 'by cmd.exe']],
    ])
  })

  it('of VMProcess, by product', () => {
    const { table } = buildCommands(
      log({
        ExecutableName: 'MsMpEng',
        ExecutablePath: 'C:\\Program Files\\D\\MsMpEng.exe',
        DisplayName: 'Antimalware',
        ProductName: 'Defender',
        UserName: 'system',
      }),
    )
    expect(commandsOf(table)).toEqual([['msmpeng.exe', ['is Antimalware', 'is Defender', 'in c:\\program files\\d\\']]])
  })

  it('of auditd records', () => {
    const { table } = buildCommands(
      log({
        exe: '/usr/bin/curl',
        cmdline: "curl -o '/tmp/a b' http://x",
        EventType: 'SYSCALL_EXECVE',
        Computer: 'lx',
      }),
    )
    expect(commandsOf(table)).toEqual([['curl', ['in /usr/bin/', '-o']]])
  })
})

it('reads commands and other messages of Syslog', () => {
  const message = (ProcessName: string, SyslogMessage: string) => ({ ProcessName, SyslogMessage, Facility: 'auth' })
  const { table } = buildCommands(
    log(
      message('sudo', '   bob : TTY=pts/0 ; PWD=/home/bob ; USER=root ; COMMAND=/usr/bin/systemctl stop auditd --now'),
      message('CRON', '(root) CMD (/usr/sbin/logrotate -f /etc/x)'),
      message('audispd', 'node=a type=EXECVE msg=audit(1.2:3): argc=3 a0="sh" a1="-c" a2=6375726C20782026'),
      message('sshd', 'Invalid user admin from 10.0.0.1 port 45085'),
      message('sshd', 'Invalid user for from 10.0.0.2 port 7'),
      message('sshd', 'Accepted publickey for bob from 10.0.0.3 port 1 ssh2: RSA SHA256:iMp4n'),
    ),
  )
  expect(commandsOf(table)).toEqual([
    ['systemctl stop', ['by sudo', 'as root', 'in /usr/bin/', '--now']],
    ['logrotate', ['by cron', 'as root', 'in /usr/sbin/', '-f']],
    ['sh', ['by execve', '-c', 'runs curl']],
    ['sshd: Invalid user <name> from <address> port <n>', []],
    ['sshd: Invalid user <name> from <address> port <n>', []],
    ['sshd: Accepted publickey for <name> from <address> port <n> ssh2: RSA <hex>', []],
  ])
})

describe('a log of another kind', () => {
  const own = log(
    { Verb: 'open', Door: 'a', Key: 'k' },
    { Verb: '', Door: 'b', Key: '' },
    { Verb: 'shut', Door: 'b', Key: '' },
  )

  it('is refused by what it has, and read as told', () => {
    expect(() => buildCommands(own)).toThrow('not those of a log whose commands are known')
    const { table, notices } = buildCommands(own, { command: 'Verb', parameters: ['Door', 'Key'] })
    expect(commandsOf(table)).toEqual([
      ['open', { Door: 'a', Key: 'k' }],
      ['shut', { Door: 'b' }],
    ])
    expect(notices[1]).toBe('Commands: 1 row without `Verb` left out.')
    expect(
      buildCommands(own, { command: 'Verb', parameters: ['Door'], values: 'names' }).table.column('Parameters'),
    ).toEqual([['Door'], ['Door']])
  })

  it('is refused where a named column or shape is not there', () => {
    expect(() => buildCommands(own, { command: 'Verbs' })).toThrow('Did you mean `Verb`?')
    expect(() => buildCommands(own, { parameters: 'Door' })).toThrow('without `command`')
    expect(() => buildCommands(own, { shape: 'Nothing' })).toThrow('no log shape `Nothing`')
    expect(() => buildCommands(own, { shape: 'AWSCloudTrail' })).toThrow('no column `EventName`')
    expect(() => buildCommands(log({ NewProcessName: 'x', EventID: 4624 }))).toThrow('No row of this SecurityEvent log')
  })
})

it('takes the shape that Type names before the one with the most columns', () => {
  const both = { Operation: 'Send', OfficeWorkload: 'Exchange', RecordType: '2', SyslogMessage: 'x' }
  expect(buildCommands(log({ ...both, Type: 'Syslog' })).notices[0]).toContain('read as Syslog')
  expect(buildCommands(log(both)).notices[0]).toContain('read as OfficeActivity')
})

it('gives an empty log the columns of a full one', () => {
  const empty = log({ Source: 'Sysmon', EventID: 1, EventData: '<x/>' }).pick([])
  expect(buildCommands(empty).table.columns.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['Image', 'User', 'Command', 'Parameters']),
  )
})

describe.skipIf(!hasRealLogs)('real logs', () => {
  const exchange = {
    TimeGenerated: 'datetime',
    UserId: 'string',
    ClientIP: 'string',
    Operation: 'string',
    Parameters: 'string',
    OfficeWorkload: 'string',
  } as const

  it('gives Exchange the sessions it has by its own columns', () => {
    if (!hasRealLogs) return
    const table = realLog('msticpy-exchange/OfficeActivity.jsonl', exchange)
    const options = {
      by: ['UserId', 'ClientIP'],
      time: 'TimeGenerated',
      maxLength: '20m',
      maxGap: '2m',
      rule: 'msticpy',
    } as const
    const own = sessionize(table, { ...options, event: { name: 'Operation', params: 'Parameters' } })
    const built = sessionize(buildCommands(table).table, {
      ...options,
      event: { name: 'Command', params: 'Parameters' },
    })
    expect(built.rowCount).toBe(400)
    expect(built.column('EventList')).toEqual(own.column('EventList'))
  })

  it('finds few and readable commands in process logs', () => {
    if (!hasRealLogs) return
    const { table } = buildCommands(
      realLog('msticpy-mde/DeviceProcessEvents.jsonl', {
        FileName: 'string',
        FolderPath: 'string',
        ProcessCommandLine: 'string',
        InitiatingProcessFileName: 'string',
        ActionType: 'string',
      }),
    )
    const pairs = new Set(commandsOf(table).map((pair) => JSON.stringify(pair)))
    expect(table.rowCount).toBe(200)
    expect(new Set(table.column('Command')).size).toBeLessThan(70)
    expect(pairs.size).toBeLessThan(100)
    expect([...pairs].join()).not.toMatch(/[\da-f]{8}-[\da-f]{4}|\\temp\\[a-z\d]{8}/i)
  })
})

describe('commands of an empty log', () => {
  it('have the columns that they have of a log with rows', () => {
    for (const columns of [
      ['OperationName', 'Category', 'InitiatedBy', 'TargetResources'],
      ['EventData', 'EventID', 'Source', 'Computer'],
      ['NewProcessName', 'EventID', 'SubjectLogonId', 'EventData'],
    ]) {
      const types = columns.map((name) => ({ name, type: 'string' as const }))
      const data = '<EventData><Data Name="Image">C:\\a.exe</Data></EventData>'
      const row = columns.map((name) => ({ EventID: '1', Source: 'Sysmon', EventData: data })[name] ?? 'x')
      const own = row.map((cell, at) => (columns[0] === 'NewProcessName' && columns[at] === 'EventID' ? '4688' : cell))
      const namesOf = (rows: string[][]) => buildCommands(Table.fromRows(types, rows)).table.columns
      expect(namesOf([])).toEqual(namesOf([own]))
    }
  })
})
