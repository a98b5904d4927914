import { describe, expect, it } from 'vitest'
import { withLoaded } from '../../../../support/load-fixture.ts'

const lines = (...records: object[]) => `${records.map((record) => JSON.stringify(record)).join('\n')}\n`
const csvCell = (value: object) => `"${JSON.stringify(value).replaceAll('"', '""')}"`

describe('CloudTrail records become rows of AWSCloudTrail', () => {
  const record = {
    eventVersion: '1.08',
    userIdentity: {
      type: 'AssumedRole',
      principalId: 'AROA1:me',
      arn: 'arn:aws:sts::1:assumed-role/r/me',
      accountId: '1',
      accessKeyId: 'ASIA1',
      sessionContext: {
        sessionIssuer: {
          type: 'Role',
          principalId: 'AROA1',
          arn: 'arn:aws:iam::1:role/r',
          accountId: '1',
          userName: 'r',
        },
        attributes: { creationDate: '2024-05-01T10:00:00Z', mfaAuthenticated: 'true' },
      },
    },
    eventTime: '2024-05-01T11:00:00Z',
    eventSource: 'iam.amazonaws.com',
    eventName: 'CreateUser',
    awsRegion: 'us-east-1',
    sourceIPAddress: '192.0.2.7',
    userAgent: 'aws-cli/2',
    requestParameters: { userName: 'eve' },
    responseElements: null,
    requestID: 'r-1',
    eventID: 'e-1',
    readOnly: false,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: '1',
    eventCategory: 'Management',
    tlsDetails: { tlsVersion: 'TLSv1.3', cipherSuite: 'X', clientProvidedHostHeader: 'iam.amazonaws.com' },
  }

  it.each([
    ['a file of the bucket', JSON.stringify({ Records: [record] })],
    ['lines', lines(record, record).split('\n')[0]!],
    [
      'a large file',
      JSON.stringify({ Records: Array.from({ length: 400 }, (_, n) => ({ ...record, eventID: `e-${n + 1}` })) }),
    ],
  ])('from %s', async (_, content) => {
    await withLoaded(
      { '111_CloudTrail_us-east-1_20240501T1100Z_x.json': content },
      async ({ tables, rows, messages, notices }) => {
        expect(tables.map((table) => table.name)).toEqual(['AWSCloudTrail'])
        const names = [
          'TimeGenerated',
          'EventName',
          'EventTypeName',
          'UserIdentityPrincipalid',
          'SessionIssuerUserName',
          'SessionMfaAuthenticated',
        ]
        expect((await rows('AWSCloudTrail', ...names))[0]).toEqual([
          '2024-05-01T11:00:00.0000000Z',
          'CreateUser',
          'AwsApiCall',
          'AROA1:me',
          'r',
          true,
        ])
        const more = [
          'SourceIpAddress',
          'AwsRequestId_',
          'RequestParameters',
          'ReadOnly',
          'Category',
          'OperationName',
          'TlsVersion',
        ]
        expect((await rows('AWSCloudTrail', ...more))[0]).toEqual([
          '192.0.2.7',
          'r-1',
          '{"userName":"eve"}',
          false,
          'Management',
          'CloudTrail',
          'TLSv1.3',
        ])
        expect(messages()[0]).toMatch(/Holds CloudTrail records: read as rows of the tables they go to\.$/)
        expect(notices).toHaveLength(1)
      },
    )
  })
})

