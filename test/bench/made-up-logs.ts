import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'

/** Names that the logs hold, each in several tables. */
export const madeUpNames = {
  /** One of three thousand people, neither the busiest nor the quietest. */
  ordinary: 'user700@contoso.com',
  /** A service that made a quarter of all records. */
  busy: 'svc-sync@contoso.com',
  host: 'web017.contoso.com',
  /** One of the five that the service works on. */
  busyHost: 'web002.contoso.com',
  address: '203.0.113.17',
  domain: 'cdn42.example.com',
  program: 'powershell.exe',
  alert: 'alert-70',
  incident: '1007',
} as const

interface MadeUpTable {
  readonly name: string
  /** Of a thousand records. */
  readonly share: number
  /** SQL of the columns over a number `i` from 0, its time `t`, and random numbers `a` to `f`. */
  readonly columns: string
}

const windows = "'C:\\Windows\\System32\\'"
const program = `list_element(['svchost.exe','conhost.exe','cmd.exe','powershell.exe','rundll32.exe','taskhostw.exe','msiexec.exe','reg.exe','net.exe','wmiprvse.exe','chrome.exe','teams.exe'], (1 + 12 * pow(c % 1000 / 1000.0, 2))::INT)`
const commandLine = `${program} || ' -k ' || list_element(['netsvcs','LocalService','/c dir','-File C:\\Scripts\\job.ps1','/q /n'], (1 + d % 5)::INT) || CASE WHEN e % 4 = 0 THEN ' --id ' || (f % 5000) ELSE '' END`
const sha256 = `sha256(${program})`
const signIn = `
  lower(upn) AS UserPrincipalName, usr AS UserDisplayName, md5(usr)::UUID::VARCHAR AS UserId, 'Member' AS UserType, '11111111-2222-3333-4444-555555555555' AS AADTenantId,
  'Application ' || CASE WHEN isBusy THEN c % 3 ELSE (c % 1000) * (c % 1000) // 25000 END AS AppDisplayName,
  CASE WHEN d % 20 = 0 THEN '50126' WHEN d % 50 = 1 THEN '50074' ELSE '0' END AS ResultType,
  CASE WHEN d % 20 = 0 THEN 'Invalid username or password' WHEN d % 50 = 1 THEN 'Strong authentication is required' ELSE '' END AS ResultDescription,
  public AS IPAddress, list_element(['NL','DE','FR','GB','US'], (1 + place % 5)::INT) AS Location,
  '{"city":"City ' || place || '","state":"","countryOrRegion":"NL","geoCoordinates":{"latitude":' || (40 + place % 15) || '.5,"longitude":' || (place % 30) || '.25}}' AS LocationDetails,
  '{"deviceId":"","displayName":"laptop' || (hash(usr) % 3000) || '","operatingSystem":"Windows ' || (10 + place % 2) || '","browser":"Edge ' || (100 + i * 20 // n) || '.0.' || (place % 9) || '"}' AS DeviceDetail,
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Edg/' || (100 + i * 20 // n) || '.0.' || (place % 9) AS UserAgent,
  list_element(['Browser','Mobile Apps and Desktop clients'], (1 + place % 2)::INT) AS ClientAppUsed, CASE WHEN e % 500 = 0 THEN 'medium' ELSE 'none' END AS RiskLevelDuringSignIn,
  '[]' AS RiskEventTypes_V2, 'none' AS RiskState, (1000 + place)::VARCHAR AS AutonomousSystemNumber, 'success' AS ConditionalAccessStatus,
  CASE WHEN c % 3 = 0 THEN 'multiFactorAuthentication' ELSE 'singleFactorAuthentication' END AS AuthenticationRequirement,
  'Resource ' || (c % 7) AS ResourceDisplayName, uuid()::VARCHAR AS CorrelationId, uuid()::VARCHAR AS Id, 'Sign-in activity' AS OperationName,
  '[{"authenticationStepDateTime":"' || t || '","authenticationMethod":"Password","authenticationMethodDetail":"Password in the cloud","succeeded":true,"authenticationStepResultDetail":"Correct password","authenticationStepRequirement":"Primary authentication","RequestSequence":' || e || '}]' AS AuthenticationDetails,
  '[{"id":"' || md5((d % 20)::VARCHAR) || '","displayName":"Policy ' || (d % 20) || '","enforcedGrantControls":["Mfa"],"result":"success","conditionsSatisfied":3},{"id":"' || md5((e % 20)::VARCHAR) || '","displayName":"Policy ' || (e % 20) || '","enforcedGrantControls":["Block"],"result":"notApplied","conditionsSatisfied":1}]' AS ConditionalAccessPolicies`

