import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { DuckDBInstance } from '@duckdb/node-api'
import { describe, expect, it } from 'vitest'
import { withLoaded } from '../../../support/load-fixture.ts'

/** Beyond what is read at a glance: these files go through the engine's own readers where they are flawless. */
const count = 20_000
const numbers = Array.from({ length: count }, (_, index) => index)
const records = numbers.map((n) => ({
  n,
  text: `line "${n}",\n with a break`,
  deep: { n: [n] },
  at: '2024-01-01T00:00:00Z',
}))
const jsonLines = `${records.map((record) => JSON.stringify(record)).join('\n')}\n`
const quote = (text: string) => `"${text.replaceAll('"', '""')}"`
const csv = `n,text,deep,at\n${records.map(({ n, text, deep, at }) => `${n},${quote(text)},${quote(JSON.stringify(deep))},${at}`).join('\n')}\n`

const last = [count - 1, `line "${count - 1}",\n with a break`, { n: [count - 1] }, '2024-01-01T00:00:00.0000000Z']

describe('a large file', () => {
  it.each([
    ['JSON lines', 'T.jsonl', jsonLines],
    ['compressed JSON lines by any name', 'T.log', gzipSync(jsonLines)],
    ['JSON lines with a byte order mark', 'T.jsonl', `\ufeff${jsonLines}`],
    ['a JSON array', 'T.json', JSON.stringify(records)],
    ['a printed JSON array', 'T.json', JSON.stringify(records, undefined, 1)],
    ['wrapped records', 'T.json', JSON.stringify({ Records: records })],
    ['CSV', 'T.csv', csv],
    ['CSV with Windows line ends and a mark', 'T.csv', `\ufeff${csv.replaceAll(/(?<=Z|at)\n/g, '\r\n')}`],
    ['compressed CSV by any name', 'T.dump', gzipSync(csv)],
    ['UTF-16 CSV', 'T.csv', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(csv, 'utf16le')])],
  ])('of %s is read whole', async (_, name, content) => {
    await withLoaded({ [name]: content }, async ({ table, rows, columns, losses }) => {
      expect(losses).toEqual([])
      expect(columns('T')).toEqual(['n:long', 'text:string', 'deep:dynamic', 'at:datetime'])
      expect(table('T').rowCount).toBe(count)
      const all = await rows('T', 'n', 'text', 'deep', 'at')
      expect(all.at(-1)).toEqual(last)
      expect(all.map(([n]) => n)).toEqual(numbers)
    })
  })

  it('of Parquet keeps its types', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'huntlet-test-'))
    const path = join(folder, 'made.parquet')
    const instance = await DuckDBInstance.create(':memory:')
    const connection = await instance.connect()
    await connection.run(`COPY (SELECT 1::BIGINT AS l, 2::INTEGER AS i, 1.5::DOUBLE AS r, true AS b, 'x' AS s, ['a', 'b'] AS list,
      {'k': 1, 'v': [1.5]} AS bag, TIMESTAMP '2024-01-02 03:04:05.678901' AS t, TIMESTAMPTZ '2024-01-02 03:04:05+02' AS tz,
      '2024-01-02 03:04:05.678901299'::TIMESTAMP_NS AS fine, '1969-12-31 23:59:59.999999999'::TIMESTAMP_NS AS before, TIMESTAMP 'infinity' AS never,
      DATE '2024-01-02' AS d, 1.25::DECIMAL(10,2) AS m, 'a3f1c1f8-6c2e-4f7e-9a3f-2d7f4e1b0c11'::UUID AS g, NULL::VARCHAR AS none
      ) TO '${path}' (FORMAT parquet)`)
    connection.closeSync()
    instance.closeSync()
    const content = readFileSync(path)
    rmSync(folder, { recursive: true })
    await withLoaded(
      { 'T.bin': content, 'broken.parquet': `PAR1${'x'.repeat(100)}` },
      async ({ columns, rows, messages }) => {
        expect(columns('T')).toEqual([
          'l:long',
          'i:long',
          'r:real',
          'b:bool',
          's:string',
          'list:dynamic',
          'bag:dynamic',
          't:datetime',
          'tz:datetime',
          'fine:datetime',
          'before:datetime',
          'never:datetime',
          'd:datetime',
          'm:decimal',
          'g:guid',
          'none:string',
        ])
        const names = columns('T').map((column) => column.split(':')[0]!)
        expect(await rows('T', ...names)).toEqual([
          [
            1,
            2,
            1.5,
            true,
            'x',
            ['a', 'b'],
            { k: 1, v: [1.5] },
            '2024-01-02T03:04:05.6789010Z',
            '2024-01-02T01:04:05.0000000Z',
            '2024-01-02T03:04:05.6789012Z',
            '1969-12-31T23:59:59.9999999Z',
            null,
            '2024-01-02T00:00:00.0000000Z',
            '1.25',
            'a3f1c1f8-6c2e-4f7e-9a3f-2d7f4e1b0c11',
            '',
          ],
        ])
        expect(messages().at(-1)).toMatch(/^warning broken\.parquet Skipped: it cannot be read\. /)
      },
    )
  })

  it('with bad lines in its midst loses those only, and names them', async () => {
    const lines = jsonLines.split('\n')
    lines.splice(10_000, 0, '{"n": broken', '[]')
    await withLoaded({ 'T.jsonl': lines.join('\n') }, ({ table, messages }) => {
      expect(table('T').rowCount).toBe(count)
      expect(messages().slice(0, 2)).toEqual([
        'warning T.jsonl:10001 Line left out: it is no JSON.',
        'warning T.jsonl:10002 Line left out: it is JSON, but no record with named values.',
      ])
    })
    await withLoaded({ 'T.csv': csv.replace('\n10000,', '\nshort,row\n10000,') }, ({ table, messages }) => {
      expect(table('T').rowCount).toBe(count)
      expect(messages()[0]).toBe('warning T.csv:20002 Line left out: 2 fields instead of 4.')
    })
  })

  it('that is cut off keeps what came before', async () => {
    const whole = JSON.stringify(records)
    for (const end of ['},', '}', '"', ':']) {
      const cut = whole.slice(0, whole.indexOf(end, whole.length / 2) + end.length)
      await withLoaded({ 'T.json': cut }, ({ table, losses }) => {
        expect(table('T').rowCount).toBeGreaterThan(count * 0.45)
        expect(losses).toEqual([{ file: 'T.json', what: 'one line was left out' }])
      })
    }
  })

  it('has its unknown columns judged by all rows, not by the first', async () => {
    const late = [...numbers.map((n) => `${n},${n},2024-01-01`), 'x,1.5,soon'].join('\n')
    await withLoaded({ 'T.csv': `a,b,c\n${late}\n` }, async ({ columns, rows }) => {
      expect(columns('T')).toEqual(['a:string', 'b:real', 'c:string'])
      expect((await rows('T', 'a', 'b', 'c')).at(-1)).toEqual(['x', 1.5, 'soon'])
    })
    const mixed = `${numbers.map((n) => `{"a":${n},"b":"2024-01-01","c":${n}}`).join('\n')}\n{"a":{"x":1},"b":"soon","c":"text"}\n`
    await withLoaded({ 'T.jsonl': mixed }, ({ columns }) => {
      expect(columns('T')).toEqual(['a:dynamic', 'b:string', 'c:string'])
    })
  })
})

