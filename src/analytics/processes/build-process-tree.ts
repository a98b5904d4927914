import { HuntletError } from '../../lib/diagnostic.ts'
import { ticksFrom2020 } from '../../lib/kql-time.ts'
import type { ColumnType } from '../../lib/kql-type.ts'
import { type Cell, type ColumnData, Table } from '../../lib/table.ts'
import { TextColumn } from '../text-column.ts'
import { type LinkedProcess, linkProcesses } from './link-processes.ts'
import {
  checkProcessColumns,
  detectProcessColumns,
  type ProcessColumns,
  type ProcessSchema,
  processSchemas,
} from './process-columns.ts'
import { readProcesses } from './read-processes.ts'

const treeColumns = [
  { name: 'Id', type: 'int' },
  { name: 'Parent', type: 'int' },
  { name: 'Label', type: 'string' },
  { name: 'Depth', type: 'int' },
  { name: 'Children', type: 'int' },
  { name: 'Time', type: 'datetime' },
  { name: 'Name', type: 'string' },
  { name: 'ProcessId', type: 'string' },
  { name: 'CommandLine', type: 'string' },
  { name: 'Account', type: 'string' },
  { name: 'Host', type: 'string' },
  { name: 'Logon', type: 'string' },
  { name: 'Inferred', type: 'bool' },
] as const satisfies readonly ColumnType[]

export interface ProcessTreeOptions {
  /** A known log, or which columns say what. Default: the known log that the table looks like. */
  readonly schema?: ProcessSchema | ProcessColumns
  /** Columns to keep beside the tree's own; empty for inferred processes. */
  readonly keep?: readonly string[]
}

/**
 * The tree of processes that a log of process creations tells of, one row a process, each followed by its descendants, siblings by
 * time. `Parent` is the `Id` of the parent, null for a root; `Depth` of a root is 0; `Inferred` marks parents that the log names but does
 * not hold. `Logon` is the logon that the process was created for. Rows told twice count once.
 * Throws `PROCESS_COLUMNS` where name, process id, parent's process id and time are not all there.
 */
export function buildProcessTree(table: Table, options: ProcessTreeOptions = {}): Table {
  const columns = columnsOf(table, options.schema)
  checkProcessColumns(table, columns)
  const log = readProcesses(table, columns)
  const { processes, parents } = linkProcesses(log)
  const { order, depths, children } = depthFirst(processes, parents)
  const count = order.length
  const idOf = new Int32Array(count)
  order.forEach((at, position) => {
    idOf[at] = position + 1
  })
  const rowAt = (position: number) => processes[order[position]!]!.row
  const factsAt = (position: number) => processes[order[position]!]!.facts
  const numbers = (valueAt: (at: number) => number): ColumnData => {
    const values = Float64Array.from(order, valueAt)
    return { kind: 'numbers', values, valid: Uint8Array.from(values, (value) => (Number.isNaN(value) ? 0 : 1)) }
  }
  const texts = (textAt: (position: number) => string): ColumnData => {
    const column = new TextColumn(count)
    for (let position = 0; position < count; position++) column.set(position, textAt(position))
    return column.toColumn()
  }
  const [nameOf, commandLine, user, host, targetLogon, logon] = [
    columns.name,
    columns.commandLine,
    columns.user,
    columns.host,
    columns.targetLogon,
    columns.logon,
  ].map((column) => textReader(table, column))
  const nameAt = (position: number) => {
    const row = rowAt(position)
    return row === undefined ? log.names[factsAt(position).name]! : nameOf!(row)
  }
  const pidAt = (position: number) => log.pids[factsAt(position).pid]!
  const data: readonly ColumnData[] = [
    numbers((at) => idOf[at]!),
    numbers((at) => (parents[at]! < 0 ? Number.NaN : idOf[parents[at]!]!)),
    texts((position) => labelOf(nameAt(position), pidAt(position))),
    numbers((at) => depths[at]!),
    numbers((at) => children[at]!),
    timeColumn(Float64Array.from(order, (at) => processes[at]!.facts.created)),
    texts(nameAt),
    texts(pidAt),
    texts((position) => commandLine!(rowAt(position))),
    texts((position) => user!(rowAt(position))),
    texts((position) => host!(rowAt(position)) || log.hosts[factsAt(position).host]!),
    texts((position) => effectiveLogon(targetLogon!(rowAt(position)), logon!(rowAt(position)))),
    { kind: 'bools', values: Uint8Array.from(order, (at) => (processes[at]!.row === undefined ? 1 : 0)) },
  ]
  const tree = Table.fromColumns(treeColumns, count, data)
  return (options.keep ?? []).reduce((result, name) => keepColumn(result, table, name, rowAt), tree)
}

