import { describe, expect, it } from 'vitest'
import { withLoaded } from '../../../support/load-fixture.ts'

const lines = (...records: object[]) => `${records.map((record) => JSON.stringify(record)).join('\n')}\n`

describe('a column of no schema', () => {
  it('is a datetime where all of its values are times, as the Defender portal writes them too', async () => {
    const csv = [
      'Timestamp,DeviceName,ActionType,FileName,Month',
      '"Jan 1, 2024 1:00:00 AM",web01,ProcessCreated,a.exe,"Jan 1, 2024"',
      '"Feb 28, 2024 1:00:00 PM",web01,ProcessCreated,a.exe,"Jan 1st, 2024"',
    ].join('\n')
    await withLoaded({ 'DeviceProcessEvents.csv': csv }, async ({ rows, columns }) => {
      expect(columns('DeviceProcessEvents')).toEqual(expect.arrayContaining(['Timestamp:datetime', 'Month:string']))
      expect(await rows('DeviceProcessEvents', 'Timestamp', 'TimeGenerated')).toEqual(
        ['2024-01-01T01:00:00.0000000Z', '2024-02-28T13:00:00.0000000Z'].map((time) => [time, time]),
      )
    })
  })
})

it('an export of the Event Viewer keeps the message, which its header does not name', async () => {
  const csv =
    'Keywords,Date and Time,Source,Event ID,Task Category\nAudit Success,1/2/2024 3:04:05 PM,a,7045,None,"one\ntwo"\n'
  await withLoaded({ 'System.csv': csv }, async ({ rows, notices }) => {
    expect(await rows('System', 'Event ID', 'Message')).toEqual([[7045, 'one\ntwo']])
    expect(notices.filter(({ severity }) => severity === 'warning')).toEqual([
      expect.objectContaining({ message: expect.stringContaining('no date in the file tells which') }),
    ])
  })
})

