import { parseDatetime, ticksSince2020 } from '../../lib/kql-time.ts'
import type { Cell, Table } from '../../lib/table.ts'
import type { ProcessColumns } from './process-columns.ts'

/** What a log says of one process: texts as small numbers, so that a million rows are compared as numbers. */
export interface ProcessReference {
  readonly host: number
  /** Of the lower-case name. */
  readonly name: number
  /** Of the decimal process id, whatever the log writes. */
  readonly pid: number
  readonly guid: number
  /** Ticks since 2020-01-01; NaN where it is not known. */
  readonly created: number
}

/** The processes of a log and what it says of their parents, by row. */
export interface ProcessRows {
  /** Rows of the table, in order of time; of processes told twice only the first. */
  readonly order: Uint32Array
  readonly time: (row: number) => number
  processOf(row: number): ProcessReference
  /** Undefined where the log names none. */
  parentOf(row: number): ProcessReference | undefined
  grandparentOf(row: number): ProcessReference | undefined
  /** The texts that the numbers stand for: names and hosts as first written, process ids in decimal. */
  readonly names: readonly string[]
  readonly hosts: readonly string[]
  readonly pids: readonly string[]
}

/** The number of the empty text in every vocabulary. */
export const noText = 0

/** Reads the rows that tell of created processes; the columns are checked before. */
export function readProcesses(table: Table, columns: ProcessColumns): ProcessRows {
  const hosts = new TextIds((text) => text.toLowerCase())
  const names = new TextIds((text) => text.toLowerCase())
  const pids = new TextIds(decimalProcessId)
  const guids = new TextIds((text) => text.toLowerCase())
  const host = hosts.ofColumn(table, columns.host)
  const name = names.ofColumn(table, columns.name)
  const pid = pids.ofColumn(table, columns.pid)
  const guid = guids.ofColumn(table, columns.guid)
  const created = timeReader(table, columns.created)
  const logged = timeReader(table, columns.time)
  const time = (row: number) => {
    const own = created(row)
    return Number.isNaN(own) ? logged(row) : own
  }
  const reference = (prefix: 'parent' | 'grandparent') => {
    const { [`${prefix}Name` as const]: nameColumn, [`${prefix}Pid` as const]: pidColumn } = columns
    const readName = names.ofColumn(table, nameColumn)
    const readPid = pids.ofColumn(table, pidColumn)
    const readGuid = guids.ofColumn(table, prefix === 'parent' ? columns.parentGuid : undefined)
    const readCreated = timeReader(table, columns[`${prefix}Created` as const])
    return (row: number): ProcessReference | undefined => {
      const known = {
        host: host(row),
        name: readName(row),
        pid: readPid(row),
        guid: readGuid(row),
        created: readCreated(row),
      }
      return known.pid === noText && known.guid === noText ? undefined : known
    }
  }
  const processOf = (row: number) => ({
    host: host(row),
    name: name(row),
    pid: pid(row),
    guid: guid(row),
    created: time(row),
  })
  return {
    order: withoutRepeats(rowsByTime(table, columns, time), processOf),
    time,
    processOf,
    parentOf: reference('parent'),
    grandparentOf: reference('grandparent'),
    names: names.texts,
    hosts: hosts.texts,
    pids: pids.texts.map(decimalProcessId),
  }
}

/** Two sources of the same creation differ in the last digits of its time. */
export function roundTime(ticks: number): number {
  return Math.round(ticks / 100) * 100
}

function rowsByTime(table: Table, columns: ProcessColumns, time: (row: number) => number): Uint32Array {
  const isWanted = rowFilter(table, columns)
  const rows: number[] = []
  for (let row = 0; row < table.rowCount; row++) if (isWanted(row)) rows.push(row)
  const times = new Float64Array(table.rowCount)
  // Rows without a time come first.
  for (const row of rows) times[row] = Number.isNaN(time(row)) ? -Number.MAX_VALUE : time(row)
  return Uint32Array.from(rows).sort((a, b) => times[a]! - times[b]! || a - b)
}

/** Repeats share the time, so they stand together. */
function withoutRepeats(rows: Uint32Array, processOf: (row: number) => ProcessReference): Uint32Array {
  const seen = new Set<string>()
  let instant = Number.NaN
  return rows.filter((row) => {
    const { host, name, pid, guid, created } = processOf(row)
    const rounded = roundTime(created)
    if (!Object.is(rounded, instant)) {
      seen.clear()
      instant = rounded
    }
    return seen.size !== seen.add(`${host},${name},${pid},${guid}`).size
  })
}

/** Texts as numbers by what they mean; 0 is the empty text. */
class TextIds {
  readonly texts: string[] = ['']
  readonly #ids = new Map<string, number>([['', noText]])
  readonly #meaning: (text: string) => string

  constructor(meaning: (text: string) => string) {
    this.#meaning = meaning
  }

  /** Reads a column as numbers; all empty where there is no such column. */
  ofColumn(table: Table, name: string | undefined): (row: number) => number {
    const at = name === undefined ? -1 : table.indexOf(name)
    if (at < 0) return () => noText
    const data = table.data[at]!
    if (data.kind !== 'texts') {
      const ids = Uint32Array.from({ length: table.rowCount }, (_, row) => this.#add(cellText(table.cell(row, at))))
      return (row) => ids[row]!
    }
    const ids = Uint32Array.from(data.dictionary, (text) => this.#add(text))
    return (row) => (data.valid?.[row] === 0 ? noText : ids[data.index[row]!]!)
  }

  #add(text: string): number {
    const meaning = this.#meaning(text)
    const known = this.#ids.get(meaning)
    if (known !== undefined) return known
    const id = this.texts.push(text) - 1
    this.#ids.set(meaning, id)
    return id
  }
}

/** `0x13c`, `316` and `316.0` are one process id. */
function decimalProcessId(text: string): string {
  if (/^0x[0-9a-f]+$/i.test(text)) return BigInt(text).toString()
  return /^\d+\.0+$/.test(text) ? text.slice(0, text.indexOf('.')) : text
}

function cellText(cell: Cell): string {
  return cell === null ? '' : typeof cell === 'object' ? JSON.stringify(cell) : String(cell)
}

function timeReader(table: Table, name: string | undefined): (row: number) => number {
  const at = name === undefined ? -1 : table.indexOf(name)
  if (at < 0) return () => Number.NaN
  const data = table.data[at]!
  if (table.columns[at]!.type === 'datetime' && data.kind === 'bigints') {
    return (row) => (data.valid?.[row] === 0 ? Number.NaN : ticksSince2020(data.values[row]!))
  }
  return (row) => {
    const ticks = parseDatetime(String(table.cell(row, at)))
    return ticks === undefined ? Number.NaN : ticksSince2020(ticks)
  }
}

function rowFilter(table: Table, { only }: ProcessColumns): (row: number) => boolean {
  const at = only ? table.indexOf(only.column) : -1
  if (!only || at < 0) return () => true
  const wanted = comparable(only.equals)
  return (row) => comparable(table.cell(row, at)) === wanted
}

/** An event id is `1`, `"1"` or `1.0`, as the export has it. */
function comparable(cell: Cell): string {
  return cellText(cell).replace(/^(\d+)\.0+$/, '$1')
}
