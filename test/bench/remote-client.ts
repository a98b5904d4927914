/** The process that asks, of `remote.bench.ts`: `remote-client.ts KIND URL ID PART ROWS`; prints what it took. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadNotebooklets, openWorkspace, type Workspace } from '../../src/index.ts'
import type { Table } from '../../src/lib/table.ts'

const [kind, url, id, part, rowsGiven] = process.argv.slice(2) as [string, string, string, string, string]
const rows = Number(rowsGiven)
const month = { start: '2026-03-01T00:00:00Z', end: '2026-03-31T00:00:00Z' }
const all = 'SigninLogs | project TimeGenerated, UserPrincipalName, IPAddress, ResultType, Number'
const parts: Readonly<Record<string, (workspace: Workspace) => Promise<string>>> = {
  whole,
  some,
  count,
  groups,
  notebooklet,
  cancel,
}
const workspace = await open()
const idle = mostMemory()
const said = await parts[part]!(workspace)
console.log(`${said}; client ${idle} → ${mostMemory()} MB`)
await workspace.close()

function open(): Promise<Workspace> {
  switch (kind) {
    case 'log-analytics':
      return openWorkspace({ kind, workspace: id, endpoint: `${url}/v1`, now: month.end })
    case 'kusto':
      return openWorkspace({ kind, cluster: url, database: 'soc', now: month.end })
    default:
      return openWorkspace({
        kind: 'local',
        paths: [url],
        disk: { folder: join(process.env.XDG_CACHE_HOME!, 'huntlet'), cache: {} },
      })
  }
}

async function whole(): Promise<string> {
  const began = performance.now()
  let firstPart: number | undefined
  const {
    table,
    completeness,
    pieces = [],
  } = await workspace.run(all, {
    timespan: month,
    limit: rows + 1,
    onProgress: (text) => {
      if (/^[1-9]\d* of/.test(text)) firstPart ??= performance.now() - began
    },
  })
  const took = performance.now() - began
  return `${table.rowCount} rows, ${completeness.status} ${completeness.notices.join('; ')}, sum ${sumOf(table)}, ${pieces.length} parts, the first after ${seconds(firstPart ?? took)}; ${seconds(took)}, ${Math.round(table.rowCount / took)} thousand rows/s`
}

async function some(): Promise<string> {
  const began = performance.now()
  const { table, completeness } = await workspace.run(all, { timespan: month, limit: 1000 })
  const took = performance.now() - began
  const beyond = performance.now()
  const more = await workspace.run(`${all} | sort by TimeGenerated desc`, { timespan: month, limit: 700_000 })
  return `${table.rowCount} rows, ${completeness.status}, ${seconds(took)}; the latest ${more.table.rowCount}, ${more.completeness.status}, ${more.pieces?.length} parts, ${seconds(performance.now() - beyond)}`
}

async function count(): Promise<string> {
  const began = performance.now()
  const { table } = await workspace.run(
    'SigninLogs | summarize Events = count(), Last = max(Number), All = sum(Number) by Day = bin(TimeGenerated, 1d)',
    { timespan: month },
  )
  return `${table.rowCount} groups, ${seconds(performance.now() - began)}`
}

/** More groups than the service gives at once, and something done with them. */
async function groups(): Promise<string> {
  const began = performance.now()
  const { table, completeness, pieces } = await workspace.run(
    'SigninLogs | summarize Events = count(), arg_max(TimeGenerated, IPAddress) by UserPrincipalName, bin(TimeGenerated, 1h) | where Events == 1 | sort by UserPrincipalName asc, TimeGenerated asc',
    { timespan: month, limit: rows },
  )
  return `${table.rowCount} groups, ${completeness.status}, sum ${sumOf(table)}, ${pieces?.length ?? 1} parts, ${seconds(performance.now() - began)}`
}

async function notebooklet(): Promise<string> {
  const { accountSummary } = await loadNotebooklets()
  const began = performance.now()
  let first: number | undefined
  const result = await accountSummary!.run(
    workspace,
    { value: 'user700@contoso.com', timespan: '30d' },
    {
      onEvent: (event) => {
        if (event.kind === 'section') first ??= performance.now() - began
      },
    },
  )
  const sections = result.data.sections.map((section) =>
    `${section.id} ${section.status} ${section.table?.rowCount ?? ''}`.trim(),
  )
  return `${result.data.status}, first section after ${seconds(first ?? 0)}, all after ${seconds(performance.now() - began)}: ${sections.join(', ')}`
}

async function cancel(): Promise<string> {
  const controller = new AbortController()
  let cancelledAt = 0
  const running = workspace.run(all, {
    timespan: month,
    limit: rows + 1,
    signal: controller.signal,
    onProgress: (text) => {
      if (!/^3 of/.test(text) || controller.signal.aborted) return
      cancelledAt = performance.now()
      controller.abort()
    },
  })
  const code = await running.then(
    () => 'it was done before',
    (error: { code?: string }) => error.code,
  )
  const rejected = performance.now() - cancelledAt
  const idleAfter = await serverIdle(cancelledAt)
  return `${code} ${rejected.toFixed(0)} ms after the cancel, the server idle ${idleAfter.toFixed(0)} ms after it`
}

/** Milliseconds from then until the server's process used no processor for a tenth of a second. */
async function serverIdle(since: number): Promise<number> {
  const used = () => {
    const fields = readFileSync(`/proc/${process.env.SERVER_PID}/stat`, 'utf8').split(' ')
    return Number(fields[13]) + Number(fields[14])
  }
  let before = used()
  let quietSince = performance.now()
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 20))
    const now = used()
    if (now > before + 1) {
      before = now
      quietSince = performance.now()
    } else if (performance.now() - quietSince > 100) return quietSince - since
  }
}

/** Of all cells of all rows, whatever their order: each row's cells together are a number of 2 × 32 bits, and these are added. */
function sumOf(table: Table): string {
  const columns = table.data.map((data, column) => {
    if (data.kind === 'texts') {
      const each = data.dictionary.map((text) => hashOf(text, column))
      return (row: number) => each[data.index[row]!]!
    }
    return (row: number) => hashOf(String(data.values[row]), column)
  })
  let [high, low] = [0, 0]
  for (let row = 0; row < table.rowCount; row++) {
    let hash = 17
    for (const each of columns) hash = Math.imul(hash ^ each(row), 0x9e3779b1) ^ (hash >>> 15)
    high = (high + (hash >>> 0)) % 2 ** 32
    low = (low + (Math.imul(hash, 0x85ebca6b) >>> 0)) % 2 ** 32
  }
  return `${high.toString(16)}${low.toString(16)}`
}

function hashOf(text: string, seed: number): number {
  let hash = 0x811c9dc5 ^ seed
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return hash
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`
}

function mostMemory(): number {
  return Math.round(process.resourceUsage().maxRSS / 1024)
}