describe('a declared column', () => {
  it('takes whole numbers, booleans and times however they are written', async () => {
    const csv = [
      'EventID,EventLevelName,TimeGenerated,TimeCollected,Level',
      '443.0,a,2024-03-04T05:06:07.1234567Z,"4/28/2021, 2:32:14.029 PM",3',
      '"3",b,2024-03-04 05:06:07,"4/28/2021, 12:00:00.001 AM",1e2',
      ' 5 ,c,2024-03-04T05:06:07+02:00,2021-04-28,-0',
    ].join('\n')
    await withLoaded({ 'SecurityEvent.csv': csv }, async ({ rows, notices }) => {
      expect(await rows('SecurityEvent', 'EventID', 'TimeGenerated', 'TimeCollected')).toEqual([
        [443, '2024-03-04T05:06:07.1234567Z', '2021-04-28T14:32:14.0290000Z'],
        [3, '2024-03-04T05:06:07.0000000Z', '2021-04-28T00:00:00.0010000Z'],
        [5, '2024-03-04T03:06:07.0000000Z', '2021-04-28T00:00:00.0000000Z'],
      ])
      expect(notices).toEqual([])
    })
  })

  it('is null where a value does not fit, which is counted and shown', async () => {
    const records = [
      { EventID: 4688, TimeGenerated: '2024-01-01T00:00:00Z', Account: 'a' },
      { EventID: 'many', TimeGenerated: 1704067200, Account: 'b' },
      { EventID: 44.5, TimeGenerated: 'yesterday', Account: 'c' },
      { EventID: null, TimeGenerated: '', Account: null },
      { EventID: 4_000_000_000, TimeGenerated: '2024-02-31T00:00:00Z' },
    ]
    await withLoaded({ 'SecurityEvent.jsonl': lines(...records) }, async ({ rows, messages }) => {
      expect(await rows('SecurityEvent', 'EventID', 'TimeGenerated', 'Account')).toEqual([
        [4688, '2024-01-01T00:00:00.0000000Z', 'a'],
        [null, '2024-01-01T00:00:00.0000000Z', 'b'],
        [null, '2024-01-01T00:00:00.0000000Z', 'c'],
        [null, '2024-01-01T00:00:00.0000000Z', ''],
        [null, '2024-01-01T00:00:00.0000000Z', ''],
      ])
      expect(messages()).toEqual([
        expect.stringMatching(
          /^warning SecurityEvent\.jsonl SecurityEvent\.EventID: 3 values are no int, for example `(many|44\.5|4000000000)`; null instead\.$/,
        ),
        expect.stringMatching(
          /^warning SecurityEvent\.jsonl SecurityEvent\.TimeGenerated: 3 values are no datetime, for example `.+`; null instead\.$/,
        ),
        'warning SecurityEvent: 4 of 5 records have no time; taken to be of 2024-01-01T00:00:00.0000000Z, the newest of all records.',
      ])
    })
  })

  it('of booleans takes True, 1 and their like', async () => {
    const values = ['True', 'true', '1', 'False', '0', '', 'yes']
    const csv = `Id,IsInteractive\n${values.map((value, index) => `${index},${value}`).join('\n')}\n`
    await withLoaded({ 'SigninLogs.csv': csv }, async ({ rows, messages }) => {
      expect((await rows('SigninLogs', 'IsInteractive')).flat()).toEqual([true, true, true, false, false, null, null])
      expect(messages()).toContain(
        'warning SigninLogs.csv SigninLogs.IsInteractive: one value is no bool: `yes`; null instead.',
      )
    })
  })

  it('of dynamic values opens JSON within strings, once, twice and thrice', async () => {
    const bag = { a: 1, b: ['x'] }
    const once = JSON.stringify(bag)
    const twice = JSON.stringify(once)
    const records = [bag, once, twice, 'plain', '', null, '5', 5, [1], true, 'NaN'].map((DeviceDetail, Id) => ({
      Id: String(Id),
      DeviceDetail,
    }))
    await withLoaded({ 'SigninLogs.jsonl': lines(...records) }, async ({ rows }) => {
      expect((await rows('SigninLogs', 'DeviceDetail')).flat(1)).toEqual([
        bag,
        bag,
        bag,
        'plain',
        null,
        null,
        '5',
        5,
        [1],
        true,
        'NaN',
      ])
    })
    const quote = (text: string) => `"${text.replaceAll('"', '""')}"`
    const csv = `Id,DeviceDetail\n1,${quote(once)}\n2,${quote(twice)}\n3,plain\n4,\n5,${quote('{broken')}\n`
    await withLoaded({ 'SigninLogs.csv': csv }, async ({ rows }) => {
      expect((await rows('SigninLogs', 'DeviceDetail')).flat(1)).toEqual([bag, bag, 'plain', null, '{broken'])
    })
  })

  it('of strings keeps what stands there, JSON as its text and nothing as the empty string', async () => {
    const records = [
      { Properties: { a: 1 } },
      { Properties: 7.0 },
      { Properties: null },
      {},
      { Properties: '\u0000\u001b[31m' },
    ]
    await withLoaded({ 'AzureActivity.jsonl': lines(...records) }, async ({ rows }) => {
      expect((await rows('AzureActivity', 'Properties')).flat()).toEqual(['{"a":1}', '7', '', '', '\u0000\u001b[31m'])
    })
  })

  it('that no file has is of the table all the same', async () => {
    await withLoaded({ 'SecurityEvent.csv': 'EventID,Account\n1,a\n' }, ({ table }) => {
      const column = table('SecurityEvent').columns.find((each) => each.name === 'CommandLine')
      expect(column).toEqual({ name: 'CommandLine', type: 'string' })
    })
  })

  it('is found however its name is cased, and Type says the table', async () => {
    await withLoaded({ 'SecurityEvent.jsonl': lines({ eventid: 7, ACCOUNT: 'x' }) }, async ({ rows }) => {
      expect(await rows('SecurityEvent', 'EventID', 'Account', 'Type')).toEqual([[7, 'x', 'SecurityEvent']])
    })
  })

  it('is put together again where an export has split it by type', async () => {
    const csv = 'Id,DeviceDetail_dynamic,DeviceDetail_string,AppId\n1,"{""a"":1}",,x\n2,,"{""a"":2}",y\n'
    await withLoaded({ 'SigninLogs.csv': csv }, async ({ rows, messages, columns }) => {
      expect(await rows('SigninLogs', 'DeviceDetail')).toEqual([[{ a: 1 }], [{ a: 2 }]])
      expect(columns('SigninLogs')).not.toContain('DeviceDetail_string:string')
      expect(messages()).toContain(
        'notice SigninLogs.csv SigninLogs: put together again what the export split by type: DeviceDetail.',
      )
    })
  })

  it('of a custom log has the type its suffix says', async () => {
    const record = {
      TimeGenerated: '2024-01-01T00:00:00Z',
      a_s: 5,
      b_d: 5,
      c_b: 'true',
      d_t: '2024-01-01T00:00:00Z',
      e_g: 'g',
    }
    await withLoaded({ 'Mine_CL.jsonl': lines(record) }, async ({ columns, rows }) => {
      expect(columns('Mine_CL')).toEqual([
        'TimeGenerated:datetime',
        'a_s:string',
        'b_d:real',
        'c_b:bool',
        'd_t:datetime',
        'e_g:string',
      ])
      expect(await rows('Mine_CL', 'a_s', 'b_d', 'c_b')).toEqual([['5', 5, true]])
    })
  })
})

