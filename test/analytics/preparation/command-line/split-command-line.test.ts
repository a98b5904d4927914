import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type CommandLine,
  splitCommandLine,
} from '../../../../src/analytics/preparation/command-line/split-command-line.ts'

const raw = String.raw
const windows = (text: string) => splitCommandLine(text, { style: 'windows' })
const posix = (text: string) => splitCommandLine(text, { style: 'posix' })
/** Switches as `name` or `name=value`. */
const switchesOf = ({ switches }: CommandLine) =>
  switches.map(({ name, value }) => (value === undefined ? name : `${name}=${value}`))
const runsOf = ({ runs }: CommandLine) =>
  runs.map((run) => [run.program, ...switchesOf(run), ...run.arguments].join(' '))

describe('the program of a Windows command line', () => {
  it.each([
    [raw`"C:\Program Files\a b\C.EXE" x`, 'c.exe', raw`C:\Program Files\a b\C.EXE`, ['x']],
    [raw`C:\Program Files\x\y.exe -k`, 'y.exe', raw`C:\Program Files\x\y.exe`, []],
    [raw`C:\Program Files (x86)\a - b\y.exe`, 'y.exe', raw`C:\Program Files (x86)\a - b\y.exe`, []],
    [
      raw`C:\Windows\System32\notepad C:\a b\c.exe`,
      'notepad',
      raw`C:\Windows\System32\notepad`,
      [raw`C:\a`, raw`b\c.exe`],
    ],
    [raw`C:\Windows\System32\tool some words`, 'tool', raw`C:\Windows\System32\tool`, ['some', 'words']],
    [raw`\??\C:\Windows\system32\conhost.exe 0x4`, 'conhost.exe', raw`C:\Windows\system32\conhost.exe`, ['0x4']],
    [raw`\SystemRoot\System32\smss.exe 1`, 'smss.exe', raw`C:\Windows\System32\smss.exe`, ['1']],
    [raw`%SystemRoot%\system32\svchost.exe`, 'svchost.exe', raw`C:\Windows\system32\svchost.exe`, []],
    ['%COMSPEC%', 'cmd.exe', raw`C:\Windows\System32\cmd.exe`, []],
    [raw`%constructor%\x.exe`, 'x.exe', raw`%constructor%\x.exe`, []],
    [raw`%other%\x.exe`, 'x.exe', raw`%other%\x.exe`, []],
    ['ping  127.0.0.1', 'ping', 'ping', ['127.0.0.1']],
    ['"unclosed quote', 'unclosed quote', 'unclosed quote', []],
    ['', '', '', []],
    [' \t ', '', '', []],
  ])('of %s', (text, program, path, words) => {
    const { program: found, path: foundPath, arguments: rest } = windows(text)
    expect([found, foundPath, rest]).toEqual([program, path, words])
  })

  it('ends where the log says the program does', () => {
    const image = raw`c:\tools\my app`
    const { path, arguments: rest } = splitCommandLine(raw`C:\tools\my app and more`, { style: 'windows', image })
    expect([path, rest]).toEqual([raw`C:\tools\my app`, ['and', 'more']])
  })
})

describe('quotes and backslashes as CommandLineToArgvW reads them', () => {
  it.each([
    [raw`"abc" d e`, ['abc', 'd', 'e']],
    [raw`a\\b d"e f"g h`, [raw`a\\b`, 'de fg', 'h']],
    [raw`a\\\"b c d`, [raw`a\"b`, 'c', 'd']],
    [raw`a\\\\"b c" d e`, [raw`a\\b c`, 'd', 'e']],
    [raw`"a b\\" c`, [raw`a b\ `.trim(), 'c']],
    [raw`"" x`, ['', 'x']],
    [raw`"a""b" c`, ['a"b c']],
    [raw`"a""b c"`, ['a"b', 'c']],
    [raw`"""a b""" c`, ['"a', 'b"', 'c']],
    [raw`a"b`, ['ab']],
    [raw`C:\dir\ x`, ['C:\\dir\\', 'x']],
  ])('%s', (text, words) => {
    expect(windows(`x.exe ${text}`).arguments).toEqual(words)
  })

  it('reads back every argument that was quoted by the rules', () => {
    const quote = (text: string) => `"${text.replace(/(\\*)"/g, '$1$1\\"').replace(/(\\+)$/, '$1$1')}"`
    const character = fc.constantFrom('a', 'b', ' ', '\\', '"', '\t', 'é')
    const argument = fc.string({ unit: character, maxLength: 12 }).map((text) => `x${text}`)
    fc.assert(
      fc.property(fc.array(argument, { maxLength: 6 }), (words) => {
        expect(windows(['p.exe', ...words.map(quote)].join(' ')).arguments).toEqual(words)
      }),
    )
  })
})