const tables: readonly MadeUpTable[] = [
  { name: 'SigninLogs', share: 90, columns: signIn },
  { name: 'AADNonInteractiveUserSignInLogs', share: 150, columns: signIn },
  {
    name: 'OfficeActivity',
    share: 200,
    columns: `upn AS UserId, uuid()::VARCHAR AS OfficeId, public || CASE WHEN c % 3 = 0 THEN ':' || (1024 + d % 60000) ELSE '' END AS ClientIP,
      list_element(['FileAccessed','FileDownloaded','MailItemsAccessed','FileModified','Send','FileUploaded','New-InboxRule','Set-Mailbox','SharingSet','UserLoggedIn','FileDeleted','PageViewed'], (1 + 12 * pow(c % 1000 / 1000.0, 3))::INT) AS Operation,
      list_element(['SharePoint','OneDrive','Exchange'], (1 + c % 3)::INT) AS OfficeWorkload, list_element(['SharePointFileOperation','ExchangeItem','ExchangeAdmin'], (1 + c % 3)::INT) AS RecordType,
      'https://contoso.sharepoint.com/sites/site' || (d % 300) || '/Shared Documents/Report ' || (e % 200000) || '.docx' AS OfficeObjectId, 'https://contoso.sharepoint.com/sites/site' || (d % 300) AS Site_Url,
      'Report ' || (e % 200000) || '.docx' AS SourceFileName, CASE WHEN d % 40 = 0 THEN 'Failed' ELSE 'Succeeded' END AS ResultStatus, 'Regular' AS UserType, 'contoso' AS OrganizationName,
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) Edg/' || (100 + place % 20) AS UserAgent, lower(upn) AS MailboxOwnerUPN,
      '[{"Name":"UserAgent","Value":"Mozilla/5.0 (Windows NT 10.0; Win64; x64) Edg/' || (100 + c % 20) || '"},{"Name":"RequestType","Value":"Cmsi:Cmsi"},{"Name":"CorrelationId","Value":"' || uuid() || '"}]' AS ExtendedProperties,
      CASE WHEN c % 3 = 2 THEN '[{"Name":"Identity","Value":"mailbox' || (d % 2000) || '"},{"Name":"Force","Value":"True"}]' ELSE '' END AS Parameters`,
  },
  {
    name: 'SecurityEvent',
    share: 260,
    columns: `event AS EventID, 'Microsoft-Windows-Security-Auditing' AS EventSourceName, 'Security' AS Channel, event || ' - Something happened.' AS Activity, host AS Computer,
      'CONTOSO\\' || usr AS Account, 'CONTOSO' AS TargetDomainName, usr AS TargetUserName, 'S-1-5-21-1-2-3-' || (hash(usr) % 100000) AS TargetUserSid, '0x' || hex(d % 50000) AS TargetLogonId,
      'CONTOSO' AS SubjectDomainName, usr AS SubjectUserName, 'S-1-5-21-1-2-3-' || (hash(usr) % 100000) AS SubjectUserSid, '0x' || hex(d % 50000) AS SubjectLogonId,
      CASE WHEN event IN (4624, 4625) THEN list_element([3, 3, 3, 2, 10, 5, 7], (1 + c % 7)::INT) END AS LogonType, CASE WHEN event IN (4624, 4625) THEN own ELSE '' END AS IpAddress, 'Kerberos' AS LogonProcessName, 'WS' || (b % 3000) AS WorkstationName,
      CASE WHEN event = 4688 THEN ${windows} || ${program} ELSE '' END AS NewProcessName, CASE WHEN event = 4688 THEN ${windows} || 'cmd.exe' ELSE '' END AS ParentProcessName, CASE WHEN event = 4688 THEN ${commandLine} ELSE '' END AS CommandLine,
      '0x' || hex(e % 60000) AS NewProcessId, '0x' || hex(f % 60000) AS ProcessId, CASE WHEN event = 4625 THEN '0xc000006d' ELSE '' END AS Status, CASE WHEN event = 4625 THEN '0xc000006a' ELSE '' END AS SubStatus,
      '<EventData><Data Name="SubjectUserName">' || usr || '</Data><Data Name="SubjectDomainName">CONTOSO</Data><Data Name="LogonId">0x' || hex(d % 50000) || '</Data><Data Name="HandleId">0x' || hex(f) || '</Data><Data Name="ObjectName">C:\\Data\\file' || e || '.dat</Data></EventData>' AS EventData`,
  },
  {
    name: 'AuditLogs',
    share: 20,
    columns: `list_element(['Update user','Add member to group','Add user','Add member to role','Consent to application','Reset user password'], (1 + 6 * pow(c % 1000 / 1000.0, 3))::INT) AS OperationName,
      '{"user":{"userPrincipalName":"' || lower(upn) || '","ipAddress":"' || public || '","id":"' || md5(usr) || '"}}' AS InitiatedBy,
      '[{"type":"User","displayName":"user' || (d % 3000) || '","userPrincipalName":"user' || (d % 3000) || '@contoso.com","id":"' || md5((d % 3000)::VARCHAR) || '","modifiedProperties":[]}]' AS TargetResources,
      'Core Directory' AS LoggedByService, 'UserManagement' AS Category, CASE WHEN d % 30 = 0 THEN 'failure' ELSE 'success' END AS Result, uuid()::VARCHAR AS CorrelationId, uuid()::VARCHAR AS Id`,
  },
  {
    name: 'AzureActivity',
    share: 30,
    columns: `lower(upn) AS Caller, public AS CallerIpAddress, list_element(['MICROSOFT.COMPUTE/VIRTUALMACHINES/WRITE','MICROSOFT.RESOURCES/DEPLOYMENTS/WRITE','MICROSOFT.STORAGE/STORAGEACCOUNTS/LISTKEYS/ACTION','MICROSOFT.AUTHORIZATION/ROLEASSIGNMENTS/WRITE','MICROSOFT.KEYVAULT/VAULTS/READ'], (1 + 5 * pow(c % 1000 / 1000.0, 3))::INT) AS OperationNameValue,
      list_element(['Success','Start','Failure'], (1 + c % 3)::INT) AS ActivityStatusValue, 'MICROSOFT.COMPUTE' AS ResourceProviderValue, 'Administrative' AS CategoryValue, 'group' || (d % 50) AS ResourceGroup, md5((d % 5)::VARCHAR) AS SubscriptionId,
      '/subscriptions/' || md5((d % 5)::VARCHAR) || '/resourceGroups/group' || (d % 50) || '/providers/Microsoft.Compute/virtualMachines/vm' || (d % 2000) AS _ResourceId, uuid()::VARCHAR AS CorrelationId, '{"appid":"' || md5((d % 9)::VARCHAR) || '","ipaddr":"' || public || '"}' AS Claims`,
  },
  {
    name: 'AWSCloudTrail',
    share: 30,
    columns: `list_element(['DescribeInstances','GetObject','AssumeRole','ListBuckets','PutObject','CreateUser','AttachUserPolicy','GetPasswordData'], (1 + 8 * pow(c % 1000 / 1000.0, 3))::INT) AS EventName, list_element(['ec2.amazonaws.com','s3.amazonaws.com','sts.amazonaws.com'], (1 + c % 3)::INT) AS EventSource,
      usr AS UserIdentityUserName, 'arn:aws:iam::123456789012:user/' || usr AS UserIdentityArn, 'AIDA' || upper(substr(md5(usr), 1, 12)) AS UserIdentityPrincipalid, 'IAMUser' AS UserIdentityType, '123456789012' AS RecipientAccountId, '123456789012' AS UserIdentityAccountId,
      public AS SourceIpAddress, 'aws-cli/2.' || (c % 9) AS UserAgent, CASE WHEN d % 30 = 0 THEN 'AccessDenied' ELSE '' END AS ErrorCode, 'eu-west-1' AS AWSRegion, uuid()::VARCHAR AS AwsEventId, '{"instanceId":"i-' || hex(d % 4000) || '"}' AS RequestParameters`,
  },
  {
    name: 'Syslog',
    share: 70,
    columns: `host AS Computer, host AS HostName, own AS HostIP, list_element(['authpriv','auth','daemon','cron'], (1 + c % 4)::INT) AS Facility, 'info' AS SeverityLevel, 'Linux' AS SourceSystem,
      list_element(['sshd','sudo','systemd','CRON'], (1 + c % 4)::INT) AS ProcessName, (d % 40000)::INT AS ProcessID,
      CASE c % 4 WHEN 0 THEN CASE WHEN d % 9 = 0 THEN 'Failed' ELSE 'Accepted' END || ' password for ' || usr || ' from ' || public || ' port ' || (1024 + d % 60000) || ' ssh2'
        WHEN 1 THEN '  ' || usr || ' : TTY=pts/0 ; PWD=/home/' || usr || ' ; USER=root ; COMMAND=/usr/bin/systemctl restart job' || (d % 200) WHEN 2 THEN 'Started Session ' || d || ' of user ' || usr || '.' ELSE '(root) CMD (/usr/local/bin/job' || (d % 50) || ')' END AS SyslogMessage`,
  },
  {
    name: 'CommonSecurityLog',
    share: 60,
    columns: `'Palo Alto Networks' AS DeviceVendor, 'PAN-OS' AS DeviceProduct, 'TRAFFIC' AS Activity, list_element(['allow','deny'], (1 + (d % 10) // 9)::INT) AS DeviceAction, 'tcp' AS Protocol, 'Outbound' AS CommunicationDirection,
      own AS SourceIP, host AS SourceHostName, usr AS SourceUserName, public AS DestinationIP, CASE WHEN c % 3 = 0 THEN 'cdn' || (d % 4000) || '.example.com' ELSE '' END AS DestinationHostName, list_element([443, 80, 53, 22], (1 + c % 4)::INT) AS DestinationPort,
      (1024 + e % 60000)::INT AS SourcePort, (e % 90000)::BIGINT AS SentBytes, (f % 900000)::BIGINT AS ReceivedBytes, CASE WHEN c % 3 = 0 THEN 'https://cdn' || (d % 4000) || '.example.com/a/' || (e % 90000) ELSE '' END AS RequestURL,
      'cat=general;flags=0x' || hex(f) || ';session=' || e || ';rule=rule-' || (d % 90) AS AdditionalExtensions`,
  },
  {
    name: 'DeviceProcessEvents',
    share: 30,
    columns: `host AS DeviceName, 'ProcessCreated' AS ActionType, ${program} AS FileName, ${windows} || ${program} AS FolderPath, ${commandLine} AS ProcessCommandLine, ${sha256} AS SHA256, 'contoso' AS AccountDomain, usr AS AccountName, (d % 50000)::BIGINT AS LogonId,
      (e % 60000)::BIGINT AS ProcessId, t AS ProcessCreationTime, 'cmd.exe' AS InitiatingProcessFileName, ${windows} || 'cmd.exe' AS InitiatingProcessFolderPath, (f % 60000)::BIGINT AS InitiatingProcessId, t - INTERVAL 1 MINUTE AS InitiatingProcessCreationTime`,
  },
  {
    name: 'DeviceNetworkEvents',
    share: 30,
    columns: `host AS DeviceName, list_element(['ConnectionSuccess','ConnectionAttempt','ConnectionFailed'], (1 + c % 3)::INT) AS ActionType, own AS LocalIP, public AS RemoteIP, CASE WHEN c % 2 = 0 THEN 'cdn' || (d % 4000) || '.example.com' ELSE '' END AS RemoteUrl, 443 AS RemotePort, 'Tcp' AS Protocol,
      ${program} AS InitiatingProcessFileName, ${commandLine} AS InitiatingProcessCommandLine, usr AS InitiatingProcessAccountName`,
  },
  {
    name: 'DnsEvents',
    share: 19,
    columns: `host AS Computer, own AS ClientIP, 'cdn' || (d % 4000) || '.example.com' AS Name, 'LookupQuery' AS SubType, 'A' AS QueryType, public AS IPAddresses, 0 AS ResultCode`,
  },
  {
    name: 'Heartbeat',
    share: 10,
    columns: `host AS Computer, public AS ComputerIP, 'Linux' AS OSType, 'Ubuntu' AS OSName, '22' AS OSMajorVersion, '04' AS OSMinorVersion, '["' || own || '"]' AS ComputerPrivateIPs`,
  },
  {
    name: 'SecurityAlert',
    share: 1,
    columns: `'Rule ' || (c % 60) || ' was hit' AS AlertName, 'Rule ' || (c % 60) || ' was hit' AS DisplayName, 'alert-' || i AS SystemAlertId, list_element(['Low','Medium','High','Informational'], (1 + c % 4)::INT) AS AlertSeverity, 'New' AS Status, host AS CompromisedEntity, t AS StartTime, t AS EndTime,
      'InitialAccess' AS Tactics, '["T1078"]' AS Techniques, 'Something matched the rule.' AS Description, 'Azure Sentinel' AS ProductName, 'ASI Scheduled Alerts' AS ProviderName, '{}' AS ExtendedProperties,
      '[{"$id":"2","Type":"account","Name":"' || usr || '","UPNSuffix":"contoso.com"},{"$id":"3","Type":"ip","Address":"' || public || '"},{"$id":"4","Type":"host","HostName":"' || split_part(host, '.', 1) || '","DnsDomain":"contoso.com"}]' AS Entities`,
  },
  {
    name: 'SecurityIncident',
    share: 0.1,
    columns: `(1000 + i)::INT AS IncidentNumber, 'Incident ' || i AS Title, 'incident-' || i AS IncidentName, 'High' AS Severity, list_element(['New','Active'], (1 + c % 2)::INT) AS Status, t AS CreatedTime, t AS LastModifiedTime, t AS FirstActivityTime, t AS LastActivityTime,
      '["alert-' || (i * 10) || '","alert-' || (i * 10 + 1) || '","alert-' || (i * 10 + 2) || '"]' AS AlertIds, '{"alertsCount":3}' AS AdditionalData, '{}' AS Owner, '[]' AS Comments, '[]' AS Labels`,
  },
]

