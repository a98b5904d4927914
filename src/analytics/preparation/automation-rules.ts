/**
 * One kind of known automation. All conditions must hold; where the log lacks a column, or says nothing in it, only the empty pattern
 * does, so that a rule whose columns the log lacks matches nothing. Patterns stand for the whole text, whatever its case: `<n>` is a number or version, `<hex>` hexadecimal digits, `<guid>` a guid,
 * `<name>` a word without blanks, quotes and slashes, `*` anything; the empty pattern is an empty text. Of a command line, the empty pattern means one that is told and has no words.
 */
export interface AutomationRule {
  readonly id: string
  readonly reason: string
  /** Columns of the log, or of a created process, whatever the log: `Image`, `Parent` (whole paths), `Words` (what follows the program), `System`. */
  readonly where: Readonly<Record<string, readonly string[]>>
  readonly of: 'columns' | 'process'
}

const system = ['system']
const systemAccounts = ['system', 'local service', 'network service']
const systemFolder = 'C:\\Windows\\System32\\'
const serviceHost = [`${systemFolder}svchost.exe`]
const serviceManager = [`${systemFolder}services.exe`]
const monitoringAgent = 'C:\\Program Files\\Microsoft Monitoring Agent\\Agent\\'
const monitoringState = `${monitoringAgent}Health Service State\\`
const azureMonitor = 'C:\\Packages\\Plugins\\Microsoft.Azure.Monitor.AzureMonitorWindowsAgent\\<n>\\'
const guestAgent = 'C:\\WindowsAzure\\GuestAgent_<n>\\'
const defender = [
  'C:\\ProgramData\\Microsoft\\Windows Defender\\Platform\\<n>\\',
  'C:\\Program Files\\Windows Defender\\',
]
const dotnet = ['', '64'].map((bits) => `C:\\Windows\\Microsoft.NET\\Framework${bits}\\v<n>\\`)
const systemIdentifiers = ['S-1-5-18', 'S-1-5-19', 'S-1-5-20']
// Where the log tells the kind of user, it must be one of the service's own.
const serviceUser = ['', 'DcAdmin', 'System', '3', '4']

/**
 * The rules that come with huntlet. What a rule hides an attacker may hide behind, so it asks for what he cannot choose freely: a program
 * by its whole path in a folder only administrators write to, its parent likewise, the system's own account, and the very words of its command
 * line. No rule stands on a name alone. That is why there is none for what acts on behalf of others (`app@sharepoint`, `SHAREPOINT\system`,
 * AWS services with a user's rights, extensions that run scripts on machines), for the display names of applications in the directory, or
 * for WmiPrvSE, dllhost, taskhostw and machine accounts, which attacks go through.
 */
