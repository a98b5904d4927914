/** What a rule looks at. All but `line` in lower case; what is not known is empty. */
export interface CommandLineFacts {
  /** The command line as it is. */
  readonly line: string
  /** The same with literals joined and carets and backticks undone, and what it decodes to behind it. */
  readonly plain: string
  /** File name of the program without path and extension: of the process if known, else the first word of the line. */
  readonly program: string
  /** The same of the process that started it. */
  readonly parent: string
  /** Encodings that were undone in it. */
  readonly encodings: ReadonlySet<string>
  /** Whether a text or a known kind of file came out of bytes encoded in it. */
  readonly holdsEncoded: boolean
}

/** One fact about a command line that attacks have in common: what it is, why it matters, and the technique of ATT&CK it belongs to. */
export interface CommandLineIndicator {
  /** In words, as shown. */
  readonly name: string
  readonly family:
    | 'encoded'
    | 'hidden'
    | 'bypass'
    | 'download'
    | 'proxy'
    | 'parent'
    | 'credentials'
    | 'collection'
    | 'discovery'
    | 'persistence'
    | 'impact'
    | 'evasion'
    | 'obfuscation'
    | 'lateral'
  readonly reason: string
  /** ATT&CK technique; empty where there is none. */
  readonly technique: string
  readonly test: (facts: CommandLineFacts) => boolean
}

