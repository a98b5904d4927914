import { parseDatetime, ticksSince2020 } from '../../lib/kql-time.ts'
import type { ColumnData, Table } from '../../lib/table.ts'
import { type ColumnTexts, columnTexts, mapTexts } from '../columns/column-texts.ts'
import { positionOf } from '../columns/position-of.ts'
import { unknownAccount } from '../logons/read-logons.ts'
import type { ProcessLogColumns } from './log-columns.ts'

/** A logon id of an account on a host. */
export interface LogonSession {
  readonly account: string
  readonly host: string
  readonly logon: string
  readonly source: number
  /** Rows of the session by time. */
  readonly rows: Uint32Array
}

/** What `processRarity` gave, by logon sessions and by row. */
export interface SessionLog {
  readonly sessions: readonly LogonSession[]
  readonly sources: ColumnTexts | undefined
  readonly shares: Float64Array
  readonly rarities: Float64Array
  readonly programs: ColumnTexts
  /** Program and shape of arguments, as a number. */
  readonly behaviours: Uint32Array
  readonly commandLine: ColumnTexts
  time(row: number): number
}

/** The sessions of a log, in the order in which they begin in it. */
export function readLogonSessions(table: Table, columns: ProcessLogColumns): SessionLog {
  const count = table.rowCount
  const account = accountsOf(columnTexts(table, columns.account))
  const host = columnTexts(table, columns.host)
  const logon = columnTexts(table, columns.logon)
  const source = columnTexts(table, columns.source)
  let ids = new Uint32Array(count)
  for (const part of [source, host, account, logon]) {
    const lower = mapTexts(part, (text) => text.toLowerCase())
    const pairs = new Map<number, number>()
    ids = ids.map((id, row) => positionOf(pairs, id * lower.texts.length + lower.index[row]!))
  }
  const times = timesOf(table, columns.time)
  const order = Uint32Array.from(ids, (_, row) => row)
  // A row without a time comes first of its session.
  const timeAt = (row: number) => (Number.isNaN(times[row]!) ? -Number.MAX_VALUE : times[row]!)
  order.sort((a, b) => ids[a]! - ids[b]! || timeAt(a) - timeAt(b) || a - b)
  const sessions: LogonSession[] = []
  for (let from = 0; from < count; ) {
    let to = from + 1
    while (to < count && ids[order[to]!] === ids[order[from]!]) to++
    const first = order[from]!
    sessions.push({
      account: account.texts[account.index[first]!]!,
      host: host.texts[host.index[first]!]!,
      logon: logon.texts[logon.index[first]!]!,
      source: source.index[first]!,
      rows: order.slice(from, to),
    })
    from = to
  }
  const programs = columnTexts(table, 'Program')
  const shapes = columnTexts(table, 'Arguments')
  const behaviours = new Map<number, number>()
  return {
    sessions,
    sources: columns.source === undefined ? undefined : source,
    shares: numbersOf(table, 'Share'),
    rarities: numbersOf(table, 'Rarity'),
    programs,
    behaviours: programs.index.map((program, row) =>
      positionOf(behaviours, program * shapes.texts.length + shapes.index[row]!),
    ),
    commandLine: columnTexts(table, columns.commandLine),
    time: (row) => times[row]!,
  }
}

/** Accounts, those the log does not name under one name. */
export function accountsOf(account: ColumnTexts): ColumnTexts {
  return mapTexts(account, (text) => (/^[-\\\s]*$/.test(text) ? unknownAccount : text))
}

function numbersOf(table: Table, name: string): Float64Array {
  const data: ColumnData | undefined = table.data[table.indexOf(name)]
  return data?.kind === 'numbers' ? data.values : Float64Array.from(table.column(name), Number)
}

function timesOf(table: Table, name: string | undefined): Float64Array {
  const at = name === undefined ? -1 : table.indexOf(name)
  const times = new Float64Array(table.rowCount).fill(Number.NaN)
  if (at < 0) return times
  const data = table.data[at]!
  for (let row = 0; row < table.rowCount; row++) {
    if (data.valid?.[row] === 0) continue
    if (data.kind === 'bigints' && table.columns[at]!.type === 'datetime')
      times[row] = ticksSince2020(data.values[row]!)
    else {
      const ticks = parseDatetime(String(table.cell(row, at)))
      if (ticks !== undefined) times[row] = ticksSince2020(ticks)
    }
  }
  return times
}
