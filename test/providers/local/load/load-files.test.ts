import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { HuntletError } from '../../../../src/lib/diagnostic.ts'
import { withLoaded } from '../../../support/load-fixture.ts'

const lines = (...records: object[]) => `${records.map((record) => JSON.stringify(record)).join('\n')}\n`

describe('a table is recognised', () => {
  it('by the name of the file, however it is cased, numbered or dated', async () => {
    await withLoaded(
      {
        'OfficeActivity.jsonl': lines({ Operation: 'a', UserId: 'u' }),
        'officeactivity_2024.csv': 'Operation,UserId\nb,u\n',
        'SigninLogs (1).csv': 'UserPrincipalName,IPAddress\nu,1.2.3.4\n',
        'security_event.csv': 'EventID,Account\n4688,x\n',
      },
      ({ tables, messages }) => {
        expect(Object.fromEntries(tables.map((table) => [table.name, table.rowCount]))).toEqual({
          OfficeActivity: 2,
          SigninLogs: 1,
          SecurityEvent: 1,
        })
        expect(messages().filter((message) => message.includes('Taken for'))).toEqual([])
      },
    )
  })

  it('by Type or $table, which split one file into several tables and win over its name', async () => {
    await withLoaded(
      {
        'OfficeActivity.csv':
          'Type,TimeGenerated,Account\nSigninLogs,2024-01-01T00:00:00Z,x\nSecurityEvent,2024-01-02T00:00:00Z,y\n',
        'search.csv': '$table,TimeGenerated,Account\nMyLog_CL,2024-01-01T00:00:00Z,x\n',
      },
      async ({ tables, rows, columns }) => {
        expect(tables.map((table) => table.name).sort()).toEqual(['MyLog_CL', 'SecurityEvent', 'SigninLogs'])
        expect(await rows('SecurityEvent', 'Account', 'Type')).toEqual([['y', 'SecurityEvent']])
        expect(columns('MyLog_CL')).toEqual(['TimeGenerated:datetime', 'Account:string'])
      },
    )
  })

  it('not by a Type column that holds other words', async () => {
    await withLoaded({ 'alarms.csv': 'Type,Name,Size\nSecurityEvent,a,1\nfire,b,2\n' }, ({ tables, columns }) => {
      expect(tables.map((table) => table.name)).toEqual(['alarms'])
      expect(columns('alarms')).toEqual(['Type:string', 'Name:string', 'Size:long'])
    })
  })

  it('by its headers, and says so with the way to say otherwise', async () => {
    await withLoaded(
      {
        'export.csv':
          'TimeGenerated,SubjectUserName,SubjectLogonId,NewProcessName,CommandLine,Extra\n2024-01-01T00:00:00Z,u,0x1,p,c,1\n',
      },
      ({ tables, messages }) => {
        expect(tables.map((table) => table.name)).toEqual(['SecurityEvent'])
        expect(messages()).toContain(
          'notice export.csv Taken for SecurityEvent: 4 of 5 telling columns are its own. If it is another: --table NAME=FILE',
        )
      },
    )
  })

  it('by what happened, where tables of devices have the same columns', async () => {
    const header = 'Timestamp,DeviceId,DeviceName,ActionType,FileName,FolderPath,SHA1,AccountName,ReportId'
    const row = (action: string) => `"May 1, 2024 1:05:00 PM",d,h,${action},cmd.exe,C:\\x,aa,ada,7`
    const file = (...actions: string[]) => `${[header, ...actions.map(row)].join('\n')}\n`
    await withLoaded(
      { 'New query.csv': file('ProcessCreated'), 'b.csv': file('FileCreated', 'FileRenamed') },
      async ({ tables, rows }) => {
        expect(tables.map((table) => table.name).sort()).toEqual(['DeviceFileEvents', 'DeviceProcessEvents'])
        expect(await rows('DeviceProcessEvents', 'TimeGenerated', 'FileName')).toEqual([
          ['2024-05-01T13:05:00.0000000Z', 'cmd.exe'],
        ])
      },
    )
    await withLoaded({ 'c.csv': file('FileCreated', 'Other') }, ({ tables }) => {
      expect(tables.map((table) => table.name)).not.toContain('DeviceFileEvents')
    })
  })

  it('by what the user says, before all else', async () => {
    await withLoaded(
      { 'OfficeActivity.csv': 'Type,UserPrincipalName\nSecurityEvent,x\n', 'other.csv': 'a,b\n1,2\n' },
      ({ tables }) => {
        expect(tables.map((table) => [table.name, table.rowCount])).toEqual([
          ['SigninLogs', 1],
          ['other', 1],
        ])
      },
      { tables: { signinlogs: 'OfficeActivity.csv' } },
    )
  })

  it('or else named for the file, with what KQL takes in a name', async () => {
    await withLoaded(
      { 'my logs-2 (3).csv': 'a,b\n1,2\n', '2024 list.csv': 'a,b\n1,2\n', 'labels.jsonl': lines({ a: 1 }) },
      ({ tables, messages }) => {
        expect(tables.map((table) => table.name)).toEqual(['_2024_list', 'labels', 'my_logs_2'])
        expect(messages()).toContain(
          'notice labels.jsonl No known table: it is the table labels. If it is a known one: --table NAME=FILE',
        )
      },
    )
  })
})

