/**
 * Opening files: the same made-up sign-ins as CSV, JSON lines, JSON and Parquet, plain and compressed, with one bad line in
 * them, and as a thousand small files; beside it the engine's own reader, which guesses types from a sample and reports nothing. Run by hand: `node test/bench/load.bench.ts [rows]`.
 */
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { DuckDBInstance } from '@duckdb/node-api'
import { Engine } from '../../src/providers/local/engine/engine.ts'

const rows = Number(process.argv[2] ?? 200_000)
const folder = mkdtempSync(join(tmpdir(), 'huntlet-bench-'))
const path = (name: string) => join(folder, name)

try {
  await writeSignIns()
  console.log('file                          MB        rows       ms    rows/s  reader alone')
  for (const name of [
    'SigninLogs.csv',
    'SigninLogs.jsonl',
    'SigninLogs.json',
    'SigninLogs.parquet',
    'SigninLogs.csv.gz',
    'SigninLogs.jsonl.gz',
    'unknown.csv',
    'unknown.jsonl',
    'one-bad-line.csv',
    'one-bad-line.jsonl',
    'small',
  ]) {
    await measure(name)
  }
  await measure('demo')
} finally {
  rmSync(folder, { recursive: true })
}

async function measure(name: string): Promise<void> {
  const begin = performance.now()
  const engine = await Engine.open(name === 'demo' ? { kind: 'demo' } : { kind: 'files', paths: [path(name)] }, {
    signal: new AbortController().signal,
    onProgress: () => {},
  })
  const ms = performance.now() - begin
  const count = engine.tables.reduce((sum, table) => sum + table.rowCount, 0)
  engine.close()
  const size = name === 'demo' || name === 'small' ? '' : (statSync(path(name)).size / 1e6).toFixed(1)
  const columns = [
    name.padEnd(22),
    size.padStart(10),
    String(count).padStart(11),
    ms.toFixed(0).padStart(8),
    Math.round((count / ms) * 1000)
      .toString()
      .padStart(9),
    (await readAlone(name)).padStart(13),
  ]
  console.log(columns.join(' '))
}

async function readAlone(name: string): Promise<string> {
  if (name === 'demo' || name === 'small') return ''
  const instance = await DuckDBInstance.create(':memory:', { threads: '2' })
  const connection = await instance.connect()
  const begin = performance.now()
  try {
    await connection.run(`CREATE TABLE t AS FROM '${path(name)}'`)
    return (performance.now() - begin).toFixed(0)
  } catch {
    return 'fails'
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}

async function writeSignIns(): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  await connection.run(`CREATE TABLE t AS SELECT
    strftime(TIMESTAMP '2024-01-01' + INTERVAL (i) SECOND, '%Y-%m-%dT%H:%M:%S.%fZ') AS TimeGenerated,
    'user' || (i % 5000) || '@example.com' AS UserPrincipalName, '10.' || (i % 255) || '.4.' || (i % 99) AS IPAddress,
    CASE WHEN i % 7 = 0 THEN '50126' ELSE '0' END AS ResultType, 'App ' || (i % 40) AS AppDisplayName,
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 v' || (i % 300) AS UserAgent,
    '{"operatingSystem":"Windows' || (i % 3) || '","browser":{"name":"Edge","v":' || (i % 100) || '}}' AS DeviceDetail,
    (hash(i) % 1000)::DOUBLE AS Score, (hash(i) % 1000000)::BIGINT AS DurationMs FROM range(${rows}) r(i)`)
  const asJson = '(SELECT * REPLACE (DeviceDetail::JSON AS DeviceDetail) FROM t)'
  const write = (name: string, from: string, options: string) =>
    connection.run(`COPY ${from} TO '${path(name)}' (${options})`)
  await write('SigninLogs.csv', 't', 'HEADER')
  await write('SigninLogs.csv.gz', 't', 'HEADER, COMPRESSION gzip')
  await write('SigninLogs.jsonl', asJson, 'FORMAT json')
  await write('SigninLogs.jsonl.gz', asJson, 'FORMAT json, COMPRESSION gzip')
  await write('SigninLogs.json', asJson, 'FORMAT json, ARRAY true')
  await write('SigninLogs.parquet', 't', 'FORMAT parquet')
  const renamed = `(SELECT ${['TimeGenerated', 'UserPrincipalName', 'IPAddress', 'ResultType', 'AppDisplayName', 'UserAgent', 'DeviceDetail', 'Score', 'DurationMs'].map((name, index) => `${name} AS Field${'ABCDEFGHI'[index]}`).join(', ')} FROM t)`
  await write('unknown.csv', renamed, 'HEADER')
  await write('unknown.jsonl', renamed, 'FORMAT json')
  await write('one-bad-line.csv', 't', 'HEADER')
  writeFileSync(path('one-bad-line.csv'), 'short,line\n', { flag: 'a' })
  await write('one-bad-line.jsonl', 't', 'FORMAT json')
  writeFileSync(path('one-bad-line.jsonl'), '{"bad\n', { flag: 'a' })
  connection.closeSync()
  instance.closeSync()
  mkdirSync(path('small'))
  for (let file = 0; file < 1000; file++) {
    const records = Array.from({ length: 10 }, (_, index) => ({
      eventTime: '2024-01-01T00:00:00Z',
      EventName: `e${index}`,
      ReadOnly: true,
      n: file,
    }))
    writeFileSync(path(`small/AWSCloudTrail_${file}.json.gz`), gzipSync(JSON.stringify({ Records: records })))
  }
}