describe('switches', () => {
  it.each([
    ['ipconfig /all', ['/all']],
    ['gpupdate /Target:Computer /force', ['/target=Computer', '/force']],
    ['schtasks /create /tn x /tr y', ['/create', '/tn=x', '/tr=y']],
    ['ping 127.0.0.1 -n 22', ['-n=22']],
    ['ping -4 host', ['-4=host']],
    ['tool -2147483646', []],
    ['tool --User=bob --flag', ['--user=bob', '--flag']],
    ['tool -abc', ['-abc']],
    ['tool "/out:C:\\a b\\c.tmp"', ['/out=C:\\a b\\c.tmp']],
    ['tool https://a/b', []],
  ])('of %s', (text, switches) => expect(switchesOf(windows(text))).toEqual(switches))

  it.each(['-enc', '-e', '-EncodedCommand', '/ec', '-eNCod', '–enc'])('takes PowerShell’s %s for one', (written) => {
    expect(switchesOf(windows(`powershell.exe -NoP -w hidden ${written} QUJD`))).toEqual([
      '-noprofile',
      '-windowstyle=hidden',
      '-encodedcommand=QUJD',
    ])
  })

  it('ends PowerShell’s parameters with a command or a script', () => {
    expect(switchesOf(windows('pwsh -ep Bypass -c Get-Item -Path x'))).toEqual([
      '-executionpolicy=Bypass',
      '-command=Get-Item -Path x',
    ])
    const script = windows('powershell -file a.ps1 -Name x')
    expect([switchesOf(script), script.arguments]).toEqual([['-file=a.ps1'], ['-Name', 'x']])
    expect(windows('powershell Get-Date -Format o').arguments).toEqual(['Get-Date', '-Format', 'o'])
  })

  it.each([
    [raw`rundll32.exe C:\windows\System32\COMSVCS.dll, MiniDump 624 x full`, 'comsvcs.dll,minidump'],
    [raw`rundll32 "C:\a b\x.dll",Export`, 'x.dll,export'],
    ['rundll32 x.dll Export', 'x.dll,export'],
    ['rundll32 x.dll,#24', 'x.dll,#24'],
    ['rundll32', undefined],
  ])('knows what %s calls', (text, entry) => expect(windows(text).entry).toBe(entry))
})

describe('commands that a command runs', () => {
  it.each([
    ['cmd /c echo Begin "a b"', ['echo Begin a b']],
    ['cmd.exe /Q /D /C"net user & whoami"', ['net user', 'whoami']],
    ['cmd/c dir', ['dir']],
    ['cmd /c "C:\\a b\\c.exe" x', ['c.exe x']],
    ['cmd /c ""C:\\a b\\c.exe" x"', ['c.exe x']],
    ['cmd /c p^o^w^e^r^shell -enc QQ==', ['powershell -encodedcommand=QQ==']],
    ['cmd /c echo a^&b', ['echo a&b']],
    ['cmd /c echo "a & b"', ['echo a & b']],
    ['cmd /c dir > x 2>&1', ['dir > x 2>&1']],
    ['cmd /c (cd x && @del y)', ['cd x', 'del y)']],
    ['cmd /c cmd /c whoami', ['cmd /c', 'whoami']],
    ['cmd', []],
    ['cmd /c', []],
  ])('%s', (text, runs) => expect(runsOf(windows(text))).toEqual(runs))

  it.each([
    ['/bin/sh -c "curl http://x | bash"', ['curl http://x', 'bash']],
    ["bash -lc 'cd /tmp && ./x'", ['cd /tmp', './x'.replace('./', '')]],
    ['FOO=1 sudo -u root BAR=2 cat /etc/shadow', ['cat /etc/shadow']],
    ['env -i A=b nohup ls', ['nohup', 'ls']],
    ['timeout 5 ping x', ['ping x']],
    ['cat x | grep y', ['grep y']],
  ])('%s', (text, runs) => expect(runsOf(posix(text))).toEqual(runs))
})

