import type { ServeLimits } from '../route.ts'

/** What the service allows a user: https://learn.microsoft.com/azure/azure-monitor/service-limits#log-analytics-workspaces */
export const azureLimits: ServeLimits = {
  concurrent: 5,
  concurrentBasic: 2,
  queue: { count: 200, withinMs: 3 * 60_000 },
  requests: { count: 200, withinMs: 30_000 },
  rows: 500_000,
  bytes: 100 * 2 ** 20,
  timeoutMs: 10 * 60_000,
  defaultTimeoutMs: 3 * 60_000,
}
