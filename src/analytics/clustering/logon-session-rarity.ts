import { parseDatetime, ticksFrom2020, ticksSince2020 } from '../../lib/kql-time.ts'
import type { ColumnType } from '../../lib/kql-type.ts'
import { noProgress, type Progress } from '../../lib/progress.ts'
import { type Cell, type ColumnData, Table } from '../../lib/table.ts'
import { type ColumnTexts, columnTexts, mapTexts } from '../columns/column-texts.ts'
import { positionOf } from '../columns/position-of.ts'
import { findLogColumns, type ProcessLogColumns } from './log-columns.ts'
import { processRarity, rarityColumns } from './process-rarity.ts'
import { type SessionEvidence, sessionEvidence } from './session-evidence.ts'

/** A session is unusual from this score on: by chance one log in 32 has one. */
const unusualScore = 5

/** What an account that the log does not name is called. */
export const unknownAccount = '(unknown)'

const sessionColumns = [
  { name: 'Rank', type: 'int' },
  { name: 'Account', type: 'string' },
  { name: 'Computer', type: 'string' },
  { name: 'SubjectLogonId', type: 'string' },
  { name: 'Score', type: 'real' },
  { name: 'Unusual', type: 'bool' },
  { name: 'ProcessCount', type: 'int' },
  { name: 'Rarest', type: 'string' },
  { name: 'RareBehaviours', type: 'int' },
  { name: 'RareFrom', type: 'datetime' },
  { name: 'RareTo', type: 'datetime' },
  { name: 'FirstEvent', type: 'datetime' },
  { name: 'LastEvent', type: 'datetime' },
  { name: 'MeanRarity', type: 'real' },
  { name: 'MaxRarity', type: 'real' },
] as const satisfies readonly ColumnType[]

/**
 * Logon sessions by how unusual the processes they started are, most unusual first. A session is a logon id of an account on a host (and in a
 * source, where the table has `Source`, which then is the last column). `Score` is in bits, 0 and more: a log of so many sessions, drawn at random from
 * these processes, has one as unusual by chance once in 2^Score times. It rests on `RareBehaviours` things it did between `RareFrom` and `RareTo`, the
 * rarest of which `Rarest` tells. `MeanRarity` and `MaxRarity` are msticpy's. Equal scores keep evidence, mean rarity, then the order of the input.
 * Takes what `processRarity` gives, or a log, which is given to it first.
 */
export function logonSessionRarity(
  table: Table,
  named: ProcessLogColumns = {},
  progress: Progress = noProgress,
): { readonly table: Table; readonly notices: readonly string[] } {
  const { log, ranked, notices } = rankSessions(table, named, progress)
  const rows = ranked.map((session, at): Cell[] => {
    const { rows, evidence, score } = session
    const evident = evidence.places.map((place) => rows[place]!)
    return [
      at + 1,
      session.account,
      session.host,
      session.logon,
      Math.round(score * 100) / 100,
      score >= unusualScore,
      rows.length,
      rarestOf(rows, evident, log),
      evident.length,
      ...spanOf(evident, log),
      ...spanOf(rows, log),
      session.mean,
      session.most,
      ...(log.sources ? [log.sources.texts[session.source]!] : []),
    ]
  })
  const columns: ColumnType[] = [...sessionColumns, ...sourceColumn(log)]
  return { table: Table.fromRows(columns, rows), notices }
}

const reasonColumns = [
  { name: 'Rank', type: 'int' },
  { name: 'Account', type: 'string' },
  { name: 'SubjectLogonId', type: 'string' },
  { name: 'TimeGenerated', type: 'datetime' },
  { name: 'Program', type: 'string' },
  { name: 'CommandLine', type: 'string' },
  { name: 'Like', type: 'int' },
  { name: 'Share', type: 'real' },
  { name: 'Computer', type: 'string' },
] as const satisfies readonly ColumnType[]

/**
 * Why sessions are unusual: of the `top` first by rank, each program that the score rests on, rarest first within a session, with the process
 * that ran it in the rarest way. `Like` is how many processes of the log ran that program from that parent, `Share` the share of all
 * processes that are as unusual. A session with no evidence has no row. `Source` is the last column where the table has it.
 */
export function sessionReasons(
  table: Table,
  top: number,
  named: ProcessLogColumns = {},
  progress: Progress = noProgress,
): { readonly table: Table; readonly notices: readonly string[] } {
  const { log, ranked, notices } = rankSessions(table, named, progress)
  const like = new Map<string, number>()
  const keyOf = (row: number) => `${log.sources?.index[row] ?? 0},${log.programs.index[row]}`
  log.programs.index.forEach((_, row) => {
    like.set(keyOf(row), (like.get(keyOf(row)) ?? 0) + 1)
  })
  const rows = ranked.slice(0, top).flatMap(({ rows, evidence, account, logon, host, source }, at) =>
    evidence.places.map((place): Cell[] => {
      const row = rows[place]!
      return [
        at + 1,
        account,
        logon,
        spanOf([row], log)[0],
        log.programs.texts[log.programs.index[row]!]!,
        log.commandLine.texts[log.commandLine.index[row]!]!,
        like.get(keyOf(row))!,
        log.shares[row]!,
        host,
        ...(log.sources ? [log.sources.texts[source]!] : []),
      ]
    }),
  )
  return { table: Table.fromRows([...reasonColumns, ...sourceColumn(log)], rows), notices }
}

interface RankedSession extends Session {
  readonly evidence: SessionEvidence
  readonly score: number
  readonly mean: number
  readonly most: number
}