describe('a column no schema knows', () => {
  it('has the type its JSON values have', async () => {
    const records = [
      {
        b: true,
        l: 1,
        r: 1,
        d: { a: 1 },
        t: '2024-01-01T00:00:00Z',
        s: 'x',
        m: 1,
        n: '3',
        e: null,
        big: 1,
        q: '2024-01-01',
      },
      { b: null, l: '', r: 1.5, d: 5, t: '2024-01-01T10:00:00.5+01:00', s: '', m: 'a', n: '4', e: null, q: 'soon' },
    ]
    const text = lines(...records).replace('"big":1', '"big":12345678901234567890')
    await withLoaded({ 'T.jsonl': text }, async ({ columns, rows }) => {
      expect(columns('T')).toEqual([
        'b:bool',
        'l:long',
        'r:real',
        'd:dynamic',
        't:datetime',
        's:string',
        'm:string',
        'n:string',
        'e:string',
        'big:string',
        'q:string',
      ])
      expect(await rows('T', 'b', 'l', 'r', 'd', 't', 'm', 'big')).toEqual([
        [true, 1, 1, { a: 1 }, '2024-01-01T00:00:00.0000000Z', '1', '12345678901234567890'],
        [null, null, 1.5, 5, '2024-01-01T09:00:00.5000000Z', 'a', ''],
      ])
    })
  })

  it('has the type its CSV values have', async () => {
    const csv = [
      'b,l,r,d,t,us,s,zero,guid,id,empty,mixed',
      'true,1,1.5,"{""a"":1}",2024-01-01T00:00:00Z,"4/28/2021, 2:32:14 PM",x,007,a3f1c1f8-6c2e-4f7e-9a3f-2d7f4e1b0c11,12345678901234567890,,1',
      'FALSE,-20,2,[1],2024-01-01 00:00,4/29/2021,,1,,1,,abc',
    ].join('\n')
    await withLoaded({ 'T.csv': csv }, async ({ columns, rows }) => {
      expect(columns('T')).toEqual([
        'b:bool',
        'l:long',
        'r:real',
        'd:dynamic',
        't:datetime',
        'us:datetime',
        's:string',
        'zero:string',
        'guid:string',
        'id:string',
        'empty:string',
        'mixed:string',
      ])
      expect(await rows('T', 'b', 'l', 'r', 'd', 'us', 'zero')).toEqual([
        [true, 1, 1.5, { a: 1 }, '2021-04-28T14:32:14.0000000Z', '007'],
        [false, -20, 2, [1], '2021-04-29T00:00:00.0000000Z', '1'],
      ])
    })
  })

  it('keeps longs to the last digit', async () => {
    await withLoaded({ 'T.jsonl': '{"n":9007199254740993}\n{"n":-9223372036854775808}\n' }, async ({ rows }) => {
      expect((await rows('T', 'n')).flat()).toEqual([9007199254740993n, -9223372036854775808n])
    })
  })
})

