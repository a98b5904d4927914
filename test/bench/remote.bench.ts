/**
 * Ten million rows through `huntlet serve --limits azure` in a process of its own, asked by huntlet's own providers of Log Analytics and of Kusto
 * in another: all rows, checked against the local answer; a few of them; groups, and what comes after them; a notebooklet; a cancel in the middle. Run by hand:
 * `node test/bench/remote.bench.ts [rows] [log-analytics|kusto …]`. `--in FOLDER` keeps the rows there for the next time.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { parseArgs } from 'node:util'
import { DuckDBInstance } from '@duckdb/node-api'

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: { in: { type: 'string' }, only: { type: 'string', multiple: true } },
})
const [rowsGiven = '10000000', ...kinds] = positionals
const rows = Number(rowsGiven)
const client = join(import.meta.dirname, 'remote-client.ts')
const main = join(import.meta.dirname, '../../src/cli/main.ts')
const folder = flags.in ?? mkdtempSync(join(tmpdir(), 'huntlet-bench-'))
const logs = join(folder, 'logs')
const environment = { ...process.env, XDG_CACHE_HOME: join(folder, 'kept'), HUNTLET_HOME: join(folder, 'home') }

try {
  if (!existsSync(logs)) await makeRows()
  for (const kind of kinds.length > 0 ? kinds : ['log-analytics', 'kusto']) await measure(kind)
} finally {
  if (flags.in === undefined) rmSync(folder, { recursive: true })
}

async function measure(kind: string): Promise<void> {
  for (const part of flags.only ?? ['whole', 'some', 'count', 'groups', 'notebooklet', 'cancel']) {
    const server = await startServer()
    const idle = memoryOf(server.process)
    const said = await asked([kind, server.url, server.id, part], String(server.process.pid))
    console.log(
      `${kind} ${part}: ${said}; server ${idle} → ${memoryOf(server.process)} MB, ${server.requests()} questions`,
    )
    server.process.kill('SIGINT')
    await once(server.process, 'close')
  }
  for (const part of flags.only ?? ['whole', 'groups']) {
    if (part === 'whole' || part === 'groups') console.log(`local: ${await asked(['local', logs, '', part])}`)
  }
}

/** What the asking process says. */
async function asked(args: readonly string[], server = ''): Promise<string> {
  const asking = spawn(process.execPath, [client, ...args, String(rows)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...environment, SERVER_PID: server },
  })
  const said = await text(asking.stdout)
  if (asking.exitCode !== 0) process.exitCode = 1
  return said.trim()
}

interface Served {
  readonly process: ChildProcess
  readonly url: string
  readonly id: string
  readonly requests: () => number
}

async function startServer(): Promise<Served> {
  const server = spawn(
    process.execPath,
    [main, 'serve', '--workspace', logs, '--name', 'soc', '--port', '0', '--limits', 'azure'],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: environment,
    },
  )
  let requests = 0
  server.stderr.setEncoding('utf8').on('data', (lines: string) => {
    requests += lines.split('/query').length - 1
  })
  let said = ''
  for await (const piece of server.stdout.setEncoding('utf8')) {
    said += piece
    const path = /Log Analytics\s+(http:\S+?)\/v1\/workspaces\/(\S+)\/query/.exec(said)
    if (path) return { process: server, url: path[1]!, id: path[2]!, requests: () => requests }
  }
  throw new Error(`The server ended: ${said}`)
}

/** The most memory the process has had, in MB, where the system tells. */
function memoryOf({ pid }: ChildProcess): number {
  const peak = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
  return Math.round(Number(peak?.[1] ?? 0) / 1024)
}

/** Sign-ins of a month of three thousand people, in the order of time. */
async function makeRows(): Promise<void> {
  mkdirSync(logs, { recursive: true })
  const instance = await DuckDBInstance.create(':memory:', { memory_limit: '2GB' })
  const connection = await instance.connect()
  const began = performance.now()
  await connection.run(`COPY (
    SELECT make_timestamp(1772323200000000 + (i * (2592000000000 // ${rows}))) AS TimeGenerated,
      'user' || (hash(i) % 3000) || '@contoso.com' AS UserPrincipalName,
      '203.0.' || (hash(i + 1) % 256) || '.' || (hash(i + 2) % 256) AS IPAddress,
      CASE WHEN hash(i + 3) % 20 = 0 THEN '50126' ELSE '0' END AS ResultType,
      'Application ' || (hash(i + 4) % 40) AS AppDisplayName,
      list_element(['NL','DE','FR','GB','US'], (1 + hash(i + 5) % 5)::INT) AS Location,
      i AS Number
    FROM range(${rows}) r(i) ORDER BY i
  ) TO '${join(logs, 'SigninLogs.parquet')}' (FORMAT parquet)`)
  connection.closeSync()
  instance.closeSync()
  console.log(`made ${rows} rows in ${((performance.now() - began) / 1000).toFixed(1)} s`)
}
