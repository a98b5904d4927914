import type { Table } from '../../lib/table.ts'

/**
 * A tree of processes. A process is a number, its place in drawing order: parents before children, siblings by time. So all
 * that is below process `p` are the processes from `p + 1` to `p + below[p]`, whatever the depth.
 */
export interface ProcessTree {
  readonly count: number
  /** One row a process, in order; `processTreeColumns` first, then columns that were kept of the log. */
  readonly table: Table
  /** Parent of each, or -1 for a root. */
  readonly parent: Int32Array
  /** 0 for a root. */
  readonly depth: Uint32Array
  /** Children of each. */
  readonly children: Uint32Array
  /** Processes below each, at any depth. */
  readonly below: Uint32Array
  /** 1 for a process that the log only names as a parent. */
  readonly inferred: Uint8Array
  /** What must be known of it: repeats left out, rings opened, what the log does not tell. */
  readonly notices: readonly string[]
}

/** The columns of a tree's table. `Link` says how the parent is known: one of `linkKinds`. */
export const processTreeColumns = [
  { name: 'Id', type: 'int' },
  { name: 'Parent', type: 'int' },
  { name: 'Label', type: 'string' },
  { name: 'Depth', type: 'int' },
  { name: 'Children', type: 'int' },
  { name: 'Below', type: 'int' },
  { name: 'Time', type: 'datetime' },
  { name: 'Name', type: 'string' },
  { name: 'ProcessId', type: 'string' },
  { name: 'CommandLine', type: 'string' },
  { name: 'Account', type: 'string' },
  { name: 'Host', type: 'string' },
  { name: 'Logon', type: 'string' },
  { name: 'Inferred', type: 'bool' },
  { name: 'Link', type: 'string' },
] as const

/** The shape that parents give: the drawing order, and of each place of it depth, children and processes below. Nothing recurses: chains of 800 are real. */
export interface TreeShape {
  readonly order: Uint32Array
  readonly parent: Int32Array
  readonly depth: Uint32Array
  readonly children: Uint32Array
  readonly below: Uint32Array
}

/** `parents` of processes that are in order of time, without rings. */
export function treeShape(parents: Int32Array): TreeShape {
  const count = parents.length
  // Children of each process, latest first, as linked lists: the stack then gives the earliest first.
  const first = new Int32Array(count + 1).fill(-1)
  const next = new Int32Array(count)
  for (let at = 0; at < count; at++) {
    const list = parents[at]! < 0 ? count : parents[at]!
    next[at] = first[list]!
    first[list] = at
  }
  const order = new Uint32Array(count)
  const place = new Uint32Array(count)
  const parent = new Int32Array(count).fill(-1)
  const depth = new Uint32Array(count)
  const children = new Uint32Array(count)
  const below = new Uint32Array(count)
  const stack = new Uint32Array(count)
  let waiting = 0
  const pushAll = (list: number) => {
    for (let at = first[list]!; at >= 0; at = next[at]!) stack[waiting++] = at
  }
  pushAll(count)
  for (let position = 0; waiting > 0; position++) {
    const at = stack[--waiting]!
    order[position] = at
    place[at] = position
    if (parents[at]! >= 0) {
      const above = place[parents[at]!]!
      parent[position] = above
      depth[position] = depth[above]! + 1
      children[above]!++
    }
    pushAll(at)
  }
  for (let position = count - 1; position >= 0; position--) {
    if (parent[position]! >= 0) below[parent[position]!]! += below[position]! + 1
  }
  return { order, parent, depth, children, below }
}