function columnsOf(table: Table, schema: ProcessTreeOptions['schema']): ProcessColumns {
  if (schema === undefined) return detectProcessColumns(table)
  if (typeof schema !== 'string') return schema
  if (Object.hasOwn(processSchemas, schema)) return processSchemas[schema]
  throw new HuntletError('OPTION_INVALID', `There is no process schema \`${schema}\`.`, {
    hint: `Known are ${Object.keys(processSchemas).join(', ')}.`,
  })
}

/** The tree with a column of the log; a column of the tree's own name is the tree's. */
function keepColumn(tree: Table, table: Table, name: string, rowAt: (position: number) => number | undefined): Table {
  const at = table.indexOf(name)
  if (at < 0 || tree.indexOf(name) >= 0) return tree
  const cells = Array.from({ length: tree.rowCount }, (_, position): Cell => {
    const row = rowAt(position)
    return row === undefined ? null : table.cell(row, at)
  })
  return tree.withColumn(table.columns[at]!, cells)
}

function timeColumn(times: Float64Array): ColumnData {
  const values = new BigInt64Array(times.length)
  times.forEach((time, at) => {
    if (!Number.isNaN(time)) values[at] = ticksFrom2020(time)
  })
  return { kind: 'bigints', values, valid: Uint8Array.from(times, (time) => (Number.isNaN(time) ? 0 : 1)) }
}

/** Reads a column as text; empty for a process without a row, and where there is no such column. */
function textReader(table: Table, name: string | undefined): (row: number | undefined) => string {
  const at = name === undefined ? -1 : table.indexOf(name)
  return (row) => (at < 0 || row === undefined ? '' : String(table.cell(row, at) ?? ''))
}

/** `cmd.exe (316)`: the file's name without its folder. */
function labelOf(name: string, pid: string): string {
  return `${name.slice(Math.max(name.lastIndexOf('\\'), name.lastIndexOf('/')) + 1) || '(unknown)'} (${pid})`
}

/** A process created for another logon belongs to that one. */
function effectiveLogon(target: string, subject: string): string {
  return target === '' || target === '-' || /^0x0+$/.test(target) ? subject : target
}

/** Roots and siblings by time, those without a time first; no recursion, as real chains are hundreds deep. */
function depthFirst(
  processes: readonly LinkedProcess[],
  parents: Int32Array,
): { readonly order: Uint32Array; readonly depths: Uint32Array; readonly children: Uint32Array } {
  const count = processes.length
  const times = Float64Array.from(processes, ({ facts: { created } }) =>
    Number.isNaN(created) ? -Number.MAX_VALUE : created,
  )
  const byTime = Uint32Array.from(processes, (_, at) => at).sort((a, b) => times[a]! - times[b]! || a - b)
  const children = new Uint32Array(count)
  for (const parent of parents) if (parent >= 0) children[parent]!++
  // Children of each process, latest first, as linked lists: the stack then gives the earliest first.
  const first = new Int32Array(count + 1).fill(-1)
  const next = new Int32Array(count).fill(-1)
  for (const at of byTime) {
    const list = parents[at]! < 0 ? count : parents[at]!
    next[at] = first[list]!
    first[list] = at
  }
  const order = new Uint32Array(count)
  const depths = new Uint32Array(count)
  const stack: number[] = []
  const pushAll = (list: number) => {
    for (let at = first[list]!; at >= 0; at = next[at]!) stack.push(at)
  }
  pushAll(count)
  let position = 0
  while (stack.length > 0) {
    const at = stack.pop()!
    order[position++] = at
    depths[at] = parents[at]! < 0 ? 0 : depths[parents[at]!]! + 1
    pushAll(at)
  }
  return { order, depths, children }
}
