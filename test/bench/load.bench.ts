/**
 * Opening files: the same made-up sign-ins as CSV, JSON lines, JSON and Parquet, plain and compressed, with one bad line in
 * them, and as a thousand small files; beside it the engine's own reader, which guesses types from a sample and reports
 * nothing. Run by hand: `node test/bench/load.bench.ts [rows]`.
 *
 * With `again` after the rows: opening some of them twice, keeping what was read, each in a process of its own, with the time
 * to the first answer and the most memory the process took.
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { DuckDBInstance } from '@duckdb/node-api'
import { Engine } from '../../src/providers/local/engine/engine.ts'

const [rowsGiven, what, ...asked] = process.argv.slice(2)
const rows = Number(rowsGiven ?? 200_000)
const folder = what === 'one' ? '' : mkdtempSync(join(tmpdir(), 'huntlet-bench-'))
const path = (name: string) => join(folder, name)

if (what === 'one') {
  process.stdout.write(JSON.stringify(await openOnce(asked as [string, string])))
} else {
  try {
    await (what === 'again' ? measureAgain() : measureAll())
  } finally {
    rmSync(folder, { recursive: true })
  }
}

async function measureAll(): Promise<void> {
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
}

async function measureAgain(): Promise<void> {
  await writeSignIns(['SigninLogs.jsonl', 'SigninLogs.csv', 'SigninLogs.parquet'])
  writeSmall(5000)
  console.log('file                   opening      ms  first answer ms  most MB   of the reader alone')
  for (const name of ['SigninLogs.jsonl', 'SigninLogs.csv', 'SigninLogs.parquet', 'small']) {
    const alone = inChild(name, 'alone')
    for (const way of ['plain', 'first', 'second', '400MB first', '400MB second']) {
      if (way === '400MB first') rmSync(path('cache'), { recursive: true })
      const { ms, answerMs, megabytes } = inChild(name, way)
      const share = `${(ms / alone.ms).toFixed(2)} of ${alone.ms.toFixed(0)} ms, ${alone.megabytes.toFixed(0)} MB`
      console.log(
        [
          name.padEnd(22),
          way.padEnd(12),
          ms.toFixed(0).padStart(7),
          answerMs.toFixed(0).padStart(12),
          megabytes.toFixed(0).padStart(8),
          `  ${share}`,
        ].join(' '),
      )
    }
    rmSync(path('cache'), { recursive: true, force: true })
  }
}

interface Once {
  readonly ms: number
  /** Until the first query is answered. */
  readonly answerMs: number
  /** The most memory the process had. */
  readonly megabytes: number
}

function inChild(name: string, way: string): Once {
  const args = [import.meta.filename, String(rows), 'one', path(name), way]
  const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  if (stdout === '') throw new Error(stderr)
  return JSON.parse(stdout) as Once
}

async function openOnce([file, way]: readonly [string, string]): Promise<Once> {
  const begin = performance.now()
  let ms: number
  if (way === 'alone') {
    const instance = await DuckDBInstance.create(':memory:', { threads: '2' })
    const connection = await instance.connect()
    const from = statSync(file).isDirectory() ? `read_json_auto('${file}/*.json.gz')` : `'${file}'`
    await connection.run(`CREATE TABLE t AS FROM ${from}`)
    ms = performance.now() - begin
    await connection.run('SELECT count(*) FROM t')
  } else {
    const engine = await Engine.open(
      { kind: 'files', paths: [file] },
      {
        signal: new AbortController().signal,
        onProgress: () => {},
        ...(way !== 'plain' && { disk: { folder: join(dirname(file), 'cache'), cache: { leastBytes: 0 } } }),
        ...(way.startsWith('400MB') && { memoryLimit: '400MB' }),
      },
    )
    ms = performance.now() - begin
    const [table] = engine.tables
    const name = `"${table!.sqlName}"`
    await engine.run(`SELECT count(*) FROM ${name}`, ['long'], [], 10, new AbortController().signal)
    engine.close()
  }
  return { ms, answerMs: performance.now() - begin, megabytes: process.resourceUsage().maxRSS / 1000 }
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

/** `only`: of the large files, these. */
async function writeSignIns(only?: readonly string[]): Promise<void> {
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
  const write = async (name: string, from: string, options: string) => {
    if (!only || only.includes(name)) await connection.run(`COPY ${from} TO '${path(name)}' (${options})`)
  }
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
  await write('one-bad-line.jsonl', 't', 'FORMAT json')
  if (!only) {
    writeFileSync(path('one-bad-line.csv'), 'short,line\n', { flag: 'a' })
    writeFileSync(path('one-bad-line.jsonl'), '{"bad\n', { flag: 'a' })
    writeSmall(1000)
  }
  connection.closeSync()
  instance.closeSync()
}

function writeSmall(count: number): void {
  mkdirSync(path('small'))
  for (let file = 0; file < count; file++) {
    const records = Array.from({ length: 10 }, (_, index) => ({
      eventTime: '2024-01-01T00:00:00Z',
      EventName: `e${index}`,
      ReadOnly: true,
      n: file,
    }))
    writeFileSync(path(`small/AWSCloudTrail_${file}.json.gz`), gzipSync(JSON.stringify({ Records: records })))
  }
}