describe('files', () => {
  const records = [
    { TimeGenerated: '2024-01-01T00:00:00Z', Account: 'a', EventID: 1 },
    { TimeGenerated: '2024-01-02T00:00:00Z', Account: 'b', EventID: 2 },
  ]

  it.each([
    ['JSON lines', lines(...records)],
    ['JSON lines without a last line break', lines(...records).trimEnd()],
    ['JSON lines with Windows line ends and blank lines', lines(...records).replaceAll('\n', '\r\n\r\n')],
    ['JSON lines with a byte order mark', `\ufeff${lines(...records)}`],
    ['a JSON array', JSON.stringify(records)],
    ['a printed JSON array', JSON.stringify(records, undefined, 2)],
    ['printed JSON records one after another', records.map((each) => JSON.stringify(each, undefined, 2)).join('\n')],
    ['{"Records":[…]}', JSON.stringify({ Records: records })],
    ['{"value":[…]} with a link', JSON.stringify({ '@odata.nextLink': 'x', value: records }, undefined, 2)],
    [
      'lines that wrap records',
      `${JSON.stringify({ records: [records[0]] })}\n${JSON.stringify({ records: [records[1]] })}\n`,
    ],
    [
      'a result of the Log Analytics API',
      JSON.stringify({
        tables: [
          {
            name: 'PrimaryResult',
            columns: [
              { name: 'TimeGenerated', type: 'datetime' },
              { name: 'Account', type: 'string' },
              { name: 'EventID', type: 'int' },
            ],
            rows: records.map((each) => Object.values(each)),
          },
        ],
      }),
    ],
    ['CSV', 'TimeGenerated,Account,EventID\n2024-01-01T00:00:00Z,a,1\n2024-01-02T00:00:00Z,b,2\n'],
    ['CSV with semicolons', 'TimeGenerated;Account;EventID\n2024-01-01T00:00:00Z;a;1\n2024-01-02T00:00:00Z;b;2\n'],
    ['tab-separated text', 'TimeGenerated\tAccount\tEventID\n2024-01-01T00:00:00Z\ta\t1\n2024-01-02T00:00:00Z\tb\t2'],
    [
      'CSV of mixed line ends',
      'TimeGenerated,Account,EventID\r\n2024-01-01T00:00:00Z,a,1\n2024-01-02T00:00:00Z,b,2\r\n',
    ],
  ])('are read as %s, also compressed and whatever they are called', async (_, content) => {
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(content.replace('\ufeff', ''), 'utf16le')])
    await withLoaded(
      {
        'plain/SecurityEvent.csv': content,
        'packed/SecurityEvent.json.gz': gzipSync(content),
        'wide/SecurityEvent.log': utf16,
      },
      async ({ rows, messages }) => {
        const expected = [
          ['2024-01-01T00:00:00.0000000Z', 'a', 1],
          ['2024-01-02T00:00:00.0000000Z', 'b', 2],
        ]
        expect(await rows('SecurityEvent', 'TimeGenerated', 'Account', 'EventID')).toEqual([
          ...expected,
          ...expected,
          ...expected,
        ])
        expect(messages()).toEqual([])
      },
    )
  })

  it('are united by column name; a column one of them lacks is empty there', async () => {
    await withLoaded(
      {
        'a/Things.csv': 'Id,Size,Name\n1,5,x\n',
        'b/Things.jsonl': lines({ Name: 'y', Size: 2.5, Deep: { a: 1 } }),
      },
      async ({ columns, rows, table }) => {
        expect(columns('Things')).toEqual(['Id:long', 'Size:real', 'Name:string', 'Deep:dynamic'])
        expect(await rows('Things', 'Id', 'Size', 'Name', 'Deep')).toEqual([
          [1, 5, 'x', null],
          [null, 2.5, 'y', { a: 1 }],
        ])
        expect(table('Things').sources.map((source) => source.slice(-14))).toEqual(
          ['/a/Things.csv', '/Things.jsonl'].map((end) => expect.stringContaining(end)),
        )
      },
    )
  })

  it('that disagree on a type meet in one that holds both', async () => {
    await withLoaded({ 'a/T.csv': 'x,y\n1,2024-01-01\n', 'b/T.csv': 'x,y\nabc,5\n' }, async ({ columns, rows }) => {
      expect(columns('T')).toEqual(['x:string', 'y:string'])
      expect(await rows('T', 'x', 'y')).toEqual([
        ['1', '2024-01-01'],
        ['abc', '5'],
      ])
    })
  })

  it('with a property that comes late lose nothing of it', async () => {
    const many = Array.from({ length: 5000 }, (_, index) => ({ n: index }))
    await withLoaded({ 'late.jsonl': lines(...many, { n: 1, late: 'here' }) }, async ({ rows, columns }) => {
      expect(columns('late')).toEqual(['n:long', 'late:string'])
      expect((await rows('late', 'late')).at(-1)).toEqual(['here'])
    })
  })

  it('with names that differ only in case keep both columns', async () => {
    await withLoaded({ 'T.jsonl': lines({ Kind: 'a', kind: 'b', 'a.b "c"': 1 }) }, async ({ rows }) => {
      expect(await rows('T', 'Kind', 'kind', 'a.b "c"')).toEqual([['a', 'b', 1]])
    })
  })

  it('with names that no query can say have others, which is said', async () => {
    const file = `{"__proto__":"a","__proto___":"b"}\n{"hasOwnProperty":"c"}\n`
    await withLoaded({ 'T.jsonl': file }, async ({ rows, messages }) => {
      expect(await rows('T', '__proto____', '__proto___', 'hasOwnProperty_')).toEqual([
        ['a', 'b', ''],
        ['', '', 'c'],
      ])
      expect(messages().join('\n')).toContain('no query can name the column `__proto__`, so it is `__proto____`.')
    })
  })

  it('with names like the compiler’s own are kept apart from them', async () => {
    await withLoaded({ 's1.csv': 'c1,rowid,s2\n1,2,3\n' }, async ({ table, rows }) => {
      expect(await rows('s1', 'c1', 'rowid', 's2')).toEqual([[1, 2, 3]])
      expect([table('s1').sqlName, ...table('s1').columns.map((column) => column.sqlName)]).toEqual([
        's1_',
        'c1_',
        'rowid_2',
        's2_',
      ])
    })
  })

  it('named with wildcards, quotes and escapes are read, and their names are safe to print', async () => {
    await withLoaded(
      {
        'a [1]*?.csv': 'x,y\n1,2\n',
        "it's.jsonl": lines({ x: 1 }),
        'red\x1b[31m.csv': 'x,y\n1,2\n',
        'bad\x1b[2J.bin': '\0\0\0',
      },
      ({ tables, messages }) => {
        expect(tables.map((table) => [table.name, table.rowCount])).toEqual([
          ['a_1', 1],
          ['it_s', 1],
          ['red_31m', 1],
        ])
        const said = JSON.stringify([messages(), tables])
        expect(said).not.toContain('\\u001b')
        expect(said).toContain('bad\\\\x1b[2J.bin')
      },
    )
  })

  it('given twice, or by a link, are read once', async () => {
    await withLoaded(
      { 'a/T.csv': 'x,y\n1,2\n' },
      ({ table }) => {
        expect(table('T').rowCount).toBe(1)
      },
      { paths: ['a', 'a/T.csv', '.'] },
    )
  })

  it('are told as they are read', async () => {
    await withLoaded({ 'a.csv': 'x,y\n1,2\n', 'b.csv': 'x,y\n1,2\n' }, ({ progress }) => {
      // A step that takes long says so several times.
      const steps = progress.map(
        ({ text, file }) => `${text.split(' ', 1)} ${file?.split('/').at(-1) ?? text.split(' ')[1]}`,
      )
      expect(new Set(steps)).toEqual(new Set(['Reading a.csv', 'Reading b.csv', 'Building a', 'Building b']))
      expect(progress[0]!.text).toMatch(/^Reading file 1 of 2, 0 of 0 MB: /)
      expect(progress[0]).toMatchObject({ filesDone: 0, files: 2, bytesDone: 0, bytes: 16 })
      expect(progress.at(-1)).toMatchObject({ filesDone: 2, files: 2, bytesDone: 16, bytes: 16 })
    })
  })
})

