import { buildProcessTree } from '../../../src/analytics/processes/build-process-tree.ts'
import type { ProcessColumns } from '../../../src/analytics/processes/process-columns.ts'
import type { ProcessTree } from '../../../src/analytics/processes/process-tree.ts'
import { type Cell, Table } from '../../../src/lib/table.ts'

export const minimal: ProcessColumns = {
  name: 'Name',
  pid: 'Pid',
  parentPid: 'ParentPid',
  time: 'Time',
  parentName: 'ParentName',
  host: 'Host',
}

/** Rows of time (seconds), host, name, pid, parent's name, parent's pid. */
export type ProcessRow = readonly [number | null, string, string, string, string, string]

export function processLog(rows: readonly ProcessRow[]): Table {
  const names = ['Time', 'Host', 'Name', 'Pid', 'ParentName', 'ParentPid']
  return Table.fromRows(
    names.map((name) => ({ name, type: name === 'Time' ? 'datetime' : 'string' })),
    rows.map(([second, ...rest]): Cell[] => [second === null ? null : new Date(second * 1000).toISOString(), ...rest]),
  )
}

export function madeUpTree(rows: readonly ProcessRow[]): ProcessTree {
  return buildProcessTree(processLog(rows), { schema: minimal })
}

/** Two shells that start each other, again and again. */
export function pingPong(levels: number): ProcessRow[] {
  return Array.from({ length: levels }, (_, at) => {
    const [own, other] = at % 2 === 0 ? ['powershell.exe', 'cmd.exe'] : ['cmd.exe', 'powershell.exe']
    return [at, 'h', own!, String(100 + (at % 3000)), other!, String(100 + ((at + 2999) % 3000))]
  })
}

/** The tree in words: one line a process, two blanks a level, `*` where it is inferred. */
export function drawn(table: Table): string[] {
  const [label, depth, inferred] = ['Label', 'Depth', 'Inferred'].map((name) => table.column(name))
  return label!.map((text, row) => `${'  '.repeat(depth![row] as number)}${text}${inferred![row] ? '*' : ''}`)
}
