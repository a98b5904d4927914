import { type ColumnData, Table } from '../../lib/table.ts'
import { textReader } from '../columns/column-texts.ts'
import { comparableLogon } from './logon-id.ts'
import { openRings } from './open-rings.ts'
import { type ProcessTree, processTreeColumns, treeShape } from './process-tree.ts'

/** Which processes of a tree; what is not given, or empty, leaves out nothing. */
export interface ProcessChoice {
  /** A process id (`316`, `0x13c`), a file name (`cmd.exe`), a whole path, or a label (`cmd.exe (316)`); case does not matter. */
  readonly of?: string | undefined
  /** The `Id` of a process in the tree. */
  readonly id?: number | undefined
  /** Its logon: `0x3e7`, `999`. */
  readonly logon?: string | undefined
  /** Its host, by its full or its short name. */
  readonly host?: string | undefined
}

/** The processes that are meant, in order. */
export function findProcesses(tree: ProcessTree, choice: ProcessChoice): number[] {
  const [name, pid, label, logon, host] = ['Name', 'ProcessId', 'Label', 'Logon', 'Host'].map((column) =>
    textReader(tree.table, column),
  )
  const wanted = choice.of?.trim().toLowerCase() ?? ''
  const wantedPid = /^0x[0-9a-f]{1,16}$/.test(wanted) ? BigInt(wanted).toString() : wanted
  const isOf = (process: number) => {
    const path = name!(process).toLowerCase()
    const file = path.slice(Math.max(path.lastIndexOf('\\'), path.lastIndexOf('/')) + 1)
    return pid!(process) === wantedPid || path === wanted || file === wanted || label!(process).toLowerCase() === wanted
  }
  const wantedLogon = comparableLogon(choice.logon ?? '')
  const wantedHost = choice.host?.trim().toLowerCase() ?? ''
  const idAt = tree.table.indexOf('Id')
  const found: number[] = []
  for (let process = 0; process < tree.count; process++) {
    if (choice.id !== undefined && tree.table.cell(process, idAt) !== choice.id) continue
    if (wanted !== '' && !isOf(process)) continue
    if (wantedLogon !== '' && comparableLogon(logon!(process)) !== wantedLogon) continue
    if (wantedHost !== '' && !isSameHost(host!(process).toLowerCase(), wantedHost)) continue
    found.push(process)
  }
  return found
}

/**
 * The tree of some of its processes, with what is above and below them if asked. Their `Id`s stay; a process whose parent is left out
 * is a root, and depths count from there.
 */
export function keepProcesses(
  tree: ProcessTree,
  processes: readonly number[],
  around: { readonly above?: boolean | undefined; readonly below?: boolean | undefined } = {},
): ProcessTree {
  const kept = new Uint8Array(tree.count)
  for (const process of Uint32Array.from(processes).sort()) {
    kept[process] = 1
    // What is above a kept process is kept already, as those come first.
    for (let up = tree.parent[process]!; around.above && up >= 0 && kept[up] === 0; up = tree.parent[up]!) kept[up] = 2
  }
  if (around.below) {
    // Parents come first, so that one pass reaches every depth. What is only above others brings nothing along.
    for (const process of processes) kept[process] = 1
    for (let each = 0; each < tree.count; each++) if (kept[tree.parent[each]!] === 1) kept[each] = 1
  }
  const chosen: number[] = []
  const place = new Int32Array(tree.count).fill(-1)
  for (let each = 0; each < tree.count; each++) if (kept[each]! > 0) place[each] = chosen.push(each) - 1
  const parents = Int32Array.from(chosen, (each) => (tree.parent[each]! < 0 ? -1 : place[tree.parent[each]!]!))
  return treeOfRows(tree.table.pick(chosen), parents, tree.notices)
}

/** Whether a table is that of a process tree. */
export function isProcessTree(table: Table): boolean {
  return processTreeColumns.every(({ name, type }) => table.columns[table.indexOf(name)]?.type === type)
}

/** The tree that its table tells of, whatever the order of its rows; a parent that is not in the table makes a root. */
export function readProcessTree(table: Table): ProcessTree {
  const [id, parent] = ['Id', 'Parent'].map((name) => table.column(name))
  const rowOf = new Map(id!.map((each, row) => [each, row]))
  const parents = Int32Array.from(parent!, (each) => (each === null ? -1 : (rowOf.get(each) ?? -1)))
  openRings(parents)
  return treeOfRows(table, parents, [])
}

/** A tree over rows whose siblings are in order; what follows from the parents is written anew. */
function treeOfRows(rows: Table, parents: Int32Array, notices: readonly string[]): ProcessTree {
  const shape = treeShape(parents)
  const table = rows.pick(shape.order)
  const ids = table.column('Id') as number[]
  const numbers = (values: ArrayLike<number>): ColumnData => ({ kind: 'numbers', values: Float64Array.from(values) })
  const anew: Readonly<Record<string, ColumnData>> = {
    Parent: {
      kind: 'numbers',
      values: Float64Array.from(shape.parent, (above) => (above < 0 ? 0 : ids[above]!)),
      valid: Uint8Array.from(shape.parent, (above) => (above < 0 ? 0 : 1)),
    },
    Depth: numbers(shape.depth),
    Children: numbers(shape.children),
    Below: numbers(shape.below),
  }
  const data = table.columns.map(({ name }, at) => anew[name] ?? table.data[at]!)
  const inferred = table.column('Inferred')
  return {
    count: table.rowCount,
    table: Table.fromColumns(table.columns, table.rowCount, data),
    parent: shape.parent,
    depth: shape.depth,
    children: shape.children,
    below: shape.below,
    inferred: Uint8Array.from(inferred, (cell) => (cell === true ? 1 : 0)),
    notices,
  }
}

function isSameHost(host: string, wanted: string): boolean {
  return host === wanted || host.startsWith(`${wanted}.`) || wanted.startsWith(`${host}.`)
}