export const automationRules: readonly AutomationRule[] = [
  {
    id: 'exchange-service',
    of: 'columns',
    reason: 'Exchange Online repeats a change of the directory in itself',
    where: {
      RecordType: ['ExchangeAdmin', '1'],
      UserId: [
        'NT AUTHORITY\\SYSTEM (MSExchangeMigrationWorkflow)',
        'NT AUTHORITY\\SYSTEM (Microsoft.Exchange.Management.ForwardSync)',
      ],
      ClientIP: [''],
      UserType: serviceUser,
      Operation: ['Set-User', 'Set-SyncUser', 'Set-ConditionalAccessPolicy'],
    },
  },
  {
    id: 'exchange-datacenter',
    of: 'columns',
    reason: "Microsoft's own upkeep of tenants in Exchange Online",
    where: {
      RecordType: ['ExchangeAdmin', '1'],
      UserId: ['<name>\\Administrator (Microsoft.Office.Datacenter.Torus.PowerShellWorker)'],
      ClientIP: [''],
      UserType: serviceUser,
      Operation: ['Set-ConditionalAccessPolicy', 'Set-TenantObjectVersion'],
    },
  },
  {
    id: 'exchange-provisioning',
    of: 'columns',
    reason: 'Exchange Online provisions users that the directory has',
    where: {
      RecordType: ['ExchangeAdmin', '1'],
      UserId: ['SpoolsProvisioning-ApplicationAccount@<name>.prod.outlook.com'],
      UserType: ['DcAdmin', '3'],
      Operation: ['Set-SyncUser', 'New-SyncUser'],
    },
  },
  {
    id: 'aws-service',
    of: 'columns',
    reason: 'an AWS service acts for itself, from inside AWS',
    where: {
      UserIdentityType: ['AWSService'],
      UserIdentityInvokedBy: ['<name>.amazonaws.com'],
      SourceIpAddress: ['<name>.amazonaws.com'],
    },
  },
  {
    id: 'aws-service-linked-role',
    of: 'columns',
    reason: 'a role that only the AWS service it belongs to can take, used by that service from inside AWS',
    where: {
      UserIdentityType: ['AssumedRole'],
      SessionIssuerArn: ['arn:<name>:iam::<n>:role/aws-service-role/<name>.amazonaws.com/AWSServiceRole<name>'],
      UserIdentityInvokedBy: ['<name>.amazonaws.com'],
      SourceIpAddress: ['<name>.amazonaws.com'],
    },
  },
  {
    id: 'windows-service-logon',
    of: 'columns',
    reason: "a service starts under one of Windows' own accounts",
    where: {
      EventID: ['4624'],
      LogonType: ['5'],
      TargetUserSid: systemIdentifiers,
      LogonProcessName: ['Advapi'],
      IpAddress: ['', '-'],
    },
  },
  {
    id: 'windows-service-privileges',
    of: 'columns',
    reason: "the privileges of Windows' own accounts at such a log-on",
    where: { EventID: ['4672'], SubjectUserSid: systemIdentifiers },
  },
  {
    id: 'console-host',
    of: 'process',
    reason: 'the window of a console program, which is in the log itself',
    where: {
      Image: [`${systemFolder}conhost.exe`],
      Parent: ['*'],
      Words: ['0xffffffff -ForceV1', '0x4'],
    },
  },
  {
    id: 'monitoring-agent-scripts',
    of: 'process',
    reason: 'Microsoft Monitoring Agent looks after its rules',
    where: {
      Image: [`${systemFolder}cscript.exe`],
      Parent: [`${monitoringAgent}MonitoringHost.exe`],
      Words: ['/nologo "MonitorKnowledgeDiscovery.vbs"', '/nologo "ChangeEventModuleBatchSize.vbs"'],
      System: system,
    },
  },
  {
    id: 'monitoring-agent-inventory',
    of: 'process',
    reason: 'Microsoft Monitoring Agent takes inventory',
    where: {
      Image: ['CMF', 'CMF-64'].map(
        (folder) => `${monitoringState}ICT 2\\${folder}\\DesiredStateConfiguration\\DscRun.exe`,
      ),
      Parent: [`${monitoringAgent}MonitoringHost.exe`],
      Words: [`GetInventory "${monitoringState}ICT 2\\work\\<name>.mof" "${monitoringState}ICT 2\\work"`],
      System: system,
    },
  },
  {
    id: 'monitoring-agent-assessment',
    of: 'process',
    reason: 'Microsoft Monitoring Agent looks for threats',
    where: {
      Image: [`${monitoringState}Resources\\<n>\\pmfexe.exe`],
      Parent: [`${monitoringAgent}MonitoringHost.exe`],
      Words: ['-PerfMode optimize -quickscan -event -json -alldetectors'],
      System: system,
    },
  },
  {
    id: 'monitoring-agent-counters',
    of: 'process',
    reason: 'Microsoft Monitoring Agent reads counters',
    where: {
      Image: [`${monitoringAgent}MOMPerfSnapshotHelper.exe`],
      Parent: serviceHost,
      Words: ['-Embedding'],
      System: system,
    },
  },
  {
    id: 'azure-monitor-agent',
    of: 'process',
    reason: 'Azure Monitor Agent starts its own parts',
    where: {
      Image: ['MonAgentHost', 'MonAgentManager', 'MonAgentCore', 'MonAgentLauncher'].map(
        (name) => `${azureMonitor}Monitoring\\Agent\\${name}.exe`,
      ),
      Parent: [
        `${azureMonitor}AMAExtHealthMonitor.exe`,
        ...['MonAgentHost', 'MonAgentManager', 'MonAgentLauncher'].map(
          (name) => `${azureMonitor}Monitoring\\Agent\\${name}.exe`,
        ),
      ],
      System: system,
    },
  },
  {
    id: 'azure-guest-agent',
    of: 'process',
    reason: 'the agent of Azure on a virtual machine collects its logs',
    where: {
      Image: [`${guestAgent}CollectGuestLogs.exe`],
      Parent: [`${guestAgent}WaAppAgent.exe`],
      Words: ['-Mode:ga -FileName:C:\\WindowsAzure\\CollectGuestLogsTemp\\<guid>.zip'],
      System: system,
    },
  },
  {
    id: 'azure-guest-security',
    of: 'process',
    reason: 'the agent of Azure on a virtual machine asks for its configuration',
    where: {
      Image: ['C:\\WindowsAzure\\SecAgent\\WaSecAgentProv.exe'],
      Parent: [`${guestAgent}WaAppAgent.exe`],
      Words: ['-startPoll C:\\WindowsAzure\\Logs\\ 168.63.129.16 <n> <n> <n>'],
      System: system,
    },
  },
  {
    id: 'defender-schedule',
    of: 'process',
    reason: 'Microsoft Defender updates itself and scans by schedule',
    where: {
      Image: defender.map((folder) => `${folder}MpCmdRun.exe`),
      Parent: [...serviceHost, ...defender.flatMap((folder) => [`${folder}MsMpEng.exe`, `${folder}MpCmdRun.exe`])],
      Words: [
        'SignatureUpdate -ScheduleJob -RestrictPrivileges',
        'SignatureUpdate -ScheduleJob -RestrictPrivileges -Reinvoke',
        '-IdleTask -TaskName Wd<name>',
        'Scan -ScheduleJob -ScanTrigger <n> -IdleScheduledJob',
      ],
      System: systemAccounts,
    },
  },
  {
    id: 'dotnet-compilation',
    of: 'process',
    reason: '.NET compiles its libraries after an update',
    where: {
      Image: dotnet.map((folder) => `${folder}mscorsvw.exe`),
      Parent: dotnet.map((folder) => `${folder}ngen.exe`),
      Words: [
        '-StartupEvent <hex> -InterruptEvent <hex> -NGENProcess <hex> -Pipe <hex> -Comment "NGen Worker Process"',
      ],
      System: system,
    },
  },
  {
    id: 'windows-licence',
    of: 'process',
    reason: 'Windows checks its licence',
    where: { Image: [`${systemFolder}sppsvc.exe`], Parent: serviceManager, Words: [''], System: systemAccounts },
  },
  {
    id: 'windows-installer-service',
    of: 'process',
    reason: 'Windows services components',
    where: {
      Image: ['C:\\Windows\\servicing\\TrustedInstaller.exe'],
      Parent: serviceManager,
      Words: [''],
      System: system,
    },
  },
  {
    id: 'windows-component-worker',
    of: 'process',
    reason: 'Windows services components',
    where: {
      Image: ['C:\\Windows\\WinSxS\\<name>_microsoft-windows-servicingstack_<name>\\TiWorker.exe'],
      Parent: serviceHost,
      Words: ['-Embedding'],
      System: system,
    },
  },
  {
    id: 'windows-update',
    of: 'process',
    reason: 'Windows looks for updates',
    where: {
      Image: [`${systemFolder}UsoClient.exe`],
      Parent: serviceHost,
      Words: ['StartScan', 'StartWork', 'StartUWork', 'StartInstall', 'StartDownload', 'RefreshSettings'],
      System: systemAccounts,
    },
  },
  {
    id: 'windows-update-notice',
    of: 'process',
    reason: 'Windows tells of updates',
    where: {
      Image: [`${systemFolder}MusNotification.exe`],
      Parent: serviceHost,
      Words: ['Display'],
      System: system,
    },
  },
  {
    id: 'windows-error-reports',
    of: 'process',
    reason: 'Windows sends reports of errors',
    where: { Image: [`${systemFolder}wermgr.exe`], Parent: serviceHost, Words: ['-upload'], System: system },
  },
  {
    id: 'windows-experience',
    of: 'process',
    reason: 'Windows reports how it is used',
    where: { Image: [`${systemFolder}wsqmcons.exe`], Parent: serviceHost, Words: [''], System: system },
  },
  {
    id: 'google-update',
    of: 'process',
    reason: 'Google Update looks for updates by schedule',
    where: {
      Image: ['C:\\Program Files (x86)\\Google\\Update\\GoogleUpdate.exe'],
      Parent: [...serviceHost, ...serviceManager],
      Words: ['/ua /installsource scheduler', '/svc', '/c'],
      System: system,
    },
  },
  {
    id: 'edge-update',
    of: 'process',
    reason: 'Microsoft Edge looks for updates by schedule',
    where: {
      Image: ['C:\\Program Files (x86)\\Microsoft\\EdgeUpdate\\MicrosoftEdgeUpdate.exe'],
      Parent: [...serviceHost, ...serviceManager],
      Words: ['/ua /installsource scheduler', '/svc', '/c'],
      System: system,
    },
  },
  {
    id: 'linux-agents',
    of: 'process',
    reason: 'agents of Azure Monitor on Linux, which no log-on started',
    where: {
      Image: [
        '/opt/microsoft/azuremonitoragent/bin/mdsd',
        '/opt/microsoft/azuremonitoragent/bin/agentlauncher',
        '/opt/microsoft/azuremonitoragent/bin/amacoreagent',
        '/opt/microsoft/dependency-agent/bin/microsoft-dependency-agent',
      ],
      System: system,
    },
  },
  {
    id: 'linux-omsagent',
    of: 'process',
    reason: 'the Log Analytics agent on Linux, which no log-on started',
    where: {
      Image: ['/opt/microsoft/omsagent/ruby/bin/ruby'],
      Words: ['/opt/microsoft/omsagent/bin/omsagent *'],
      System: system,
    },
  },
]
