import { type Cell, Table } from '../../lib/table.ts'
import type { ProcessTree } from './process-tree.ts'

/** What a tree is, in one row. */
export interface ProcessTreeSummary {
  /** All processes, inferred ones included: roots, branches and leaves together. */
  readonly Processes: number
  /** Those that the log only names as parents. */
  readonly Inferred: number
  /** Without a parent. */
  readonly Roots: number
  /** With a parent and children. */
  readonly Branches: number
  /** With a parent and without children. */
  readonly Leaves: number
  /** Roots without children. */
  readonly Isolated: number
  /** The greatest depth; that of a root is 0. */
  readonly Depth: number
  /** The label of the first process of that depth; empty where there is no process. */
  readonly Deepest: string
  /** The most children of one process, and which it is. */
  readonly MostChildren: number
  readonly Busiest: string
  readonly Hosts: number
  readonly Logons: number
  readonly First: string | null
  readonly Last: string | null
}

/** Counts what a tree is made of. */
export function summariseProcessTree(tree: ProcessTree): ProcessTreeSummary {
  const { count, depth, children, parent, inferred, table } = tree
  let [roots, branches, leaves, isolated, deepest, busiest, unseen] = [0, 0, 0, 0, 0, 0, 0]
  let [first, last] = [-1, -1]
  const timeAt = table.indexOf('Time')
  const times = table.data[timeAt]!
  const instant = times.kind === 'bigints' ? times : undefined
  for (let process = 0; process < count; process++) {
    if (parent[process]! < 0) roots++
    else if (children[process]! > 0) branches++
    else leaves++
    if (parent[process]! < 0 && children[process] === 0) isolated++
    if (depth[process]! > depth[deepest]!) deepest = process
    if (children[process]! > children[busiest]!) busiest = process
    unseen += inferred[process]!
    if (!instant || instant.valid?.[process] === 0) continue
    if (first < 0 || instant.values[process]! < instant.values[first]!) first = process
    if (last < 0 || instant.values[process]! > instant.values[last]!) last = process
  }
  const text = (process: number, column: string) => (process < 0 ? null : (table.value(process, column) as string))
  return {
    Processes: count,
    Inferred: unseen,
    Roots: roots,
    Branches: branches,
    Leaves: leaves,
    Isolated: isolated,
    Depth: depth[deepest] ?? 0,
    Deepest: count > 0 ? text(deepest, 'Label')! : '',
    MostChildren: children[busiest] ?? 0,
    Busiest: count > 0 ? text(busiest, 'Label')! : '',
    Hosts: distinct(table, 'Host'),
    Logons: distinct(table, 'Logon'),
    First: text(first, 'Time'),
    Last: text(last, 'Time'),
  }
}

/** The summary as a table of one row; of none where there is no process. */
export function processSummaryTable(tree: ProcessTree): Table {
  const summary = summariseProcessTree(tree)
  const types = { Deepest: 'string', Busiest: 'string', First: 'datetime', Last: 'datetime' } as const
  const columns = Object.keys(summary).map(
    (name) => ({ name, type: types[name as keyof typeof types] ?? 'long' }) as const,
  )
  return Table.fromRows(columns, tree.count === 0 ? [] : [Object.values(summary) as Cell[]])
}

/** Distinct texts, the empty one not counted. */
function distinct(table: Table, column: string): number {
  const data = table.data[table.indexOf(column)]!
  if (data.kind !== 'texts') return 0
  const seen = new Set<string>()
  const counted = new Uint8Array(data.dictionary.length)
  for (const text of data.index) {
    if (counted[text] === 1) continue
    counted[text] = 1
    seen.add(data.dictionary[text]!.toLowerCase())
  }
  seen.delete('')
  return seen.size
}
