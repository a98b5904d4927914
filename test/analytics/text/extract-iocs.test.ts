import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { extractIocs } from '../../../src/analytics/text/extract-iocs.ts'
import { iocTypes } from '../../../src/analytics/text/ioc-types.ts'
import { hostileTexts } from './hostile-texts.ts'

/** Type and observable of each finding, in order. */
function found(text: string, ...types: string[]): string[] {
  return extractIocs(text)
    .filter(({ type }) => types.length === 0 || types.includes(type))
    .map(({ type, observable, kind }) => [type, observable, ...(kind === '' ? [] : [kind])].join(' '))
}

describe('addresses', () => {
  it('are four numbers to 255, without a port', () => {
    expect(found('10.1.2.3:8080,8.8.8.8; 1.2.3.4. (9.9.9.9)')).toEqual([
      'ipv4 10.1.2.3 private',
      'ipv4 8.8.8.8 public',
      'ipv4 1.2.3.4 public',
      'ipv4 9.9.9.9 public',
    ])
    expect(found('10.0.0.1-10.0.0.9 and 10.0.0.2/10.0.0.3')).toEqual([
      'ipv4 10.0.0.1 private',
      'ipv4 10.0.0.9 private',
      'ipv4 10.0.0.2 private',
      'ipv4 10.0.0.3 private',
    ])
  })

  it.each([
    '999.1.1.1',
    '256.1.1.1',
    '01.2.3.4',
    '1.2.3',
    '1.2.3.4.5',
    '10.0.19041.1',
    '1.3.6.1.4.1.311',
    '1.3.6.1',
    '2.5.29.37',
    'v1.2.3.4',
    'Version=4.0.0.0, Culture=neutral',
    'ProductVersion: 1.2.3.4',
    '"version":"1.2.3.4"',
    'OS build 10.0.0.1',
    '1.2.3.4-beta',
    'C:\\Program Files\\Google\\Update\\1.3.33.23\\a.exe',
    '"C:\\\\Google\\\\1.3.33.23\\\\a.exe"',
    '/opt/agent/1.2.3.4/bin',
    'Chrome/73.0.36.86',
    'amd64_servicing_10.0.143.27_none',
  ])('%s has none', (text) => {
    expect(found(text, 'ipv4')).toEqual([])
  })

  it.each([
    ['ssh -v 10.0.0.1', 'ipv4 10.0.0.1 private'],
    ['to server 10.0.0.1', 'ipv4 10.0.0.1 private'],
    ['\\\\10.0.0.1\\share', 'ipv4 10.0.0.1 private'],
    ['\\\\\\\\10.0.0.1\\\\share', 'ipv4 10.0.0.1 private'],
    ['\\\\?\\UNC\\10.0.0.1\\share', 'ipv4 10.0.0.1 private'],
    ['TERMSRV/10.0.0.1', 'ipv4 10.0.0.1 private'],
    ['127.0.0.1', 'ipv4 127.0.0.1 loopback'],
    ['169.254.1.1', 'ipv4 169.254.1.1 link-local'],
    ['0.0.0.0', 'ipv4 0.0.0.0 unspecified'],
    ['224.0.0.1', 'ipv4 224.0.0.1 multicast'],
    ['100.64.0.1', 'ipv4 100.64.0.1 shared'],
    ['192.0.2.1', 'ipv4 192.0.2.1 reserved'],
  ])('%s has one', (text, expected) => {
    expect(found(text, 'ipv4')).toEqual([expected])
  })

  it('of version 6 lose zone, port and sentence', () => {
    expect(found('::1 fe80::1%12, 2001:DB8:0:0::1. [2a01:4f8::1]:443 (fd00::1):', 'ipv6')).toEqual([
      'ipv6 ::1 loopback',
      'ipv6 fe80::1 link-local',
      'ipv6 2001:db8::1 reserved',
      'ipv6 2a01:4f8::1 public',
      'ipv6 fd00::1 private',
    ])
    expect(found('from ::ffff:1.2.3.4')).toEqual(['ipv6 ::ffff:1.2.3.4 ipv4-mapped', 'ipv4 1.2.3.4 public'])
  })

  it.each([
    '12:30:45',
    '2021-04-16T12:07:14',
    '12:34:56:78:9a:bc',
    '[Convert]::FromBase64String',
    '[IntPtr]::Add(1)',
    'std::abc face::bad',
    '::',
    ':::1',
    '1:2:3:4:5:6:7:8:9',
    'a::b::c',
    'QueryResults: ::ffff:192.',
  ])('%s is none of version 6', (text) => {
    expect(found(text, 'ipv6')).toEqual([])
  })
})

