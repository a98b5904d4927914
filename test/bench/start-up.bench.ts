/**
 * How long a command takes from the shell to its end, how much of the processors' time, and how much memory at most, against
 * an empty Node process: without a snapshot of the compiler, and with one. Run `npm run build` before it:
 * `node test/bench/start-up.bench.ts [folder of the build]`
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const main = resolve(process.argv[2] ?? resolve(import.meta.dirname, '..', '..', 'dist'), 'cli', 'main.js')
const folder = mkdtempSync(join(tmpdir(), 'huntlet-bench-'))
const logs = join(folder, 'logs')
mkdirSync(logs)
writeFileSync(join(logs, 'SigninLogs.jsonl'), rows(2_000))

const commands = [
  { name: 'node, nothing', args: ['-e', '0'], isPlain: true },
  { name: 'huntlet --help', args: [main, '--help'], isPlain: true },
  { name: 'huntlet list', args: [main, 'list'], isPlain: true },
  { name: "huntlet query 'print 1'", args: [main, 'query', 'print 1'] },
  { name: 'huntlet query on 2,000 rows', args: [main, 'query', 'SigninLogs | count', '--workspace', logs] },
  {
    name: 'huntlet run account-summary on 2,000 rows',
    args: [main, 'run', 'account-summary', 'user1@contoso.com', '--workspace', logs],
  },
  { name: 'huntlet demo', args: [main, 'demo', '--format', 'json'] },
]

const runs = 7
const withSnapshots = join(folder, 'cache')
let baseline = 0
try {
  await takeSnapshot()
  const ways = [
    { way: 'without a snapshot', args: ['--no-trace'] },
    { way: 'with a snapshot', args: [] },
  ]
  for (const { name, args, isPlain } of commands) {
    for (const { way, args: more } of isPlain ? [{ way: '', args: [] }] : ways) {
      const all = Array.from({ length: runs }, () => once([...args, ...more])).sort((a, b) => a.ms - b.ms)
      const { ms, cpuMs, peakMb } = all[Math.floor(runs / 2)]!
      baseline ||= ms
      const ratio = `${(ms / baseline).toFixed(1).padStart(6)} × node`
      console.log(
        `${`${name} ${way}`.padEnd(64)} ${ms.toFixed(0).padStart(6)} ms ${ratio}  ${cpuMs.toFixed(0).padStart(6)} ms of processors  ${peakMb.toFixed(0).padStart(5)} MB`,
      )
    }
  }
} finally {
  rmSync(folder, { recursive: true })
}

/** One run that is slow, and what it leaves to be made. */
async function takeSnapshot(): Promise<void> {
  once([main, 'query', 'print 1'])
  const place = join(withSnapshots, 'huntlet', 'compiler')
  for (let waited = 0; waited < 60_000; waited += 100) {
    const names = existsSync(place) ? readdirSync(place) : []
    if (names.length === 1 && names[0]!.endsWith('.blob')) return
    await new Promise((done) => setTimeout(done, 100))
  }
  throw new Error('No snapshot was made: is the build a whole one?')
}

function once(args: readonly string[]): { ms: number; cpuMs: number; peakMb: number } {
  const start = performance.now()
  const measured = ['-f', '%U %S %M', '-o', join(folder, 'usage'), process.execPath, ...args]
  const { status, stderr } = spawnSync('/usr/bin/time', measured, {
    encoding: 'utf8',
    maxBuffer: 1e9,
    env: { ...process.env, XDG_CACHE_HOME: withSnapshots },
  })
  if (status !== 0) throw new Error(`${args.join(' ')}: ${stderr}`)
  const ms = performance.now() - start
  const [user = 0, system = 0, kilobytes = 0] = readFileSync(join(folder, 'usage'), 'utf8').split(' ').map(Number)
  return { ms, cpuMs: (user + system) * 1000, peakMb: kilobytes / 1000 }
}

function rows(count: number): string {
  return Array.from({ length: count }, (_, row) =>
    JSON.stringify({
      TimeGenerated: new Date(Date.UTC(2026, 0, 1) + row * 60_000).toISOString(),
      UserPrincipalName: `user${row % 40}@contoso.com`,
      IPAddress: `198.51.100.${row % 50}`,
      ResultType: row % 9 === 0 ? '50126' : '0',
      AppDisplayName: `App ${row % 12}`,
    }),
  ).join('\n')
}
