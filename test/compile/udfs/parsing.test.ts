import { describe, expect, it } from 'vitest'
import { parseCommandLine, parseCsvRecord, parsePath, parseUrl } from '../../../src/compile/udfs/parsing.ts'
import { parseXml } from '../../../src/compile/udfs/xml.ts'

describe('parseCommandLine', () => {
  // The table of the documentation of CommandLineToArgvW, and what its quotes do beyond it.
  it.each([
    ['"a b c" d e', ['a b c', 'd', 'e']],
    ['x "ab\\"c" "\\\\" d', ['x', 'ab"c', '\\', 'd']],
    ['x a\\\\\\b d"e f"g h', ['x', 'a\\\\\\b', 'de fg', 'h']],
    ['x a\\\\\\"b c d', ['x', 'a\\"b', 'c', 'd']],
    ['x a\\\\\\\\"b c" d e', ['x', 'a\\\\b c', 'd', 'e']],
    ['x "" y', ['x', '', 'y']],
    ['x "a""b c"', ['x', 'a"b', 'c']],
    ['x """quoted"""', ['x', '"quoted"']],
    ['C:\\a\\"b c', ['C:\\a\\"b', 'c']],
    ['"C:\\no end', ['C:\\no end']],
    ['a\tb  \tc  ', ['a', 'b', 'c']],
    [' leading', ['', 'leading']],
  ])('takes %s apart', (line, args) => {
    expect(parseCommandLine(line)).toEqual(args)
  })
})

describe('parseCsvRecord', () => {
  it.each([
    ['', ['']],
    ['a,"b\nc",d\ne', ['a', 'b\nc', 'd']],
    ['a,"b""c"', ['a', 'b"c']],
    ['a,b\r\nc', ['a', 'b']],
    ['a "b" c,d', ['a "b" c', 'd']],
  ])('reads %j', (text, fields) => {
    expect(parseCsvRecord(text)).toEqual(fields)
  })
})

describe('parseUrl', () => {
  it('keeps the brackets of an IPv6 address and finds its port', () => {
    expect(parseUrl('http://[::1]:8080/x?a=b=c&d#e#f')).toMatchObject({
      Scheme: 'http',
      Host: '[::1]',
      Port: '8080',
      Path: '/x',
      'Query Parameters': { a: 'b=c', d: '' },
      Fragment: 'e#f',
    })
  })

  it('takes the last at sign for the end of the credentials', () => {
    expect(parseUrl('ftp://user:p@ss:word@host/')).toMatchObject({
      Host: 'host',
      Username: 'user',
      Password: 'p@ss:word',
    })
  })

  it('makes a property of any name', () => {
    expect(JSON.stringify(parseUrl('http://h/?__proto__=1')['Query Parameters'])).toBe('{"__proto__":"1"}')
  })
})

describe('parsePath', () => {
  it.each([
    ['temp\\file.txt', { RootPath: '', DirectoryPath: 'temp', DirectoryName: 'temp', Filename: 'file.txt' }],
    ['\\\\shared\\users\\temp\\file.txt.gz', { DirectoryPath: '\\\\shared\\users\\temp', Extension: 'gz' }],
    ['/usr/lib/temp/file.txt', { Scheme: '', RootPath: '', DirectoryPath: '/usr/lib/temp', Extension: 'txt' }],
    ['\\\\?\\C:\\a\\b.exe', { RootPath: 'C:', DirectoryPath: 'C:\\a', Filename: 'b.exe' }],
    ['file.txt', { DirectoryPath: '', DirectoryName: '', Filename: 'file.txt', Extension: 'txt' }],
  ])('takes %s apart', (path, parts) => {
    expect(parsePath(path)).toMatchObject(parts)
  })
})

describe('parseXml', () => {
  const json = (text: string) => JSON.parse(JSON.stringify(parseXml(text) ?? null)) as unknown

  it('reads an event as Windows writes it', () => {
    const event = `<?xml version="1.0"?><Event xmlns='http://s'><System><EventID>4624</EventID></System>
      <EventData><Data Name="TargetUserName">alice</Data><Data Name="LogonType">3</Data><Data Name="Empty" /></EventData></Event>`
    expect(json(event)).toEqual({
      Event: {
        '@xmlns': 'http://s',
        System: { EventID: 4624 },
        EventData: {
          Data: [
            { '@Name': 'TargetUserName', '#text': 'alice' },
            { '@Name': 'LogonType', '#text': 3 },
            { '@Name': 'Empty' },
          ],
        },
      },
    })
  })

  it('keeps what is a number of another form as text', () => {
    expect(json('<e><a>007</a><b>1e5</b><c>12345678901234567890</c><d>5.10</d><f>-2.5</f></e>')).toEqual({
      e: { a: '007', b: '1e5', c: '12345678901234567890', d: '5.10', f: -2.5 },
    })
  })

  it.each([
    ['no element', 'text'],
    ['an element that does not end', '<a><b></b>'],
    ['crossed elements', '<a><b></a></b>'],
    ['two roots', '<a/><b/>'],
    ['an unknown entity', '<a>&nbsp;</a>'],
    ['an entity that is only the name of something all objects have', '<a>&constructor;</a>'],
    ['a name that does not end, however long', `<${'a'.repeat(1_000_000)}`],
    ['a document type that does not end, however long', `<!DOCTYPE${'x'.repeat(1_000_000)}`],
    ['an attribute without quotes', '<a b=c/>'],
    ['a document too deep', `${'<a>'.repeat(300)}${'</a>'.repeat(300)}`],
  ])('refuses %s', (_what, text) => {
    expect(parseXml(text)).toBeUndefined()
  })

  it('passes over comments, instructions and CDATA', () => {
    expect(json('<!DOCTYPE e><e><!-- <x/> --><?p?>text<![CDATA[<y>]]></e>')).toEqual({ e: 'text' })
  })
})