describe('the Microsoft 365 audit log becomes rows of the tables it goes to', () => {
  const common = { OrganizationId: 'o', UserType: 0, UserKey: 'key', Workload: 'Exchange', UserId: 'Ada@Example.com' }
  const mailbox = {
    ...common,
    CreationTime: '2024-05-01T10:00:00',
    Id: 'a',
    Operation: 'New-InboxRule',
    RecordType: 1,
    ObjectId: 'rule',
    ClientIP: '192.0.2.7:4711',
    UserType: 2,
    Parameters: [{ Name: 'DeleteMessage', Value: 'True' }],
  }
  const failed = {
    ...common,
    CreationTime: '2024-05-01T11:00:00',
    Id: 'b',
    Operation: 'UserLoginFailed',
    RecordType: 15,
    Workload: 'AzureActiveDirectory',
    ClientIP: '192.0.2.8',
    ApplicationId: 'app',
    LogonError: 'InvalidUserNameOrPassword',
    ExtendedProperties: [{ Name: 'UserAgent', Value: 'curl' }],
    DeviceProperties: [{ Name: 'OS', Value: 'Linux' }],
  }
  const change = {
    ...common,
    CreationTime: '2024-05-01T12:00:00',
    Id: 'c',
    Operation: 'Add member to role.',
    RecordType: 8,
    Workload: 'AzureActiveDirectory',
    ResultStatus: 'Success',
    ObjectId: 'eve@example.com',
    ModifiedProperties: [{ Name: 'Role.DisplayName', NewValue: 'Global Administrator' }],
  }

  it.each([
    ['JSON lines', 'audit.jsonl', lines(mailbox, failed, change, mailbox)],
    ['a list', 'audit.json', JSON.stringify([mailbox, failed, change, mailbox])],
    [
      'the CSV of its search',
      'AuditLog_2024-05-01.csv',
      `CreationDate,UserIds,Operations,AuditData\n${[mailbox, failed, change, mailbox].map((each) => `x,y,z,${csvCell(each)}`).join('\n')}\n`,
    ],
  ])('from %s', async (_, name, content) => {
    await withLoaded({ [name]: content }, async ({ tables, rows, messages }) => {
      expect(tables.map((table) => [table.name, table.rowCount]).sort()).toEqual([
        ['AuditLogs', 1],
        ['OfficeActivity', 1],
        ['SigninLogs', 1],
      ])
      const office = [
        'TimeGenerated',
        'Operation',
        'RecordType',
        'UserType',
        'OfficeId',
        'OfficeObjectId',
        'ClientIP',
        'Parameters',
      ]
      expect(await rows('OfficeActivity', ...office)).toEqual([
        [
          '2024-05-01T10:00:00.0000000Z',
          'New-InboxRule',
          'ExchangeAdmin',
          'Admin',
          'a',
          'rule',
          '192.0.2.7:4711',
          '[{"Name":"DeleteMessage","Value":"True"}]',
        ],
      ])
      const signIn = [
        'UserPrincipalName',
        'UserId',
        'IPAddress',
        'ResultType',
        'ResultDescription',
        'UserAgent',
        'DeviceDetail',
      ]
      expect(await rows('SigninLogs', ...signIn)).toEqual([
        [
          'ada@example.com',
          'key',
          '192.0.2.8',
          '50126',
          'InvalidUserNameOrPassword',
          'curl',
          { operatingSystem: 'Linux' },
        ],
      ])
      expect(await rows('AuditLogs', 'OperationName', 'Result', 'InitiatedBy', 'TargetResources')).toEqual([
        [
          'Add member to role',
          'success',
          { user: { userPrincipalName: 'Ada@Example.com' } },
          [{ displayName: 'eve@example.com', modifiedProperties: change.ModifiedProperties }],
        ],
      ])
      expect(messages().join('\n')).toContain('One record comes again under the same Id; each counts once.')
    })
  })

  it('with a failure nobody has a number for in its own words', async () => {
    await withLoaded(
      {
        'audit.jsonl': lines(
          { ...failed, LogonError: 'SomethingNew' },
          { ...failed, Id: 'd', Operation: 'UserLoggedIn', LogonError: undefined },
        ),
      },
      async ({ rows }) => {
        expect((await rows('SigninLogs', 'ResultType')).flat()).toEqual(['SomethingNew', '0'])
      },
    )
  })
})

