import { parseDatetime, ticksSince2020 } from '../../lib/kql-time.ts'
import type { Cell, Table } from '../../lib/table.ts'
import { cellText } from '../columns/column-texts.ts'
import { timeReader } from '../columns/log-times.ts'
import type { FlatLog } from './flat-log.ts'
import { PairIds } from './pair-ids.ts'
import type { ProcessColumns } from './process-columns.ts'
import { noText, TextIds } from './text-ids.ts'

/** What a log says of processes, texts as small numbers, so that a million rows are compared as numbers: an entry each. */
export interface ProcessReferences {
  /** Of the lower-case name. */
  readonly name: Int32Array
  /** Of the decimal process id, whatever the log writes. */
  readonly pid: Int32Array
  readonly guid: Int32Array
  /** Ticks since 2020-01-01; NaN where it is not known. */
  readonly created: Float64Array
}

/** The processes of a log in order of time, what it says of their parents, and of the parents of these. */
export interface ProcessRows {
  readonly count: number
  /** Row of the flat log. */
  readonly row: Uint32Array
  readonly host: Int32Array
  readonly own: ProcessReferences
  readonly parent: ProcessReferences
  readonly grandparent: ProcessReferences
  /** The texts that the numbers stand for: names and hosts as first written, process ids in decimal. */
  readonly names: readonly string[]
  readonly hosts: readonly string[]
  readonly pids: readonly string[]
  /** Rows left out, as they tell of a process once more. */
  readonly repeats: number
}

/** Creation times of one process, told by two sources, differ by so many ticks at most. */
export const sameCreation = 100

/** Reads the rows that tell of created processes; the columns are checked before. */
export function readProcesses({ table, columns }: FlatLog): ProcessRows {
  const wanted = wantedRows(table, columns)
  const time = times(table, columns, wanted)
  const order = orderByTime(time)
  const rows = wanted.map((_, place) => wanted[order[place]!]!)
  const hosts = new TextIds((text) => text.toLowerCase())
  const names = new TextIds((text) => text.toLowerCase())
  const pids = new TextIds(decimalProcessId)
  const guids = new TextIds((text) => (/^[{}0-]*$/.test(text) ? '' : text.toLowerCase()))
  const reference = (
    name: string | undefined,
    pid: string | undefined,
    guid: string | undefined,
    created: Float64Array,
  ): ProcessReferences => ({
    name: names.ofColumn(table, name, rows),
    pid: pids.ofColumn(table, pid, rows),
    guid: guids.ofColumn(table, guid, rows),
    created,
  })
  const told = (column: string | undefined) => creationTicks(table, column, rows)
  const all = {
    row: rows,
    host: hosts.ofColumn(table, columns.host, rows),
    own: reference(
      columns.name,
      columns.pid,
      columns.guid,
      time.map((_, place) => time[order[place]!]!),
    ),
    parent: reference(columns.parentName, columns.parentPid, columns.parentGuid, told(columns.parentCreated)),
    grandparent: reference(
      columns.grandparentName,
      columns.grandparentPid,
      undefined,
      told(columns.grandparentCreated),
    ),
  }
  const commandLine = new TextIds((text) => text).ofColumn(table, columns.commandLine, rows)
  const kept = firstTellings(all.host, all.own, commandLine)
  const pick = ({ name, pid, guid, created }: ProcessReferences): ProcessReferences => ({
    name: kept.map((at) => name[at]!),
    pid: kept.map((at) => pid[at]!),
    guid: kept.map((at) => guid[at]!),
    created: Float64Array.from(kept, (at) => created[at]!),
  })
  return {
    count: kept.length,
    row: Uint32Array.from(kept, (at) => rows[at]!),
    host: kept.map((at) => all.host[at]!),
    own: pick(all.own),
    parent: pick(all.parent),
    grandparent: pick(all.grandparent),
    names: names.texts,
    hosts: hosts.texts,
    pids: pids.texts.map(decimalProcessId),
    repeats: rows.length - kept.length,
  }
}