describe('domains', () => {
  it.each([
    'evil.com',
    'news.ycombinator.com',
    'login.evil.sh',
    'www.foo.sh',
    'a.co.uk',
    '_ldap._tcp.contoso.com',
    'printnightmare.gentilkiwi.com',
    'xn--mller-kva.de',
    'foo.github.io',
  ])('%s is one', (text) => {
    expect(found(`see ${text}, then`)).toEqual([`dns ${text}`])
  })

  it.each([
    'myadmintool.ps',
    'invoke.sh',
    'script.py run.pl',
    'backup.zip',
    'readme.md',
    'cmd.exe kernel32.dll node.js a.vbs',
    'System.Net',
    'New-Object System.Net.WebClient; [System.IO.File]::Open($a)',
    'Microsoft.PowerShell.Management',
    'ASP.NET',
    'more.com command.com',
    '$user.name process.id file.open',
    '/opt/evil.com/x',
    'C:\\Windows\\Microsoft.NET\\Framework64',
    'co.uk',
    'dc01.contoso.local',
    'a..com',
    '-.com',
    'toString.call(x)',
    'MICROSOFT.WEB/serverfarms/write',
  ])('%s has none', (text) => {
    expect(found(text, 'dns')).toEqual([])
  })

  it.each([
    ['http://evil.sh/x', 'dns evil.sh'],
    ['curl evil.sh/x', 'dns evil.sh'],
    ['@evil.py', 'dns evil.py'],
    ['evil[.]zip', 'dns evil.zip'],
    ['//evil.md/a', 'dns evil.md'],
    ['\\\\files.contoso.com\\share', 'dns files.contoso.com'],
    ['cifs/dc01.contoso.com', 'dns dc01.contoso.com'],
    ['CONTOSO.COM', 'dns contoso.com'],
    ['müller.de', 'dns xn--mller-kva.de'],
  ])('%s has one', (text, expected) => {
    expect(found(text, 'dns')).toEqual([expected])
  })

  it('of a network of one’s own are taken when asked for', () => {
    expect(extractIocs('dc01.contoso.local', { anySuffix: true }).map(({ observable }) => observable)).toEqual([
      'dc01.contoso.local',
    ])
  })
})

describe('URLs', () => {
  it('give their host too, and what they hold percent-encoded', () => {
    expect(found('get http://user:pw@evil.com:8080/a%20b?u=http%3A%2F%2Fbad.ru%2Fx now')).toEqual([
      'url http://user:pw@evil.com:8080/a%20b?u=http%3A%2F%2Fbad.ru%2Fx',
      'url http://user:pw@evil.com:8080/a b?u=http://bad.ru/x percent-decoded',
      'url http://bad.ru/x percent-decoded',
      'dns bad.ru',
      'dns evil.com',
    ])
  })

  it.each([
    ['(http://a.com/b_(c)).', 'url http://a.com/b_(c)'],
    ["DownloadString('http://10.2.3.4/a.ps1');dir", 'url http://10.2.3.4/a.ps1'],
    ['[x](https://a.com/y)', 'url https://a.com/y'],
    ['ldap://evil.com/a}', 'url ldap://evil.com/a'],
    ['file:///c:/a.txt', 'url file:///c:/a.txt'],
    ['stratum+tcp://pool.com:3333', 'url stratum+tcp://pool.com:3333'],
    ['http://intranet/x', 'url http://intranet/x'],
    ['http://[::1]:80/', 'url http://[::1]:80/'],
    ['http://a.com/x&calc', 'url http://a.com/x'],
    ['http://a.com/?x=1&y=2', 'url http://a.com/?x=1&y=2'],
    ['urlhttp://a.com/', 'url http://a.com/'],
  ])('%s has one', (text, expected) => {
    expect(found(text, 'url')).toEqual([expected])
  })

  it.each([['http://0x7f000001/'], ['http://2130706433/'], ['http://127.1.0x1/']])('%s leads to an address', (text) => {
    expect(found(text, 'ipv4')[0]).toMatch(/^ipv4 127\./)
  })

  it.each(['http://', 'http:///x', 'http://999.1.1.1/', 'foo://evil.com', 'http://{0}/a', 'http://$ip/a', '://a.com'])(
    '%s is none',
    (text) => {
      expect(found(text, 'url')).toEqual([])
    },
  )

  it('are told apart in a list', () => {
    expect(found('http://a.com/x,http://b.com/y;https://c.com', 'url')).toHaveLength(3)
  })
})

describe('e-mail addresses', () => {
  it('are found in lists, and are no domains', () => {
    expect(found('timb@microsoft.com;a.b+c@x.co.uk, <d@y.org>')).toEqual([
      'email timb@microsoft.com',
      'email a.b+c@x.co.uk',
      'email d@y.org',
    ])
    expect(found('a@b @c.d x@localhost a@1.2.3.4.exe @@', 'email')).toEqual([])
  })
})

