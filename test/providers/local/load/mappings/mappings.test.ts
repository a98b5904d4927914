import { describe, expect, it } from 'vitest'
import { type FileContents, type Loaded, withLoaded } from '../../../../support/load-fixture.ts'

const proxy = `table: Proxy_CL
for:
  files: squid/*.log
  lines: '^\\d+\\.\\d+ '
read:
  pattern: '^(?<time>\\S+) +(?<ms>\\d+) (?<client>\\S+) (?<status>\\S+) (?<bytes>\\S+) (?<method>\\S+) (?<url>\\S+) (?<user>\\S+)$'
  skip: '^#'
time: { from: time, format: unix }
columns:
  ClientIP: client
  DurationMs: { from: ms, type: long }
  Bytes: { from: bytes, type: long }
  Url: url
rest: Other
`
const lines = `# proxy
1714557600.123 42 192.0.2.7 TCP_MISS/200 1024 GET http://a.example/ ada
1714557601.5 7 192.0.2.8 TCP_HIT/200 - GET http://b.example/ -
1714557602.5 7 192.0.2.8 TCP_HIT/200 x1 GET http://b.example/ -
1714557603.5 torn
`

async function load(files: FileContents, look: (loaded: Loaded) => Promise<void> | void) {
  await withLoaded(files, look)
}

describe('a mapping makes a table of a log nobody knows', () => {
  it('by a pattern, with types, and says what is left over', async () => {
    await load(
      { 'mappings/proxy.yaml': proxy, 'squid/access.log': lines },
      async ({ tables, columns, rows, messages }) => {
        expect(tables.map(({ name, rowCount }) => [name, rowCount])).toEqual([['Proxy_CL', 3]])
        expect(columns('Proxy_CL').sort()).toEqual([
          'Bytes:long',
          'ClientIP:string',
          'DurationMs:long',
          'Other:dynamic',
          'TimeGenerated:datetime',
          'Url:string',
        ])
        expect(await rows('Proxy_CL', 'TimeGenerated', 'ClientIP', 'DurationMs', 'Bytes', 'Other')).toEqual([
          [
            '2024-05-01T10:00:00.1230000Z',
            '192.0.2.7',
            42,
            1024,
            { status: 'TCP_MISS/200', method: 'GET', user: 'ada' },
          ],
          ['2024-05-01T10:00:01.5000000Z', '192.0.2.8', 7, null, { status: 'TCP_HIT/200', method: 'GET', user: '-' }],
          ['2024-05-01T10:00:02.5000000Z', '192.0.2.8', 7, null, { status: 'TCP_HIT/200', method: 'GET', user: '-' }],
        ])
        expect(messages()).toEqual([
          'warning squid/access.log:5 Line left out: it is not as the mapping’s pattern says.',
          'notice squid/access.log Holds records of Proxy_CL (mappings/proxy.yaml): read as rows of the tables they go to.',
          'notice squid/access.log Proxy_CL.Bytes: one value is no long: `x1`; null instead.',
        ])
      },
    )
  })

  it('and only of the files it is for', async () => {
    await load({ 'mappings/proxy.yaml': proxy, 'other/access.log': lines }, ({ tables, messages }) => {
      expect(tables).toEqual([])
      expect(messages().join('\n')).toContain('No log of a kind known here: a mapping')
    })
  })

  it.each([
    ['named by the first line', `time|user|note\n01.05.2024 12:00:00|ada|"a|b"\n`, ''],
    ['named by the mapping', `01.05.2024 12:00:00|ada|"a|b"\n`, '  fields: [time, user, note]\n'],
  ])('by a delimiter, its fields %s', async (_, text, fields) => {
    const mapping = `table: App_CL
for: { files: '*.app' }
read:
  delimiter: '|'
${fields}time: { from: time, format: dd.MM.yyyy HH:mm:ss, zone: Europe/Berlin }
columns: { User: user }
`
    await load({ 'mappings/app.yml': mapping, 'x.app': text }, async ({ rows, messages }) => {
      expect(await rows('App_CL', 'TimeGenerated', 'User')).toEqual([['2024-05-01T10:00:00.0000000Z', 'ada']])
      expect(messages()).toContain('notice x.app Fields no column takes: note. `rest: NAME` keeps them.')
    })
  })

  it.each([
    ['lines', (records: object[]) => records.map((each) => JSON.stringify(each)).join('\n')],
    ['a list', (records: object[]) => JSON.stringify(records)],
    [
      'a list of many',
      (records: object[]) => JSON.stringify([...records, ...Array.from({ length: 5000 }, () => records[0]!)]),
    ],
    ['one document that wraps them', (records: object[]) => JSON.stringify({ Records: records }, undefined, 2)],
  ])('by the keys of JSON records: %s', async (_, write) => {
    const mapping = `table: Chat_CL
for: { keys: [ts, actor.id] }
read: { json: true }
time: { from: ts, format: unix-ms }
columns:
  Actor: actor.id
  Admin: { from: actor.admin, type: bool }
  Tags: { from: tags, type: dynamic }
  At: { from: at, type: datetime, format: yyyy-MM-dd }
`
    const records = [
      { ts: 1_714_557_600_000, actor: { id: 'ada', admin: true }, tags: ['a'], at: '2024-05-01', more: 1 },
    ]
    await load({ 'mappings/chat.yaml': mapping, 'chat.json': write(records) }, async ({ rows, columns, messages }) => {
      expect((await rows('Chat_CL', 'TimeGenerated', 'Actor', 'Admin', 'Tags', 'At'))[0]).toEqual([
        '2024-05-01T10:00:00.0000000Z',
        'ada',
        true,
        ['a'],
        '2024-05-01T00:00:00.0000000Z',
      ])
      expect(columns('Chat_CL')).toHaveLength(5)
      expect(messages().join('\n')).toContain('Fields no column takes: more.')
    })
  })

  it('gives syslog the year and the zone that its lines do not say', async () => {
    const mapping = `for: { files: 'fw*.log' }\nsyslog: { year: 2019, zone: '+02:00' }\n`
    const text = 'Dec 31 23:00:00 fw a: x\nJan  1 01:30:00 fw a: y\n'
    await load({ 'mappings/fw.yaml': mapping, 'fw1.log': text }, async ({ rows }) => {
      expect((await rows('Syslog', 'TimeGenerated')).flat()).toEqual([
        '2019-12-31T21:00:00.0000000Z',
        '2019-12-31T23:30:00.0000000Z',
      ])
    })
  })
})

