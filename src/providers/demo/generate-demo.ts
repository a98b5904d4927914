import { logAgents } from './activity/agents.ts'
import { logAlerts } from './activity/alerts.ts'
import { logCloudTrail } from './activity/aws.ts'
import { logAzureActivity } from './activity/azure.ts'
import { logCollaboration } from './activity/collaboration.ts'
import { logDirectory } from './activity/directory.ts'
import { logExchangeAdministration } from './activity/exchange-admin.ts'
import { logLinux } from './activity/linux.ts'
import { logNetwork } from './activity/network.ts'
import { logSignIns } from './activity/sign-ins.ts'
import { logWindows } from './activity/windows.ts'
import { intrude } from './intrusion/intrude.ts'
import type { Row } from './log.ts'
import { createLogs } from './logs.ts'
import { planPresences } from './presence.ts'
import { Random } from './random.ts'

/** One table of the demo and its records by time. */
export interface DemoTable {
  readonly table: string
  readonly rows: Iterable<Row>
}

/**
 * The demo workspace: September 2026 at Alder & Finch, a made-up company, as its logs tell it, with one intrusion in it.
 * The same records every time and on every machine; the newest one, on the evening of the 30th, is the demo's now.
 * Columns are those of Log Analytics; a column without a value is absent. README.md beside this file tells the story.
 */
export function* generateDemo(): Generator<DemoTable> {
  const logs = createLogs()
  const presences = planPresences()
  logExchangeAdministration(logs.office, new Random('exchange administration'), presences)
  logCollaboration(logs.office, new Random('collaboration'), presences)
  logSignIns(logs.signIns, logs.nonInteractive, new Random('sign-ins'), presences)
  logDirectory(logs.directory, new Random('directory'), presences)
  logAzureActivity(logs.azure, new Random('azure'), presences)
  logCloudTrail(logs.cloudTrail, new Random('aws'), presences)
  logLinux(logs.syslog, new Random('linux'), presences)
  logNetwork(logs.connections, logs.lookups, new Random('network'), presences)
  logAlerts(logs.alerts, new Random('alerts'))
  const windows = logWindows(logs.security, new Random('windows'), presences)
  intrude(logs, windows.host, new Random('intrusion'))
  logAgents(logs, new Random('agents'), presences, windows.starts)
  for (const log of Object.values(logs)) yield { table: log.table, rows: log.rows() }
}