describe('POSIX words', () => {
  it.each([
    [raw`p 'a b' "c d" e\ f`, ['a b', 'c d', 'e f']],
    [raw`p "a\"b" 'a\b' "a\b"`, ['a"b', raw`a\b`, raw`a\b`]],
    [raw`p $'a\tb\x41' "$HOME"`, ['a\tbA', '$HOME']],
    [raw`p a''b ''`, ['ab', '']],
    ['p a # b', ['a']],
    ['p a#b', ['a#b']],
    ['p a >b 2>&1', ['a', '>b', '2>&1']],
    ["p 'open", ['open']],
    ['p -- -x', ['-x']],
  ])('%s', (text, words) => expect(posix(text).arguments).toEqual(words))

  it('keeps the case of program and switches', () => {
    const line = posix('/opt/X/Tool -R --Name=v -abc w')
    expect([line.program, line.path, switchesOf(line)]).toEqual(['Tool', '/opt/X/Tool', ['-R', '--Name=v', '-abc=w']])
  })
})

describe('style by the look of a text', () => {
  it.each([
    [raw`C:\a\b.exe 'x y'`, ["'x", "y'"]],
    ["/usr/bin/x 'x y'", ['x y']],
    ["echo 'x y'", ['x y']],
    ['ls -la /tmp', []],
    ['net user bob /add', ['user', 'bob']],
  ])('%s', (text, words) => expect(splitCommandLine(text).arguments).toEqual(words))

  it('reads a path after a switch of a POSIX program as its word', () => {
    expect(switchesOf(splitCommandLine('ls -la /tmp'))).toEqual(['-la=/tmp'])
  })
})

describe('garbage', () => {
  it('never throws', () => {
    const unit = fc.constantFrom(
      'a',
      ' ',
      '"',
      "'",
      '\\',
      '^',
      '&',
      '|',
      '/',
      '-',
      '%',
      '$',
      '\n',
      '\0',
      '(',
      'c',
      '\ud800',
    )
    const text = fc.oneof(fc.string({ unit, maxLength: 80 }), fc.string({ unit: 'binary' }))
    const head = fc.constantFrom('', 'cmd /c ', 'powershell ', 'rundll32 ', 'sh -c ', 'sudo ', '"')
    fc.assert(
      fc.property(head, text, fc.constantFrom('windows', 'posix', 'auto'), (start, rest, style) => {
        const line = splitCommandLine(start + rest, { style })
        expect(line.program).toBe(line.program.toString())
      }),
    )
  })

  it.each([
    '"',
    '\\',
    '\\"',
    '^',
    '&',
    "'",
    'a ',
    '-a ',
    '/c ',
    'cmd /c ',
    '"" ',
    "$'",
    '\\\\"',
    ' ',
    'x.',
    'a=b ',
    'sudo ',
    'sh -c ',
    '(',
    '%',
    'a"',
  ])('of a quarter of a megabyte of %j is read', (piece) => {
    const garbage = piece.repeat(2 ** 18 / piece.length)
    for (const head of ['', 'cmd /c ', 'powershell -c ', 'C:\\a ', "sh -c '"]) {
      for (const style of ['windows', 'posix'] as const) {
        expect(splitCommandLine(head + garbage, { style }).runs).toBeInstanceOf(Array)
      }
    }
  })
})