/**
 * Writes a month of logs of a company, `rows` records in all, as a Parquet file for each table. People are as busy as the square of a random
 * number has them; days are busier than nights.
 */
export async function writeMadeUpLogs(folder: string, rows: number): Promise<void> {
  mkdirSync(folder, { recursive: true })
  const instance = await DuckDBInstance.create(':memory:', { threads: '2' })
  const connection = await instance.connect()
  try {
    await connection.run('SELECT setseed(0.5)')
    for (const { name, share, columns } of tables) {
      const count = Math.max(1, Math.round((rows * share) / 1000))
      await connection.run(`COPY (SELECT t AS TimeGenerated, ${columns} FROM (
        SELECT *, ${count} AS n, CASE WHEN isBusy THEN 'svc-sync' ELSE 'user' || person END AS usr, CASE WHEN a % 7 = 0 THEN upper(usr) ELSE usr END || '@contoso.com' AS upn,
          'web' || lpad((CASE WHEN isBusy THEN a % 5 ELSE person % 400 END)::VARCHAR, 3, '0') || '.contoso.com' AS host,
          CASE WHEN isBusy THEN '203.0.113.' || (10 + a % 8) ELSE (11 + person % 70) || '.' || (person % 200) || '.' || (b % 3) || '.' || (person % 250) END AS public,
          '10.' || (person % 20) || '.' || (person % 200) || '.' || (1 + b % 3) AS own, hash(public) % 40 AS place,
          list_element([4624, 4624, 4634, 4688, 4688, 4672, 4625, 4663, 7045], (1 + 9 * pow(a % 997 / 997.0, 2))::INT) AS event
        FROM (SELECT *, (a // 101) % 4 = 0 AS isBusy, (3000 * pow((b // 17) % 100000 / 100000.0, 2))::INT AS person
          FROM (SELECT i, hash(i, '${name}') % 1000000007 AS a, hash(i, '${name}', 2) % 1000000007 AS b, hash(i, '${name}', 3) % 1000000007 AS c, hash(i, '${name}', 4) % 1000000007 AS d, hash(i, '${name}', 5) % 1000000007 AS e, hash(i, '${name}', 6) % 1000000007 AS f,
            TIMESTAMP '2026-03-01' + INTERVAL (CAST(i * 2592000.0 / ${count} * 1000000 + 10800000000.0 * sin(i * 2592000.0 / ${count} / 86400 * 2 * pi()) AS BIGINT)) MICROSECOND AS t
            FROM range(${count}) r(i)))))
        TO '${join(folder, `${name}.parquet`)}' (FORMAT parquet, ROW_GROUP_SIZE 122880)`)
    }
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}
