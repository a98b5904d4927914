/**
 * Notebooklets over a month of made-up logs, through the product, each in a process of its own: the time of each section, of each query and of the
 * steps, the longest silence between two words of progress, how long a cancelled run goes on, and the most memory the process had. Beside
 * each stands a plain query over the same tables in the same process. Run by hand:
 * `node test/bench/notebooklets.bench.ts [rows] [notebooklet …]`.
 *
 * `--in FOLDER` keeps the logs there, and what was read of them, for the next time; `--memory` holds them in memory instead; `--cancel` also
 * cancels each run at a quarter, half and three quarters of the time it took.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { loadNotebooklets, openWorkspace, type Workspace } from '../../src/index.ts'
import { madeUpNames, writeMadeUpLogs } from './made-up-logs.ts'
import { EventLog, seconds } from './run-event-log.ts'

interface Case {
  readonly name: string
  readonly notebooklet: string
  readonly value?: string
  readonly parameters?: Readonly<Record<string, string>>
}

const { ordinary, busy, host, busyHost, address, domain, program, alert, incident } = madeUpNames

const cases: readonly Case[] = [
  { name: 'account-summary', notebooklet: 'accountSummary', value: ordinary },
  { name: 'account-summary, busy', notebooklet: 'accountSummary', value: busy },
  { name: 'anomaly-lookup', notebooklet: 'anomalyLookup', value: ordinary },
  { name: 'anomaly-lookup, busy', notebooklet: 'anomalyLookup', value: busy },
  { name: 'host-summary', notebooklet: 'hostSummary', value: host },
  { name: 'host-summary, busy', notebooklet: 'hostSummary', value: busyHost },
  { name: 'host-logons-summary', notebooklet: 'hostLogonsSummary', value: host },
  { name: 'host-logons-summary, all', notebooklet: 'hostLogonsSummary' },
  { name: 'windows-host-events', notebooklet: 'windowsHostEvents', value: host },
  { name: 'windows-host-events, all', notebooklet: 'windowsHostEvents' },
  { name: 'windows-host-explorer', notebooklet: 'windowsHostExplorer', value: host },
  { name: 'windows-host-explorer, busy', notebooklet: 'windowsHostExplorer', value: busyHost },
  { name: 'logon-session-rarity', notebooklet: 'logonSessionRarity' },
  { name: 'anomalous-sessions', notebooklet: 'anomalousSessions' },
  { name: 'ip-address-summary', notebooklet: 'ipAddressSummary', value: address },
  { name: 'office-activity', notebooklet: 'officeActivity' },
  { name: 'azure-activity', notebooklet: 'azureActivity' },
  { name: 'aws-activity', notebooklet: 'awsActivity' },
  { name: 'network-flow-summary', notebooklet: 'networkFlowSummary', value: host },
  { name: 'host-network-summary', notebooklet: 'hostNetworkSummary', value: host },
  { name: 'host-network-summary, busy', notebooklet: 'hostNetworkSummary', value: busyHost },
  { name: 'beacons', notebooklet: 'beacons' },
  { name: 'process-summary', notebooklet: 'processSummary', value: program },
  { name: 'alert-summary', notebooklet: 'alertSummary', value: alert },
  { name: 'enrich-alerts', notebooklet: 'enrichAlerts' },
  { name: 'incident-summary', notebooklet: 'incidentSummary', value: incident },
  { name: 'domain-summary', notebooklet: 'domainSummary', value: domain },
  { name: 'url-summary', notebooklet: 'urlSummary', value: `https://${domain}/a/1` },
]

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    in: { type: 'string' },
    one: { type: 'string' },
    memory: { type: 'boolean' },
    cancel: { type: 'boolean' },
  },
})
const [rowsGiven = '1000000', ...wanted] = positionals
const rows = Number(rowsGiven)

if (flags.one !== undefined) await measure(cases.find(({ name }) => name === flags.one)!)
else {
  const folder = flags.in ?? mkdtempSync(join(tmpdir(), 'huntlet-bench-'))
  try {
    if (!existsSync(join(folder, 'logs'))) await writeMadeUpLogs(join(folder, 'logs'), rows)
    for (const { name } of cases) {
      if (wanted.length > 0 && !wanted.some((each) => name === each || name.split(',')[0] === each)) continue
      const args = [
        import.meta.filename,
        String(rows),
        '--in',
        folder,
        '--one',
        name,
        ...(flags.cancel ? ['--cancel'] : []),
        ...(flags.memory ? ['--memory'] : []),
      ]
      const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' })
      if (status !== 0) process.exitCode = 1
    }
  } finally {
    if (flags.in === undefined) rmSync(folder, { recursive: true })
  }
}

async function measure({ name, notebooklet, value, parameters }: Case): Promise<void> {
  const folder = flags.in!
  const began = performance.now()
  const workspace = await openWorkspace({
    kind: 'local',
    paths: [join(folder, 'logs')],
    ...(!flags.memory && { disk: { folder: join(folder, 'kept'), cache: { leastBytes: 0 } } }),
  })
  const openedMs = performance.now() - began
  const baseline = await plainQuery(workspace)
  const idle = megabytes()
  const request = { ...(value !== undefined && { value }), ...(parameters && { parameters }) }
  const run = (await loadNotebooklets())[notebooklet]!
  const log = new EventLog()
  const start = performance.now()
  const before = process.cpuUsage()
  const result = await run.run(workspace, request, { onEvent: (event) => log.add(event) })
  const ms = performance.now() - start
  const { user, system } = process.cpuUsage(before)
  console.log(
    `\n${name} ${value ?? ''}: ${seconds(ms)} (${seconds((user + system) / 1000)} of the processors), ${(ms / baseline).toFixed(1)} × a plain query (${seconds(baseline)}), opened in ${seconds(openedMs)}; memory ${idle} → ${megabytes()} MB; longest silence ${log.silence(start)}; ${result.data.status}`,
  )
  for (const choice of result.data.choices)
    if (choice.chosen === undefined) console.log(`  open choice: ${choice.options.length} options`)
  for (const section of result.data.sections) {
    const queries = section.queries.reduce((sum, { durationMs }) => sum + durationMs, 0)
    console.log(
      `  ${section.id.padEnd(32)} ${section.status.padEnd(8)} ${String(section.table?.rowCount ?? '').padStart(7)} rows, at ${seconds((log.sections.get(section.id) ?? start) - start)}, ${section.queries.length} queries ${seconds(queries)}`,
    )
    for (const notice of section.notices) if (!notice.startsWith('no ')) console.log(`      ${notice.slice(0, 200)}`)
  }
  for (const line of log.lines(start)) console.log(`    ${line}`)
  if (flags.cancel) {
    for (const share of [0.25, 0.5, 0.75]) console.log(`  cancelled at ${share}: ${await cancelled(share * ms)}`)
  }
  await workspace.close()

  async function cancelled(afterMs: number): Promise<string> {
    const controller = new AbortController()
    const running = run.run(workspace, request, { signal: controller.signal })
    const timer = setTimeout(() => controller.abort(), afterMs)
    const from = performance.now()
    try {
      await running
      return 'it was done before'
    } catch (error) {
      const stopped = performance.now() - from - afterMs
      const next = performance.now()
      await workspace.query('print 1')
      return `${(error as { code?: string }).code} after ${stopped.toFixed(0)} ms, the next answer after ${(performance.now() - next).toFixed(0)} ms`
    } finally {
      clearTimeout(timer)
    }
  }
}

/** One pass over the times and one column of each large table. */
async function plainQuery(workspace: Workspace): Promise<number> {
  await workspace.query('print 1')
  const from = performance.now()
  await workspace.query(`union
    (SigninLogs | project TimeGenerated, Name = UserPrincipalName), (AADNonInteractiveUserSignInLogs | project TimeGenerated, Name = UserPrincipalName),
    (OfficeActivity | project TimeGenerated, Name = UserId), (SecurityEvent | project TimeGenerated, Name = Account), (CommonSecurityLog | project TimeGenerated, Name = SourceUserName),
    (Syslog | project TimeGenerated, Name = SyslogMessage)
    | where Name contains 'user700' | summarize count(), max(TimeGenerated) by Name`)
  return performance.now() - from
}

function megabytes(): number {
  return Math.round(process.resourceUsage().maxRSS / 1000)
}