describe('hashes', () => {
  const md5 = '0123456789abcdef0123456789abcdef'

  it('are found one separator apart, and not within longer runs', () => {
    expect(found(`${md5},${md5.replace('0', '1').toUpperCase()}`)).toHaveLength(2)
    expect(found(`${md5}0`)).toEqual([])
    expect(found(`g${md5}`)).toEqual([])
    expect(found(`0x${md5}`)).toEqual([`md5_hash ${md5}`])
    expect(found(`MD5=${md5}`)).toEqual([`md5_hash ${md5}`])
    expect(found('{E10F6C3A-F1AE-4ADC-AA9D-2FE65525666E}')).toEqual([])
    expect(found('12345678901234567890123456789012')).toEqual([])
  })

  it('say their kind by length', () => {
    expect(found('a1'.repeat(20))).toEqual([`sha1_hash ${'a1'.repeat(20)}`])
    expect(found('a1'.repeat(32))).toEqual([`sha256_hash ${'a1'.repeat(32)}`])
    expect(found('a1'.repeat(64))).toEqual([`sha512_hash ${'a1'.repeat(64)}`])
  })

  it('of a program’s imports, and those that name a folder, are marked', () => {
    expect(found(`MD5=${md5},IMPHASH=${md5.replace('0', '1')}`)).toEqual([
      `md5_hash ${md5}`,
      `md5_hash ${md5.replace('0', '1')} of imports`,
    ])
    expect(found(`C:\\cache\\${md5}\\a.dll`, 'md5_hash')).toEqual([`md5_hash ${md5} names a folder`])
  })

  it('that may be GUIDs without hyphens are marked', () => {
    expect(found('9b117c67170e4aed9702658b3fddc889')).toEqual([
      'md5_hash 9b117c67170e4aed9702658b3fddc889 may be a GUID',
    ])
    expect(found('9b117c67170e3aed9702658b3fddc889')).toEqual(['md5_hash 9b117c67170e3aed9702658b3fddc889'])
  })

  it('of nothing are marked', () => {
    expect(found('D41D8CD98F00B204E9800998ECF8427E')).toEqual(['md5_hash d41d8cd98f00b204e9800998ecf8427e empty file'])
    expect(found('0'.repeat(64))).toEqual([`sha256_hash ${'0'.repeat(64)} zeros`])
  })
})

describe('places on a machine', () => {
  it.each([
    ['"C:\\Program Files (x86)\\A\\b.exe" -x', 'C:\\Program Files (x86)\\A\\b.exe'],
    ['C:\\Program Files\\My App\\a.exe -f D:', 'C:\\Program Files\\My App\\a.exe'],
    ['"--dir=C:\\Users\\a\\User Data" /x', 'C:\\Users\\a\\User Data'],
    ['"C:\\Windows\\System32\\cmd.exe /c dir"', 'C:\\Windows\\System32\\cmd.exe'],
    ['/OUT:C:\\Windows\\TEMP\\RES.tmp" "x', 'C:\\Windows\\TEMP\\RES.tmp'],
    ['rundll32 C:\\x\\y.dll,Entry', 'C:\\x\\y.dll'],
    ['> \\\\127.0.0.1\\ADMIN$\\__161 2>&1', '\\\\127.0.0.1\\ADMIN$\\__161'],
    ['%TEMP%\\a.bat', '%TEMP%\\a.bat'],
    ['$env:APPDATA\\x\\y.ps1', '$env:APPDATA\\x\\y.ps1'],
    ['\\??\\C:\\Windows\\system32\\conhost.exe 0xffffffff', '\\??\\C:\\Windows\\system32\\conhost.exe'],
    ['\\Device\\Harddisk1\\Partition1', '\\Device\\Harddisk1\\Partition1'],
    ['{"p":"C:\\\\Users\\\\x\\\\a b.exe"}', 'C:\\Users\\x\\a b.exe'],
    ['c:\\program files\\windows defender', 'c:\\program files\\windows defender'],
  ])('%s names %s', (text, expected) => {
    expect(found(text, 'windows_path')).toEqual([`windows_path ${expected}`])
  })

  it.each(['\\n\\t', 'a:\\', 'x\\y', '\\d+\\w', 'https://a.com', 'CONTOSO\\alice'])(
    '%s is no path of Windows',
    (text) => {
      expect(found(text, 'windows_path')).toEqual([])
    },
  )

  it.each([
    ['HKLM\\Software\\Microsoft\\Windows NT\\Run /v a', 'HKLM\\Software\\Microsoft\\Windows NT\\Run'],
    ['"HKEY_LOCAL_MACHINE\\SYSTEM\\A b" /v', 'HKEY_LOCAL_MACHINE\\SYSTEM\\A b'],
    ['HKCU:\\Software\\X', 'HKCU:\\Software\\X'],
    ['\\REGISTRY\\MACHINE\\SOFTWARE\\X', '\\REGISTRY\\MACHINE\\SOFTWARE\\X'],
  ])('%s names a key', (text, expected) => {
    expect(found(text, 'registry_key')).toEqual([`registry_key ${expected}`])
  })

  it('of Linux begin at a folder of the root', () => {
    expect(found('cat /etc/passwd;~/.ssh/id_rsa >/tmp/a.b.', 'linux_path')).toEqual([
      'linux_path /etc/passwd',
      'linux_path ~/.ssh/id_rsa',
      'linux_path /tmp/a.b',
    ])
    expect(found('cmd /c /nologo http://a.com/etc/x 12/3/2020 a/b //evil[.]com/a /run', 'linux_path')).toEqual([])
  })
})