const shells = /^(?:cmd|powershell|pwsh|powershell_ise|bash|sh|dash|zsh)$/
const scripting = /^(?:cmd|powershell|pwsh|wscript|cscript|mshta|rundll32|regsvr32|bash|sh)$/
const powershell = /^(?:powershell|pwsh|powershell_ise)$|(?:^|[\s"'\\/;&|])(?:powershell|pwsh)(?:\.exe)?["'\s]/i

/** A parameter of PowerShell, of which any beginning that is unique will do; with a hyphen, a slash or one of the longer dashes. */
function parameter(name: string, least: number, value = ''): RegExp {
  const rest = [...name.slice(least)].reduceRight((tail, letter) => `(?:${letter}${tail})?`, '')
  return new RegExp(`(?:^|[\\s"'])[-/\\u2013-\\u2015]${name.slice(0, least)}${rest}(?=[\\s:"'=]|$)${value}`, 'i')
}

const hidden = parameter('windowstyle', 1, '[\\s:"\'=]{1,4}(?:h(?:i(?:d(?:d(?:en?)?)?)?)?|1)\\b')
const encodedCommand = parameter('encodedcommand', 1, '[\\s:"\'=]{1,4}[a-z0-9+/=]{8}')
const encodedAlias = /(?:^|[\s"'])[-/\u2013-\u2015]ec[\s:"'=]{1,4}[a-z0-9+/=]{8}/i
const bypass =
  /(?:^|[\s"'])[-/\u2013-\u2015](?:ep|ex[a-z]{0,14})[\s:"'=]{1,4}(?:bypass|unrestricted)|set-executionpolicy\s{1,4}(?:-[a-z]{1,16}\s{1,4})?(?:bypass|unrestricted)/i
const isPowershell = ({ program, line }: CommandLineFacts) => powershell.test(program) || powershell.test(line)
const says =
  (pattern: RegExp) =>
  ({ plain }: CommandLineFacts) =>
    pattern.test(plain)
const runs = (programs: string, pattern: RegExp) => {
  const named = new RegExp(`^(?:${programs})$`)
  const inLine = new RegExp(`(?:^|[\\s"'\\\\/;&|(])(?:${programs})(?:\\.exe)?["'\\s]`, 'i')
  return ({ program, plain }: CommandLineFacts) => (named.test(program) || inLine.test(plain)) && pattern.test(plain)
}

/** Facts about command lines. Each is seen in the line alone, or in the names of program and parent: none is a verdict. */
export const commandLineIndicators: readonly CommandLineIndicator[] = [
  {
    name: 'encoded command',
    family: 'encoded',
    technique: 'T1027.010',
    reason: 'PowerShell is given its command in Base64',
    test: (facts) => isPowershell(facts) && (encodedCommand.test(facts.line) || encodedAlias.test(facts.line)),
  },
  {
    name: 'Base64 is decoded in it',
    family: 'encoded',
    technique: 'T1140',
    reason: 'it calls a decoder of Base64',
    test: says(/frombase64string|\bbase64\s{1,4}(?:-d|--decode|-D)\b|certutil[^|&;]{0,60}[-/]decode|b64decode/i),
  },
  {
    name: 'encoded text',
    family: 'encoded',
    technique: 'T1027',
    reason: 'a part of it decodes to a text or a file',
    test: ({ holdsEncoded }) => holdsEncoded,
  },
  {
    name: 'compressed code',
    family: 'encoded',
    technique: 'T1027',
    reason: 'it unpacks a stream in memory',
    test: says(/io\.compression\.|gzipstream|deflatestream/i),
  },
  {
    name: 'joined or reversed literals',
    family: 'obfuscation',
    technique: 'T1027.010',
    reason: 'words are put together from parts',
    test: ({ encodings }) =>
      ['concatenation', 'format', 'replace', 'reversed', 'char codes'].some((each) => encodings.has(each)),
  },
  {
    name: 'carets or backticks in words',
    family: 'obfuscation',
    technique: 'T1027.010',
    reason: 'signs that mean nothing are strewn into words',
    test: ({ encodings }) => encodings.has('caret') || encodings.has('backtick'),
  },
  {
    name: 'hidden window',
    family: 'hidden',
    technique: 'T1564.003',
    reason: 'it runs where nobody sees it',
    test: (facts) =>
      (isPowershell(facts) && hidden.test(facts.line)) ||
      /windowstyle\s{0,4}=\s{0,4}['"]?hidden|createnowindow/i.test(facts.plain),
  },
  {
    name: 'execution policy bypassed',
    family: 'bypass',
    technique: 'T1059.001',
    reason: 'scripts run that the policy would stop',
    test: (facts) => bypass.test(facts.line),
  },
  {
    name: 'PowerShell without profile, unattended',
    family: 'bypass',
    technique: 'T1059.001',
    reason: 'usual of programs that start PowerShell, not of people',
    test: (facts) =>
      isPowershell(facts) &&
      parameter('noprofile', 3).test(facts.line) &&
      parameter('noninteractive', 4).test(facts.line),
  },
  {
    name: 'scan interface switched off',
    family: 'bypass',
    technique: 'T1562.001',
    reason: 'what scripts do is hidden from the scanner',
    test: says(/amsiutils|amsiinitfailed|amsiscanbuffer/i),
  },
  {
    name: 'downloads and runs',
    family: 'download',
    technique: 'T1059.001',
    reason: 'what comes from the network is run without being kept',
    test: says(
      /(?:\biex\b|invoke-expression)[^\n;]{0,400}(?:\bdownload(?:string|file|data)(?:async|taskasync)?\b|invoke-webrequest|\biwr\b|invoke-restmethod|\birm\b|net\.webclient)|(?:\bdownload(?:string|file|data)(?:async|taskasync)?\b|\biwr\b|invoke-webrequest|\birm\b|invoke-restmethod)[^\n]{0,400}\|\s{0,4}(?:iex\b|invoke-expression)|\b(?:curl|wget)\b[^\n|]{0,300}\|\s{0,4}(?:ba|z|da)?sh\b/i,
    ),
  },
  {
    name: 'downloads',
    family: 'download',
    technique: 'T1105',
    reason: 'it fetches from the network',
    test: says(
      /\bdownload(?:string|file|data)(?:async|taskasync)?\b|invoke-webrequest|invoke-restmethod|start-bitstransfer|\b(?:iwr|irm)\b\s{1,4}\S{0,40}https?:|(?:^|[\s"'\\/;&|(])(?:curl(?:\.exe)?["']?\s(?!(?:[^\n]{0,200}\s)?(?:-T|--upload-file|-F|--form|--data-binary)\s)|wget(?:\.exe)?["']?\s)[^\n]{0,200}(?:https?|ftp):|msxml2\.xmlhttp|winhttp\.winhttprequest/i,
    ),
  },
  {
    name: 'certutil fetches',
    family: 'download',
    technique: 'T1105',
    reason: 'a tool for certificates is used as one for files',
    test: runs('certutil', /[-/](?:urlcache|verifyctl)\b/i),
  },
  {
    name: 'certutil decodes or encodes',
    family: 'encoded',
    technique: 'T1140',
    reason: 'a tool for certificates is used as one for files',
    test: runs('certutil', /[-/](?:decode|decodehex|encode|encodehex)\b/i),
  },
  {
    name: 'bitsadmin transfers',
    family: 'download',
    technique: 'T1197',
    reason: 'a background service fetches the file',
    test: runs('bitsadmin', /[-/](?:transfer|addfile|setnotifycmdline)\b/i),
  },
  {
    name: 'rundll32 runs a script or an odd library',
    family: 'proxy',
    technique: 'T1218.011',
    reason: 'a program of Windows runs code for another',
    test: runs(
      'rundll32',
      /javascript:|vbscript:|shell32[^\n]{0,20}(?:shellexec|control)_rundll|\\(?:temp|appdata|programdata|users\\public)\\|comsvcs[^\n]{0,20}(?:minidump|#\+?24)|url\.dll|advpack|ieadvpack|zipfldr|pcwutl/i,
    ),
  },
  {
    name: 'regsvr32 loads a script',
    family: 'proxy',
    technique: 'T1218.010',
    reason: 'a program of Windows runs code for another',
    test: runs('regsvr32', /scrobj|\b(?:https?|ftp):\/\/|[-/]i:\S{0,80}\.sct/i),
  },
  {
    name: 'mshta runs a script',
    family: 'proxy',
    technique: 'T1218.005',
    reason: 'a program of Windows runs code for another',
    test: runs('mshta', /https?:|javascript:|vbscript:|\.hta\b/i),
  },
  {
    name: 'msiexec installs from the network',
    family: 'proxy',
    technique: 'T1218.007',
    reason: 'an installer is fetched and run',
    test: runs('msiexec', /https?:|[-/][yz]\s/i),
  },
  {
    name: 'code built or run by tools of .NET',
    family: 'proxy',
    technique: 'T1127',
    reason: 'a tool of developers runs code',
    test: ({ program }) =>
      /^(?:msbuild|installutil|regasm|regsvcs|cdb|dnx|rcsi|csi|microsoft\.workflow\.compiler)$/.test(program),
  },
  {
    name: 'cmstp installs a profile',
    family: 'proxy',
    technique: 'T1218.003',
    reason: 'a program of Windows runs code for another',
    test: runs('cmstp', /[-/](?:s|ni|au)\b|\.inf\b/i),
  },
  {
    name: 'forfiles or pcalua starts a program',
    family: 'proxy',
    technique: 'T1202',
    reason: 'the command is started by way of another',
    test: runs('forfiles|pcalua|scriptrunner|ftp|hh|wlrmdr', /(?:[-/](?:c|a|appvscript|s:)\s{0,4}\S)/i),
  },
  {
    name: 'script engine over WMI',
    family: 'proxy',
    technique: 'T1220',
    reason: 'a style sheet carries a script',
    test: runs('wmic', /[-/]format\s{0,4}:\s{0,4}["']?(?:https?:|\S{0,120}\.xsl)/i),
  },
  {
    name: 'process started over WMI',
    family: 'lateral',
    technique: 'T1047',
    reason: 'the process belongs to the service of WMI, not to its starter',
    test: says(
      /\bprocess\b[^\n]{0,12}\bcall\b[^\n]{0,12}\bcreate\b|invoke-wmimethod|invoke-cimmethod|win32_process[^\n]{0,40}create/i,
    ),
  },
  {
    name: 'command sent to another machine',
    family: 'lateral',
    technique: 'T1021',
    reason: 'it names a machine and a command for it',
    test: says(
      /\bpsexec(?:64)?(?:\.exe)?["']?\s[^\n]{0,40}\\\\|\bwinrs(?:\.exe)?["']?\s[^\n]{0,20}[-/]r:|invoke-command[^\n]{0,60}-computername|enter-pssession|[-/]node:/i,
    ),
  },
  {
    name: 'takes over a session of remote desktop',
    family: 'lateral',
    technique: 'T1563.002',
    reason: 'it goes on as whoever is logged on there',
    test: says(/(?:^|[\s"'\\/;&|(])tscon(?:\.exe)?["']?\s{1,4}\d{1,5}\s[^\n]{0,40}[-/]dest:/i),
  },
  {
    name: 'a console started over DCOM',
    family: 'lateral',
    technique: 'T1021.003',
    reason: 'usual of commands sent from another machine',
    test: ({ line, program }) => program === 'mmc' && /[-/]embedding\b/i.test(line),
  },
  {
    name: 'output goes to an administrative share',
    family: 'lateral',
    technique: 'T1021.002',
    reason: 'usual of tools that run commands from afar',
    test: says(/>\s{0,4}\\\\[a-z0-9.-]{1,60}\\(?:admin|c|ipc)\$/i),
  },
  {
    name: 'copies to or runs from an administrative share',
    family: 'lateral',
    technique: 'T1021.002',
    reason: 'files of another machine are reached as an administrator',
    test: says(/\\\\[a-z0-9._-]{1,100}\\(?:admin|[a-z]|ipc)\$/i),
  },
  {
    name: 'memory of lsass is dumped',
    family: 'credentials',
    technique: 'T1003.001',
    reason: 'that memory holds passwords and their hashes',
    test: says(/procdump[^\n]{0,80}lsass|comsvcs[^\n]{0,20}(?:minidump|#\+?24)|lsass[^\n]{0,40}\.dmp|out-minidump/i),
  },
  {
    name: 'names a tool for stealing credentials',
    family: 'credentials',
    technique: 'T1003',
    reason: 'nothing else is called so',
    test: says(/mimikatz|sekurlsa|lsadump|kerberos::|rubeus|lazagne|secretsdump|nanodump|safetykatz|pypykatz/i),
  },
  {
    name: 'copies the database of the domain',
    family: 'credentials',
    technique: 'T1003.003',
    reason: 'it holds the hashes of every password of the domain',
    test: says(
      /ntds\.dit|\bntdsutil\b|vssadmin[^\n]{0,20}create\s{1,4}shadow|esentutl[^\n]{0,40}[-/]vss|\bdiskshadow(?:\.exe)?["']?\s{1,4}[-/]s\b/i,
    ),
  },
  {
    name: 'copies the local account database',
    family: 'credentials',
    technique: 'T1003.002',
    reason: 'it holds the hashes of local passwords, or the key to them',
    // Of the hive of the system, which holds the key, the whole or the part with the key; exports of its other parts are everyday.
    test: says(
      /reg(?:\.exe)?["']?\s{1,4}(?:save|export)\s{1,4}["']?hk(?:lm|ey_local_machine)\\(?:sam\b|system(?=["'\s]|$)|system\\\w{1,30}\\control\\lsa\b)/i,
    ),
  },
  {
    name: 'copies secrets of the system',
    family: 'credentials',
    technique: 'T1003.004',
    reason: 'it holds passwords of services and cached logons',
    test: says(/reg(?:\.exe)?["']?\s{1,4}(?:save|export)\s{1,4}["']?hk(?:lm|ey_local_machine)\\security\b/i),
  },
  {
    name: 'reads the password file of Linux',
    family: 'credentials',
    technique: 'T1003.008',
    reason: 'it holds the hashes of passwords',
    test: says(/\/etc\/shadow\b/i),
  },
  {
    name: 'searches for passwords',
    family: 'credentials',
    technique: 'T1552.001',
    reason: 'files are searched for credentials',
    test: says(/findstr[^\n]{0,80}(?:password|cpassword|pwd)|select-string[^\n]{0,80}password/i),
  },
  {
    name: 'asks for saved credentials',
    family: 'credentials',
    technique: 'T1555.004',
    reason: 'Windows keeps passwords for later use',
    test: says(/\bcmdkey(?:\.exe)?["']?\s{1,4}[-/]list|vaultcmd(?:\.exe)?["']?\s{1,4}[-/]list/i),
  },
  {
    name: 'records traffic of the network',
    family: 'credentials',
    technique: 'T1040',
    reason: 'passwords and tokens pass there',
    test: says(
      /(?:^|[\s"'\\/;&|(])(?:pktmon(?:\.exe)?["']?\s{1,4}(?:start|filter|comp|pcapng|etl2pcap)\b|(?:tcpdump|tshark|dumpcap|windump|rawcap)(?:\.exe)?(?:["'\s]|$))|netsh(?:\.exe)?["']?\s{1,4}trace\s{1,4}start\b|new-netevent(?:session|packetcapture)/i,
    ),
  },
  {
    name: 'takes over the token of another',
    family: 'credentials',
    technique: 'T1134',
    reason: 'a tool known for acting with rights of others',
    test: says(
      /(?:^|[\s"'\\/;&|(])(?:\w{0,12}(?:rotten|juicy|rogue|sweet|god|lonely|sharp|efs|bad)potato\w{0,8}|printspoofer\w{0,8}|runascs)(?:\.exe)?(?:["'\s]|$)/i,
    ),
  },
  {
    name: 'starts a program as somebody else',
    family: 'credentials',
    technique: 'T1134.002',
    reason: 'it runs with the rights of the account it names',
    test: runs('runas', /[-/]user:|[-/]netonly\b/i),
  },
  {
    name: 'asks who and where it is',
    family: 'discovery',
    technique: 'T1033',
    reason: 'first questions of an intruder',
    test: says(/(?:^|[\s"'\\/;&|(])(?:whoami|quser|qwinsta|klist)(?:\.exe)?(?:["'\s]|$)/i),
  },
  {
    name: 'asks for accounts',
    family: 'discovery',
    technique: 'T1087',
    reason: 'it looks for accounts worth taking',
    test: says(
      /(?:^|[\s"'\\/;&|(])(?:net1?(?:\.exe)?["']?\s{1,4}user\b(?![^\n]{0,200}[-/](?:add|delete|active))|(?:dsquery|csvde|ldifde)(?:\.exe)?["']?\s[^\n]{0,40}(?:\buser\b|\*)|adfind(?:\.exe)?["']?\s[^\n]{0,80}(?:objectcategory|objectclass|person|\*)|setspn(?:\.exe)?["']?\s[^\n]{0,40}-q\b)|get-aduser|get-netuser|get-domainuser|\bwmic(?:\.exe)?["']?\s{1,4}useraccount\b|sharphound|bloodhound/i,
    ),
  },
  {
    name: 'asks for groups',
    family: 'discovery',
    technique: 'T1069',
    reason: 'it looks for who has rights',
    test: says(
      /(?:^|[\s"'\\/;&|(])(?:net1?(?:\.exe)?["']?\s{1,4}(?:group|localgroup)\b(?![^\n]{0,200}[-/](?:add|delete))|dsquery(?:\.exe)?["']?\s{1,4}group\b|whoami(?:\.exe)?["']?\s[^\n]{0,40}[-/](?:groups|all)\b)|get-adgroup|get-localgroupmember|get-domaingroup/i,
    ),
  },
  {
    name: 'asks for trusts between domains',
    family: 'discovery',
    technique: 'T1482',
    reason: 'it looks for ways into other domains',
    test: says(
      /domain_trusts|trusteddomain|trustdmp|get-adtrust|get-domaintrust|\bnltest(?:\.exe)?["']?\s[^\n]{0,40}[-/](?:trusted_domains|all_trusts)/i,
    ),
  },
  {
    name: 'asks for the password policy',
    family: 'discovery',
    technique: 'T1201',
    reason: 'it tells how passwords may be guessed',
    test: says(
      /(?:^|[\s"'\\/;&|(])net1?(?:\.exe)?["']?\s{1,4}accounts\b|get-ad(?:default|fine)\w{0,12}passwordpolicy|\bchage\s{1,4}-l\b/i,
    ),
  },
  {
    name: 'asks for other machines',
    family: 'discovery',
    technique: 'T1018',
    reason: 'it looks for where to go',
    test: says(
      /(?:^|[\s"'\\/;&|(])(?:net1?(?:\.exe)?["']?\s{1,4}view\s{0,4}(?:$|[-/])|nltest(?:\.exe)?["']?\s[^\n]{0,40}[-/](?:dclist|dsgetdc)|arp(?:\.exe)?["']?\s{1,4}[-/]a|dsquery(?:\.exe)?["']?\s{1,4}(?:computer|server)\b|nslookup(?:\.exe)?["']?\s{1,4}-)|get-adcomputer|get-domaincomputer|get-domaincontroller/i,
    ),
  },
  {
    name: 'asks for shares',
    family: 'discovery',
    technique: 'T1135',
    reason: 'it looks for files worth taking',
    test: says(
      /(?:^|[\s"'\\/;&|(])net1?(?:\.exe)?["']?\s{1,4}(?:share\s{0,4}$|view\s{1,4}\\\\|use\s{0,4}$)|get-smbshare\b|invoke-sharefinder|find-domainshare/i,
    ),
  },
  {
    name: 'asks for addresses and routes',
    family: 'discovery',
    technique: 'T1016',
    reason: 'it looks around on the network of the machine',
    test: says(
      /(?:^|[\s"'\\/;&|(])(?:(?:ipconfig|ifconfig)(?:\.exe)?["']?(?:\s{0,4}$|\s{1,4}[-/](?:all|displaydns))|nbtstat(?:\.exe)?["']?\s{1,4}[-/]|route(?:\.exe)?["']?\s{1,4}print|net1?(?:\.exe)?["']?\s{1,4}config\b)/i,
    ),
  },
  {
    name: 'asks for connections and sessions',
    family: 'discovery',
    technique: 'T1049',
    reason: 'it looks for who talks to whom',
    test: says(
      /(?:^|[\s"'\\/;&|(])(?:netstat(?:\.exe)?["']?(?:\s{0,4}$|\s{1,4}-)|net1?(?:\.exe)?["']?\s{1,4}session)|get-nettcpconnection/i,
    ),
  },
  {
    name: 'asks for processes',
    family: 'discovery',
    technique: 'T1057',
    reason: 'it looks for what watches it',
    test: says(
      /(?:^|[\s"'\\/;&|(])(?:tasklist(?:\.exe)?["']?(?:\s{0,4}$|\s{1,4}[-/])|wmic(?:\.exe)?["']?\s{1,4}process\s{1,4}(?:list|get)\b)/i,
    ),
  },
  {
    name: 'asks for services and tasks',
    family: 'discovery',
    technique: 'T1007',
    reason: 'it looks for what runs by itself',
    test: says(
      /(?:^|[\s"'\\/;&|(])(?:net1?(?:\.exe)?["']?\s{1,4}start\s{0,4}$|sc(?:\.exe)?["']?\s{1,4}(?:query|queryex|qc)\b|schtasks(?:\.exe)?["']?\s{1,4}[-/]query\b|tasklist(?:\.exe)?["']?\s[^\n]{0,40}[-/]svc\b)/i,
    ),
  },
  {
    name: 'asks for the system',
    family: 'discovery',
    technique: 'T1082',
    reason: 'it looks for what machine this is',
    test: says(
      /(?:^|[\s"'\\/;&|(])(?:systeminfo(?:\.exe)?["']?(?:\s{0,4}$|\s{1,4}[-/|>])|wmic(?:\.exe)?["']?\s{1,4}(?:os|computersystem|qfe)\b)/i,
    ),
  },
  {
    name: 'asks for what protects and watches',
    family: 'discovery',
    technique: 'T1518.001',
    reason: 'it looks for scanners, firewalls and audit policy',
    test: says(
      /securitycenter2|antivirusproduct|auditpol(?:\.exe)?["']?\s{1,4}[-/](?:get|list|backup)\b|netsh(?:\.exe)?["']?\s{1,4}(?:adv\w{0,10}|a|firewall)\s[^\n]{0,20}\bshow\b|\bfltmc(?:\.exe)?["']?(?:\s{0,4}$|\s{1,4}(?:filters|instances))/i,
    ),
  },
  {
    name: 'uploads',
    family: 'collection',
    technique: 'T1048',
    reason: 'it sends a file to the network',
    test: says(
      /(?:^|[\s"'\\/;&|(])curl(?:\.exe)?["']?\s[^\n]{0,200}(?:-T|--upload-file|-F|--form|--data-binary)\s|\buploadfile\b|\buploaddata\b|[-/]transfer[^\n]{0,40}[-/]upload\b/i,
    ),
  },
  {
    name: 'packs files under a password',
    family: 'collection',
    technique: 'T1560.001',
    reason: 'nobody can see what leaves',
    test: says(/(?:^|[\s"'\\/;&|(])(?:7z[ar]?|rar|winrar)(?:\.exe)?["']?\s{1,4}a\s[^\n]{0,200}\s?-h?p\S/i),
  },
  {
    name: 'makes an account',
    family: 'persistence',
    technique: 'T1136',
    reason: 'a way back in',
    test: says(
      /(?:^|[\s"'\\/;&|(])net1?(?:\.exe)?["']?\s{1,4}user\s[^\n]{0,120}[-/]add\b|new-localuser|new-aduser|\buseradd\b|\badduser\b/i,
    ),
  },
  {
    name: 'adds to a group or changes an account',
    family: 'persistence',
    technique: 'T1098',
    reason: 'an account gets rights it did not have',
    test: says(
      /(?:^|[\s"'\\/;&|(])(?:net1?(?:\.exe)?["']?\s{1,4}(?:localgroup|group)\s[^\n]{0,120}[-/]add\b|net1?(?:\.exe)?["']?\s{1,4}user\s[^\n]{0,120}[-/]active:|setspn(?:\.exe)?["']?\s{1,4}-[as]\b|usermod(?:\.exe)?\s[^\n]{0,40}-\w{0,3}g\b)|add-(?:localgroup|adgroup)member/i,
    ),
  },
  {
    name: 'makes a scheduled task',
    family: 'persistence',
    technique: 'T1053.005',
    reason: 'it will run again',
    test: says(
      /schtasks(?:\.exe)?["']?\s[^\n]{0,40}[-/](?:create|change)\b|register-scheduledtask|new-scheduledtask|(?:^|[\s"'\\/;&|(])at(?:\.exe)?\s{1,4}(?:\\\\\S{1,60}\s{1,4})?\d{1,2}:\d\d/i,
    ),
  },
  {
    name: 'makes or changes a service',
    family: 'persistence',
    technique: 'T1543.003',
    reason: 'it will run again, as the system',
    test: says(
      /(?:^|[\s"'\\/;&|(])sc(?:\.exe)?["']?\s{1,4}(?:\\\\\S{1,60}\s{1,4})?(?:create|config|failure|sdset)\b|new-service\b|reg(?:\.exe)?["']?\s{1,4}add\s[^\n]{0,40}\\(?:currentcontrolset|controlset\d{3})\\services\\/i,
    ),
  },
  {
    name: 'writes a run key',
    family: 'persistence',
    technique: 'T1547.001',
    reason: 'it will run at the next logon',
    test: says(
      /(?:reg(?:\.exe)?["']?\s{1,4}add|new-itemproperty|set-itemproperty|regwrite)[^\n]{0,200}(?:currentversion\\{1,2}(?:run|policies\\{1,2}explorer\\{1,2}run)|winlogon|\\run\b)/i,
    ),
  },
  {
    name: 'adds a library to netsh',
    family: 'persistence',
    technique: 'T1546.007',
    reason: 'netsh will load it whenever it runs',
    test: says(/netsh(?:\.exe)?["']?\s[^\n]{0,20}\badd\s{1,4}helper\b/i),
  },
  {
    name: 'makes the DNS server load a library',
    family: 'persistence',
    technique: 'T1574',
    reason: 'it runs with the rights of the domain controller',
    test: says(/serverlevelplugindll/i),
  },
  {
    name: 'starts the database for one administrator',
    family: 'persistence',
    technique: 'T1505.001',
    reason: 'whoever connects first owns the database',
    test: says(/(?:^|[\s"'\\/;&|(])net1?(?:\.exe)?["']?\s{1,4}start\s{1,4}["']?mssql\S{0,80}\s[^\n]{0,20}[-/][mf]\b/i),
  },
  {
    name: 'replaces an accessibility tool',
    family: 'persistence',
    technique: 'T1546.008',
    reason: 'the logon screen will start it',
    test: says(
      /image file execution options|(?:sethc|utilman|osk|magnify|narrator|displayswitch)\.exe[^\n]{0,80}(?:cmd|powershell|debugger)/i,
    ),
  },
  {
    name: 'deletes copies or stops recovery',
    family: 'impact',
    technique: 'T1490',
    reason: 'what extortion does before it encrypts',
    test: says(
      /vssadmin[^\n]{0,20}delete|shadowcopy[^\n]{0,20}delete|wbadmin[^\n]{0,20}delete|bcdedit[^\n]{0,60}(?:recoveryenabled|ignoreallfailures)/i,
    ),
  },
  {
    name: 'stops a service',
    family: 'impact',
    technique: 'T1489',
    reason: 'what extortion does before it encrypts; administrators do too',
    test: says(/(?:^|[\s"'\\/;&|(])(?:net1?|sc)(?:\.exe)?["']?\s{1,4}stop\s{1,4}\S|stop-service\b/i),
  },
  {
    name: 'mines coins',
    family: 'impact',
    technique: 'T1496',
    reason: 'it names an algorithm or a pool of miners',
    test: says(/stratum\+?(?:tcp|ssl)|cryptonight|randomx|--donate-level|xmrig|minerd\b/i),
  },
  {
    name: 'clears event logs',
    family: 'evasion',
    technique: 'T1070.001',
    reason: 'traces are removed',
    test: says(
      /wevtutil(?:\.exe)?["']?\s{1,4}(?:cl|clear-log)\b|clear-eventlog|remove-eventlog|nteventlog[^\n]{0,120}\bcleareventlog\b/i,
    ),
  },
  {
    name: 'clears history',
    family: 'evasion',
    technique: 'T1070.003',
    reason: 'traces are removed',
    test: says(/\bhistory\s{1,4}-c\b|clear-history\b|consolehost_history\.txt/i),
  },
  {
    name: 'deletes the journal of changes to files',
    family: 'evasion',
    technique: 'T1070',
    reason: 'traces are removed',
    test: says(/fsutil[^\n]{0,12}usn[^\n]{0,12}deletejournal/i),
  },
  {
    name: 'switches off logs',
    family: 'evasion',
    technique: 'T1562.002',
    reason: 'nothing is written of what follows',
    test: says(
      /auditpol[^\n]{0,80}(?:[-/](?:clear|remove)\b|:disable)|wevtutil(?:\.exe)?["']?\s{1,4}(?:sl|set-log)\s[^\n]{0,120}[-/]e(?:nabled)?:f|(?:sc|net1?)(?:\.exe)?["']?\s{1,4}stop\s{1,4}["']?eventlog\b/i,
    ),
  },
  {
    name: 'switches off protection',
    family: 'evasion',
    technique: 'T1562.001',
    reason: 'what would notice is stopped',
    test: says(
      /set-mppreference|add-mppreference[^\n]{0,40}exclusion|disable(?:realtimemonitoring|antispyware)|(?:net1?|sc)(?:\.exe)?["']?\s{1,4}(?:stop|delete)\s{1,4}["']?(?:windefend|mpssvc|sense|wscsvc|wdnissvc|sysmon\w{0,4})\b|sc(?:\.exe)?["']?\s{1,4}config\s{1,4}["']?(?:windefend|mpssvc|sense|wscsvc|wdnissvc|eventlog|sysmon\w{0,4})\b[^\n]{0,20}start=\s{0,2}(?:disabled|demand)/i,
    ),
  },
  {
    name: 'opens or stops the firewall',
    family: 'evasion',
    technique: 'T1562.004',
    reason: 'connections come in that were refused',
    test: says(
      /netsh(?:\.exe)?["']?\s[^\n]{0,40}(?:advfirewall|firewall)[^\n]{0,60}(?:\boff\b|disable|add\s{1,4}rule)|set-netfirewallprofile[^\n]{0,80}enabled\s{1,4}\S{0,2}false|new-netfirewallrule\b|\bufw\s{1,4}disable\b|\biptables\s{1,4}-F\b/i,
    ),
  },
  {
    name: 'forwards a port',
    family: 'evasion',
    technique: 'T1090',
    reason: 'traffic is led past what watches it',
    test: says(/portproxy|netsh(?:\.exe)?["']?\s{1,4}i\w{0,8}\s{1,4}po?r?t?p?\w{0,5}\s{1,4}a\w{0,2}\s/i),
  },
  {
    name: 'leads traffic through a tunnel',
    family: 'evasion',
    technique: 'T1572',
    reason: 'traffic is hidden in a permitted connection',
    test: says(
      /plink(?:\.exe)?["']?\s[^\n]{0,60}-[rld]\s|\bssh(?:\.exe)?["']?\s[^\n]{0,60}-[rld]\s|\b(?:ngrok|chisel|cloudflared|frpc|ligolo)(?:\.exe)?["']?\s{1,4}\S/i,
    ),
  },
  {
    name: 'Linux is installed or run in Windows',
    family: 'evasion',
    technique: 'T1202',
    reason: 'what runs there is out of sight of what watches Windows',
    test: says(
      /microsoft-windows-subsystem-linux|(?:^|[\s"'\\/;&|(])wsl(?:\.exe)?["']?\s{1,4}(?:--install|--import|-e\b|--exec|-u\b|-d\b|bash|sh\b)/i,
    ),
  },
  {
    name: 'a payload in names of services',
    family: 'obfuscation',
    technique: 'T1027',
    reason: 'a file is sent in parts, as names of services',
    test: says(/get-service\b[^\n]{0,80}displayname[^\n]{0,80}(?:out-file|add-content|>>)/i),
  },
  {
    name: 'program in a folder for data',
    family: 'evasion',
    technique: 'T1036.005',
    reason: 'programs are not installed there',
    test: ({ line }) =>
      /^["']?[a-z]:\\(?:windows\\(?:fonts|debug|tasks|tracing|help|media|cursors)|perflogs|\$recycle\.bin|users\\public|intel|recycler)\\[^\\"']{1,80}(?:\\[^\\"']{1,80}){0,4}?\.(?:exe|com|scr|bat|cmd|ps1|vbs)\b/i.test(
        line,
      ),
  },
  {
    name: 'two extensions',
    family: 'evasion',
    technique: 'T1036.007',
    reason: 'a program poses as a document',
    test: ({ line }) =>
      /\.(?:pdf|docx?|xlsx?|pptx?|rtf|txt|jpe?g|png|gif|zip|mp[34])[ .]{0,60}\.?\.(?:exe|scr|com|pif|bat|cmd|js|vbs|hta)\b/i.test(
        line,
      ),
  },
  {
    name: 'Office started a shell',
    family: 'parent',
    technique: 'T1204.002',
    reason: 'a document that starts a shell carries code',
    test: ({ parent, program }) =>
      /^(?:winword|excel|powerpnt|outlook|msaccess|mspub|onenote|visio|eqnedt32)$/.test(parent) &&
      scripting.test(program),
  },
  {
    name: 'web server started a shell',
    family: 'parent',
    technique: 'T1505.003',
    reason: 'a request made the server run a command',
    test: ({ parent, program }) =>
      /^(?:w3wp|httpd|nginx|tomcat\d*|php-cgi|php|java|umworkerprocess|msexchange.*)$/.test(parent) &&
      shells.test(program),
  },
  {
    name: 'database started a shell',
    family: 'parent',
    technique: 'T1505.001',
    reason: 'a query made the server run a command',
    test: ({ parent, program }) =>
      /^(?:sqlservr|sqlagent|mysqld|postgres|oracle)$/.test(parent) && shells.test(program),
  },
  {
    name: 'print service started a shell',
    family: 'parent',
    technique: 'T1068',
    reason: 'a driver of a printer ran a command',
    test: ({ parent, program }) => parent === 'spoolsv' && shells.test(program),
  },
  {
    name: 'WMI started a shell',
    family: 'parent',
    technique: 'T1047',
    reason: 'a command sent by way of WMI',
    test: ({ parent, program }) => parent === 'wmiprvse' && scripting.test(program),
  },
  {
    name: 'a script host started a shell',
    family: 'parent',
    technique: 'T1059',
    reason: 'a script runs commands',
    test: ({ parent, program }) =>
      /^(?:wscript|cscript|mshta|rundll32|regsvr32|hh)$/.test(parent) && shells.test(program),
  },
  {
    name: 'a remote service started a shell',
    family: 'parent',
    technique: 'T1569.002',
    reason: 'a service runs a command',
    test: ({ parent, program }) =>
      /^(?:psexesvc|services|winrshost|wsmprovhost|paexec.*|remcomsvc)$/.test(parent) && shells.test(program),
  },
  {
    name: 'reader or browser started a shell',
    family: 'parent',
    technique: 'T1203',
    reason: 'what it showed ran a command',
    test: ({ parent, program }) =>
      /^(?:acrord32|acrobat|foxitreader|iexplore|chrome|firefox|msedge)$/.test(parent) && scripting.test(program),
  },
]
