import { ticksFrom2020 } from '../../lib/kql-time.ts'
import { noProgress, type Progress } from '../../lib/progress.ts'
import { type Cell, type ColumnData, Table } from '../../lib/table.ts'
import { TextColumn } from '../text-column.ts'
import type { FlatLog } from './flat-log.ts'
import { type LinkedProcesses, linkKinds, linkProcesses } from './link-processes.ts'
import { textReader } from './log-texts.ts'
import { effectiveLogon } from './logon-id.ts'
import type { ProcessColumns } from './process-columns.ts'
import { type ProcessSchema, processSource } from './process-source.ts'
import { type ProcessTree, processTreeColumns, type TreeShape, treeShape } from './process-tree.ts'
import { orderByTime, type ProcessRows, readProcesses } from './read-processes.ts'

export interface ProcessTreeOptions {
  /** A known log, or which columns say what. Default: the known log that the table looks like. */
  readonly schema?: ProcessSchema | ProcessColumns | undefined
  /** Columns of the log to keep behind the tree's own; empty for inferred processes. */
  readonly keep?: readonly string[] | undefined
}

/**
 * The tree of processes that a log of process creations tells of. A row of its table is a process: `Parent` is the `Id` of the parent,
 * null for a root; `Depth` of a root is 0; `Inferred` marks parents that the log names but does not hold, of which what a child's row
 * tells is shown. `Logon` is the logon that the process was created for. Rows told twice count once. Time is n log n at most, memory a
 * few hundred bytes a process.
 *
 * Throws `PROCESS_COLUMNS` where name, process id, parent's process id and time are not all there.
 */
export function buildProcessTree(
  table: Table,
  options: ProcessTreeOptions = {},
  progress: Progress = noProgress,
): ProcessTree {
  const source = processSource(table, options.schema)
  const log = readProcesses(source)
  const linked = inOrderOfTime(linkProcesses(log, progress))
  const shape = treeShape(linked.parent)
  const drawn = new DrawnProcesses(source, log, linked, shape)
  progress(log.count, log.count, 'Drawing the tree')
  const tree = Table.fromColumns(processTreeColumns, linked.count, drawn.columns())
  const inferred = Uint8Array.from(shape.order, (at) => (linked.place[at]! < 0 ? 1 : 0))
  return {
    count: linked.count,
    table: (options.keep ?? []).reduce((result, name) => drawn.keep(result, table, name), tree),
    parent: shape.parent,
    depth: shape.depth,
    children: shape.children,
    below: shape.below,
    inferred,
    notices: [...source.notices, ...noticesOf(log, linked, source)],
  }
}

function noticesOf(log: ProcessRows, { rings }: LinkedProcesses, { columns }: FlatLog): string[] {
  const hostless = columns.host === undefined && log.count > 0
  return [
    ...(log.repeats > 0 ? [`${log.repeats} rows tell of a process once more: left out.`] : []),
    ...(rings > 0
      ? [`${rings} times processes name each other as parents: the first of each is shown as a root.`]
      : []),
    ...(hostless ? ['The log does not name hosts: all processes are taken for those of one.'] : []),
  ]
}

/** Inferred processes where their time puts them: before all others where it is not known. */
function inOrderOfTime(linked: LinkedProcesses): LinkedProcesses {
  const order = orderByTime(linked.created)
  const place = new Int32Array(linked.count)
  order.forEach((at, position) => {
    place[at] = position
  })
  const pick = <Values extends Int32Array | Float64Array | Uint8Array>(values: Values): Values => {
    const picked = values.slice() as Values
    order.forEach((at, position) => {
      picked[position] = values[at]!
    })
    return picked
  }
  return {
    ...linked,
    place: pick(linked.place),
    toldBy: pick(linked.toldBy),
    asGrandparent: pick(linked.asGrandparent),
    host: pick(linked.host),
    name: pick(linked.name),
    pid: pick(linked.pid),
    created: pick(linked.created),
    link: pick(linked.link),
    parent: pick(linked.parent).map((parent) => (parent < 0 ? -1 : place[parent]!)),
  }
}

