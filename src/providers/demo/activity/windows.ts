import { minute, on } from '../calendar.ts'
import type { Log } from '../log.ts'
import { machineNamed, workstations } from '../machines.ts'
import type { Presence } from '../presence.ts'
import { Random } from '../random.ts'
import { type ProcessStart, WindowsHost } from './windows-host.ts'
import { logWindowsIncidents } from './windows-incidents.ts'
import { logWindowsServers } from './windows-servers.ts'
import { logWorkstations } from './workstations.ts'

/** The company's Windows machines after their month: each by its name, and every process that was started. */
export interface WindowsMonth {
  readonly host: (name: string) => WindowsHost
  readonly starts: readonly ProcessStart[]
}

/** The Security log of all Windows machines. Workstations restart in the night after patch day, servers on the Sunday after it. */
export function logWindows(log: Log, random: Random, presences: readonly Presence[]): WindowsMonth {
  const starts: ProcessStart[] = []
  const hosts = new Map<string, WindowsHost>()
  const owned = new Set(workstations.map((one) => one.name))
  const host = (name: string): WindowsHost => {
    const known = hosts.get(name)
    if (known) return known
    const own = new Random(`host ${name}`)
    const restart = owned.has(name) ? on(9, 2, own.integer(0, 59)) : on(13, 1, 40) + own.integer(0, 15) * minute
    const made = new WindowsHost(machineNamed(name), log, own, [restart], (start) => starts.push(start))
    hosts.set(name, made)
    return made
  }
  logWorkstations(host, random, presences)
  logWindowsServers(host, random, presences)
  logWindowsIncidents(host, random)
  return { host, starts }
}
