import { accountManagementEvents } from './windows-event-names.ts'

/** An event worth a look, whoever caused it, and what attacks do with such events. None is a verdict: administrators do the same. */
export interface NotableRule {
  /** Ids of the security log, or of the log that `where.Channel` names. */
  readonly ids: readonly number[]
  /** In a few words, as shown. */
  readonly meaning: string
  /** Techniques of ATT&CK; none where the event alone says too little. */
  readonly techniques: readonly string[]
  /** Fields of the event that must match, or a record of those is none of this rule. `Channel` is the log, or the program that wrote it. */
  readonly where?: Readonly<Record<string, RegExp>>
  /** Fields whose values tell what was done, in that order. */
  readonly detail?: readonly string[]
  /** Fields of which the first that is filled is what it was done to. */
  readonly target?: readonly string[]
}

const target = ['TargetUserName', 'TargetSid']
const member = ['MemberName', 'MemberSid']
const service = ['ServiceName', 'ServiceFileName', 'ImagePath', 'ServiceAccount', 'AccountName']
const task = ['TaskName', 'TaskContent', 'TaskContentNew']
const control = ['UserAccountControl', 'AllowedToDelegateTo', 'ServicePrincipalNames', 'SidHistory']
const changed = ['AttributeLDAPDisplayName', 'AttributeValue', 'OperationType']
const replication = /1131f6a[ad]-9c07-11d1-f79f-00c04fc2dcd2|89e95b76-444d-4c62-991a-0facbeda640c/i