describe('a mapping with a fault is not used, and the line with the fault is told', () => {
  it.each([
    ['an unknown key', proxy.replace('columns:', 'colums:'), 9, 'Unknown key `colums`'],
    ['a type that is none', proxy.replace('type: long }\n  Bytes', 'type: text }\n  Bytes'), 11, 'columns.DurationMs'],
    ['a pattern that is none', proxy.replace('^(?<time>', '^((?<time>'), 6, 'read.pattern'],
    ['a pattern without names', proxy.replace(/\(\?<\w+>/g, '('), 6, 'it has no group with a name'],
    ['a format that is none', proxy.replace('unix', 'QQ-MM'), 8, '`Q` is no part of a time'],
    ['a zone that is none', proxy.replace('unix', 'unix, zone: Mars'), 8, 'no time zone known here'],
    ['a time from a field there is none of', proxy.replace('from: time', 'from: tme'), 8, '`read` gives `time`, `ms`'],
    ['a column from a field there is none of', proxy.replace('Url: url', 'Url: uri'), 13, 'no field is called `uri`'],
    ['two ways to read', proxy.replace('  skip:', '  json: true\n  skip:'), 5, 'one of them only'],
    ['no table', proxy.replace('table: Proxy_CL\n', ''), 1, '`table` is missing'],
    ['no YAML', 'table: [', 1, 'Not valid YAML'],
  ])('%s', async (_, mapping, line, said) => {
    await load({ 'mappings/proxy.yaml': mapping, 'squid/access.log': lines }, ({ tables, notices }) => {
      expect(tables).toEqual([])
      const fault = notices.find((notice) => notice.message.startsWith('This mapping is not used.'))
      expect(fault).toMatchObject({ severity: 'warning', file: 'mappings/proxy.yaml', line })
      expect(fault!.message).toContain(said)
    })
  })
})

describe('a folder called mappings', () => {
  it('that holds logs is one of logs', async () => {
    await load({ 'mappings/T.csv': 'a,b\n1,2\n' }, ({ tables }) => {
      expect(tables.map((table) => table.name)).toEqual(['T'])
    })
  })
})
