/** What a Windows event is about: groups that are asked for together. */
export type WindowsEventGroup =
  | 'account'
  | 'group'
  | 'task'
  | 'service'
  | 'logon'
  | 'kerberos'
  | 'process'
  | 'object'
  | 'directory'
  | 'share'
  | 'network'
  | 'policy'
  | 'privilege'
  | 'system'

/** Events of the security log, and 104 and 7045 of the system log, by their ids. Logs that were collected without message texts have no names of their own. */
const groups: Readonly<Record<WindowsEventGroup, Readonly<Record<number, string>>>> = {
  account: {
    4720: 'account created',
    4722: 'account enabled',
    4723: 'password change tried',
    4724: 'password reset tried',
    4725: 'account disabled',
    4726: 'account deleted',
    4738: 'account changed',
    4740: 'account locked out',
    4765: 'SID history added',
    4766: 'SID history refused',
    4767: 'account unlocked',
    4780: 'ACL of administrators set',
    4781: 'account renamed',
    4794: 'restore mode password set',
    5376: 'stored credentials backed up',
    5377: 'stored credentials restored',
  },
  group: {
    4727: 'global group created',
    4728: 'member added to global group',
    4729: 'member removed from global group',
    4730: 'global group deleted',
    4731: 'local group created',
    4732: 'member added to local group',
    4733: 'member removed from local group',
    4734: 'local group deleted',
    4735: 'local group changed',
    4737: 'global group changed',
    4754: 'universal group created',
    4755: 'universal group changed',
    4756: 'member added to universal group',
    4757: 'member removed from universal group',
    4758: 'universal group deleted',
    4764: 'group type changed',
  },
  task: {
    4698: 'scheduled task created',
    4699: 'scheduled task deleted',
    4700: 'scheduled task enabled',
    4701: 'scheduled task disabled',
    4702: 'scheduled task changed',
  },
  service: { 4697: 'service installed', 7045: 'service installed', 7040: 'service start type changed' },
  logon: {
    4624: 'logon',
    4625: 'failed logon',
    4627: 'group membership at logon',
    4634: 'logoff',
    4647: 'logoff by user',
    4648: 'logon with explicit credentials',
    4649: 'replay detected',
    4672: 'special privileges at logon',
    4675: 'SIDs filtered',
    4776: 'credentials validated',
    4777: 'credentials not validated',
    4778: 'session reconnected',
    4779: 'session disconnected',
    4800: 'workstation locked',
    4801: 'workstation unlocked',
    4964: 'logon of a special group',
  },
  kerberos: {
    4768: 'Kerberos ticket requested',
    4769: 'Kerberos service ticket requested',
    4770: 'Kerberos service ticket renewed',
    4771: 'Kerberos pre-authentication failed',
    4772: 'Kerberos ticket request failed',
    4773: 'Kerberos service ticket request failed',
  },
  process: { 4688: 'process created', 4689: 'process ended', 4696: 'token assigned to process' },
  object: {
    4656: 'handle to object requested',
    4657: 'registry value changed',
    4658: 'handle closed',
    4659: 'handle to delete requested',
    4660: 'object deleted',
    4661: 'handle to SAM object',
    4663: 'object accessed',
    4664: 'hard link created',
    4670: 'permissions changed',
    4690: 'handle duplicated',
    4691: 'indirect access requested',
  },
  directory: {
    4662: 'operation on directory object',
    4741: 'computer account created',
    4742: 'computer account changed',
    4743: 'computer account deleted',
    5136: 'directory object changed',
    5137: 'directory object created',
    5138: 'directory object undeleted',
    5139: 'directory object moved',
    5141: 'directory object deleted',
  },
  share: {
    5140: 'share accessed',
    5142: 'share added',
    5143: 'share changed',
    5144: 'share deleted',
    5145: 'share object checked',
    5168: 'SPN check failed',
  },
  network: {
    5152: 'packet blocked',
    5154: 'listening allowed',
    5156: 'connection allowed',
    5157: 'connection blocked',
    5158: 'bind allowed',
    5159: 'bind blocked',
  },
  policy: {
    4704: 'user right assigned',
    4705: 'user right removed',
    4706: 'domain trust created',
    4707: 'domain trust removed',
    4713: 'Kerberos policy changed',
    4716: 'domain trust changed',
    4717: 'logon right granted',
    4718: 'logon right removed',
    4719: 'audit policy changed',
    4739: 'domain policy changed',
    4865: 'trusted forest entry added',
    4906: 'CrashOnAuditFail changed',
    4907: 'auditing of object changed',
    4912: 'audit policy of user changed',
    4946: 'firewall rule added',
    4947: 'firewall rule changed',
    4948: 'firewall rule deleted',
    4950: 'firewall setting changed',
    5025: 'firewall stopped',
    5447: 'filter of Windows Filtering Platform changed',
  },
  privilege: {
    4673: 'privileged service called',
    4674: 'operation on privileged object',
    4703: 'token right adjusted',
  },
  system: {
    104: 'event log cleared',
    1100: 'event log service stopped',
    1102: 'security log cleared',
    4608: 'Windows starts',
    4610: 'authentication package loaded',
    4611: 'logon process registered',
    4614: 'notification package loaded',
    4616: 'time changed',
    4621: 'recovered from CrashOnAuditFail',
    4622: 'security package loaded',
    4692: 'backup of DPAPI master key tried',
    4693: 'recovery of DPAPI master key tried',
    4694: 'DPAPI protection tried',
    4695: 'DPAPI unprotection tried',
    4797: 'blank password asked for',
    4798: 'local groups of user enumerated',
    4799: 'members of local group enumerated',
    5024: 'firewall started',
    5033: 'firewall driver started',
    5058: 'key file operation',
    5059: 'key migration',
    5061: 'cryptographic operation',
    5379: 'stored credentials read',
    5382: 'vault credentials read',
    6416: 'external device recognised',
  },
}

const names = new Map(
  Object.values(groups).flatMap((events) => Object.entries(events).map(([id, name]) => [Number(id), name] as const)),
)

/** In a few words; undefined for an id that is not known. */
export function windowsEventName(id: number): string | undefined {
  return names.get(id)
}

/** Events that change accounts, groups, scheduled tasks and services, in ascending order. */
export const accountManagementEvents: readonly number[] = [
  ...new Set(
    (['account', 'group', 'task'] as const).flatMap((group) => Object.keys(groups[group]).map(Number)).concat(7045),
  ),
].sort((a, b) => a - b)