describe('records of a diagnostic setting become rows of the table of their category', () => {
  const signIn = {
    time: '2024-05-01T10:00:00.1234567Z',
    resourceId: '/tenants/t/providers/Microsoft.aadiam',
    operationName: 'Sign-in activity',
    category: 'SignInLogs',
    tenantId: 't',
    resultType: '50126',
    durationMs: 0,
    callerIpAddress: '192.0.2.1',
    correlationId: 'c',
    location: 'DE',
    properties: {
      id: 'i',
      userPrincipalName: 'ada@example.com',
      ipAddress: '192.0.2.7',
      location: { city: 'Berlin' },
      deviceDetail: { operatingSystem: 'Linux' },
      isInteractive: true,
    },
  }
  const audit = {
    time: '2024-05-01T11:00:00Z',
    category: 'AuditLogs',
    resourceId: '/tenants/t/providers/Microsoft.aadiam',
    operationName: 'Add user',
    identity: 'x',
    properties: {
      id: 'j',
      category: 'UserManagement',
      operationType: 'Add',
      initiatedBy: { user: { id: 'u' } },
      result: 'success',
    },
  }

  it('whatever a hostile record calls its properties and its category', async () => {
    const odd = { ...signIn, properties: { ...signIn.properties, constructor: 'x', toString: 'y' } }
    await withLoaded(
      { 'PT1H.json': lines(odd, { ...signIn, category: 'constructor' }) },
      async ({ tables, rows, columns }) => {
        expect(tables.map((table) => table.name).sort()).toEqual(['SigninLogs', 'constructor'])
        expect(await rows('SigninLogs', 'UserPrincipalName', 'constructor', 'toString')).toEqual([
          ['ada@example.com', 'x', 'y'],
        ])
        expect(columns('constructor')).toContain('userPrincipalName:string')
      },
    )
  })

  it('from the files of a storage account', async () => {
    await withLoaded(
      { 'insights-logs-signinlogs/y=2024/m=05/PT1H.json': lines(signIn, audit) },
      async ({ tables, rows }) => {
        expect(tables.map((table) => table.name).sort()).toEqual(['AuditLogs', 'SigninLogs'])
        const names = [
          'TimeGenerated',
          'UserPrincipalName',
          'IPAddress',
          'ResultType',
          'Location',
          'LocationDetails',
          'DeviceDetail',
          'IsInteractive',
          'AADTenantId',
        ]
        expect(await rows('SigninLogs', ...names)).toEqual([
          [
            '2024-05-01T10:00:00.1234567Z',
            'ada@example.com',
            '192.0.2.7',
            '50126',
            'DE',
            { city: 'Berlin' },
            { operatingSystem: 'Linux' },
            true,
            't',
          ],
        ])
        expect(
          await rows('AuditLogs', 'OperationName', 'Category', 'AADOperationType', 'Result', 'InitiatedBy'),
        ).toEqual([['Add user', 'UserManagement', 'Add', 'success', { user: { id: 'u' } }]])
      },
    )
  })

  it('of a category nobody knows become a table of that name', async () => {
    const other = { ...signIn, category: 'MyApp', properties: { answer: 42, TimeGenerated: 'x' } }
    await withLoaded({ 'PT1H.json': lines(other, signIn) }, async ({ tables, rows }) => {
      expect(tables.map((table) => [table.name, table.rowCount]).sort()).toEqual([
        ['MyApp', 1],
        ['SigninLogs', 1],
      ])
      expect(await rows('MyApp', 'TimeGenerated', 'operationName', 'answer')).toEqual([
        ['2024-05-01T10:00:00.1234567Z', 'Sign-in activity', 42],
      ])
    })
  })

  it('are told from rows that merely have a time and properties', async () => {
    await withLoaded(
      { 'T.jsonl': lines({ time: '2024-05-01', category: 'x', properties: { a: 1 } }) },
      ({ columns }) => {
        expect(columns('T')).toEqual([
          'TimeGenerated:datetime',
          'time:datetime',
          'category:string',
          'properties:dynamic',
        ])
      },
    )
  })
})

