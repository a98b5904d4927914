import { describe, expect, it } from 'vitest'
import { syslog, syslogShape } from '../../../../../src/providers/local/load/shapes/syslog.ts'
import { withLoaded } from '../../../../support/load-fixture.ts'

const modified = new Date('2024-03-01T12:00:00Z')
const rowsOf = (lines: readonly string[], shape = syslog) => {
  const reader = shape.open({ name: 'x', modified })
  for (const line of lines) reader.survey?.(line)
  const rows = lines.map((line) => reader.read(line))
  return { rows, notes: reader.notes?.() }
}
const rowOf = (line: string) => rowsOf([line]).rows[0]

describe('a line of syslog', () => {
  it.each([
    [
      'RFC 3164',
      '<38>Feb  5 17:32:18 web01 sshd[2581]: Accepted publickey for ada: RSA',
      {
        TimeGenerated: '2024-02-05T17:32:18Z',
        EventTime: '2024-02-05T17:32:18Z',
        Facility: 'auth',
        SeverityLevel: 'info',
        Computer: 'web01',
        HostName: 'web01',
        ProcessName: 'sshd',
        ProcessID: 2581,
        SyslogMessage: 'Accepted publickey for ada: RSA',
      },
    ],
    [
      'RFC 3164 without a priority, without a process number',
      'Feb 29 00:00:00 web01 kernel: [1.5] eth0: up',
      {
        TimeGenerated: '2024-02-29T00:00:00Z',
        HostName: 'web01',
        ProcessName: 'kernel',
        SyslogMessage: '[1.5] eth0: up',
      },
    ],
    [
      'RFC 3164 with a year and fractions',
      '<189>Mar 1 2021 10:00:00.125: %ASA-6-302013: Built connection',
      {
        TimeGenerated: '2021-03-01T10:00:00.125Z',
        Facility: 'local7',
        SeverityLevel: 'notice',
        ProcessName: '%ASA-6-302013',
        SyslogMessage: 'Built connection',
      },
    ],
    [
      'RFC 5424',
      `<165>1 2003-10-11T22:14:15.003+02:00 host.example su 77 ID47 [a@1 x="y \\"]\\" z"][b@2 c="d"] \ufeffhello`,
      {
        TimeGenerated: '2003-10-11T20:14:15.003Z',
        Facility: 'local4',
        SeverityLevel: 'notice',
        HostName: 'host.example',
        ProcessName: 'su',
        ProcessID: 77,
        MsgId: 'ID47',
        StructuredData: `[a@1 x="y \\"]\\" z"][b@2 c="d"]`,
        SyslogMessage: 'hello',
      },
    ],
    [
      'RFC 5424 that says nothing',
      '<13>1 - - - - - -',
      { Facility: 'user', SeverityLevel: 'notice', SyslogMessage: '' },
    ],
    [
      'an ISO time as rsyslog writes it',
      '2024-05-01T10:00:00.123456+02:00 web01 postfix/smtpd[12]: connect from x[192.0.2.1]',
      {
        TimeGenerated: '2024-05-01T08:00:00.123456Z',
        HostName: 'web01',
        ProcessName: 'postfix/smtpd',
        ProcessID: 12,
        SyslogMessage: 'connect from x[192.0.2.1]',
      },
    ],
    [
      'a message without a program',
      'Feb  5 17:32:18 web01 last message repeated 2 times',
      { SyslogMessage: 'last message repeated 2 times', HostName: 'web01' },
    ],
    ['a line without a host', 'Feb  5 17:32:18 sshd[1]: hello', { ProcessName: 'sshd', SyslogMessage: 'hello' }],
  ])('of %s', (_, line, expected) => {
    const { $table, SourceSystem, ...row } = rowOf(line) as Record<string, unknown>
    expect(row).toMatchObject(expected)
    if (!('HostName' in expected)) expect(row.HostName).toBeUndefined()
    expect($table).toBe('Syslog')
    expect(SourceSystem).toBe('Linux')
  })

  it.each(['hello', 'Foo 12 10:00:00 host a: b', 'Feb 30 10:00:00 host a: b', 'Feb 12 25:00:00 host a: b'])(
    'is not %j',
    (line) => {
      expect(rowOf(line)).toBeTypeOf('string')
    },
  )

  it('is told from the lines of other logs that begin with a time', () => {
    const lines = ['2024-05-01 10:00:00 INFO main: started', '2024-05-01 10:00:01 WARN main: slow']
    expect(syslog.recognises(lines, { name: '', modified })).toBe(false)
  })
})

