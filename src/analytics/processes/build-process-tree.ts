import { ticksFrom2020 } from '../../lib/kql-time.ts'
import { noProgress, type Progress } from '../../lib/progress.ts'
import { type Cell, type ColumnData, Table } from '../../lib/table.ts'
import type { FlatLog } from './flat-log.ts'
import { type LinkedProcesses, linkKinds, linkProcesses } from './link-processes.ts'
import { effectiveLogon } from './logon-id.ts'
import { PairIds } from './pair-ids.ts'
import type { ProcessColumns } from './process-columns.ts'
import { type ProcessSchema, processSource } from './process-source.ts'
import { type ProcessTree, processTreeColumns, type TreeShape, treeShape } from './process-tree.ts'
import { orderByTime, type ProcessRows, readProcesses } from './read-processes.ts'
import { noText, TextIds } from './text-ids.ts'

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
  const source = processSource(table, options.schema, progress)
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

/** What is shown of each process, in drawing order. Texts stay numbers until the last: a million are not looked up one by one. */
class DrawnProcesses {
  readonly #source: FlatLog
  readonly #log: ProcessRows
  readonly #linked: LinkedProcesses
  readonly #shape: TreeShape
  /** Positions of the processes that have a row, with it; positions of inferred ones, with the row that told of them as parents. */
  readonly #rows: PlacedRows
  readonly #tellingRows: PlacedRows

  constructor(source: FlatLog, log: ProcessRows, linked: LinkedProcesses, shape: TreeShape) {
    this.#source = source
    this.#log = log
    this.#linked = linked
    this.#shape = shape
    const { place, toldBy, asGrandparent } = linked
    this.#rows = placedRows(shape.order, (at) => (place[at]! < 0 ? -1 : log.row[place[at]!]!))
    this.#tellingRows = placedRows(shape.order, (at) =>
      place[at]! >= 0 || asGrandparent[at] === 1 ? -1 : log.row[toldBy[at]!]!,
    )
  }

  columns(): ColumnData[] {
    const { columns } = this.#source
    const { order, parent, depth, children, below } = this.#shape
    const linked = this.#linked
    const log = this.#log
    const names = this.#texts(columns.name, undefined, (at) => log.names[linked.name[at]!]!)
    const pids = codedTexts(order, linked.pid, log.pids)
    const logons = this.#texts(columns.logon, columns.parentLogon)
    const targets = this.#texts(columns.targetLogon, undefined)
    return [
      { kind: 'numbers', values: Float64Array.from(order, (_, position) => position + 1) },
      {
        kind: 'numbers',
        values: Float64Array.from(parent, (above) => above + 1),
        valid: Uint8Array.from(parent, (above) => (above < 0 ? 0 : 1)),
      },
      combined(names, pids, labelOf),
      ...[depth, children, below].map((values) => ({ kind: 'numbers', values: Float64Array.from(values) }) as const),
      timeColumn(Float64Array.from(order, (at) => linked.created[at]!)),
      names,
      pids,
      this.#texts(columns.commandLine, columns.parentCommandLine),
      this.#texts(columns.user, columns.parentUser),
      this.#texts(columns.host, undefined, (at) => log.hosts[linked.host[at]!]!),
      combined(targets, logons, effectiveLogon),
      { kind: 'bools', values: Uint8Array.from(order, (at) => (linked.place[at]! < 0 ? 1 : 0)) },
      codedTexts(order, linked.link, linkKinds),
    ]
  }

  /** The tree with a column of the log, empty for inferred processes; a column of the tree's own name is the tree's. */
  keep(tree: Table, table: Table, name: string): Table {
    const at = table.indexOf(name)
    if (at < 0 || tree.indexOf(name) >= 0) return tree
    const { rows } = this.#source
    const cells = new Array<Cell>(tree.rowCount).fill(null)
    this.#rows.positions.forEach((position, each) => {
      const row = this.#rows.rows[each]!
      cells[position] = table.cell(rows ? rows[row]! : row, at)
    })
    return tree.withColumn(table.columns[at]!, cells)
  }

  /** Texts of the log: of an inferred process what its child tells of its parent. */
  #texts(own: string | undefined, ofParent: string | undefined, otherwise?: (at: number) => string): TextData {
    const { table } = this.#source
    const { order } = this.#shape
    const ids = new TextIds((text) => text)
    const index = new Uint32Array(order.length)
    for (const [column, { positions, rows }] of [
      [own, this.#rows],
      [ofParent, this.#tellingRows],
    ] as const) {
      const ofRows = ids.ofColumn(table, column, rows)
      positions.forEach((position, each) => {
        index[position] = ofRows[each]!
      })
    }
    for (let position = 0; otherwise && position < index.length; position++) {
      if (index[position] === noText) index[position] = ids.add(otherwise(order[position]!))
    }
    return { kind: 'texts', dictionary: ids.texts, index }
  }
}

type TextData = Extract<ColumnData, { readonly kind: 'texts' }>

interface PlacedRows {
  readonly positions: Uint32Array
  readonly rows: Uint32Array
}

function placedRows(order: Uint32Array, rowOf: (at: number) => number): PlacedRows {
  const positions = new Uint32Array(order.length)
  const rows = new Uint32Array(order.length)
  let size = 0
  order.forEach((at, position) => {
    const row = rowOf(at)
    if (row < 0) return
    positions[size] = position
    rows[size++] = row
  })
  return { positions: positions.subarray(0, size), rows: rows.subarray(0, size) }
}

/** A column of texts by their number, without those that do not occur. */
function codedTexts(order: Uint32Array, codes: ArrayLike<number>, texts: readonly string[]): TextData {
  const ids = new TextIds((text) => text)
  const known = new Int32Array(texts.length).fill(-1)
  const index = Uint32Array.from(order, (at) => {
    const code = codes[at]!
    if (known[code]! < 0) known[code] = ids.add(texts[code]!)
    return known[code]!
  })
  return { kind: 'texts', dictionary: ids.texts, index }
}

/** A column made of two: each pair of texts that occurs is made into one once. */
function combined(first: TextData, second: TextData, make: (first: string, second: string) => string): TextData {
  const pairs = new PairIds()
  const ids = new TextIds((text) => text)
  const known: number[] = []
  const index = new Uint32Array(first.index.length)
  for (let position = 0; position < index.length; position++) {
    const [a, b] = [first.index[position]!, second.index[position]!]
    const pair = pairs.add(a, b)
    if (pair === known.length) known.push(ids.add(make(first.dictionary[a]!, second.dictionary[b]!)))
    index[position] = known[pair]!
  }
  return { kind: 'texts', dictionary: ids.texts, index }
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
