import type { Table } from '../../lib/table.ts'
import type { TreeView } from '../../notebooklet/view.ts'
import { labelOf, type RowOrder } from './column-values.ts'
import { jsonText } from './json-text.ts'
import { type Span, type StyledLine, span } from './styled-line.ts'
import { withThousands } from './value-axis.ts'
import { secondText, utc, type Zone } from './zone.ts'

/** Rows linked by id and parent id. All numbers are positions in the table. */
export interface Tree {
  readonly roots: readonly number[]
  /** Parent row, or -1. */
  readonly parent: Int32Array
  readonly children: (row: number) => readonly number[]
  readonly depth: Uint32Array
  readonly isLast: Uint8Array
  /** Rows below each row, at any depth. */
  readonly below: Uint32Array
  readonly deepest: number
  /** Rows that were each other's ancestors: one of them was made a root. */
  readonly loops: ReadonlySet<number>
}

const none: readonly number[] = []

/**
 * Links the rows. A row whose parent is absent, empty or itself is a root; where an id repeats, children belong to the first
 * row that has it; a circle of parents is opened at its first row. Depth has no limit: nothing here recurses.
 */
export function treeOf(view: TreeView, table: Table): Tree {
  const count = table.rowCount
  const [idColumn, parentColumn] = [table.indexOf(view.id), table.indexOf(view.parent)]
  const key = (row: number, column: number): string => {
    const cell = column < 0 ? null : table.cell(row, column)
    return cell === null || cell === '' ? '' : typeof cell === 'object' ? jsonText(cell) : String(cell)
  }
  const byId = new Map<string, number>()
  for (let row = 0; row < count; row++) {
    const id = key(row, idColumn)
    if (id !== '' && !byId.has(id)) byId.set(id, row)
  }
  const parent = new Int32Array(count).fill(-1)
  for (let row = 0; row < count; row++) {
    const found = byId.get(key(row, parentColumn))
    if (found !== undefined && found !== row) parent[row] = found
  }
  const loops = openLoops(parent)
  const children = new Map<number, number[]>()
  const roots: number[] = []
  for (let row = 0; row < count; row++) {
    const above = parent[row]!
    if (above < 0) roots.push(row)
    else if (children.has(above)) children.get(above)!.push(row)
    else children.set(above, [row])
  }
  const depth = new Uint32Array(count)
  const isLast = new Uint8Array(count)
  const order = [...walk(roots, (at) => children.get(at) ?? none)]
  let deepest = 0
  for (const row of order) {
    const above = parent[row]!
    if (above < 0) continue
    depth[row] = depth[above]! + 1
    deepest = Math.max(deepest, depth[row]!)
    if (children.get(above)!.at(-1) === row) isLast[row] = 1
  }
  const below = new Uint32Array(count)
  for (const row of order.reverse()) if (parent[row]! >= 0) below[parent[row]!]! += below[row]! + 1
  return { roots, parent, children: (row) => children.get(row) ?? none, depth, isLast, below, deepest, loops }
}

/** Cuts each circle of parents at its first row and says which rows those were. */
function openLoops(parent: Int32Array): Set<number> {
  const state = new Uint8Array(parent.length)
  const loops = new Set<number>()
  for (let row = 0; row < parent.length; row++) {
    const path: number[] = []
    let at = row
    while (at >= 0 && state[at] === 0) {
      state[at] = 1
      path.push(at)
      at = parent[at]!
    }
    if (at >= 0 && state[at] === 1) {
      const circle = path.slice(path.indexOf(at))
      const first = circle.reduce((least, each) => Math.min(least, each))
      parent[first] = -1
      loops.add(first)
    }
    for (const each of path) state[each] = 2
  }
  return loops
}

/** Rows in drawing order, parents before children. `enter` says whether a row's children are walked. */
export function* walk(
  roots: readonly number[],
  children: (row: number) => readonly number[],
  enter: (row: number) => boolean = () => true,
): Generator<number> {
  const stack = roots.toReversed()
  while (stack.length > 0) {
    const row = stack.pop()!
    yield row
    if (!enter(row)) continue
    const below = children(row)
    for (let at = below.length - 1; at >= 0; at--) stack.push(below[at]!)
  }
}

export interface TreeLineOptions {
  readonly isCollapsed?: boolean
  /** Levels of indentation drawn; deeper rows say how deep they are. Default 12. */
  readonly levels?: number
  /** The clock that times are shown by. Default UTC. */
  readonly zone?: Zone
}

/** A row of the tree: its branch, its label, its details. */
export function treeLine(
  view: TreeView,
  table: Table,
  tree: Tree,
  row: number,
  options: TreeLineOptions = {},
): StyledLine {
  const { isCollapsed = false, levels = 12, zone = utc } = options
  const depth = tree.depth[row]!
  const hidden = Math.max(0, depth - levels)
  let branch = ''
  let at = row
  for (let level = 0; level < Math.min(depth, levels); level++) {
    const last = tree.isLast[at] === 1
    branch = (level === 0 ? twig(last) : trunk(last)) + branch
    at = tree.parent[at]!
  }
  const isParent = tree.below[row]! > 0
  const knob = !isParent ? '' : isCollapsed ? '▸ ' : '▾ '
  const line: Span[] = []
  if (tree.deepest > levels) line.push(span(depthMark(hidden, tree.deepest - levels), 'quiet'))
  line.push(span(branch, 'quiet'), span(knob, 'accent'))
  line.push(span(labelOf(table.value(row, view.label)), { bold: isParent }))
  for (const name of view.detail ?? []) {
    const text = detailText(table, row, name, zone)
    if (text !== '') line.push(span(`  ${text}`, 'quiet'))
  }
  if (isCollapsed) line.push(span(`  (${withThousands(String(tree.below[row]!))} below)`, 'quiet'))
  if (tree.loops.has(row)) line.push(span('  (its parents lead back to itself)', 'warn'))
  return line
}

/** A cell beside the label: times to the second, as the order is told by the place, and numbers with what they count, as nothing else says it. */
function detailText(table: Table, row: number, name: string, zone: Zone): string {
  const cell = table.value(row, name)
  if (cell === undefined || cell === null || cell === '') return ''
  const type = table.columns[table.indexOf(name)]?.type
  if (type === 'datetime' && typeof cell === 'string') return secondText(cell, zone)
  if (type === 'real' && typeof cell === 'number') return `${labelOf(name)} ${Number(cell.toPrecision(3))}`
  return type === 'int' || type === 'long' ? `${labelOf(name)} ${labelOf(cell)}` : labelOf(cell)
}

/** How many levels of indentation are left out, in as many cells for every row. */
function depthMark(hidden: number, most: number): string {
  const width = withThousands(String(most)).length + 3
  const text = hidden === 0 ? '' : `${'⋯ '}${withThousands(String(hidden))}`
  return `${text.padEnd(width)} `
}

function twig(last: boolean): string {
  return last ? '└─ ' : '├─ '
}

function trunk(last: boolean): string {
  return last ? '   ' : '│  '
}

/** The whole tree, or the given rows with all that is above them. */
export function shownInTree(tree: Tree, rows: RowOrder): Uint8Array | undefined {
  if (!rows) return undefined
  const shown = new Uint8Array(tree.parent.length)
  for (const row of rows) {
    for (let at = row; at >= 0 && shown[at] === 0; at = tree.parent[at]!) shown[at] = 1
  }
  return shown
}