describe('years that lines leave out', () => {
  const times = (lines: readonly string[], shape = syslog) =>
    rowsOf(
      lines.map((each) => `${each} h a: m`),
      shape,
    ).rows.map((row) => (typeof row === 'string' ? row : String(row?.TimeGenerated).slice(0, 10)))

  it('are that of the file, back over New Year, and the year before where the file is older than the lines', () => {
    expect(times(['Dec 30 10:00:00', 'Dec 31 23:59:59', 'Jan  1 00:00:01', 'Feb 28 10:00:00'])).toEqual([
      '2023-12-30',
      '2023-12-31',
      '2024-01-01',
      '2024-02-28',
    ])
    expect(times(['Nov 30 10:00:00', 'Dec  1 10:00:00'])).toEqual(['2023-11-30', '2023-12-01'])
  })

  it('bear lines that come late', () => {
    expect(times(['Dec 31 23:59:59', 'Jan  1 00:00:01', 'Dec 31 23:59:58', 'Jan  1 00:00:02'])).toEqual([
      '2023-12-31',
      '2024-01-01',
      '2023-12-31',
      '2024-01-01',
    ])
  })

  it('may be given, as that of the first line', () => {
    expect(times(['Dec 31 23:59:59', 'Jan  1 00:00:01'], syslogShape({ year: 2011 }))).toEqual([
      '2011-12-31',
      '2012-01-01',
    ])
  })

  it('and so may the zone, with its summer time', () => {
    const shape = syslogShape({ year: 2024, zone: 'Europe/Berlin' })
    const { rows, notes } = rowsOf(['Jan  1 12:00:00 h a: m', 'Jul  1 12:00:00 h a: m'], shape)
    expect(rows.map((row) => (row as { TimeGenerated: string }).TimeGenerated)).toEqual([
      '2024-01-01T11:00:00Z',
      '2024-07-01T10:00:00Z',
    ])
    expect(notes).toEqual([])
  })

  it('are said', () => {
    expect(rowsOf(['Dec 31 23:59:59 h a: m', 'Jan  1 00:00:01 h a: m']).notes).toEqual([
      'The lines say no year: taken for 2023 to 2024, by when the file was written.',
      'The times of lines say no zone: taken for UTC.',
    ])
  })
})

describe('CEF and LEEF', () => {
  const cef =
    'CEF:0|Security|threat\\|manager|1.0|100|worm \\\\ stopped|10|src=10.0.0.1 dst=2.1.2.2 spt=1232 cs1Label=Rule name cs1=a \\= b act=blocked rt=1714557600000 foo=bar baz msg=one\\ntwo in=12'

  it.each([
    ['behind a header of syslog', `<13>Feb  5 17:32:18 fw1 ${cef}`, '2024-02-05T17:32:18Z', 'fw1'],
    ['behind an ISO time', `2024-02-05T17:32:18Z fw1 ${cef}`, '2024-02-05T17:32:18Z', 'fw1'],
    ['behind RFC 5424', `<13>1 2024-02-05T17:32:18Z fw1 app - - - ${cef}`, '2024-02-05T17:32:18Z', 'fw1'],
    ['behind a program', `Feb  5 17:32:18 fw1 agent[3]: ${cef}`, '2024-02-05T17:32:18Z', 'fw1'],
    ['alone', cef, '2024-05-01T10:00:00.000Z', undefined],
  ])('%s become rows of CommonSecurityLog', (_, line, time, computer) => {
    expect(syslog.recognises([line], { name: '', modified })).toBe(true)
    const row = rowOf(line) as Record<string, unknown>
    expect(row).toMatchObject({
      TimeGenerated: time,
      DeviceVendor: 'Security',
      DeviceProduct: 'threat|manager',
      DeviceVersion: '1.0',
      DeviceEventClassID: '100',
      Activity: 'worm \\ stopped',
      LogSeverity: '10',
      SourceIP: '10.0.0.1',
      DestinationIP: '2.1.2.2',
      SourcePort: '1232',
      DeviceCustomString1: 'a = b',
      DeviceCustomString1Label: 'Rule name',
      DeviceAction: 'blocked',
      ReceivedBytes: '12',
      ReceiptTime: '1714557600000',
      Message: 'one\ntwo',
      AdditionalExtensions: 'foo=bar baz',
      $table: 'CommonSecurityLog',
    })
    expect(row.Computer).toBe(computer)
  })

  it('take the year from the event’s own time, where that is of the same days', () => {
    const event = (header: string, said: string) => `${header} fw CEF:0|a|b|c|d|e|1|${said}`
    const { rows, notes } = rowsOf([
      event('Dec 31 23:59:59', 'rt=1577836801000'),
      event('Jan  1 00:00:02', 'end=1577836801000'),
      event('Jan  2 00:00:00', 'rt=0'),
      event('Jan  2 00:00:01', 'rt=1500000000000'),
    ])
    expect(rows.map((row) => (row as Record<string, unknown>).TimeGenerated)).toEqual([
      '2019-12-31T23:59:59Z',
      '2020-01-01T00:00:02Z',
      '2024-01-02T00:00:00Z',
      '2024-01-02T00:00:01Z',
    ])
    expect(notes).toContain('The lines say no year: taken for 2024, by when the file was written.')
    const given = rowsOf([event('Jan  1 00:00:02', 'rt=1577836801000')], syslogShape({ year: 2021 }))
    expect(given.rows[0]).toMatchObject({ TimeGenerated: '2021-01-01T00:00:02Z' })
  })

  it.each([
    ['1.0', 'LEEF:1.0|Lancope|StealthWatch|1.0|41|src=10.0.1.8\tdst=10.0.0.5\tsev=5\tsrcPort=81\tother=x y'],
    ['2.0', 'LEEF:2.0|Lancope|StealthWatch|1.0|41|^|src=10.0.1.8^dst=10.0.0.5^sev=5^srcPort=81^other=x y'],
    [
      '2.0 with a code',
      'LEEF:2.0|Lancope|StealthWatch|1.0|41|x09|src=10.0.1.8\tdst=10.0.0.5\tsev=5\tsrcPort=81\tother=x y',
    ],
  ])('LEEF %s likewise', (_, text) => {
    expect(rowOf(`Feb  5 17:32:18 fw1 ${text}`)).toMatchObject({
      Computer: 'fw1',
      DeviceVendor: 'Lancope',
      DeviceProduct: 'StealthWatch',
      DeviceEventClassID: '41',
      SourceIP: '10.0.1.8',
      DestinationIP: '10.0.0.5',
      LogSeverity: '5',
      SourcePort: '81',
      AdditionalExtensions: 'other=x y',
      $table: 'CommonSecurityLog',
    })
  })
})

