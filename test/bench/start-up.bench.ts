/**
 * How long a command takes from the shell to its end, against an empty Node process. Run `npm run build` before it:
 * `node test/bench/start-up.bench.ts`
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const main = resolve(import.meta.dirname, '..', '..', 'dist', 'cli', 'main.js')
const folder = mkdtempSync(join(tmpdir(), 'huntlet-bench-'))
writeFileSync(join(folder, 'SigninLogs.jsonl'), rows(2_000))

const commands = [
  { name: 'node, nothing', args: ['-e', '0'] },
  { name: 'huntlet --help', args: [main, '--help'] },
  { name: 'huntlet list', args: [main, 'list'] },
  { name: "huntlet query 'print 1'", args: [main, 'query', 'print 1'] },
  { name: 'huntlet query on 2,000 rows', args: [main, 'query', 'SigninLogs | count', '--workspace', folder] },
  {
    name: 'huntlet run account-summary on 2,000 rows',
    args: [main, 'run', 'account-summary', 'user1@contoso.com', '--workspace', folder],
  },
  { name: 'huntlet demo', args: [main, 'demo', '--format', 'json'] },
]

const runs = 7
let baseline = 0
for (const { name, args } of commands) {
  const times = Array.from({ length: runs }, () => once(args)).sort((a, b) => a - b)
  const median = times[Math.floor(runs / 2)]!
  baseline ||= median
  console.log(
    `${name.padEnd(44)} ${median.toFixed(0).padStart(6)} ms  ${(median / baseline).toFixed(1).padStart(6)} × node`,
  )
}
rmSync(folder, { recursive: true })

function once(args: readonly string[]): number {
  const start = performance.now()
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 1e9 })
  if (status !== 0) throw new Error(`${args.join(' ')}: ${stderr}`)
  return performance.now() - start
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
