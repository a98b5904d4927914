import { describe, expect, it } from 'vitest'
import { buildProcessTree } from '../../../src/analytics/processes/build-process-tree.ts'
import { summariseProcessTree } from '../../../src/analytics/processes/summarise-process-tree.ts'
import type { KqlType } from '../../../src/lib/kql-type.ts'
import type { Table } from '../../../src/lib/table.ts'
import { hasRealLogs, realLog } from '../real-logs.ts'

const columns: Readonly<Record<string, KqlType>> = {
  TimeGenerated: 'datetime',
  EventID: 'int',
  Computer: 'string',
  Account: 'string',
  NewProcessName: 'string',
  NewProcessId: 'string',
  ProcessId: 'string',
  ParentProcessName: 'string',
  CommandLine: 'string',
  SubjectLogonId: 'string',
  TargetLogonId: 'string',
}

/**
 * msticpy's rules as they are published, row by row: duplicates dropped, rows by time, the parent the latest row at or before with the parent's
 * id and lower-case name, whatever its host; parents without a row added once per id and name; of equal name, id and time (to 10 µs) the
 * first kept.
 */
function publishedTree(table: Table): Record<string, number> {
  const rows = [...table.objects()].filter(({ EventID }) => EventID === 4688)
  const seen = new Set<string>()
  const unique = rows.filter((row) => seen.size !== seen.add(JSON.stringify(row)).size)
  unique.sort((a, b) => (String(a.TimeGenerated) < String(b.TimeGenerated) ? -1 : 1))
  const lower = (cell: unknown) => String(cell ?? '').toLowerCase()
  const idAndName = (pid: unknown, name: unknown) => `${lower(name) || 'unknown'}|${lower(pid)}`
  const latest = new Map<string, number>()
  const keyOf: string[] = []
  const parentKey: (string | undefined)[] = []
  const inferred = new Set<string>()
  for (let from = 0; from < unique.length; ) {
    let to = from
    while (to < unique.length && unique[to]!.TimeGenerated === unique[from]!.TimeGenerated) {
      const { NewProcessId, NewProcessName, TimeGenerated } = unique[to]!
      keyOf[to] = `${idAndName(NewProcessId, NewProcessName)}|${String(TimeGenerated).slice(0, 25)}`
      latest.set(idAndName(NewProcessId, NewProcessName), to++)
    }
    for (let at = from; at < to; at++) {
      const { ProcessId, ParentProcessName } = unique[at]!
      const parent = latest.get(idAndName(ProcessId, ParentProcessName))
      parentKey[at] = parent === undefined ? `${idAndName(ProcessId, ParentProcessName)}|1970` : keyOf[parent]
      if (parent === undefined) inferred.add(parentKey[at]!)
    }
    from = to
  }
  const parents = new Map<string, string | undefined>([...inferred].map((key) => [key, undefined]))
  keyOf.forEach((key, at) => {
    if (!parents.has(key)) parents.set(key, parentKey[at])
  })
  const withChildren = new Set(parents.values())
  let depth = 0
  for (const key of parents.keys()) {
    let level = 0
    for (let above = parents.get(key); above !== undefined && level < 1e5; above = parents.get(above)) level++
    depth = Math.max(depth, level)
  }
  const roots = [...parents].filter(([, parent]) => parent === undefined).length
  const leaves = [...parents.keys()].filter((key) => !withChildren.has(key) && parents.get(key) !== undefined).length
  return {
    Processes: parents.size,
    Roots: roots,
    Leaves: leaves,
    Branches: parents.size - roots - leaves,
    Depth: depth,
  }
}

function figures(table: Table): Record<string, number> {
  const { Processes, Roots, Leaves, Branches, Depth } = summariseProcessTree(buildProcessTree(table))
  return { Processes, Roots, Leaves, Branches, Depth }
}

describe.skipIf(!hasRealLogs)('the tree by published rules and by ours', () => {
  const log = (folder: string) => realLog(`${folder}/SecurityEvent.jsonl`, columns)

  it.each([
    ['msticnb', { Processes: 10_063, Roots: 63, Leaves: 6664, Branches: 3336, Depth: 71 }],
    ['otrf-lsass-01', { Processes: 62, Roots: 9, Leaves: 47, Branches: 6, Depth: 3 }],
    ['otrf-lsass-02', { Processes: 73, Roots: 7, Leaves: 53, Branches: 13, Depth: 4 }],
    ['otrf-lsass-03', { Processes: 63, Roots: 8, Leaves: 51, Branches: 4, Depth: 3 }],
  ])('is the same for one host whose log names parents: %s', (folder, expected) => {
    expect(publishedTree(log(folder))).toEqual(expected)
    expect(figures(log(folder))).toEqual(expected)
  })

  it('differs where parents have no name, which we match by id, and over hosts, which we keep apart', () => {
    const all = log('evtx-to-mitre')
    expect(publishedTree(all)).toEqual({ Processes: 1500, Roots: 300, Leaves: 1075, Branches: 125, Depth: 4 })
    expect(figures(all)).toEqual({ Processes: 1279, Roots: 79, Leaves: 542, Branches: 658, Depth: 5 })
    // Without these two differences the rules agree, host by host.
    const parentNames = all.column('ParentProcessName')
    const hosts = all.column('Computer')
    for (const host of new Set(hosts)) {
      const named = all.pick(hosts.flatMap((each, row) => (each === host && parentNames[row] !== '' ? [row] : [])))
      expect(figures(named)).toEqual(publishedTree(named))
    }
  })
})