/** Places in order of time, those without one first, of one time as they come. Logs mostly come in order already. */
export function orderByTime(time: Float64Array): Uint32Array {
  const key = time.map((each) => (Number.isNaN(each) ? -Number.MAX_VALUE : each))
  const order = Uint32Array.from(key, (_, place) => place)
  for (let place = 1; place < key.length; place++) {
    if (key[place - 1]! > key[place]!) return order.sort((a, b) => key[a]! - key[b]! || a - b)
  }
  return order
}

/**
 * The first place of each process, in order: repeats have its guid, or its host, process id, name and time, and no other command line. Times of one
 * process may differ in the last digits, so its repeats are looked for in the neighbouring hundredth of a millisecond too.
 */
function firstTellings(host: Int32Array, own: ProcessReferences, commandLine: Int32Array): Int32Array {
  const [guids, ids, processes, instants, tellings] = Array.from({ length: 5 }, () => new PairIds())
  const kept = new Int32Array(host.length)
  let size = 0
  for (let at = 0; at < host.length; at++) {
    if (own.guid[at] !== noText) {
      const before = guids!.size
      if (guids!.add(host[at]!, own.guid[at]!) === before) kept[size++] = at
      continue
    }
    // Nothing tells two processes of one id and without a time apart.
    const bucket = Number.isNaN(own.created[at]!)
      ? -Number.MAX_SAFE_INTEGER
      : Math.floor(own.created[at]! / sameCreation)
    const process = processes!.add(ids!.add(host[at]!, own.pid[at]!), own.name[at]!)
    const isTold = [bucket, bucket - 1].some((near) => {
      const instant = instants!.find(process, near)
      if (instant < 0) return false
      // A row without a command line repeats any, and any repeats it.
      if (commandLine[at] === noText) return true
      return tellings!.find(instant, commandLine[at]!) >= 0 || tellings!.find(instant, noText) >= 0
    })
    if (isTold) continue
    kept[size++] = at
    tellings!.add(instants!.add(process, bucket), commandLine[at]!)
  }
  return kept.slice(0, size)
}

/** `0x13c`, `316` and `316.0` are one process id. */
function decimalProcessId(text: string): string {
  if (/^0x[0-9a-f]{1,16}$/i.test(text)) return BigInt(text).toString()
  return /^\d+\.0+$/.test(text) ? text.slice(0, text.indexOf('.')) : text
}

/** When each process was created; where that is not told, when the row was logged. */
function times(table: Table, columns: ProcessColumns, rows: Uint32Array): Float64Array {
  const created = creationTicks(table, columns.created, rows)
  const logged = ticks(table, columns.time, rows)
  return created.map((own, place) => (Number.isNaN(own) ? logged[place]! : own))
}

function ticks(table: Table, column: string | undefined, rows: Uint32Array): Float64Array {
  const read = timeReader(table, column)
  return Float64Array.from(rows, (row) => {
    const instant = read(row)
    return instant === undefined ? Number.NaN : ticksSince2020(instant)
  })
}

/** The first instants of Unix and of Windows stand for a creation time that was not known. */
function creationTicks(table: Table, column: string | undefined, rows: Uint32Array): Float64Array {
  const unknown = ['1970-01-01', '1601-01-01'].map((day) => ticksSince2020(parseDatetime(day)!))
  return ticks(table, column, rows).map((each) => (unknown.includes(each) ? Number.NaN : each))
}

function wantedRows(table: Table, { only }: ProcessColumns): Uint32Array {
  const at = only ? table.indexOf(only.column) : -1
  if (!only || at < 0) return Uint32Array.from({ length: table.rowCount }, (_, row) => row)
  const wanted = new Set([only.equals].flat().map((value) => comparable(value as Cell)))
  const rows: number[] = []
  for (let row = 0; row < table.rowCount; row++) if (wanted.has(comparable(table.cell(row, at)))) rows.push(row)
  return Uint32Array.from(rows)
}

/** An event id is `1`, `"1"` or `1.0`, as the export has it. */
function comparable(cell: Cell): string {
  return cellText(cell).replace(/^(\d+)\.0+$/, '$1')
}