describe('a portal export', () => {
  it('loses its mark and its [UTC], and keeps line breaks within fields', async () => {
    const csv =
      '\ufeffTimeGenerated [UTC],Operation,"Parameters"\r\n"4/28/2021, 2:32:14.029 PM",New-InboxRule,"[\r\n  {}\r\n]"\r\n'
    await withLoaded({ 'OfficeActivity.csv': csv }, async ({ rows, notices }) => {
      expect(await rows('OfficeActivity', 'TimeGenerated', 'Operation', 'Parameters')).toEqual([
        ['2021-04-28T14:32:14.0290000Z', 'New-InboxRule', '[\r\n  {}\r\n]'],
      ])
      expect(notices).toEqual([])
    })
  })

  it('in another zone is brought to UTC; a zone nobody knows is said', async () => {
    const csv =
      'TimeGenerated [Europe/Berlin],ElevationTime [UTC+02:00],Start_Time [Local Time],Size [bytes]\n2021-07-01T12:00:00,2021-07-01T12:00:00,2021-07-01T12:00:00,5\n'
    await withLoaded({ 'OfficeActivity.csv': csv }, async ({ rows, messages }) => {
      expect(await rows('OfficeActivity', 'TimeGenerated', 'ElevationTime', 'Start_Time', 'Size [bytes]')).toEqual([
        ['2021-07-01T10:00:00.0000000Z', '2021-07-01T10:00:00.0000000Z', '2021-07-01T12:00:00.0000000Z', 5],
      ])
      expect(messages()).toEqual([
        'warning OfficeActivity.csv The times in [Local Time] are taken for UTC: that is no time zone known here.',
      ])
    })
  })

  it('without TimeGenerated takes it from another time, and says so', async () => {
    const csv = 'Id,CreatedDateTime [UTC]\n1,"4/28/2021, 2:08:45.221 PM"\n2,\n'
    await withLoaded(
      { 'SigninLogs.csv': csv, 'Own.csv': 'Name,timestamp\nx,2024-01-01T00:00:00Z\n' },
      async ({ rows, messages, columns }) => {
        expect(await rows('SigninLogs', 'TimeGenerated')).toEqual([
          ['2021-04-28T14:08:45.2210000Z'],
          ['2024-01-01T00:00:00.0000000Z'],
        ])
        expect(columns('Own')).toEqual(['TimeGenerated:datetime', 'Name:string', 'timestamp:datetime'])
        expect(messages().filter((message) => !message.includes('No known table'))).toEqual([
          'notice Own.csv Own: no TimeGenerated here; taken from timestamp.',
          'notice SigninLogs.csv SigninLogs: no TimeGenerated here; taken from CreatedDateTime.',
          'warning SigninLogs: 1 of 2 records have no time; taken to be of 2024-01-01T00:00:00.0000000Z, the newest of all records.',
        ])
      },
    )
  })

  it('without any time gets the newest time of the other files, and is said', async () => {
    await withLoaded(
      {
        'AuditLogs.csv': 'OperationName,Result\na,b\n',
        'SigninLogs.csv': 'Id,TimeGenerated\n1,2024-01-01T00:00:00Z\n',
      },
      async ({ rows, messages, table }) => {
        expect(await rows('AuditLogs', 'TimeGenerated', 'OperationName')).toEqual([
          ['2024-01-01T00:00:00.0000000Z', 'a'],
        ])
        expect(table('AuditLogs').last).toBe('2024-01-01T00:00:00.0000000Z')
        expect(messages()).toEqual([
          'warning AuditLogs: the records have no time; taken to be of 2024-01-01T00:00:00.0000000Z, the newest of all records.',
        ])
      },
    )
  })

  it('without any time in any file is said to be seen by no time range', async () => {
    await withLoaded({ 'AuditLogs.csv': 'OperationName,Result\na,b\n' }, ({ messages, table }) => {
      expect(table('AuditLogs').first).toBeUndefined()
      expect(messages()).toEqual([
        'warning AuditLogs: the records have no time; a query with a time range does not see them.',
      ])
    })
  })

  it('with the day first is read so where a date shows it, and doubted where none does', async () => {
    const shown = 'Id,TimeGenerated\n1,"03/04/2021, 10:00:00"\n2,"28/04/2021, 10:00:00"\n'
    await withLoaded({ 'SigninLogs.csv': shown }, async ({ rows, messages }) => {
      expect((await rows('SigninLogs', 'TimeGenerated')).flat()).toEqual([
        '2021-04-03T10:00:00.0000000Z',
        '2021-04-28T10:00:00.0000000Z',
      ])
      expect(messages()).toEqual(['notice SigninLogs.csv Dates such as 28/4/2021 are read as day/month/year.'])
    })
    await withLoaded({ 'SigninLogs.csv': shown.replace('28/04', '02/04') }, async ({ rows, messages }) => {
      expect((await rows('SigninLogs', 'TimeGenerated')).flat()).toEqual([
        '2021-03-04T10:00:00.0000000Z',
        '2021-02-04T10:00:00.0000000Z',
      ])
      expect(messages()).toEqual([
        'warning SigninLogs.csv Dates such as 4/5/2021 are read as month/day/year; no date in the file tells which it is.',
      ])
    })
  })
})

describe('JSON that Python wrote', () => {
  it('has null for NaN and Infinity, and keeps the words within strings', async () => {
    const text = '{"n": NaN, "s": "NaN, Infinity", "d": {"x": [NaN, -Infinity]}}\n{"n": 2.5, "s": null, "d": null}\n'
    await withLoaded({ 'T.jsonl': text }, async ({ rows, columns, losses }) => {
      expect(columns('T')).toEqual(['n:real', 's:string', 'd:dynamic'])
      expect(await rows('T', 'n', 's', 'd')).toEqual([
        [null, 'NaN, Infinity', { x: [null, null] }],
        [2.5, '', null],
      ])
      expect(losses).toEqual([])
    })
  })
})