describe('what is no log', () => {
  it('is passed over where it accompanies logs, and named where it does not', async () => {
    await withLoaded(
      {
        LICENSE: 'MIT',
        'LICENSE-3rdparty.csv': 'a,b,c\n1,2,3\n',
        'README.md': '# hello',
        'notes.txt': 'a, b, c\nd, e, f\n',
        '.hidden.csv': 'a,b\n1,2\n',
        'picture.png': new Uint8Array([0x89, 0x50, 0x4e, 0x47]),
        'empty.csv': '',
        'blank.jsonl': '\n \n',
        'archive.bz2': 'BZh9....',
        'system.evtx': 'ElfFile\0.....',
        'machine.log': 'hello\nthis is no log\n',
        'broken.csv.gz': new Uint8Array([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0xff]),
        'T.csv': 'x,y\n1,2\n',
      },
      ({ tables, messages }) => {
        expect(tables.map((table) => table.name)).toEqual(['T'])
        expect(messages().sort()).toEqual([
          'notice T.csv No known table: it is the table T. If it is a known one: --table NAME=FILE',
          'notice archive.bz2 Skipped. Bzip2 data. Unpack it (bunzip2) and give the file in it.',
          'notice machine.log Skipped. No log of a kind known here: a mapping (`mappings/NAME.yaml` beside the logs) can say how to read it.',
          'notice notes.txt Passed over, as notes are. If it is a log: give the file itself as well, or call it .log.',
          'notice system.evtx The file holds no records.',
          'warning blank.jsonl and 1 more Skipped: the file is empty.',
          'warning broken.csv.gz Skipped: the packed data is damaged from the start.',
          'warning system.evtx The event log breaks off in its header: it holds no events.',
        ])
      },
    )
  })

  it('makes a folder empty, which is said', async () => {
    await withLoaded({ 'sub/.keep': '' }, ({ tables, messages }) => {
      expect(tables).toEqual([])
      expect(messages()).toEqual(['warning . This folder holds no files of logs.'])
    })
  })

  it('is an error where the path does not exist', async () => {
    const opening = withLoaded({ 'T.csv': 'x,y\n1,2\n' }, () => {}, { paths: ['T.csv', 'missing'] })
    await expect(opening).rejects.toThrow(HuntletError)
    await expect(opening).rejects.toMatchObject({ code: 'NO_SUCH_PATH', hint: expect.stringContaining('folder') })
  })

  it('is counted where there is much of it', async () => {
    const files = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`f${index}.bin`, '\0'.repeat(100)]))
    await withLoaded(files, ({ messages }) => {
      expect(messages()).toHaveLength(21)
      expect(messages().at(-1)).toBe('notice 30 more of the same: files skipped')
    })
  })
})