describe('indicators made harmless', () => {
  it.each([
    ['hxxps://evil[.]com/a?x=1', 'url https://evil.com/a?x=1'],
    ['hXXp[:]//evil(.)com/a', 'url http://evil.com/a'],
    ['h**p[://]evil{.}com/a', 'url http://evil.com/a'],
    ['fxp://evil[dot]com/a', 'url ftp://evil.com/a'],
    ['10[.]1[.]2.3', 'ipv4 10.1.2.3 private'],
    ['2001[:]db8[:]:1', 'ipv6 2001:db8::1 reserved'],
    ['bob[at]evil[.]com', 'email bob@evil.com'],
    ['bob (at) evil [.] com', 'email bob@evil.com'],
    ['bob[@]evil.com', 'email bob@evil.com'],
    ['evil\\.com', 'dns evil.com'],
  ])('%s is made whole', (text, expected) => {
    expect(found(text)[0]).toBe(expected)
  })

  it('keep how they were written, and where', () => {
    const text = 'see 10[.]1[.]2[.]3 and hxxp://evil[.]com.'
    const all = extractIocs(text)
    expect(all.map(({ asFound }) => asFound)).toEqual(['10[.]1[.]2[.]3', 'hxxp://evil[.]com', 'evil[.]com'])
    for (const { asFound, position } of all) expect(text.slice(position, position + asFound.length)).toBe(asFound)
  })

  it('are left as they are when told so', () => {
    expect(extractIocs('evil[.]com', { refang: false })).toEqual([])
  })

  it('are not made of paths, calls and words', () => {
    expect(found('C:\\Users\\a\\.com f(.)x a [at] the (at) home', 'dns', 'email')).toEqual([])
  })
})

it('numbers of vulnerabilities are found', () => {
  expect(found('cve-2021-44228, CVE-1999-0001 CVE-2021-1')).toEqual(['cve CVE-2021-44228', 'cve CVE-1999-0001'])
})

it('an observable of two types at one place is given with the better one first', () => {
  const types = extractIocs('http://10.0.0.1/etc/x HKLM\\a\\b').map(({ type }) => iocTypes[type].priority)
  expect(types).toEqual([0, 0, 3])
})

describe('any text', () => {
  const piece = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 6 }),
    fc.constantFrom(
      '.',
      ':',
      '::',
      '/',
      '\\',
      '@',
      '[.]',
      'hxxp://',
      '%2F',
      'evil.com',
      '1.2.3.4',
      'C:\\',
      '"',
      "'",
      ' ',
      'abcd',
      '\n',
    ),
  )

  it('gives findings that stand where they say', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const text = pieces.join('')
        for (const { asFound, position, observable } of extractIocs(text)) {
          expect(text.slice(position, position + asFound.length)).toBe(asFound)
          expect(observable).not.toBe('')
        }
      }),
      { seed: 7, numRuns: 1000 },
    )
  })

  it('gives an address among spaces back', () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.ipV6(), (four, six) => {
        const all = extractIocs(`a ${four} b [${six}] c`).map(({ type }) => type)
        expect(all).toContain('ipv6')
        expect(all.includes('ipv4') || /^(?:1\.3\.6\.1|2\.5\.4\.|2\.5\.29\.)/.test(four)).toBe(true)
      }),
      { seed: 7, numRuns: 500 },
    )
  })

  // A pattern that goes back over the text again and again would not end within the time of a test.
  it.each(Object.keys(hostileTexts))('is done with a million %s', (name) => {
    expect(extractIocs(hostileTexts[name]!(2 ** 20)).length).toBeGreaterThanOrEqual(0)
  })
})