function rankSessions(
  table: Table,
  named: ProcessLogColumns,
  progress: Progress,
): { readonly log: ReadLog; readonly ranked: readonly RankedSession[]; readonly notices: readonly string[] } {
  const isRated = rarityColumns.every(({ name }) => table.indexOf(name) >= 0)
  const rated = isRated ? { table, notices: [] } : processRarity(table, named, progress)
  const log = readLog(rated.table, findLogColumns(rated.table, named))
  const counts = new Map<number, number>()
  for (const { source } of log.sessions) counts.set(source, (counts.get(source) ?? 0) + 1)
  const ranked = log.sessions.map((session, at) => {
    if (at % 1000 === 0) progress(at, log.sessions.length, 'Ranking sessions')
    const evidence = evidenceOf(session.rows, log)
    const score = Math.max(0, evidence.bits - Math.log2(counts.get(session.source)!))
    return { ...session, at, evidence, score, ...rarityOf(session.rows, log) }
  })
  ranked.sort((a, b) => b.score - a.score || b.evidence.bits - a.evidence.bits || b.mean - a.mean || a.at - b.at)
  return { log, ranked, notices: rated.notices }
}

function sourceColumn(log: ReadLog): readonly ColumnType[] {
  return log.sources ? [{ name: 'Source', type: 'string' }] : []
}

export interface SessionName {
  readonly account?: string
  readonly host?: string
  readonly logon: string
  readonly source?: string
}

/** The processes of one session, in the order of the table; `account` as the ranking shows it. What is not named, or empty, is any. */
export function sessionProcesses(table: Table, name: SessionName, named: ProcessLogColumns = {}): Table {
  const columns = findLogColumns(table, named)
  const asked = [
    [accountsOf(columnTexts(table, columns.account)), name.account],
    [columnTexts(table, columns.host), name.host],
    [columnTexts(table, columns.logon), name.logon],
    [columnTexts(table, columns.source), name.source],
  ] as const
  const fits = asked.flatMap(([{ texts, index }, wanted]) => {
    if (wanted === undefined || wanted === '') return []
    const equal = texts.map((text) => text.toLowerCase() === wanted.toLowerCase())
    return [(row: number) => equal[index[row]!]!]
  })
  const rows: number[] = []
  for (let row = 0; row < table.rowCount; row++) if (fits.every((isAsked) => isAsked(row))) rows.push(row)
  return table.pick(rows)
}

interface Session {
  readonly account: string
  readonly host: string
  readonly logon: string
  readonly source: number
  /** Rows of the session by time. */
  readonly rows: Uint32Array
}

interface ReadLog {
  readonly sessions: readonly Session[]
  readonly sources: ColumnTexts | undefined
  readonly shares: Float64Array
  readonly rarities: Float64Array
  readonly programs: ColumnTexts
  /** Program and shape of arguments, as a number. */
  readonly behaviours: Uint32Array
  readonly commandLine: ColumnTexts
  time(row: number): number
}

function readLog(table: Table, columns: ProcessLogColumns): ReadLog {
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
  const sessions: Session[] = []
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
function accountsOf(account: ColumnTexts): ColumnTexts {
  return mapTexts(account, (text) => (/^[-\\\s]*$/.test(text) ? unknownAccount : text))
}

function evidenceOf(rows: Uint32Array, log: ReadLog): SessionEvidence {
  return sessionEvidence({
    shares: Float64Array.from(rows, (row) => log.shares[row]!),
    programs: rows.map((row) => log.programs.index[row]!),
    behaviours: rows.map((row) => log.behaviours[row]!),
  })
}

function rarityOf(rows: Uint32Array, log: ReadLog): { readonly mean: number; readonly most: number } {
  let sum = 0
  let most = 0
  for (const row of rows) {
    sum += log.rarities[row]!
    if (log.rarities[row]! > most) most = log.rarities[row]!
  }
  return { mean: sum / rows.length, most }
}

/** How many of the rarest processes are told. */
const told = 5

/** The rarest processes of a session in words: first those its score rests on, then others that are rare. */
function rarestOf(rows: Uint32Array, evident: readonly number[], log: ReadLog): string {
  const chosen = new Map<number, number>()
  const take = (row: number) => {
    const program = log.programs.index[row]!
    if (chosen.size < told && !chosen.has(program)) chosen.set(program, row)
  }
  evident.forEach(take)
  if (chosen.size < told) {
    const shortlist = new Map<number, number>()
    for (const row of rows) {
      const known = shortlist.get(log.programs.index[row]!)
      if (known === undefined || log.shares[row]! < log.shares[known]!) shortlist.set(log.programs.index[row]!, row)
    }
    for (const row of [...shortlist.values()].sort((a, b) => log.shares[a]! - log.shares[b]!)) {
      if (log.shares[row]! < 1) take(row)
    }
  }
  return [...chosen.values()].map((row) => inWords(row, log)).join(' · ')
}

const mostArguments = 60

/** `cmd.exe → net.exe group "domain admins" /domain`: the folder is told where it is not the system's. */
function inWords(row: number, log: ReadLog): string {
  const command = log.commandLine.texts[log.commandLine.index[row]!]!
  const given = command.replace(/^\s*("[^"]*"?|[^\s"]+)\s*/, '').trim()
  const shown = given.length > mostArguments ? `${given.slice(0, mostArguments)}…` : given
  const program = log.programs.texts[log.programs.index[row]!]!.replace(/c:\\windows\\system32\\(?=[^\\]+$)/, '')
  return `${program} ${shown}`.trim()
}

/** The first time of the rows and the last; null where none has a time. */
function spanOf(rows: Iterable<number>, log: ReadLog): [Cell, Cell] {
  let first = Number.POSITIVE_INFINITY
  let last = Number.NEGATIVE_INFINITY
  for (const row of rows) {
    const time = log.time(row)
    if (time < first) first = time
    if (time > last) last = time
  }
  return first > last ? [null, null] : [ticksFrom2020(first), ticksFrom2020(last)]
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
