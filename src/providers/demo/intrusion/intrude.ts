import type { WindowsHost } from '../activity/windows-host.ts'
import type { Logs } from '../logs.ts'
import type { Random } from '../random.ts'
import { takeAccount } from './account.ts'
import { raiseAlerts, reachTheClouds } from './cloud.ts'
import { moveThroughHosts } from './hosts.ts'
import { abuseMailbox } from './mailbox.ts'

/** Writes the intrusion into the logs: account, mailbox, hosts, clouds, and the few alerts on it. */
export function intrude(logs: Logs, host: (name: string) => WindowsHost, random: Random): void {
  takeAccount(logs, random)
  abuseMailbox(logs, random)
  moveThroughHosts(logs, host, random)
  reachTheClouds(logs, random)
  raiseAlerts(logs, random)
}
