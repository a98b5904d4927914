import type { SessionLog } from './read-logon-sessions.ts'

/** How many of the rarest processes are told. */
const told = 5

/** The rarest processes of a session in words: first those its score rests on, then others that are rare. */
export function rarestProcesses(rows: Uint32Array, evident: readonly number[], log: SessionLog): string {
  const chosen = new Map<number, number>()
  const take = (row: number) => {
    const program = log.programs.index[row]!
    if (chosen.size < told && !chosen.has(program)) chosen.set(program, row)
  }
  evident.forEach(take)
  if (chosen.size < told) {
    const shortlist = new Map<number, number>()
    for (const row of rows) {
      const known = shortlist.get(log.programs.index[row]!)
      if (known === undefined || log.shares[row]! < log.shares[known]!) shortlist.set(log.programs.index[row]!, row)
    }
    for (const row of [...shortlist.values()].sort((a, b) => log.shares[a]! - log.shares[b]!)) {
      if (log.shares[row]! < 1) take(row)
    }
  }
  return [...chosen.values()].map((row) => inWords(row, log)).join(' · ')
}

const mostArguments = 60

/** `cmd.exe → net.exe group "domain admins" /domain`: the folder is told where it is not the system's. */
function inWords(row: number, log: SessionLog): string {
  const command = log.commandLine.texts[log.commandLine.index[row]!]!
  const given = command.replace(/^\s*("[^"]*"?|[^\s"]+)\s*/, '').trim()
  const shown = given.length > mostArguments ? `${given.slice(0, mostArguments)}…` : given
  const program = log.programs.texts[log.programs.index[row]!]!.replace(/c:\\windows\\system32\\(?=[^\\]+$)/, '')
  return `${program} ${shown}`.trim()
}