/** What is shown of each process, in drawing order. */
class DrawnProcesses {
  readonly #source: FlatLog
  readonly #log: ProcessRows
  readonly #linked: LinkedProcesses
  readonly #shape: TreeShape

  constructor(source: FlatLog, log: ProcessRows, linked: LinkedProcesses, shape: TreeShape) {
    this.#source = source
    this.#log = log
    this.#linked = linked
    this.#shape = shape
  }

  columns(): ColumnData[] {
    const { columns } = this.#source
    const { order, parent, depth, children, below } = this.#shape
    const linked = this.#linked
    const log = this.#log
    const names = this.#texts(columns.name, undefined, (at) => log.names[linked.name[at]!]!)
    const pids = this.#texts(undefined, undefined, (at) => log.pids[linked.pid[at]!]!)
    const logons = this.#texts(columns.logon, columns.parentLogon)
    const targets = this.#texts(columns.targetLogon, undefined)
    const column = (textOf: (position: number) => string): ColumnData => {
      const texts = new TextColumn(order.length)
      for (let position = 0; position < order.length; position++) texts.set(position, textOf(position))
      return texts.toColumn()
    }
    return [
      { kind: 'numbers', values: Float64Array.from(order, (_, position) => position + 1) },
      {
        kind: 'numbers',
        values: Float64Array.from(parent, (above) => above + 1),
        valid: Uint8Array.from(parent, (above) => (above < 0 ? 0 : 1)),
      },
      column((position) => labelOf(names(position), pids(position))),
      ...[depth, children, below].map((values) => ({ kind: 'numbers', values: Float64Array.from(values) }) as const),
      timeColumn(Float64Array.from(order, (at) => linked.created[at]!)),
      column(names),
      column(pids),
      column(this.#texts(columns.commandLine, columns.parentCommandLine)),
      column(this.#texts(columns.user, columns.parentUser)),
      column(this.#texts(columns.host, undefined, (at) => log.hosts[linked.host[at]!]!)),
      column((position) => effectiveLogon(targets(position), logons(position))),
      { kind: 'bools', values: Uint8Array.from(order, (at) => (linked.place[at]! < 0 ? 1 : 0)) },
      column((position) => linkKinds[linked.link[order[position]!]!]!),
    ]
  }

  /** The tree with a column of the log; a column of the tree's own name is the tree's. */
  keep(tree: Table, table: Table, name: string): Table {
    const at = table.indexOf(name)
    if (at < 0 || tree.indexOf(name) >= 0) return tree
    const { rows } = this.#source
    const cells = Array.from(this.#shape.order, (process): Cell => {
      const row = this.#row(this.#linked.place[process]!)
      return row < 0 ? null : table.cell(rows ? rows[row]! : row, at)
    })
    return tree.withColumn(table.columns[at]!, cells)
  }

  /** Texts of the log: of an inferred process what its child tells of its parent. */
  #texts(
    own: string | undefined,
    ofParent: string | undefined,
    otherwise: (at: number) => string = () => '',
  ): (position: number) => string {
    const { table } = this.#source
    const [readOwn, readParent] = [textReader(table, own), textReader(table, ofParent)]
    const { place, toldBy, asGrandparent } = this.#linked
    return (position) => {
      const at = this.#shape.order[position]!
      if (place[at]! >= 0) return readOwn(this.#row(place[at]!)) || otherwise(at)
      return (asGrandparent[at] === 1 ? '' : readParent(this.#row(toldBy[at]!))) || otherwise(at)
    }
  }

  #row(place: number): number {
    return place < 0 ? -1 : this.#log.row[place]!
  }
}

function timeColumn(times: Float64Array): ColumnData {
  const values = new BigInt64Array(times.length)
  times.forEach((time, at) => {
    if (!Number.isNaN(time)) values[at] = ticksFrom2020(time)
  })
  return { kind: 'bigints', values, valid: Uint8Array.from(times, (time) => (Number.isNaN(time) ? 0 : 1)) }
}

/** `cmd.exe (316)`: the file's name without its folder. */
function labelOf(name: string, pid: string): string {
  const file = name.slice(Math.max(name.lastIndexOf('\\'), name.lastIndexOf('/')) + 1) || '(unknown)'
  return pid === '' ? file : `${file} (${pid})`
}