describe('a file of syslog', () => {
  it('becomes the tables of its lines, and says what was assumed and left out', async () => {
    const line = 'Feb  5 17:32:18 web01 sshd[1]: hello, world, a, b'
    const content = [
      ...Array.from({ length: 9 }, () => line),
      'torn',
      `Feb  6 00:00:00 fw CEF:0|a|b|c|d|e|1|src=192.0.2.1 spt=99`,
    ].join('\n')
    await withLoaded({ 'messages.log': content }, async ({ tables, rows, messages }) => {
      expect(tables.map(({ name, rowCount }) => [name, rowCount]).sort()).toEqual([
        ['CommonSecurityLog', 1],
        ['Syslog', 9],
      ])
      expect((await rows('Syslog', 'HostName', 'ProcessName', 'ProcessID', 'SyslogMessage'))[0]).toEqual([
        'web01',
        'sshd',
        1,
        'hello, world, a, b',
      ])
      expect(await rows('CommonSecurityLog', 'Computer', 'SourceIP', 'SourcePort')).toEqual([['fw', '192.0.2.1', 99]])
      expect(messages()).toContain('warning messages.log:10 Line left out: it is no line of syslog.')
      expect(messages()).toContain('notice messages.log Holds lines of syslog: read as rows of the tables they go to.')
      expect(messages().join('\n')).toContain('The lines say no year: taken for 20')
    })
  })

  it('of any size is surveyed before it is read', async () => {
    const day = (n: number) => new Date(Date.UTC(2021, 10, 1) + n * 60_000 * 10)
    const text = (date: Date) =>
      `${date.toUTCString().slice(8, 11)} ${String(date.getUTCDate()).padStart(2)} ${date.toISOString().slice(11, 19)} host app[1]: ${'x'.repeat(30)}`
    const lines = Array.from({ length: 12_000 }, (_, n) => text(day(n)))
    await withLoaded({ 'messages.log': lines.join('\n') }, async ({ rows }) => {
      const times = (await rows('Syslog', 'TimeGenerated')).map(([time]) => String(time))
      expect(times).toHaveLength(12_000)
      expect([...times].sort()).toEqual(times)
      expect(Number(times.at(-1)!.slice(0, 4)) - Number(times[0]!.slice(0, 4))).toBe(1)
    })
  })
})
