import { ticksFrom2020 } from '../../lib/kql-time.ts'
import type { ColumnType } from '../../lib/kql-type.ts'
import { noProgress, type Progress } from '../../lib/progress.ts'
import { type Cell, Table } from '../../lib/table.ts'
import { columnTexts } from '../columns/column-texts.ts'
import { findLogColumns, type ProcessLogColumns } from './log-columns.ts'
import { processRarity, rarityColumns } from './process-rarity.ts'
import { rarestProcesses } from './rarest-processes.ts'
import { accountsOf, type LogonSession, readLogonSessions, type SessionLog } from './read-logon-sessions.ts'
import { type SessionEvidence, sessionEvidence } from './session-evidence.ts'

/** A session is unusual from this score on: by chance one log in 32 has one. */
const unusualBits = 5

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
      score >= unusualBits,
      rows.length,
      rarestProcesses(rows, evident, log),
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

interface RankedSession extends LogonSession {
  readonly evidence: SessionEvidence
  readonly score: number
  readonly mean: number
  readonly most: number
}

function rankSessions(
  table: Table,
  named: ProcessLogColumns,
  progress: Progress,
): { readonly log: SessionLog; readonly ranked: readonly RankedSession[]; readonly notices: readonly string[] } {
  const isRated = rarityColumns.every(({ name }) => table.indexOf(name) >= 0)
  const rated = isRated ? { table, notices: [] } : processRarity(table, named, progress)
  const log = readLogonSessions(rated.table, findLogColumns(rated.table, named))
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

function sourceColumn(log: SessionLog): readonly ColumnType[] {
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

function evidenceOf(rows: Uint32Array, log: SessionLog): SessionEvidence {
  return sessionEvidence({
    shares: Float64Array.from(rows, (row) => log.shares[row]!),
    programs: rows.map((row) => log.programs.index[row]!),
    behaviours: rows.map((row) => log.behaviours[row]!),
  })
}

function rarityOf(rows: Uint32Array, log: SessionLog): { readonly mean: number; readonly most: number } {
  let sum = 0
  let most = 0
  for (const row of rows) {
    sum += log.rarities[row]!
    if (log.rarities[row]! > most) most = log.rarities[row]!
  }
  return { mean: sum / rows.length, most }
}

/** The first time of the rows and the last; null where none has a time. */
function spanOf(rows: Iterable<number>, log: SessionLog): [Cell, Cell] {
  let first = Number.POSITIVE_INFINITY
  let last = Number.NEGATIVE_INFINITY
  for (const row of rows) {
    const time = log.time(row)
    if (time < first) first = time
    if (time > last) last = time
  }
  return first > last ? [null, null] : [ticksFrom2020(first), ticksFrom2020(last)]
}