describe('bad lines', () => {
  it('of JSON are named with their line and lose nothing else', async () => {
    const content = `${lines({ n: 1 })}{"n": 2\n\nnot json\n[3]\n{"n":4} {"n":5}\n${lines({ n: 6 })}`
    await withLoaded({ 'T.jsonl': content }, async ({ rows, messages, losses }) => {
      expect(await rows('T', 'n')).toEqual([[1], [6]])
      expect(messages().slice(0, -1)).toEqual([
        'warning T.jsonl:2 Line left out: it is no JSON.',
        'warning T.jsonl:4 Line left out: it is no JSON.',
        'warning T.jsonl:5 Line left out: it is JSON, but no record with named values.',
        'warning T.jsonl:6 Line left out: it is no JSON.',
      ])
      expect(losses).toEqual([{ file: 'T.jsonl', what: '4 lines were left out' }])
    })
  })

  it('of CSV are named with their line and lose nothing else', async () => {
    const content = 'a,b,c\n1,"two\nlines",3\n1,2\n1,2,3,4\n4,"x"y,6\n7,8,9,,\n\n10,11,12\n'
    await withLoaded({ 'T.csv': content }, async ({ rows, messages }) => {
      expect(await rows('T', 'a', 'b', 'c')).toEqual([
        [1, 'two\nlines', 3],
        [7, '8', 9],
        [10, '11', 12],
      ])
      expect(messages().slice(0, -1)).toEqual([
        'warning T.csv:4 Line left out: 2 fields instead of 3.',
        'warning T.csv:5 Line left out: 4 fields instead of 3.',
        'warning T.csv:6 Line left out: text follows a closing quote.',
      ])
    })
  })

  it('with a quote that is never closed lose that line only', async () => {
    await withLoaded({ 'T.csv': 'a,b\n1,2\n3,"4\n5,6\n7,8\n' }, async ({ rows, messages }) => {
      expect(await rows('T', 'a', 'b')).toEqual([
        [1, 2],
        [5, 6],
        [7, 8],
      ])
      expect(messages()[0]).toBe('warning T.csv:3 Line left out: a quote is opened and never closed.')
    })
  })

  it('beyond the first five of a file are counted', async () => {
    const content = `${'{broken\n'.repeat(12)}${lines({ n: 1 }, { n: 2 })}`
    await withLoaded({ 'T.jsonl': content }, ({ messages, table }) => {
      expect(table('T').rowCount).toBe(2)
      expect(messages().filter((message) => message.includes('Line left out'))).toHaveLength(5)
      expect(messages()).toContain('warning T.jsonl 12 lines were left out; the first 5 are listed.')
    })
  })

  it('keep what a cut-off gzip file still holds', async () => {
    const whole = gzipSync(lines(...Array.from({ length: 3000 }, (_, n) => ({ n, noise: Math.sin(n) }))))
    await withLoaded({ 'T.jsonl.gz': whole.subarray(0, whole.length / 2) }, ({ table, messages, losses }) => {
      expect(table('T').rowCount).toBeGreaterThan(500)
      expect(table('T').rowCount).toBeLessThan(3000)
      expect(messages()[0]).toMatch(
        /^warning T\.jsonl\.gz The gzip data is cut off or damaged \(.+\); what comes before that was read\.$/,
      )
      expect(losses).toHaveLength(1)
    })
  })

  it('do not end a Windows-1252 file', async () => {
    const content = Buffer.from('Name,Town,Id\nJos\xe9,M\xfcnchen,1\n', 'latin1')
    await withLoaded({ 'T.csv': content }, async ({ rows, messages }) => {
      expect(await rows('T', 'Name', 'Town')).toEqual([['José', 'München']])
      expect(messages()).toContain('notice T.csv Not UTF-8: read as Windows-1252.')
    })
  })

  it('are told where characters are no UTF-8', async () => {
    const content = Buffer.concat([Buffer.from('{"n":"é"}\n{"n":"'), Buffer.from([0xff]), Buffer.from('"}\n')])
    await withLoaded({ 'T.jsonl': content }, async ({ rows, messages }) => {
      expect(await rows('T', 'n')).toEqual([['é'], ['\ufffd']])
      expect(messages()[0]).toBe('warning T.jsonl 1 characters are no UTF-8; they read as \ufffd.')
    })
  })
})
