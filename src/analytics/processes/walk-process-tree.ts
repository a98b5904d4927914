import { HuntletError } from '../../lib/diagnostic.ts'
import type { ProcessTree } from './process-tree.ts'

/** The processes without a parent, by time. */
export function rootsOf(tree: ProcessTree): number[] {
  const roots: number[] = []
  for (let process = 0; process < tree.count; process += tree.below[process]! + 1) roots.push(process)
  return roots
}

/** The parent, or undefined for a root. */
export function parentOf(tree: ProcessTree, process: number): number | undefined {
  const parent = tree.parent[checked(tree, process)]!
  return parent < 0 ? undefined : parent
}

/** The topmost process above, or the process itself where it is a root. */
export function rootOf(tree: ProcessTree, process: number): number {
  return ancestorsOf(tree, process)[0] ?? process
}

/** All processes of the tree that a process belongs to, its root first. */
export function rootTreeOf(tree: ProcessTree, process: number): number[] {
  const root = rootOf(tree, process)
  return [root, ...descendantsOf(tree, root)]
}

/** The processes it started, by time. */
export function childrenOf(tree: ProcessTree, process: number): number[] {
  const children: number[] = []
  const end = checked(tree, process) + tree.below[process]!
  for (let child = process + 1; child <= end; child += tree.below[child]! + 1) children.push(child)
  return children
}

/** All processes below, parents before children; with `maxLevels` only so many levels of them. */
export function descendantsOf(
  tree: ProcessTree,
  process: number,
  options: { readonly maxLevels?: number | undefined } = {},
): number[] {
  const deepest = tree.depth[checked(tree, process)]! + (options.maxLevels ?? Number.POSITIVE_INFINITY)
  const found: number[] = []
  for (let each = process + 1; each <= process + tree.below[process]!; each++) {
    if (tree.depth[each]! <= deepest) found.push(each)
    else each += tree.below[each]!
  }
  return found
}

/** The processes above, the root first; empty for a root. */
export function ancestorsOf(tree: ProcessTree, process: number): number[] {
  const found: number[] = []
  for (let above = tree.parent[checked(tree, process)]!; above >= 0; above = tree.parent[above]!) found.push(above)
  return found.reverse()
}

/** The other processes that its parent started, by time; of a root the other roots. */
export function siblingsOf(tree: ProcessTree, process: number): number[] {
  const parent = parentOf(tree, process)
  const all = parent === undefined ? rootsOf(tree) : childrenOf(tree, parent)
  return all.filter((each) => each !== process)
}

/** The greatest depth of the whole tree, or of the one that a process belongs to: 0 where no process has a child. */
export function treeDepth(tree: ProcessTree, process?: number): number {
  let deepest = 0
  const [from, to] = process === undefined ? [0, tree.count - 1] : rangeOf(tree, rootOf(tree, process))
  for (let each = from; each <= to; each++) deepest = Math.max(deepest, tree.depth[each]!)
  return deepest
}

function rangeOf(tree: ProcessTree, process: number): readonly [number, number] {
  return [process, process + tree.below[process]!]
}

function checked(tree: ProcessTree, process: number): number {
  if (Number.isInteger(process) && process >= 0 && process < tree.count) return process
  throw new HuntletError('PROCESS_UNKNOWN', `There is no process number ${process} in this tree.`, {
    hint: tree.count > 0 ? `They go from 0 to ${tree.count - 1}.` : 'The tree is empty.',
  })
}