describe('many small files', () => {
  it('of one table are one step, and each is a source of its own', async () => {
    const files = Object.fromEntries(
      numbers
        .slice(0, 300)
        .map((n) => [
          `day/AWSCloudTrail_${n}.json`,
          JSON.stringify({ Records: [{ EventName: `e${n}`, ReadOnly: true }] }),
        ]),
    )
    await withLoaded(
      { ...files, 'day/AWSCloudTrail_broken.json': '{"Records":[' },
      async ({ tables, rows, losses }) => {
        expect(tables.map((table) => [table.name, table.rowCount, table.sources.length])).toEqual([
          ['AWSCloudTrail', 300, 301],
        ])
        expect(new Set((await rows('AWSCloudTrail', 'EventName')).flat()).size).toBe(300)
        expect(losses).toEqual([{ file: 'day/AWSCloudTrail_broken.json', what: 'one line was left out' }])
      },
    )
  })

  it('of a CloudTrail bucket are one step, whatever their names', async () => {
    const record = (n: number) => ({
      eventVersion: '1.0',
      eventTime: '2024-01-01T00:00:00Z',
      eventSource: 's',
      eventName: `e${n}`,
    })
    const files = Object.fromEntries(
      numbers
        .slice(0, 50)
        .map((n) => [
          `2024/01/${n}/1_CloudTrail_${n * 7919}.json.gz`,
          gzipSync(JSON.stringify({ Records: [record(n)] })),
        ]),
    )
    await withLoaded(files, ({ tables, messages }) => {
      expect(tables.map((table) => [table.name, table.rowCount, table.sources.length])).toEqual([
        ['AWSCloudTrail', 50, 50],
      ])
      expect(messages()).toEqual([
        expect.stringMatching(
          /^notice \S+ and 49 more Holds CloudTrail records: read as rows of the tables they go to\.$/,
        ),
      ])
    })
  })

  it('with other headers are united all the same', async () => {
    await withLoaded({ 'a/T.csv': 'x,y\n1,2\n', 'b/T.csv': 'y,z\n3,4\n' }, async ({ rows }) => {
      expect(await rows('T', 'x', 'y', 'z')).toEqual([
        [1, 2, null],
        [null, 3, 4],
      ])
    })
  })
})
