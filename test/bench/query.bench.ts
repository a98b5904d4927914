/**
 * From opening a workspace to its first answer, and what queries over it take from KQL to a table: over the demo, and over
 * made-up sign-ins. Run by hand: `node test/bench/query.bench.ts [rows]`.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { openWorkspace } from '../../src/providers/open-workspace.ts'

const rows = Number(process.argv[2] ?? 500_000)
const folder = mkdtempSync(join(tmpdir(), 'huntlet-bench-'))

const queries = [
  'SigninLogs | count',
  'SigninLogs | where UserAgent has "python" | count',
  'SigninLogs | summarize count(), dcount(IPAddress) by UserPrincipalName, bin(TimeGenerated, 1h) | top 20 by count_',
  'SigninLogs | where tostring(DeviceDetail.operatingSystem) == "Windows1" | summarize arg_max(TimeGenerated, *) by UserPrincipalName | take 100',
  'SigninLogs | sort by UserPrincipalName asc, TimeGenerated asc | extend s = row_window_session(TimeGenerated, 1h, 5m, UserPrincipalName != prev(UserPrincipalName)) | summarize count() by s | count',
  'SigninLogs | project TimeGenerated, UserPrincipalName, IPAddress, ResultType',
  'SigninLogs',
]

try {
  await measure('an empty workspace', { kind: 'local', paths: [] }, ['print 1'])
  await measure('the demo', { kind: 'demo' }, queries)
  await writeSignIns(join(folder, 'SigninLogs.parquet'))
  await measure(`${rows} made-up sign-ins`, { kind: 'local', paths: [folder] }, queries)
} finally {
  rmSync(folder, { recursive: true })
}

async function measure(
  name: string,
  request: Parameters<typeof openWorkspace>[0],
  asked: readonly string[],
): Promise<void> {
  const begin = performance.now()
  const workspace = await openWorkspace(request)
  const opened = performance.now() - begin
  await workspace.query('print 1')
  console.log(`${name}: open ${opened.toFixed(0)} ms, first answer ${(performance.now() - begin).toFixed(0)} ms`)
  for (const kql of asked) {
    const times: number[] = []
    let rowCount = 0
    // The first time compiles, the others do not.
    for (let run = 0; run < 3; run++) {
      const start = performance.now()
      rowCount = (await workspace.run(kql)).table.rowCount
      times.push(performance.now() - start)
    }
    console.log(
      `${times.map((ms) => ms.toFixed(0).padStart(6)).join('')} ms ${String(rowCount).padStart(8)} rows  ${kql.slice(0, 100)}`,
    )
  }
  await workspace.close()
}

async function writeSignIns(path: string): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  await connection.run(`COPY (SELECT TIMESTAMP '2024-01-01' + INTERVAL (i) SECOND AS TimeGenerated,
    'user' || (i % 5000) || '@example.com' AS UserPrincipalName, '10.' || (i % 255) || '.4.' || (i % 99) AS IPAddress,
    CASE WHEN i % 7 = 0 THEN '50126' ELSE '0' END AS ResultType,
    CASE WHEN i % 1000 = 0 THEN 'python-requests/2' ELSE 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) v' || (i % 300) END AS UserAgent,
    '{"operatingSystem":"Windows' || (i % 3) || '"}' AS DeviceDetail FROM range(${rows}) r(i)) TO '${path}' (FORMAT parquet)`)
  connection.closeSync()
  instance.closeSync()
}