describe('events of Windows become rows of SecurityEvent and Event', () => {
  const logon = {
    '@timestamp': '2024-05-01T10:00:00.123Z',
    EventTime: '2024-05-01 12:00:00',
    Hostname: 'HOST',
    EventID: 4624,
    Channel: 'Security',
    SourceName: 'Microsoft-Windows-Security-Auditing',
    Severity: 'INFO',
    Message: 'An account was successfully logged on.\r\n\r\nSubject: …',
    SubjectUserName: 'HOST$',
    SubjectDomainName: 'CORP',
    TargetUserName: 'ada',
    TargetDomainName: 'CORP',
    LogonType: '3',
  }
  const sysmon = {
    '@timestamp': '2024-05-01T10:00:01Z',
    message: 'Process Create',
    log: { level: 'information' },
    winlog: {
      channel: 'Microsoft-Windows-Sysmon/Operational',
      event_id: '1',
      provider_name: 'Microsoft-Windows-Sysmon',
      computer_name: 'HOST',
      event_data: { Image: 'C:\\a & "b".exe' },
    },
  }
  const process = {
    '@timestamp': '2024-05-01T10:00:02Z',
    message: 'A new process has been created.',
    winlog: {
      channel: 'Security',
      event_id: 4688,
      provider_name: 'Microsoft-Windows-Security-Auditing',
      computer_name: 'HOST',
      event_data: {
        SubjectUserName: 'ada',
        SubjectDomainName: 'CORP',
        TargetUserName: '-',
        NewProcessName: 'C:\\Windows\\cmd.exe',
      },
    },
  }

  it('from nxlog and winlogbeat', async () => {
    await withLoaded({ 'events.json': lines(logon, sysmon, process) }, async ({ rows, tables }) => {
      expect(tables.map((table) => table.name).sort()).toEqual(['Event', 'SecurityEvent'])
      expect(
        await rows(
          'SecurityEvent',
          'TimeGenerated',
          'Computer',
          'EventID',
          'Activity',
          'Account',
          'AccountType',
          'LogonType',
          'LogonTypeName',
          'Process',
        ),
      ).toEqual([
        [
          '2024-05-01T10:00:00.1230000Z',
          'HOST',
          4624,
          '4624 - An account was successfully logged on.',
          'CORP\\ada',
          'User',
          3,
          '3 - Network',
          '',
        ],
        [
          '2024-05-01T10:00:02.0000000Z',
          'HOST',
          4688,
          '4688 - A new process has been created.',
          'CORP\\ada',
          'User',
          null,
          '',
          'cmd.exe',
        ],
      ])
      expect(
        await rows('Event', 'EventLog', 'Source', 'EventID', 'EventLevelName', 'EventData', 'RenderedDescription'),
      ).toEqual([
        [
          'Microsoft-Windows-Sysmon/Operational',
          'Microsoft-Windows-Sysmon',
          1,
          'Information',
          '<DataItem type="System.XmlData"><EventData xmlns="http://schemas.microsoft.com/win/2004/08/events/event"><Data Name="Image">C:\\a &amp; &quot;b&quot;.exe</Data></EventData></DataItem>',
          'Process Create',
        ],
      ])
    })
  })
})

describe('sign-ins of the Entra portal as CSV', () => {
  it('are of the table that the name of their download says, and the same words about several files are one notice', async () => {
    const csv = (id: string) =>
      `Date (UTC),Request ID,Username,IP address,Location,Status,Sign-in error code\n2024-05-01T10:00:00Z,${id},ada@example.com,192.0.2.7,"Bonn, NRW, DE",Success,\n`
    const files = {
      'InteractiveSignIns_2024-05-01.csv': csv('a'),
      'a/NonInteractiveSignIns_2024-05-01.csv': csv('b'),
      'SignIns.csv': csv('c'),
    }
    await withLoaded(files, async ({ rows, messages }) => {
      expect((await rows('SigninLogs', 'Id')).flat().sort()).toEqual(['a', 'c'])
      expect(await rows('AADNonInteractiveUserSignInLogs', 'Id', 'Category', 'UserPrincipalName')).toEqual([
        ['b', 'NonInteractiveUserSignInLogs', 'ada@example.com'],
      ])
      expect(messages().filter((message) => message.includes('Holds sign-ins'))).toEqual([
        'notice InteractiveSignIns_2024-05-01.csv and 2 more Holds sign-ins of the Entra portal as CSV: read as rows of the tables they go to.',
      ])
    })
  })
})