/** Of several rules that match, the first gives the meaning: what is told by its fields stands before what is told by its id alone. */
export const notableRules: readonly NotableRule[] = [
  // Logs, their policy and the clock
  { ids: [1102], meaning: 'Security log cleared', techniques: ['T1070.001'] },
  {
    ids: [104],
    meaning: 'Event log cleared',
    techniques: ['T1070.001'],
    where: { Channel: /system|eventlog/i },
    detail: ['Channel', 'BackupPath'],
  },
  { ids: [1100], meaning: 'Event log service stopped', techniques: [], where: { Channel: /security|eventlog/i } },
  {
    ids: [4719],
    meaning: 'Audit policy: auditing removed',
    techniques: ['T1562.002'],
    where: { AuditPolicyChanges: /%%8448|%%8450/ },
    detail: ['SubcategoryGuid', 'AuditPolicyChanges'],
  },
  {
    ids: [4719, 4912],
    meaning: 'Audit policy changed',
    techniques: [],
    detail: ['SubcategoryGuid', 'AuditPolicyChanges'],
  },
  { ids: [4906], meaning: 'CrashOnAuditFail changed', techniques: ['T1562.002'] },
  {
    ids: [4616],
    meaning: 'System time changed by a program of a user',
    techniques: ['T1070.006'],
    where: { SubjectUserSid: /^S-1-5-21-/ },
    detail: ['PreviousTime', 'NewTime', 'ProcessName'],
  },
  // Services and tasks
  {
    ids: [4697, 7045],
    meaning: 'Service installed that runs a shell or a share',
    techniques: ['T1543.003', 'T1569.002'],
    where: {
      'ServiceFileName|ImagePath':
        /%comspec%|cmd(?:\.exe)?["\s]+\/|powershell|\\\\[^\\]+\\|rundll32|psexe?svc|\\temp\\/i,
    },
    detail: service,
  },
  {
    ids: [4697, 7045],
    meaning: 'Service installed whose name carries data',
    techniques: ['T1027', 'T1543.003'],
    where: { ServiceName: /^[a-z0-9+/=]{60,}$/i },
    detail: service,
  },
  { ids: [4697, 7045], meaning: 'Service installed', techniques: ['T1543.003'], detail: service },
  {
    ids: [7040],
    meaning: 'Service disabled',
    techniques: ['T1562'],
    where: { Channel: /system|service control/i, param3: /disabled/i },
    detail: ['param1', 'param2', 'param3'],
  },
  { ids: [4698], meaning: 'Scheduled task created', techniques: ['T1053.005'], detail: task },
  { ids: [4699], meaning: 'Scheduled task deleted', techniques: ['T1053.005'], detail: task },
  { ids: [4700], meaning: 'Scheduled task enabled', techniques: ['T1053.005'], detail: task },
  { ids: [4701], meaning: 'Scheduled task disabled', techniques: [], detail: task },
  {
    ids: [4702],
    meaning: 'Scheduled task changed by a user',
    techniques: ['T1053.005'],
    where: { SubjectUserSid: /^S-1-5-21-/, SubjectUserName: /[^$]$/ },
    detail: task,
  },
  { ids: [4702], meaning: 'Scheduled task changed', techniques: [], detail: ['TaskName'] },
  // Accounts
  {
    ids: [4720],
    meaning: 'Account created with the look of a computer',
    techniques: ['T1136', 'T1036.010'],
    where: { TargetUserName: /\$$/ },
    target,
  },
  {
    ids: [4720],
    meaning: 'Account created',
    techniques: ['T1136'],
    target,
    detail: ['TargetDomainName', 'PrivilegeList'],
  },
  { ids: [4741], meaning: 'Computer account created', techniques: ['T1136.002'], target, detail: ['PrivilegeList'] },
  {
    ids: [4722],
    meaning: 'Guest account enabled',
    techniques: ['T1078.001'],
    where: { 'TargetUserName|TargetSid': /^(?:guest|invit[ée]|gast|s-1-5-21-.*-501)$/i },
    target,
  },
  { ids: [4722], meaning: 'Account enabled', techniques: ['T1098'], target },
  { ids: [4723], meaning: 'Password change tried', techniques: ['T1098'], target, detail: ['Status'] },
  { ids: [4724], meaning: 'Password reset tried', techniques: ['T1098'], target },
  { ids: [4725], meaning: 'Account disabled', techniques: ['T1531'], target },
  { ids: [4726, 4743], meaning: 'Account deleted', techniques: ['T1531'], target },
  { ids: [4740], meaning: 'Account locked out', techniques: ['T1110'], target, detail: ['TargetDomainName'] },
  { ids: [4767], meaning: 'Account unlocked', techniques: [], target },
  {
    ids: [4738],
    meaning: 'Account no longer needs Kerberos pre-authentication',
    techniques: ['T1558.004', 'T1098'],
    where: { UserAccountControl: /%%2096/ },
    target,
    detail: control,
  },
  {
    ids: [4738],
    meaning: 'Account may use DES only',
    techniques: ['T1558.003', 'T1098'],
    where: { UserAccountControl: /%%2095/ },
    target,
    detail: control,
  },
  {
    ids: [4738],
    meaning: 'Password of account kept reversibly',
    techniques: ['T1556.005', 'T1098'],
    where: { UserAccountControl: /%%2091/ },
    target,
    detail: control,
  },
  {
    ids: [4738],
    meaning: 'Account needs no password',
    techniques: ['T1098'],
    where: { UserAccountControl: /%%2082/ },
    target,
    detail: control,
  },
  {
    ids: [4738, 4742],
    meaning: 'Account trusted for delegation',
    techniques: ['T1098'],
    where: { UserAccountControl: /%%209[38]/ },
    target,
    detail: control,
  },
  {
    ids: [4742],
    meaning: 'Service names of a domain controller given to a computer',
    techniques: ['T1207'],
    where: { ServicePrincipalNames: /E3514235-4B06-11D1-AB04-00C04FC2DCD2|\bGC\//i },
    target,
    detail: control,
  },
  { ids: [4738], meaning: 'Account changed', techniques: ['T1098'], target, detail: control },
  {
    ids: [4742],
    meaning: 'Computer account changed by somebody else',
    techniques: ['T1098'],
    // Computers change their own passwords, anonymously.
    where: { SubjectUserName: /^(?!anonymous).*[^$]$/i },
    target,
    detail: control,
  },
  {
    ids: [4765, 4766],
    meaning: 'SID history added or tried',
    techniques: ['T1134.005'],
    target,
    detail: ['SourceUserName', 'SourceSid'],
  },
  {
    ids: [4781],
    meaning: 'Computer account renamed to the look of a user, or back',
    techniques: ['T1068', 'T1036.010'],
    where: { 'OldTargetUserName+NewTargetUserName': /^[^$\n]*\$\n[^$]*$|^[^$\n]*\n[^$]*\$$/ },
    target: ['NewTargetUserName', 'TargetUserName'],
    detail: ['OldTargetUserName', 'NewTargetUserName'],
  },
  {
    ids: [4781],
    meaning: 'Account renamed',
    techniques: ['T1036.010'],
    target: ['NewTargetUserName', 'TargetUserName'],
    detail: ['OldTargetUserName', 'NewTargetUserName'],
  },
  { ids: [4794], meaning: 'Restore mode password set', techniques: ['T1098'], detail: ['Workstation', 'Status'] },
  { ids: [4780], meaning: 'ACL of administrators set', techniques: [], target },
  { ids: [5376, 5377], meaning: 'Stored credentials backed up or restored', techniques: ['T1555.004'], target },
  // Groups
  {
    ids: [4728, 4732, 4756],
    meaning: 'Member added to a group of administrators',
    techniques: ['T1098.007'],
    where: {
      'TargetUserName|TargetSid':
        /admin|operators|exchange (?:trusted|windows|servers)|organization management|^s-1-5-32-544$|-51[289]$/i,
    },
    target,
    detail: member,
  },
  { ids: [4728, 4732, 4756], meaning: 'Member added to group', techniques: ['T1098.007'], target, detail: member },
  { ids: [4729, 4733, 4757], meaning: 'Member removed from group', techniques: [], target, detail: member },
  { ids: [4727, 4731, 4754], meaning: 'Group created', techniques: [], target },
  { ids: [4730, 4734, 4758], meaning: 'Group deleted', techniques: [], target },
  { ids: [4735, 4737, 4755, 4764], meaning: 'Group changed', techniques: [], target },
  // Rights, policies, trusts
  {
    ids: [4704],
    meaning: 'Powerful user right assigned',
    techniques: ['T1134.001'],
    where: {
      PrivilegeList:
        /Se(?:AssignPrimaryToken|Backup|CreateToken|Debug|EnableDelegation|Impersonate|LoadDriver|Restore|TakeOwnership|Tcb)Privilege/,
    },
    target,
    detail: ['PrivilegeList'],
  },
  { ids: [4704, 4705], meaning: 'User right assigned or removed', techniques: [], target, detail: ['PrivilegeList'] },
  {
    ids: [4717],
    meaning: 'Logon right granted',
    techniques: ['T1098'],
    where: { AccessGranted: /^Se(?!Deny)/ },
    target,
    detail: ['AccessGranted'],
  },
  {
    ids: [4717, 4718],
    meaning: 'Logon right granted or removed',
    techniques: [],
    target,
    detail: ['AccessGranted', 'AccessRemoved'],
  },
  {
    ids: [4706, 4716, 4865],
    meaning: 'Domain trust created or changed',
    techniques: ['T1484.002'],
    target: ['DomainName'],
  },
  {
    ids: [4739],
    meaning: 'Domain policy changed by a user',
    techniques: ['T1484.001'],
    where: { SubjectUserSid: /^S-1-5-21-/ },
    target: ['DomainName'],
    detail: ['DomainPolicyChanged'],
  },
  { ids: [4950, 5025], meaning: 'Firewall setting changed or firewall stopped', techniques: ['T1562.004'] },
  {
    ids: [4673],
    meaning: 'Right to join computers used',
    techniques: ['T1136.002'],
    where: { PrivilegeList: /SeMachineAccountPrivilege/ },
    detail: ['PrivilegeList', 'ProcessName'],
  },
  // Credentials and tickets
  {
    ids: [4768],
    meaning: 'Kerberos ticket without pre-authentication',
    techniques: ['T1558.004'],
    where: { PreAuthType: /^0$/, Status: /^0x0+$/, TargetUserName: /[^$]$/ },
    target,
    detail: ['TicketEncryptionType', 'IpAddress'],
  },
  {
    ids: [4769],
    meaning: 'Kerberos service ticket with weak encryption',
    techniques: ['T1558.003'],
    where: { TicketEncryptionType: /^0x0*(?:1|3|17|18)$/i, ServiceName: /^(?!krbtgt).*[^$]$/i },
    target: ['ServiceName'],
    detail: ['TicketEncryptionType', 'TicketOptions', 'IpAddress'],
  },
  {
    ids: [4768],
    meaning: 'Ticket for the name of the domain controller, as if it were a user',
    techniques: ['T1068', 'T1558'],
    // A computer's own name ends in $; without it, an account was renamed to pass for the controller.
    where: { 'TargetUserName+Computer': /^([^$\n]+)\n\1(?:\.|$)/i },
    target,
    detail: ['IpAddress'],
  },
  {
    ids: [4624],
    meaning: 'Anonymous logon over NTLM from the machine itself',
    techniques: ['T1134.001', 'T1557.001'],
    where: {
      'TargetUserSid|TargetUserName': /^(?:S-1-5-7|anonymous logon)$/i,
      IpAddress: /^(?:127\.|::1$)/,
      'LogonProcessName|AuthenticationPackageName': /ntlm/i,
    },
    target,
    detail: ['AuthenticationPackageName', 'IpAddress'],
  },
  {
    ids: [4624],
    meaning: 'Anonymous logon that names a domain',
    techniques: ['T1046'],
    // Windows itself writes NT AUTHORITY there, in its own language; scanners write the domain they were given.
    where: {
      'TargetUserSid|TargetUserName': /^(?:S-1-5-7|anonymous logon)$/i,
      TargetDomainName: /^(?!.*\bNT\b)(?!.*ZARZ.DZANIE).+/i,
      IpAddress: /[0-9a-f][.:][0-9a-f:]/i,
    },
    target: ['TargetDomainName'],
    detail: ['AuthenticationPackageName', 'IpAddress', 'WorkstationName'],
  },
  {
    ids: [4624],
    meaning: 'Logon as somebody else, by runas',
    techniques: ['T1134.002'],
    where: { LogonType: /^2$/, LogonProcessName: /seclogo/i },
    target,
    detail: ['LogonProcessName', 'IpAddress', 'ProcessName'],
  },
  {
    ids: [4624],
    meaning: 'Logon with other credentials for the network',
    techniques: ['T1550.002', 'T1134.002'],
    where: { LogonType: /^9$/, LogonProcessName: /seclogo/i },
    target,
    detail: ['LogonProcessName', 'IpAddress', 'ProcessName'],
  },
  {
    ids: [4662],
    meaning: 'Directory replicated by an account that is no domain controller',
    techniques: ['T1003.006'],
    where: { Properties: replication, SubjectUserName: /[^$]$/ },
    detail: ['ObjectName', 'Properties'],
  },
  {
    ids: [4656, 4663],
    meaning: 'Memory of LSASS asked for',
    techniques: ['T1003.001'],
    where: { ObjectName: /\\lsass\.exe$/i },
    detail: ['ObjectName', 'AccessMask', 'ProcessName'],
  },
  {
    ids: [4674],
    meaning: 'Service for the remote registry opened by a user',
    techniques: ['T1003.002'],
    where: { ObjectServer: /^SC Manager$/i, ObjectName: /^RemoteRegistry$/i, SubjectUserName: /[^$]$/ },
    target: ['ObjectName'],
    detail: ['PrivilegeList', 'ProcessName'],
  },
  {
    ids: [4670, 4674],
    meaning: 'Permissions of the remote registry changed',
    techniques: ['T1112'],
    where: { ObjectName: /\\SecurePipeServers\\winreg$/i, 'AccessMask|NewSd': /%%1539|^[DOGS]:/ },
    target: ['ObjectName'],
    detail: ['PrivilegeList', 'ProcessName'],
  },
  {
    ids: [4692, 4695],
    meaning: 'DPAPI key backed up, or data unprotected',
    techniques: ['T1555.004'],
    where: { SubjectUserSid: /^S-1-5-21-/ },
    detail: ['DataDescription', 'MasterKeyId'],
  },
  {
    ids: [4657],
    meaning: 'Registry value that starts programs changed',
    techniques: ['T1547.001'],
    where: { ObjectName: /\\currentversion\\(?:run|runonce|policies\\explorer\\run)|\\winlogon$/i },
    detail: ['ObjectName', 'ObjectValueName', 'NewValue', 'ProcessName'],
  },
  {
    ids: [4657],
    meaning: 'Debugger of a program changed in the registry',
    techniques: ['T1546.012'],
    where: { ObjectName: /image file execution options/i },
    detail: ['ObjectName', 'ObjectValueName', 'NewValue', 'ProcessName'],
  },
  {
    ids: [4657],
    meaning: 'Registry value changed',
    techniques: [],
    detail: ['ObjectName', 'ObjectValueName', 'NewValue'],
  },
  // Shares
  {
    ids: [5140, 5145],
    meaning: 'Administrative share used',
    techniques: ['T1021.002'],
    where: { ShareName: /\\(?:admin|[a-z])\$$/i, SubjectUserName: /[^$]$/ },
    target: ['ShareName'],
    detail: ['RelativeTargetName', 'IpAddress'],
  },
  {
    ids: [5145],
    meaning: 'Pipe for services, tasks or the registry opened from afar',
    techniques: ['T1021.002'],
    where: {
      ShareName: /\\ipc\$$/i,
      RelativeTargetName: /^(?:svcctl|atsvc|winreg|efsrpc|paexec.*|psexesvc.*|remcom.*)$/i,
      SubjectUserName: /[^$]$/,
    },
    target: ['RelativeTargetName'],
    detail: ['IpAddress'],
  },
  // The directory
  {
    ids: [5136],
    meaning: 'Keys to log on with added to an account',
    techniques: ['T1098'],
    where: { AttributeLDAPDisplayName: /^msDS-KeyCredentialLink$/i },
    target: ['ObjectDN'],
    detail: changed,
  },
  {
    ids: [5136],
    meaning: 'Account may act for others at a computer',
    techniques: ['T1098'],
    where: { AttributeLDAPDisplayName: /^msDS-AllowedTo(?:ActOnBehalfOfOtherIdentity|DelegateTo)$/i },
    target: ['ObjectDN'],
    detail: changed,
  },
  {
    ids: [5136],
    meaning: 'Service name of an account changed',
    techniques: ['T1558.003', 'T1098'],
    where: { AttributeLDAPDisplayName: /^servicePrincipalName$/i, ObjectClass: /^user$/i },
    target: ['ObjectDN'],
    detail: changed,
  },
  {
    ids: [5136],
    meaning: 'Group policy changed',
    techniques: ['T1484.001'],
    where: { AttributeLDAPDisplayName: /^gPC(?:Machine|User)ExtensionNames$|^gPLink$/i },
    target: ['ObjectDN'],
    detail: changed,
  },
  {
    ids: [5136],
    meaning: 'Permissions of the domain, or of what guards administrators, changed',
    techniques: ['T1222.001', 'T1098'],
    where: { AttributeLDAPDisplayName: /^nTSecurityDescriptor$/i, ObjectDN: /^(?:CN=AdminSDHolder,|DC=)/i },
    target: ['ObjectDN'],
    detail: changed,
  },
  // Sysmon and others of the table Event
  {
    ids: [10],
    meaning: 'Memory of LSASS opened',
    techniques: ['T1003.001'],
    where: {
      Channel: /sysmon/i,
      TargetImage: /\\lsass\.exe$/i,
      GrantedAccess: /^0x(?:10(?:10|38)|14(?:10|38|3a)|1f(?:0fff|1fff|3fff|ffff))$/i,
    },
    target: ['TargetImage'],
    detail: ['SourceImage', 'GrantedAccess'],
  },
  {
    ids: [8],
    meaning: 'Thread started in another process',
    techniques: ['T1055.001'],
    where: { Channel: /sysmon/i },
    target: ['TargetImage'],
    detail: ['SourceImage', 'StartModule', 'StartFunction'],
  },
  {
    ids: [19, 20, 21],
    meaning: 'WMI subscription made',
    techniques: ['T1546.003'],
    where: { Channel: /sysmon/i },
    detail: ['EventType', 'Operation', 'Name', 'Query', 'Destination', 'Consumer'],
  },
  {
    ids: [5001, 5010, 5012],
    meaning: 'Defender protection switched off',
    techniques: ['T1562.001'],
    where: { Channel: /defender/i },
  },
  {
    ids: [1116, 1117],
    meaning: 'Malware found by Defender',
    techniques: [],
    where: { Channel: /defender/i },
    detail: ['Threat Name', 'Path', 'Process Name', 'Action Name'],
  },
]

/** What an event is about, as shown. */
export type NotableSubject = 'accounts' | 'services and tasks' | 'other'

const tasks = new Set([4697, 4698, 4699, 4700, 4701, 4702, 7040, 7045])
const accounts = new Set([...accountManagementEvents, 4704, 4705, 4717, 4718, 4741, 4742, 4743])

/** Of an event by its id. */
export function subjectOf(id: number): NotableSubject {
  return tasks.has(id) ? 'services and tasks' : accounts.has(id) ? 'accounts' : 'other'
}

/** A message of syslog worth a look. The groups `account` and `target` of the pattern are shown as such. */
export interface NotableMessage {
  readonly pattern: RegExp
  readonly meaning: string
  readonly techniques: readonly string[]
  /** Default `other`. */
  readonly subject?: NotableSubject
}

export const notableMessages: readonly NotableMessage[] = [
  {
    pattern: /new user: name=(?<target>[^,\s]+)/i,
    meaning: 'Account created',
    techniques: ['T1136.001'],
    subject: 'accounts',
  },
  { pattern: /new group: name=(?<target>[^,\s]+)/i, meaning: 'Group created', techniques: [], subject: 'accounts' },
  {
    pattern: /delete user '(?<target>[^']+)'/i,
    meaning: 'Account deleted',
    techniques: ['T1531'],
    subject: 'accounts',
  },
  {
    pattern: /(?:removed group|delete group) '(?<target>[^']+)'/i,
    meaning: 'Group deleted',
    techniques: [],
    subject: 'accounts',
  },
  {
    pattern: /add '(?<account>[^']+)' to (?:shadow )?group '(?<target>sudo|wheel|admin|root|docker|lxd|adm)'/i,
    meaning: 'Member added to a group of administrators',
    techniques: ['T1098.007'],
    subject: 'accounts',
  },
  {
    pattern: /add '(?<account>[^']+)' to (?:shadow )?group '(?<target>[^']+)'/i,
    meaning: 'Member added to group',
    techniques: ['T1098.007'],
    subject: 'accounts',
  },
  {
    pattern: /delete '(?<account>[^']+)' from (?:shadow )?group '(?<target>[^']+)'/i,
    meaning: 'Member removed from group',
    techniques: [],
    subject: 'accounts',
  },
  {
    pattern: /password changed for (?<target>[^\s]+)/i,
    meaning: 'Password changed',
    techniques: ['T1098'],
    subject: 'accounts',
  },
  {
    pattern: /change user '(?<target>[^']+)'/i,
    meaning: 'Account changed',
    techniques: ['T1098'],
    subject: 'accounts',
  },
  {
    pattern: /^\s*(?<account>[\w.@\\-]+) : (?:user NOT in sudoers|command not allowed|\d+ incorrect password)/i,
    meaning: 'sudo refused',
    techniques: ['T1548.003'],
  },
  {
    pattern:
      /^\s*(?<account>[\w.@\\-]+) : .{0,300}COMMAND=.{0,1000}(?:\/shadow|\/sudoers|authorized_keys|\/(?:ba|da|z)?sh\b|crontab|base64|\bnc\b|curl|wget)/i,
    meaning: 'Shell, download or file of credentials with sudo',
    techniques: ['T1548.003'],
  },
  {
    pattern:
      /\((?<account>[\w.@-]+)\) (?:REPLACE|BEGIN EDIT|END EDIT|DELETE)|crontab.{0,100}(?:REPLACE|EDIT) \((?<target>[^)]+)\)/i,
    meaning: 'cron table changed',
    techniques: ['T1053.003'],
    subject: 'services and tasks',
  },
  {
    pattern:
      /maximum authentication attempts exceeded for (?:invalid user )?(?<target>[^\s]+)|message repeated \d+ times: \[ Failed password/i,
    meaning: 'Too many failed logons',
    techniques: ['T1110'],
  },
  {
    pattern: /(?:rsyslogd|auditd|syslog-ng).{0,200}(?:exiting on signal|stopp)|The audit daemon is exiting/i,
    meaning: 'Logging stopped',
    techniques: ['T1562.001'],
  },
  { pattern: /promiscuous mode/i, meaning: 'Network interface listens to everything', techniques: [] },
]
